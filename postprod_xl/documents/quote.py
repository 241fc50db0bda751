"""The records of a quote as a client reads it: no cost, no margin, no remark of the house.

`domain.quotes.versions.client_quote` works them out; `documents.papers.quote` and `workbook.draw.quotes_tab` print
them. Amounts are cents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from postprod_xl.documents.invoice import Party
from postprod_xl.schema.tables.quotes import QUOTE
from postprod_xl.schema.vocabulary import QuoteStatus

LINES_TOTAL = "Total des lignes"
"""What the lines come to, their own discounts deducted."""


TO_DEFINE = "à définir"
"""Printed for a price, a quantity or an amount that nothing says."""


class QuoteOrder(StrEnum):
    """How the lines of a printed quote are grouped: by family of the rate card, or by chapter of a CNC budget."""

    HOUSE = "house"
    CNC = "cnc"


@dataclass(frozen=True)
class PricedLine:
    """A line of a quote; `unit_price_cents`, `quantity` and `amount_cents` are None while nothing says them."""

    line: str
    label: str
    quantity: Decimal | None
    unit: str
    unit_price_cents: int | None
    discount_rate: Decimal | None
    amount_cents: int | None


@dataclass(frozen=True)
class LineGroup:
    """The lines printed under one title, and what they come to."""

    title: str
    lines: tuple[PricedLine, ...]

    @property
    def total_cents(self) -> int:
        return sum(line.amount_cents or 0 for line in self.lines)


@dataclass(frozen=True)
class Adjustment:
    """A share of the total: a discount, which is below zero, contingency or overhead."""

    label: str
    rate: Decimal
    cents: int


@dataclass(frozen=True)
class ClientQuote:
    """A version of a quote, as it is printed.

    Parameters
    ----------
    project, title, version, status
        Of the project and of its version.
    day, valid_until
        Day of the version, and the last day the client may accept it.
    seller, buyer
        The house and the client.
    facts
        What it is about: director, length, dates the work depends on; French name and value.
    order, groups
        How lines are grouped, and the groups in order.
    adjustments
        Global discount, contingency and overhead, those that are not nothing.
    chapters
        Title of each chapter of the CNC budget, and what its lines come to before the discount.
    total_cents, vat_rate, vat_cents
        Total HT, rate and VAT.
    vat_mention
        The legal mention of the regime of the client, empty when none is due.
    conditions
        What the house writes under its quotes, paragraph by paragraph.
    """

    project: str
    title: str
    version: int
    status: str
    day: date
    valid_until: date
    seller: Party
    buyer: Party
    facts: tuple[tuple[str, str], ...]
    order: QuoteOrder
    groups: tuple[LineGroup, ...]
    adjustments: tuple[Adjustment, ...]
    chapters: tuple[tuple[str, int], ...]
    total_cents: int
    vat_rate: Decimal
    vat_cents: int
    vat_mention: str
    conditions: tuple[str, ...]

    @property
    def heading(self) -> str:
        """« Devis CRUE, version 2 »."""
        return f"{QUOTE.tab} {self.project}, version {self.version}"

    @property
    def lines(self) -> tuple[PricedLine, ...]:
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def subtotal_cents(self) -> int:
        """The lines, their own discounts deducted, before the global one."""
        return sum(group.total_cents for group in self.groups)

    @property
    def total_with_vat_cents(self) -> int:
        """Total TTC."""
        return self.total_cents + self.vat_cents

    @property
    def has_discounts(self) -> bool:
        """Whether a line has a discount of its own."""
        return any(line.discount_rate for line in self.lines)

    @property
    def unpriced(self) -> tuple[PricedLine, ...]:
        """The lines whose amount nothing says yet: the totals are without them."""
        return tuple(line for line in self.lines if line.amount_cents is None)

    @property
    def stamp(self) -> str:
        """The word across the pages of a version that binds nobody; empty for one that was sent or accepted."""
        return (
            ""
            if self.status in (QuoteStatus.SENT, QuoteStatus.ACCEPTED)
            else (self.status or QuoteStatus.DRAFT)
        )


@dataclass(frozen=True)
class OpenQuotes:
    """The quotes of a house that are not over, as they are drawn; `lines` say in French what is shown."""

    today: date
    lines: tuple[str, ...]
    quotes: tuple[ClientQuote, ...]
