"""The serial schedule-generation scheme and the cost of a plan, on flat tables.

Written so that the same text runs as plain Python on lists and compiled by numba on arrays, with the same
answers: flat indices, integers, no allocation. Five lists hold everything, so that a call stays cheap:

- `t`: the problem (`flat_tables`): `t[t[DUE] + a]` is the due of activity `a`;
- `k`: keys, by activity: order (the least goes first), floor (no start before), person and room imposed (-1:
  free to choose); then by candidate: how many slots later another may end and still be preferred;
- `p`: a plan, by activity: first slot worked, end, person, room (-1: none; a start NONE: no place); its cost;
- `load`: what every resource has taken, slot by slot, as in `Tables.load`;
- `q`: one placing (FOUND: eight numbers, WHO: four), predecessors still to place, the heap.
"""

from __future__ import annotations

from postprod_xl.engines.schedule.tables import (
    ALWAYS,
    BEGUN,
    BEHIND,
    CALENDAR,
    CAPACITY,
    DUE,
    DURATION,
    END_PRICE,
    FIXED,
    FIXED_END,
    FIXED_PERSON,
    FIXED_ROOM,
    FIXED_START,
    HARD,
    HORIZON,
    KTH,
    LATENESS_PRICE,
    LOAD,
    MOVE_PRICE,
    OPEN,
    PEOPLE,
    PEOPLE_AT,
    PEOPLE_FEE,
    PERSON_PRICE,
    PLAIN,
    PLANNED_PERSON,
    PLANNED_ROOM,
    PLANNED_START,
    PRED,
    PRED_AT,
    PRED_KIND,
    PRED_LAG,
    QUANTITY,
    RELEASE,
    ROOM_PRICE,
    ROOMS,
    ROOMS_AT,
    ROOMS_FEE,
    ROWS,
    SLOT_PRICE,
    SUCC,
    SUCC_AT,
    USE,
    USE_AT,
    WAITS,
    WEIGHT,
    Ints,
    N,
)

NONE = -1_000_000_000
UNPLACED_PRICE = 1_000_000
GRAIN = 16  # an order key counts sixteenths of slots
AIMS = 5
# Places in `q`: least start, least end, latest end, start found, end found, best start, best end; who is
# tried (person, room) and who is best.
FLOOR, CEILING, LATEST, START, END, BEST_START, BEST_END = range(7)
WHO, BEST_WHO, QUEUE = 8, 10, 12


def copy(source: Ints, first: int, target: Ints, to: int, count: int) -> None:
    """Write `count` numbers of a list, from `first` on, into another, from `to` on."""
    target[to : to + count] = source[first : first + count]


def push(q: Ints, base: int, size: int, value: int) -> int:
    """Add a value to the heap of `size` that starts at `base`; the new size."""
    at = size
    while at > 0:
        parent = (at - 1) >> 1
        if q[base + parent] <= value:
            break
        q[base + at] = q[base + parent]
        at = parent
    q[base + at] = value
    return size + 1


def pop(q: Ints, base: int, size: int) -> int:
    """Take out the least value; it is left just after the heap, whose size is one less."""
    last, at = size - 1, 0
    least, value = q[base], q[base + last]
    while True:
        child = 2 * at + 1
        if child >= last:
            break
        if child + 1 < last and q[base + child + 1] < q[base + child]:
            child += 1
        if q[base + child] >= value:
            break
        q[base + at] = q[base + child]
        at = child
    q[base + at] = value
    q[base + last] = least
    return last


def waited_moment(t: Ints, calendar: int, moment: int, lag: int) -> int:
    """Earliest moment with `lag` more open slots of the calendar behind it."""
    if lag == 0:
        return moment
    horizon = t[HORIZON]
    always = t[t[ALWAYS] + calendar]
    behind = moment
    if not always and moment >= 0:
        behind = t[t[BEHIND] + calendar * (horizon + 1) + min(moment, horizon)]
    wanted = behind + lag
    if always or wanted <= 0:
        return wanted
    if wanted > horizon:
        return 2 * horizon + 1
    return t[t[KTH] + calendar * (horizon + 1) + wanted]


def linked(t: Ints, p: Ints, q: Ints, a: int) -> None:
    """Least start and least end the links of `a` allow, in FLOOR and CEILING."""
    q[FLOOR] = q[CEILING] = NONE
    for row in range(t[t[PRED_AT] + a], t[t[PRED_AT] + a + 1]):
        before, kind, lag = t[t[PRED] + row], t[t[PRED_KIND] + row], t[t[PRED_LAG] + row]
        if kind == 0 or kind == 2:
            moment = p[t[N] + before]
        elif t[t[BEGUN] + before] != NONE:
            moment = t[t[BEGUN] + before]
        else:
            moment = p[before]
        if lag != 0:
            moment = waited_moment(t, t[t[CALENDAR] + a], moment, lag)
        side = FLOOR if kind < 2 else CEILING
        if moment > q[side]:
            q[side] = moment


def taken(t: Ints, load: Ints, resource: int, quantity: int, slot: int) -> int:
    """0 if the resource has room in the slot, else the next slot worth trying."""
    at = resource * t[HORIZON] + slot
    value = load[at]
    if t[t[CAPACITY] + resource] == 1:
        # The slot may as well lead past what follows at once: the next visit jumps further.
        if 0 < value < t[HORIZON] and load[at - slot + value] > 0:
            value = load[at] = load[at - slot + value]
        return value
    return slot + 1 if value + quantity > t[t[CAPACITY] + resource] else 0


def blocked(t: Ints, load: Ints, q: Ints, a: int, slot: int) -> int:
    """0 if every resource of `a` has room in the slot, else the next slot worth trying."""
    jump = 0
    if q[WHO] >= 0:
        jump = taken(t, load, q[WHO], 1, slot)
    if q[WHO + 1] >= 0:
        jump = max(jump, taken(t, load, q[WHO + 1], 1, slot))
    for row in range(t[t[USE_AT] + a], t[t[USE_AT] + a + 1]):
        jump = max(jump, taken(t, load, t[t[USE] + row], t[t[QUANTITY] + row], slot))
    return jump


def worked(t: Ints, q: Ints, a: int, slot: int) -> int:
    """Whether the slot is open to `a` and to all that serve it."""
    horizon, first = t[HORIZON], t[OPEN] + slot
    if not t[first + t[t[CALENDAR] + a] * horizon]:
        return 0
    if q[WHO] >= 0 and not t[first + (t[ROWS] + q[WHO]) * horizon]:
        return 0
    if q[WHO + 1] >= 0 and not t[first + (t[ROWS] + q[WHO + 1]) * horizon]:
        return 0
    for row in range(t[t[USE_AT] + a], t[t[USE_AT] + a + 1]):
        if not t[first + (t[ROWS] + t[t[USE] + row]) * horizon]:
            return 0
    return 1


def fit_plain(t: Ints, load: Ints, a: int, start: int) -> int:
    """First start of an activity that meets no calendar and no choice; -1 past the horizon."""
    duration, horizon = t[t[DURATION] + a], t[HORIZON]
    first, last = t[t[USE_AT] + a], t[t[USE_AT] + a + 1]
    row = first
    while row < last:
        resource = t[t[USE] + row]
        most = t[t[CAPACITY] + resource] - t[t[QUANTITY] + row]
        base, slot = resource * horizon, start + duration - 1
        if slot >= horizon:
            return -1
        while slot >= start and load[base + slot] <= most:
            slot -= 1
        if slot >= start:
            start, row = slot + 1, first
        else:
            row += 1
    return start if start + duration <= horizon else -1


def fit(t: Ints, load: Ints, q: Ints, a: int) -> None:
    """First start at or after FLOOR with an end from CEILING to LATEST, in START (-1 if none) and END."""
    duration, slot, latest = t[t[DURATION] + a], max(q[FLOOR], 0), min(q[LATEST], t[HORIZON])
    start, done = -1, 0
    q[START] = -1
    while slot < latest:
        jump = blocked(t, load, q, a, slot)
        if jump > 0:
            slot, done = jump, 0
            continue
        if worked(t, q, a, slot):
            if done == 0:
                start = slot
            done += 1
            if done == duration:
                if slot + 1 >= q[CEILING]:
                    q[START], q[END] = start, slot + 1
                    return
                start, done = start + 1, done - 1
                while done > 0 and not worked(t, q, a, start):
                    start += 1
        slot += 1


def choose(t: Ints, k: Ints, load: Ints, q: Ints, a: int) -> int:
    """Least score of the candidates of `a`, -1 if none has a place.

    The best pair is left in BEST_WHO, its dates in BEST_START and BEST_END.
    """
    n, best, last = t[N], -1, t[t[PEOPLE_AT] + a + 1]
    if t[t[PEOPLE_AT] + a] == last:
        q[WHO] = -1
        return choose_room(t, k, load, q, a, 0, best)
    for row in range(t[t[PEOPLE_AT] + a], last):
        q[WHO] = t[t[PEOPLE] + row]
        if k[2 * n + a] < 0 or q[WHO] == k[2 * n + a]:
            best = choose_room(t, k, load, q, a, k[4 * n + row], best)
    return best


def choose_room(t: Ints, k: Ints, load: Ints, q: Ints, a: int, fee: int, best: int) -> int:
    """The same over the rooms, for the person being tried."""
    n, last = t[N], t[t[ROOMS_AT] + a + 1]
    if t[t[ROOMS_AT] + a] == last:
        q[WHO + 1] = -1
        return attempt(t, load, q, a, fee, best)
    fees, floor = 4 * n + t[t[PEOPLE_AT] + n], q[FLOOR]
    # With a room it cannot start before it does without one.
    q[WHO + 1], q[LATEST] = -1, best - fee - 1 if best >= 0 else t[HORIZON]
    fit(t, load, q, a)
    q[FLOOR] = q[START]
    for row in range(t[t[ROOMS_AT] + a], last if q[START] >= 0 else 0):
        q[WHO + 1] = t[t[ROOMS] + row]
        if k[3 * n + a] < 0 or q[WHO + 1] == k[3 * n + a]:
            best = attempt(t, load, q, a, fee + k[fees + row], best)
    q[FLOOR] = floor
    return best


def attempt(t: Ints, load: Ints, q: Ints, a: int, fee: int, best: int) -> int:
    """The least score once the pair in WHO was tried."""
    if best >= 0 and max(q[FLOOR] + t[t[DURATION] + a], q[CEILING]) + fee >= best:
        return best
    q[LATEST] = best - fee - 1 if best >= 0 else t[HORIZON]
    fit(t, load, q, a)
    if q[START] < 0:
        return best
    q[BEST_WHO], q[BEST_WHO + 1] = q[WHO], q[WHO + 1]
    q[BEST_START], q[BEST_END] = q[START], q[END]
    return q[END] + fee


def take(t: Ints, load: Ints, resource: int, quantity: int, start: int, end: int) -> None:
    """Write in `load` that a resource is taken."""
    base = resource * t[HORIZON]
    if t[t[CAPACITY] + resource] == 1:
        for slot in range(base + start, base + end):
            load[slot] = end
    else:
        for slot in range(base + start, base + end):
            load[slot] += quantity


def settle(t: Ints, k: Ints, p: Ints, load: Ints, q: Ints, a: int) -> bool:
    """Give `a` its start, end, people and room; whether it has found a place."""
    n, duration = t[N], t[t[DURATION] + a]
    linked(t, p, q, a)
    q[FLOOR] = max(q[FLOOR], t[t[RELEASE] + a], k[n + a], 0)
    p[2 * n + a] = p[3 * n + a] = -1
    if duration == 0:
        p[a] = p[n + a] = max(q[FLOOR], q[CEILING])
        return p[a] <= t[HORIZON]
    if t[t[PLAIN] + a]:
        start = fit_plain(t, load, a, max(q[FLOOR], q[CEILING] - duration))
        if start < 0:
            return False
        p[a], p[n + a] = start, start + duration
    else:
        if choose(t, k, load, q, a) < 0:
            return False
        p[a], p[n + a] = q[BEST_START], q[BEST_END]
        for side in range(2):
            p[(2 + side) * n + a] = q[BEST_WHO + side]
            if q[BEST_WHO + side] >= 0:
                take(t, load, q[BEST_WHO + side], 1, p[a], p[n + a])
    for row in range(t[t[USE_AT] + a], t[t[USE_AT] + a + 1]):
        take(t, load, t[t[USE] + row], t[t[QUANTITY] + row], p[a], p[n + a])
    return True


def build(t: Ints, k: Ints, p: Ints, load: Ints, q: Ints) -> None:
    """The schedule of the keys: activities one by one, each as early as it can be, least key first."""
    n, size, heap = t[N], 0, QUEUE + t[N]
    copy(t, t[LOAD], load, 0, len(load))
    copy(t, t[WAITS], q, QUEUE, n)
    copy(t, t[FIXED_START], p, 0, n)
    copy(t, t[FIXED_END], p, n, n)
    copy(t, t[FIXED_PERSON], p, 2 * n, n)
    copy(t, t[FIXED_ROOM], p, 3 * n, n)
    for a in range(n):
        if q[QUEUE + a] == 0 and not t[t[FIXED] + a]:
            size = push(q, heap, size, k[a] * n + a)
    while size > 0:
        size = pop(q, heap, size)
        a = q[heap + size] % n
        if not settle(t, k, p, load, q, a):
            p[a] = p[n + a] = NONE
            continue
        for row in range(t[t[SUCC_AT] + a], t[t[SUCC_AT] + a + 1]):
            after = t[t[SUCC] + row]
            q[QUEUE + after] -= 1
            if q[QUEUE + after] == 0:
                size = push(q, heap, size, k[after] * n + after)
    appraise(t, p)


def appraise(t: Ints, p: Ints) -> None:
    """Write the cost of a plan, aim by aim (see `aims`), at its end."""
    n = t[N]
    cost = 4 * n
    for aim in range(AIMS):
        p[cost + aim] = 0
    for a in range(n):
        end = p[n + a]
        if end == NONE:
            p[cost] += UNPLACED_PRICE
            continue
        p[cost + 4] += end * t[t[END_PRICE] + a]
        if t[t[DUE] + a] != NONE and end > t[t[DUE] + a]:
            p[cost + 1 - t[t[HARD] + a]] += (end - t[t[DUE] + a]) * t[t[WEIGHT] + a]
        if t[t[MOVE_PRICE] + a] > 0:
            p[cost + 2] += change(t, p, a)
        if not t[t[PLAIN] + a] and not t[t[FIXED] + a]:
            p[cost + 3] += penalties(t, p, a)
    if t[LATENESS_PRICE] > 0:
        p[cost + 1] = p[cost + 1] * t[LATENESS_PRICE] + p[cost + 2]


def change(t: Ints, p: Ints, a: int) -> int:
    """The price of what `a` has changed since the plan in force."""
    n, total, slots = t[N], 0, abs(p[a] - t[t[PLANNED_START] + a])
    if slots > 0:
        total += t[t[MOVE_PRICE] + a] + t[t[SLOT_PRICE] + a] * slots
    if p[2 * n + a] != t[t[PLANNED_PERSON] + a]:
        total += t[t[PERSON_PRICE] + a]
    if p[3 * n + a] != t[t[PLANNED_ROOM] + a]:
        total += t[t[ROOM_PRICE] + a]
    return total


def penalties(t: Ints, p: Ints, a: int) -> int:
    """The penalties of the people and room chosen for `a`."""
    n, total = t[N], 0
    for row in range(t[t[PEOPLE_AT] + a], t[t[PEOPLE_AT] + a + 1]):
        if t[t[PEOPLE] + row] == p[2 * n + a]:
            total += t[t[PEOPLE_FEE] + row]
    for row in range(t[t[ROOMS_AT] + a], t[t[ROOMS_AT] + a + 1]):
        if t[t[ROOMS] + row] == p[3 * n + a]:
            total += t[t[ROOMS_FEE] + row]
    return total


def better(p: Ints, other: Ints) -> int:
    """1 if the first plan costs less, -1 if more, 0 if the same."""
    first = len(p) - AIMS
    for aim in range(first, first + AIMS):
        if p[aim] != other[aim]:
            return 1 if p[aim] < other[aim] else -1
    return 0
