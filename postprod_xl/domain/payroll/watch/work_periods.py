"""What each person of the house works and is to work, period by period: sessions, then the bookings to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.payroll.hours.parts import PARTS_FROM, worked_parts
from postprod_xl.domain.people.contracts import EMPLOYMENT, bills_hours, covers, holders
from postprod_xl.domain.planning.problem.axis import WHOLE_DAY
from postprod_xl.domain.planning.problem.presence import AFTERNOON, MORNING
from postprod_xl.domain.planning.tasks.facts import FIRM
from postprod_xl.domain.sessions.counted import rows_to_confirm
from postprod_xl.domain.sessions.day_hours import DayHours, UsualHours
from postprod_xl.domain.sessions.done import Session, sessions_in_order
from postprod_xl.domain.sessions.worked_time import moments_of, utc_minute
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import MINUTES_PER_DAY
from postprod_xl.schema.vocabulary import ContractType, DayPart, TaskState

PERIODS_FROM = {
    **PARTS_FROM,
    "Contrats": "contract technician project type convention genre first_day last_day day_minutes",
    "Equipe": "code status day_minutes",
    "Salles": "code opening",
    "Reservations": "day half_day task project technician room state",
}
"""The columns that say what is worked and booked, and for whom."""
_HALVES = {DayPart.WHOLE_DAY: WHOLE_DAY, DayPart.MORNING: MORNING, DayPart.AFTERNOON: AFTERNOON}
_PARTS = {halves: part for part, halves in _HALVES.items()}


class WorkPeriod(NamedTuple):
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


@fact(**PERIODS_FROM)
def work_periods(office: Office) -> Mapping[str, Sequence[WorkPeriod]]:
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
        the half-day of two bookings is the firmer one's, a second option is left out, and so are what a session of the
        day reports and the time that any other session covers. Whoever invoices the hours, or works under a contract
        of service, is not employed and not watched.
    """
    found = _worked(office, sessions_in_order(office))
    today = office.today.toordinal()
    near = {who: [each for each in held if each.day >= today - 1] for who, held in found.items()}
    for who, booked in _booked(office):
        period = _outside(booked, near.get(who, ()))
        if period is not None:
            found.setdefault(who, []).append(period)
    for held in found.values():
        held.sort()
    return found


def _worked(office: Office, sessions: Iterable[Session]) -> dict[str, list[WorkPeriod]]:
    """The sessions of each employed person, each without the minutes that an earlier one covers."""
    employment, nights = _Employment.of(office), _nights_by_day(office)
    found: dict[str, list[WorkPeriod]] = {}
    for session in sessions:
        begins, ends, who = session.first, session.until, session.person
        if begins == ends or not who or not employment.of_session(session):
            continue
        first, until = moments_of(session.day, session.start or 0, session.end or 0)
        held = found.setdefault(who, [])
        if held and held[-1].until > first:
            first, begins = held[-1].until, held[-1].ends
            if first >= until:
                continue
        moments = first, until, begins, ends
        parts = nights.get(session.row) or _parts(moments, session.pause_minutes or 0)
        convention = employment.conventions.get(session.contract, "")
        held.append(WorkPeriod(*moments, parts, convention, session.number, session.row))
    return found


def _nights_by_day(office: Office) -> dict[int, tuple[tuple[int, int], ...]]:
    """The minutes by civil day of each session of a stretch of work past midnight, as pay counts them.

    Of sessions that follow each other, the pause of one may be taken from another.
    """
    parts = worked_parts(office)
    nights = {(part.session.person, part.stretch) for part in parts if part.day != part.began}
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for part in parts if nights else ():
        if (part.session.person, part.stretch) in nights:
            held = dict(found.get(part.session.row, ()))
            day = part.day.toordinal()
            held[day] = held.get(day, 0) + part.minutes
            found[part.session.row] = tuple(held.items())
    return found


def _parts(moments: tuple[int, int, int, int], pause: int) -> tuple[tuple[int, int], ...]:
    """Minutes by civil day, the pause deducted from the part before midnight first."""
    first, until, begins, ends = moments
    day, last = begins // MINUTES_PER_DAY, (ends - 1) // MINUTES_PER_DAY
    if day == last:
        return ((day, max(0, until - first - pause)),)
    minutes = max(0, utc_minute(date.fromordinal(last), 0) - first - pause)
    return (day, minutes), (last, max(0, until - first - pause - minutes))


def _overlap(one: WorkPeriod, other: WorkPeriod) -> bool:
    return one.first < other.until and other.first < one.until


def _outside(booking: WorkPeriod, sessions: Iterable[WorkPeriod]) -> WorkPeriod | None:
    """A booking without the minutes that sessions typed for the same time cover; None when nothing is left."""
    first, until, begins, ends, parts, *_ = booking
    pause = until - first - sum(minutes for _, minutes in parts)
    for session in sessions:
        if not _overlap(booking, session):
            continue
        if session.first <= first:
            first, begins = max(first, session.until), max(begins, session.ends)
        elif session.until >= until:
            until, ends = min(until, session.first), min(ends, session.begins)
        else:
            pause += session.until - session.first
    if first >= until:
        return None
    moments = first, until, begins, ends
    return WorkPeriod(*moments, _parts(moments, pause), *booking[5:])


def _booked(office: Office) -> Iterator[tuple[str, WorkPeriod]]:
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
    known: dict[tuple[Any, ...], DayHours] = {}
    for row, who, _, day, part, project, task, room in sorted(bookings, key=_yields):
        if (day, task, who) in reported or (day, task, "") in reported:
            continue
        contract, is_employed = employment.of_booking(who, project, day)
        held = taken.get((who, day), 0)
        halves = _HALVES[part] & ~held
        if not halves or not is_employed:
            continue
        taken[who, day] = held | halves
        like = (halves, contract and contract.contract, who, room)
        usual = known.get(like)
        if usual is None:
            usual = known[like] = hours.booked(_PARTS[halves], contract, who, room)
        midnight = day.toordinal() * MINUTES_PER_DAY
        begins, ends = midnight + usual.start, midnight + usual.end
        ends += MINUTES_PER_DAY if ends < begins else 0
        moments = *moments_of(day, usual.start, usual.end), begins, ends
        parts = _parts(moments, usual.pause_minutes or 0)
        yield who, WorkPeriod(*moments, parts, contract.convention if contract else "", task, booking=row)


def _yields(booking: tuple[Any, ...]) -> bool:
    """Whether a booking leaves its half-day to a firmer one."""
    return booking[2] not in FIRM


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
