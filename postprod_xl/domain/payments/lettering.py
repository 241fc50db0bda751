"""What each payment pays: lettered to its invoice within what it owes, the rest an advance of the client."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.invoicing.credits.standing import STANDING_CELLS, document_sign, standings
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.results import computed_columns
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.payments import PAYMENTS
from postprod_xl.schema.vocabulary import InvoiceType, PaymentMethod

PAYMENT_CELLS = "day invoice client amount_cents method"
"""The columns of `Reglements` that say what was paid."""


class Payment(NamedTuple):
    """Money that came from a client, or went back to him, in cents.

    Parameters
    ----------
    document
        Number of the invoice that it pays, or of the credit note that it refunds; empty for an advance.
    client
        Code of the client; that of the document where there is one.
    day
        The day it came; None when nobody noted it.
    cents
        What came; negative, what went back.
    is_use
        Whether it moves an advance of the client to an invoice: no money comes.
    row
        Its row of `Reglements`; None for what `Factures` notes by hand.
    """

    document: str
    client: str
    day: date | None
    cents: int
    is_use: bool = False
    row: int | None = None


@dataclass(frozen=True)
class Lettering:
    """What the payments pay, in cents: what is lettered and what stays an advance sum to what was received.

    Parameters
    ----------
    owed
        What each invoice owes before any payment, its credit notes taken off.
    lettered
        What pays each invoice, never more than it owes.
    received
        What was received on each document and not moved to another; negative, refunded on a credit note.
    advances
        What each client paid and no invoice takes yet; negative, what was used or refunded beyond it.
    parts
        What each row of `Reglements` letters, and what is left of it as an advance.
    kept
        The payments of which an advance is left, each with it, in their order.
    paid_on
        What each payment of each invoice letters, with its day, in their order.
    """

    owed: Mapping[str, int] = field(default_factory=dict)
    lettered: Counter[str] = field(default_factory=Counter)
    received: Counter[str] = field(default_factory=Counter)
    advances: Counter[str] = field(default_factory=Counter)
    parts: dict[int, tuple[int, int]] = field(default_factory=dict)
    kept: list[tuple[Payment, int]] = field(default_factory=list)
    paid_on: defaultdict[str, list[tuple[date | None, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def due_cents(self, number: str) -> int:
        """What an invoice still owes; 0 for a credit note and for a number that is none."""
        return self.owed.get(number, 0) - self.lettered[number]


@fact(
    Factures=f"{STANDING_CELLS} client paid_day paid_cents",
    Reglements=PAYMENT_CELLS,
)
def lettering(office: Office) -> Lettering:
    """The payments of an office, each lettered to its invoice in the order of their days.

    What exceeds what an invoice owes, credit notes taken off, is an advance of its client; so is what names no
    invoice. A use of an advance and a refund take from the oldest advances of the client.
    """
    origins = {
        invoice.number: invoice.origin if invoice.type == InvoiceType.CREDIT_NOTE else invoice.number
        for invoice in office["Factures"]
    }
    found = Lettering({number: max(0, left.payable_cents) for number, left in standings(office).items()})
    running: Counter[str] = Counter()
    rests: list[tuple[Payment, int]] = []
    for payment in sorted(payments(office), key=lambda each: (each.day or date.min, each.row or 0)):
        invoice = origins.get(payment.document, payment.document)
        before = _within(running[invoice], found.owed.get(invoice, 0))
        running[invoice] += payment.cents if invoice else 0
        lettered = _within(running[invoice], found.owed.get(invoice, 0)) - before
        found.lettered[invoice] += lettered
        if payment.document:
            found.received[payment.document] += lettered if payment.is_use else payment.cents
        if lettered:
            found.paid_on[invoice].append((payment.day, lettered))
        rests.append((payment, (0 if payment.is_use else payment.cents) - lettered))
        if payment.row is not None:
            found.parts[payment.row] = (lettered, 0)
    _share_advances(found, rests)
    return found


def _within(received: int, owed: int) -> int:
    return max(0, min(received, owed))


def payments(office: Office) -> Iterator[Payment]:
    """Every payment, each once: the rows of `Reglements`, then what `Factures` notes of the other documents.

    Where a document has rows, they are what was paid of it: *Payé le* and *Payé*, noted by hand in workbooks that had
    no `Reglements`, are not added to them.
    """
    clients = office["Factures"].by_key("number", "client")
    rows = office["Reglements"]
    for row in rows:
        client = clients.get(row.invoice) or row.client
        is_use = row.method == PaymentMethod.ADVANCE
        yield Payment(row.invoice, client, row.day, row.amount_cents or 0, is_use, row.row)
    held = set(rows.column("invoice"))
    for invoice in office["Factures"]:
        cents = noted_cents(invoice)
        if cents and invoice.number not in held:
            yield Payment(invoice.number, invoice.client, invoice.paid_day, document_sign(invoice) * cents)


def noted_cents(invoice: Row) -> int:
    """What *Payé* of `Factures` notes; a day of payment without an amount is a payment in full."""
    if invoice.paid_cents is not None:
        return int(invoice.paid_cents)
    return (invoice.payable_cents or 0) if invoice.paid_day else 0


def _share_advances(found: Lettering, rests: Iterable[tuple[Payment, int]]) -> None:
    """Keep what no invoice takes as advances, less what was used or refunded of them, the oldest first."""
    sources: defaultdict[str, list[int]] = defaultdict(list)
    holders = [(payment, rest) for payment, rest in rests if rest]
    left = [max(0, rest) for _, rest in holders]
    for at, (payment, rest) in enumerate(holders):
        if rest > 0:
            sources[payment.client].append(at)
    for at, (payment, rest) in enumerate(holders):
        if rest >= 0:
            continue
        wanted = -rest
        for source in sources[payment.client]:
            taken = min(wanted, left[source])
            left[source] -= taken
            wanted -= taken
            if taken and (payment.is_use or not payment.document):
                found.received[holders[source][0].document] -= taken
        left[at] = -wanted
    for (payment, _), cents in zip(holders, left, strict=True):
        found.advances[payment.client] += cents
        if cents > 0:
            found.kept.append((payment, cents))
        if payment.row is not None:
            found.parts[payment.row] = (found.parts[payment.row][0], cents)


def payment_columns(office: Office) -> Rows:
    """The computed columns of `Reglements`: what each row letters, what is left of it as an advance."""
    parts, numbers = lettering(office).parts, office[PAYMENTS.name].numbers
    return computed_columns(
        PAYMENTS.name,
        numbers,
        lettered_cents=[parts[row][0] for row in numbers],
        advance_cents=[parts[row][1] for row in numbers],
    )


def due_columns(office: Office) -> Rows:
    """The computed column of `Factures`: what is still owed on each document."""
    found, invoices = lettering(office), office["Factures"]
    due = [found.due_cents(number) for number in invoices.column("number")]
    return computed_columns("Factures", invoices.numbers, due_cents=due)
