"""From the integers of a kernel to a `Result`, with the conflicts it could not avoid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from postprod_xl.engines.schedule.calendars import end_of_work, moment_after_lag, open_slots
from postprod_xl.engines.schedule.generation.decoding import Instance, cost_of, new_keys, schedule_of
from postprod_xl.engines.schedule.generation.disjunctive_sgs import Scheme
from postprod_xl.engines.schedule.generation.priority_rules import topological_order
from postprod_xl.engines.schedule.instance.arrays import is_past, packed
from postprod_xl.engines.schedule.instance.fixed import fixed_conflicts
from postprod_xl.engines.schedule.kernels.sgs import NONE
from postprod_xl.engines.schedule.model import (
    Activity,
    Conflict,
    ConflictKind,
    Cost,
    Link,
    LinkKind,
    Problem,
    Result,
    Status,
)
from postprod_xl.engines.schedule.search.incumbent import Incumbent


def result_of(instance: Instance, best: Incumbent, conflicts: Sequence[Conflict]) -> Result:
    """The result of the incumbent; `conflicts` are those known before any schedule (`unavoidable_conflicts`)."""
    problem, plan, cost = instance.problem, schedule_of(best.plan), cost_of(instance, best.plan)
    work_from, ends = _moments(plan.start), _moments(plan.end)
    starts = tuple(
        start if activity.actual_start is None or start is None else activity.actual_start
        for start, activity in zip(work_from, problem.activities, strict=True)
    )
    tardiness = tuple(
        0 if activity.due is None or end is None else max(0, end - activity.due)
        for end, activity in zip(ends, problem.activities, strict=True)
    )
    result = Result(
        status=_status(ends, cost, best),
        starts=starts,
        ends=ends,
        work_from=work_from,
        person=_resources(plan.person),
        room=_resources(plan.room),
        tardiness=tardiness,
        moved=(),
        cost=cost,
        bound=best.bound,
        improvements=tuple(best.improvements),
    )
    return replace(
        result, moved=_moved(problem, result), conflicts=(*conflicts, *_schedule_conflicts(instance, result))
    )


def unavoidable_conflicts(instance: Instance, earliest: Sequence[int | None]) -> tuple[Conflict, ...]:
    """Conflicts no schedule avoids: clashes of fixed activities, due dates before the critical-path end."""
    dues = [
        Conflict(ConflictKind.DUE, index, slot=end)
        for index, (activity, end) in enumerate(zip(instance.problem.activities, earliest, strict=True))
        if activity.due is not None and end is not None and end > activity.due
    ]
    return (*fixed_conflicts(instance.problem, instance.assignments), *dues)


def least_tardiness(problem: Problem, earliest: Sequence[int | None]) -> int:
    """Lower bound of the weighted tardiness, from the critical-path ends (`critical_path_ends`)."""
    return sum(
        activity.weight * max(end - activity.due, 0)
        for activity, end in zip(problem.activities, earliest, strict=True)
        if activity.due is not None and not activity.hard and end is not None
    )


def critical_path_ends(instance: Instance) -> tuple[int | None, ...]:
    """Earliest end of each activity with unlimited resources, always available (critical path)."""
    problem, arrays = instance.problem, instance.arrays
    ends = list(arrays.fixed_end)
    for index, place in instance.assignments.items():
        activity = problem.activities[index]
        if activity.is_fixed:
            slots = open_slots(problem, Activity(0, calendar=activity.calendar))
            ends[index] = (
                end_of_work(slots, place.start, activity.duration) or place.start + activity.duration
            )
    nobody = [0] * (arrays.n + 1)
    free = arrays._replace(fixed_end=ends, people_at=nobody, rooms_at=nobody, release=_releases(problem))
    keys = new_keys(arrays)
    return _moments(schedule_of(Scheme(free, packed(free), instance.availability).placed(keys)).end)


def _releases(problem: Problem) -> list[int]:
    return [max(activity.release, problem.now) for activity in problem.activities]


def _moments(values: Sequence[int]) -> tuple[int | None, ...]:
    return tuple(None if value == NONE else value for value in values)


def _resources(values: Sequence[int]) -> tuple[int | None, ...]:
    return tuple(None if value < 0 else value for value in values)


def _status(ends: Sequence[int | None], cost: Cost, best: Incumbent) -> Status:
    if None in ends:
        return Status.PARTIAL
    reached = best.bound == cost.tardiness and not cost.hard
    return Status.OPTIMAL if reached or best.proven else Status.FEASIBLE


def _moved(problem: Problem, result: Result) -> tuple[int, ...]:
    return tuple(
        index for index, activity in enumerate(problem.activities) if _is_moved(activity, result, index)
    )


def _is_moved(activity: Activity, result: Result, index: int) -> bool:
    baseline = activity.baseline
    if baseline is None or activity.completed is not None:
        return False
    other_person = activity.duration and baseline.person not in (None, result.person[index])
    other_room = activity.duration and baseline.room not in (None, result.room[index])
    return bool(result.work_from[index] != baseline.start or other_person or other_room)


def _schedule_conflicts(instance: Instance, result: Result) -> Iterator[Conflict]:
    reached = {*topological_order(instance.arrays), *instance.assignments}
    for index, activity in enumerate(instance.problem.activities):
        if index not in reached:
            yield Conflict(ConflictKind.CYCLE, index)
        elif result.ends[index] is None:
            yield Conflict(ConflictKind.NO_PLACE, index)
        elif activity.is_fixed and (result.work_from[index] or 0) < activity.release:
            yield Conflict(ConflictKind.BEFORE_RELEASE, index, slot=activity.release)
    for link in instance.problem.links:
        if instance.problem.activities[link.successor].is_fixed and not is_past(instance.problem, link):
            yield from _broken_link(instance.problem, result, link)


def _broken_link(problem: Problem, result: Result, link: Link) -> Iterator[Conflict]:
    """The conflict of a fixed activity that starts before one of its links allows."""
    from_end = link.kind in (LinkKind.END_START, LinkKind.END_END)
    leaves = (result.ends if from_end else result.starts)[link.predecessor]
    to_start = link.kind in (LinkKind.END_START, LinkKind.START_START)
    reaches = (result.starts if to_start else result.ends)[link.successor]
    if leaves is None or reaches is None:
        return
    calendar = open_slots(problem, Activity(0, calendar=problem.activities[link.successor].calendar))
    moment = moment_after_lag(calendar, leaves, link.lag)
    if moment > reaches:
        yield Conflict(ConflictKind.LINK, link.successor, link.predecessor, slot=moment)
