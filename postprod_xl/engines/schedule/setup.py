"""A problem made ready for the kernels, and the lists they write."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from postprod_xl.engines.schedule.held import Place, held_places
from postprod_xl.engines.schedule.kernels import AIMS, NONE, QUEUE, build
from postprod_xl.engines.schedule.model import Cost, Problem
from postprod_xl.engines.schedule.serial import Ground, Keys, ground_of, is_serial, serial
from postprod_xl.engines.schedule.tables import (
    Ints,
    Tables,
    flat_tables,
    tables_of,
    with_slots,
)
from postprod_xl.engines.schedule.under_way import going_on, made_firm


@dataclass(frozen=True)
class Setup:
    """A problem, the places it gives, its tables, and the same flat.

    `tables` and `flat` have no rows of slots, which only the kernels that place activities read: those are in
    `whole` and `whole_flat`.
    """

    problem: Problem
    places: dict[int, Place]
    tables: Tables
    flat: Ints

    @cached_property
    def whole(self) -> Tables:
        return with_slots(self.tables, self.problem, self.places)

    @cached_property
    def whole_flat(self) -> Ints:
        return flat_tables(self.whole)

    @cached_property
    def ground(self) -> Ground:
        return ground_of(self.problem, self.places)

    @cached_property
    def is_serial(self) -> bool:
        return is_serial(self.problem)


class Plan(NamedTuple):
    """A schedule as the kernels write it, cut into its parts."""

    start: Ints
    end: Ints
    person: Ints
    room: Ints


def setup_of(problem: Problem) -> Setup:
    """The problem made ready, what is under way going on first."""
    places = held_places(problem)
    under_way = going_on(problem, places)
    problem, places = made_firm(problem, under_way), places | under_way
    tables = tables_of(problem, places)
    return Setup(problem, places, tables, flat_tables(tables))


def new_keys(tables: Tables) -> Keys:
    """Keys that prefer nothing: order of the problem, anybody, as early as can be."""
    n = tables.n
    return Keys([0] * n, [0] * n, [-1] * n, [-1] * n, [0] * len(tables.people), [0] * len(tables.rooms))


def new_plan(tables: Tables) -> Ints:
    """Room for a plan."""
    return [0] * (4 * tables.n + AIMS)


def new_queue(tables: Tables) -> Ints:
    """Room for the queue of `build`."""
    return [0] * (QUEUE + 2 * tables.n + 1)


def read_plan(plan: Ints) -> Plan:
    """The parts of a plan written by a kernel."""
    n = (len(plan) - AIMS) // 4
    return Plan(*([int(value) for value in plan[part * n : (part + 1) * n]] for part in range(4)))


def cost_of(setup: Setup, plan: Ints) -> Cost:
    """The cost of a plan written by a kernel, its lateness apart from what change was weighed with it."""
    cost = Cost(*(int(value) for value in plan[len(plan) - AIMS :]))
    price = setup.problem.lateness_price
    if not price or not setup.tables.lateness_price:
        return cost
    return cost._replace(lateness=(cost.lateness - cost.change) // price)


def built(setup: Setup, keys: Keys) -> Ints:
    """The plan of one schedule, nothing being compiled."""
    if setup.is_serial:
        return serial(setup.tables, setup.flat, setup.ground, keys)
    plan = new_plan(setup.tables)
    build(setup.whole_flat, keys.flat(), plan, list(setup.whole.load), new_queue(setup.tables))
    return plan


def movable(setup: Setup, plan: Plan) -> list[int]:
    """The activities a solver may move: placed, and nowhere by nature."""
    return [index for index in range(setup.tables.n) if index not in setup.places and plan.end[index] != NONE]
