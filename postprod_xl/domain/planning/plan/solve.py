"""The plan of an office: at once by default, better in the time given, and itself when nothing has changed."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b

from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.problem.build import Wishes, model_of
from postprod_xl.domain.planning.problem.roster import House
from postprod_xl.domain.planning.tasks.to_plan import TaskList
from postprod_xl.engines.schedule import Budget, Effort, Problem, construct, solve

SEED = 1
_STRETCHES = (1, 2, 5)
_ROUNDS = 6


def solved(
    listed: TaskList,
    house: House,
    wishes: Wishes,
    budget: Budget | None = None,
    tries: int | None = None,
) -> Plan:
    """The plan found, read back as the plan in force: what the workbook will hold gives the same plan again.

    Without budget the plan in force is kept where it is legal and nothing late could be earlier, and changed no
    more than that asks; with one, a better plan is looked for first. `tries` is what it may spend on making what is
    late less late; by default, the usual.
    """
    effort = Effort() if tries is None else Effort(tries)
    plan = _placed(listed, house, wishes, budget, effort)
    for _ in range(_ROUNDS):
        following = {**wishes.kept, **plan.kept}
        if following == wishes.kept:
            break
        wishes = wishes._replace(kept=following)
        plan = _placed(listed, house, wishes, None, effort)
    return replace(plan, answered=_told_apart(plan.model.problem)) if effort.ran_out else plan


def _placed(listed: TaskList, house: House, wishes: Wishes, budget: Budget | None, effort: Effort) -> Plan:
    """One answer, on an axis long enough for every task that can have a place."""
    plan = None
    for stretch in _STRETCHES:
        model = model_of(listed, house, wishes, stretch)
        if wishes.answered and wishes.answered == _told_apart(model.problem):
            effort.give_up()
        if budget is None:
            result = construct(model.problem, effort)
        else:
            result = solve(model.problem, budget, SEED)
        plan = Plan(model, result)
        if all(listed.tasks[place].never for place in plan.unplaced):
            break
    assert plan is not None
    return plan


def _told_apart(problem: Problem) -> str:
    """What tells a problem from any other."""
    return blake2b(repr(problem).encode(), digest_size=8).hexdigest()
