"""The search driven in short pieces of work, compiled or not, from the best plan known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from postprod_xl.domain.scheduling.engine.compiled import Engine
from postprod_xl.domain.scheduling.engine.kernels import AIMS
from postprod_xl.domain.scheduling.engine.mirror import mirrored
from postprod_xl.domain.scheduling.engine.search import State
from postprod_xl.domain.scheduling.engine.setup import Keys, Setup, new_queue
from postprod_xl.domain.scheduling.engine.tables import Ints, flat_tables

_POPULATION = 40
_LARGEST_SEED = 2147483646


class Search:
    """One search on one problem: `advance` does a piece of work, `best` is the best plan it has."""

    def __init__(self, setup: Setup, engine: Engine, start: tuple[Keys, Ints], seed: int) -> None:
        self.engine = engine
        self.state = _state(setup, engine.stored, start, seed)
        self.in_force = int(any(setup.tables.move_price))
        choices = max((len(a.people) * len(a.rooms) for a in setup.problem.activities), default=0)
        several = any(len(a.people) > 1 or len(a.rooms) > 1 for a in setup.problem.activities)
        self.breeds = not several and not self.in_force and choices < 2
        self.populated = False

    @property
    def best(self) -> Ints:
        """The best plan met, in the lists of the engine."""
        return self.state.best

    def advance(self, schedules: int) -> int:
        """Build about so many schedules; how many were built."""
        if not self.breeds:
            return self.engine.wander(self.state, max(schedules, 1), self.in_force)
        if not self.populated or self.state.chance[1] > 60 * _POPULATION:
            self.populated = True
            self.state.chance[1] = 0
            return self.engine.populate(self.state, _POPULATION)
        return self.engine.evolve(self.state, _POPULATION, max(schedules // 3, 1))


def _state(setup: Setup, stored: Callable[[Ints], Any], start: tuple[Keys, Ints], seed: int) -> State:
    tables, keys, plan = setup.tables, start[0].flat(), start[1]
    lists = {
        "t": flat_tables(tables),
        "back": flat_tables(mirrored(tables)),
        "base": keys,
        "keys": keys,
        "trial": keys,
        "plan": plan,
        "spare": plan,
        "current": plan,
        "best": plan,
        "load": tables.load,
        "q": new_queue(tables),
        "pool": [0] * (tables.n * _POPULATION),
        "price": [0] * (AIMS * _POPULATION),
        "chance": [seed % _LARGEST_SEED + 1, 0],
        "groups": [activity.group for activity in setup.problem.activities],
    }
    return State(**{name: stored(values) for name, values in lists.items()})
