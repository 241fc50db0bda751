"""A second search on a background thread: separate populations find different schedules (island model)."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from postprod_xl.engines.schedule.search.incumbent import Incumbent
from postprod_xl.engines.schedule.search.metaheuristic import Metaheuristic


class BackgroundSearch:
    """A compiled search advanced slice by slice; it offers its best schedule and adopts the incumbent."""

    def __init__(self, best: Incumbent, search: Metaheuristic, slice_size: int) -> None:
        self.best, self.search, self.slice_size = best, search, slice_size
        self.future: Future[int] | None = None
        self.pool = ThreadPoolExecutor(1)

    def poll(self) -> None:
        """Collect a finished slice and submit another; nothing while one is running."""
        if self.future is not None:
            if not self.future.done():
                return
            self._take(self.future)
            self.search.adopt(self.best.plan)
        self.future = self.pool.submit(self.search.advance, self.slice_size)

    def stop(self) -> None:
        """Wait for the running slice and collect it."""
        if self.future is not None:
            self._take(self.future)
        self.pool.shutdown()

    def _take(self, finished: Future[int]) -> None:
        self.best.schedule_count += finished.result()
        self.best.offer(self.search.plan, "search")
