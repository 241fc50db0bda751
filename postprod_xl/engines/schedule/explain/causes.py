"""The binding constraint of each activity, and the causal chain of a late one."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from postprod_xl.engines.schedule.calendars import (
    end_of_work,
    first_open,
    kept_spans,
    moment_after_lag,
    open_slots,
)
from postprod_xl.engines.schedule.explain.usage import Usage, demands_of, resource_usage
from postprod_xl.engines.schedule.model import Link, LinkKind, Problem, Result


class Reason(Enum):
    """The kind of the binding constraint."""

    COMPLETED = "done"  # it is completed
    FIXED = "hold"  # it is fixed to the baseline
    RELEASE = "release"  # its release date, or the start of the horizon (`now`)
    LINK = "link"  # the end or start of another activity
    RESOURCE = "resource"  # one of its resources is in use until then
    CALENDAR = "calendar"  # it, or one of its resources, is closed until then
    CHOICE = "choice"  # none: the schedule, or the baseline it keeps to, could have it earlier


class Cause(NamedTuple):
    """The binding constraint of one activity.

    `moment` is what it could not pass (for RESOURCE, the end of the use). `activity` is the predecessor (LINK) or
    the user of `resource` (RESOURCE; None with `occupation` set when it is no activity). `bound` is the moment its
    links and release alone allow.
    """

    reason: Reason
    moment: int
    bound: int
    activity: int | None = None
    resource: int | None = None
    occupation: int | None = None
    link: Link | None = None


def causes(problem: Problem, result: Result) -> tuple[Cause | None, ...]:
    """The binding constraint of each activity in a schedule; None for those without dates."""
    usage = resource_usage(problem, result)
    links: list[list[Link]] = [[] for _ in problem.activities]
    for link in problem.links:
        links[link.successor].append(link)
    return tuple(_cause(problem, result, index, (links[index], usage)) for index in range(len(links)))


def causal_chain(found: Sequence[Cause | None], activity: int) -> list[int]:
    """The activities from one back to its root cause, each waiting for the next.

    The reason of the last one is the root: a release, a fixed start, a calendar, an occupation or a choice.
    """
    steps = [activity]
    while True:
        cause = found[steps[-1]]
        if cause is None or cause.activity is None or cause.activity in steps:
            return steps
        steps.append(cause.activity)


def _cause(
    problem: Problem, result: Result, index: int, context: tuple[list[Link], list[list[Usage]]]
) -> Cause | None:
    start, end = result.work_from[index], result.ends[index]
    if start is None or end is None:
        return None
    activity = problem.activities[index]
    if activity.completed is not None or activity.is_fixed:
        return Cause(Reason.FIXED if activity.is_fixed else Reason.COMPLETED, start, start)
    links, usage = context
    bound = _bound(problem, result, index, links)
    slots = open_slots(problem, activity, result.person[index], result.room[index])
    earliest = first_open(slots, bound.bound) if activity.duration else bound.bound
    if start == bound.bound or _end_binds(bound, end):
        return bound
    demands = [
        (resource, quantity, usage[resource]) for resource, quantity in demands_of(problem, result, index)
    ]
    if earliest == start:
        # Days off of its own calendar are no cause: what leads up to them is.
        own = open_slots(problem, activity)
        worked = (slot for slot in range(start - 1, max(bound.bound, 0) - 1, -1) if own >> slot & 1)
        last = next(worked, None)
        closed = None if last is None else _closed(problem, result, index, last)
        return (
            bound
            if closed is None or last is None
            else (Cause(Reason.CALENDAR, last + 1, bound.bound, resource=closed))
        )
    if earliest is not None and _fits_before(problem, index, slots, (earliest, start, end), demands):
        return Cause(Reason.CHOICE, start, bound.bound)
    return _last_user(problem, index, (bound.bound, start), demands) or Cause(
        Reason.CALENDAR, start, bound.bound, resource=_closed(problem, result, index, start - 1)
    )


def _end_binds(bound: Cause, end: int) -> bool:
    link = bound.link
    return link is not None and link.kind in (LinkKind.END_END, LinkKind.START_END) and end == bound.moment


def _bound(problem: Problem, result: Result, index: int, links: Sequence[Link]) -> Cause:
    """The latest of the release and of what the links allow, as a start."""
    activity = problem.activities[index]
    release = max(activity.release, problem.now)
    best = Cause(Reason.RELEASE, release, release)
    calendar = open_slots(problem, activity)
    for link in links:
        from_end = link.kind in (LinkKind.END_START, LinkKind.END_END)
        to_start = link.kind in (LinkKind.END_START, LinkKind.START_START)
        leaves = (result.ends if from_end else result.starts)[link.predecessor]
        if leaves is None or (to_start and activity.actual_start is not None):
            continue
        moment = moment_after_lag(calendar, leaves, link.lag)
        bound = moment if to_start else _latest_start(calendar, moment, activity.duration)
        if bound >= best.bound:
            best = Cause(Reason.LINK, moment, bound, activity=link.predecessor, link=link)
    return best


def _latest_start(slots: int, end: int, duration: int) -> int:
    """The start from which `duration` open slots end at `end` or later; -1, no bound, from any."""
    if not duration:
        return end
    rest = slots & ((1 << max(end, 0)) - 1)
    for _ in range(duration - 1):
        rest ^= 1 << rest.bit_length() - 1 if rest else 0
    return rest.bit_length() - 1


def _fits_before(
    problem: Problem,
    index: int,
    slots: int,
    span: tuple[int, int, int],
    demands: Sequence[tuple[int, int, list[Usage]]],
) -> bool:
    """Whether the activity, its resources unchanged, could start earlier and end no later."""
    earliest, start, _ = span
    duration = problem.activities[index].duration
    moment: int | None = earliest
    while moment is not None and moment < start:
        end = end_of_work(slots, moment, duration)
        if end is None:
            return False
        busy = _first_busy(problem, index, (moment, end), demands)
        if busy is None:
            return True
        moment = first_open(slots, max(busy, moment + 1))
    return False


def _first_busy(
    problem: Problem, index: int, span: tuple[int, int], demands: Sequence[tuple[int, int, list[Usage]]]
) -> int | None:
    """The moment after a slot of the span where a resource lacks capacity; None if none does."""
    for resource, quantity, row in demands:
        others = [
            item for item in row if item.activity != index and item.start < span[1] and item.end > span[0]
        ]
        is_whole = len(others) == 1 and not problem.activities[index].yields
        if is_whole and others[0].quantity + quantity > problem.resources[resource].capacity:
            return others[0].end
        kept = kept_spans(problem, problem.activities[index], *span) if others else []
        for slot in (slot for first, last in reversed(kept) for slot in range(last - 1, first - 1, -1)):
            there = sum(item.quantity for item in others if item.start <= slot < item.end)
            if there + quantity > problem.resources[resource].capacity:
                return slot + 1
    return None


def _last_user(
    problem: Problem, index: int, span: tuple[int, int], demands: Sequence[tuple[int, int, list[Usage]]]
) -> Cause | None:
    """The last use of one of the activity's resources between its bound and its start."""
    best: tuple[int, int, Usage] | None = None
    for resource, _, row in demands:
        for user in row:
            inside = span[0] < user.end <= span[1] and user.activity != index
            if inside and (best is None or user.end > best[0]):
                best = user.end, resource, user
    if best is None:
        return None
    end, resource, user = best
    return Cause(Reason.RESOURCE, end, span[0], user.activity, resource, user.occupation)


def _closed(problem: Problem, result: Result, index: int, slot: int) -> int | None:
    """The resource of the activity that is closed in a slot; None when it is the activity's own calendar."""
    for resource, _ in demands_of(problem, result, index):
        mask = problem.resources[resource].open
        if mask is not None and slot >= 0 and not mask >> slot & 1:
            return resource
    return None
