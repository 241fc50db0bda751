"""Backward planning: how late each step of a programme may be for its delivery to hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.planning.problem.axis import halves_up, lag_halves
from postprod_xl.domain.planning.programmes.steps import Step


class Latest(NamedTuple):
    """The last days a step may begin and end."""

    start: date
    end: date


def latest_days(steps: Sequence[Step], delivery: date, calendar: WorkCalendar) -> dict[str, Latest]:
    """The latest days of each step, by code, so that everything is over on the day of delivery.

    Parameters
    ----------
    steps
        Steps whose links name each other, without a cycle.
    delivery
        The promised day; the last working day before it when nobody works then.
    calendar
        The working days of the project.
    """
    last = calendar.last_working_day(delivery)
    lengths = {step.code: halves_up(step.days) for step in steps}
    # Half-days after the end of the last day: 0 there, negative before.
    ends = _latest_ends(steps, lengths)
    found = {}
    for code, end in ends.items():
        # A milestone stands on the day that it closes.
        first = end - (lengths[code] or 1)
        found[code] = Latest(_day(calendar, last, first), _day(calendar, last, end - 1))
    return found


def _latest_ends(steps: Sequence[Step], lengths: dict[str, int]) -> dict[str, int]:
    ends = dict.fromkeys(lengths, 0)
    moved = True
    while moved:
        moved = False
        for step in steps:
            for link in step.links:
                latest = ends[step.code] - (lengths[step.code] if link.kind.holds_the_start else 0)
                latest -= lag_halves(link.lag)
                latest += 0 if link.kind.leaves_the_end else lengths[link.code]
                if latest < ends[link.code]:
                    ends[link.code], moved = latest, True
    return ends


def _day(calendar: WorkCalendar, last: date, half_day: int) -> date:
    """The day of a half-day, the two of the last day being -2 and -1."""
    return calendar.shift(last, half_day // 2 + 1)
