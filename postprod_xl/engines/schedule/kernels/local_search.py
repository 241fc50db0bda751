"""Local search on keys: order, minimum starts, biases of people and rooms; written by the rules of `sgs`."""

from __future__ import annotations

from postprod_xl.engines.schedule.instance.arrays import DUE, PEOPLE, PEOPLE_AT, ROOMS_AT, N
from postprod_xl.engines.schedule.kernels.genetic import (
    SearchState,
    clone,
    justify,
    random_below,
    random_offset,
    update_best,
)
from postprod_xl.engines.schedule.kernels.sgs import KEY_SCALE, NONE, compare, serial_sgs

LARGEST_BIAS = 24
JUSTIFIED = 25  # one attempt in this many justifies the schedule instead of moving


def is_late(s: SearchState, a: int) -> bool:
    """Whether `a` is tardy in the current schedule."""
    due, end = s.t[s.t[DUE] + a], s.current[s.t[N] + a]
    return due != NONE and end != NONE and end > due


def random_activity(s: SearchState) -> int:
    """A random activity, a tardy one half of the time."""
    n = s.t[N]
    a = random_below(s.rng, n)
    if random_below(s.rng, 2):
        for _ in range(n):
            if is_late(s, a):
                return a
            a = (a + 1) % n
    return a


def shift_groups(s: SearchState) -> None:
    """Shift the keys of one to three whole projects."""
    for _ in range(1 + random_below(s.rng, 3)):
        group = s.groups[random_activity(s)]
        step = random_offset(s.rng, KEY_SCALE * (2 + random_below(s.rng, 20)))
        for a in range(s.t[N]):
            if s.groups[a] == group:
                s.trial[a] += step


def reorder_by_start(s: SearchState) -> None:
    """Reset the order to that of the starts, perturbed."""
    spread = 1 + random_below(s.rng, 4 * KEY_SCALE)
    for a in range(s.t[N]):
        if s.current[a] != NONE:
            s.trial[a] = s.current[a] * KEY_SCALE + random_offset(s.rng, spread)


def shift_activities(s: SearchState) -> None:
    """Shift the keys of one to fifteen activities."""
    for _ in range(1 + random_below(s.rng, 15)):
        s.trial[random_activity(s)] += random_offset(s.rng, KEY_SCALE * (1 + random_below(s.rng, 25)))


def change_biases(s: SearchState, offsets: int, biases: int) -> None:
    """Change the bias of candidates of a few activities; `biases` is where theirs begin in the keys."""
    for _ in range(1 + random_below(s.rng, 4)):
        a = random_activity(s)
        first, last = s.t[offsets + a], s.t[offsets + a + 1]
        if last > first + 1:
            bias = 0 if random_below(s.rng, 2) else random_below(s.rng, LARGEST_BIAS)
            s.trial[biases + first + random_below(s.rng, last - first)] = bias


def bias_person(s: SearchState) -> None:
    """Change the bias of one person everywhere."""
    n = s.t[N]
    people, last = s.t[PEOPLE], s.t[s.t[PEOPLE_AT] + n]
    person = s.t[people + random_below(s.rng, last)]
    step = random_offset(s.rng, 4)
    for row in range(last):
        if s.t[people + row] == person:
            s.trial[4 * n + row] = max(0, s.trial[4 * n + row] + step)


def release_from_baseline(s: SearchState) -> None:
    """Drop the baseline starts of one project, or of a few activities, as minimum starts; or restore them."""
    n, back = s.t[N], random_below(s.rng, 3) == 0
    if random_below(s.rng, 4) == 0:
        group = s.groups[random_activity(s)]
        for a in range(n):
            if s.groups[a] == group:
                s.trial[n + a] = s.base[n + a] if back else 0
        return
    for _ in range(1 + random_below(s.rng, 8)):
        a = random_activity(s)
        s.trial[n + a] = s.base[n + a] if back else 0


def mutate_biases(s: SearchState) -> None:
    """One move on the biases of people or rooms; on the order where there is no choice."""
    n = s.t[N]
    people, rooms = s.t[s.t[PEOPLE_AT] + n], s.t[s.t[ROOMS_AT] + n]
    kind = random_below(s.rng, 3)
    if kind == 0 and rooms > 0:
        change_biases(s, s.t[ROOMS_AT], 4 * n + people)
    elif kind == 1 and people > 0:
        bias_person(s)
    elif people > 0:
        change_biases(s, s.t[PEOPLE_AT], 4 * n)
    else:
        shift_activities(s)


def mutate(s: SearchState, has_baseline: int) -> None:
    """One random move on `trial`; `has_baseline`: 1 when there is a baseline to stay close to."""
    kind = random_below(s.rng, 12)
    if has_baseline and kind < 4:
        release_from_baseline(s)
    elif kind < 6:
        shift_activities(s)
    elif kind < 8:
        shift_groups(s)
    elif kind == 8:
        reorder_by_start(s)
    else:
        mutate_biases(s)


def local_search(s: SearchState, attempts: int, has_baseline: int) -> int:
    """Try moves, accepting those no worse than the current schedule; number of schedules built."""
    schedules = 0
    for _ in range(attempts):
        clone(s.keys, s.trial)
        if not has_baseline and random_below(s.rng, JUSTIFIED) == 0:
            clone(s.current, s.plan)
            justify(s, s.plan)
            schedules += 1
        else:
            mutate(s, has_baseline)
        serial_sgs(s.t, s.trial, s.plan, s.profile, s.q)
        schedules += 1
        if compare(s.plan, s.current) >= 0:
            clone(s.plan, s.current)
            clone(s.trial, s.keys)
        update_best(s)
    return schedules
