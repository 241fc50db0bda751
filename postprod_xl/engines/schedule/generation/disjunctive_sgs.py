"""The serial SGS of `kernels.sgs` on bit sets: the same schedule, faster in interpreted Python.

Only for disjunctive problems, where every person and room has capacity 1 and nothing else is used: a slot is
free or busy, and a whole span is tested in a few operations on one integer.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import NamedTuple, TypeAlias

from postprod_xl.engines.schedule.calendars import nth_open
from postprod_xl.engines.schedule.instance.arrays import Arrays, Ints
from postprod_xl.engines.schedule.instance.fixed import Assignment
from postprod_xl.engines.schedule.kernels.sgs import NONE, evaluate, lagged_moment
from postprod_xl.engines.schedule.model import Problem


class Keys(NamedTuple):
    """What a schedule is decoded from; see `kernels.sgs` for the meaning."""

    order: Ints
    min_start: Ints
    person: Ints
    room: Ints
    person_bias: Ints
    room_bias: Ints

    def packed(self) -> Ints:
        """Concatenated, as the kernels read them."""
        return [value for row in self for value in row]


class SlotMasks(NamedTuple):
    """Open slots of each calendar and resource; busy slots of each resource before anything is placed (bit sets)."""

    calendars: Ints
    open: Ints
    busy: Ints


class TimeWindow(NamedTuple):
    """Where an activity may go: minimum start, minimum and maximum end, duration."""

    min_start: int
    min_end: int
    max_end: int
    duration: int


# A row of candidates, a resource, the slots open to it; the people an activity may have, and its rooms.
_Choice: TypeAlias = tuple[int, int, int]
Choices: TypeAlias = tuple[list[_Choice], list[_Choice]]
_NO_SCORE = 1 << 60


class Insertion(NamedTuple):
    """A feasible insertion: its score (least is best), dates, person and room (-1: none)."""

    score: int
    start: int
    end: int
    person: int
    room: int


def is_disjunctive(problem: Problem) -> bool:
    """Whether every resource that may be used is a person or room of capacity 1."""
    if any(activity.demands for activity in problem.activities):
        return False
    candidates = {
        candidate.resource
        for activity in problem.activities
        for candidate in (*activity.people, *activity.rooms)
    }
    return all(problem.resources[resource].capacity == 1 for resource in candidates)


def availability_of(problem: Problem, assignments: dict[int, Assignment]) -> SlotMasks:
    """What calendars, occupations and fixed assignments leave."""
    every = (1 << problem.horizon) - 1
    busy = [0] * len(problem.resources)
    for occupation in problem.occupations:
        busy[occupation.resource] |= slots_between(occupation.start, occupation.end, problem.horizon)
    for index, assignment in assignments.items():
        activity = problem.activities[index]
        if activity.is_fixed:
            slots = slots_between(assignment.start, assignment.end, problem.horizon)
            mask = problem.calendars[activity.calendar]
            if activity.yields and mask is not None:
                slots &= mask
            for resource in (assignment.person, assignment.room):
                if resource is not None:
                    busy[resource] |= slots
    return SlotMasks(
        [every if mask is None else mask & every for mask in problem.calendars],
        [every if item.open is None else item.open & every for item in problem.resources],
        busy,
    )


class Scheme:
    """The scheme of one problem: what every schedule decoded of it reads, prepared once.

    Parameters
    ----------
    arrays, packed
        The problem, and the same packed; their rows of slots are not read.
    availability
        Open and busy slots.
    """

    def __init__(self, arrays: Arrays, packed: Ints, availability: SlotMasks) -> None:
        self.arrays, self.packed, self.availability = arrays, packed, availability
        self.predecessors: list[list[tuple[int, int, int]]] = [[] for _ in range(arrays.n)]
        for a in range(arrays.n) if arrays.pred else ():
            rows = range(arrays.pred_at[a], arrays.pred_at[a + 1])
            self.predecessors[a] = [
                (arrays.pred[row], arrays.pred_kind[row], arrays.pred_lag[row]) for row in rows
            ]
        self._choices: dict[int, Choices] = {}

    def decoded(self, keys: Keys) -> Ints:
        """The schedule decoded from keys, as `kernels.sgs.serial_sgs` writes it."""
        plan = self.placed(keys)
        evaluate(self.packed, plan)
        return plan

    def placed(self, keys: Keys) -> Ints:
        """The same without its cost."""
        arrays, order = self.arrays, keys.order
        n, indegree, fixed = arrays.n, list(arrays.indegree), arrays.fixed
        plan = [
            *arrays.fixed_start,
            *arrays.fixed_end,
            *arrays.fixed_person,
            *arrays.fixed_room,
            0,
            0,
            0,
            0,
            0,
        ]
        timetable = Timetable(self, keys)
        heap = [order[a] * n + a for a in range(n) if not indegree[a] and not fixed[a]]
        heapify(heap)
        while heap:
            a = heappop(heap) % n
            min_start, min_end = self.bounds(plan, a)
            found = timetable.insert(a, max(min_start, keys.min_start[a]), min_end)
            if found is None:
                plan[a] = plan[n + a] = NONE
                continue
            _, plan[a], plan[n + a], plan[2 * n + a], plan[3 * n + a] = found
            for after in arrays.succ[arrays.succ_at[a] : arrays.succ_at[a + 1]]:
                indegree[after] -= 1
                if not indegree[after]:
                    heappush(heap, order[after] * n + after)
        return plan

    def bounds(self, plan: Ints, a: int) -> tuple[int, int]:
        """Minimum start, its release included, and minimum end of an activity from its links."""
        arrays, n = self.arrays, self.arrays.n
        min_start, min_end = max(arrays.release[a], 0), NONE
        for before, kind, lag in self.predecessors[a]:
            if kind == 0 or kind == 2:
                moment = plan[n + before]
            else:
                begun = arrays.actual_start[before]
                moment = plan[before] if begun == NONE else begun
            if lag:
                moment = lagged_moment(self.packed, arrays.calendar[a], moment, lag)
            if kind < 2:
                min_start = max(min_start, moment)
            else:
                min_end = max(min_end, moment)
        return min_start, min_end

    def kept(self, a: int, start: int, end: int) -> int:
        """The slots between two moments in which an activity keeps its resources (bit set)."""
        slots = slots_between(start, end, self.arrays.horizon)
        return slots & self._calendar(a) if self.arrays.yields[a] else slots

    def _calendar(self, a: int) -> int:
        return self.availability.calendars[self.arrays.calendar[a]]

    def taken(self, busy: Ints, a: int) -> Ints:
        """The busy slots of each resource that matter to an activity: those open to it when it yields the others."""
        if not self.arrays.yields[a]:
            return busy
        calendar = self._calendar(a)
        return [slots & calendar for slots in busy]

    def choices(self, a: int) -> Choices:
        """The people of an activity, each with the slots open to both, and its rooms with theirs."""
        found = self._choices.get(a)
        if found is None:
            arrays, masks = self.arrays, self.availability
            slots = masks.calendars[arrays.calendar[a]]
            people = range(arrays.people_at[a], arrays.people_at[a + 1])
            rooms = range(arrays.rooms_at[a], arrays.rooms_at[a + 1])
            found = self._choices[a] = (
                [(row, arrays.people[row], slots & masks.open[arrays.people[row]]) for row in people],
                [(row, arrays.rooms[row], masks.open[arrays.rooms[row]]) for row in rooms],
            )
        return found


class Timetable:
    """Busy slots while a schedule is built.

    Attributes
    ----------
    busy
        Busy slots of each resource (bit sets).
    """

    def __init__(self, scheme: Scheme, keys: Keys) -> None:
        self.scheme, self.arrays, self.keys = scheme, scheme.arrays, keys
        self.busy = list(scheme.availability.busy)

    def insert(self, a: int, min_start: int, min_end: int) -> Insertion | None:
        """Insert an activity and reserve its resources; None past the horizon."""
        duration, horizon = self.arrays.duration[a], self.arrays.horizon
        if not duration:
            moment = max(min_start, min_end)
            return Insertion(moment, moment, moment, -1, -1) if moment <= horizon else None
        found = self.best_insertion(a, TimeWindow(min_start, min_end, horizon, duration))
        if found is not None:
            slots = ((1 << (found.end - found.start)) - 1) << found.start
            if self.arrays.yields[a]:
                slots = self.scheme.kept(a, found.start, found.end)
            if found.person >= 0:
                self.busy[found.person] |= slots
            if found.room >= 0:
                self.busy[found.room] |= slots
        return found

    def best_insertion(self, a: int, span: TimeWindow, choices: Choices | None = None) -> Insertion | None:
        """The best insertion of an activity within a window, nothing being reserved; None if there is none.

        `choices` are those to try in the place of the scheme's own.
        """
        people, rooms = choices or self.scheme.choices(a)
        arrays, keys = self.arrays, self.keys
        if rooms and keys.room[a] >= 0:
            rooms = [choice for choice in rooms if choice[1] == keys.room[a]]
        slots = self.scheme.availability.calendars[arrays.calendar[a]]
        busy = self.scheme.taken(self.busy, a)
        search = _Pairs(self, span, slots, rooms, busy)
        if not people:
            if arrays.rooms_at[a] == arrays.rooms_at[a + 1]:
                search.alone(-1, slots, 0, 0)
            else:
                search.in_rooms(-1, slots, 0, 0)
            return search.best
        soonest = max(span.min_start + span.duration, span.min_end)
        imposed, biases = keys.person[a], keys.person_bias
        serve = search.alone if arrays.rooms_at[a] == arrays.rooms_at[a + 1] else search.in_rooms
        for row, who, mask in people:
            bias = biases[row]
            if soonest + bias < search.score and (imposed < 0 or who == imposed):
                serve(who, mask, busy[who], bias)
        return search.best


class _Pairs:
    """The pairs of person and room of one activity, tried one after the other: the best so far."""

    def __init__(
        self, timetable: Timetable, span: TimeWindow, slots: int, rooms: list[_Choice], busy: Ints
    ) -> None:
        self.span, self.slots, self.rooms, self.busy = span, slots, rooms, busy
        self.room_bias = timetable.keys.room_bias
        self.best: Insertion | None = None
        self.score = _NO_SCORE
        self.soonest: dict[int, int] = {}

    def alone(self, person: int, slots: int, busy: int, bias: int) -> None:
        """Try a person without a room, or nobody."""
        min_start, min_end, max_end, duration = self.span
        found = _first_fit(slots, busy, min_start, min_end, min(max_end, self.score - bias - 1), duration)
        if found is not None:
            self._keep(found, bias, person, -1)

    def in_rooms(self, person: int, slots: int, busy: int, bias: int) -> None:
        """Try a person, or nobody, in every room."""
        min_start, min_end, max_end, duration = self.span
        alone = _first_fit(slots, busy, min_start, min_end, min(max_end, self.score - bias - 1), duration)
        if alone is None:
            return
        biases = self.room_bias
        least = alone[1] + bias
        span = ((1 << (alone[1] - alone[0])) - 1) << alone[0]
        worked = slots & span
        for row, room, mask in self.rooms:
            total = bias + biases[row]
            if alone[1] + total >= self.score:
                continue
            taken = self.busy[room]
            if not taken & span and mask & worked == worked:
                self._keep(alone, total, person, room)
            elif self._end(room, mask) + total < self.score:
                latest = min(max_end, self.score - total - 1)
                found = _first_fit(slots & mask, busy | taken, alone[0], min_end, latest, duration)
                if found is None:
                    continue
                self._keep(found, total, person, room)
            if self.score <= least:
                break  # no room makes it end earlier than without one

    def _keep(self, found: tuple[int, int], bias: int, person: int, room: int) -> None:
        self.score = found[1] + bias
        self.best = Insertion(self.score, found[0], found[1], person, room)

    def _end(self, room: int, mask: int) -> int:
        """End of the activity in a room, whoever serves: a lower bound for any person."""
        if room not in self.soonest:
            min_start, min_end, max_end, duration = self.span
            busy = self.busy[room]
            found = _first_fit(self.slots & mask, busy, min_start, min_end, max_end, duration)
            self.soonest[room] = max_end + 1 if found is None else found[1]
        return self.soonest[room]


def first_fit(slots: int, busy: int, span: TimeWindow) -> tuple[int, int] | None:
    """First start and end of work that pauses over closed slots, never over busy ones.

    >>> first_fit(0b1110111, 0b0000010, TimeWindow(0, 0, 7, 3))
    (2, 6)
    """
    return _first_fit(slots, busy, *span)


def _first_fit(
    slots: int, busy: int, min_start: int, min_end: int, max_end: int, duration: int
) -> tuple[int, int] | None:
    free = (slots & ~busy) >> min_start
    while free:
        start = min_start + (free & -free).bit_length() - 1
        if start + duration > max_end:
            return None
        others = busy >> start
        run = slots >> start
        if others:
            run &= (others & -others) - 1
        early = (run & ((1 << (min_end - 1 - start)) - 1)).bit_count() if min_end - 1 > start else 0
        count = duration if duration > early else early + 1
        block = (1 << count) - 1
        end = count if run & block == block else nth_open(run, count)
        if end is not None:
            if start + end > max_end:
                return None
            late = early + 1 - duration
            return start + ((nth_open(run, late + 1) or 1) - 1 if late > 0 else 0), start + end
        if not others:
            return None
        min_start = start + (others & -others).bit_length()
        free = (slots & ~busy) >> min_start
    return None


def slots_between(start: int, end: int, horizon: int) -> int:
    """The slots between two moments, clipped to the axis (bit set)."""
    start, end = max(start, 0), min(end, horizon)
    return ((1 << (end - start)) - 1) << start if end > start else 0
