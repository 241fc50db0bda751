"""An independent check of a schedule: nothing here is shared with what builds one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from postprod_xl.engines.schedule.model import Activity, Fault, Link, LinkKind, Problem, Result


class Breach(Enum):
    """A rule of the problem that a schedule breaks."""

    MISSING = "no date"
    MOVED = "an activity that stays was moved"
    TOO_EARLY = "before its release"
    CANDIDATE = "served by nobody, or by somebody who is no candidate"
    LENGTH = "works another number of slots than its duration"
    CLOSED = "starts or ends on a closed slot"
    CAPACITY = "a resource is taken beyond its capacity"
    LINK = "a link is not respected"
    LATENESS = "the lateness told is not that of the dates"


class Broken(NamedTuple):
    """One rule broken: by which activity, with which other or which resource, in which slot."""

    breach: Breach
    activity: int
    other: int | None = None
    slot: int | None = None


def verify(problem: Problem, result: Result) -> list[Broken]:
    """Every rule the schedule breaks, what `result.wishes` already tells left out.

    A missing date is a breach unless the result says why (CYCLE, NO_PLACE). Activities that stay may break
    calendars, links and capacity among themselves and with occupations; one that may move may not.
    """
    broken: list[Broken] = []
    told = {wish.activity for wish in result.wishes if wish.fault in (Fault.CYCLE, Fault.NO_PLACE)}
    for index, activity in enumerate(problem.activities):
        if result.ends[index] is None or result.work_from[index] is None:
            broken += [] if index in told else [Broken(Breach.MISSING, index)]
        elif activity.done is None:
            broken += _one(problem, result, index)
        broken += _lateness(problem, result, index)
    broken += _capacity(problem, result)
    for link in problem.links:
        broken += _link(problem, result, link)
    return broken


def _at(values: Sequence[int | None], index: int) -> int:
    value = values[index]
    assert value is not None
    return value


def _one(problem: Problem, result: Result, index: int) -> Iterator[Broken]:
    activity = problem.activities[index]
    start, end = _at(result.work_from, index), _at(result.ends, index)
    if activity.stays:
        if activity.planned is not None and start != activity.planned.start:
            yield Broken(Breach.MOVED, index)
        return
    if start < max(activity.release, problem.now, 0):
        yield Broken(Breach.TOO_EARLY, index, slot=start)
    if activity.duration == 0:
        if start != end or end > problem.horizon:
            yield Broken(Breach.LENGTH, index)
        return
    yield from _served(result, index, activity)
    worked = [slot for slot in range(start, end) if _all_open(problem, result, index, slot)]
    if len(worked) != activity.duration:
        yield Broken(Breach.LENGTH, index)
    elif worked[0] != start or worked[-1] != end - 1:
        yield Broken(Breach.CLOSED, index)


def _served(result: Result, index: int, activity: Activity) -> Iterator[Broken]:
    for candidates, chosen in (
        (activity.people, result.person[index]),
        (activity.rooms, result.room[index]),
    ):
        allowed: list[int | None] = [candidate.resource for candidate in candidates]
        if chosen not in (allowed or [None]):
            yield Broken(Breach.CANDIDATE, index, chosen)


def _all_open(problem: Problem, result: Result, index: int, slot: int) -> bool:
    activity = problem.activities[index]
    if not 0 <= slot < problem.horizon:
        return False
    masks = [problem.calendars[activity.calendar]]
    masks += [problem.resources[use.resource].open for use in activity.uses]
    for chosen in (result.person[index], result.room[index]):
        if chosen is not None:
            masks.append(problem.resources[chosen].open)
    return all(mask is None or (mask >> slot) % 2 == 1 for mask in masks)


def _capacity(problem: Problem, result: Result) -> Iterator[Broken]:
    """Slot by slot: where an activity that may move finds its resource beyond its capacity."""
    taken: dict[tuple[int, int], int] = {}
    movable: dict[tuple[int, int], int] = {}
    for occupation in problem.occupations:
        for slot in range(occupation.start, occupation.end):
            at = occupation.resource, slot
            taken[at] = taken.get(at, 0) + occupation.quantity
    for index, activity in enumerate(problem.activities):
        for resource, quantity in _quantities(result, index, activity):
            for slot in range(_at(result.work_from, index), _at(result.ends, index)):
                taken[resource, slot] = taken.get((resource, slot), 0) + quantity
                if not activity.stays:
                    movable[resource, slot] = index
    for (resource, slot), index in sorted(movable.items()):
        if taken[resource, slot] > problem.resources[resource].capacity:
            yield Broken(Breach.CAPACITY, index, resource, slot)


def _quantities(result: Result, index: int, activity: Activity) -> Iterator[tuple[int, int]]:
    if activity.done is not None or result.ends[index] is None or not activity.duration:
        return
    for chosen in (result.person[index], result.room[index]):
        if chosen is not None:
            yield chosen, 1
    for use in activity.uses:
        yield use.resource, use.quantity


def _link(problem: Problem, result: Result, link: Link) -> Iterator[Broken]:
    after = problem.activities[link.after]
    if after.stays or after.done is not None or result.ends[link.after] is None:
        return
    from_end = link.kind in (LinkKind.END_START, LinkKind.END_END)
    to_start = link.kind in (LinkKind.END_START, LinkKind.START_START)
    if to_start and after.begun is not None:
        return
    if result.ends[link.before] is None:
        yield Broken(Breach.LINK, link.after, link.before)
        return
    leaves = _at(result.ends if from_end else result.starts, link.before)
    reaches = _at(result.work_from if to_start else result.ends, link.after)
    if not _waits_enough(problem, after.calendar, (leaves, reaches), link.lag):
        yield Broken(Breach.LINK, link.after, link.before, reaches)


def _waits_enough(problem: Problem, calendar: int, moments: tuple[int, int], lag: int) -> bool:
    """Whether enough open slots separate two moments; slots outside the axis count as open."""
    leaves, reaches = moments
    if lag == 0:
        return reaches >= leaves
    mask = problem.calendars[calendar]
    first, last = min(leaves, reaches), max(leaves, reaches)
    between = sum(slot < 0 or mask is None or (mask >> slot) % 2 == 1 for slot in range(first, last))
    return (between if reaches >= leaves else -between) >= lag


def _lateness(problem: Problem, result: Result, index: int) -> Iterator[Broken]:
    due, end = problem.activities[index].due, result.ends[index]
    late = 0 if due is None or end is None else max(0, end - due)
    if late != result.lateness[index]:
        yield Broken(Breach.LATENESS, index)
