"""Left shift: tardy activities and their predecessors move earlier into idle capacity, all else fixed."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.engines.schedule.generation.decoding import Instance, decoded, new_keys, schedule_of
from postprod_xl.engines.schedule.generation.disjunctive_sgs import (
    Insertion,
    Keys,
    Timetable,
    TimeWindow,
)
from postprod_xl.engines.schedule.generation.priority_rules import latest_start_keys, topological_order
from postprod_xl.engines.schedule.generation.repair import keys_keeping_baseline
from postprod_xl.engines.schedule.instance.arrays import Ints
from postprod_xl.engines.schedule.kernels.sgs import (
    COUNTS,
    MIN_END,
    MIN_START,
    NONE,
    compare,
    evaluate,
    precedence_bounds,
)

_PASSES = 3


def left_shifted(instance: Instance, plan: Ints) -> Ints:
    """The schedule with its tardy activities shifted left, project by project, where that improves the objective.

    Each activity keeps its resources if it can, and changes them if it is still late. Activities not upstream of
    a tardy one do not move. The same schedule when nothing tardy can be earlier.
    """
    if not instance.is_disjunctive:
        return plan
    late = _late_by_group(instance, plan)
    if not late:
        return plan
    advance = _LeftShift(instance, plan)
    for _ in range(_PASSES):
        before = advance.plan
        for keys in (advance.keys_with_same_resources, advance.keys_with_any_resource):
            advance.timetable.keys = keys()
            for members in late:
                advance.shift_left(members)
            late = _late_by_group(instance, advance.plan)
        if advance.plan is before:
            break
    return plan if advance.plan is plan else rescheduled(instance, advance.plan)


def _late_by_group(instance: Instance, plan: Ints) -> list[list[int]]:
    """Tardy activities of each project that has some, heaviest tardiness first."""
    found: dict[int, list[int]] = {}
    weights: dict[int, int] = {}
    for a, activity in enumerate(instance.problem.activities):
        end = plan[instance.arrays.n + a]
        if activity.due is None or end == NONE or end <= activity.due or a in instance.assignments:
            continue
        found.setdefault(activity.group, []).append(a)
        weights[activity.group] = weights.get(activity.group, 0) + (end - activity.due) * activity.weight
    return [found[group] for group in sorted(found, key=lambda group: (-weights[group], group))]


def rescheduled(instance: Instance, plan: Ints) -> Ints:
    """The schedule decoded with itself as baseline, as the next run will: uncommitted work follows at once."""
    arrays = instance.arrays
    n = arrays.n
    kept = arrays._replace(
        baseline_start=plan[:n], baseline_person=plan[2 * n : 3 * n], baseline_room=plan[3 * n : 4 * n]
    )
    again = decoded(instance, keys_keeping_baseline(kept, latest_start_keys(arrays)))
    return again if compare(again, plan) >= 0 else plan


class _LeftShift:
    """Shifts tardy activities and their predecessors left into the idle capacity of a schedule."""

    def __init__(self, instance: Instance, plan: Ints) -> None:
        self.instance, self.plan, self.arrays = instance, plan, instance.arrays
        self.timetable = Timetable(instance.scheme, new_keys(self.arrays))
        self.bounds = [0] * COUNTS
        self.order = topological_order(self.arrays)
        for a in self.order:
            if plan[a] != NONE:
                self._reserve(a)

    def keys_with_same_resources(self) -> Keys:
        """Keys that impose each activity's current person and room."""
        _, _, people, rooms = schedule_of(self.plan)
        return new_keys(self.arrays)._replace(person=people, room=rooms)

    def keys_with_any_resource(self) -> Keys:
        """Keys where another person must save at least one slot, another room nothing."""
        arrays, people = self.arrays, schedule_of(self.plan).person
        biases = [
            int(arrays.people[row] != people[a])
            for a in range(arrays.n)
            for row in range(arrays.people_at[a], arrays.people_at[a + 1])
        ]
        return new_keys(arrays)._replace(person_bias=biases)

    def shift_left(self, members: list[int]) -> None:
        """Shift some tardy activities and their predecessors left, if that gives a better schedule."""
        n, before, busy = self.arrays.n, self.plan, list(self.timetable.busy)
        self.plan = list(before)
        upstream = self._ancestors(members)
        moved = [a for a in upstream if self._is_shifted(a)]
        if any(self.plan[n + a] < before[n + a] for a in members):
            for a in reversed(moved):
                if a not in members:
                    self._put_back(a, before)
            evaluate(self.instance.packed, self.plan)
            if compare(self.plan, before) > 0:
                return
        self.plan, self.timetable.busy = before, busy

    def _ancestors(self, members: list[int]) -> Ints:
        """Some activities and all their predecessors, in topological order."""
        arrays, found, queue = self.arrays, set(members), list(members)
        for a in queue:
            for before in arrays.pred[arrays.pred_at[a] : arrays.pred_at[a + 1]]:
                if before not in found and not arrays.fixed[before]:
                    found.add(before)
                    queue.append(before)
        return [a for a in self.order if a in found and self.plan[a] != NONE]

    def _is_shifted(self, a: int) -> bool:
        """Shift one activity left if it can end earlier; whether it did."""
        arrays, plan, n = self.arrays, self.plan, self.arrays.n
        precedence_bounds(self.instance.packed, plan, self.bounds, a)
        min_start = max(self.bounds[MIN_START], arrays.release[a], 0)
        min_end, end, duration = self.bounds[MIN_END], plan[n + a], arrays.duration[a]
        if max(min_start + duration, min_end) >= end:
            return False
        if not duration:
            plan[a] = plan[n + a] = max(min_start, min_end)
            return True
        self._release(a)
        found = self.timetable.best_insertion(a, TimeWindow(min_start, min_end, end - 1, duration))
        is_earlier = found is not None and found.start <= plan[a]
        if found is not None and is_earlier:
            self._write(a, found)
        self._reserve(a)
        return is_earlier

    def _put_back(self, a: int, before: Ints) -> None:
        """Move an activity back where it was, if that delays nothing."""
        n, plan = self.arrays.n, self.plan
        here = Insertion(0, plan[a], plan[n + a], plan[2 * n + a], plan[3 * n + a])
        there = Insertion(0, before[a], before[n + a], before[2 * n + a], before[3 * n + a])
        self._release(a)
        slots = self.instance.scheme.kept(a, there.start, there.end)
        if not any(self.timetable.busy[who] & slots for who in (there.person, there.room) if who >= 0):
            self._write(a, there)
            if not all(self._holds(b) for b in self._successors(a)):
                self._write(a, here)
        self._reserve(a)

    def _successors(self, a: int) -> Iterator[int]:
        arrays = self.arrays
        yield from arrays.succ[arrays.succ_at[a] : arrays.succ_at[a + 1]]

    def _holds(self, a: int) -> bool:
        """Whether an activity satisfies its links."""
        if self.plan[a] == NONE:
            return True
        precedence_bounds(self.instance.packed, self.plan, self.bounds, a)
        return self.bounds[MIN_START] <= self.plan[a] and self.bounds[MIN_END] <= self.plan[self.arrays.n + a]

    def _write(self, a: int, place: Insertion) -> None:
        n = self.arrays.n
        self.plan[a], self.plan[n + a] = place.start, place.end
        self.plan[2 * n + a], self.plan[3 * n + a] = place.person, place.room

    def _slots(self, a: int) -> Iterator[tuple[int, int]]:
        n, plan = self.arrays.n, self.plan
        slots = self.instance.scheme.kept(a, plan[a], plan[n + a])
        for who in (plan[2 * n + a], plan[3 * n + a]):
            if who >= 0:
                yield who, slots

    def _reserve(self, a: int) -> None:
        for who, slots in self._slots(a):
            self.timetable.busy[who] |= slots

    def _release(self, a: int) -> None:
        for who, slots in self._slots(a):
            self.timetable.busy[who] &= ~slots
