"""Genetic search over orders, with forward-backward improvement; same rules of writing as `kernels`.

A member of the population is an order of the activities; its plan is that order decoded, pushed against its
end and back. People and rooms are those the decoding prefers.
"""

from __future__ import annotations

from typing import NamedTuple

from postprod_xl.engines.schedule.kernels import (
    AIMS,
    GRAIN,
    NONE,
    QUEUE,
    better,
    build,
    copy,
    pop,
    push,
)
from postprod_xl.engines.schedule.tables import DUE, HORIZON, Ints, N

DISPLACEMENTS, MORE_DISPLACED = 1, 3  # activities displaced in each order, and more in a hundred
DISPLACED = 320  # by how many sixteenths of a rank, three times that at most
FRESH = 20  # a new member's noise: the span of the orders divided by this


class State(NamedTuple):
    """All a search remembers between two calls.

    `t`, `back`: the problem and its mirror. `base`: the keys it started from; `keys`, `current`: where it
    stands; `trial`, `plan`, `spare`: one attempt; `best`: the best plan met. `pool` and `price`: orders of
    the population one after the other, and their costs. `chance`: the state of the generator, then attempts
    since `best` last got better. `groups`: project of each activity.
    """

    t: Ints
    back: Ints
    base: Ints
    keys: Ints
    trial: Ints
    plan: Ints
    spare: Ints
    current: Ints
    best: Ints
    load: Ints
    q: Ints
    pool: Ints
    price: Ints
    chance: Ints
    groups: Ints


def draw(chance: Ints, below: int) -> int:
    """A number from 0 to `below - 1` (minimal standard generator of Park and Miller)."""
    chance[0] = chance[0] * 48271 % 2147483647
    return chance[0] % below


def clone(source: Ints, target: Ints) -> None:
    """Make a list the same as another of its length."""
    copy(source, 0, target, 0, len(source))


def noise(chance: Ints, spread: int) -> int:
    """A number around 0, bell-shaped, within three times `spread`."""
    wide = 2 * spread + 1
    return draw(chance, wide) + draw(chance, wide) + draw(chance, wide) - 3 * spread


def push_back(t: Ints, k: Ints, p: Ints) -> None:
    """Keys that build a plan in the mirror, from its last end to its first, people unchanged."""
    n, last = t[N], 0
    for a in range(n):
        last = max(last, p[n + a])
    for a in range(n):
        k[a] = -p[n + a]
        latest = last if t[t[DUE] + a] == NONE else max(t[t[DUE] + a], p[n + a])
        k[n + a] = max(t[HORIZON] - latest, 0)
        k[2 * n + a], k[3 * n + a] = p[2 * n + a], p[3 * n + a]


def justify(s: State, p: Ints) -> None:
    """Push a plan against its end, then back to its start, with the people it has."""
    n, k = s.t[N], s.trial
    push_back(s.t, k, p)
    build(s.back, k, s.spare, s.load, s.q)
    for a in range(n):
        k[a], k[n + a] = -s.spare[n + a], 0
    build(s.t, k, p, s.load, s.q)
    for a in range(n):
        k[2 * n + a] = k[3 * n + a] = -1


def keep_best(s: State) -> None:
    """Keep `plan` as the best one if it is."""
    s.chance[1] += 1
    if better(s.plan, s.best) > 0:
        clone(s.plan, s.best)
        s.chance[1] = 0


def grow(s: State) -> None:
    """The plan of `trial` in `plan`, justified when that makes it better."""
    build(s.t, s.trial, s.plan, s.load, s.q)
    clone(s.plan, s.current)
    justify(s, s.plan)
    if better(s.plan, s.current) < 0:
        clone(s.current, s.plan)
    keep_best(s)


def remember(s: State, p: Ints, at: int) -> None:
    """Write the order of a plan (by start) and its cost as member `at` of the population."""
    n, size = s.t[N], 0
    heap = QUEUE + n
    for a in range(n):
        size = push(s.q, heap, size, p[a] * n + a)
    while size > 0:
        rank = n - size
        size = pop(s.q, heap, size)
        s.pool[at * n + rank] = s.q[heap + size] % n
    for aim in range(AIMS):
        s.price[at * AIMS + aim] = p[4 * n + aim]


def gain(s: State, one: int, p: Ints) -> int:
    """Above 0 if member `one` costs less than a plan, below 0 if more, 0 if the same."""
    cost = len(p) - AIMS
    for aim in range(AIMS):
        gap = p[cost + aim] - s.price[one * AIMS + aim]
        if gap != 0:
            return gap
    return 0


def fitter(s: State, one: int, other: int) -> int:
    """The member that costs less; the first if they are alike."""
    for aim in range(AIMS):
        gap = s.price[other * AIMS + aim] - s.price[one * AIMS + aim]
        if gap != 0:
            return one if gap > 0 else other
    return one


def welcome(s: State, size: int, at: int) -> None:
    """Put `plan` in the place of a member it beats, unless the population has its like."""
    for member in range(size):
        if gain(s, member, s.plan) == 0:
            return
    if gain(s, at, s.plan) < 0:
        remember(s, s.plan, at)


def populate(s: State, size: int) -> int:
    """A new population: the first order with noise, and the best plan; schedules built."""
    n = s.t[N]
    first = last = s.base[0]
    for a in range(n):
        first, last = min(first, s.base[a]), max(last, s.base[a])
    spread = 1 + (last - first) // FRESH
    for member in range(size):
        for a in range(n):
            s.trial[a] = s.base[a] + noise(s.chance, spread * (member % 5) // 2)
        grow(s)
        remember(s, s.plan, member)
    remember(s, s.best, 0)
    return 3 * size


def cross(s: State, one: int, other: int) -> None:
    """Order of `trial`: that of one, its middle arranged as in the other, a few activities displaced."""
    n, order = s.t[N], s.trial
    first, last = draw(s.chance, n + 1), draw(s.chance, n + 1)
    if first > last:
        first, last = last, first
    for rank in range(n):
        a = s.pool[one * n + rank]
        s.q[QUEUE + a] = 1 if first <= rank < last else 0
        order[a] = rank * GRAIN
    for rank in range(n):
        a = s.pool[other * n + rank]
        if s.q[QUEUE + a]:
            order[a] = first * GRAIN
            first += 1
    for a in range(n):
        if draw(s.chance, 100 * n) < 100 * DISPLACEMENTS + MORE_DISPLACED * n:
            order[a] += noise(s.chance, DISPLACED)


def evolve(s: State, size: int, children: int) -> int:
    """Breed `children` times in a population of `size` members; schedules built."""
    for _ in range(children):
        one = fitter(s, draw(s.chance, size), draw(s.chance, size))
        worst, rival = draw(s.chance, size), draw(s.chance, size)
        if fitter(s, worst, rival) == worst:
            worst = rival
        cross(s, one, draw(s.chance, size))
        grow(s)
        welcome(s, size, worst)
    return 3 * children
