"""The records of a reminder to a client who pays late. Amounts are cents, all taxes included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from postprod_xl.documents.invoice import Party
from postprod_xl.schema.vocabulary import ReminderStep


@dataclass(frozen=True)
class LateInvoice:
    """An invoice due and not paid in full; what the delay costs is None where its rate is not known."""

    number: str
    day: date | None
    due_day: date
    late_days: int
    payable_cents: int
    paid_cents: int
    penalty_cents: int | None
    indemnity_cents: int | None

    @property
    def due_cents(self) -> int:
        """What is still to be paid of it."""
        return self.payable_cents - self.paid_cents


@dataclass(frozen=True)
class ReminderLetter:
    """A letter to one client.

    Parameters
    ----------
    client, step, day
        Code of the client, what the letter is, its day.
    seller, buyer
        The house and the client.
    invoices
        Every late invoice of the client, in ledger order.
    advance_cents
        What the client paid and no invoice takes yet.
    penalty_term
        The term of late payment that the invoices print.
    """

    client: str
    step: ReminderStep
    day: date
    seller: Party
    buyer: Party
    invoices: tuple[LateInvoice, ...]
    advance_cents: int
    penalty_term: str

    @property
    def due_cents(self) -> int:
        """What is still to be paid of its invoices."""
        return sum(invoice.due_cents for invoice in self.invoices)

    @property
    def penalty_cents(self) -> int | None:
        """The penalties of all its invoices; None when those of one are not known."""
        known = [each.penalty_cents for each in self.invoices if each.penalty_cents is not None]
        return sum(known) if len(known) == len(self.invoices) else None

    @property
    def indemnity_cents(self) -> int:
        """The lump sums of recovery of its invoices that are known."""
        return sum(invoice.indemnity_cents or 0 for invoice in self.invoices)
