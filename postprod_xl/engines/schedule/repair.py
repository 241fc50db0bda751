"""Keys that keep a plan in force: every start and every person as they were, while they can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from postprod_xl.engines.schedule.kernels import GRAIN
from postprod_xl.engines.schedule.serial import Keys
from postprod_xl.engines.schedule.setup import Setup
from postprod_xl.engines.schedule.slots import end_of_work
from postprod_xl.engines.schedule.tables import Ints, Tables

# Slots another person, or another room, must save: what the change costs, or what is left of it when it
# saves a move, or next to nothing where lateness counts most.
_DEAR, _CHEAP, _NOTHING = (40, 10), (10, 2), (1, 0)


def unmoved(setup: Setup, keys: Keys) -> Keys:
    """Keys that build the plan in force itself where it is still legal; `keys` order what is in no plan yet."""
    return kept_where_planned(setup.tables, keys)


def kept_where_planned(tables: Tables, keys: Keys) -> Keys:
    """The same for any plan written as the one in force of some tables."""
    kept = _kept(tables, keys, dict.fromkeys(range(tables.n), _DEAR))
    last = max(keys.order + kept.order, default=0) - min(keys.order, default=0) + GRAIN
    person, room = list(kept.person), list(kept.room)
    order = [key + last * (not price) for key, price in zip(kept.order, tables.move_price, strict=True)]
    for a in range(tables.n):
        if tables.move_price[a] and not tables.fixed[a]:
            person[a] = tables.planned_person[a] if tables.person_price[a] else -1
            room[a] = tables.planned_room[a] if tables.room_price[a] else -1
    return kept._replace(order=order, person=person, room=room)


def repairs(setup: Setup, keys: Keys, plan: Ints) -> Iterator[tuple[str, Keys]]:
    """Several repairs of the plan in force; `keys` order what is in no plan yet, `plan` is that of `unmoved`.

    Starts keep their order; or what has lost its place goes after all that has kept its own; or the dearest
    to move goes first, so that a second option yields. Only what has lost its place, or is pushed by what has,
    gives up its people and its room for less than they are worth.
    """
    tables, lost = setup.tables, displaced(setup)
    pushed = lost | {
        a for a in range(tables.n) if tables.move_price[a] and plan[a] != tables.planned_start[a]
    }
    dearly = dict.fromkeys(range(tables.n), _DEAR)
    dear, cheap, anybody = (
        _kept(tables, keys, {**dearly, **dict.fromkeys(pushed, fees)}) for fees in (_DEAR, _CHEAP, _NOTHING)
    )
    yield "repair", dear
    if not pushed:
        return
    last = max(keys.order + dear.order) + tables.horizon * GRAIN
    order = [key + last * (a in lost) for a, key in enumerate(cheap.order)]
    yield "repair after all kept", cheap._replace(order=order)
    yield "repair with others", cheap
    yield "repair with anybody", anybody
    dearest = max(tables.move_price)
    by_hold = [
        key + last * (dearest - price) // dearest
        for key, price in zip(dear.order, tables.move_price, strict=True)
    ]
    yield "repair by hold", dear._replace(order=by_hold)


def displaced(setup: Setup) -> set[int]:
    """The activities that cannot all stay where the plan in force has them.

    Those whose start is closed to them; of two that overlap on a person or room, the one that pauses, then
    the cheaper to move; those over an occupation or something that stays.
    """
    tables, taken, lost = setup.tables, list(setup.ground.taken), set()
    kept = [a for a in range(tables.n) if tables.move_price[a] and not tables.fixed[a] and tables.duration[a]]
    ends = {a: _end(setup, a) for a in kept}
    pauses = {a: end - tables.planned_start[a] > tables.duration[a] for a, end in ends.items()}
    kept.sort(key=lambda a: (pauses[a], -tables.move_price[a], tables.planned_start[a], a))
    for a in kept:
        start = max(tables.planned_start[a], 0)
        slots = ((1 << max(ends[a] - start, 0)) - 1) << start
        people = [who for who in _people(tables, a) if tables.capacity[who] == 1]
        closed = not 0 <= tables.planned_start[a] < tables.horizon or not _open(setup, a) >> start & 1
        if closed or any(taken[who] & slots for who in people):
            lost.add(a)
            continue
        for who in people:
            taken[who] |= slots
    return lost


def _kept(tables: Tables, keys: Keys, fees: Mapping[int, tuple[int, int]]) -> Keys:
    """Starts, people and rooms as planned; for each activity, what another person and another room must save."""
    order, floor = list(keys.order), list(keys.floor)
    people, rooms = list(keys.person_fee), list(keys.room_fee)
    for a in range(tables.n):
        if not tables.move_price[a] or tables.fixed[a]:
            continue
        order[a] = tables.planned_start[a] * GRAIN
        floor[a] = tables.planned_start[a]
        if tables.person_price[a]:
            for row in range(tables.people_at[a], tables.people_at[a + 1]):
                people[row] = fees[a][0] * (tables.people[row] != tables.planned_person[a])
        if tables.room_price[a]:
            for row in range(tables.rooms_at[a], tables.rooms_at[a + 1]):
                rooms[row] = fees[a][1] * (tables.rooms[row] != tables.planned_room[a])
    return keys._replace(order=order, floor=floor, person_fee=people, room_fee=rooms)


def _people(tables: Tables, a: int) -> Ints:
    return [who for who in (tables.planned_person[a], tables.planned_room[a]) if who >= 0]


def _open(setup: Setup, a: int) -> int:
    """The slots open to an activity with the people planned (bits)."""
    slots = setup.ground.calendars[setup.tables.calendar[a]]
    for who in _people(setup.tables, a):
        slots &= setup.ground.open[who]
    return slots


def _end(setup: Setup, a: int) -> int:
    """The moment it would end at, started as planned with the people planned; the horizon at most."""
    start = setup.tables.planned_start[a]
    return end_of_work(_open(setup, a), start, setup.tables.duration[a]) or setup.tables.horizon
