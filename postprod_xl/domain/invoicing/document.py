"""What a printed invoice shows: both parties, lines, VAT by rate, deposits, mentions, annexed sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.domain.invoicing.ledger import Deposit
from postprod_xl.domain.invoicing.lines import Line
from postprod_xl.domain.money import share_cents


@dataclass(frozen=True)
class Party:
    """The seller or the buyer; what the law wants and nobody wrote reads « à compléter »."""

    name: str
    street: str
    postcode: str
    city: str
    country: str
    siren: str
    siret: str
    vat_number: str
    email: str
    form: str = ""
    register: str = ""
    iban: str = ""


@dataclass(frozen=True)
class VatShare:
    """The base and the VAT of one rate, in cents."""

    rate: Decimal
    base_cents: int
    vat_cents: int


@dataclass(frozen=True)
class Mention:
    """One sentence printed under the totals; `code` is its Factur-X note (PMT, PMD, AAB), empty when none."""

    code: str
    text: str


@dataclass(frozen=True)
class SessionLine:
    """One session of the annex: the job of the person, never the name nor the pay."""

    day: date
    task: str
    job: str
    minutes: int | None
    billing: str


@dataclass(frozen=True)
class InvoiceDocument:
    """Everything an invoice, a deposit invoice or a credit note prints; amounts in cents.

    Parameters
    ----------
    number, type, day
        As in `Factures`.
    due_day
        Last day to pay, None for a credit note.
    service_days
        First and last day of the work billed.
    project, client
        Codes; `title` and `purchase_order` are those of the project.
    origin, origin_day
        For a credit note, the invoice it cancels.
    vat_regime
        Regime of the client, which gives the VAT category.
    lines
        As printed, in order; `group` is the heading of consecutive lines.
    deposits
        Deposits deducted from the total.
    """

    number: str
    type: str
    day: date
    due_day: date | None
    service_days: tuple[date, date]
    project: str
    title: str
    purchase_order: str
    client: str
    subject: str
    seller: Party
    buyer: Party
    vat_regime: str
    lines: tuple[Line, ...]
    deposits: tuple[Deposit, ...]
    mentions: tuple[Mention, ...]
    sessions: tuple[SessionLine, ...] = ()
    origin: str = ""
    origin_day: date | None = None

    @property
    def total_cents(self) -> int:
        """Total HT."""
        return sum(line.amount_cents for line in self.lines)

    @property
    def vat(self) -> tuple[VatShare, ...]:
        return vat_shares(self.lines)

    @property
    def vat_cents(self) -> int:
        return sum(share.vat_cents for share in self.vat)

    @property
    def total_with_vat_cents(self) -> int:
        return self.total_cents + self.vat_cents

    @property
    def deposits_cents(self) -> int:
        """Deposits deducted, all taxes included."""
        return sum(deposit.amount_cents for deposit in self.deposits)

    @property
    def payable_cents(self) -> int:
        return self.total_with_vat_cents - self.deposits_cents

    @property
    def ledger_row(self) -> dict[str, Any]:
        """The row of `Factures`; the file, its fingerprint and the payment are still empty."""
        names = (
            "number", "type", "day", "project", "client", "subject", "total_cents", "vat_cents",
            "total_with_vat_cents", "deposits_cents", "payable_cents", "due_day", "origin",
        )  # fmt: skip
        blank = {"file": "", "fingerprint": "", "paid_day": None, "paid_cents": None}
        return {name: getattr(self, name) for name in names} | blank


def vat_shares(lines: Sequence[Line]) -> tuple[VatShare, ...]:
    """VAT of each rate on the total of its lines, highest rate first (EN 16931, BR-CO-14 and BR-S-09)."""
    bases: dict[Decimal, int] = {}
    for line in lines:
        bases[line.vat_rate] = bases.get(line.vat_rate, 0) + line.amount_cents
    return tuple(
        VatShare(rate, bases[rate], share_cents(bases[rate], rate)) for rate in sorted(bases, reverse=True)
    )
