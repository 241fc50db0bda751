"""The hours a month pays: its sessions, their contracts, and the whole working weeks they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from postprod_xl.domain.office import Office
from postprod_xl.domain.people.contracts import holders, is_borrowed
from postprod_xl.domain.sessions.done import chronological, worked_minutes
from postprod_xl.schema.rows import Row

SUNDAY = 6
WEEK = timedelta(days=7)

_FIELDS = ("number", "day", "project", "contract", "technician", "start", "end", "pause_minutes", "validated")


@dataclass(frozen=True)
class Session:
    """One session as pay sees it.

    Parameters
    ----------
    technician
        Who worked: the person of the session, else the holder of its contract.
    holder
        The person of the contract, empty without a contract.
    minutes
        None when the times of the session do not give any work.
    next_week_minutes
        The part of `minutes` worked after Sunday 24:00.
    """

    row: int
    number: str
    day: date
    project: str
    contract: str
    technician: str
    holder: str
    minutes: int | None
    next_week_minutes: int
    validated: bool

    @property
    def borrowed(self) -> bool:
        """Whether its contract is another person's: nothing is paid on it."""
        return is_borrowed(self.technician, self.holder)


def month_bounds(month: str) -> tuple[date, date]:
    """First and last day of a month written `2026-11`.

    >>> month_bounds("2026-02")
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    """
    first = date.fromisoformat(f"{month}-01")
    return first, first + relativedelta(day=31)


def week_start(day: date) -> date:
    """The Monday of a working week, Monday to Sunday (C. trav. L3121-35).

    >>> week_start(date(2026, 11, 1))
    datetime.date(2026, 10, 26)
    """
    return day - timedelta(days=day.weekday())


def minutes_after_sunday(day: date, start: int, end: int, minutes: int) -> int:
    """Minutes of a session worked after Sunday 24:00, which open the next week (C. trav. L3121-35).

    The pause is deducted from the part before midnight first, then from the part after.

    Parameters
    ----------
    day
        Day the session starts.
    start, end
        Minutes after midnight; an end before the start is the next day.
    minutes
        Minutes worked in the whole session, pause deducted.

    Examples
    --------
    >>> minutes_after_sunday(date(2026, 11, 1), 22 * 60, 2 * 60, 240 - 30)
    120
    >>> minutes_after_sunday(date(2026, 11, 1), 22 * 60, 2 * 60, 240 - 150)
    90
    """
    return min(end, minutes) if day.weekday() == SUNDAY and end < start else 0


def sessions_between(office: Office, first: date, last: date) -> list[Session]:
    """Sessions of `Seances` that start in a period, in the order they were worked (day, start, row).

    A session past midnight is paid with the day it starts.
    """
    sessions = office["Seances"].only(*_FIELDS)
    sessions = sessions.where(first <= day <= last for day in sessions.column("day"))
    held_by, minutes = holders(office), worked_minutes(sessions)
    rows = sessions.records
    return [_session(rows[at], minutes[at], held_by) for at in chronological(sessions)]


def _session(row: Row, minutes: int | None, held_by: dict[str, str]) -> Session:
    holder = held_by.get(row.contract, "")
    worked = minutes if minutes is not None and minutes > 0 else None
    return Session(
        row=row.row,
        number=row.number,
        day=row.day,
        project=row.project,
        contract=row.contract,
        technician=row.technician or holder,
        holder=holder,
        minutes=worked,
        next_week_minutes=minutes_after_sunday(row.day, row.start, row.end, worked) if worked else 0,
        validated=bool(row.validated),
    )


def by_week(sessions: Iterable[Session]) -> dict[tuple[str, date], list[tuple[Session, int]]]:
    """Sessions and their minutes in the week, in the same order, by technician and Monday.

    A session that passes Sunday midnight stands in both weeks, each with its own minutes.
    """
    weeks: dict[tuple[str, date], list[tuple[Session, int]]] = {}
    for session in sessions:
        monday = week_start(session.day)
        before = (session.minutes or 0) - session.next_week_minutes
        for week, minutes in ((monday, before), (monday + WEEK, session.next_week_minutes)):
            if minutes:
                weeks.setdefault((session.technician, week), []).append((session, minutes))
    return weeks
