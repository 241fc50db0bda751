"""The time between two clock times, and what is worked of it: the arithmetic of one session.

A night of clock change lasts what it lasts: nine hours from 22:00 to 06:00 at the end of October, seven at the end
of March. An hour that the clock shows twice is taken as the first of the two, so that two sessions that follow each
other last as long as one; an hour that it skips is counted from the time before the change.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from postprod_xl.parameters import UnknownRate, in_force
from postprod_xl.schema.kinds import Kind, typed
from postprod_xl.schema.units import MINUTES_PER_DAY, MINUTES_PER_HOUR

_SUNDAY, _LAST_WEEK = 6, 25  # the last Sunday of a month of 31 days is the 25th or later
_MONTHS_OF_31_DAYS = (1, 3, 5, 7, 8, 10, 12)
_ONE_DAY = timedelta(days=1)


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


def moments_of(day: date, start: int, end: int) -> tuple[int, int]:
    """The start and the end of a session of a day in minutes of UTC, see `utc_minute`.

    >>> first, until = moments_of(date(2026, 10, 24), 22 * 60, 6 * 60)
    >>> until - first
    540
    """
    end += 0 if end >= start else MINUTES_PER_DAY
    today, tomorrow = _changes(day)
    if today.minutes or tomorrow.minutes:
        return utc_minute(day, start), utc_minute(day, end)
    midnight = _midnight(day)
    return midnight + start, midnight + end


def utc_minute(day: date, clock: int) -> int:
    """A time of the clock of Paris in minutes of UTC since the first day of the calendar.

    Parameters
    ----------
    day
        The day of the clock.
    clock
        Minutes after its midnight, up to those of the next day.
    """
    if clock >= MINUTES_PER_DAY:
        day, clock = day + _ONE_DAY, clock - MINUTES_PER_DAY
    change = clock_change(day)
    return _midnight(day) + clock + (change.minutes if change.minutes and clock >= change.by else 0)


@cache
def _midnight(day: date) -> int:
    """The first minute of a day, in minutes of UTC: an hour before that of its clock, two in summer."""
    changed = sum(_change_of_month(last).minutes for last in _last_sundays(day.year) if last < day)
    return day.toordinal() * MINUTES_PER_DAY - MINUTES_PER_HOUR + changed


@cache
def _last_sundays(year: int) -> list[date]:
    """The days of a year that may change the clock: the last Sunday of each month of 31 days."""
    ends = [date(year, month, 31) for month in _MONTHS_OF_31_DAYS]
    return [end - timedelta(days=(end.weekday() - _SUNDAY) % 7) for end in ends]


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
