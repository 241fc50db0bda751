"""Part of a schedule set free, the rest fixed around it: a small problem that is decoded in little time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from postprod_xl.engines.schedule.generation.decoding import Instance
from postprod_xl.engines.schedule.generation.disjunctive_sgs import (
    Keys,
    SlotMasks,
    disjunctive_sgs,
    slots_between,
)
from postprod_xl.engines.schedule.instance.arrays import Arrays, Ints, packed
from postprod_xl.engines.schedule.kernels.sgs import LEVELS, NONE

# Price of leaving the place that the schedule has now, as in `objective` but whatever the day.
_MOVED, _SLOT, _PERSON, _ROOM = 30, 1, 40, 10


class Subset(NamedTuple):
    """The free activities of a schedule and the fixed ones they wait for, as arrays of their own.

    Attributes
    ----------
    members
        Index of each activity in the whole problem: the `free` first ones move, then those they wait for.
    """

    members: Ints
    free: int
    arrays: Arrays
    packed: Ints
    availability: SlotMasks

    def decoded(self, keys: Keys) -> Ints:
        """The schedule of the free activities decoded from keys."""
        return disjunctive_sgs(self.arrays, self.packed, self.availability, keys)

    def written_into(self, plan: Ints, part: Ints) -> Ints:
        """The whole schedule once the free activities have the places of `part`; its cost is the former one."""
        n, size, whole = (len(plan) - LEVELS) // 4, len(self.members), list(plan)
        for place, a in enumerate(self.members[: self.free]):
            for side in range(4):
                whole[side * n + a] = part[side * size + place]
        return whole


def subset_of(instance: Instance, plan: Ints, busy: Sequence[int], free: Iterable[int]) -> Subset:
    """The sub-problem where only `free` activities move; `busy` are the slots that the whole schedule takes.

    `free` holds every placed successor of its members. The baseline of the sub-problem is the schedule itself.
    """
    arrays, n = instance.arrays, instance.arrays.n
    chosen = sorted(free)
    inside = {a: place for place, a in enumerate(chosen)}
    awaited = {
        before: None
        for a in chosen
        for before in arrays.pred[arrays.pred_at[a] : arrays.pred_at[a + 1]]
        if before not in inside
    }
    members = [*chosen, *awaited]
    place_of = {a: place for place, a in enumerate(members)}
    left = list(busy)
    for a in chosen:
        slots = slots_between(plan[a], plan[n + a], arrays.horizon)
        for who in (plan[2 * n + a], plan[3 * n + a]):
            if who >= 0:
                left[who] &= ~slots
    part = _sliced(arrays, plan, members, len(chosen), place_of)
    masks = instance.availability
    return Subset(members, len(chosen), part, packed(part), SlotMasks(masks.calendars, masks.open, left))


def _sliced(arrays: Arrays, plan: Ints, members: Ints, free: int, place_of: dict[int, int]) -> Arrays:
    n, size = arrays.n, len(members)

    def picked(values: Ints) -> Ints:
        return [values[a] for a in members]

    people = _rows(arrays.people_at, (arrays.people, arrays.people_penalty), members)
    rooms = _rows(arrays.rooms_at, (arrays.rooms, arrays.rooms_penalty), members)
    start, end, person, room = (picked(plan[side * n : (side + 1) * n]) for side in range(4))
    holds = [_hold(arrays.end_price[a]) * (arrays.duration[a] > 0) for a in members[:free]]
    holds += [0] * (size - free)
    return _linked(arrays, members, free, place_of)._replace(
        n=size,
        duration=picked(arrays.duration),
        release=picked(arrays.release),
        calendar=picked(arrays.calendar),
        due=[arrays.due[a] if place < free else NONE for place, a in enumerate(members)],
        weight=picked(arrays.weight),
        hard=picked(arrays.hard),
        actual_start=picked(arrays.actual_start),
        calendar_free=picked(arrays.calendar_free),
        end_price=picked(arrays.end_price),
        people_at=people[0],
        people=people[1],
        people_penalty=people[2],
        rooms_at=rooms[0],
        rooms=rooms[1],
        rooms_penalty=rooms[2],
        demand_at=[0] * (size + 1),
        fixed=[int(place >= free) for place in range(size)],
        fixed_start=start,
        fixed_end=end,
        fixed_person=person,
        fixed_room=room,
        baseline_start=start,
        baseline_person=person,
        baseline_room=room,
        move_price=[_MOVED * hold for hold in holds],
        slot_price=[_SLOT * hold for hold in holds],
        person_price=[_PERSON * hold for hold in holds],
        room_price=[_ROOM * hold for hold in holds],
        tardiness_price=0,
    )


def _hold(end_price: int) -> int:
    return 4 if end_price >= 400 else 2 if end_price >= 20 else 1


def _linked(arrays: Arrays, members: Ints, free: int, place_of: dict[int, int]) -> Arrays:
    """The arrays with the links of the free activities only."""
    pred_at, pred, pred_kind, pred_lag = [0], [], [], []
    succ: list[Ints] = [[] for _ in members]
    indegree = [0] * len(members)
    for place, a in enumerate(members):
        for row in range(arrays.pred_at[a], arrays.pred_at[a + 1]) if place < free else ():
            before = place_of[arrays.pred[row]]
            pred.append(before)
            pred_kind.append(arrays.pred_kind[row])
            pred_lag.append(arrays.pred_lag[row])
            if before < free:
                succ[before].append(place)
                indegree[place] += 1
        pred_at.append(len(pred))
    succ_at = [0]
    for row_of in succ:
        succ_at.append(succ_at[-1] + len(row_of))
    return arrays._replace(
        pred_at=pred_at,
        pred=pred,
        pred_kind=pred_kind,
        pred_lag=pred_lag,
        succ_at=succ_at,
        succ=[after for row_of in succ for after in row_of],
        indegree=indegree,
    )


def _rows(offsets: Ints, values: tuple[Ints, Ints], members: Ints) -> tuple[Ints, Ints, Ints]:
    at, first, second = [0], Ints(), Ints()
    for a in members:
        span = slice(offsets[a], offsets[a + 1])
        first += values[0][span]
        second += values[1][span]
        at.append(len(first))
    return at, first, second
