"""A schedule prepared so that activities are moved in it in many ways, each from the same state."""

from __future__ import annotations

from typing import NamedTuple

from postprod_xl.engines.schedule.generation.decoding import new_keys
from postprod_xl.engines.schedule.generation.disjunctive_sgs import (
    Scheme,
    availability_of,
    is_disjunctive,
)
from postprod_xl.engines.schedule.generation.priority_rules import topological_order
from postprod_xl.engines.schedule.instance.arrays import Ints, arrays_of, packed
from postprod_xl.engines.schedule.instance.fixed import Assignment
from postprod_xl.engines.schedule.kernels.sgs import NONE
from postprod_xl.engines.schedule.model import ConflictKind, Problem, Result

_CLASHES = (ConflictKind.CLASH, ConflictKind.OCCUPIED)


class Position(NamedTuple):
    """First slot worked, end, person and room (-1: none) of an activity."""

    start: int
    end: int
    person: int
    room: int


class Timeline:
    """A problem and a result; `is_supported` says whether activities can be moved in it.

    They can when every resource has capacity 1 and is used by choice. Of another problem nothing is proven.

    Attributes
    ----------
    arrays, packed, availability, scheme, keys
        The problem, prepared for insertions; no activity is fixed in it but those that are completed.
    plan
        The result, as the kernels write a schedule: starts, ends, people, rooms.
    busy
        The slots taken of each resource (bit sets).
    fixed, clashing
        The fixed activities, and those of them that clash with something.
    order, rank
        The activities not completed in the order of their links, and the place of each in it.
    """

    def __init__(self, problem: Problem, result: Result) -> None:
        self.problem, self.is_supported = problem, is_disjunctive(problem)
        completed = {
            a: Assignment(*activity.completed)
            for a, activity in enumerate(problem.activities)
            if activity.completed is not None
        }
        self.arrays = arrays_of(problem, completed)
        self.packed = packed(self.arrays)
        self.availability = availability_of(problem, {})
        self.scheme = Scheme(self.arrays, self.packed, self.availability)
        self.keys = new_keys(self.arrays)
        self.plan: Ints = [
            *(NONE if start is None else start for start in result.work_from),
            *(NONE if end is None else end for end in result.ends),
            *(-1 if person is None else person for person in result.person),
            *(-1 if room is None else room for room in result.room),
        ]
        self.fixed = {a for a, activity in enumerate(problem.activities) if activity.is_fixed}
        clashes = [item for item in result.conflicts if item.kind in _CLASHES]
        self.clashing = {a for item in clashes for a in (item.activity, item.other) if a is not None}
        self.order = topological_order(self.arrays)
        self.rank = {a: rank for rank, a in enumerate(self.order)}
        self.busy = self._taken()

    def place(self, a: int) -> Position:
        """Where an activity stands in the result."""
        return position(self.plan, self.arrays.n, a)

    def _taken(self) -> Ints:
        busy = list(self.availability.busy)
        n, plan = self.arrays.n, self.plan
        for a in self.order:
            if plan[a] != NONE:
                slots = self.scheme.kept(a, plan[a], plan[n + a])
                for who in (plan[2 * n + a], plan[3 * n + a]):
                    if who >= 0:
                        busy[who] |= slots
        return busy


def position(plan: Ints, n: int, a: int) -> Position:
    """Where an activity stands in a schedule of `n` activities."""
    return Position(plan[a], plan[n + a], plan[2 * n + a], plan[3 * n + a])
