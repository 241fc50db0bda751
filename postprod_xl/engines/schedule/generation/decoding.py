"""A problem prepared for decoding, neutral keys, and the schedules decoded from keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from postprod_xl.engines.schedule.generation.disjunctive_sgs import (
    Keys,
    Scheme,
    SlotMasks,
    availability_of,
    is_disjunctive,
)
from postprod_xl.engines.schedule.instance.arrays import (
    Arrays,
    Ints,
    arrays_of,
    packed,
    with_slot_rows,
)
from postprod_xl.engines.schedule.instance.fixed import Assignment, fixed_assignments
from postprod_xl.engines.schedule.instance.in_progress import in_progress_assignments, with_firm
from postprod_xl.engines.schedule.kernels.sgs import COUNTS, LEVELS, NONE, serial_sgs
from postprod_xl.engines.schedule.model import Cost, Problem


@dataclass(frozen=True)
class Instance:
    """A problem, its fixed assignments, its arrays, and the same arrays packed in one list.

    `arrays` and `packed` have no rows of slots, which only the kernels that place activities read: those are in
    `full` and `full_packed`.
    """

    problem: Problem
    assignments: dict[int, Assignment]
    arrays: Arrays
    packed: Ints

    @cached_property
    def full(self) -> Arrays:
        return with_slot_rows(self.arrays, self.problem, self.assignments)

    @cached_property
    def full_packed(self) -> Ints:
        return packed(self.full)

    @cached_property
    def availability(self) -> SlotMasks:
        return availability_of(self.problem, self.assignments)

    @cached_property
    def scheme(self) -> Scheme:
        return Scheme(self.arrays, self.packed, self.availability)

    @cached_property
    def is_disjunctive(self) -> bool:
        return is_disjunctive(self.problem)


class Schedule(NamedTuple):
    """A schedule as written by a kernel, split into its parts."""

    start: Ints
    end: Ints
    person: Ints
    room: Ints


def instance_of(problem: Problem) -> Instance:
    """The problem prepared; work in progress is made firm first."""
    assignments = fixed_assignments(problem)
    in_progress = in_progress_assignments(problem, assignments)
    problem, assignments = with_firm(problem, in_progress), assignments | in_progress
    arrays = arrays_of(problem, assignments)
    return Instance(problem, assignments, arrays, packed(arrays))


def new_keys(arrays: Arrays) -> Keys:
    """Neutral keys: order of the problem, free choice, as early as possible."""
    n = arrays.n
    return Keys([0] * n, [0] * n, [-1] * n, [-1] * n, [0] * len(arrays.people), [0] * len(arrays.rooms))


def new_plan(arrays: Arrays) -> Ints:
    """An empty schedule."""
    return [0] * (4 * arrays.n + LEVELS)


def new_workspace(arrays: Arrays) -> Ints:
    """The workspace of `serial_sgs`."""
    return [0] * (COUNTS + 2 * arrays.n + 1)


def schedule_of(plan: Ints) -> Schedule:
    """The parts of a schedule written by a kernel."""
    n = (len(plan) - LEVELS) // 4
    return Schedule(*([int(value) for value in plan[part * n : (part + 1) * n]] for part in range(4)))


def cost_of(instance: Instance, plan: Ints) -> Cost:
    """The cost of a schedule written by a kernel, its tardiness separated from the change weighed with it."""
    cost = Cost(*(int(value) for value in plan[len(plan) - LEVELS :]))
    price = instance.problem.tardiness_price
    if not price or not instance.arrays.tardiness_price:
        return cost
    return cost._replace(tardiness=(cost.tardiness - cost.change) // price)


def decoded(instance: Instance, keys: Keys) -> Ints:
    """The schedule decoded from keys, without compiled code."""
    if instance.is_disjunctive:
        return instance.scheme.decoded(keys)
    plan = new_plan(instance.arrays)
    serial_sgs(
        instance.full_packed, keys.packed(), plan, list(instance.full.profile), new_workspace(instance.arrays)
    )
    return plan


def movable(instance: Instance, plan: Schedule) -> list[int]:
    """Activities the exact solver may move: placed, not fixed, and keeping their resources from start to end."""
    return [
        index
        for index in range(instance.arrays.n)
        if index not in instance.assignments and plan.end[index] != NONE
        if not instance.arrays.yields[index]
    ]
