"""A second search beside the first, on a thread of its own: populations kept apart find other plans."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from postprod_xl.engines.schedule.search.incumbent import Incumbent
from postprod_xl.engines.schedule.search.metaheuristic import Metaheuristic


class BackgroundSearch:
    """A compiled search advanced piece by piece; it gives its best plan and takes that of the others."""

    def __init__(self, best: Incumbent, search: Metaheuristic, piece: int) -> None:
        self.best, self.search, self.piece = best, search, piece
        self.future: Future[int] | None = None
        self.pool = ThreadPoolExecutor(1)

    def poll(self) -> None:
        """Take what is ready and begin another piece; nothing while one is under way."""
        if self.future is not None:
            if not self.future.done():
                return
            self._take(self.future)
            self.search.adopt(self.best.plan)
        self.future = self.pool.submit(self.search.advance, self.piece)

    def stop(self) -> None:
        """Wait for the piece under way and take what it found."""
        if self.future is not None:
            self._take(self.future)
        self.pool.shutdown()

    def _take(self, piece: Future[int]) -> None:
        self.best.decoded += piece.result()
        self.best.offer(self.search.plan, "search")
