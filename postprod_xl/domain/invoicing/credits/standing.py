"""What stands of an issued invoice once its credit notes, whole or partial, are taken off."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from postprod_xl.documents.invoice import InvoiceLine, VatShare
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.vat import vat_shares
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import InvoiceType


class InvoiceStanding(NamedTuple):
    """The amounts of an invoice or deposit less those of its credit notes, in cents.

    Parameters
    ----------
    total_cents, vat_cents, total_with_vat_cents
        Total HT, its VAT, both together.
    deposits_cents, payable_cents
        Deposits that it still deducts, all taxes included, and what it still asks for.
    credits
        The numbers of its credit notes, in ledger order.
    """

    total_cents: int
    vat_cents: int
    total_with_vat_cents: int
    deposits_cents: int
    payable_cents: int
    credits: tuple[str, ...] = ()

    @property
    def is_annulled(self) -> bool:
        """Whether credit notes leave nothing of it: its step is to invoice again. A partial one frees nothing."""
        return bool(self.credits) and self.total_cents == 0


_AMOUNTS = InvoiceStanding._fields[:-1]
STANDING_CELLS = " ".join(("number", "type", "origin", *_AMOUNTS))
"""The columns of `Factures` that say what stands of an invoice."""


def document_sign(entry: Row) -> int:
    """The sign of what a document bills: -1 for a credit note, whose amounts are written positive in the ledger."""
    return -1 if entry.type == InvoiceType.CREDIT_NOTE else 1


@fact(Factures=STANDING_CELLS)
def standings(office: Office) -> dict[str, InvoiceStanding]:
    """What stands of each invoice and deposit of `Factures`, by number; an empty amount is 0."""
    return standings_of(office["Factures"])


def standings_of(ledger: Iterable[Row]) -> dict[str, InvoiceStanding]:
    """As `standings`, of some rows of the ledger, which hold the credit notes of their invoices."""
    found: dict[str, InvoiceStanding] = {}
    notes: defaultdict[str, list[Row]] = defaultdict(list)
    for entry in ledger:
        if entry.type == InvoiceType.CREDIT_NOTE:
            notes[entry.origin].append(entry)
        else:
            found[entry.number] = InvoiceStanding._make((*_amounts(entry), ()))
    for number in notes.keys() & found.keys():
        found[number] = _less(found[number], notes[number])
    return found


def credited_standings(ledger: Sequence[Row]) -> dict[str, InvoiceStanding]:
    """As `standings_of`, of the invoices that have credit notes alone: few of a long ledger."""
    notes = [entry for entry in ledger if entry.type == InvoiceType.CREDIT_NOTE]
    origins = {note.origin for note in notes}
    return standings_of([*(entry for entry in ledger if entry.number in origins), *notes])


def _less(billed: InvoiceStanding, notes: list[Row]) -> InvoiceStanding:
    credited = zip(*map(_amounts, notes), strict=True)
    left = [cents - sum(gone) for cents, gone in zip(billed[:-1], credited, strict=True)]
    found = InvoiceStanding._make((*left, tuple(note.number for note in notes)))
    # Of an annulled invoice nothing stands, the deposits that it deducted neither.
    return InvoiceStanding(0, 0, 0, 0, 0, found.credits) if found.is_annulled else found


def _amounts(entry: Row) -> list[int]:
    return [getattr(entry, name) or 0 for name in _AMOUNTS]


@fact(Factures="number type origin", LignesFacture="invoice credited_rank amount_cents")
def credited_by_line(office: Office) -> Counter[tuple[str, int]]:
    """What partial credit notes gave back of each line of an invoice, HT cents, by its number and the rank of the line.

    A whole credit note names no line: of an annulled invoice (`InvoiceStanding.is_annulled`) no line stands.
    """
    origins = {
        number: origin
        for number, kind, origin in office["Factures"].select("number", "type", "origin")
        if kind == InvoiceType.CREDIT_NOTE
    }
    credited: Counter[tuple[str, int]] = Counter()
    for invoice, rank, cents in office["LignesFacture"].select("invoice", "credited_rank", "amount_cents"):
        if rank is not None and invoice in origins:
            credited[origins[invoice], rank] += cents or 0
    return credited


@fact(Factures="number type origin", LignesFacture="invoice vat_rate amount_cents")
def note_vat_cents(office: Office) -> dict[str, int]:
    """The VAT of the credit notes of the invoices that have several, by number: `VatLeft` says how each is rounded."""
    notes: defaultdict[str, list[str]] = defaultdict(list)
    for number, kind, origin in office["Factures"].select("number", "type", "origin"):
        if kind == InvoiceType.CREDIT_NOTE:
            notes[origin].append(number)
    several = {origin: numbers for origin, numbers in notes.items() if len(numbers) > 1}
    held: defaultdict[str, list[Row]] = defaultdict(list)
    wanted = {*several, *(number for numbers in several.values() for number in numbers)}
    for line in office["LignesFacture"] if wanted else ():
        if line.invoice in wanted and None not in (line.vat_rate, line.amount_cents):
            held[line.invoice].append(line)
    found: dict[str, int] = {}
    for origin, numbers in several.items():
        left = VatLeft(held[origin])
        found |= {number: sum(share.vat_cents for share in left.credited(held[number])) for number in numbers}
    return found


@dataclass
class _Left:
    """What stands of one VAT rate of an invoice, while its credit notes are taken off one after the other."""

    base_cents: int = 0
    vat_cents: int = 0


class VatLeft:
    """The VAT that stands of an invoice, rate by rate; each credit note is taken off in ledger order.

    The VAT of a credit note is that of its lines by rate, as that of any document (EN 16931, BR-S-09). The note that
    leaves nothing of a rate gives back all the VAT that stands of it: several notes then give back, to the cent, what
    was billed, though each was rounded on its own.
    """

    def __init__(self, lines: Iterable[InvoiceLine | Row]) -> None:
        self._left = {share.rate: _Left(share.base_cents, share.vat_cents) for share in vat_shares(lines)}

    def credited(self, lines: Iterable[InvoiceLine | Row]) -> tuple[VatShare, ...]:
        """The VAT of the next credit note, which is then taken off."""
        return tuple(map(self._taken, vat_shares(lines)))

    def _taken(self, share: VatShare) -> VatShare:
        left = self._left.setdefault(share.rate, _Left())
        vat_cents = left.vat_cents if share.base_cents == left.base_cents else share.vat_cents
        left.base_cents -= share.base_cents
        left.vat_cents -= vat_cents
        return VatShare(share.rate, share.base_cents, vat_cents)
