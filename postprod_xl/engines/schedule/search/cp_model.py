"""The problem, or a neighbourhood of it, as an OR-Tools CP-SAT model.

Free activities are variables; the others are constants, as in a given schedule. Calendars: an activity has one
literal per mode (same resources available, same number of slots paused over) with the starts the mode allows,
so that closed slots cost nothing. A lag through a calendar with holes is an element constraint on a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import pairwise
from typing import Any, NamedTuple

from postprod_xl.engines.schedule.calendars import kept_spans, moment_after_lag, open_slots
from postprod_xl.engines.schedule.generation.decoding import Instance, Schedule, movable
from postprod_xl.engines.schedule.instance.arrays import NONE, is_past
from postprod_xl.engines.schedule.model import Activity, Candidate, Link, LinkKind, Problem
from postprod_xl.engines.schedule.objective import ChangePrices, change_prices

_FROM_END = (LinkKind.END_START, LinkKind.END_END)
# Free activities of a neighbourhood stay within this many slots of their place (six weeks).
_REACH = 60
_TO_START = (LinkKind.END_START, LinkKind.START_START)


class Mode(NamedTuple):
    """One mode of an activity: pairs of person and room, slots paused over, starts allowed."""

    pairs: tuple[tuple[int | None, int | None], ...]
    paused: int
    starts: tuple[int, ...]


class Variables(NamedTuple):
    """Variables of one free activity; `people` and `rooms`: literal by resource."""

    start: Any
    end: Any
    people: dict[int, Any]
    rooms: dict[int, Any]


class Model(NamedTuple):
    """A model, its variables by activity, and the terms of each level (hard, tardiness, change, penalty)."""

    cp: Any
    variables: dict[int, Variables]
    terms: tuple[list[Any], ...]
    most: tuple[int, ...]


class _ModelBuilder:
    """The model under construction."""

    def __init__(self, instance: Instance, plan: Schedule, free: set[int]) -> None:
        self.library = import_module("ortools.sat.python.cp_model")
        self.cp = self.library.CpModel()
        self.instance, self.plan, self.free = instance, plan, free
        self.whole = free.issuperset(movable(instance, plan))
        self.problem: Problem = instance.problem
        self.variables: dict[int, Variables] = {}
        self.intervals: dict[int, list[tuple[Any, int]]] = {}
        self.terms: tuple[list[Any], ...] = ([], [], [], [])
        self.most = [0, 0, 0, 0]
        self.lag_moments: dict[tuple[int, int], list[int]] = {}

    def integer(self, low: int, high: int, hint: int) -> Any:
        variable = self.cp.new_int_var(low, high, "")
        self.cp.add_hint(variable, hint)
        return variable

    def literal(self, hint: bool | int) -> Any:
        variable = self.cp.new_bool_var("")
        self.cp.add_hint(variable, int(bool(hint)))
        return variable

    def add_term(self, rank: int, price: int, term: Any, most: int) -> None:
        self.terms[rank].append(price * term)
        self.most[rank] += price * most


def model_of(instance: Instance, plan: Schedule, free: set[int]) -> Model | None:
    """The model where `free` activities may move and the others stay as in `plan`; None if one has no mode.

    `plan` is feasible and complete for the free ones: it is the hint.
    """
    builder = _ModelBuilder(instance, plan, free)
    for index in sorted(free):
        if not _add_activity(builder, index):
            return None
    for link in instance.problem.links:
        _add_link(builder, link)
    _add_resources(builder)
    return Model(builder.cp, builder.variables, builder.terms, tuple(builder.most))


def _add_activity(builder: _ModelBuilder, index: int) -> bool:
    activity, plan, horizon = builder.problem.activities[index], builder.plan, builder.problem.horizon
    release = max(activity.release, builder.problem.now)
    if activity.duration == 0:
        start = builder.integer(release, horizon, plan.start[index])
        builder.variables[index] = Variables(start, start, {}, {})
    else:
        modes = list(_modes(builder.problem, activity, _window(builder, index, release)))
        if not any(mode.starts for mode in modes):
            return False
        _add_work(builder, index, activity, modes)
    _add_objective(builder, index, activity)
    return True


def _add_work(builder: _ModelBuilder, index: int, activity: Activity, modes: Sequence[Mode]) -> None:
    plan, library = builder.plan, builder.library
    every = sorted({start for mode in modes for start in mode.starts})
    start = builder.cp.new_int_var_from_domain(library.Domain.from_values(every), "")
    builder.cp.add_hint(start, plan.start[index])
    people = _literals(builder, activity.people, plan.person[index])
    rooms = _literals(builder, activity.rooms, plan.room[index])
    pauses = sorted({mode.paused for mode in modes})
    if len(pauses) == 1:
        size: Any = activity.duration + pauses[0]
        end: Any = start + size
    else:
        now = plan.end[index] - plan.start[index]
        size = builder.integer(activity.duration + pauses[0], activity.duration + pauses[-1], now)
        end = builder.integer(every[0], builder.problem.horizon, plan.end[index])
        builder.cp.add(start + size == end)
    builder.variables[index] = Variables(start, end, people, rooms)
    if len(modes) > 1:
        _add_modes(builder, index, modes, size)
    interval = builder.cp.new_interval_var(start, size, end, "")
    for demand in activity.demands:
        builder.intervals.setdefault(demand.resource, []).append((interval, demand.quantity))
    for resource, literal in (*people.items(), *rooms.items()):
        optional = builder.cp.new_optional_interval_var(start, size, end, literal, "")
        builder.intervals.setdefault(resource, []).append((optional, 1))


def _literals(builder: _ModelBuilder, candidates: Sequence[Candidate], chosen: int) -> dict[int, Any]:
    found = {item.resource: builder.literal(item.resource == chosen) for item in candidates}
    if found:
        builder.cp.add_exactly_one(found.values())
    return found


def _add_modes(builder: _ModelBuilder, index: int, modes: Sequence[Mode], size: Any) -> None:
    """Exactly one mode; the pair chosen must be one of its own."""
    activity, plan, variables = builder.problem.activities[index], builder.plan, builder.variables[index]
    served = (
        None if plan.person[index] < 0 else plan.person[index],
        None if plan.room[index] < 0 else plan.room[index],
    )
    by_pair: dict[tuple[int | None, int | None], list[Any]] = {}
    literals = []
    for mode in modes:
        literal = builder.literal(served in mode.pairs and plan.start[index] in mode.starts)
        domain = builder.library.Domain.from_values(list(mode.starts))
        builder.cp.add_linear_expression_in_domain(variables.start, domain).only_enforce_if(literal)
        builder.cp.add(size == activity.duration + mode.paused).only_enforce_if(literal)
        literals.append(literal)
        for pair in mode.pairs:
            by_pair.setdefault(pair, []).append(literal)
    builder.cp.add_exactly_one(literals)
    for (person, room), allowed in by_pair.items():
        absent = [variables.people[person].negated()] if person is not None else []
        absent += [variables.rooms[room].negated()] if room is not None else []
        if len(allowed) < len(literals):
            builder.cp.add_bool_or([*allowed, *absent])


def _window(builder: _ModelBuilder, index: int, release: int) -> tuple[int, int]:
    """Earliest start and latest end of an activity: the axis when the whole problem is free, else around its place."""
    horizon = builder.problem.horizon
    if builder.whole:
        return release, horizon
    return max(release, builder.plan.start[index] - _REACH), min(horizon, builder.plan.end[index] + _REACH)


def _modes(problem: Problem, activity: Activity, window: tuple[int, int]) -> Iterator[Mode]:
    """Modes of an activity, pairs with the same open slots grouped; unworkable ones included."""
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
            yield Mode(tuple(pairs), paused, tuple(row))
        if not starts:
            yield Mode(tuple(pairs), 0, ())


def _resources(candidates: Sequence[Candidate]) -> list[int | None]:
    return [item.resource for item in candidates] or [None]


def _add_objective(builder: _ModelBuilder, index: int, activity: Activity) -> None:
    variables, plan, horizon = builder.variables[index], builder.plan, builder.problem.horizon
    if activity.due is not None and activity.weight:
        latest = max(horizon - activity.due, 0)
        late = builder.integer(0, latest, max(plan.end[index] - activity.due, 0))
        builder.cp.add(late >= variables.end - activity.due)
        builder.add_term(0 if activity.hard else 1, activity.weight, late, latest)
    for candidates, literals in ((activity.people, variables.people), (activity.rooms, variables.rooms)):
        for candidate in candidates:
            if candidate.penalty and literals:
                builder.add_term(3, candidate.penalty, literals[candidate.resource], 1)
    if activity.baseline is not None:
        _add_change(builder, index, activity, change_prices(builder.problem, activity))


def _add_change(builder: _ModelBuilder, index: int, activity: Activity, prices: ChangePrices) -> None:
    baseline, variables, plan = activity.baseline, builder.variables[index], builder.plan
    assert baseline is not None
    for chosen, price, literals in (
        (baseline.person, prices.person, variables.people),
        (baseline.room, prices.room, variables.rooms),
    ):
        if price and chosen in literals:
            builder.add_term(2, price, literals[chosen].negated(), 1)
    if prices.moved:
        shift = plan.start[index] - baseline.start
        moved = builder.literal(shift != 0)
        far = builder.integer(0, builder.problem.horizon, abs(shift))
        builder.cp.add(variables.start == baseline.start).only_enforce_if(moved.negated())
        builder.cp.add(far >= variables.start - baseline.start)
        builder.cp.add(far >= baseline.start - variables.start)
        builder.add_term(2, prices.moved, moved, 1)
        builder.add_term(2, prices.slot, far, builder.problem.horizon)


def _add_link(builder: _ModelBuilder, link: Link) -> None:
    problem = builder.problem
    if link.successor in builder.instance.assignments or is_past(problem, link):
        return
    if link.predecessor not in builder.free and link.successor not in builder.free:
        return
    leaves, reaches = _leaves(builder, link), _reaches(builder, link)
    if isinstance(leaves, int):
        if leaves != NONE:
            mask = open_slots(problem, Activity(0, calendar=problem.activities[link.successor].calendar))
            builder.cp.add(reaches >= moment_after_lag(mask, leaves, link.lag))
    elif link.lag == 0 or problem.calendars[problem.activities[link.successor].calendar] is None:
        builder.cp.add(reaches >= leaves + link.lag)
    else:
        moments = _moments(builder, problem.activities[link.successor].calendar, link.lag)
        low, high = min(moments), max(moments)
        moment = builder.integer(low, high, moments[_end_or_start(builder.plan, link)])
        builder.cp.add_element(leaves, moments, moment)
        builder.cp.add(reaches >= moment)


def _leaves(builder: _ModelBuilder, link: Link) -> Any:
    """What the successor waits for: a variable, or an integer when it is constant."""
    from_end = link.kind in _FROM_END
    actual_start = builder.problem.activities[link.predecessor].actual_start
    if not from_end and actual_start is not None:
        return actual_start
    if link.predecessor in builder.free:
        variables = builder.variables[link.predecessor]
        return variables.end if from_end else variables.start
    return _end_or_start(builder.plan, link)


def _end_or_start(plan: Schedule, link: Link) -> int:
    return (plan.end if link.kind in _FROM_END else plan.start)[link.predecessor]


def _reaches(builder: _ModelBuilder, link: Link) -> Any:
    to_start = link.kind in _TO_START
    if link.successor in builder.free:
        variables = builder.variables[link.successor]
        return variables.start if to_start else variables.end
    return (builder.plan.start if to_start else builder.plan.end)[link.successor]


def _moments(builder: _ModelBuilder, calendar: int, lag: int) -> list[int]:
    """For each moment of the axis, the one reached after a lag through a calendar."""
    key = calendar, lag
    if key not in builder.lag_moments:
        mask = open_slots(builder.problem, Activity(0, calendar=calendar))
        builder.lag_moments[key] = [
            moment_after_lag(mask, moment, lag) for moment in range(builder.problem.horizon + 1)
        ]
    return builder.lag_moments[key]


def _add_resources(builder: _ModelBuilder) -> None:
    settled = _settled(builder)
    for resource, intervals in builder.intervals.items():
        capacity = builder.problem.resources[resource].capacity
        steps = [step for step in settled.get(resource, []) if step[1] > step[0]]
        constants = [
            (builder.cp.new_fixed_size_interval_var(first, last - first, ""), quantity)
            for first, last, quantity in _profile(steps, capacity)
        ]
        every = [*intervals, *constants]
        if capacity == 1:
            builder.cp.add_no_overlap([interval for interval, _ in every])
        else:
            builder.cp.add_cumulative(
                [interval for interval, _ in every], [quantity for _, quantity in every], capacity
            )


def _settled(builder: _ModelBuilder) -> dict[int, list[tuple[int, int, int]]]:
    """Use of each resource by everything that is not free."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    for occupation in builder.problem.occupations:
        found.setdefault(occupation.resource, []).append(
            (occupation.start, occupation.end, occupation.quantity)
        )
    plan = builder.plan
    for index, activity in enumerate(builder.problem.activities):
        if index in builder.free or activity.completed is not None or plan.end[index] == NONE:
            continue
        demands = [(plan.person[index], 1), (plan.room[index], 1), *activity.demands]
        for resource, quantity in demands if activity.duration else ():
            if resource >= 0:
                spans = kept_spans(builder.problem, activity, plan.start[index], plan.end[index])
                found.setdefault(resource, []).extend((*span, quantity) for span in spans)
    return found


def _profile(steps: Sequence[tuple[int, int, int]], capacity: int) -> Iterator[tuple[int, int, int]]:
    """The resource profile of these spans, one interval per level, clipped to the capacity (fixed ones may clash)."""
    changes: dict[int, int] = {}
    for first, last, quantity in steps:
        changes[first] = changes.get(first, 0) + quantity
        changes[last] = changes.get(last, 0) - quantity
    add_term = 0
    for first, last in pairwise(sorted(changes)):
        add_term += changes[first]
        if add_term:
            yield first, last, min(add_term, capacity)
