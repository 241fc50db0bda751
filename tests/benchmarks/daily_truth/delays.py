"""Deliveries announced late that a better plan delivers sooner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from postprod_xl.engines.schedule import Problem
from tests.benchmarks.better_plan import Answer, Limit, Place, Wanted, faults, plan_within
from tests.benchmarks.daily_truth.day import Day, resources_of

# How many activities are free in the first searches, and what each of them may take of the time given.
_RINGS, _SHARE = (60, 150), 0.2


class FalseDelay(NamedTuple):
    """A delivery announced late, and a checked plan where it is less late."""

    project: str
    late_days: int
    better_days: int
    places: Mapping[int, Place]

    def __repr__(self) -> str:
        return f"{self.project}: {self.late_days} j announced, {self.better_days} j possible"


def false_delay(day: Day, project: str, limit: Limit) -> FalseDelay | None:
    """A better plan of a late delivery, on time if one is found so; None when none is found within a limit.

    Raises
    ------
    AssertionError
        A plan was found that the checker refuses: the search itself is at fault.
    """
    wanted = day.wanted(project)
    found = better(day, wanted, project, limit)
    if found.places is None:
        return None
    due = day.problem.activities[day.made.plan.model.deliveries[project]].due
    if due is not None and day.delivered_in(project, found.places) > due:
        on_time = replace(
            wanted,
            latest={
                index: min(end, due) if index in day.left[project] else end
                for index, end in wanted.latest.items()
            },
        )
        again = better(day, on_time, project, limit)
        found, wanted = (found, wanted) if again.places is None else (again, on_time)
    assert found.places is not None
    refused = faults(day.problem, day.made.plan.result, wanted, found.places)
    assert not refused, (project, refused[:5])
    late = day.late_days_at(project, day.delivered_in(project, found.places))
    return FalseDelay(project, day.late[project], late, found.places)


def false_delays(day: Day, limit: Limit) -> list[FalseDelay]:
    """The better plans of the late deliveries of a day."""
    return [found for project in day.late if (found := false_delay(day, project, limit)) is not None]


def better(day: Day, wanted: Wanted, project: str, limit: Limit) -> Answer:
    """A plan as wanted, looked for wider and wider.

    First whether the delivery could be so early were it alone; then with its project and its rivals free, all others
    where they are in the plan of the day; then with everything free.
    """
    problem, places = day.problem, day.places
    before = _upstream(problem, day.left[project])
    movable = [index for index in places if index not in wanted.held]
    alone = replace(
        wanted,
        left_out=frozenset(index for index in movable if index not in before),
        latest={index: end for index, end in wanted.latest.items() if index in before},
    )
    found = plan_within(problem, places, alone, limit.part(_SHARE))
    if found.places is None and found.proven:
        return found
    for size in _RINGS:
        ring = _rivals(day, before, movable, size)
        if len(ring) == len(movable):
            break
        others = {index: places[index] for index in movable if index not in ring}
        found = plan_within(
            problem, places, replace(wanted, held={**wanted.held, **others}), limit.part(_SHARE)
        )
        if found.places is not None:
            return found
    return plan_within(problem, places, wanted, limit.part(1 - _SHARE))


def _rivals(day: Day, before: set[int], movable: Sequence[int], size: int) -> set[int]:
    """What a delivery waits for, and the projects that take most of its people and rooms before it, up to a size."""
    activities, places = day.problem.activities, day.places
    served = {who for index in before for who in resources_of(activities[index])}
    end = max(places[index].end for index in before if index in places)
    taken: dict[str, int] = {}
    members: dict[str, list[int]] = {}
    for index in movable:
        project = day.owners[index]
        members.setdefault(project, []).append(index)
        place = places[index]
        if place.start < end and {place.person, place.room} & served:
            taken[project] = taken.get(project, 0) + min(place.end, end) - place.start
    own = {day.owners[index] for index in before}
    ring = {index for project in own for index in members.get(project, ())}
    for project in sorted(taken, key=lambda code: (-taken[code], code)):
        if len(ring) + len(members[project]) <= size:
            ring.update(members[project])
    return ring


def _upstream(problem: Problem, activities: Iterable[int]) -> set[int]:
    """Some activities and all that they wait for, directly or not."""
    before: dict[int, list[int]] = {}
    for link in problem.links:
        before.setdefault(link.successor, []).append(link.predecessor)
    queue = list(activities)
    found = set(queue)
    for index in queue:
        new = [other for other in before.get(index, ()) if other not in found]
        found.update(new)
        queue += new
    return found
