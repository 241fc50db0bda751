"""Neighbourhoods for CP-SAT: which activities to free together, all others being fixed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from postprod_xl.engines.schedule.generation.decoding import Instance, Schedule, movable
from postprod_xl.engines.schedule.instance.arrays import Ints
from postprod_xl.engines.schedule.kernels.genetic import random_below
from postprod_xl.engines.schedule.kernels.sgs import NONE
from postprod_xl.engines.schedule.model import Problem

Chooser = Callable[[Instance, Schedule, int, Sequence[int]], list[int]]


def neighbourhood(instance: Instance, plan: Schedule, rng: Ints, size: int) -> frozenset[int]:
    """About `size` activities around a tardy one, a moved one, or any; the kind is drawn at random."""
    movables = movable(instance, plan)
    if len(movables) <= size:
        return frozenset(movables)
    anchor = _anchor(instance, plan, rng, movables)
    chooser = _CHOOSERS[random_below(rng, len(_CHOOSERS))]
    ranked = chooser(instance, plan, anchor, movables)
    chosen = {anchor, *ranked[:size]}
    return frozenset(chosen)


def _anchor(instance: Instance, plan: Schedule, rng: Ints, movables: Sequence[int]) -> int:
    arrays = instance.arrays
    late = [a for a in movables if arrays.due[a] != NONE and plan.end[a] > arrays.due[a]]
    moved = [a for a in movables if arrays.move_price[a] and plan.start[a] != arrays.baseline_start[a]]
    pools = [pool for pool in (late, moved, movables) if pool]
    pool = pools[random_below(rng, len(pools))]
    return pool[random_below(rng, len(pool))]


def _same_period(instance: Instance, plan: Schedule, anchor: int, movables: Sequence[int]) -> list[int]:
    """Activities at about the same time."""
    middle = plan.start[anchor] + plan.end[anchor]
    return sorted(movables, key=lambda a: abs(plan.start[a] + plan.end[a] - middle))


def _same_resources(instance: Instance, plan: Schedule, anchor: int, movables: Sequence[int]) -> list[int]:
    """Activities competing for the same resources, nearest in time first."""
    problem, end = instance.problem, plan.end[anchor]
    wanted = _resources(problem, anchor)
    for index in _ancestors(instance, anchor):
        wanted |= _resources(problem, index)
    return sorted(movables, key=lambda a: (not _resources(problem, a) & wanted, abs(plan.end[a] - end)))


def _same_project(instance: Instance, plan: Schedule, anchor: int, movables: Sequence[int]) -> list[int]:
    """The whole project, then the projects that compete most with it."""
    activities = instance.problem.activities
    own = activities[anchor].group
    wanted = set[int]().union(
        *(_resources(instance.problem, a) for a in movables if activities[a].group == own)
    )
    near: dict[int, int] = {}
    for a in movables:
        group = activities[a].group
        close = abs(plan.start[a] - plan.start[anchor]) < 1 + instance.problem.horizon // 10
        near[group] = near.get(group, 0) + (bool(_resources(instance.problem, a) & wanted) and close)
    return sorted(movables, key=lambda a: (activities[a].group != own, -near[activities[a].group], a))


def _predecessors(instance: Instance, plan: Schedule, anchor: int, movables: Sequence[int]) -> list[int]:
    """Predecessors, then the activities that hold their resources before the anchor."""
    ancestors = set(_ancestors(instance, anchor))
    used_upstream = {
        resource for a in ancestors for resource in (plan.person[a], plan.room[a]) if resource >= 0
    }
    used_upstream.update(
        demand.resource for index in ancestors for demand in instance.problem.activities[index].demands
    )

    def distance(a: int) -> tuple[int, int]:
        used = {plan.person[a], plan.room[a]}
        used.update(demand.resource for demand in instance.problem.activities[a].demands)
        rank = 0 if a in ancestors else 1 if used & used_upstream and plan.start[a] < plan.end[anchor] else 2
        return rank, abs(plan.end[anchor] - plan.end[a])

    return sorted(movables, key=distance)


def _ancestors(instance: Instance, anchor: int) -> Ints:
    """The activity and all its predecessors."""
    arrays, ancestors, seen = instance.arrays, [anchor], {anchor}
    for a in ancestors:
        for row in range(arrays.pred_at[a], arrays.pred_at[a + 1]):
            if arrays.pred[row] not in seen:
                seen.add(arrays.pred[row])
                ancestors.append(arrays.pred[row])
    return ancestors


def _resources(problem: Problem, index: int) -> set[int]:
    activity = problem.activities[index]
    chosen = {item.resource for item in (*activity.people, *activity.rooms)}
    return chosen | {demand.resource for demand in activity.demands}


_CHOOSERS: tuple[Chooser, ...] = (_same_period, _same_resources, _same_project, _predecessors)
