"""The columns of a drawn plan: days or weeks, side by side, none left out between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from postprod_xl.documents.charts.gantt import Gantt, GanttGroup, Grain, Slot
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.schema.units import DAYS_PER_WEEK, week_start

_FRIDAY = 4


@dataclass(frozen=True)
class ChartAxis:
    """Columns in the order of time, each beginning the day after the one before ends; at least one."""

    grain: Grain
    slots: tuple[Slot, ...]

    def at(self, day: date) -> int | None:
        """The column of a day, counted from 0; None outside of the axis."""
        if not self.slots[0].first <= day <= self.slots[-1].last:
            return None
        return bisect_right(self._firsts, day) - 1

    def between(self, first: date, last: date) -> range:
        """The columns that share a day with a period."""
        start = bisect_left(self._lasts, first)
        return range(start, max(bisect_right(self._firsts, last), start))

    def chart(self, today: date, groups: Iterable[GanttGroup], lines: Iterable[str]) -> Gantt:
        """Groups drawn on these columns."""
        return Gantt(today, self.grain, self.slots, self.at(today), tuple(groups), tuple(lines))

    @cached_property
    def _firsts(self) -> Sequence[date]:
        return [slot.first for slot in self.slots]

    @cached_property
    def _lasts(self) -> Sequence[date]:
        return [slot.last for slot in self.slots]


def day_axis(first: date, last: date) -> ChartAxis:
    """One column per day from Monday to Friday, from the Monday before a day to the Friday after another.

    The column of a Friday holds the weekend too: what is done on a Sunday is drawn there. A public holiday of the
    whole country is off.
    """
    country = WorkCalendar.of("")
    slots = []
    for start in mondays(first, last):
        for weekday in range(_FRIDAY + 1):
            day = start + timedelta(weekday)
            end = day if weekday < _FRIDAY else start + timedelta(DAYS_PER_WEEK - 1)
            is_holiday = not country.is_working(day)
            slots.append(Slot(day, end, is_holiday, is_holiday))
    return ChartAxis(Grain.DAY, tuple(slots))


def week_axis(first: date, last: date) -> ChartAxis:
    """One column per week, from Monday to Sunday, with its public holidays of the whole country."""
    return ChartAxis(Grain.WEEK, tuple(_week(start) for start in mondays(first, last)))


def _week(start: date) -> Slot:
    country = WorkCalendar.of("")
    days = (start + timedelta(weekday) for weekday in range(_FRIDAY + 1))
    has_holiday = not all(country.is_working(day) for day in days)
    return Slot(start, start + timedelta(DAYS_PER_WEEK - 1), has_holiday=has_holiday)


def mondays(first: date, last: date) -> list[date]:
    """The Mondays of the weeks from that of a day to that of another."""
    start = week_start(first)
    return [start + timedelta(days) for days in range(0, (last - start).days + 1, DAYS_PER_WEEK)]
