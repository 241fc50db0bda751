"""Calendars as bit sets: slots open at once, and the end of work that pauses over closed slots."""

from __future__ import annotations

from postprod_xl.engines.schedule.model import Activity, Problem


def open_slots(problem: Problem, activity: Activity, *resources: int | None) -> int:
    """Slots open in the activity's calendar, in those of its demands and of the resources given (bit set)."""
    slots = (1 << problem.horizon) - 1
    masks = [problem.calendars[activity.calendar]]
    masks += [problem.resources[demand.resource].open for demand in activity.demands]
    masks += [problem.resources[resource].open for resource in resources if resource is not None]
    for mask in masks:
        if mask is not None:
            slots &= mask
    return slots


def kept_spans(problem: Problem, activity: Activity, start: int, end: int) -> list[tuple[int, int]]:
    """The spans in which an activity keeps its resources: the whole, or the slots open to it when it yields them.

    >>> kept_spans(Problem(8, (), calendars=(0b11011,)), Activity(4, yields=True), 0, 5)
    [(0, 2), (3, 5)]
    """
    mask = problem.calendars[activity.calendar]
    if not activity.yields or mask is None:
        return [(start, end)]
    spans: list[tuple[int, int]] = []
    for slot in range(start, end):
        if mask >> max(slot, 0) & 1:
            first = spans.pop()[0] if spans and spans[-1][1] == slot else slot
            spans.append((first, slot + 1))
    return spans


def end_of_work(slots: int, start: int, duration: int) -> int | None:
    """Moment after `duration` open slots counted from `start`; None when they run out.

    >>> end_of_work(0b11011, 1, 3)
    5
    """
    if not duration:
        return start
    first = max(start, 0)
    moment = nth_open(slots >> first, duration)
    return None if moment is None else first + moment


def nth_open(slots: int, count: int) -> int | None:
    """Moment just after so many open slots, counted from 0; None when they run out.

    >>> nth_open(0b11011, 3)
    4
    """
    if not count:
        return 0
    moment = missing = count
    total = slots.bit_length()
    while missing:
        if moment - missing >= total:
            return None
        # A prefix of this length can hold no more open slots than are missing.
        missing = count - (slots & ((1 << moment) - 1)).bit_count()
        moment += missing
    return moment


def first_open(slots: int, start: int) -> int | None:
    """First open slot at or after `start`.

    >>> first_open(0b11000, 1)
    3
    """
    rest = slots >> max(start, 0)
    return (rest & -rest).bit_length() - 1 + max(start, 0) if rest else None


def moment_after_lag(slots: int, moment: int, lag: int) -> int:
    """Earliest moment preceded by `lag` more open slots than `moment`; `moment` itself when `lag` is 0.

    Slots before the axis count as open. A result beyond the last open slot lies past any horizon.

    >>> [moment_after_lag(0b110011, 2, lag) for lag in (0, 1, -1)]
    [2, 5, 1]
    """
    if not lag:
        return moment
    open_before = moment if moment < 0 else (slots & ((1 << moment) - 1)).bit_count()
    wanted = open_before + lag
    if wanted <= 0:
        return wanted
    return end_of_work(slots, 0, wanted) or slots.bit_length() + wanted
