"""One axis of half-days for all the projects: nights, week-ends and common days off do not exist on it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal

from postprod_xl.domain.calendar import WorkCalendar

HALVES_PER_DAY, QUARTERS_PER_DAY = 2, 4
MORNING, AFTERNOON = 0, 1
WHOLE_DAY = 0b11


class Axis:
    """Half-days that some project works, numbered from 0: the morning of a day is even, its afternoon odd.

    A slot is a half-day, a moment the boundary before the slot of the same number. Days before the axis
    stand at its start, days after it at its end.

    Examples
    --------
    >>> axis = Axis.over([WorkCalendar.of("75")], date(2026, 11, 9), date(2026, 11, 13))
    >>> axis.at(date(2026, 11, 11)), axis.after(date(2026, 11, 11)), axis.day(4)
    (4, 4, datetime.date(2026, 11, 12))
    """

    def __init__(self, ordinals: Sequence[int]) -> None:
        self._days = list(ordinals)
        self._weeks: dict[tuple[frozenset[int], int], int] = {}

    @staticmethod
    def over(calendars: Iterable[WorkCalendar], first: date, last: date, also: Iterable[date] = ()) -> Axis:
        """The axis of the days that at least one calendar works, from first to last, and of some others."""
        days = {day.toordinal() for day in also if first <= day <= last}
        for calendar in calendars:
            start = calendar.index(first)
            count = calendar.working_days_between(first, last)
            days.update(calendar.day(start + place).toordinal() for place in range(count))
        return Axis(sorted(days))

    @property
    def horizon(self) -> int:
        """Number of half-days."""
        return HALVES_PER_DAY * len(self._days)

    def at(self, day: date, half: int = MORNING) -> int:
        """The slot of a half-day; of a day off the axis, the morning of the next day on it."""
        place = bisect_left(self._days, day.toordinal())
        there = place < len(self._days) and self._days[place] == day.toordinal()
        return HALVES_PER_DAY * place + (half if there else 0)

    def after(self, day: date) -> int:
        """The moment when a day ends; of a day off the axis, when the day before it on the axis does."""
        return HALVES_PER_DAY * bisect_right(self._days, day.toordinal())

    def day(self, slot: int) -> date:
        """The day of a slot; its first or last day beyond the axis."""
        place = min(max(slot // HALVES_PER_DAY, 0), len(self._days) - 1)
        return date.fromordinal(self._days[place])

    def half(self, slot: int) -> int:
        """MORNING or AFTERNOON."""
        return slot % HALVES_PER_DAY

    def mask(self, open_halves: Callable[[int], int]) -> int:
        """The slots that are open, as bits, from the halves open on each day (ordinal): bit 0 is the morning."""
        digits = [str(open_halves(day)) for day in reversed(self._days)]
        return int("".join(digits) or "0", 4)

    def week_mask(self, week: frozenset[int], halves: int = WHOLE_DAY) -> int:
        """Some halves of some days of the week (Monday is 0), as bits."""
        if (week, halves) not in self._weeks:
            self._weeks[week, halves] = self.mask(lambda day: halves if (day - 1) % 7 in week else 0)
        return self._weeks[week, halves]

    def mask_of(self, calendar: WorkCalendar) -> int:
        """The slots a calendar works, as bits."""
        return self.mask(lambda day: WHOLE_DAY if calendar.is_working(date.fromordinal(day)) else 0)

    def span_mask(self, first: date, last: date, halves: int = WHOLE_DAY) -> int:
        """Some halves of every day from first to last, as bits."""
        start, end = self.at(first), self.after(last)
        if end <= start:
            return 0
        days = (1 << (end - start)) - 1
        if halves != WHOLE_DAY:
            days = days // WHOLE_DAY * halves
        return days << start


def halves_up(days: Decimal | None) -> int:
    """Days as half-days, rounded up; an empty duration is a milestone.

    >>> halves_up(Decimal("1.25")), halves_up(None)
    (3, 0)
    """
    return 0 if days is None else int((days * HALVES_PER_DAY).to_integral_value(ROUND_CEILING))


def lag_halves(quarters: int) -> int:
    """A lag in quarters of days as half-days, rounded up: never less than what is asked.

    >>> lag_halves(3), lag_halves(-3)
    (2, -1)
    """
    return -(-quarters * HALVES_PER_DAY // QUARTERS_PER_DAY)


def half_days(slots: int) -> Decimal:
    """Half-days as days."""
    return Decimal(slots) / HALVES_PER_DAY
