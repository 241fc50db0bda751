"""The time between two clock times, and what is worked of it: the arithmetic of one session.

A night of clock change lasts what it lasts: nine hours from 22:00 to 06:00 at the end of October, seven at the end
of March. An hour that the clock shows twice is taken as the first of the two, so that two sessions that follow each
other last as long as one; an hour that it skips is counted from the time before the change.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from postprod_xl.parameters import UnknownRate, in_force
from postprod_xl.schema.kinds import Kind, typed
from postprod_xl.schema.units import MINUTES_PER_DAY

_SUNDAY, _LAST_WEEK = 6, 25  # the last Sunday of a month of 31 days is the 25th or later


class ClockChange(NamedTuple):
    """What the clock repeats (60 minutes) or skips (-60) on a day, and the clock time from which it has."""

    minutes: int
    by: int

    def between(self, start: int, end: int) -> int:
        """The minutes repeated or skipped between two clock times of that day."""
        return self.minutes if start < self.by <= end else 0


UNCHANGED = ClockChange(0, 0)


def elapsed(start: int, end: int, day: date | None = None) -> int:
    """Minutes from a start to an end, minutes after midnight; an end before the start is on the next day.

    Parameters
    ----------
    day
        Day of the start, which decides on a night of clock change; None where no day is known.

    Examples
    --------
    >>> elapsed(18 * 60, 2 * 60), elapsed(540, 540)
    (480, 0)
    >>> elapsed(22 * 60, 6 * 60, date(2026, 10, 24)), elapsed(22 * 60, 6 * 60, date(2026, 3, 28))
    (540, 420)
    """
    minutes = (end - start) % MINUTES_PER_DAY
    if day is None:
        return minutes
    today, tomorrow = _changes(day)
    if not (today.minutes or tomorrow.minutes):
        return minutes
    last = MINUTES_PER_DAY if end < start else end
    minutes += today.between(start, last)
    return max(0, minutes + (tomorrow.between(0, end) if end < start else 0))


def worked(start: int, end: int, pause: int, day: date | None = None) -> int:
    """Minutes worked from a start to an end, pause deducted, none when the pause is longer; as `elapsed`.

    >>> worked(9 * 60, 17 * 60, 60)
    420
    """
    return max(0, elapsed(start, end, day) - pause)


def clock_change(day: date) -> ClockChange:
    """What the legal time of Paris repeats or skips on a day (directive 2000/84/CE, `clock_change.toml`)."""
    return _changes(day)[0]


@cache
def _changes(day: date) -> tuple[ClockChange, ClockChange]:
    """The clock changes of a day and of the next one."""
    if day.weekday() == _SUNDAY and day.day >= _LAST_WEEK:
        return _change_of_month(day), UNCHANGED
    if day.weekday() == _SUNDAY - 1 and _LAST_WEEK - 1 <= day.day < _LAST_WEEK + 6:
        return UNCHANGED, _change_of_month(day)
    return UNCHANGED, UNCHANGED


def _change_of_month(day: date) -> ClockChange:
    try:
        changes = in_force("clock_change.changes", day).value
    except UnknownRate:
        return UNCHANGED
    found = {change["month"]: change for change in changes}.get(day.month)
    return ClockChange(found["minutes"], typed(Kind.CLOCK, found["by"])) if found else UNCHANGED
