"""Genetic algorithm on activity lists, with double justification; written by the rules of `sgs`.

A member of the population is an activity list; its schedule is that list decoded, then justified right and
left (forward-backward improvement). People and rooms are those the decoding prefers.
"""

from __future__ import annotations

from typing import NamedTuple

from postprod_xl.engines.schedule.instance.arrays import DUE, HORIZON, Ints, N
from postprod_xl.engines.schedule.kernels.sgs import (
    COUNTS,
    KEY_SCALE,
    LEVELS,
    NONE,
    compare,
    copy,
    pop,
    push,
    serial_sgs,
)

DISPLACEMENTS, MORE_DISPLACED = 1, 3  # displacements per list, and more per hundred activities
DISPLACED = 320  # spread of a displacement in key units; three times that at most
FRESH = 20  # spread of a new member's noise: the range of the keys divided by this


class SearchState(NamedTuple):
    """State of a search between two calls.

    `t`, `reversed`: the problem and its time reversal. `base`: the initial keys; `keys`, `current`: the current
    solution; `trial`, `plan`, `spare`: the candidate; `best`: the best schedule found. `population` and `costs`:
    activity lists one after the other, and their costs. `rng`: generator state, then attempts since `best` last
    improved. `groups`: project of each activity.
    """

    t: Ints
    reversed: Ints
    base: Ints
    keys: Ints
    trial: Ints
    plan: Ints
    spare: Ints
    current: Ints
    best: Ints
    profile: Ints
    q: Ints
    population: Ints
    costs: Ints
    rng: Ints
    groups: Ints


def random_below(rng: Ints, below: int) -> int:
    """A pseudo-random number from 0 to `below - 1` (minimal standard generator of Park and Miller, 1988)."""
    rng[0] = rng[0] * 48271 % 2147483647
    return rng[0] % below


def clone(source: Ints, target: Ints) -> None:
    """Copy a list into another of the same length."""
    copy(source, 0, target, 0, len(source))


def random_offset(rng: Ints, spread: int) -> int:
    """A bell-shaped random number around 0, within three times `spread`."""
    wide = 2 * spread + 1
    return random_below(rng, wide) + random_below(rng, wide) + random_below(rng, wide) - 3 * spread


def backward_keys(t: Ints, k: Ints, p: Ints) -> None:
    """Keys that decode a schedule in the reversed problem, latest end first, resources unchanged."""
    n, last = t[N], 0
    for a in range(n):
        last = max(last, p[n + a])
    for a in range(n):
        k[a] = -p[n + a]
        latest = last if t[t[DUE] + a] == NONE else max(t[t[DUE] + a], p[n + a])
        k[n + a] = max(t[HORIZON] - latest, 0)
        k[2 * n + a], k[3 * n + a] = p[2 * n + a], p[3 * n + a]


def justify(s: SearchState, p: Ints) -> None:
    """Justify a schedule right, then left, its resources unchanged."""
    n, k = s.t[N], s.trial
    backward_keys(s.t, k, p)
    serial_sgs(s.reversed, k, s.spare, s.profile, s.q)
    for a in range(n):
        k[a], k[n + a] = -s.spare[n + a], 0
    serial_sgs(s.t, k, p, s.profile, s.q)
    for a in range(n):
        k[2 * n + a] = k[3 * n + a] = -1


def update_best(s: SearchState) -> None:
    """Keep `plan` if it beats the best schedule."""
    s.rng[1] += 1
    if compare(s.plan, s.best) > 0:
        clone(s.plan, s.best)
        s.rng[1] = 0


def decode_justified(s: SearchState) -> None:
    """Decode `trial` into `plan`, and keep its justification when that is better."""
    serial_sgs(s.t, s.trial, s.plan, s.profile, s.q)
    clone(s.plan, s.current)
    justify(s, s.plan)
    if compare(s.plan, s.current) < 0:
        clone(s.current, s.plan)
    update_best(s)


def store_member(s: SearchState, p: Ints, at: int) -> None:
    """Store the activity list of a schedule (by start) and its cost as member `at` of the population."""
    n, size = s.t[N], 0
    heap = COUNTS + n
    for a in range(n):
        size = push(s.q, heap, size, p[a] * n + a)
    while size > 0:
        rank = n - size
        size = pop(s.q, heap, size)
        s.population[at * n + rank] = s.q[heap + size] % n
    for level in range(LEVELS):
        s.costs[at * LEVELS + level] = p[4 * n + level]


def cost_difference(s: SearchState, one: int, p: Ints) -> int:
    """Above 0 if member `one` costs less than a schedule, below 0 if more, 0 if equal."""
    cost = len(p) - LEVELS
    for level in range(LEVELS):
        gap = p[cost + level] - s.costs[one * LEVELS + level]
        if gap != 0:
            return gap
    return 0


def cheaper_member(s: SearchState, one: int, other: int) -> int:
    """The member that costs less; the first if equal."""
    for level in range(LEVELS):
        gap = s.costs[other * LEVELS + level] - s.costs[one * LEVELS + level]
        if gap != 0:
            return one if gap > 0 else other
    return one


def replace_member(s: SearchState, size: int, at: int) -> None:
    """Replace a member by `plan` if it is better, unless the population has a schedule of equal cost."""
    for member in range(size):
        if cost_difference(s, member, s.plan) == 0:
            return
    if cost_difference(s, at, s.plan) < 0:
        store_member(s, s.plan, at)


def initialise(s: SearchState, size: int) -> int:
    """A new population: perturbations of the initial keys, and the best schedule; number of schedules built."""
    n = s.t[N]
    first = last = s.base[0]
    for a in range(n):
        first, last = min(first, s.base[a]), max(last, s.base[a])
    spread = 1 + (last - first) // FRESH
    for member in range(size):
        for a in range(n):
            s.trial[a] = s.base[a] + random_offset(s.rng, spread * (member % 5) // 2)
        decode_justified(s)
        store_member(s, s.plan, member)
    store_member(s, s.best, 0)
    return 3 * size


def crossover(s: SearchState, one: int, other: int) -> None:
    """Two-point crossover into `trial`: the middle of `one` in the order of `other`, then a few displacements."""
    n, order = s.t[N], s.trial
    first, last = random_below(s.rng, n + 1), random_below(s.rng, n + 1)
    if first > last:
        first, last = last, first
    for rank in range(n):
        a = s.population[one * n + rank]
        s.q[COUNTS + a] = 1 if first <= rank < last else 0
        order[a] = rank * KEY_SCALE
    for rank in range(n):
        a = s.population[other * n + rank]
        if s.q[COUNTS + a]:
            order[a] = first * KEY_SCALE
            first += 1
    for a in range(n):
        if random_below(s.rng, 100 * n) < 100 * DISPLACEMENTS + MORE_DISPLACED * n:
            order[a] += random_offset(s.rng, DISPLACED)


def evolve(s: SearchState, size: int, children: int) -> int:
    """Breed `children` times in a population of `size` members; number of schedules built."""
    for _ in range(children):
        one = cheaper_member(s, random_below(s.rng, size), random_below(s.rng, size))
        worst, rival = random_below(s.rng, size), random_below(s.rng, size)
        if cheaper_member(s, worst, rival) == worst:
            worst = rival
        crossover(s, one, random_below(s.rng, size))
        decode_justified(s)
        replace_member(s, size, worst)
    return 3 * children
