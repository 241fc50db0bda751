"""The records of the pay sheets of a month, as they are handed over to be paid: no NIR, no bank account, no charges.

`domain.payroll.pay_sheets` gathers them; `documents.papers.pay_sheet` prints them. Amounts are cents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class SheetSession:
    """A session that a contract pays; `start` and `end` are minutes after midnight, None where they are missing."""

    day: date
    project: str
    task: str
    start: int | None
    end: int | None
    pause_minutes: int
    worked_minutes: int
    night_minutes: int
    is_validated: bool


@dataclass(frozen=True)
class SheetItem:
    """A pay item; `rate_cents` is that of a simple hour, None as the others where it is not known."""

    code: str
    label: str
    base: Decimal | None
    rate_cents: int | None
    coefficient: Decimal | None
    amount_cents: int | None


@dataclass(frozen=True)
class SheetContract:
    """What a contract pays in the month.

    Parameters
    ----------
    contract, job, type, convention, genre
        As it says.
    project, object_number
        Title of the project that pays it, and its number at France Travail; empty where none is known.
    first_day, last_day, declared_day, signed_day
        Its days; None where none is typed.
    days, worked_minutes, gross_cents
        As the month was prepared; the gross is None where it is not known.
    alerts
        What is left to settle.
    """

    contract: str
    job: str
    type: str
    convention: str
    genre: str
    project: str
    object_number: str
    first_day: date | None
    last_day: date | None
    declared_day: date | None
    signed_day: date | None
    days: int
    worked_minutes: int
    gross_cents: int | None
    items: tuple[SheetItem, ...]
    sessions: tuple[SheetSession, ...]
    alerts: tuple[str, ...]


@dataclass(frozen=True)
class PaySheet:
    """The pay of a person in a month, in the order of its contracts.

    `exported_day` is the day when the month left for the payroll office, None while it has not.
    """

    month: date
    day: date
    code: str
    name: str
    payroll_id: str
    status: str
    contracts: tuple[SheetContract, ...]
    exported_day: date | None

    @property
    def worked_minutes(self) -> int:
        return sum(contract.worked_minutes for contract in self.contracts)

    @property
    def gross_cents(self) -> int | None:
        """The gross of the month; None as soon as that of one contract is not known."""
        known = [contract.gross_cents for contract in self.contracts if contract.gross_cents is not None]
        return sum(known) if len(known) == len(self.contracts) else None
