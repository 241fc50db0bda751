"""The search driven in short pieces of work, compiled or not, from the best plan known."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from threading import Thread
from typing import Any

from postprod_xl.engines.schedule.compiled import Engine, compiled
from postprod_xl.engines.schedule.kernels import AIMS, GRAIN, better
from postprod_xl.engines.schedule.mirror import mirrored
from postprod_xl.engines.schedule.model import Activity, Candidate, Link, Problem, Resource, Use
from postprod_xl.engines.schedule.search import State
from postprod_xl.engines.schedule.serial import Keys
from postprod_xl.engines.schedule.setup import (
    Plan,
    Setup,
    built,
    new_keys,
    new_queue,
    read_plan,
    setup_of,
)
from postprod_xl.engines.schedule.tables import Ints, Tables, flat_tables
from postprod_xl.engines.schedule.wander import LARGEST_FEE

_POPULATION = 150
# Attempts by activity without a better plan before the population is renewed.
_STALLED = 60
_LARGEST_SEED = 2147483646


class Search:
    """One search on one problem: `advance` does a piece of work, `plan` is the best one it has."""

    def __init__(self, setup: Setup, engine: Engine, start: tuple[Keys, Ints], seed: int) -> None:
        self.engine = engine
        self.tables = setup.tables
        self.state = _state(setup, engine.stored, start, seed)
        self.in_force = int(any(setup.tables.move_price))
        several = any(len(item.people) > 1 or len(item.rooms) > 1 for item in setup.problem.activities)
        self.breeds = not several and not self.in_force
        self.populated = False

    @property
    def plan(self) -> Ints:
        """The best plan met, in the lists of the engine."""
        return self.state.best

    def advance(self, schedules: int) -> int:
        """Build about so many schedules; how many were built."""
        if not self.breeds:
            return self.engine.wander(self.state, max(schedules, 1), self.in_force)
        if not self.populated or self.state.chance[1] > _STALLED * self.tables.n:
            self.populated = True
            self.state.chance[1] = 0
            return self.engine.populate(self.state, _POPULATION)
        return self.engine.evolve(self.state, _POPULATION, max(schedules // 3, 1))

    def welcome(self, plan: Ints) -> None:
        """Take a plan found elsewhere, if it is better, as the best one and as a member or a place to stand."""
        if better(plan, self.state.best) <= 0:
            return
        state = self.state
        state.best[:] = self.engine.stored(plan)
        state.chance[1] = 0
        if self.populated:
            self.engine.remember(state, state.best, 0)
        elif not self.breeds:
            state.trial[:] = self.engine.stored(_keys_of(self.tables, read_plan(plan)).flat())
            self.engine.build(state.t, state.trial, state.plan, state.load, state.q)
            if better(state.plan, state.current) > 0:
                state.current[:] = state.plan
                state.keys[:] = state.trial


def _keys_of(tables: Tables, plan: Plan) -> Keys:
    """Keys that build nearly the same plan: its order, its people dear to leave."""
    keys = new_keys(tables)._replace(order=[start * GRAIN for start in plan.start])
    for a in range(tables.n):
        if tables.move_price[a]:
            keys.floor[a] = plan.start[a]
        for row in range(tables.people_at[a], tables.people_at[a + 1]):
            keys.person_fee[row] = 0 if tables.people[row] == plan.person[a] else LARGEST_FEE
        for row in range(tables.rooms_at[a], tables.rooms_at[a + 1]):
            keys.room_fee[row] = 0 if tables.rooms[row] == plan.room[a] else LARGEST_FEE
    return keys


def _state(setup: Setup, stored: Callable[[Ints], Any], start: tuple[Keys, Ints], seed: int) -> State:
    tables, keys, plan = setup.tables, start[0].flat(), start[1]
    lists = {
        "t": setup.whole_flat,
        "back": flat_tables(mirrored(setup.whole)),
        "base": keys,
        "keys": keys,
        "trial": keys,
        "plan": plan,
        "spare": plan,
        "current": plan,
        "best": plan,
        "load": setup.whole.load,
        "q": new_queue(tables),
        "pool": [0] * (tables.n * _POPULATION),
        "price": [0] * (AIMS * _POPULATION),
        "chance": [seed % _LARGEST_SEED + 1, 0],
        "groups": [activity.group for activity in setup.problem.activities],
    }
    return State(**{name: stored(values) for name, values in lists.items()})


@cache
def compiling() -> Future[Engine]:
    """The compiled engine, made ready on a thread of its own: some seconds the first time, then at once.

    A program that ends does not wait for it: each kernel is kept as soon as it is compiled, the next run
    compiles the others.
    """
    future: Future[Engine] = Future()
    Thread(target=_warm, args=(future,), daemon=True).start()
    return future


def _warm(future: Future[Engine]) -> None:
    """Give the compiled engine to whoever waits for it, or what went wrong."""
    try:
        future.set_result(_warmed())
    except Exception as fault:  # noqa: BLE001 - nothing is hidden: it is raised where the result is asked for
        future.set_exception(fault)


def _warmed() -> Engine:
    """The compiled engine, every function called once."""
    engine = compiled()
    pair = (Activity(1, people=(Candidate(0),)), Activity(1, uses=(Use(0),)))
    setup = setup_of(Problem(4, pair, (Link(0, 1),), (Resource(),)))
    keys = new_keys(setup.tables)
    search = Search(setup, engine, (keys, built(setup, keys)), 0)
    for piece in (1, 3):
        search.advance(piece)
    search.welcome([*search.plan[:-1], -1])
    engine.wander(search.state, 1, 0)
    return engine
