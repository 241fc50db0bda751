"""Keys that keep a plan in force: every start and every person as they were, while they can be."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.domain.scheduling.engine.kernels import GRAIN
from postprod_xl.domain.scheduling.engine.setup import Keys
from postprod_xl.domain.scheduling.engine.tables import Ints, Tables

# Slots another person, or another room, must save: what the change costs, or what is left of it when it
# saves a move.
_DEAR, _CHEAP = (40, 10), (10, 2)


def repairs(tables: Tables, keys: Keys) -> Iterator[tuple[str, Keys]]:
    """Several repairs of the plan in force; `keys` order what is in no plan yet.

    Starts keep their order; or what has lost its place goes after all that has kept its own; or the dearest
    to move goes first, so that a second option yields.
    """
    dear, cheap = (_kept(tables, keys, fees) for fees in (_DEAR, _CHEAP))
    yield "repair", dear
    lost = displaced(tables)
    if not lost:
        return
    last = max(keys.order + dear.order) + tables.horizon * GRAIN
    order = [key + last * (a in lost) for a, key in enumerate(cheap.order)]
    yield "repair after all kept", cheap._replace(order=order)
    yield "repair with others", cheap
    dearest = max(tables.move_price)
    by_hold = [
        key + last * (dearest - price) // dearest
        for key, price in zip(dear.order, tables.move_price, strict=True)
    ]
    yield "repair by hold", dear._replace(order=by_hold)


def displaced(tables: Tables) -> set[int]:
    """The activities that cannot all stay where the plan in force has them.

    Those whose start is closed to them; of two that overlap on a person or room, the one that pauses, then
    the cheaper to move; those over an occupation or something that stays.
    """
    kept = [a for a in range(tables.n) if tables.move_price[a] and not tables.fixed[a] and tables.duration[a]]
    kept.sort(key=lambda a: (_pauses(tables, a), -tables.move_price[a], tables.planned_start[a], a))
    load, lost = list(tables.load), set()
    for a in kept:
        spans = _spans(tables, a)
        if not _is_open(tables, a, tables.planned_start[a]) or any(load[at] for at in spans):
            lost.add(a)
            continue
        for at in spans:
            load[at] = 1
    return lost


def _kept(tables: Tables, keys: Keys, fees: tuple[int, int]) -> Keys:
    order, floor = list(keys.order), list(keys.floor)
    people, rooms = list(keys.person_fee), list(keys.room_fee)
    for a in range(tables.n):
        if not tables.move_price[a] or tables.fixed[a]:
            continue
        order[a] = tables.planned_start[a] * GRAIN
        floor[a] = tables.planned_start[a]
        if tables.person_price[a]:
            for row in range(tables.people_at[a], tables.people_at[a + 1]):
                people[row] = fees[0] * (tables.people[row] != tables.planned_person[a])
        if tables.room_price[a]:
            for row in range(tables.rooms_at[a], tables.rooms_at[a + 1]):
                rooms[row] = fees[1] * (tables.rooms[row] != tables.planned_room[a])
    return keys._replace(order=order, floor=floor, person_fee=people, room_fee=rooms)


def _people(tables: Tables, a: int) -> Ints:
    return [who for who in (tables.planned_person[a], tables.planned_room[a]) if who >= 0]


def _is_open(tables: Tables, a: int, slot: int) -> bool:
    if not 0 <= slot < tables.horizon:
        return False
    rows = [tables.calendar[a], *(tables.rows + who for who in _people(tables, a))]
    return all(tables.open_[row * tables.horizon + slot] for row in rows)


def _end(tables: Tables, a: int) -> int:
    """The moment it would end at, started as planned with the people planned; the horizon at most."""
    slot, left = tables.planned_start[a], tables.duration[a]
    while left and slot < tables.horizon:
        left -= _is_open(tables, a, slot)
        slot += 1
    return slot


def _pauses(tables: Tables, a: int) -> bool:
    return _end(tables, a) - tables.planned_start[a] > tables.duration[a]


def _spans(tables: Tables, a: int) -> Ints:
    """The places in `load` it would take of its person and room."""
    slots = range(max(tables.planned_start[a], 0), _end(tables, a))
    people = [who for who in _people(tables, a) if tables.capacity[who] == 1]
    return [who * tables.horizon + slot for who in people for slot in slots]
