"""What each person of the house works and is to work, stretch by stretch: sessions, then the bookings to come."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

from dateutil.relativedelta import SU, relativedelta

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.people.contracts import EMPLOYMENT, bills_hours, covers, holders
from postprod_xl.domain.sessions.counted import COUNTED_FROM, rows_to_confirm
from postprod_xl.domain.sessions.day_hours import UsualHours
from postprod_xl.domain.sessions.done import Session, sessions_in_order
from postprod_xl.domain.sessions.worked_time import clock_change
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import MINUTES_PER_DAY
from postprod_xl.schema.vocabulary import ContractType, DayPart, TaskState

CONTRACTS_READ = "contract technician project type convention first_day last_day day_minutes"
BOOKED_FROM = "day half_day task project technician room state"
"""The columns of `Contrats` and of `Reservations` that say what is worked, and for whom."""
_HALVES = {DayPart.WHOLE_DAY: 3, DayPart.MORNING: 1, DayPart.AFTERNOON: 2}
_PARTS = {halves: part for part, halves in _HALVES.items()}
_FIRM = (TaskState.CONFIRMED, TaskState.UNDER_WAY)


class WorkStretch(NamedTuple):
    """Time that one person works, or is booked for, without a stop.

    Parameters
    ----------
    first, until
        Its moments in minutes of universal time, which no change of the clock breaks.
    begins, ends
        The same in minutes of the clock: 1440 × the ordinal of the day, and the minutes after midnight.
    parts
        Minutes worked of each civil day it touches, its pause deducted: ordinal and minutes.
    convention
        That of its contract, empty without one.
    name
        The number of the session, or the task booked.
    session
        Row of `Seances`, 0 for a booking.
    booking
        Row of `Reservations`, 0 for a session.
    """

    first: int
    until: int
    begins: int
    ends: int
    parts: tuple[tuple[int, int], ...]
    convention: str
    name: str
    session: int = 0
    booking: int = 0

    @property
    def day(self) -> int:
        """The ordinal of the day it begins on."""
        return self.begins // MINUTES_PER_DAY


@fact(
    Seances=f"number {COUNTED_FROM}",
    Contrats=CONTRACTS_READ,
    Equipe="code status day_minutes",
    Salles="code opening",
    Reservations=BOOKED_FROM,
)
def stretches(office: Office) -> Mapping[str, Sequence[WorkStretch]]:
    """What each employed person works, by person and in order: the sessions that count, then what is booked.

    Parameters
    ----------
    office
        `Seances`, with those typed for days to come; `Reservations` as the last refresh left it, from today on;
        `Contrats`, `Equipe`, `Salles` and the settings, which give the hours of a booking.

    Returns
    -------
    mapping
        A minute that two sessions of a person both cover is worked once. A booking has the usual hours of its half-day;
        the half-day of two bookings is the firmer one's, a second option is left out, and so is what a session of the
        day reports. Whoever invoices the hours, or works under a contract of service, is not employed and not watched.
    """
    sessions, clock = sessions_in_order(office), _Clock.of(office)
    found = _worked(office, sessions, clock)
    for who, stretch in _booked(office, clock):
        held = found.setdefault(who, [])
        if stretch.day > office.today.toordinal() or not any(_overlap(stretch, other) for other in held):
            held.append(stretch)
    for held in found.values():
        held.sort()
    return found


class _Clock:
    """Moments of the clock of Paris in minutes of universal time, but for a constant."""

    def __init__(self, years: Iterable[int]) -> None:
        changes = [change for year in years for change in _changes_of(year)]
        self._moments = [moment for moment, _ in changes]
        self._added = [*accumulate((minutes for _, minutes in changes), initial=0)]

    @classmethod
    def of(cls, office: Office) -> _Clock:
        """That of the years when an office works and is to work."""
        days = [day for table in ("Seances", "Reservations") for day in office[table].column("day") if day]
        return cls(range(min(days).year, max(days).year + 2) if days else ())

    def universal(self, moment: int) -> int:
        """An hour that the clock shows twice is the first of the two, one that it skips is from before the change."""
        return moment + self._added[bisect_right(self._moments, moment)]


@cache
def _changes_of(year: int) -> tuple[tuple[int, int], ...]:
    """When the clock of a year has changed, and the minutes that it repeats (60) or skips (-60)."""
    found = []
    for month in range(1, 13):
        day = date(year, month, 1) + relativedelta(day=31, weekday=SU(-1))
        change = clock_change(day)
        if change.minutes:
            found.append((day.toordinal() * MINUTES_PER_DAY + change.by, change.minutes))
    return tuple(found)


def _worked(office: Office, sessions: Iterable[Session], clock: _Clock) -> dict[str, list[WorkStretch]]:
    """The sessions of each employed person, each without the minutes that an earlier one covers."""
    employment = _Employment.of(office)
    found: dict[str, list[WorkStretch]] = {}
    for session in sessions:
        begins, ends, who = session.first, session.until, session.person
        if begins == ends or not who or not employment.of_session(session):
            continue
        held = found.setdefault(who, [])
        if held and held[-1].ends > begins:
            begins = held[-1].ends
            if begins >= ends:
                continue
        moments = clock.universal(begins), clock.universal(ends), begins, ends
        parts = _parts(moments, session.pause_minutes or 0, clock)
        convention = employment.conventions.get(session.contract, "")
        held.append(WorkStretch(*moments, parts, convention, session.number, session.row))
    return found


def _parts(moments: tuple[int, int, int, int], pause: int, clock: _Clock) -> tuple[tuple[int, int], ...]:
    """Minutes by civil day, the pause deducted from the part before midnight first."""
    first, until, begins, ends = moments
    day, last = begins // MINUTES_PER_DAY, (ends - 1) // MINUTES_PER_DAY
    if day == last:
        return ((day, max(0, until - first - pause)),)
    before = clock.universal(last * MINUTES_PER_DAY) - first
    minutes = max(0, before - pause)
    return (day, minutes), (last, max(0, until - first - pause - minutes))


def _overlap(one: WorkStretch, other: WorkStretch) -> bool:
    return one.first < other.until and other.first < one.until


def _booked(office: Office, clock: _Clock) -> Iterator[tuple[str, WorkStretch]]:
    """The bookings of employed people that no session reports, each half-day once, and whose they are."""
    employment, hours, reported = _Employment.of(office), UsualHours.of(office), _reported(office)
    rows = office["Reservations"]
    names = ("technician", "state", "day", "half_day", "project", "task", "room")
    bookings = [
        booking
        for booking in zip(rows.numbers, *map(rows.column, names), strict=True)
        if booking[1] and booking[2] != TaskState.OPTION_2
    ]
    taken: dict[tuple[str, date], int] = {}
    for row, who, _, day, part, project, task, room in sorted(bookings, key=_yields):
        if (day, task, who) in reported or (day, task, "") in reported:
            continue
        contract, is_employed = employment.of_booking(who, project, day)
        held = taken.get((who, day), 0)
        halves = _HALVES[part] & ~held
        if not halves or not is_employed:
            continue
        taken[who, day] = held | halves
        usual = hours.booked(_PARTS[halves], contract, who, room)
        midnight = day.toordinal() * MINUTES_PER_DAY
        begins, ends = midnight + usual.start, midnight + usual.end
        ends += MINUTES_PER_DAY if ends < begins else 0
        moments = clock.universal(begins), clock.universal(ends), begins, ends
        parts = _parts(moments, usual.pause_minutes or 0, clock)
        yield who, WorkStretch(*moments, parts, contract.convention if contract else "", task, booking=row)


def _yields(booking: tuple[Any, ...]) -> bool:
    """Whether a booking leaves its half-day to a firmer one."""
    return booking[2] not in _FIRM


def _reported(office: Office) -> set[tuple[date, str, str]]:
    """Day, task and person of the sessions from today on, cancelled ones too: each answers for its booking."""
    held_by = holders(office)
    rows = zip(
        office["Seances"].select("day", "task", "technician", "contract"),
        rows_to_confirm(office),
        strict=True,
    )
    return {
        (day, task, who or held_by.get(contract, ""))
        for (day, task, who, contract), is_waiting in rows
        if day >= office.today and not is_waiting
    }


@dataclass(frozen=True)
class _Employment:
    """Which work is that of an employee: by the contract it is under, else by the status of the person."""

    statuses: Mapping[str, str]
    types: Mapping[str, str]
    conventions: Mapping[str, str]
    contracts: Mapping[tuple[str, str], Sequence[Row]]

    @classmethod
    def of(cls, office: Office) -> _Employment:
        contracts = office["Contrats"]
        to_come: dict[tuple[str, str], list[Row]] = {}
        for contract in contracts:
            if contract.last_day is None or contract.last_day >= office.today:
                to_come.setdefault((contract.technician, contract.project), []).append(contract)
        return cls(
            office["Equipe"].by_key("code", "status"),
            contracts.by_key("contract", "type"),
            contracts.by_key("contract", "convention"),
            to_come,
        )

    def of_session(self, session: Session) -> bool:
        kind = self.types.get(session.contract, "")
        return self._is_employed("" if session.is_borrowed else kind, session.person)

    def of_booking(self, who: str, project: str, day: date) -> tuple[Row | None, bool]:
        """The only contract that a booking is under, and whether it is that of an employee."""
        fitting = [
            contract
            for served in {project, ""}
            for contract in self.contracts.get((who, served), ())
            if covers(contract, day)
        ]
        contract = fitting[0] if len(fitting) == 1 else None
        return contract, self._is_employed(contract.type if contract else "", who)

    def _is_employed(self, kind: str, who: str) -> bool:
        return kind in EMPLOYMENT or (
            kind != ContractType.SERVICE and not bills_hours(self.statuses.get(who))
        )
