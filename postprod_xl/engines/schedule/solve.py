"""The solver: a schedule at once, then better ones while the budget lasts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import wait

from postprod_xl.engines.schedule.answer import (
    early_wishes,
    least_lateness,
    result_of,
    unlimited_ends,
)
from postprod_xl.engines.schedule.compiled import Engine, plain
from postprod_xl.engines.schedule.exact import available
from postprod_xl.engines.schedule.improve import Search, compiling
from postprod_xl.engines.schedule.incumbent import Incumbent
from postprod_xl.engines.schedule.island import Island
from postprod_xl.engines.schedule.kernels import AIMS
from postprod_xl.engines.schedule.model import Budget, Problem, Result
from postprod_xl.engines.schedule.recovery import recovered
from postprod_xl.engines.schedule.repair import repairs, unmoved
from postprod_xl.engines.schedule.rounds import Rounds
from postprod_xl.engines.schedule.rules import first_keys, fresh_keys, hastened, latest_start
from postprod_xl.engines.schedule.serial import Keys
from postprod_xl.engines.schedule.setup import Setup, built, cost_of, setup_of
from postprod_xl.engines.schedule.tables import Ints

Listener = Callable[[Result], None]
FIRST_SCHEDULE = Budget()
# Activities placed, and schedules built, once the rules are tried, where something is late.
_HASTENED, _MOST_HASTENED = 4_000, 12
# Activities placed in one piece of work: some hundredths of a second, compiled or plain.
_COMPILED_PIECE, _PLAIN_PIECE = 200_000, 3_000
# Where one plain schedule takes longer than that piece, the compiled kernels are waited for, so long at a time.
_WAIT_SECONDS = 0.05
# Activities the search places, compiled or plain, before the exact solver, whose model takes long to write,
# joins it.
_COMPILED_HEAD_START, _PLAIN_HEAD_START = 100_000, 60_000
# Beyond so many activities that only share pools, the exact solver proves nothing in the time: a second
# population serves better.
_LARGEST_PROVEN = 100
# Below so many activities to place, loading the compiled kernels takes longer than doing without.
_WORTH_COMPILING = 60_000


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
        Start of the search's own chance; with no `budget.keep_going` the same seed gives the same answer.
    on_better
        Called with each better schedule, the first included, on the caller's thread.
    """
    setup = setup_of(problem)
    soonest = unlimited_ends(setup)
    wishes = early_wishes(setup, soonest)

    def told(best: Incumbent) -> None:
        if on_better is not None:
            on_better(result_of(setup, best, wishes))

    best = Incumbent(setup, told)
    best.learn(least_lateness(problem, soonest), False)
    keys = _first(best, budget)
    if len(setup.places) == setup.tables.n:
        best.proven = True
    elif budget.keep_going is None:
        _counted(best, keys, budget, seed)
    else:
        _timed(best, keys, budget, seed)
    return result_of(setup, best, wishes)


def at_once(problem: Problem) -> Result:
    """The plan in force where it is still legal and whole, else the best of a few schedules; never a search.

    Where most of it is in force these are its repairs, so that what is booked stays; else those of the rules
    and some where the late projects go first. What is late then goes earlier where there is room for it
    (`recovery`). Once it is the plan in force, an answer is its own answer.
    """
    setup = setup_of(problem)
    soonest = unlimited_ends(setup)
    best = Incumbent(setup, lambda _: None)
    best.learn(least_lateness(problem, soonest), False)
    kept, new = _in_force(setup)
    order = latest_start(setup.tables)
    if kept:
        plan = _tried(best, "in force", unmoved(setup, order))
        if new or cost_of(setup, plan).change:
            # Where little is in force, the repair that keeps first what is dearest to move.
            for rule, keys in list(repairs(setup, order, plan))[-1 if new > kept else 0 :]:
                _tried(best, rule, keys)
    if new > kept or not kept:
        _by_rules(best)
    if kept:
        best.offer(recovered(setup, best.plan), "recovery")
    return result_of(setup, best, early_wishes(setup, soonest))


def _in_force(setup: Setup) -> tuple[int, int]:
    """How many activities that take somebody or something are in the plan in force, and how many are not."""
    kept = [
        activity.planned is not None
        for index, activity in enumerate(setup.problem.activities)
        if index not in setup.places and activity.duration
        if activity.people or activity.rooms or activity.uses
    ]  # fmt: skip
    return sum(kept), len(kept) - sum(kept)


def _by_rules(best: Incumbent) -> None:
    """Offer the schedules of the rules, then those where what was late goes earlier, the heaviest most."""
    tries = []
    for rule, keys in fresh_keys(best.setup.tables):
        tries.append((_tried(best, rule, keys), keys))
    plan, keys = min(tries, key=lambda item: item[0][-AIMS:])
    for _ in range(min(_HASTENED // max(best.setup.tables.n, 1), _MOST_HASTENED)):
        hasty = hastened(best.setup, keys, plan)
        if hasty == keys:
            break
        plan, keys = _tried(best, "late first", hasty), hasty


def _tried(best: Incumbent, rule: str, keys: Keys) -> Ints:
    best.built += 1
    plan = built(best.setup, keys)
    best.offer(plan, rule)
    return plan


def _first(best: Incumbent, budget: Budget) -> Keys:
    """The schedules of the priority rules; the keys of the best one."""
    chosen = None
    for rule, keys in first_keys(best.setup):
        if chosen is not None and not _goes_on(best, budget):
            break
        best.built += 1
        if best.offer(built(best.setup, keys), rule) or chosen is None:
            chosen = keys
    assert chosen is not None
    return chosen


def _engine(best: Incumbent, schedules: int) -> Engine:
    """The compiled kernels where so many schedules are worth loading them; the answers are the same."""
    return compiling().result() if schedules * best.setup.tables.n > _WORTH_COMPILING else plain()


def _goes_on(best: Incumbent, budget: Budget) -> bool:
    if best.proven or (budget.keep_going is not None and not budget.keep_going()):
        return False
    return budget.schedules is None or best.built < budget.schedules


def _counted(best: Incumbent, keys: Keys, budget: Budget, seed: int) -> None:
    """Search, then exact work, each to the end of its own count: the same answer each time."""
    n = max(best.setup.tables.n, 1)
    left = (budget.schedules or 0) - best.built
    if left > 0:
        search = Search(best.setup, _engine(best, left), (keys, best.plan), seed)
        # The same pieces, compiled or not: pieces decide when a population is renewed.
        while _goes_on(best, budget):
            piece = min(max(_COMPILED_PIECE // n, 1), (budget.schedules or 0) - best.built)
            best.built += search.advance(piece)
            best.offer(search.plan, "search")
    if budget.exact and available():
        rounds = Rounds(best, seed, budget.exact, timed=False)
        while not best.proven and rounds.start():
            rounds.finish()


def _timed(best: Incumbent, keys: Keys, budget: Budget, seed: int) -> None:
    """Search on this thread and work beside it on another, exchanging the best plan, until told to stop."""
    n = max(best.setup.tables.n, 1)
    compiled = compiling() if _goes_on(best, budget) else None
    search = Search(best.setup, plain(), (keys, best.plan), seed)
    beside = _exact_work(best, budget, seed)
    piece, head_start = _PLAIN_PIECE, best.built + max(_PLAIN_HEAD_START // n, 1)
    while _goes_on(best, budget):
        if compiled is not None and compiled.done():
            start, piece = (keys, best.plan), _COMPILED_PIECE
            head_start = best.built + max(_COMPILED_HEAD_START // n, 1)
            search = Search(best.setup, compiled.result(), start, seed)
            if search.breeds and n > _LARGEST_PROVEN:
                other = Search(best.setup, compiled.result(), start, seed + 1)
                beside = _instead(beside, Island(best, other, max(piece // n, 1)))
            compiled = None
        if beside is not None and best.built >= head_start:
            beside.poll()
        if compiled is not None and n > _PLAIN_PIECE:
            wait([compiled], _WAIT_SECONDS)
            continue
        best.built += search.advance(max(piece // n, 1))
        if best.offer(search.plan, "search"):
            continue
        search.welcome(best.plan)
    if beside is not None:
        beside.stop()


def _exact_work(best: Incumbent, budget: Budget, seed: int) -> Rounds | Island | None:
    return Rounds(best, seed, budget.exact, timed=True) if budget.exact != 0 and available() else None


def _instead(old: Rounds | Island | None, new: Island) -> Island:
    if old is not None:
        old.stop()
    return new
