"""Changes put back: bookings return to the baseline where that breaks nothing and makes nothing later."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.engines.schedule.calendars import end_of_work
from postprod_xl.engines.schedule.generation.decoding import Instance, new_keys
from postprod_xl.engines.schedule.generation.disjunctive_sgs import Insertion, Timetable
from postprod_xl.engines.schedule.generation.priority_rules import topological_order
from postprod_xl.engines.schedule.instance.arrays import Ints
from postprod_xl.engines.schedule.kernels.sgs import (
    NONE,
    evaluate,
)

_PASSES = 4
_LARGEST = 60  # activities put back together


def restored(instance: Instance, plan: Ints) -> Ints:
    """The schedule with every change taken back that spares no lateness.

    A changed activity returns to its place in the baseline with those, changed too, that are in its way there or
    linked to it; where it cannot, to its person, its room or its start alone. No activity is later past its due
    date than in `plan`.
    """
    if not instance.is_disjunctive:
        return plan
    work = _Restoration(instance, list(plan))
    order = sorted(work.changed(), key=lambda a: (-instance.arrays.move_price[a], work.plan[a], a))
    for _ in range(_PASSES):
        if not sum([work.puts_back(a) for a in order if work.is_changed(a)]):
            break
    evaluate(instance.packed, work.plan)
    return work.plan


class _Restoration:
    """A schedule whose changes are taken back one by one."""

    def __init__(self, instance: Instance, plan: Ints) -> None:
        self.instance, self.plan, self.arrays = instance, plan, instance.arrays
        arrays, n = self.arrays, self.arrays.n
        self.timetable = Timetable(instance.scheme, new_keys(arrays))
        self.rank = {a: place for place, a in enumerate(topological_order(arrays))}
        self.floats = [
            not arrays.fixed[a]
            and (not arrays.duration[a] or (
                arrays.people_at[a] == arrays.people_at[a + 1] and arrays.rooms_at[a] == arrays.rooms_at[a + 1]
            ))
            for a in range(n)
        ]  # fmt: skip
        self.users: dict[int, set[int]] = {}
        for a in self.rank:
            if plan[a] != NONE:
                self._enter(a)
        self.undo: dict[int, tuple[int, int, int, int]] = {}

    def changed(self) -> Ints:
        return [a for a in range(self.arrays.n) if self.is_changed(a)]

    def is_changed(self, a: int) -> bool:
        """Whether an activity of the baseline has another start, person or room."""
        arrays, n = self.arrays, self.arrays.n
        if not arrays.move_price[a] or arrays.fixed[a] or self.floats[a] or self.plan[a] == NONE:
            return False
        return (
            self.plan[a] != arrays.baseline_start[a]
            or bool(arrays.person_price[a] and self.plan[2 * n + a] != arrays.baseline_person[a])
            or bool(arrays.room_price[a] and self.plan[3 * n + a] != arrays.baseline_room[a])
        )

    def puts_back(self, a: int) -> bool:
        """Put an activity back, wholly or in part; whether it was."""
        for start, person, room in self._targets(a):
            self.undo = {}
            if self._goes(a, start, person, room) and self._settles({a}) and not self._is_later():
                return True
            for b, (first, end, who, where) in self.undo.items():
                self._place(b, Insertion(0, first, end, who, where))
        return False

    def _targets(self, a: int) -> Iterator[tuple[int, int, int]]:
        """Places to try: the whole baseline, then parts of it."""
        arrays, n, plan = self.arrays, self.arrays.n, self.plan
        now = plan[a], plan[2 * n + a], plan[3 * n + a]
        start = arrays.baseline_start[a]
        person = arrays.baseline_person[a] if arrays.person_price[a] else now[1]
        room = arrays.baseline_room[a] if arrays.room_price[a] else now[2]
        tried = {now}
        for target in (
            (start, person, room),
            (start, person, now[2]),
            (start, now[1], room),
            (now[0], person, room),
            (now[0], person, now[2]),
            (start, now[1], now[2]),
            (now[0], now[1], room),
        ):
            if target not in tried:
                tried.add(target)
                yield target

    def _goes(self, a: int, start: int, person: int, room: int) -> bool:
        """Move an activity to a start with a person and a room, if they are open to it and not held by fixed work."""
        arrays = self.arrays
        if start < max(arrays.release[a], 0) or start >= arrays.horizon or len(self.undo) >= _LARGEST:
            return False
        slots = self.instance.availability.calendars[arrays.calendar[a]]
        people = [who for who in (person, room) if who >= 0]
        for who in people:
            slots &= self.instance.availability.open[who]
        end = end_of_work(slots, start, arrays.duration[a])
        if end is None or not slots >> start & 1:
            return False
        taken = self.instance.scheme.kept(a, start, end)
        if any(self.instance.availability.busy[who] & taken for who in people):
            return False
        self._remember(a)
        self._place(a, Insertion(0, start, end, person, room))
        return True

    def _settles(self, back: set[int]) -> bool:
        """Move what is in the way back to the baseline too, and what only follows; whether everything then holds."""
        while True:
            self._follow()
            wanted = self._in_the_way(back)
            if wanted is None:
                return False
            if not wanted:
                return True
            for b in sorted(wanted):
                back.add(b)
                if not self._goes(b, *next(self._targets(b))):
                    return False

    def _in_the_way(self, back: set[int]) -> set[int] | None:
        """The changed activities that must go back too; None when something that cannot is in the way."""
        wanted: set[int] = set()
        for a in back:
            for b in self._overlapping(a):
                wanted.add(b)
        for a in {*self.undo, *(after for b in self.undo for after in self._successors(b))}:
            if self.arrays.fixed[a] or self.plan[a] == NONE or self._holds(a):
                continue
            if a not in self.undo:
                wanted.add(a)
                continue
            culprits = set(self._late_predecessors(a))
            if not culprits - back:
                return None
            wanted |= culprits - back
        if wanted & back or not all(self.is_changed(b) for b in wanted):
            return None
        return wanted

    def _late_predecessors(self, a: int) -> Iterator[int]:
        """The changed activities that an activity waits for, through those that only follow, and that end too late."""
        arrays = self.arrays
        for row in range(arrays.pred_at[a], arrays.pred_at[a + 1]):
            before = arrays.pred[row]
            if arrays.fixed[before]:
                continue
            if self.floats[before]:
                yield from self._late_predecessors(before)
            elif self.plan[arrays.n + before] > self.plan[a] and self.is_changed(before):
                yield before

    def _follow(self) -> None:
        """Place again what takes nobody and follows what moved."""
        queue = sorted(
            {b for a in self.undo for b in self._successors(a) if self.floats[b]}, key=self.rank.__getitem__
        )
        n = self.arrays.n
        for a in queue:
            if self.plan[a] == NONE:
                continue
            found = self.timetable.insert(a, *self.instance.scheme.bounds(self.plan, a))
            if found is None or (found.start, found.end) == (self.plan[a], self.plan[n + a]):
                continue
            self._remember(a)
            self._place(a, found)
            queue += [b for b in self._successors(a) if self.floats[b]]

    def _is_later(self) -> bool:
        """Whether something is later past its due date than it was."""
        due, n = self.arrays.due, self.arrays.n
        return any(
            due[a] != NONE and self.plan[n + a] > max(due[a], end) for a, (_, end, _, _) in self.undo.items()
        )

    def _holds(self, a: int) -> bool:
        min_start, min_end = self.instance.scheme.bounds(self.plan, a)
        return min_start <= self.plan[a] and min_end <= self.plan[self.arrays.n + a]

    def _overlapping(self, a: int) -> Iterator[int]:
        n, plan = self.arrays.n, self.plan
        for who in (plan[2 * n + a], plan[3 * n + a]):
            for b in self.users.get(who, ()) if who >= 0 else ():
                if b != a and plan[b] < plan[n + a] and plan[a] < plan[n + b] and self._meets(a, b):
                    yield b

    def _meets(self, a: int, b: int) -> bool:
        """Whether two activities that overlap keep their resources in a same slot."""
        yields = self.arrays.yields
        if not yields[a] and not yields[b]:
            return True
        first, second = (
            self.instance.scheme.kept(one, self.plan[one], self.plan[self.arrays.n + one]) for one in (a, b)
        )
        return bool(first & second)

    def _successors(self, a: int) -> Ints:
        return self.arrays.succ[self.arrays.succ_at[a] : self.arrays.succ_at[a + 1]]

    def _remember(self, a: int) -> None:
        n, plan = self.arrays.n, self.plan
        self.undo.setdefault(a, (plan[a], plan[n + a], plan[2 * n + a], plan[3 * n + a]))

    def _place(self, a: int, place: Insertion) -> None:
        n, plan = self.arrays.n, self.plan
        for who in (plan[2 * n + a], plan[3 * n + a]):
            if who >= 0:
                self.users[who].discard(a)
        plan[a], plan[n + a], plan[2 * n + a], plan[3 * n + a] = place[1:]
        self._enter(a)

    def _enter(self, a: int) -> None:
        n, plan = self.arrays.n, self.plan
        for who in (plan[2 * n + a], plan[3 * n + a]):
            if who >= 0:
                self.users.setdefault(who, set()).add(a)
