"""Earliest ends under successive relaxations: the share of each constraint in a delay."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from postprod_xl.engines.schedule.generation.decoding import Instance, decoded, instance_of, schedule_of
from postprod_xl.engines.schedule.generation.priority_rules import initial_keys
from postprod_xl.engines.schedule.kernels.sgs import NONE
from postprod_xl.engines.schedule.model import Problem, Result
from postprod_xl.engines.schedule.result import critical_path_ends, earliest_sgs_ends


class EarliestEnds(NamedTuple):
    """Four ends of one activity, each with more constraints; None without date.

    `unlimited`: links, releases and its own calendar only (critical path). `calendars`: resources as available,
    with unlimited capacity. `alone`: its project alone, beside fixed activities and occupations. `together`: in
    the given schedule, with all the others.
    """

    unlimited: int | None
    calendars: int | None
    alone: int | None
    together: int | None


def earliest_ends(problem: Problem, result: Result) -> tuple[EarliestEnds, ...]:
    """The four ends of every activity; `alone` comes from priority rules, so it is an upper bound."""
    instance = instance_of(problem)
    rows = zip(
        critical_path_ends(instance),
        _present_ends(problem),
        _alone(instance, result),
        result.ends,
        strict=True,
    )
    return tuple(EarliestEnds(*row) for row in rows)


def _present_ends(problem: Problem) -> tuple[int | None, ...]:
    """Earliest ends with the calendars of the resources and unlimited capacity."""
    crowd = sum(demand.quantity for activity in problem.activities for demand in activity.demands)
    crowd += len(problem.activities) + 1
    resources = tuple(replace(resource, capacity=crowd) for resource in problem.resources)
    return earliest_sgs_ends(instance_of(replace(problem, resources=resources, occupations=())))


def _alone(instance: Instance, result: Result) -> list[int | None]:
    ends: list[int | None] = list(result.ends)
    groups: dict[int, list[int]] = {}
    for index, activity in enumerate(instance.problem.activities):
        groups.setdefault(activity.group, []).append(index)
    for members in groups.values():
        for index, end in _alone_ends(instance, members).items():
            together = result.ends[index]
            ends[index] = end if end is None or together is None else min(end, together)
    return ends


def _alone_ends(instance: Instance, members: list[int]) -> dict[int, int | None]:
    """Ends of the members of one project, scheduled with their predecessors only."""
    arrays = instance.arrays
    wanted, queue = set(members), list(members)
    for index in queue:
        before = arrays.pred[arrays.pred_at[index] : arrays.pred_at[index + 1]]
        new = set(before) - wanted
        wanted |= new
        queue += new
    indegree = [arrays.indegree[index] if index in wanted else -1 for index in range(arrays.n)]
    only = replace(instance, arrays=arrays._replace(indegree=indegree))
    ends: dict[int, int | None] = {}
    for _, keys in initial_keys(only):
        plan = schedule_of(decoded(only, keys))
        for index in members:
            end = plan.end[index]
            known = ends.get(index)
            if end != NONE and (known is None or end < known):
                ends[index] = end
            ends.setdefault(index, None)
    return ends
