"""What was booked on a day that may be past: `Reservations` only holds what is still to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.memory.held import Held, held_in
from postprod_xl.domain.planning.memory.recall import days_known
from postprod_xl.domain.planning.memory.run_days import in_force_on, plan_of
from postprod_xl.schema.tables.planning import BOOKINGS
from postprod_xl.schema.vocabulary import DayPart

_PARTS = BOOKINGS.by_name["half_day"].choices


@dataclass(frozen=True)
class Booked:
    """One booking of a day."""

    task: str
    part: DayPart
    technician: str
    room: str


class NotKnown(Exception):
    """The plan in force on a day is not known; `since` is the first day whose plan is, None when none is."""

    def __init__(self, since: date | None) -> None:
        super().__init__(since)
        self.since = since


@dataclass(frozen=True)
class PastBookings:
    """The bookings of an office as the last refreshes left them."""

    office: Office

    def on(self, day: date) -> list[Booked]:
        """What was booked on a day, by the plan of the last refresh not after it.

        Raises
        ------
        NotKnown
            Every plan remembered is of a later day.
        """
        ordinal = day.toordinal()
        return [
            Booked(task, DayPart(_PARTS[rank]), held.person, held.room)
            for task, held in self._plan(day).items()
            for moment, rank in held.moments
            if moment == ordinal
        ]

    def before_today(self) -> Iterator[tuple[date, list[Booked]]]:
        """Each day before the present one whose plan is known, the earliest first, and what was booked on it."""
        days, today = days_known(self.office), self.office.today
        first = min((run.day for run in days), default=today)
        held = held_in(self.office) if first < today else {}
        wanted = [date.fromordinal(day) for day in range(first.toordinal(), today.toordinal())]
        for at, group in groupby(wanted, key=lambda day: in_force_on(days, day)):
            by_day: dict[int, list[Booked]] = {day.toordinal(): [] for day in group}
            for task, plan in plan_of(days, at, held).items():
                for moment, rank in plan.moments:
                    if moment in by_day:
                        by_day[moment].append(Booked(task, DayPart(_PARTS[rank]), plan.person, plan.room))
            for moment, booked in by_day.items():
                yield date.fromordinal(moment), booked

    def _plan(self, day: date) -> Mapping[str, Held]:
        days = days_known(self.office)
        since = min((run.day for run in days), default=None)
        if since is None or since > day:
            raise NotKnown(since)
        return plan_of(days, in_force_on(days, day), held_in(self.office))
