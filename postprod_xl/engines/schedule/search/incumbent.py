"""The incumbent: the best schedule known, its history and the bounds proven."""

from __future__ import annotations

from collections.abc import Callable

from postprod_xl.engines.schedule.generation.decoding import Instance, cost_of
from postprod_xl.engines.schedule.instance.arrays import Ints
from postprod_xl.engines.schedule.kernels.sgs import compare
from postprod_xl.engines.schedule.model import Budget, Improvement


class Incumbent:
    """The best schedule of one solve; `on_improvement` is called each time it improves."""

    def __init__(self, instance: Instance, on_improvement: Callable[[Incumbent], None]) -> None:
        self.instance = instance
        self.plan: Ints = []
        self.bound: int | None = None
        self.proven = False
        self.schedule_count = 0
        self.improvements: list[Improvement] = []
        self._on_improvement = on_improvement

    def offer(self, plan: Ints, method: str) -> bool:
        """Accept a schedule if it beats the incumbent; whether it did."""
        if self.plan and compare(plan, self.plan) <= 0:
            return False
        self.plan = [int(value) for value in plan]
        self.improvements.append(Improvement(method, self.schedule_count, cost_of(self.instance, self.plan)))
        self._on_improvement(self)
        return True

    def raise_bound(self, bound: int | None, proven: bool) -> None:
        """Raise the proven bound of tardiness; `proven` when nothing beats the incumbent on any level but the last."""
        if bound is not None:
            self.bound = max(bound, self.bound or 0)
        self.proven = self.proven or proven

    def may_improve(self, budget: Budget) -> bool:
        """Whether the budget leaves something to search, and no proof ends it."""
        if self.proven or (budget.keep_going is not None and not budget.keep_going()):
            return False
        return budget.schedules is None or self.schedule_count < budget.schedules
