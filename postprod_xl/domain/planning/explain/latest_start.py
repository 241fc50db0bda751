"""The latest day a work of one person or in one room may begin for its delivery to hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.planning.problem.axis import halves_up
from postprod_xl.domain.planning.problem.presence import Presence, ResourceKind

FURTHEST_DAYS = 2_600
"""Working days looked at backward, ten years: nobody is away for longer and still planned."""


def latest_start(
    who: tuple[ResourceKind, str], delivery: date, days: Decimal, presence: Presence, calendar: WorkCalendar
) -> date | None:
    """The latest day a work may begin to be over on its delivery, on the half-days when somebody is there.

    As the plan works a task: half a day at least, interrupted while the person is away or the room closed. No work
    at all stands on the last day of presence.

    Parameters
    ----------
    who
        Kind and code of the person or the room.
    delivery
        The promised day, worked in full when it is a day of presence.
    days
        Working days of the work.
    presence, calendar
        When the person or the room is there, and the working days of the place.

    Returns
    -------
    date or None
        None when the ten years before the delivery have not as many half-days.
    """
    left = halves_up(days) or 1
    last = calendar.index(calendar.last_working_day(delivery))
    for position in range(last, last - FURTHEST_DAYS, -1):
        day = calendar.day(position)
        left -= presence.half_days(*who, day.toordinal())
        if left <= 0:
            return day
    return None
