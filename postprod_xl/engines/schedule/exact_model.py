"""The problem, or a part of it, as a model of OR-Tools CP-SAT.

Some activities are free; the others stay where a plan has them and are constants. Calendars: an activity has
one literal per way of being prolonged (same people present, same number of slots paused over), with the
starts that way allows, so that nights of nobody cost nothing. A link that waits through a calendar with holes
reads its moment in a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import pairwise
from typing import Any, NamedTuple

from postprod_xl.engines.schedule.aims import ChangePrices, change_prices
from postprod_xl.engines.schedule.model import Activity, Candidate, Link, LinkKind, Problem
from postprod_xl.engines.schedule.setup import Plan, Setup, movable
from postprod_xl.engines.schedule.slots import open_slots, waited
from postprod_xl.engines.schedule.tables import NONE, past

_FROM_END = (LinkKind.END_START, LinkKind.END_END)
# A part of a plan is reworked within so many slots of where it is (six weeks).
_REACH = 60
_TO_START = (LinkKind.END_START, LinkKind.START_START)


class Way(NamedTuple):
    """One way to work an activity: who (pairs of person and room), slots paused over, starts allowed."""

    pairs: tuple[tuple[int | None, int | None], ...]
    paused: int
    starts: tuple[int, ...]


class Variables(NamedTuple):
    """One free activity in the model; `people` and `rooms`: literal by resource."""

    start: Any
    end: Any
    people: dict[int, Any]
    rooms: dict[int, Any]


class Model(NamedTuple):
    """A model, its variables by activity, and the terms of each aim (hard, lateness, change, penalty)."""

    cp: Any
    variables: dict[int, Variables]
    aims: tuple[list[Any], ...]
    most: tuple[int, ...]


class _Maker:
    """A model in the making: what every step needs at hand."""

    def __init__(self, setup: Setup, plan: Plan, free: set[int]) -> None:
        self.library = import_module("ortools.sat.python.cp_model")
        self.cp = self.library.CpModel()
        self.setup, self.plan, self.free = setup, plan, free
        self.whole = free.issuperset(movable(setup, plan))
        self.problem: Problem = setup.problem
        self.variables: dict[int, Variables] = {}
        self.taking: dict[int, list[tuple[Any, int]]] = {}
        self.terms: tuple[list[Any], ...] = ([], [], [], [])
        self.most = [0, 0, 0, 0]
        self.waits: dict[tuple[int, int], list[int]] = {}

    def integer(self, low: int, high: int, hint: int) -> Any:
        variable = self.cp.new_int_var(low, high, "")
        self.cp.add_hint(variable, hint)
        return variable

    def literal(self, hint: bool | int) -> Any:
        variable = self.cp.new_bool_var("")
        self.cp.add_hint(variable, int(bool(hint)))
        return variable

    def aim(self, rank: int, price: int, term: Any, most: int) -> None:
        self.terms[rank].append(price * term)
        self.most[rank] += price * most


def model_of(setup: Setup, plan: Plan, free: set[int]) -> Model | None:
    """The model where `free` activities may move and the others stay as in `plan`; None without a way.

    `plan` is legal and complete for the free ones: it is the hint.
    """
    maker = _Maker(setup, plan, free)
    for index in sorted(free):
        if not _add_activity(maker, index):
            return None
    for link in setup.problem.links:
        _add_link(maker, link)
    _add_resources(maker)
    return Model(maker.cp, maker.variables, maker.terms, tuple(maker.most))


def _add_activity(maker: _Maker, index: int) -> bool:
    activity, plan, horizon = maker.problem.activities[index], maker.plan, maker.problem.horizon
    release = max(activity.release, maker.problem.now)
    if activity.duration == 0:
        start = maker.integer(release, horizon, plan.start[index])
        maker.variables[index] = Variables(start, start, {}, {})
    else:
        ways = list(_ways(maker.problem, activity, _window(maker, index, release)))
        if not any(way.starts for way in ways):
            return False
        _add_work(maker, index, activity, ways)
    _add_aims(maker, index, activity)
    return True


def _add_work(maker: _Maker, index: int, activity: Activity, ways: Sequence[Way]) -> None:
    plan, library = maker.plan, maker.library
    every = sorted({start for way in ways for start in way.starts})
    start = maker.cp.new_int_var_from_domain(library.Domain.from_values(every), "")
    maker.cp.add_hint(start, plan.start[index])
    people = _literals(maker, activity.people, plan.person[index])
    rooms = _literals(maker, activity.rooms, plan.room[index])
    pauses = sorted({way.paused for way in ways})
    if len(pauses) == 1:
        size: Any = activity.duration + pauses[0]
        end: Any = start + size
    else:
        now = plan.end[index] - plan.start[index]
        size = maker.integer(activity.duration + pauses[0], activity.duration + pauses[-1], now)
        end = maker.integer(every[0], maker.problem.horizon, plan.end[index])
        maker.cp.add(start + size == end)
    maker.variables[index] = Variables(start, end, people, rooms)
    if len(ways) > 1:
        _add_ways(maker, index, ways, size)
    interval = maker.cp.new_interval_var(start, size, end, "")
    for use in activity.uses:
        maker.taking.setdefault(use.resource, []).append((interval, use.quantity))
    for resource, literal in (*people.items(), *rooms.items()):
        optional = maker.cp.new_optional_interval_var(start, size, end, literal, "")
        maker.taking.setdefault(resource, []).append((optional, 1))


def _literals(maker: _Maker, candidates: Sequence[Candidate], chosen: int) -> dict[int, Any]:
    found = {item.resource: maker.literal(item.resource == chosen) for item in candidates}
    if found:
        maker.cp.add_exactly_one(found.values())
    return found


def _add_ways(maker: _Maker, index: int, ways: Sequence[Way], size: Any) -> None:
    """Exactly one way; the pair chosen must be one of its own."""
    activity, plan, variables = maker.problem.activities[index], maker.plan, maker.variables[index]
    served = (
        None if plan.person[index] < 0 else plan.person[index],
        None if plan.room[index] < 0 else plan.room[index],
    )
    by_pair: dict[tuple[int | None, int | None], list[Any]] = {}
    literals = []
    for way in ways:
        literal = maker.literal(served in way.pairs and plan.start[index] in way.starts)
        domain = maker.library.Domain.from_values(list(way.starts))
        maker.cp.add_linear_expression_in_domain(variables.start, domain).only_enforce_if(literal)
        maker.cp.add(size == activity.duration + way.paused).only_enforce_if(literal)
        literals.append(literal)
        for pair in way.pairs:
            by_pair.setdefault(pair, []).append(literal)
    maker.cp.add_exactly_one(literals)
    for (person, room), allowed in by_pair.items():
        absent = [variables.people[person].negated()] if person is not None else []
        absent += [variables.rooms[room].negated()] if room is not None else []
        if len(allowed) < len(literals):
            maker.cp.add_bool_or([*allowed, *absent])


def _window(maker: _Maker, index: int, release: int) -> tuple[int, int]:
    """First and last moments for an activity: all of them when the whole is free, else those around it."""
    horizon = maker.problem.horizon
    if maker.whole:
        return release, horizon
    return max(release, maker.plan.start[index] - _REACH), min(horizon, maker.plan.end[index] + _REACH)


def _ways(problem: Problem, activity: Activity, window: tuple[int, int]) -> Iterator[Way]:
    """The ways of an activity, pairs with the same open slots together; those nobody can work too."""
    masks: dict[int, list[tuple[int | None, int | None]]] = {}
    within = (1 << window[1]) - (1 << min(window))
    for person in _resources(activity.people):
        for room in _resources(activity.rooms):
            mask = open_slots(problem, activity, person, room) & within
            masks.setdefault(mask, []).append((person, room))
    for mask, pairs in masks.items():
        slots = [slot for slot, bit in enumerate(bin(mask)[:1:-1]) if bit == "1"]
        starts: dict[int, list[int]] = {}
        for first, last in zip(slots, slots[activity.duration - 1 :], strict=False):
            starts.setdefault(last + 1 - first - activity.duration, []).append(first)
        for paused, row in starts.items():
            yield Way(tuple(pairs), paused, tuple(row))
        if not starts:
            yield Way(tuple(pairs), 0, ())


def _resources(candidates: Sequence[Candidate]) -> list[int | None]:
    return [item.resource for item in candidates] or [None]


def _add_aims(maker: _Maker, index: int, activity: Activity) -> None:
    variables, plan, horizon = maker.variables[index], maker.plan, maker.problem.horizon
    if activity.due is not None and activity.weight:
        latest = max(horizon - activity.due, 0)
        late = maker.integer(0, latest, max(plan.end[index] - activity.due, 0))
        maker.cp.add(late >= variables.end - activity.due)
        maker.aim(0 if activity.hard else 1, activity.weight, late, latest)
    for candidates, literals in ((activity.people, variables.people), (activity.rooms, variables.rooms)):
        for candidate in candidates:
            if candidate.penalty and literals:
                maker.aim(3, candidate.penalty, literals[candidate.resource], 1)
    if activity.planned is not None:
        _add_change(maker, index, activity, change_prices(maker.problem, activity))


def _add_change(maker: _Maker, index: int, activity: Activity, prices: ChangePrices) -> None:
    planned, variables, plan = activity.planned, maker.variables[index], maker.plan
    assert planned is not None
    for chosen, price, literals in (
        (planned.person, prices.person, variables.people),
        (planned.room, prices.room, variables.rooms),
    ):
        if price and chosen in literals:
            maker.aim(2, price, literals[chosen].negated(), 1)
    if prices.moved:
        shift = plan.start[index] - planned.start
        moved = maker.literal(shift != 0)
        far = maker.integer(0, maker.problem.horizon, abs(shift))
        maker.cp.add(variables.start == planned.start).only_enforce_if(moved.negated())
        maker.cp.add(far >= variables.start - planned.start)
        maker.cp.add(far >= planned.start - variables.start)
        maker.aim(2, prices.moved, moved, 1)
        maker.aim(2, prices.slot, far, maker.problem.horizon)


def _add_link(maker: _Maker, link: Link) -> None:
    problem = maker.problem
    if link.after in maker.setup.places or past(problem, link):
        return
    if link.before not in maker.free and link.after not in maker.free:
        return
    leaves, reaches = _leaves(maker, link), _reaches(maker, link)
    if isinstance(leaves, int):
        if leaves != NONE:
            mask = open_slots(problem, Activity(0, calendar=problem.activities[link.after].calendar))
            maker.cp.add(reaches >= waited(mask, leaves, link.lag))
    elif link.lag == 0 or problem.calendars[problem.activities[link.after].calendar] is None:
        maker.cp.add(reaches >= leaves + link.lag)
    else:
        moments = _moments(maker, problem.activities[link.after].calendar, link.lag)
        low, high = min(moments), max(moments)
        moment = maker.integer(low, high, moments[_end_or_start(maker.plan, link)])
        maker.cp.add_element(leaves, moments, moment)
        maker.cp.add(reaches >= moment)


def _leaves(maker: _Maker, link: Link) -> Any:
    """What the successor waits for: a variable, or an integer when it is settled."""
    from_end = link.kind in _FROM_END
    begun = maker.problem.activities[link.before].begun
    if not from_end and begun is not None:
        return begun
    if link.before in maker.free:
        variables = maker.variables[link.before]
        return variables.end if from_end else variables.start
    return _end_or_start(maker.plan, link)


def _end_or_start(plan: Plan, link: Link) -> int:
    return (plan.end if link.kind in _FROM_END else plan.start)[link.before]


def _reaches(maker: _Maker, link: Link) -> Any:
    to_start = link.kind in _TO_START
    if link.after in maker.free:
        variables = maker.variables[link.after]
        return variables.start if to_start else variables.end
    return (maker.plan.start if to_start else maker.plan.end)[link.after]


def _moments(maker: _Maker, calendar: int, lag: int) -> list[int]:
    """For each moment of the axis, the one reached after a lag through a calendar."""
    key = calendar, lag
    if key not in maker.waits:
        mask = open_slots(maker.problem, Activity(0, calendar=calendar))
        maker.waits[key] = [waited(mask, moment, lag) for moment in range(maker.problem.horizon + 1)]
    return maker.waits[key]


def _add_resources(maker: _Maker) -> None:
    settled = _settled(maker)
    for resource, taking in maker.taking.items():
        capacity = maker.problem.resources[resource].capacity
        steps = [step for step in settled.get(resource, []) if step[1] > step[0]]
        constants = [
            (maker.cp.new_fixed_size_interval_var(first, last - first, ""), quantity)
            for first, last, quantity in _profile(steps, capacity)
        ]
        every = [*taking, *constants]
        if capacity == 1:
            maker.cp.add_no_overlap([interval for interval, _ in every])
        else:
            maker.cp.add_cumulative(
                [interval for interval, _ in every], [quantity for _, quantity in every], capacity
            )


def _settled(maker: _Maker) -> dict[int, list[tuple[int, int, int]]]:
    """What is taken of each resource by all that is not free."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    for taken in maker.problem.occupations:
        found.setdefault(taken.resource, []).append((taken.start, taken.end, taken.quantity))
    plan = maker.plan
    for index, activity in enumerate(maker.problem.activities):
        if index in maker.free or activity.done is not None or plan.end[index] == NONE:
            continue
        wanted = [(plan.person[index], 1), (plan.room[index], 1), *activity.uses]
        for resource, quantity in wanted if activity.duration else ():
            if resource >= 0:
                found.setdefault(resource, []).append((plan.start[index], plan.end[index], quantity))
    return found


def _profile(steps: Sequence[tuple[int, int, int]], capacity: int) -> Iterator[tuple[int, int, int]]:
    """The same, one interval per level, never above the capacity (what stays may clash)."""
    changes: dict[int, int] = {}
    for first, last, quantity in steps:
        changes[first] = changes.get(first, 0) + quantity
        changes[last] = changes.get(last, 0) - quantity
    level = 0
    for first, last in pairwise(sorted(changes)):
        level += changes[first]
        if level:
            yield first, last, min(level, capacity)
