"""Part of a schedule set free, the rest fixed around it: a small problem that is decoded in little time."""

from __future__ import annotations

from collections.abc import Iterable

from postprod_xl.engines.schedule.generation.decoding import Instance
from postprod_xl.engines.schedule.generation.disjunctive_sgs import (
    Keys,
    Scheme,
    SlotMasks,
)
from postprod_xl.engines.schedule.instance.arrays import Arrays, Ints
from postprod_xl.engines.schedule.kernels.sgs import LEVELS, NONE, UNPLACED_PRICE

# Price of leaving the place that the schedule has now, as in `objective` but whatever the day.
_MOVED, _SLOT, _PERSON, _ROOM = 30, 1, 40, 10
# Slots after the last end of the schedule that a search may use.
_BEYOND = 120


class Subset:
    """The free activities of a schedule and the fixed ones they wait for, as a problem of their own.

    The baseline of that problem is the schedule itself.

    Parameters
    ----------
    instance, plan
        The whole problem and its schedule.
    free
        The activities that move, with every placed successor of them.
    busy
        What fixed work and the rest of the schedule take of each resource.

    Attributes
    ----------
    members
        Index of each activity in the whole problem: the `free` first ones move, then those they wait for.
    arrays
        The problem.
    effort
        People and rooms to try in one schedule, about.
    """

    def __init__(self, instance: Instance, plan: Ints, free: Iterable[int], busy: Ints) -> None:
        arrays, chosen = instance.arrays, sorted(free)
        rows = (arrays.pred[arrays.pred_at[a] : arrays.pred_at[a + 1]] for a in chosen)
        self.members = list(dict.fromkeys([*chosen, *(before for row in rows for before in row)]))
        self.free = len(chosen)
        self.arrays = _sliced(arrays, plan, self.members, self.free)
        self.scheme = Scheme(self.arrays, instance.packed, _until(instance, plan, busy))
        self.effort = max(self.free + len(self.arrays.people) + len(self.arrays.rooms), 1)
        self._dues = [
            (place, due, weight, hard)
            for place, (due, weight, hard) in enumerate(
                zip(self.arrays.due, self.arrays.weight, self.arrays.hard, strict=True)
            )
            if due != NONE
        ]

    def placed(self, keys: Keys) -> Ints:
        """The schedule decoded from keys."""
        return self.scheme.placed(keys)

    def lateness(self, part: Ints) -> tuple[int, int]:
        """The first levels of the objective: what has no place or misses a hard date, then the tardiness."""
        size = self.arrays.n
        found = [UNPLACED_PRICE * part[size : size + self.free].count(NONE), 0]
        for place, due, weight, hard in self._dues:
            end = part[size + place]
            if end > due:
                found[1 - hard] += (end - due) * weight
        return found[0], found[1]

    def change(self, part: Ints) -> int:
        """What leaving the places of the schedule costs."""
        arrays, size = self.arrays, self.arrays.n
        total = 0
        for place, price in enumerate(arrays.move_price):
            if not price:
                continue
            slots = abs(part[place] - arrays.baseline_start[place])
            if slots:
                total += price + arrays.slot_price[place] * slots
            if part[2 * size + place] != arrays.baseline_person[place]:
                total += arrays.person_price[place]
            if part[3 * size + place] != arrays.baseline_room[place]:
                total += arrays.room_price[place]
        return total

    def written_into(self, plan: Ints, part: Ints) -> Ints:
        """The whole schedule once the free activities have the places of `part`; its cost is the former one."""
        n, size, whole = (len(plan) - LEVELS) // 4, len(self.members), list(plan)
        for place, a in enumerate(self.members[: self.free]):
            for side in range(4):
                whole[side * n + a] = part[side * size + place]
        return whole


def _until(instance: Instance, plan: Ints, busy: Ints) -> SlotMasks:
    """What is open and busy until a while after the last end of a schedule: shorter sets are faster."""
    arrays, masks = instance.arrays, instance.availability
    last = max(plan[arrays.n : 2 * arrays.n], default=0) + _BEYOND
    within = (1 << min(last, arrays.horizon)) - 1
    calendars = [mask & within for mask in masks.calendars]
    return SlotMasks(calendars, [mask & within for mask in masks.open], [mask & within for mask in busy])


def _sliced(arrays: Arrays, plan: Ints, members: Ints, free: int) -> Arrays:
    n, size = arrays.n, len(members)
    place_of = {a: place for place, a in enumerate(members)}

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
        yields=picked(arrays.yields),
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
