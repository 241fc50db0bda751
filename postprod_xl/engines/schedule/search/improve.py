"""Improvement of the first schedules: the metaheuristic, and beside it CP-SAT or a second search.

Imported only when a budget asks for a search.
"""

from __future__ import annotations

from concurrent.futures import wait

from postprod_xl.engines.schedule.generation.disjunctive_sgs import Keys
from postprod_xl.engines.schedule.kernels.compiled import Engine, interpreted
from postprod_xl.engines.schedule.model import Budget
from postprod_xl.engines.schedule.search.background import BackgroundSearch
from postprod_xl.engines.schedule.search.cp_sat import available
from postprod_xl.engines.schedule.search.incumbent import Incumbent
from postprod_xl.engines.schedule.search.large_neighbourhood import LargeNeighbourhoodSearch
from postprod_xl.engines.schedule.search.metaheuristic import Metaheuristic, compiling

# Activity placements per slice of search: a few hundredths of a second, compiled or interpreted.
_COMPILED_SLICE, _INTERPRETED_SLICE = 200_000, 3_000
# When one interpreted schedule takes longer than a slice, wait for the compiled kernels, this long at a time.
_WAIT_SECONDS = 0.05
# Activity placements by the search, compiled or interpreted, before CP-SAT joins it: writing its model takes
# long.
_COMPILED_HEAD_START, _INTERPRETED_HEAD_START = 100_000, 60_000
# Above this many activities that only share pools, CP-SAT proves nothing within the time: a second population
# on another thread serves better.
_LARGEST_PROVEN = 100
# Below this many activity placements, loading the compiled kernels takes longer than doing without them.
_WORTH_COMPILING = 60_000


def improve(best: Incumbent, keys: Keys, budget: Budget, seed: int) -> None:
    """Search until the budget ends, from the keys of the best schedule; the incumbent takes what is found."""
    if budget.keep_going is None:
        _counted(best, keys, budget, seed)
    else:
        _timed(best, keys, budget, seed)


def _engine(best: Incumbent, schedules: int) -> Engine:
    """The compiled kernels if this many schedules justify loading them; the results are the same."""
    return compiling().result() if schedules * best.instance.arrays.n > _WORTH_COMPILING else interpreted()


def _counted(best: Incumbent, keys: Keys, budget: Budget, seed: int) -> None:
    """Search, then CP-SAT, each up to its own count: reproducible."""
    n = max(best.instance.arrays.n, 1)
    left = (budget.schedules or 0) - best.schedule_count
    if left > 0:
        search = Metaheuristic(best.instance, _engine(best, left), (keys, best.plan), seed)
        # The same slice size, compiled or not: slices decide when a population is renewed.
        while best.may_improve(budget):
            slice_size = min(max(_COMPILED_SLICE // n, 1), (budget.schedules or 0) - best.schedule_count)
            best.schedule_count += search.advance(slice_size)
            best.offer(search.plan, "search")
    if budget.exact and available():
        rounds = LargeNeighbourhoodSearch(best, seed, budget.exact, timed=False)
        while not best.proven and rounds.start():
            rounds.finish()


def _timed(best: Incumbent, keys: Keys, budget: Budget, seed: int) -> None:
    """Search on this thread and a background worker on another, exchanging incumbents, until told to stop."""
    n = max(best.instance.arrays.n, 1)
    compiled = compiling() if best.may_improve(budget) else None
    search = Metaheuristic(best.instance, interpreted(), (keys, best.plan), seed)
    worker = _cp_sat_worker(best, budget, seed)
    slice_size, head_start = _INTERPRETED_SLICE, best.schedule_count + max(_INTERPRETED_HEAD_START // n, 1)
    while best.may_improve(budget):
        if compiled is not None and compiled.done():
            start, slice_size = (keys, best.plan), _COMPILED_SLICE
            head_start = best.schedule_count + max(_COMPILED_HEAD_START // n, 1)
            search = Metaheuristic(best.instance, compiled.result(), start, seed)
            if search.is_genetic and n > _LARGEST_PROVEN:
                other = Metaheuristic(best.instance, compiled.result(), start, seed + 1)
                worker = _replaced(worker, BackgroundSearch(best, other, max(slice_size // n, 1)))
            compiled = None
        if worker is not None and best.schedule_count >= head_start:
            worker.poll()
        if compiled is not None and n > _INTERPRETED_SLICE:
            wait([compiled], _WAIT_SECONDS)
            continue
        best.schedule_count += search.advance(max(slice_size // n, 1))
        if best.offer(search.plan, "search"):
            continue
        search.adopt(best.plan)
    if worker is not None:
        worker.stop()


def _cp_sat_worker(
    best: Incumbent, budget: Budget, seed: int
) -> LargeNeighbourhoodSearch | BackgroundSearch | None:
    return (
        LargeNeighbourhoodSearch(best, seed, budget.exact, timed=True)
        if budget.exact != 0 and available()
        else None
    )


def _replaced(
    old: LargeNeighbourhoodSearch | BackgroundSearch | None, new: BackgroundSearch
) -> BackgroundSearch:
    if old is not None:
        old.stop()
    return new
