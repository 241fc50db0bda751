"""The serial schedule-generation scheme and the cost of a plan, on flat tables.

Written so that the same text runs as plain Python on lists and compiled by numba on arrays, with the same
answers: flat indices, integers, no allocation. Kernels call each other by the names of this module only.
"""

from __future__ import annotations

from typing import NamedTuple

from postprod_xl.domain.scheduling.engine.tables import Ints, Tables

NONE = -1_000_000_000
UNPLACED_PRICE = 1_000_000
GRAIN = 16  # an order key counts sixteenths of slots


class Keys(NamedTuple):
    """What a schedule is decoded from.

    `order`: the activity with the least goes first; `floor`: no start before; `person`, `room`: a resource
    imposed, -1 to choose; `person_fee`, `room_fee`: per candidate, how many slots later another may end and
    still be preferred.
    """

    order: Ints
    floor: Ints
    person: Ints
    room: Ints
    person_fee: Ints
    room_fee: Ints


class Plan(NamedTuple):
    """A schedule: first slot worked, end, person, room (-1: none; start -1 below NONE: no place); `cost`."""

    start: Ints
    end: Ints
    person: Ints
    room: Ints
    cost: Ints


class Work(NamedTuple):
    """Room to work in: what the resources have taken, predecessors still to place, the queue, one placing."""

    load: Ints
    waits: Ints
    heap: Ints
    found: Ints
    people: Ints


def push(heap: Ints, size: int, value: int) -> int:
    """Add a value to the heap of `size`; the new size."""
    at = size
    while at > 0:
        parent = (at - 1) >> 1
        if heap[parent] <= value:
            break
        heap[at] = heap[parent]
        at = parent
    heap[at] = value
    return size + 1


def pop(heap: Ints, size: int) -> int:
    """Take out the least value; it is left just after the heap, whose size is one less."""
    least, value, at, last = heap[0], heap[size - 1], 0, size - 1
    while True:
        child = 2 * at + 1
        if child >= last:
            break
        if child + 1 < last and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = value
    heap[last] = least
    return last


def waited_moment(tables: Tables, calendar: int, moment: int, lag: int) -> int:
    """Earliest moment with `lag` more open slots of the calendar behind it."""
    if lag == 0:
        return moment
    if tables.always[calendar] or moment < 0:
        behind = moment
    else:
        behind = tables.behind[calendar * (tables.horizon + 1) + min(moment, tables.horizon)]
    wanted = behind + lag
    if wanted <= 0 or tables.always[calendar]:
        return wanted
    if wanted > tables.horizon:
        return 2 * tables.horizon + 1
    return tables.kth[calendar * (tables.horizon + 1) + wanted]


def linked(tables: Tables, plan: Plan, a: int, found: Ints) -> None:
    """Least start and least end the links of `a` allow, in `found`."""
    found[0] = NONE
    found[1] = NONE
    for row in range(tables.pred_at[a], tables.pred_at[a + 1]):
        b = tables.pred[row]
        kind = tables.pred_kind[row]
        if kind == 0 or kind == 2:
            moment = plan.end[b]
        else:
            moment = tables.begun[b] if tables.begun[b] != NONE else plan.start[b]
        moment = waited_moment(tables, tables.calendar[a], moment, tables.pred_lag[row])
        side = 0 if kind < 2 else 1
        if moment > found[side]:
            found[side] = moment


def taken(tables: Tables, load: Ints, resource: int, quantity: int, slot: int) -> int:
    """0 if the resource has room in the slot, else the next slot worth trying."""
    value = load[resource * tables.horizon + slot]
    if tables.capacity[resource] == 1:
        return value
    return slot + 1 if value + quantity > tables.capacity[resource] else 0


def blocked(tables: Tables, load: Ints, a: int, people: Ints, slot: int) -> int:
    """0 if every resource of `a` has room in the slot, else the next slot worth trying."""
    jump = 0
    if people[0] >= 0:
        jump = taken(tables, load, people[0], 1, slot)
    if people[1] >= 0:
        jump = max(jump, taken(tables, load, people[1], 1, slot))
    for row in range(tables.use_at[a], tables.use_at[a + 1]):
        jump = max(jump, taken(tables, load, tables.use[row], tables.quantity[row], slot))
    return jump


def worked(tables: Tables, a: int, people: Ints, slot: int) -> bool:
    """Whether the slot is open to `a` and to all that serve it."""
    horizon, rows = tables.horizon, tables.rows
    if not tables.open_[tables.calendar[a] * horizon + slot]:
        return False
    if people[0] >= 0 and not tables.open_[(rows + people[0]) * horizon + slot]:
        return False
    if people[1] >= 0 and not tables.open_[(rows + people[1]) * horizon + slot]:
        return False
    for row in range(tables.use_at[a], tables.use_at[a + 1]):
        if not tables.open_[(rows + tables.use[row]) * horizon + slot]:
            return False
    return True


def fit_plain(tables: Tables, load: Ints, a: int, start: int) -> int:
    """First start of an activity that meets no calendar and no choice; -1 past the horizon."""
    duration, horizon = tables.duration[a], tables.horizon
    row, last = tables.use_at[a], tables.use_at[a + 1]
    while row < last:
        base = tables.use[row] * horizon
        capacity = tables.capacity[tables.use[row]]
        most = 0 if capacity == 1 else capacity - tables.quantity[row]
        slot = start + duration - 1
        if slot >= horizon:
            return -1
        while slot >= start and load[base + slot] <= most:
            slot -= 1
        if slot >= start:
            start = slot + 1
            row = tables.use_at[a]
        else:
            row += 1
    return start if start + duration <= horizon else -1


def fit(tables: Tables, load: Ints, a: int, people: Ints, found: Ints) -> None:
    """First start at or after found[0] with an end in [found[1], found[2]], in found[3:5]; -1 if none."""
    duration, slot, latest = tables.duration[a], max(found[0], 0), min(found[2], tables.horizon)
    start, done = -1, 0
    found[3] = -1
    while slot < latest:
        jump = blocked(tables, load, a, people, slot)
        if jump > 0:
            slot, start, done = jump, -1, 0
            continue
        if worked(tables, a, people, slot):
            if done == 0:
                start = slot
            done += 1
            if done == duration:
                if slot + 1 >= found[1]:
                    found[3] = start
                    found[4] = slot + 1
                    return
                start += 1
                done -= 1
                while done > 0 and not worked(tables, a, people, start):
                    start += 1
        slot += 1


def choose(tables: Tables, keys: Keys, work: Work, a: int) -> int:
    """Least score of the candidates of `a`, -1 if none has a place.

    The best pair is left in people[2:4], its start and end in found[5:7].
    """
    people, best = work.people, -1
    last = tables.people_at[a + 1]
    if tables.people_at[a] == last:
        people[0] = -1
        return choose_room(tables, keys, work, a, 0, best)
    for row in range(tables.people_at[a], last):
        people[0] = tables.people[row]
        if keys.person[a] < 0 or people[0] == keys.person[a]:
            best = choose_room(tables, keys, work, a, keys.person_fee[row], best)
    return best


def choose_room(tables: Tables, keys: Keys, work: Work, a: int, fee: int, best: int) -> int:
    """The same over the rooms, for the person in people[0]."""
    people = work.people
    last = tables.rooms_at[a + 1]
    if tables.rooms_at[a] == last:
        people[1] = -1
        return attempt(tables, work, a, fee, best)
    for row in range(tables.rooms_at[a], last):
        people[1] = tables.rooms[row]
        if keys.room[a] < 0 or people[1] == keys.room[a]:
            best = attempt(tables, work, a, fee + keys.room_fee[row], best)
    return best


def attempt(tables: Tables, work: Work, a: int, fee: int, best: int) -> int:
    """The least score once the pair in people[0:2] was tried."""
    found, people = work.found, work.people
    if best >= 0 and max(found[0] + tables.duration[a], found[1]) + fee >= best:
        return best
    found[2] = best - fee - 1 if best >= 0 else tables.horizon
    fit(tables, work.load, a, people, found)
    if found[3] < 0:
        return best
    people[2], people[3] = people[0], people[1]
    found[5], found[6] = found[3], found[4]
    return found[4] + fee


def take(tables: Tables, load: Ints, resource: int, quantity: int, start: int, end: int) -> None:
    """Write in `load` that a resource is taken."""
    base = resource * tables.horizon
    if tables.capacity[resource] == 1:
        for slot in range(base + start, base + end):
            load[slot] = end
    else:
        for slot in range(base + start, base + end):
            load[slot] += quantity


def place(tables: Tables, keys: Keys, plan: Plan, work: Work, a: int) -> bool:
    """Give `a` its start, end, people and room; whether it has found a place."""
    found = work.found
    linked(tables, plan, a, found)
    found[0] = max(found[0], tables.release[a], keys.floor[a], 0)
    plan.person[a] = plan.room[a] = -1
    if tables.duration[a] == 0:
        plan.start[a] = plan.end[a] = max(found[0], found[1])
        return plan.end[a] <= tables.horizon
    if tables.plain[a]:
        start = fit_plain(tables, work.load, a, max(found[0], found[1] - tables.duration[a]))
        if start < 0:
            return False
        plan.start[a], plan.end[a] = start, start + tables.duration[a]
    else:
        people = work.people
        if choose(tables, keys, work, a) < 0:
            return False
        plan.person[a], plan.room[a] = people[2], people[3]
        plan.start[a], plan.end[a] = found[5], found[6]
        if people[2] >= 0:
            take(tables, work.load, people[2], 1, plan.start[a], plan.end[a])
        if people[3] >= 0:
            take(tables, work.load, people[3], 1, plan.start[a], plan.end[a])
    for row in range(tables.use_at[a], tables.use_at[a + 1]):
        take(tables, work.load, tables.use[row], tables.quantity[row], plan.start[a], plan.end[a])
    return True


def build(tables: Tables, keys: Keys, plan: Plan, work: Work) -> None:
    """The schedule of `keys`: activities one by one, each as early as it can be, least key first."""
    n, size = tables.n, 0
    work.load[:] = tables.load
    work.waits[:] = tables.waits
    for a in range(n):
        plan.start[a] = tables.fixed_start[a]
        plan.end[a] = tables.fixed_end[a]
        plan.person[a] = tables.fixed_person[a]
        plan.room[a] = tables.fixed_room[a]
        if not tables.fixed[a] and work.waits[a] == 0:
            size = push(work.heap, size, keys.order[a] * n + a)
    while size > 0:
        size = pop(work.heap, size)
        a = work.heap[size] % n
        if not place(tables, keys, plan, work, a):
            plan.start[a] = plan.end[a] = NONE
            continue
        for row in range(tables.succ_at[a], tables.succ_at[a + 1]):
            b = tables.succ[row]
            work.waits[b] -= 1
            if work.waits[b] == 0:
                size = push(work.heap, size, keys.order[b] * n + b)
    appraise(tables, plan)


def appraise(tables: Tables, plan: Plan) -> None:
    """The cost of a plan, aim by aim (see `aims`), in `plan.cost`."""
    cost = plan.cost
    cost[:] = tables.nothing
    for a in range(tables.n):
        if plan.end[a] == NONE:
            cost[0] += UNPLACED_PRICE
            continue
        cost[4] += plan.end[a]
        if tables.due[a] != NONE and plan.end[a] > tables.due[a]:
            cost[1 - tables.hard[a]] += (plan.end[a] - tables.due[a]) * tables.weight[a]
        if tables.move_price[a] > 0:
            cost[2] += change(tables, plan, a)
        if not tables.fixed[a]:
            cost[3] += penalties(tables, plan, a)


def change(tables: Tables, plan: Plan, a: int) -> int:
    """The price of what `a` has changed since the plan in force."""
    total, slots = 0, abs(plan.start[a] - tables.planned_start[a])
    if slots > 0:
        total += tables.move_price[a] + tables.slot_price[a] * slots
    if plan.person[a] != tables.planned_person[a]:
        total += tables.person_price[a]
    if plan.room[a] != tables.planned_room[a]:
        total += tables.room_price[a]
    return total


def penalties(tables: Tables, plan: Plan, a: int) -> int:
    """The penalties of the people and room chosen for `a`."""
    total = 0
    for row in range(tables.people_at[a], tables.people_at[a + 1]):
        if tables.people[row] == plan.person[a]:
            total += tables.people_fee[row]
    for row in range(tables.rooms_at[a], tables.rooms_at[a + 1]):
        if tables.rooms[row] == plan.room[a]:
            total += tables.rooms_fee[row]
    return total


def better(cost: Ints, other: Ints) -> int:
    """1 if the first cost is less, -1 if more, 0 if they are the same."""
    for aim in range(5):
        if cost[aim] < other[aim]:
            return 1
        if cost[aim] > other[aim]:
            return -1
    return 0


def copy(plan: Plan, to: Plan) -> None:
    """Write a plan over another."""
    to.start[:] = plan.start
    to.end[:] = plan.end
    to.person[:] = plan.person
    to.room[:] = plan.room
    to.cost[:] = plan.cost


def sort_by(values: Ints, n: int, heap: Ints, order: Ints) -> None:
    """Rank of each value (ties by index), in `order`."""
    size = 0
    for a in range(n):
        size = push(heap, size, values[a] * n + a)
    rank = 0
    while size > 0:
        size = pop(heap, size)
        order[heap[size] % n] = rank
        rank += 1
