"""Local search over orders, floors and fees of people and rooms; same rules of writing as `kernels`."""

from __future__ import annotations

from postprod_xl.engines.schedule.kernels import GRAIN, NONE, better, build
from postprod_xl.engines.schedule.search import State, clone, draw, justify, keep_best, noise
from postprod_xl.engines.schedule.tables import DUE, PEOPLE, PEOPLE_AT, ROOMS_AT, N

LARGEST_FEE = 24
JUSTIFIED = 25  # one attempt in so many pushes the plan to its end and back


def is_late(s: State, a: int) -> bool:
    """Whether `a` is late where the search stands."""
    due, end = s.t[s.t[DUE] + a], s.current[s.t[N] + a]
    return due != NONE and end != NONE and end > due


def some_activity(s: State) -> int:
    """An activity at random, a late one as often as not."""
    n = s.t[N]
    a = draw(s.chance, n)
    if draw(s.chance, 2):
        for _ in range(n):
            if is_late(s, a):
                return a
            a = (a + 1) % n
    return a


def shift_groups(s: State) -> None:
    """Have one to three projects go sooner or later as a whole."""
    for _ in range(1 + draw(s.chance, 3)):
        group = s.groups[some_activity(s)]
        step = noise(s.chance, GRAIN * (2 + draw(s.chance, 20)))
        for a in range(s.t[N]):
            if s.groups[a] == group:
                s.trial[a] += step


def list_again(s: State) -> None:
    """Take the activities in the order of their starts, with noise."""
    spread = 1 + draw(s.chance, 4 * GRAIN)
    for a in range(s.t[N]):
        if s.current[a] != NONE:
            s.trial[a] = s.current[a] * GRAIN + noise(s.chance, spread)


def shift_some(s: State) -> None:
    """Displace one to fifteen activities."""
    for _ in range(1 + draw(s.chance, 15)):
        s.trial[some_activity(s)] += noise(s.chance, GRAIN * (1 + draw(s.chance, 25)))


def change_fees(s: State, offsets: int, fees: int) -> None:
    """Make candidates of a few activities dearer or free; `fees` is where theirs begin in the keys."""
    for _ in range(1 + draw(s.chance, 4)):
        a = some_activity(s)
        first, last = s.t[offsets + a], s.t[offsets + a + 1]
        if last > first + 1:
            fee = 0 if draw(s.chance, 2) else draw(s.chance, LARGEST_FEE)
            s.trial[fees + first + draw(s.chance, last - first)] = fee


def change_person(s: State) -> None:
    """Make one person dearer or cheaper everywhere."""
    n = s.t[N]
    people, last = s.t[PEOPLE], s.t[s.t[PEOPLE_AT] + n]
    person = s.t[people + draw(s.chance, last)]
    step = noise(s.chance, 4)
    for row in range(last):
        if s.t[people + row] == person:
            s.trial[4 * n + row] = max(0, s.trial[4 * n + row] + step)


def free_floors(s: State) -> None:
    """Let one project, or a few activities, leave the starts of the plan in force; or take them back."""
    n, back = s.t[N], draw(s.chance, 3) == 0
    if draw(s.chance, 4) == 0:
        group = s.groups[some_activity(s)]
        for a in range(n):
            if s.groups[a] == group:
                s.trial[n + a] = s.base[n + a] if back else 0
        return
    for _ in range(1 + draw(s.chance, 8)):
        a = some_activity(s)
        s.trial[n + a] = s.base[n + a] if back else 0


def vary_people(s: State) -> None:
    """One move on the fees of people or rooms; on the order where there is no choice."""
    n = s.t[N]
    people, rooms = s.t[s.t[PEOPLE_AT] + n], s.t[s.t[ROOMS_AT] + n]
    kind = draw(s.chance, 3)
    if kind == 0 and rooms > 0:
        change_fees(s, s.t[ROOMS_AT], 4 * n + people)
    elif kind == 1 and people > 0:
        change_person(s)
    elif people > 0:
        change_fees(s, s.t[PEOPLE_AT], 4 * n)
    else:
        shift_some(s)


def vary(s: State, in_force: int) -> None:
    """One move at random in `trial`; `in_force`: 1 when there is a plan to stay near."""
    kind = draw(s.chance, 12)
    if in_force and kind < 4:
        free_floors(s)
    elif kind < 6:
        shift_some(s)
    elif kind < 8:
        shift_groups(s)
    elif kind == 8:
        list_again(s)
    else:
        vary_people(s)


def wander(s: State, attempts: int, in_force: int) -> int:
    """Try moves, staying where none is worse than the last plan kept; schedules built."""
    built = 0
    for _ in range(attempts):
        clone(s.keys, s.trial)
        if not in_force and draw(s.chance, JUSTIFIED) == 0:
            clone(s.current, s.plan)
            justify(s, s.plan)
            built += 1
        else:
            vary(s, in_force)
        build(s.t, s.trial, s.plan, s.load, s.q)
        built += 1
        if better(s.plan, s.current) >= 0:
            clone(s.plan, s.current)
            clone(s.trial, s.keys)
        keep_best(s)
    return built
