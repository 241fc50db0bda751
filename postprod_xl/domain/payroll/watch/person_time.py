"""The work of one person by civil day and by civil week."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import attrgetter

from postprod_xl.domain.payroll.watch.work_periods import WorkPeriod
from postprod_xl.schema.units import DAYS_PER_WEEK

_day_of = attrgetter("day")


@dataclass(frozen=True)
class PersonTime:
    """What one person works and is to work.

    Parameters
    ----------
    person
        Its code.
    periods
        In order, at least one.
    """

    person: str
    periods: Sequence[WorkPeriod]

    @cached_property
    def days(self) -> Mapping[int, int]:
        """Minutes by civil day, 0:00 to 24:00, in order: what is worked past midnight counts in the next."""
        days: defaultdict[int, int] = defaultdict(int)
        for period in self.periods:
            for day, minutes in period.parts:
                days[day] += minutes
        return days

    @cached_property
    def weeks(self) -> Mapping[int, int]:
        """Minutes by civil week, by its Monday, in order."""
        weeks: defaultdict[int, int] = defaultdict(int)
        for day, minutes in self.days.items():
            weeks[monday_of(day)] += minutes
        return weeks

    def within(self, first: int, last: int) -> list[tuple[WorkPeriod, int]]:
        """The periods worked between two days, both in it, and their minutes there."""
        found = []
        # A period that begins on the day before may go past midnight.
        start = bisect_left(self.periods, first - 1, key=_day_of)
        for period in self.periods[start : bisect_right(self.periods, last, key=_day_of)]:
            minutes = sum(minutes for day, minutes in period.parts if first <= day <= last)
            if minutes:
                found.append((period, minutes))
        return found

    def week(self, monday: int) -> list[tuple[WorkPeriod, int]]:
        """As `within`, of a civil week."""
        return self.within(monday, monday + DAYS_PER_WEEK - 1)


def monday_of(ordinal: int) -> int:
    """The ordinal of the Monday of a day's civil week.

    >>> from datetime import date
    >>> monday_of(date(2026, 11, 29).toordinal()) == date(2026, 11, 23).toordinal()
    True
    """
    return ordinal - (ordinal - 1) % DAYS_PER_WEEK


def beyond(held: Sequence[tuple[WorkPeriod, int]], most_minutes: int) -> list[WorkPeriod]:
    """The periods, in order and with their minutes, from the one that goes beyond the most on."""
    totals = accumulate(minutes for _, minutes in held)
    return [period for (period, _), total in zip(held, totals, strict=True) if total > most_minutes]
