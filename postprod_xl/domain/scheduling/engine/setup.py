"""A problem made ready for the kernels, and room for their keys and plans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from postprod_xl.domain.scheduling.engine.held import Place, held_places
from postprod_xl.domain.scheduling.engine.kernels import Keys, Plan, Work
from postprod_xl.domain.scheduling.engine.model import Problem
from postprod_xl.domain.scheduling.engine.tables import Ints, Tables, tables_of


class Setup(NamedTuple):
    """A problem, the places it gives, its tables."""

    problem: Problem
    places: dict[int, Place]
    tables: Tables


def setup_of(problem: Problem) -> Setup:
    """The problem made ready."""
    places = held_places(problem)
    return Setup(problem, places, tables_of(problem, places))


def new_keys(tables: Tables, stored: Callable[[Ints], Any] = list) -> Keys:
    """Keys that prefer nothing: order of the problem, anybody, as early as can be."""
    n = tables.n
    lists = [0] * n, [0] * n, [-1] * n, [-1] * n, [0] * len(tables.people), [0] * len(tables.rooms)
    return Keys(*(stored(item) for item in lists))


def new_plan(tables: Tables, stored: Callable[[Ints], Any] = list) -> Plan:
    """A plan to be written."""
    start, end, person, room = (stored([0] * tables.n) for _ in range(4))
    return Plan(start, end, person, room, stored(list(tables.nothing)))


def new_work(tables: Tables, stored: Callable[[Ints], Any] = list) -> Work:
    """Room for `build`."""
    n = tables.n + 1
    return Work(stored([0] * len(tables.load)), *(stored([0] * size) for size in (tables.n, n, 8, 4)))
