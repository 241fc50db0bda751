"""An independent feasibility check of a schedule: shares no code with the solver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from postprod_xl.engines.schedule.model import Activity, ConflictKind, Link, LinkKind, Problem, Result


class ViolationKind(Enum):
    """The kind of constraint a schedule violates."""

    MISSING = "no date"
    MOVED = "a fixed activity was moved"
    TOO_EARLY = "before its release"
    CANDIDATE = "served by nobody, or by somebody who is no candidate"
    LENGTH = "works another number of slots than its duration"
    CLOSED = "starts or ends on a closed slot"
    CAPACITY = "a resource is taken beyond its capacity"
    LINK = "a link is not respected"
    TARDINESS = "the tardiness reported is not that of the dates"


class Violation(NamedTuple):
    """One violated constraint: the activity, the other activity or resource, the slot."""

    kind: ViolationKind
    activity: int
    other: int | None = None
    slot: int | None = None


def verify(problem: Problem, result: Result) -> list[Violation]:
    """Every constraint the schedule violates, except those `result.conflicts` already reports.

    A missing date is a violation unless the result explains it (CYCLE, NO_PLACE). Fixed activities may violate
    calendars, links and capacity among themselves and with occupations; the others may not.
    """
    violations: list[Violation] = []
    reported = {
        conflict.activity
        for conflict in result.conflicts
        if conflict.kind in (ConflictKind.CYCLE, ConflictKind.NO_PLACE)
    }
    for index, activity in enumerate(problem.activities):
        if result.ends[index] is None or result.work_from[index] is None:
            violations += [] if index in reported else [Violation(ViolationKind.MISSING, index)]
        elif activity.completed is None:
            violations += _one(problem, result, index)
        violations += _tardiness(problem, result, index)
    violations += _capacity(problem, result)
    for link in problem.links:
        violations += _link(problem, result, link)
    return violations


def _at(values: Sequence[int | None], index: int) -> int:
    value = values[index]
    assert value is not None
    return value


def _one(problem: Problem, result: Result, index: int) -> Iterator[Violation]:
    activity = problem.activities[index]
    start, end = _at(result.work_from, index), _at(result.ends, index)
    if activity.is_fixed:
        if activity.baseline is not None and start != activity.baseline.start:
            yield Violation(ViolationKind.MOVED, index)
        return
    if start < max(activity.release, problem.now, 0):
        yield Violation(ViolationKind.TOO_EARLY, index, slot=start)
    if activity.duration == 0:
        if start != end or end > problem.horizon:
            yield Violation(ViolationKind.LENGTH, index)
        return
    yield from _served(result, index, activity)
    worked = [slot for slot in range(start, end) if _all_open(problem, result, index, slot)]
    if len(worked) != activity.duration:
        yield Violation(ViolationKind.LENGTH, index)
    elif worked[0] != start or worked[-1] != end - 1:
        yield Violation(ViolationKind.CLOSED, index)


def _served(result: Result, index: int, activity: Activity) -> Iterator[Violation]:
    for candidates, chosen in (
        (activity.people, result.person[index]),
        (activity.rooms, result.room[index]),
    ):
        allowed: list[int | None] = [candidate.resource for candidate in candidates]
        if chosen not in (allowed or [None]):
            yield Violation(ViolationKind.CANDIDATE, index, chosen)


def _all_open(problem: Problem, result: Result, index: int, slot: int) -> bool:
    activity = problem.activities[index]
    if not 0 <= slot < problem.horizon:
        return False
    masks = [problem.calendars[activity.calendar]]
    masks += [problem.resources[demand.resource].open for demand in activity.demands]
    for chosen in (result.person[index], result.room[index]):
        if chosen is not None:
            masks.append(problem.resources[chosen].open)
    return all(_is_open(mask, slot) for mask in masks)


def _is_open(mask: int | None, slot: int) -> bool:
    return mask is None or (mask >> slot) % 2 == 1


def _capacity(problem: Problem, result: Result) -> Iterator[Violation]:
    """Slot by slot: where an activity that is not fixed exceeds the capacity of its resource."""
    taken: dict[tuple[int, int], int] = {}
    movable: dict[tuple[int, int], int] = {}
    for occupation in problem.occupations:
        for slot in range(occupation.start, occupation.end):
            at = occupation.resource, slot
            taken[at] = taken.get(at, 0) + occupation.quantity
    for index, activity in enumerate(problem.activities):
        for resource, quantity in _quantities(result, index, activity):
            for slot in range(_at(result.work_from, index), _at(result.ends, index)):
                if activity.yields and not _is_open(problem.calendars[activity.calendar], slot):
                    continue
                taken[resource, slot] = taken.get((resource, slot), 0) + quantity
                if not activity.is_fixed:
                    movable[resource, slot] = index
    for (resource, slot), index in sorted(movable.items()):
        if taken[resource, slot] > problem.resources[resource].capacity:
            yield Violation(ViolationKind.CAPACITY, index, resource, slot)


def _quantities(result: Result, index: int, activity: Activity) -> Iterator[tuple[int, int]]:
    if activity.completed is not None or result.ends[index] is None or not activity.duration:
        return
    for chosen in (result.person[index], result.room[index]):
        if chosen is not None:
            yield chosen, 1
    for demand in activity.demands:
        yield demand.resource, demand.quantity


def _link(problem: Problem, result: Result, link: Link) -> Iterator[Violation]:
    after = problem.activities[link.successor]
    if after.is_fixed or after.completed is not None or result.ends[link.successor] is None:
        return
    from_end = link.kind in (LinkKind.END_START, LinkKind.END_END)
    to_start = link.kind in (LinkKind.END_START, LinkKind.START_START)
    if to_start and after.actual_start is not None:
        return
    if result.ends[link.predecessor] is None:
        yield Violation(ViolationKind.LINK, link.successor, link.predecessor)
        return
    leaves = _at(result.ends if from_end else result.starts, link.predecessor)
    reaches = _at(result.work_from if to_start else result.ends, link.successor)
    if not _waits_enough(problem, after.calendar, (leaves, reaches), link.lag):
        yield Violation(ViolationKind.LINK, link.successor, link.predecessor, reaches)


def _waits_enough(problem: Problem, calendar: int, moments: tuple[int, int], lag: int) -> bool:
    """Whether enough open slots separate two moments; slots outside the axis count as open."""
    leaves, reaches = moments
    if lag == 0:
        return reaches >= leaves
    mask = problem.calendars[calendar]
    first, last = min(leaves, reaches), max(leaves, reaches)
    between = sum(slot < 0 or mask is None or (mask >> slot) % 2 == 1 for slot in range(first, last))
    return (between if reaches >= leaves else -between) >= lag


def _tardiness(problem: Problem, result: Result, index: int) -> Iterator[Violation]:
    due, end = problem.activities[index].due, result.ends[index]
    late = 0 if due is None or end is None else max(0, end - due)
    if late != result.tardiness[index]:
        yield Violation(ViolationKind.TARDINESS, index)
