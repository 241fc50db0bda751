"""The days of a copy: as far from its own day as those of its model are from theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.schema.units import DAYS_PER_WEEK


@dataclass(frozen=True)
class MovedDays:
    """How the days of a model are moved: what stood on `origin` stands on `day`.

    Days keep their day of the week where the two are whole weeks apart; else they keep their distance to `origin` in
    working days.
    """

    origin: date
    day: date
    calendar: WorkCalendar

    def first(self, day: date | None) -> date | None:
        """A day that something may begin on: the working day after a day off."""
        return None if day is None else self.calendar.shift(self._moved(day), 0)

    def due(self, day: date | None) -> date | None:
        """A day that something is due on: the working day before a day off."""
        return None if day is None else self.calendar.last_working_day(self._moved(day))

    def _moved(self, day: date) -> date:
        days = (self.day - self.origin).days
        if days % DAYS_PER_WEEK == 0:
            return day + timedelta(days=days)
        calendar = self.calendar
        return calendar.shift(day, calendar.index(self.day) - calendar.index(self.origin))
