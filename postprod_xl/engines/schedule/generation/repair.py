"""Keys that keep the baseline: every start and resource unchanged as far as possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from postprod_xl.engines.schedule.calendars import end_of_work
from postprod_xl.engines.schedule.generation.decoding import Instance
from postprod_xl.engines.schedule.generation.disjunctive_sgs import Keys
from postprod_xl.engines.schedule.instance.arrays import Arrays, Ints
from postprod_xl.engines.schedule.kernels.sgs import KEY_SCALE

# Slots another person, or another room, must save: the price of the change; what is left of it when it saves
# a move; next to nothing where tardiness counts most.
_DEAR, _CHEAP, _NOTHING = (40, 10), (10, 2), (1, 0)


def baseline_keys(instance: Instance, keys: Keys) -> Keys:
    """Keys that decode the baseline itself where it is feasible; `keys` order the activities without baseline."""
    return keys_keeping_baseline(instance.arrays, keys)


def keys_keeping_baseline(arrays: Arrays, keys: Keys) -> Keys:
    """The same for any schedule written as the baseline of some arrays."""
    kept = _kept(arrays, keys, dict.fromkeys(range(arrays.n), _DEAR))
    last = max(keys.order + kept.order, default=0) - min(keys.order, default=0) + KEY_SCALE
    person, room = list(kept.person), list(kept.room)
    order = [key + last * (not price) for key, price in zip(kept.order, arrays.move_price, strict=True)]
    for a in range(arrays.n):
        if arrays.move_price[a] and not arrays.fixed[a]:
            person[a] = arrays.baseline_person[a] if arrays.person_price[a] else -1
            room[a] = arrays.baseline_room[a] if arrays.room_price[a] else -1
    return kept._replace(order=order, person=person, room=room)


def repair_keys(instance: Instance, keys: Keys, plan: Ints) -> Iterator[tuple[str, Keys]]:
    """Several repairs of the baseline; `keys` order activities without baseline, `plan` is that of `baseline_keys`.

    Starts keep their order; or displaced activities go after all that keep their place; or the dearest to move go
    first, so that a second option yields. Only displaced or delayed activities give up their resources for less
    than these are worth.
    """
    arrays, lost = instance.arrays, displaced(instance)
    pushed = lost | {
        a for a in range(arrays.n) if arrays.move_price[a] and plan[a] != arrays.baseline_start[a]
    }
    dearly = dict.fromkeys(range(arrays.n), _DEAR)
    dear, cheap, anybody = (
        _kept(arrays, keys, {**dearly, **dict.fromkeys(pushed, biases)})
        for biases in (_DEAR, _CHEAP, _NOTHING)
    )
    yield "repair", dear
    if not pushed:
        return
    last = max(keys.order + dear.order) + arrays.horizon * KEY_SCALE
    order = [key + last * (a in lost) for a, key in enumerate(cheap.order)]
    yield "repair after all kept", cheap._replace(order=order)
    yield "repair with others", cheap
    yield "repair with anybody", anybody
    dearest = max(arrays.move_price)
    by_hold = [
        key + last * (dearest - price) // dearest
        for key, price in zip(dear.order, arrays.move_price, strict=True)
    ]
    yield "repair by hold", dear._replace(order=by_hold)


def displaced(instance: Instance) -> set[int]:
    """Activities that cannot all keep their place in the baseline.

    Those whose start is closed to them; of two that overlap on a person or room, the one that pauses, then the
    cheaper to move; those over an occupation or a fixed activity.
    """
    arrays, busy, lost = instance.arrays, list(instance.availability.busy), set()
    kept = [a for a in range(arrays.n) if arrays.move_price[a] and not arrays.fixed[a] and arrays.duration[a]]
    ends = {a: _end(instance, a) for a in kept}
    pauses = {a: end - arrays.baseline_start[a] > arrays.duration[a] for a, end in ends.items()}
    kept.sort(key=lambda a: (pauses[a], -arrays.move_price[a], arrays.baseline_start[a], a))
    for a in kept:
        start = max(arrays.baseline_start[a], 0)
        slots = instance.scheme.kept(a, start, ends[a])
        people = [who for who in _people(arrays, a) if arrays.capacity[who] == 1]
        closed = not 0 <= arrays.baseline_start[a] < arrays.horizon or not _open(instance, a) >> start & 1
        if closed or any(busy[who] & slots for who in people):
            lost.add(a)
            continue
        for who in people:
            busy[who] |= slots
    return lost


def _kept(arrays: Arrays, keys: Keys, biases: Mapping[int, tuple[int, int]]) -> Keys:
    """Baseline starts, people and rooms; by activity, the slots another person and another room must save."""
    order, min_start = list(keys.order), list(keys.min_start)
    people, rooms = list(keys.person_bias), list(keys.room_bias)
    for a in range(arrays.n):
        if not arrays.move_price[a] or arrays.fixed[a]:
            continue
        order[a] = arrays.baseline_start[a] * KEY_SCALE
        min_start[a] = arrays.baseline_start[a]
        if arrays.person_price[a]:
            for row in range(arrays.people_at[a], arrays.people_at[a + 1]):
                people[row] = biases[a][0] * (arrays.people[row] != arrays.baseline_person[a])
        if arrays.room_price[a]:
            for row in range(arrays.rooms_at[a], arrays.rooms_at[a + 1]):
                rooms[row] = biases[a][1] * (arrays.rooms[row] != arrays.baseline_room[a])
    return keys._replace(order=order, min_start=min_start, person_bias=people, room_bias=rooms)


def _people(arrays: Arrays, a: int) -> Ints:
    return [who for who in (arrays.baseline_person[a], arrays.baseline_room[a]) if who >= 0]


def _open(instance: Instance, a: int) -> int:
    """Slots open to an activity with its baseline resources (bit set)."""
    slots = instance.availability.calendars[instance.arrays.calendar[a]]
    for who in _people(instance.arrays, a):
        slots &= instance.availability.open[who]
    return slots


def _end(instance: Instance, a: int) -> int:
    """End of an activity started as in the baseline with its baseline resources; the horizon at most."""
    start = instance.arrays.baseline_start[a]
    return end_of_work(_open(instance, a), start, instance.arrays.duration[a]) or instance.arrays.horizon
