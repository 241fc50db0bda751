"""The serial SGS of `kernels.sgs` on bit sets: the same schedule, faster in interpreted Python.

Only for disjunctive problems, where every person and room has capacity 1 and nothing else is used: a slot is
free or busy, and a whole span is tested in a few operations on one integer.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import NamedTuple

from postprod_xl.engines.schedule.calendars import nth_open
from postprod_xl.engines.schedule.instance.arrays import Arrays, Ints
from postprod_xl.engines.schedule.instance.fixed import Assignment
from postprod_xl.engines.schedule.kernels.sgs import (
    COUNTS,
    MIN_END,
    MIN_START,
    NONE,
    evaluate,
    precedence_bounds,
)
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
        if problem.activities[index].is_fixed:
            for resource in (assignment.person, assignment.room):
                if resource is not None:
                    busy[resource] |= slots_between(assignment.start, assignment.end, problem.horizon)
    return SlotMasks(
        [every if mask is None else mask & every for mask in problem.calendars],
        [every if item.open is None else item.open & every for item in problem.resources],
        busy,
    )


def disjunctive_sgs(arrays: Arrays, packed: Ints, availability: SlotMasks, keys: Keys) -> Ints:
    """The schedule decoded from keys, as `kernels.sgs.serial_sgs` writes it.

    Parameters
    ----------
    arrays, packed
        The problem, and the same packed; their rows of slots are not read.
    availability
        Open and busy slots.
    keys
        Order, minimum starts, resources imposed, biases.
    """
    n, indegree = arrays.n, list(arrays.indegree)
    plan = [*arrays.fixed_start, *arrays.fixed_end, *arrays.fixed_person, *arrays.fixed_room, 0, 0, 0, 0, 0]
    timetable = Timetable(arrays, availability, keys)
    bounds = [0] * COUNTS
    heap = [keys.order[a] * n + a for a in range(n) if not indegree[a] and not arrays.fixed[a]]
    heapify(heap)
    while heap:
        a = heappop(heap) % n
        precedence_bounds(packed, plan, bounds, a)
        min_start = max(bounds[MIN_START], arrays.release[a], keys.min_start[a], 0)
        found = timetable.insert(a, min_start, bounds[MIN_END])
        if found is None:
            plan[a] = plan[n + a] = NONE
            continue
        _, plan[a], plan[n + a], plan[2 * n + a], plan[3 * n + a] = found
        for after in arrays.succ[arrays.succ_at[a] : arrays.succ_at[a + 1]]:
            indegree[after] -= 1
            if not indegree[after]:
                heappush(heap, keys.order[after] * n + after)
    evaluate(packed, plan)
    return plan


class Timetable:
    """Busy slots while a schedule is built.

    Attributes
    ----------
    busy
        Busy slots of each resource (bit sets).
    """

    def __init__(self, arrays: Arrays, availability: SlotMasks, keys: Keys) -> None:
        self.arrays, self.availability, self.keys = arrays, availability, keys
        self.busy = list(availability.busy)

    def insert(self, a: int, min_start: int, min_end: int) -> Insertion | None:
        """Insert an activity and reserve its resources; None past the horizon."""
        arrays = self.arrays
        duration, horizon = arrays.duration[a], arrays.horizon
        if not duration:
            moment = max(min_start, min_end)
            return Insertion(moment, moment, moment, -1, -1) if moment <= horizon else None
        found = self.best_insertion(a, TimeWindow(min_start, min_end, horizon, duration))
        if found is not None:
            slots = slots_between(found.start, found.end, horizon)
            for resource in (found.person, found.room):
                if resource >= 0:
                    self.busy[resource] |= slots
        return found

    def best_insertion(self, a: int, span: TimeWindow) -> Insertion | None:
        """The best insertion of an activity within a window, nothing being reserved; None if there is none."""
        arrays, keys, best = self.arrays, self.keys, None
        slots = self.availability.calendars[arrays.calendar[a]]
        first, last = arrays.people_at[a], arrays.people_at[a + 1]
        rooms = _RoomChoice(self, a, span)
        if first == last:
            return rooms.best((slots, 0, -1, 0), None)
        soonest = max(span.min_start + span.duration, span.min_end)
        for row in range(first, last):
            who, bias = arrays.people[row], keys.person_bias[row]
            if best is not None and soonest + bias >= best.score:
                continue
            if keys.person[a] < 0 or who == keys.person[a]:
                best = rooms.best((slots & self.availability.open[who], self.busy[who], who, bias), best)
        return best


class _RoomChoice:
    """The room candidates of one activity, for each of its person candidates in turn."""

    def __init__(self, timetable: Timetable, a: int, span: TimeWindow) -> None:
        arrays, keys = timetable.arrays, timetable.keys
        self._timetable, self._span = timetable, span
        self._slots = timetable.availability.calendars[arrays.calendar[a]]
        rows = range(arrays.rooms_at[a], arrays.rooms_at[a + 1])
        self._any = bool(rows)
        self._offered = [
            (arrays.rooms[row], keys.room_bias[row])
            for row in rows
            if keys.room[a] < 0 or arrays.rooms[row] == keys.room[a]
        ]
        self._soonest: dict[int, int] = {}

    def best(self, served: tuple[int, int, int, int], best: Insertion | None) -> Insertion | None:
        """The best insertion once a person (open slots, busy ones, index, bias) was tried in every room."""
        slots, busy, person, bias = served
        if not self._any:
            return _better_insertion((slots, busy), self._span, (bias, person, -1), best)
        min_start, min_end, max_end, duration = self._span
        if best is not None:
            max_end = min(best.score - bias - 1, max_end)
        alone = first_fit(slots, busy, TimeWindow(min_start, min_end, max_end, duration))
        if alone is None:
            return best
        span = TimeWindow(alone[0], min_end, self._span.max_end, duration)
        for room, room_bias in self._offered:
            if best is not None and self._end(room) + bias + room_bias >= best.score:
                continue
            masks = slots & self._timetable.availability.open[room], busy | self._timetable.busy[room]
            best = _better_insertion(masks, span, (bias + room_bias, person, room), best)
            if best is not None and best.score <= alone[1] + bias:
                break  # no room makes it end earlier than without one
        return best

    def _end(self, room: int) -> int:
        """End of the activity in a room, whoever serves: a lower bound for any person."""
        if room not in self._soonest:
            timetable = self._timetable
            found = first_fit(
                self._slots & timetable.availability.open[room], timetable.busy[room], self._span
            )
            self._soonest[room] = self._span.max_end + 1 if found is None else found[1]
        return self._soonest[room]


def _better_insertion(
    masks: tuple[int, int], span: TimeWindow, served: tuple[int, int, int], best: Insertion | None
) -> Insertion | None:
    bias, person, room = served
    if best is not None:
        if max(span.min_start + span.duration, span.min_end) + bias >= best.score:
            return best
        max_end = min(best.score - bias - 1, span.max_end)
        span = TimeWindow(span.min_start, span.min_end, max_end, span.duration)
    found = first_fit(*masks, span)
    return best if found is None else Insertion(found[1] + bias, *found, person, room)


def first_fit(slots: int, busy: int, span: TimeWindow) -> tuple[int, int] | None:
    """First start and end of work that pauses over closed slots, never over busy ones.

    >>> first_fit(0b1110111, 0b0000010, TimeWindow(0, 0, 7, 3))
    (2, 6)
    """
    min_start, min_end, max_end, duration = span
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
        end = nth_open(run, max(duration, early + 1))
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
