"""What keeps an activity from ending earlier by itself: its links, its release, or neither."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.engines.schedule.calendars import first_open
from postprod_xl.engines.schedule.explain.reschedule import Attempt
from postprod_xl.engines.schedule.generation.disjunctive_sgs import TimeWindow, first_fit
from postprod_xl.engines.schedule.kernels.sgs import NONE, lagged_moment


def holders(attempt: Attempt, a: int) -> Iterator[int]:
    """The activities whose links set the earliest start, or the end, of an activity; none when its release is later."""
    arrays, slots = attempt.arrays, _calendar(attempt, a)
    start, end = attempt.bounds(a)
    for row in range(arrays.pred_at[a], arrays.pred_at[a + 1]):
        moment = _moment(attempt, a, row)
        if arrays.pred_kind[row] < 2:
            binds = _opens(slots, moment) >= _opens(slots, start)
        else:
            binds = moment >= end == attempt.place(a).end
        if binds:
            yield arrays.pred[row]


def waits_for_release(attempt: Attempt, a: int) -> bool:
    """Whether no link holds an activity longer than its release, or today, does."""
    slots = _calendar(attempt, a)
    release = attempt.release.get(a, attempt.arrays.release[a])
    return _opens(slots, release) >= _opens(slots, attempt.bounds(a)[0])


def is_bound(attempt: Attempt, a: int) -> bool:
    """Whether an activity ends as early as its links and its release allow somebody always there."""
    return soonest(attempt, a) >= attempt.place(a).end


def soonest(attempt: Attempt, a: int) -> int:
    """The earliest end that its links and its release allow an activity, with somebody always there."""
    start, end = attempt.bounds(a)
    duration, horizon = attempt.duration(a), attempt.arrays.horizon
    if not duration:
        return max(start, end)
    found = first_fit(_calendar(attempt, a), 0, TimeWindow(start, end, horizon, duration))
    return horizon if found is None else found[1]


def _moment(attempt: Attempt, a: int, row: int) -> int:
    """The moment that a link sets."""
    arrays, plan = attempt.arrays, attempt.plan
    before = arrays.pred[row]
    if arrays.pred_kind[row] in (0, 2):
        leaves = plan[arrays.n + before]
    else:
        begun = arrays.actual_start[before]
        leaves = plan[before] if begun == NONE else begun
    return lagged_moment(attempt.timeline.packed, arrays.calendar[a], leaves, arrays.pred_lag[row])


def _calendar(attempt: Attempt, a: int) -> int:
    return attempt.timeline.availability.calendars[attempt.arrays.calendar[a]]


def _opens(slots: int, moment: int) -> int:
    """The first open slot from a moment on; the moment itself when there is none."""
    found = first_open(slots, moment)
    return moment if found is None else found
