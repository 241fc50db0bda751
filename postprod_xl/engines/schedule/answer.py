"""From the integers of a kernel to a `Result`, with the wishes that could not be met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from postprod_xl.engines.schedule.held import held_wishes
from postprod_xl.engines.schedule.incumbent import Incumbent
from postprod_xl.engines.schedule.kernels import NONE
from postprod_xl.engines.schedule.model import (
    Activity,
    Cost,
    Fault,
    Link,
    LinkKind,
    Problem,
    Result,
    Status,
    Wish,
)
from postprod_xl.engines.schedule.rules import in_link_order
from postprod_xl.engines.schedule.serial import serial
from postprod_xl.engines.schedule.setup import Setup, built, cost_of, new_keys, read_plan
from postprod_xl.engines.schedule.slots import end_of_work, open_slots, waited
from postprod_xl.engines.schedule.tables import flat_tables, past


def result_of(setup: Setup, best: Incumbent, wishes: Sequence[Wish]) -> Result:
    """The schedule the best plan stands for; `wishes` are those known before it (`early_wishes`)."""
    problem, plan, cost = setup.problem, read_plan(best.plan), cost_of(setup, best.plan)
    work_from, ends = _moments(plan.start), _moments(plan.end)
    starts = tuple(
        start if activity.begun is None or start is None else activity.begun
        for start, activity in zip(work_from, problem.activities, strict=True)
    )
    lateness = tuple(
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
        lateness=lateness,
        moved=(),
        cost=cost,
        bound=best.bound,
        trail=tuple(best.trail),
    )
    return replace(result, moved=_moved(problem, result), wishes=(*wishes, *_late_wishes(setup, result)))


def early_wishes(setup: Setup, earliest: Sequence[int | None]) -> tuple[Wish, ...]:
    """What no schedule can meet: clashes of what stays, dues before the earliest end (`unlimited_ends`)."""
    dues = [
        Wish(Fault.DUE, index, slot=end)
        for index, (activity, end) in enumerate(zip(setup.problem.activities, earliest, strict=True))
        if activity.due is not None and end is not None and end > activity.due
    ]
    return (*held_wishes(setup.problem, setup.places), *dues)


def least_lateness(problem: Problem, earliest: Sequence[int | None]) -> int:
    """Weighted lateness that no schedule can avoid, from the earliest ends (`unlimited_ends`)."""
    return sum(
        activity.weight * max(end - activity.due, 0)
        for activity, end in zip(problem.activities, earliest, strict=True)
        if activity.due is not None and not activity.hard and end is not None
    )


def unlimited_ends(setup: Setup) -> tuple[int | None, ...]:
    """Earliest end of each activity with as many people and rooms as one likes, always there."""
    problem, tables = setup.problem, setup.tables
    ends = list(tables.fixed_end)
    for index, place in setup.places.items():
        activity = problem.activities[index]
        if activity.stays:
            slots = open_slots(problem, Activity(0, calendar=activity.calendar))
            ends[index] = (
                end_of_work(slots, place.start, activity.duration) or place.start + activity.duration
            )
    nobody = [0] * (tables.n + 1)
    free = tables._replace(fixed_end=ends, people_at=nobody, rooms_at=nobody, release=_releases(problem))
    keys = new_keys(tables)
    return _moments(read_plan(serial(free, flat_tables(free), setup.ground, keys)).end)


def _releases(problem: Problem) -> list[int]:
    return [max(activity.release, problem.now) for activity in problem.activities]


def alone_ends(setup: Setup) -> tuple[int | None, ...]:
    """The ends of one schedule in the order of links: the earliest ones where nothing is scarce."""
    return _moments(read_plan(built(setup, new_keys(setup.tables))).end)


def _moments(values: Sequence[int]) -> tuple[int | None, ...]:
    return tuple(None if value == NONE else value for value in values)


def _resources(values: Sequence[int]) -> tuple[int | None, ...]:
    return tuple(None if value < 0 else value for value in values)


def _status(ends: Sequence[int | None], cost: Cost, best: Incumbent) -> Status:
    if None in ends:
        return Status.PARTIAL
    reached = best.bound == cost.lateness and not cost.hard
    return Status.OPTIMAL if reached or best.proven else Status.FEASIBLE


def _moved(problem: Problem, result: Result) -> tuple[int, ...]:
    return tuple(
        index for index, activity in enumerate(problem.activities) if _is_moved(activity, result, index)
    )


def _is_moved(activity: Activity, result: Result, index: int) -> bool:
    planned = activity.planned
    if planned is None or activity.done is not None:
        return False
    other_person = activity.duration and planned.person not in (None, result.person[index])
    other_room = activity.duration and planned.room not in (None, result.room[index])
    return bool(result.work_from[index] != planned.start or other_person or other_room)


def _late_wishes(setup: Setup, result: Result) -> Iterator[Wish]:
    reached = {*in_link_order(setup.tables), *setup.places}
    for index, activity in enumerate(setup.problem.activities):
        if index not in reached:
            yield Wish(Fault.CYCLE, index)
        elif result.ends[index] is None:
            yield Wish(Fault.NO_PLACE, index)
        elif activity.stays and (result.work_from[index] or 0) < activity.release:
            yield Wish(Fault.BEFORE_RELEASE, index, slot=activity.release)
    for link in setup.problem.links:
        if setup.problem.activities[link.after].stays and not past(setup.problem, link):
            yield from _broken_link(setup.problem, result, link)


def _broken_link(problem: Problem, result: Result, link: Link) -> Iterator[Wish]:
    """The wish of an activity that stays, when one of its links would have it later."""
    from_end = link.kind in (LinkKind.END_START, LinkKind.END_END)
    leaves = (result.ends if from_end else result.starts)[link.before]
    to_start = link.kind in (LinkKind.END_START, LinkKind.START_START)
    reaches = (result.starts if to_start else result.ends)[link.after]
    if leaves is None or reaches is None:
        return
    calendar = open_slots(problem, Activity(0, calendar=problem.activities[link.after].calendar))
    moment = waited(calendar, leaves, link.lag)
    if moment > reaches:
        yield Wish(Fault.LINK, link.after, link.before, slot=moment)
