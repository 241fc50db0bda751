"""The best plan known, where it came from and what is proven of it."""

from __future__ import annotations

from collections.abc import Callable

from postprod_xl.engines.schedule.kernels import better
from postprod_xl.engines.schedule.model import Step
from postprod_xl.engines.schedule.setup import Setup, cost_of
from postprod_xl.engines.schedule.tables import Ints


class Incumbent:
    """The best plan of one solve; `told` is called each time it gets better."""

    def __init__(self, setup: Setup, told: Callable[[Incumbent], None]) -> None:
        self.setup = setup
        self.plan: Ints = []
        self.bound: int | None = None
        self.proven = False
        self.built = 0
        self.trail: list[Step] = []
        self._told = told

    def offer(self, plan: Ints, method: str) -> bool:
        """Take a plan if it is better than the one known; whether it was."""
        if self.plan and better(plan, self.plan) <= 0:
            return False
        self.plan = [int(value) for value in plan]
        self.trail.append(Step(method, self.built, cost_of(self.setup, self.plan)))
        self._told(self)
        return True

    def learn(self, bound: int | None, proven: bool) -> None:
        """Keep a proven bound of lateness; `proven` when no plan is better on any aim but the last."""
        if bound is not None:
            self.bound = max(bound, self.bound or 0)
        self.proven = self.proven or proven
