"""Tasks that pause while their person, or their room, is on a booking that does not move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from postprod_xl.domain.planning.tasks.to_plan import Task
from postprod_xl.engines.schedule import Activity, Baseline, Candidate, Problem
from postprod_xl.engines.schedule.calendars import end_of_work, first_open, kept_spans, open_slots
from postprod_xl.engines.schedule.instance.fixed import fixed_assignments


def with_interruptions(problem: Problem, tasks: Sequence[Task]) -> Problem:
    """The problem in which the interruptible tasks, begun or confirmed, leave fixed bookings their half-days.

    Such a task keeps the person and the room of the plan in force, works the half-days that nothing fixed takes of
    them, what other workbooks hold included, and keeps nobody in between. Of two that overlap, the one that began
    first pauses.
    """
    activities, calendars = list(problem.activities), list(problem.calendars)
    held = [
        (activity.baseline.start, place)
        for place, (task, activity) in enumerate(zip(tasks, activities, strict=False))
        if task.interruptible and activity.baseline is not None and _is_held(activity)
    ]
    if not held:
        return problem
    taken = _taken(problem, {place for _, place in held})
    for _, place in sorted(held, reverse=True):
        activity = activities[place]
        baseline = activity.baseline
        assert baseline is not None
        served, busy = _served(activity, baseline), 0
        for who in served:
            busy |= taken.get(who, 0)
        calendar = open_slots(problem, activity)
        start = first_open(open_slots(problem, activity, *served) & ~busy, baseline.start)
        if calendar & busy and start is not None:
            activity = replace(
                activity,
                calendar=len(calendars),
                yields=True,
                people=_only(activity.people, baseline.person),
                rooms=_only(activity.rooms, baseline.room),
                baseline=baseline._replace(start=start),
            )
            activities[place] = activity
            calendars.append(calendar & ~busy)
        _take(taken, replace(problem, calendars=tuple(calendars)), activity)
    return replace(problem, activities=tuple(activities), calendars=tuple(calendars))


def _is_held(activity: Activity) -> bool:
    """Whether an activity goes on where it is: its start is fixed, or it has begun."""
    has_work = activity.duration > 0 and activity.completed is None
    return has_work and (activity.is_fixed or activity.actual_start is not None)


def _taken(problem: Problem, without: set[int]) -> dict[int, int]:
    """The slots (bit set) that fixed bookings take of each resource, but for those of some activities."""
    taken: dict[int, int] = {}
    for item in problem.occupations:
        taken[item.resource] = taken.get(item.resource, 0) | _slots(item.start, item.end)
    for place, assignment in fixed_assignments(problem).items():
        if place not in without and problem.activities[place].is_fixed:
            for who in (who for who in (assignment.person, assignment.room) if who is not None):
                for span in kept_spans(problem, problem.activities[place], *assignment[:2]):
                    taken[who] = taken.get(who, 0) | _slots(*span)
    return taken


def _take(taken: dict[int, int], problem: Problem, activity: Activity) -> None:
    """Add what an activity takes from where it stands in the plan in force."""
    baseline = activity.baseline
    assert baseline is not None
    served = _served(activity, baseline)
    end = end_of_work(open_slots(problem, activity, *served), baseline.start, activity.duration)
    for first, last in kept_spans(problem, activity, baseline.start, end or baseline.start):
        for who in served:
            taken[who] = taken.get(who, 0) | _slots(first, last)


def _served(activity: Activity, baseline: Baseline) -> list[int]:
    """The person and the room that an activity has: those of the plan in force, else the only ones it may have."""
    pairs = (baseline.person, activity.people), (baseline.room, activity.rooms)
    found = [
        candidates[0].resource if given is None and len(candidates) == 1 else given
        for given, candidates in pairs
    ]
    return [who for who in found if who is not None]


def _only(candidates: tuple[Candidate, ...], resource: int | None) -> tuple[Candidate, ...]:
    if resource is None:
        return candidates
    return tuple(candidate for candidate in candidates if candidate.resource == resource)


def _slots(start: int, end: int) -> int:
    first = max(start, 0)
    return ((1 << max(end - first, 0)) - 1) << first
