"""The solver: a schedule at once, then better ones while the budget lasts."""

from __future__ import annotations

from collections.abc import Callable

from postprod_xl.domain.scheduling.engine.answer import early_wishes, result_of
from postprod_xl.domain.scheduling.engine.kernels import better
from postprod_xl.domain.scheduling.engine.model import Budget, Problem, Result, Step
from postprod_xl.domain.scheduling.engine.rules import first_keys
from postprod_xl.domain.scheduling.engine.setup import built, read_plan, setup_of
from postprod_xl.domain.scheduling.engine.tables import Ints

Listener = Callable[[Result], None]
FIRST_SCHEDULE = Budget()


def solve(
    problem: Problem, budget: Budget = FIRST_SCHEDULE, seed: int = 0, on_better: Listener | None = None
) -> Result:
    """The best schedule found within a budget; never an exception for a problem that asks too much.

    Parameters
    ----------
    problem
        What to schedule.
    budget
        How long to improve; by default the first schedule of a priority rule.
    seed
        Start of the search's own chance; with `budget.schedules` alone the same seed gives the same answer.
    on_better
        Called with each better schedule, the first included, on the caller's thread.
    """
    setup = setup_of(problem)
    wishes = early_wishes(setup)
    best: Ints = []
    trail: list[Step] = []
    for count, (rule, keys) in enumerate(first_keys(setup.tables)):
        if count and budget.schedules is not None and count >= budget.schedules:
            break
        plan = built(setup.tables, keys)
        if not trail or better(plan, best) > 0:
            best = plan
            trail.append(Step(rule, count + 1, read_plan(best).cost))
    return result_of(setup, read_plan(best), wishes, None, trail)
