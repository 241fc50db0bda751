"""Preferred people: a schedule keeps its dates, and its activities take better candidates who are free there."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.engines.schedule.generation.decoding import Instance
from postprod_xl.engines.schedule.instance.arrays import Ints
from postprod_xl.engines.schedule.kernels.sgs import NONE, evaluate

_PASSES = 3


def with_preferred_people(instance: Instance, plan: Ints) -> Ints:
    """The schedule with the least penalized candidate who works the same slots, for each activity that may change.

    Those are the activities without baseline, and those that no longer have the person of theirs. No date and no room
    changes, so that no level before the penalties does. The same schedule when nobody better
    is free.
    """
    if not instance.is_disjunctive:
        return plan
    exchange = _Exchange(instance, list(plan))
    for _ in range(_PASSES):
        if not exchange.improved():
            break
    if exchange.plan == plan:
        return plan
    evaluate(instance.packed, exchange.plan)
    return exchange.plan


class _Exchange:
    """Exchanges people over the busy slots of a schedule."""

    def __init__(self, instance: Instance, plan: Ints) -> None:
        self.plan, self.arrays, self.availability = plan, instance.arrays, instance.availability
        self.scheme = instance.scheme
        self.busy = list(self.availability.busy)
        self.movable = []
        for a in range(self.arrays.n):
            person = plan[2 * self.arrays.n + a]
            if self.arrays.fixed[a] or plan[a] == NONE or person < 0:
                continue
            self.busy[person] |= self._span(a)
            if self.arrays.baseline_person[a] != person:
                self.movable.append(a)
        # Of two activities that want the same person, the firmest has them, then the first to begin.
        self.movable.sort(key=lambda a: (-self.arrays.end_price[a], plan[a], a))

    def improved(self) -> bool:
        """Give each activity the best candidate free in its place; whether some changed."""
        people = 2 * self.arrays.n
        changed = False
        for a in self.movable:
            person = self.plan[people + a]
            better = next(self._better(a, person), None)
            if better is not None:
                self.busy[person] &= ~self._span(a)
                self.busy[better] |= self._span(a)
                self.plan[people + a], changed = better, True
        return changed

    def _better(self, a: int, person: int) -> Iterator[int]:
        """The candidates preferred to a person who are free and work the same slots, best first."""
        arrays, opened, span = self.arrays, self.availability.open, self._span(a)
        rows = range(arrays.people_at[a], arrays.people_at[a + 1])
        candidates = sorted((arrays.people_penalty[row], arrays.people[row]) for row in rows)
        room = self.plan[3 * arrays.n + a]
        slots = span & self.availability.calendars[arrays.calendar[a]] & (opened[room] if room >= 0 else span)
        for _, candidate in candidates:
            if candidate == person:
                return
            if not self.busy[candidate] & span and opened[candidate] & slots == opened[person] & slots:
                yield candidate

    def _span(self, a: int) -> int:
        return self.scheme.kept(a, self.plan[a], self.plan[self.arrays.n + a])
