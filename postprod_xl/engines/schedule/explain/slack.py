"""Resource-constrained slack: how far an activity may slip before a due date downstream is missed."""

from __future__ import annotations

from typing import NamedTuple

from postprod_xl.engines.schedule.calendars import moment_after_lag, open_slots
from postprod_xl.engines.schedule.explain.usage import Usage, resource_usage
from postprod_xl.engines.schedule.model import Activity, Link, LinkKind, Problem, Result

# Milestones and negative lags may put a successor before its predecessor: a few passes settle them.
_ROUNDS = 3


class _Successor(NamedTuple):
    """`least`: tardiness behind a link must be recovered upstream, behind a resource it need not be."""

    activity: int
    gap: int
    least: int | None = None


def slack(problem: Problem, result: Result) -> tuple[int | None, ...]:
    """Slots each activity may slip, the order of work on every resource unchanged.

    Negative when a successor by link is already late; None without date, or when no due date lies downstream.
    0 or less is critical. Pauses on the way may make the true slack slightly less.
    """
    successors = _successors(problem, result)
    floats: list[int | None] = [
        None if activity.due is None or end is None else _own(problem, activity, activity.due, end)
        for activity, end in zip(problem.activities, result.ends, strict=True)
    ]
    order = sorted(range(len(floats)), key=lambda index: -(result.ends[index] or 0))
    for _ in range(_ROUNDS):
        for index in order:
            reached = [floats[step.activity] for step in successors[index]]
            found = [
                step.gap + (known if step.least is None else max(known, step.least))
                for step, known in zip(successors[index], reached, strict=True)
                if known is not None
            ]
            own = floats[index]
            floats[index] = min(found if own is None else [*found, own], default=None)
    return tuple(floats)


def _own(problem: Problem, activity: Activity, due: int, end: int) -> int:
    """Slots open in its calendar between its end and its due date; negative when it is late."""
    calendar = open_slots(problem, Activity(0, calendar=activity.calendar))
    return _open_between(calendar, end, due) - _open_between(calendar, due, end)


def _successors(problem: Problem, result: Result) -> list[list[_Successor]]:
    """What each activity delays when it slips, and after how many slots: by links, then by resources."""
    found: list[list[_Successor]] = [[] for _ in problem.activities]
    for link in problem.links:
        gap = _gap(problem, result, link)
        if gap is not None:
            found[link.predecessor].append(_Successor(link.successor, max(gap, 0)))
    for resource, row in enumerate(resource_usage(problem, result)):
        for position, user in enumerate(row):
            after = (item for item in row[position + 1 :] if item.start >= user.end)
            # In a pool only the next user is considered; it is the only one when capacity is 1.
            follower = next(after, None)
            if user.activity is not None and follower is not None and follower.activity is not None:
                gap = _closed_gap(problem, resource, user, follower)
                found[user.activity].append(_Successor(follower.activity, gap, 0))
    return found


def _gap(problem: Problem, result: Result, link: Link) -> int | None:
    after = problem.activities[link.successor]
    from_end = link.kind in (LinkKind.END_START, LinkKind.END_END)
    to_start = link.kind in (LinkKind.END_START, LinkKind.START_START)
    leaves = (result.ends if from_end else result.starts)[link.predecessor]
    reaches = (result.work_from if to_start else result.ends)[link.successor]
    if leaves is None or reaches is None or after.is_fixed or after.completed is not None:
        return None
    if to_start and after.actual_start is not None:
        return None
    calendar = open_slots(problem, Activity(0, calendar=after.calendar))
    moment = moment_after_lag(calendar, leaves, link.lag)
    return _open_between(calendar, moment, reaches)


def _closed_gap(problem: Problem, resource: int, user: Usage, follower: Usage) -> int:
    """Slots between two users of a resource in which it is open and the first may work."""
    slots = (1 << problem.horizon) - 1
    mask = problem.resources[resource].open
    if user.activity is not None:
        slots = open_slots(problem, Activity(0, calendar=problem.activities[user.activity].calendar))
    return _open_between(slots if mask is None else slots & mask, user.end, follower.start)


def _open_between(slots: int, first: int, last: int) -> int:
    return (slots >> max(first, 0) & ((1 << max(last - max(first, 0), 0)) - 1)).bit_count()
