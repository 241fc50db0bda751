"""Which activities to free together, all others staying: the parts of a plan that the exact solver reworks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from postprod_xl.engines.schedule.kernels import NONE
from postprod_xl.engines.schedule.model import Problem
from postprod_xl.engines.schedule.search import draw
from postprod_xl.engines.schedule.setup import Plan, Setup, movable
from postprod_xl.engines.schedule.tables import Ints

Chooser = Callable[[Setup, Plan, int, Sequence[int]], list[int]]


def neighbourhood(setup: Setup, plan: Plan, chance: Ints, size: int) -> frozenset[int]:
    """About `size` activities around one that is late, or moved, or any; kinds take turns by chance."""
    every = movable(setup, plan)
    if len(every) <= size:
        return frozenset(every)
    anchor = _anchor(setup, plan, chance, every)
    chooser = _CHOOSERS[draw(chance, len(_CHOOSERS))]
    ranked = chooser(setup, plan, anchor, every)
    chosen = {anchor, *ranked[:size]}
    return frozenset(chosen)


def _anchor(setup: Setup, plan: Plan, chance: Ints, every: Sequence[int]) -> int:
    tables = setup.tables
    late = [a for a in every if tables.due[a] != NONE and plan.end[a] > tables.due[a]]
    moved = [a for a in every if tables.move_price[a] and plan.start[a] != tables.planned_start[a]]
    pools = [pool for pool in (late, moved, every) if pool]
    pool = pools[draw(chance, len(pools))]
    return pool[draw(chance, len(pool))]


def _around(setup: Setup, plan: Plan, anchor: int, every: Sequence[int]) -> list[int]:
    """What happens at the same time."""
    middle = plan.start[anchor] + plan.end[anchor]
    return sorted(every, key=lambda a: abs(plan.start[a] + plan.end[a] - middle))


def _rivals(setup: Setup, plan: Plan, anchor: int, every: Sequence[int]) -> list[int]:
    """What may take the same resources, nearest in time before."""
    problem, end = setup.problem, plan.end[anchor]
    wanted = _resources(problem, anchor)
    for index in _line(setup, anchor):
        wanted |= _resources(problem, index)
    return sorted(every, key=lambda a: (not _resources(problem, a) & wanted, abs(plan.end[a] - end)))


def _projects(setup: Setup, plan: Plan, anchor: int, every: Sequence[int]) -> list[int]:
    """The whole project, then those that share most with it."""
    activities = setup.problem.activities
    own = activities[anchor].group
    wanted = set[int]().union(*(_resources(setup.problem, a) for a in every if activities[a].group == own))
    near: dict[int, int] = {}
    for a in every:
        group = activities[a].group
        close = abs(plan.start[a] - plan.start[anchor]) < 1 + setup.problem.horizon // 10
        near[group] = near.get(group, 0) + (bool(_resources(setup.problem, a) & wanted) and close)
    return sorted(every, key=lambda a: (activities[a].group != own, -near[activities[a].group], a))


def _upstream(setup: Setup, plan: Plan, anchor: int, every: Sequence[int]) -> list[int]:
    """What comes before: its line of predecessors, then whoever was served just before each of them."""
    line = set(_line(setup, anchor))
    held = {resource for a in line for resource in (plan.person[a], plan.room[a]) if resource >= 0}
    held.update(use.resource for index in line for use in setup.problem.activities[index].uses)

    def distance(a: int) -> tuple[int, int]:
        used = {plan.person[a], plan.room[a]}
        used.update(use.resource for use in setup.problem.activities[a].uses)
        rank = 0 if a in line else 1 if used & held and plan.start[a] < plan.end[anchor] else 2
        return rank, abs(plan.end[anchor] - plan.end[a])

    return sorted(every, key=distance)


def _line(setup: Setup, anchor: int) -> Ints:
    """The activity and all that comes before it by links."""
    tables, line, seen = setup.tables, [anchor], {anchor}
    for a in line:
        for row in range(tables.pred_at[a], tables.pred_at[a + 1]):
            if tables.pred[row] not in seen:
                seen.add(tables.pred[row])
                line.append(tables.pred[row])
    return line


def _resources(problem: Problem, index: int) -> set[int]:
    activity = problem.activities[index]
    chosen = {item.resource for item in (*activity.people, *activity.rooms)}
    return chosen | {use.resource for use in activity.uses}


_CHOOSERS: tuple[Chooser, ...] = (_around, _rivals, _projects, _upstream)
