"""The plan of an office: solved, read back as the plan in force, and solved again until it stays itself."""

from __future__ import annotations

from postprod_xl.domain.scheduling.engine import Budget, Fault, Result, solve
from postprod_xl.domain.scheduling.plan import Plan
from postprod_xl.domain.scheduling.problem import Model, Wishes, model_of
from postprod_xl.domain.scheduling.roster import House
from postprod_xl.domain.scheduling.tasks import TaskList

SEED = 1
_STRETCHES = (1, 2, 5)
_ROUNDS = 6
_RULES = 6
# Schedules built by one search. A small office is not worth loading the compiled search; in a large one each
# schedule is long but many are needed.
_SMALL, _PLACINGS = 700, 8_000
_LARGE = 100


def solved(listed: TaskList, house: House, wishes: Wishes, budget: Budget | None = None) -> Plan:
    """The best plan found, which is the one found again when nothing changes.

    A plan that is in force is left only for one that is less late, so that the rounds come to an end: the
    last one has found nothing better than what the workbook will hold.
    """
    kept = dict(wishes.kept)
    plan = _placed(listed, house, wishes, budget)
    for _ in range(_ROUNDS):
        following = {**kept, **plan.kept}
        if following == kept:
            break
        kept = following
        plan = _placed(listed, house, wishes._replace(kept=kept), budget)
    return plan


def _placed(listed: TaskList, house: House, wishes: Wishes, budget: Budget | None) -> Plan:
    """One solve, on an axis long enough for every task that can have a place."""
    plan = None
    for stretch in _STRETCHES:
        model = model_of(listed, house, wishes, stretch)
        plan = Plan(model, _answer(model, budget))
        if not any(wish.fault is Fault.NO_PLACE for wish in plan.result.wishes):
            break
    assert plan is not None
    return plan


def _answer(model: Model, budget: Budget | None) -> Result:
    """What the rules give, and in a small office a search for better when something is late."""
    activities = len(model.problem.activities)
    if budget is not None or activities > _SMALL:
        return solve(model.problem, budget or Budget(schedules=_LARGE), SEED)
    found = solve(model.problem, Budget(schedules=_RULES if activities else 1), SEED)
    if not found.cost.hard and found.cost.lateness <= _unavoidable(model, found):
        return found
    return solve(model.problem, Budget(schedules=_RULES + _PLACINGS // activities), SEED)


def _unavoidable(model: Model, result: Result) -> int:
    """The lateness that would be there even with everybody free: nothing less can be found."""
    total = 0
    for wish in result.wishes:
        activity = model.problem.activities[wish.activity]
        if wish.fault is Fault.DUE and wish.slot is not None and activity.due is not None:
            total += (wish.slot - activity.due) * activity.weight
    return total
