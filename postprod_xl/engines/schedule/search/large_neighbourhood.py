"""Large-neighbourhood search with CP-SAT, beside the metaheuristic; the whole problem when it is small."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from math import inf

from postprod_xl.engines.schedule.generation.decoding import decoded, movable, new_keys, schedule_of
from postprod_xl.engines.schedule.instance.arrays import Ints
from postprod_xl.engines.schedule.kernels.sgs import KEY_SCALE
from postprod_xl.engines.schedule.model import Problem
from postprod_xl.engines.schedule.search.cp_sat import CpSatOutcome, CpSatRun, Subproblem
from postprod_xl.engines.schedule.search.incumbent import Incumbent
from postprod_xl.engines.schedule.search.neighbourhoods import neighbourhood

_WHOLE = 350  # activities above which the whole model does not close
# Effort and seconds of the first round on the whole, and of each neighbourhood.
_WHOLE_TIME, _PART_TIME = (0.2, 3.0), (0.01, 0.6)
_SMALLEST, _LARGEST = 20, 160
# One round in this many is on the whole problem.
_OFTEN, _ALWAYS = 24, 1


class LargeNeighbourhoodSearch:
    """Rounds of CP-SAT on the incumbent, one at a time, on a thread of their own."""

    def __init__(self, best: Incumbent, seed: int, effort: float | None, timed: bool) -> None:
        self.best = best
        self.timed = timed
        self.left = inf if effort is None else effort
        self.rng = [seed % 2147483646 + 1]
        self.size = 60
        self.longer = 1
        self.count = 0
        # Reworking a neighbourhood cannot bring forward the one end that counts.
        self.whole_in = _OFTEN if _weighs_several(best.instance.problem) else _ALWAYS
        self.exact: CpSatRun | None = None
        self.future: Future[CpSatOutcome] | None = None
        self.pool = ThreadPoolExecutor(1)

    def start(self) -> bool:
        """Submit a round; False when no effort is left or nothing may move."""
        plan = schedule_of(self.best.plan)
        every = movable(self.best.instance, plan)
        if self.left <= 0 or not every:
            return False
        # The whole problem first, and again from time to time with twice the time.
        whole = len(every) <= _WHOLE and self.count % self.whole_in == 0
        self.count += 1
        effort, seconds = _WHOLE_TIME if whole else _PART_TIME
        if whole:
            effort, seconds = effort * self.longer, seconds * self.longer
            self.longer *= 2
        free = frozenset(every) if whole else neighbourhood(self.best.instance, plan, self.rng, self.size)
        limits = min(effort, self.left), seconds if self.timed else inf
        task = Subproblem(self.best.instance, self.best.plan, free, *limits, self.rng[0] % 100_000)
        self.exact = CpSatRun(task)
        self.future = self.pool.submit(self.exact.run)
        return True

    def finish(self) -> None:
        """Wait for the round and collect it."""
        if self.future is not None:
            self._take(self.future.result())

    def poll(self) -> None:
        """Collect a finished round and submit another if none is running."""
        if self.future is None:
            self.start()
        elif self.future.done():
            self.finish()
            if not self.best.proven:
                self.start()
        elif self.exact is not None and self.exact.latest is not None:
            self._offer(self.exact.latest)

    def stop(self) -> None:
        """Stop the running round and collect it."""
        if self.exact is not None:
            self.exact.stop()
        self.finish()
        self.pool.shutdown()

    def _take(self, found: CpSatOutcome) -> None:
        assert self.exact is not None
        # A round always costs something, so that rounds without effect come to an end.
        self.left -= max(found.spent, 0.0001)
        self.future = None
        if found.plan is not None:
            self._offer(found.plan)
        plan = schedule_of(self.best.plan)
        if self.exact.task.free == frozenset(movable(self.best.instance, plan)):
            # Nothing is proven of what the exact solver does not move.
            if not any(self.best.instance.arrays.yields):
                self.best.raise_bound(found.bound, found.proven)
        elif found.proven:
            self.size = min(self.size + 2 + self.size // 8, _LARGEST)
        else:
            self.size = max(self.size - 2 - self.size // 8, _SMALLEST)

    def _offer(self, plan: Ints) -> None:
        """Offer a schedule, and its left-justified version when there is no baseline to keep."""
        self.best.offer(plan, "exact")
        instance, parts = self.best.instance, schedule_of(plan)
        if any(instance.arrays.move_price):
            return
        order = [start * KEY_SCALE for start in parts.start]
        keys = new_keys(instance.arrays)._replace(order=order, person=parts.person, room=parts.room)
        self.best.offer(decoded(instance, keys), "exact")


def _weighs_several(problem: Problem) -> bool:
    """Whether the objective depends on more than one end, or on a baseline."""
    dues = sum(activity.due is not None for activity in problem.activities)
    return dues > 1 or any(activity.baseline is not None for activity in problem.activities)
