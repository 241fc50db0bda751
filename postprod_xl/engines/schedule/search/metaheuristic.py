"""The metaheuristic, compiled or interpreted, driven in short slices from the incumbent."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from threading import Thread
from typing import Any

from postprod_xl.engines.schedule.generation.decoding import (
    Instance,
    Schedule,
    decoded,
    instance_of,
    new_keys,
    new_workspace,
    schedule_of,
)
from postprod_xl.engines.schedule.generation.disjunctive_sgs import Keys
from postprod_xl.engines.schedule.instance.arrays import Arrays, Ints, packed
from postprod_xl.engines.schedule.instance.reversal import reversed_arrays
from postprod_xl.engines.schedule.kernels.compiled import Engine, compiled
from postprod_xl.engines.schedule.kernels.genetic import SearchState
from postprod_xl.engines.schedule.kernels.local_search import LARGEST_BIAS
from postprod_xl.engines.schedule.kernels.sgs import KEY_SCALE, LEVELS, compare
from postprod_xl.engines.schedule.model import Activity, Candidate, Demand, Link, Problem, Resource

_POPULATION = 150
# Attempts per activity without improvement before the population is renewed.
_STALLED = 60
_LARGEST_SEED = 2147483646


class Metaheuristic:
    """One search on one problem: `advance` runs a slice, `plan` is its best schedule."""

    def __init__(self, instance: Instance, engine: Engine, start: tuple[Keys, Ints], seed: int) -> None:
        self.engine = engine
        self.arrays = instance.arrays
        self.state = _state(instance, engine.stored, start, seed)
        self.has_baseline = int(any(instance.arrays.move_price))
        several = any(len(item.people) > 1 or len(item.rooms) > 1 for item in instance.problem.activities)
        self.is_genetic = not several and not self.has_baseline
        self.populated = False

    @property
    def plan(self) -> Ints:
        """The best schedule found, in the engine's storage."""
        return self.state.best

    def advance(self, schedules: int) -> int:
        """Build about this many schedules; how many were built."""
        if not self.is_genetic:
            return self.engine.local_search(self.state, max(schedules, 1), self.has_baseline)
        if not self.populated or self.state.rng[1] > _STALLED * self.arrays.n:
            self.populated = True
            self.state.rng[1] = 0
            return self.engine.initialise(self.state, _POPULATION)
        return self.engine.evolve(self.state, _POPULATION, max(schedules // 3, 1))

    def adopt(self, plan: Ints) -> None:
        """Adopt a better schedule found elsewhere, as the best one and as a member or the current solution."""
        if compare(plan, self.state.best) <= 0:
            return
        state = self.state
        state.best[:] = self.engine.stored(plan)
        state.rng[1] = 0
        if self.populated:
            self.engine.store_member(state, state.best, 0)
        elif not self.is_genetic:
            state.trial[:] = self.engine.stored(_keys_of(self.arrays, schedule_of(plan)).packed())
            self.engine.serial_sgs(state.t, state.trial, state.plan, state.profile, state.q)
            if compare(state.plan, state.current) > 0:
                state.current[:] = state.plan
                state.keys[:] = state.trial


def _keys_of(arrays: Arrays, plan: Schedule) -> Keys:
    """Keys that decode nearly the same schedule: its order, biased towards its resources."""
    keys = new_keys(arrays)._replace(order=[start * KEY_SCALE for start in plan.start])
    for a in range(arrays.n):
        if arrays.move_price[a]:
            keys.min_start[a] = plan.start[a]
        for row in range(arrays.people_at[a], arrays.people_at[a + 1]):
            keys.person_bias[row] = 0 if arrays.people[row] == plan.person[a] else LARGEST_BIAS
        for row in range(arrays.rooms_at[a], arrays.rooms_at[a + 1]):
            keys.room_bias[row] = 0 if arrays.rooms[row] == plan.room[a] else LARGEST_BIAS
    return keys


def _state(
    instance: Instance, stored: Callable[[Ints], Any], start: tuple[Keys, Ints], seed: int
) -> SearchState:
    arrays, keys, plan = instance.arrays, start[0].packed(), start[1]
    lists = {
        "t": instance.full_packed,
        "reversed": packed(reversed_arrays(instance.full)),
        "base": keys,
        "keys": keys,
        "trial": keys,
        "plan": plan,
        "spare": plan,
        "current": plan,
        "best": plan,
        "profile": instance.full.profile,
        "q": new_workspace(arrays),
        "population": [0] * (arrays.n * _POPULATION),
        "costs": [0] * (LEVELS * _POPULATION),
        "rng": [seed % _LARGEST_SEED + 1, 0],
        "groups": [activity.group for activity in instance.problem.activities],
    }
    return SearchState(**{name: stored(values) for name, values in lists.items()})


@cache
def compiling() -> Future[Engine]:
    """The compiled engine, loaded on a background thread: some seconds the first time, then at once.

    A program that ends does not wait for it: each kernel is cached as soon as it is compiled, the next run
    compiles the others.
    """
    future: Future[Engine] = Future()
    Thread(target=_warm, args=(future,), daemon=True).start()
    return future


def _warm(future: Future[Engine]) -> None:
    """Hand over the compiled engine, or what went wrong."""
    try:
        future.set_result(_warmed())
    except BaseException as error:  # noqa: BLE001 - nothing is hidden: it is raised where the result is asked for
        future.set_exception(error)


def _warmed() -> Engine:
    """The compiled engine, every function called once."""
    engine = compiled()
    pair = (Activity(1, people=(Candidate(0),)), Activity(1, demands=(Demand(0),)))
    instance = instance_of(Problem(4, pair, (Link(0, 1),), (Resource(),)))
    keys = new_keys(instance.arrays)
    search = Metaheuristic(instance, engine, (keys, decoded(instance, keys)), 0)
    for piece in (1, 3):
        search.advance(piece)
    search.adopt([*search.plan[:-1], -1])
    engine.local_search(search.state, 1, 0)
    return engine
