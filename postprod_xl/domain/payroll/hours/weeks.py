"""The month that is paid, and the whole working weeks its sessions stand in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta

from postprod_xl.domain.sessions.done import Session

SUNDAY = 6
WEEK = timedelta(days=7)


def month_bounds(month: str) -> tuple[date, date]:
    """First and last day of a month written `2026-11`.

    >>> month_bounds("2026-02")
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    """
    first = date.fromisoformat(f"{month}-01")
    return first, first + relativedelta(day=31)


@cache
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


def by_week(sessions: Iterable[Session]) -> dict[tuple[str, date], list[tuple[Session, int]]]:
    """Sessions and their minutes in the week, in the same order, by person and Monday.

    A session that passes Sunday midnight stands in both weeks, each with its own minutes.
    """
    weeks: dict[tuple[str, date], list[tuple[Session, int]]] = {}
    for session in sessions:
        monday = week_start(session.day)
        after = _minutes_after_sunday(session)
        for week, minutes in ((monday, session.minutes - after), (monday + WEEK, after)):
            if minutes:
                weeks.setdefault((session.person, week), []).append((session, minutes))
    return weeks


def _minutes_after_sunday(session: Session) -> int:
    if session.start is None or session.end is None:
        return 0
    return minutes_after_sunday(session.day, session.start, session.end, session.minutes)
