"""The answer of the solver: where each task stands on its axis, and what put it there."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import NamedTuple

from postprod_xl.domain.scheduling.links import Link


class Reason(IntEnum):
    """What can determine the dates of a task; of two that give the same moment, the greater is told."""

    LINK = 1
    TODAY = 2
    RUSHES = 3
    EARLIEST = 4
    FIXED = 5
    REMAINING = 6
    DONE = 7


class Cause(NamedTuple):
    """One reason, with its day or its link."""

    reason: Reason
    day: date | None = None
    link: Link | None = None


class Placement(NamedTuple):
    """One task on the axis of its project, in quarters of working days counted from its origin.

    Parameters
    ----------
    start, end
        First quarter, and the quarter after the last one; equal for a milestone.
    work_from
        First quarter still to be worked: `start`, or today for a task already begun.
    closes_day
        Whether a milestone stands at the end of a day rather than at the start of the next one.
    start_day, end_day
        As people read them: the days of the sessions where there are some.
    cause
        What determines the dates.
    overruled
        What an imposed start does not respect, if anything.
    """

    start: int
    end: int
    work_from: int
    closes_day: bool
    start_day: date
    end_day: date
    cause: Cause
    overruled: Cause | None = None
