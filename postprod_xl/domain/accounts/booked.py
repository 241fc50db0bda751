"""What the bookings of `Reservations` are to cost: people under their contracts, days of rooms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.accounts.hourly import PRICED_FROM, TERMS_FROM, Terms, hourly_costs, terms_of
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.people.contracts import last_to_begin
from postprod_xl.domain.planning.tasks.facts import FIRM
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.domain.sessions.done import done_sessions
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import MINUTES_PER_HOUR
from postprod_xl.schema.vocabulary import DayPart


class BookedWork(NamedTuple):
    """The days of one person or room that a project has booked in a month, and their cost in cents.

    Parameters
    ----------
    month
        Its first day.
    code
        The person or the room.
    is_firm
        Whether the task is confirmed or under way.
    cents
        Charges included, not yet rounded; None when nothing says what a day costs.
    """

    project: str
    month: date
    code: str
    is_firm: bool
    cents: Decimal | None


@dataclass(frozen=True)
class BookedCosts:
    """The work that people and rooms are booked for, from today on."""

    people: tuple[BookedWork, ...] = ()
    rooms: tuple[BookedWork, ...] = ()


@fact(
    Reservations="day half_day project task technician room state",
    Contrats=f"{TERMS_FROM} project first_day last_day day_minutes",
    Salles="code day_cost_cents",
    Seances=COUNTED_FROM,
    **PRICED_FROM,
)
def booked_costs(office: Office, remaining: Mapping[str, Decimal]) -> BookedCosts:
    """What the bookings from today on are to cost, by project and month.

    A person costs the days that are left of the task, shared between the months by the half-days booked in each, at
    the hourly cost of the contract that covers the first of them, else at the person's own (`hourly_costs`), for the
    hours of the contract's day, else of the person's. A room costs its day once, shared between the projects that
    book it by their half-days, unless a session of today has occupied it already.

    Parameters
    ----------
    office
        With the rows of `Reservations`.
    remaining
        Working days still needed by each task.
    """
    tasks = _booked_tasks(office)
    return BookedCosts(tuple(_people(office, tasks, remaining)), tuple(_rooms(office)))


@dataclass
class _Task:
    """The half-days booked of one task by month, and the first day of each."""

    project: str
    technician: str
    state: str
    half_days: Counter[tuple[int, int]] = field(default_factory=Counter)
    first_days: dict[tuple[int, int], date] = field(default_factory=dict)


def _booked_tasks(office: Office) -> dict[str, _Task]:
    found: dict[str, _Task] = {}
    names = ("task", "technician", "day", "half_day", "project", "state")
    for task, technician, day, half_day, project, state in office["Reservations"].select(*names):
        if not technician:
            continue
        held = found.get(task)
        if held is None:
            held = found[task] = _Task(project, technician, state)
        month = (day.year, day.month)
        held.half_days[month] += half_days_of(half_day)
        held.first_days.setdefault(month, day)
    return found


def half_days_of(part: str) -> int:
    """The half-days of a booking."""
    return 2 if part == DayPart.WHOLE_DAY else 1


def _people(
    office: Office, tasks: Mapping[str, _Task], remaining: Mapping[str, Decimal]
) -> Iterator[BookedWork]:
    contracts: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in office["Contrats"]:
        contracts[row.technician, row.project].append(row)
    held = [
        (code, task, month, last_to_begin(hired, day))
        for code, task in tasks.items()
        for hired in (contracts[task.technician, task.project] or contracts[task.technician, ""],)
        for month, day in task.first_days.items()
    ]
    terms = [
        terms_of(contract, office.today) if contract else Terms("", None, task.technician)
        for _, task, _, contract in held
    ]
    hourly, lengths = hourly_costs(office, set(terms)), _day_lengths(office)
    for (code, task, month, contract), paid in zip(held, terms, strict=True):
        whole = sum(task.half_days.values())
        days = remaining.get(code, Decimal(0)) * task.half_days[month] / whole
        minutes = (contract.day_minutes if contract else None) or lengths.get(task.technician, 0)
        hour = hourly[paid]
        cents = None if hour is None else hour * days * minutes / MINUTES_PER_HOUR
        yield BookedWork(task.project, date(*month, 1), task.technician, task.state in FIRM, cents)


def _day_lengths(office: Office) -> dict[str, int]:
    house = office.settings["day_minutes"]
    return {code: length or house for code, length in office["Equipe"].select("code", "day_minutes")}


def _rooms(office: Office) -> Iterator[BookedWork]:
    """The room days, each shared by the projects that book it, gathered by project, month and state."""
    occupied = {(room, day) for room, day, _ in done_sessions(office, "room", "day") if day == office.today}
    uses: defaultdict[tuple[str, date], Counter[tuple[str, bool]]] = defaultdict(Counter)
    for room, day, half_day, project, state in office["Reservations"].select(
        "room", "day", "half_day", "project", "state"
    ):
        if room and (room, day) not in occupied:
            uses[room, day][project, state in FIRM] += half_days_of(half_day)
    # The half-days of each by those booked the same day.
    shares: Counter[tuple[str, int, int, str, bool, int]] = Counter()
    for (room, day), users in uses.items():
        whole = sum(users.values())
        for (project, is_firm), half_days in users.items():
            shares[project, day.year, day.month, room, is_firm, whole] += half_days
    day_costs = office["Salles"].by_key("code", "day_cost_cents")
    for (project, year, month, room, is_firm, whole), half_days in shares.items():
        cents = day_costs.get(room)
        share = None if cents is None else Decimal(cents * half_days) / whole
        yield BookedWork(project, date(year, month, 1), room, is_firm, share)
