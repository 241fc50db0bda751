"""The records of a portfolio: what several master workbooks hold, put together for the house.

`domain.portfolio` works them out; `workbook.draw.portfolio` draws them. Amounts are cents before tax unless they say
otherwise, None where nobody knows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from postprod_xl.documents.accounts.cost_report import ReportedCosts, ReportedMoney


@dataclass(frozen=True)
class PortfolioProject:
    """A project of a workbook; `late_days` are working days, `unknown` says what its empty figures wait for."""

    workbook: str
    code: str
    title: str
    client: str
    status: str
    delivery_day: date | None
    expected_day: date | None
    late_days: int | None
    costs: ReportedCosts
    money: ReportedMoney
    unknown: str


@dataclass(frozen=True)
class PortfolioWorkbook:
    """A workbook: the name of its house, how many projects it has and how many are late, its totals.

    `is_stale` says whether a refresh of the day would change its accounts or its bookings.
    """

    workbook: str
    house: str
    projects: int
    late: int
    is_stale: bool
    costs: ReportedCosts
    money: ReportedMoney


@dataclass(frozen=True)
class MissingWorkbook:
    """A workbook of which nothing is counted, and why, in French."""

    workbook: str
    reason: str


@dataclass(frozen=True)
class WeekLoad:
    """Half-days booked and half-days there are, of several people or rooms in one week."""

    booked: int
    capacity: int

    @property
    def is_over(self) -> bool:
        return self.booked > self.capacity


@dataclass(frozen=True)
class RoleLoad:
    """The people of a job, or the rooms of a type: how many, and their load week by week."""

    kind: str
    role: str
    count: int
    weeks: tuple[WeekLoad, ...]


@dataclass(frozen=True)
class ClashingBooking:
    """A booking of a workbook, as a clash names it."""

    workbook: str
    project: str
    task: str
    state: str

    @property
    def line(self) -> str:
        """« lyon.xlsx : P001-MON-10 (confirmée) »."""
        state = f" ({self.state.lower()})" if self.state else ""
        return f"{self.workbook} : {self.task or self.project}{state}"


@dataclass(frozen=True)
class PortfolioClash:
    """A person or a room that two workbooks book at once: `matched` says by what it is known to be the same."""

    kind: str
    name: str
    codes: str
    matched: str
    first: date
    last: date
    half_days: int
    one: ClashingBooking
    other: ClashingBooking


@dataclass(frozen=True)
class Portfolio:
    """Several workbooks on a day.

    Parameters
    ----------
    weeks
        The Mondays of the weeks of the load.
    costs, money
        The totals of the workbooks that are counted; a figure is None as long as one of them lacks it.
    known_costs, known_money
        What is known of these totals.
    loads
        By job, then by type of room.
    rooms
        Room by room: `kind` holds its workbooks, `role` its name, `count` how many workbooks know it.
    total_loads
        Of all the people, then of all the rooms.
    missing
        The workbooks that are not counted.
    remarks
        What to know before these figures are used, a French line each.
    """

    day: date
    workbooks: tuple[PortfolioWorkbook, ...]
    projects: tuple[PortfolioProject, ...]
    costs: ReportedCosts
    money: ReportedMoney
    known_costs: ReportedCosts
    known_money: ReportedMoney
    weeks: tuple[date, ...]
    loads: tuple[RoleLoad, ...]
    rooms: tuple[RoleLoad, ...]
    total_loads: tuple[RoleLoad, ...]
    clashes: tuple[PortfolioClash, ...]
    missing: tuple[MissingWorkbook, ...]
    remarks: tuple[str, ...]
