"""The serial schedule of `kernels.build` over sets of bits: the same plan, quicker where nothing is compiled.

Only where every person and room serves one activity at a time and nothing else is used: a slot is then free or
taken, and a whole span is looked at in a few operations on one integer.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import NamedTuple

from postprod_xl.engines.schedule.held import Place
from postprod_xl.engines.schedule.kernels import CEILING, FLOOR, NONE, QUEUE, appraise, linked
from postprod_xl.engines.schedule.model import Problem
from postprod_xl.engines.schedule.slots import nth_open
from postprod_xl.engines.schedule.tables import Ints, Tables


class Keys(NamedTuple):
    """What a schedule is decoded from; see `kernels` for their meaning."""

    order: Ints
    floor: Ints
    person: Ints
    room: Ints
    person_fee: Ints
    room_fee: Ints

    def flat(self) -> Ints:
        """One after the other, as the kernels read them."""
        return [value for row in self for value in row]


class Ground(NamedTuple):
    """Open slots of each calendar and resource, slots of each resource taken before anything is placed."""

    calendars: Ints
    open: Ints
    taken: Ints


class Span(NamedTuple):
    """The slots an activity may use: first one, least and latest end, how many it works."""

    floor: int
    least: int
    latest: int
    duration: int


class Found(NamedTuple):
    """A place: what it is worth (the least is the best), its moments, who serves (-1: none)."""

    score: int
    start: int
    end: int
    person: int
    room: int


def is_serial(problem: Problem) -> bool:
    """Whether every resource that may be taken is a single person or room."""
    if any(activity.uses for activity in problem.activities):
        return False
    chosen = {
        candidate.resource
        for activity in problem.activities
        for candidate in (*activity.people, *activity.rooms)
    }
    return all(problem.resources[resource].capacity == 1 for resource in chosen)


def ground_of(problem: Problem, places: dict[int, Place]) -> Ground:
    """The slots that calendars, occupations and given places leave."""
    every = (1 << problem.horizon) - 1
    taken = [0] * len(problem.resources)
    for occupation in problem.occupations:
        taken[occupation.resource] |= slots_between(occupation.start, occupation.end, problem.horizon)
    for index, place in places.items():
        if problem.activities[index].stays:
            for resource in (place.person, place.room):
                if resource is not None:
                    taken[resource] |= slots_between(place.start, place.end, problem.horizon)
    return Ground(
        [every if mask is None else mask & every for mask in problem.calendars],
        [every if item.open is None else item.open & every for item in problem.resources],
        taken,
    )


def serial(tables: Tables, flat: Ints, ground: Ground, keys: Keys) -> Ints:
    """The plan of some keys, as `kernels.build` writes it.

    Parameters
    ----------
    tables, flat
        The problem, and the same flat; their rows of slots are not read.
    ground
        What is open and free.
    keys
        Order, floors, people imposed, fees.
    """
    n, waits = tables.n, list(tables.waits)
    plan = [*tables.fixed_start, *tables.fixed_end, *tables.fixed_person, *tables.fixed_room, 0, 0, 0, 0, 0]
    bench = Bench(tables, ground, keys)
    bounds = [0] * QUEUE
    heap = [keys.order[a] * n + a for a in range(n) if not waits[a] and not tables.fixed[a]]
    heapify(heap)
    while heap:
        a = heappop(heap) % n
        linked(flat, plan, bounds, a)
        floor = max(bounds[FLOOR], tables.release[a], keys.floor[a], 0)
        found = bench.place(a, floor, bounds[CEILING])
        if found is None:
            plan[a] = plan[n + a] = NONE
            continue
        _, plan[a], plan[n + a], plan[2 * n + a], plan[3 * n + a] = found
        for after in tables.succ[tables.succ_at[a] : tables.succ_at[a + 1]]:
            waits[after] -= 1
            if not waits[after]:
                heappush(heap, keys.order[after] * n + after)
    appraise(flat, plan)
    return plan


class Bench:
    """What is taken while a schedule is being built.

    Attributes
    ----------
    taken
        Slots of each resource that are taken (bits).
    """

    def __init__(self, tables: Tables, ground: Ground, keys: Keys) -> None:
        self.tables, self.ground, self.keys = tables, ground, keys
        self.taken = list(ground.taken)

    def place(self, a: int, floor: int, least: int) -> Found | None:
        """Where an activity goes; its people are then taken. None past the horizon."""
        tables = self.tables
        duration, horizon = tables.duration[a], tables.horizon
        if not duration:
            moment = max(floor, least)
            return Found(moment, moment, moment, -1, -1) if moment <= horizon else None
        found = self.chosen(a, Span(floor, least, horizon, duration))
        if found is not None:
            slots = slots_between(found.start, found.end, horizon)
            for resource in (found.person, found.room):
                if resource >= 0:
                    self.taken[resource] |= slots
        return found

    def chosen(self, a: int, span: Span) -> Found | None:
        """The best place of an activity within a span, nothing being taken; None if there is none."""
        tables, keys, best = self.tables, self.keys, None
        slots = self.ground.calendars[tables.calendar[a]]
        first, last = tables.people_at[a], tables.people_at[a + 1]
        rooms = _Rooms(self, a, span)
        if first == last:
            return rooms.best((slots, 0, -1, 0), None)
        soonest = max(span.floor + span.duration, span.least)
        for row in range(first, last):
            who, fee = tables.people[row], keys.person_fee[row]
            if best is not None and soonest + fee >= best.score:
                continue
            if keys.person[a] < 0 or who == keys.person[a]:
                best = rooms.best((slots & self.ground.open[who], self.taken[who], who, fee), best)
        return best


class _Rooms:
    """The rooms of one activity, in which its people are tried one after the other."""

    def __init__(self, bench: Bench, a: int, span: Span) -> None:
        tables, keys = bench.tables, bench.keys
        self._bench, self._span = bench, span
        self._slots = bench.ground.calendars[tables.calendar[a]]
        rows = range(tables.rooms_at[a], tables.rooms_at[a + 1])
        self._any = bool(rows)
        self._offered = [
            (tables.rooms[row], keys.room_fee[row])
            for row in rows
            if keys.room[a] < 0 or tables.rooms[row] == keys.room[a]
        ]
        self._soonest: dict[int, int] = {}

    def best(self, served: tuple[int, int, int, int], best: Found | None) -> Found | None:
        """The best place known once a person (open slots, taken ones, number, fee) was tried in every room."""
        slots, taken, person, fee = served
        if not self._any:
            return _tried((slots, taken), self._span, (fee, person, -1), best)
        floor, least, latest, duration = self._span
        if best is not None:
            latest = min(best.score - fee - 1, latest)
        alone = first_fit(slots, taken, Span(floor, least, latest, duration))
        if alone is None:
            return best
        span = Span(alone[0], least, self._span.latest, duration)
        for room, room_fee in self._offered:
            if best is not None and self._end(room) + fee + room_fee >= best.score:
                continue
            masks = slots & self._bench.ground.open[room], taken | self._bench.taken[room]
            best = _tried(masks, span, (fee + room_fee, person, room), best)
            if best is not None and best.score <= alone[1] + fee:
                break  # no room makes it end before it does without one
        return best

    def _end(self, room: int) -> int:
        """The end of the activity in a room, whoever serves: with somebody it is no earlier."""
        if room not in self._soonest:
            bench = self._bench
            found = first_fit(self._slots & bench.ground.open[room], bench.taken[room], self._span)
            self._soonest[room] = self._span.latest + 1 if found is None else found[1]
        return self._soonest[room]


def _tried(
    masks: tuple[int, int], span: Span, served: tuple[int, int, int], best: Found | None
) -> Found | None:
    fee, person, room = served
    if best is not None:
        if max(span.floor + span.duration, span.least) + fee >= best.score:
            return best
        latest = min(best.score - fee - 1, span.latest)
        span = Span(span.floor, span.least, latest, span.duration)
    found = first_fit(*masks, span)
    return best if found is None else Found(found[1] + fee, *found, person, room)


def first_fit(slots: int, taken: int, span: Span) -> tuple[int, int] | None:
    """First start and end of a work that pauses over slots that are not open, never over taken ones.

    >>> first_fit(0b1110111, 0b0000010, Span(0, 0, 7, 3))
    (2, 6)
    """
    floor, least, latest, duration = span
    free = (slots & ~taken) >> floor
    while free:
        start = floor + (free & -free).bit_length() - 1
        if start + duration > latest:
            return None
        others = taken >> start
        run = slots >> start
        if others:
            run &= (others & -others) - 1
        early = (run & ((1 << (least - 1 - start)) - 1)).bit_count() if least - 1 > start else 0
        end = nth_open(run, max(duration, early + 1))
        if end is not None:
            if start + end > latest:
                return None
            late = early + 1 - duration
            return start + ((nth_open(run, late + 1) or 1) - 1 if late > 0 else 0), start + end
        if not others:
            return None
        floor = start + (others & -others).bit_length()
        free = (slots & ~taken) >> floor
    return None


def slots_between(start: int, end: int, horizon: int) -> int:
    """The slots from one moment to another, within the axis (bits)."""
    start, end = max(start, 0), min(end, horizon)
    return ((1 << (end - start)) - 1) << start if end > start else 0
