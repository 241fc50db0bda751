"""The records of the statement of a project as its production reads it: no cost, no hour worked, no cause.

`domain.accounts.statements` works them out; `documents.papers.project_statement` prints them. Amounts are cents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from postprod_xl.documents.change_order import Agreed
from postprod_xl.documents.invoice import Party
from postprod_xl.documents.quote import Adjustment


@dataclass(frozen=True)
class LineProgress:
    """Where the tasks of a line are at: how many of them are finished, when the last one ends, how late it is.

    `end` is None while one of them has no date; `late_days` are working days, 0 when none is late.
    """

    finished: int
    tasks: int
    end: date | None
    late_days: int


@dataclass(frozen=True)
class StatedLine:
    """A quote line, its accepted change orders included; `progress` is None where no task is planned for it."""

    label: str
    quantity: Decimal | None
    unit: str
    amount_cents: int
    progress: LineProgress | None = None


@dataclass(frozen=True)
class StatedGroup:
    """The lines printed under one title."""

    title: str
    lines: tuple[StatedLine, ...]

    @property
    def total_cents(self) -> int:
        return sum(line.amount_cents for line in self.lines)


@dataclass(frozen=True)
class PendingOrder:
    """A change order that waits for the production's agreement."""

    number: str
    day: date | None
    label: str
    quantity: Decimal | None
    unit: str
    cents: int


@dataclass(frozen=True)
class StatedInvoice:
    """An invoice, a deposit or a credit note, whose amounts are below zero; `due_cents` is what is still owed on it."""

    number: str
    kind: str
    day: date
    total_cents: int
    payable_cents: int
    due_day: date | None
    paid_cents: int
    due_cents: int


@dataclass(frozen=True)
class StatedDelivery:
    """A delivery: the day it is promised for, and the day it was made or is planned for."""

    label: str
    promised: date | None
    end: date | None
    is_over: bool
    late_days: int


@dataclass(frozen=True)
class Awaited:
    """What the production gives, rushes or an approval.

    `late_days` are working days after the day expected, up to that of its reception, else up to the present one.
    """

    label: str
    expected: date | None
    received: date | None
    late_days: int


@dataclass(frozen=True)
class ProjectStatement:
    """The statement of a project on a day.

    Parameters
    ----------
    project, title, day
        The project, and the day the statement speaks of.
    seller, buyer
        The house and the client.
    facts
        What it is about; French name and value.
    original, orders
        The accepted quote, then each change order accepted since, in order.
    pending
        Those sent, which nobody has answered.
    groups, adjustments
        The lines with what change orders did to them, then the shares of the quote: they add up to the total.
    hours_cents
        What hours billed as worked, or on top of the quote, add to that total or take from it.
    invoices
        What the client was sent, in ledger order.
    elsewhere_cents
        What was invoiced of the project to somebody else, before tax.
    invoiced_cents
        What was invoiced in all, before tax, what deposits had already billed counted once.
    deliveries, awaited
        What the house gives, and what the production does.
    """

    project: str
    title: str
    day: date
    seller: Party
    buyer: Party
    facts: tuple[tuple[str, str], ...]
    original: Agreed
    orders: tuple[Agreed, ...]
    pending: tuple[PendingOrder, ...]
    groups: tuple[StatedGroup, ...]
    adjustments: tuple[Adjustment, ...]
    hours_cents: int
    invoices: tuple[StatedInvoice, ...]
    elsewhere_cents: int
    invoiced_cents: int
    deliveries: tuple[StatedDelivery, ...]
    awaited: tuple[Awaited, ...]

    @property
    def heading(self) -> str:
        """« Situation CRUE au 29/11/2026 »."""
        return f"Situation {self.project} au {self.day:%d/%m/%Y}"

    @property
    def agreed_cents(self) -> int:
        """The accepted quote and its change orders."""
        return self.original.cents + sum(order.cents for order in self.orders)

    @property
    def worth_cents(self) -> int:
        """All that the project is to be billed for, as far as it is known that day."""
        return self.agreed_cents + self.hours_cents

    @property
    def to_invoice_cents(self) -> int:
        return self.worth_cents - self.invoiced_cents

    @property
    def counted_once_cents(self) -> int:
        """What makes the totals of the documents come to what was invoiced: invoices bill their deposits again."""
        return self.invoiced_cents - self.elsewhere_cents - sum(each.total_cents for each in self.invoices)

    @property
    def paid_cents(self) -> int:
        return sum(each.paid_cents for each in self.invoices)

    @property
    def due_cents(self) -> int:
        return sum(each.due_cents for each in self.invoices)

    @property
    def overdue_cents(self) -> int:
        """What of it should have been paid before the day."""
        return sum(
            each.due_cents for each in self.invoices if each.due_day is not None and each.due_day < self.day
        )

    @property
    def overpaid_cents(self) -> int:
        """What was paid beyond the documents: on an invoice cancelled since, or too much."""
        return self.paid_cents + self.due_cents - sum(each.payable_cents for each in self.invoices)
