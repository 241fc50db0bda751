"""The serial schedule generation scheme (SGS) and the objective, on flat arrays.

Written so that the same text runs as plain Python on lists and compiled by numba on arrays, with the same
results: flat indices, integers, no allocation. Five lists hold everything, so that a call stays cheap:

- `t`: the problem (`packed`): `t[t[DUE] + a]` is the due date of activity `a`;
- `k`: keys, by activity: order (least first), minimum start, person and room imposed (-1: free choice); then by
  candidate, its bias: how many slots later another may end and still be preferred;
- `p`: a schedule, by activity: first slot worked, end, person, room (-1: none; a start NONE: unplaced); its cost;
- `profile`: the use of every resource, slot by slot, as in `Arrays.profile`;
- `q`: workspace: one placement (eight numbers, then PAIR and BEST_PAIR), unplaced predecessors, the heap.
"""

from __future__ import annotations

from postprod_xl.engines.schedule.instance.arrays import (
    ACTUAL_START,
    ALWAYS,
    BASELINE_PERSON,
    BASELINE_ROOM,
    BASELINE_START,
    CALENDAR,
    CALENDAR_COUNT,
    CALENDAR_FREE,
    CAPACITY,
    DEMAND,
    DEMAND_AT,
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
    INDEGREE,
    KTH_OPEN,
    MOVE_PRICE,
    OPEN,
    OPEN_BEFORE,
    PEOPLE,
    PEOPLE_AT,
    PEOPLE_PENALTY,
    PERSON_PRICE,
    PRED,
    PRED_AT,
    PRED_KIND,
    PRED_LAG,
    PROFILE,
    QUANTITY,
    RELEASE,
    ROOM_PRICE,
    ROOMS,
    ROOMS_AT,
    ROOMS_PENALTY,
    SLOT_PRICE,
    SUCC,
    SUCC_AT,
    TARDINESS_PRICE,
    WEIGHT,
    YIELDS,
    Ints,
    N,
)

NONE = -1_000_000_000
UNPLACED_PRICE = 1_000_000
KEY_SCALE = 16  # an order key counts sixteenths of a slot
LEVELS = 5
# Positions in `q`: bounds (minimum start, minimum end, maximum end), dates found, best dates; the pair (person,
# room) being tried and the best one.
MIN_START, MIN_END, MAX_END, FOUND_START, FOUND_END, BEST_START, BEST_END = range(7)
PAIR, BEST_PAIR, COUNTS = 8, 10, 12


def copy(source: Ints, first: int, target: Ints, to: int, count: int) -> None:
    """Copy `count` numbers of a list, from `first` on, into another, from `to` on."""
    target[to : to + count] = source[first : first + count]


def push(q: Ints, base: int, size: int, value: int) -> int:
    """Push a value on the heap of `size` that starts at `base`; the new size."""
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
    """Pop the least value; it is left just after the heap, whose size is one less."""
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


def lagged_moment(t: Ints, calendar: int, moment: int, lag: int) -> int:
    """Earliest moment preceded by `lag` more open slots of the calendar."""
    if lag == 0:
        return moment
    horizon = t[HORIZON]
    always = t[t[ALWAYS] + calendar]
    open_before = moment
    if not always and moment >= 0:
        open_before = t[t[OPEN_BEFORE] + calendar * (horizon + 1) + min(moment, horizon)]
    wanted = open_before + lag
    if always or wanted <= 0:
        return wanted
    if wanted > horizon:
        return 2 * horizon + 1
    return t[t[KTH_OPEN] + calendar * (horizon + 1) + wanted]


def precedence_bounds(t: Ints, p: Ints, q: Ints, a: int) -> None:
    """Bounds of `a` from its links: minimum start and minimum end, in MIN_START and MIN_END."""
    q[MIN_START] = q[MIN_END] = NONE
    for row in range(t[t[PRED_AT] + a], t[t[PRED_AT] + a + 1]):
        before, kind, lag = t[t[PRED] + row], t[t[PRED_KIND] + row], t[t[PRED_LAG] + row]
        if kind == 0 or kind == 2:
            moment = p[t[N] + before]
        elif t[t[ACTUAL_START] + before] != NONE:
            moment = t[t[ACTUAL_START] + before]
        else:
            moment = p[before]
        if lag != 0:
            moment = lagged_moment(t, t[t[CALENDAR] + a], moment, lag)
        side = MIN_START if kind < 2 else MIN_END
        if moment > q[side]:
            q[side] = moment


def retry_slot_of_resource(t: Ints, profile: Ints, resource: int, quantity: int, slot: int) -> int:
    """0 if the resource has enough capacity in the slot, else the next slot worth trying."""
    at = resource * t[HORIZON] + slot
    value = profile[at]
    if t[t[CAPACITY] + resource] == 1:
        # Path compression: the slot may point past what follows directly, so that the next visit skips further.
        if 0 < value < t[HORIZON] and profile[at - slot + value] > 0:
            value = profile[at] = profile[at - slot + value]
        return value
    return slot + 1 if value + quantity > t[t[CAPACITY] + resource] else 0


def retry_slot(t: Ints, profile: Ints, q: Ints, a: int, slot: int) -> int:
    """0 if every resource of `a` has enough capacity in the slot, else the next slot worth trying."""
    if t[t[YIELDS] + a] and not t[t[OPEN] + t[t[CALENDAR] + a] * t[HORIZON] + slot]:
        return 0
    jump = 0
    if q[PAIR] >= 0:
        jump = retry_slot_of_resource(t, profile, q[PAIR], 1, slot)
    if q[PAIR + 1] >= 0:
        jump = max(jump, retry_slot_of_resource(t, profile, q[PAIR + 1], 1, slot))
    for row in range(t[t[DEMAND_AT] + a], t[t[DEMAND_AT] + a + 1]):
        jump = max(jump, retry_slot_of_resource(t, profile, t[t[DEMAND] + row], t[t[QUANTITY] + row], slot))
    return jump


def is_open(t: Ints, q: Ints, a: int, slot: int) -> int:
    """Whether the slot is open to `a` and to all its resources."""
    horizon, first = t[HORIZON], t[OPEN] + slot
    if not t[first + t[t[CALENDAR] + a] * horizon]:
        return 0
    if q[PAIR] >= 0 and not t[first + (t[CALENDAR_COUNT] + q[PAIR]) * horizon]:
        return 0
    if q[PAIR + 1] >= 0 and not t[first + (t[CALENDAR_COUNT] + q[PAIR + 1]) * horizon]:
        return 0
    for row in range(t[t[DEMAND_AT] + a], t[t[DEMAND_AT] + a + 1]):
        if not t[first + (t[CALENDAR_COUNT] + t[t[DEMAND] + row]) * horizon]:
            return 0
    return 1


def earliest_fit_calendar_free(t: Ints, profile: Ints, a: int, start: int) -> int:
    """Earliest start of an activity without calendar or choice; -1 past the horizon."""
    duration, horizon = t[t[DURATION] + a], t[HORIZON]
    first, last = t[t[DEMAND_AT] + a], t[t[DEMAND_AT] + a + 1]
    row = first
    while row < last:
        resource = t[t[DEMAND] + row]
        most = t[t[CAPACITY] + resource] - t[t[QUANTITY] + row]
        base, slot = resource * horizon, start + duration - 1
        if slot >= horizon:
            return -1
        while slot >= start and profile[base + slot] <= most:
            slot -= 1
        if slot >= start:
            start, row = slot + 1, first
        else:
            row += 1
    return start if start + duration <= horizon else -1


def earliest_fit(t: Ints, profile: Ints, q: Ints, a: int) -> None:
    """First start from MIN_START on that ends between MIN_END and MAX_END, in FOUND_START (-1: none) and FOUND_END."""
    duration, slot, latest = t[t[DURATION] + a], max(q[MIN_START], 0), min(q[MAX_END], t[HORIZON])
    start, done = -1, 0
    q[FOUND_START] = -1
    while slot < latest:
        jump = retry_slot(t, profile, q, a, slot)
        if jump > 0:
            slot, done = jump, 0
            continue
        if is_open(t, q, a, slot):
            if done == 0:
                start = slot
            done += 1
            if done == duration:
                if slot + 1 >= q[MIN_END]:
                    q[FOUND_START], q[FOUND_END] = start, slot + 1
                    return
                start, done = start + 1, done - 1
                while done > 0 and not is_open(t, q, a, start):
                    start += 1
        slot += 1


def best_insertion(t: Ints, k: Ints, profile: Ints, q: Ints, a: int) -> int:
    """Least score of the candidates of `a`, -1 if none fits.

    The best pair is left in BEST_PAIR, its dates in BEST_START and BEST_END.
    """
    n, best, last = t[N], -1, t[t[PEOPLE_AT] + a + 1]
    if t[t[PEOPLE_AT] + a] == last:
        q[PAIR] = -1
        return best_room_insertion(t, k, profile, q, a, 0, best)
    for row in range(t[t[PEOPLE_AT] + a], last):
        q[PAIR] = t[t[PEOPLE] + row]
        if k[2 * n + a] < 0 or q[PAIR] == k[2 * n + a]:
            best = best_room_insertion(t, k, profile, q, a, k[4 * n + row], best)
    return best


def best_room_insertion(t: Ints, k: Ints, profile: Ints, q: Ints, a: int, bias: int, best: int) -> int:
    """The same over the rooms, for the person being tried."""
    n, last = t[N], t[t[ROOMS_AT] + a + 1]
    if t[t[ROOMS_AT] + a] == last:
        q[PAIR + 1] = -1
        return try_pair(t, profile, q, a, bias, best)
    biases, min_start = 4 * n + t[t[PEOPLE_AT] + n], q[MIN_START]
    # A room can only delay the start.
    q[PAIR + 1], q[MAX_END] = -1, best - bias - 1 if best >= 0 else t[HORIZON]
    earliest_fit(t, profile, q, a)
    q[MIN_START] = q[FOUND_START]
    for row in range(t[t[ROOMS_AT] + a], last if q[FOUND_START] >= 0 else 0):
        q[PAIR + 1] = t[t[ROOMS] + row]
        if k[3 * n + a] < 0 or q[PAIR + 1] == k[3 * n + a]:
            best = try_pair(t, profile, q, a, bias + k[biases + row], best)
    q[MIN_START] = min_start
    return best


def try_pair(t: Ints, profile: Ints, q: Ints, a: int, bias: int, best: int) -> int:
    """The least score once the pair in PAIR was tried."""
    if best >= 0 and max(q[MIN_START] + t[t[DURATION] + a], q[MIN_END]) + bias >= best:
        return best
    q[MAX_END] = best - bias - 1 if best >= 0 else t[HORIZON]
    earliest_fit(t, profile, q, a)
    if q[FOUND_START] < 0:
        return best
    q[BEST_PAIR], q[BEST_PAIR + 1] = q[PAIR], q[PAIR + 1]
    q[BEST_START], q[BEST_END] = q[FOUND_START], q[FOUND_END]
    return q[FOUND_END] + bias


def reserve(t: Ints, profile: Ints, a: int, resource: int, quantity: int, start: int, end: int) -> None:
    """Reserve a resource for `a` in `profile`, except in the slots that it yields."""
    base, row, until = resource * t[HORIZON], t[OPEN] + t[t[CALENDAR] + a] * t[HORIZON], end
    for slot in range(end - 1, start - 1, -1):
        if t[t[YIELDS] + a] and not t[row + slot]:
            until = slot
        elif t[t[CAPACITY] + resource] == 1:
            profile[base + slot] = until
        else:
            profile[base + slot] += quantity


def place_activity(t: Ints, k: Ints, p: Ints, profile: Ints, q: Ints, a: int) -> bool:
    """Place `a`: its start, end, person and room; whether it fits."""
    n, duration = t[N], t[t[DURATION] + a]
    precedence_bounds(t, p, q, a)
    q[MIN_START] = max(q[MIN_START], t[t[RELEASE] + a], k[n + a], 0)
    p[2 * n + a] = p[3 * n + a] = -1
    if duration == 0:
        p[a] = p[n + a] = max(q[MIN_START], q[MIN_END])
        return p[a] <= t[HORIZON]
    if t[t[CALENDAR_FREE] + a]:
        start = earliest_fit_calendar_free(t, profile, a, max(q[MIN_START], q[MIN_END] - duration))
        if start < 0:
            return False
        p[a], p[n + a] = start, start + duration
    else:
        if best_insertion(t, k, profile, q, a) < 0:
            return False
        p[a], p[n + a] = q[BEST_START], q[BEST_END]
        for side in range(2):
            p[(2 + side) * n + a] = q[BEST_PAIR + side]
            if q[BEST_PAIR + side] >= 0:
                reserve(t, profile, a, q[BEST_PAIR + side], 1, p[a], p[n + a])
    for row in range(t[t[DEMAND_AT] + a], t[t[DEMAND_AT] + a + 1]):
        reserve(t, profile, a, t[t[DEMAND] + row], t[t[QUANTITY] + row], p[a], p[n + a])
    return True


def serial_sgs(t: Ints, k: Ints, p: Ints, profile: Ints, q: Ints) -> None:
    """Decode keys: activities one by one, each as early as possible, least key first among the eligible."""
    n, size, heap = t[N], 0, COUNTS + t[N]
    copy(t, t[PROFILE], profile, 0, len(profile))
    copy(t, t[INDEGREE], q, COUNTS, n)
    copy(t, t[FIXED_START], p, 0, n)
    copy(t, t[FIXED_END], p, n, n)
    copy(t, t[FIXED_PERSON], p, 2 * n, n)
    copy(t, t[FIXED_ROOM], p, 3 * n, n)
    for a in range(n):
        if q[COUNTS + a] == 0 and not t[t[FIXED] + a]:
            size = push(q, heap, size, k[a] * n + a)
    while size > 0:
        size = pop(q, heap, size)
        a = q[heap + size] % n
        if not place_activity(t, k, p, profile, q, a):
            p[a] = p[n + a] = NONE
            continue
        for row in range(t[t[SUCC_AT] + a], t[t[SUCC_AT] + a + 1]):
            after = t[t[SUCC] + row]
            q[COUNTS + after] -= 1
            if q[COUNTS + after] == 0:
                size = push(q, heap, size, k[after] * n + after)
    evaluate(t, p)


def evaluate(t: Ints, p: Ints) -> None:
    """Write the cost of a schedule, level by level (see `objective`), at its end."""
    n = t[N]
    cost = 4 * n
    for level in range(LEVELS):
        p[cost + level] = 0
    for a in range(n):
        end = p[n + a]
        if end == NONE:
            p[cost] += UNPLACED_PRICE
            continue
        p[cost + 4] += end * t[t[END_PRICE] + a]
        if t[t[DUE] + a] != NONE and end > t[t[DUE] + a]:
            p[cost + 1 - t[t[HARD] + a]] += (end - t[t[DUE] + a]) * t[t[WEIGHT] + a]
        if t[t[MOVE_PRICE] + a] > 0:
            p[cost + 2] += change_cost(t, p, a)
        if not t[t[CALENDAR_FREE] + a] and not t[t[FIXED] + a]:
            p[cost + 3] += assignment_penalty(t, p, a)
    if t[TARDINESS_PRICE] > 0:
        p[cost + 1] = p[cost + 1] * t[TARDINESS_PRICE] + p[cost + 2]


def change_cost(t: Ints, p: Ints, a: int) -> int:
    """Price of the deviation of `a` from its baseline."""
    n, total, slots = t[N], 0, abs(p[a] - t[t[BASELINE_START] + a])
    if slots > 0:
        total += t[t[MOVE_PRICE] + a] + t[t[SLOT_PRICE] + a] * slots
    if p[2 * n + a] != t[t[BASELINE_PERSON] + a]:
        total += t[t[PERSON_PRICE] + a]
    if p[3 * n + a] != t[t[BASELINE_ROOM] + a]:
        total += t[t[ROOM_PRICE] + a]
    return total


def assignment_penalty(t: Ints, p: Ints, a: int) -> int:
    """Penalties of the person and room chosen for `a`."""
    n, total = t[N], 0
    for row in range(t[t[PEOPLE_AT] + a], t[t[PEOPLE_AT] + a + 1]):
        if t[t[PEOPLE] + row] == p[2 * n + a]:
            total += t[t[PEOPLE_PENALTY] + row]
    for row in range(t[t[ROOMS_AT] + a], t[t[ROOMS_AT] + a + 1]):
        if t[t[ROOMS] + row] == p[3 * n + a]:
            total += t[t[ROOMS_PENALTY] + row]
    return total


def compare(p: Ints, other: Ints) -> int:
    """1 if the first schedule costs less, -1 if more, 0 if equal."""
    first = len(p) - LEVELS
    for level in range(first, first + LEVELS):
        if p[level] != other[level]:
            return 1 if p[level] < other[level] else -1
    return 0
