"""An independent search for a plan that delivers something earlier: OR-Tools CP-SAT on a model written apart.

It shares the dataclasses of the engine and nothing of its heuristics, of its moves or of its own CP-SAT model. An
answer is never believed: `faults` checks it with the checker of the engine, and checks what that one leaves out. What
may move leaves nothing to others in its pauses, even where it could: an answer is then missed, never wrong.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, NamedTuple

from ortools.sat.python import cp_model

from postprod_xl.engines.schedule import Activity, LinkKind, Problem, Result, verify

# How far behind the last end of the plan what gives way may go.
ROOM_TO_GIVE_WAY = 80


class Place(NamedTuple):
    """Where an activity stands: first slot still to work, end, person and room."""

    start: int
    end: int
    person: int | None
    room: int | None


class Limit(NamedTuple):
    """How long to look: in seconds, or in CP-SAT's own deterministic time, which every machine counts alike."""

    seconds: float = math.inf
    work: float = math.inf

    def part(self, share: float) -> Limit:
        """Some of it."""
        return Limit(self.seconds * share, self.work * share)


@dataclass(frozen=True)
class Wanted:
    """What a better plan must do.

    Attributes
    ----------
    latest
        The last moment allowed for the end of some activities.
    held
        The activities that stay exactly where they are.
    left_out
        The activities that are not planned at all, as if nobody had asked for them: a bound is then looked for.
    """

    latest: Mapping[int, int]
    held: Mapping[int, Place]
    left_out: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Answer:
    """A plan by activity when one was found; `proven` when there is none, or when one was found."""

    places: Mapping[int, Place] | None
    proven: bool


def places_of(result: Result) -> dict[int, Place]:
    """Where a plan puts each activity that has dates."""
    found = {}
    for index, (start, end) in enumerate(zip(result.work_from, result.ends, strict=True)):
        if start is not None and end is not None:
            found[index] = Place(start, end, result.person[index], result.room[index])
    return found


def plan_within(problem: Problem, plan: Mapping[int, Place], wanted: Wanted, limit: Limit) -> Answer:
    """Look for a legal plan in which everything ends as early as wanted; `plan` is a hint, and where to look."""
    model = _Model(problem, plan, wanted)
    if not model.build():
        return Answer(None, proven=True)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    # Measured on offices of 300 tasks: without linear relaxations, more answers in the same time.
    solver.parameters.linearization_level = 0
    # With probing, OR-Tools 9.15 calls one of these models infeasible that has a plan.
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.max_time_in_seconds = limit.seconds
    solver.parameters.max_deterministic_time = limit.work
    status = solver.solve(model.cp)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer({**wanted.held, **model.places(solver)}, proven=True)
    return Answer(None, proven=status == cp_model.INFEASIBLE)


def faults(problem: Problem, result: Result, wanted: Wanted, places: Mapping[int, Place]) -> list[str]:
    """Why a plan found is not a better one; nothing when it is.

    `result` is the plan that it betters: what was planned there is planned, and what has no place there has none.
    """
    made = as_result(problem, result, places)
    found = [str(violation) for violation in verify(problem, made)]
    for index, place in wanted.held.items():
        if places[index] != place:
            found.append(f"{index} was moved from {place} to {places[index]}")
    found += [
        f"{index} ends at {places[index].end}"
        for index, end in wanted.latest.items()
        if places[index].end > end
    ]
    found += [f"{index} has no place" for index in places_of(result) if index not in places]
    return found


def as_result(problem: Problem, result: Result, places: Mapping[int, Place]) -> Result:
    """The plan found in the form of the engine, for its checker and its explanations."""
    count = len(problem.activities)
    rows = [places.get(index) for index in range(count)]
    starts = []
    for activity, row in zip(problem.activities, rows, strict=True):
        begun = activity.actual_start if activity.completed is None else activity.completed[0]
        starts.append(None if row is None else row.start if begun is None else begun)
    late = []
    for activity, row in zip(problem.activities, rows, strict=True):
        late.append(0 if row is None or activity.due is None else max(0, row.end - activity.due))
    return replace(
        result,
        starts=tuple(starts),
        work_from=tuple(None if row is None else row.start for row in rows),
        ends=tuple(None if row is None else row.end for row in rows),
        person=tuple(None if row is None else row.person for row in rows),
        room=tuple(None if row is None else row.room for row in rows),
        tardiness=tuple(late),
    )


@dataclass
class _Model:
    """The model under construction; `start`, `end`, and the literal of each person and room, by free activity."""

    problem: Problem
    plan: Mapping[int, Place]
    wanted: Wanted
    cp: Any = field(default_factory=cp_model.CpModel)
    start: dict[int, Any] = field(default_factory=dict)
    end: dict[int, Any] = field(default_factory=dict)
    served: dict[tuple[int, int], Any] = field(default_factory=dict)
    uses: dict[int, list[tuple[Any, int]]] = field(default_factory=dict)
    moments: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    def build(self) -> bool:
        """Whether nothing is impossible at first sight."""
        problem, wanted = self.problem, self.wanted
        last = max((place.end for place in self.plan.values()), default=0)
        self.horizon = min(problem.horizon, last + ROOM_TO_GIVE_WAY)
        for index, end in wanted.latest.items():
            if index in wanted.held and wanted.held[index].end > end:
                return False
        free = [index for index in self.plan if index not in wanted.held and index not in wanted.left_out]
        bounds = self._bounds(free)
        if not all(self._add(index, *bounds[index]) for index in free):
            return False
        for link in problem.links:
            if link.successor in self.start and not self._add_link(link):
                return False
        self._add_capacities()
        return True

    def places(self, solver: Any) -> dict[int, Place]:
        """What the solver found."""
        chosen: dict[int, list[int]] = {}
        for (index, resource), literal in self.served.items():
            if solver.value(literal):
                chosen.setdefault(index, []).append(resource)
        found = {}
        for index, start in self.start.items():
            activity, who = self.problem.activities[index], chosen.get(index, [])
            people = {candidate.resource for candidate in activity.people}
            rooms = {candidate.resource for candidate in activity.rooms}
            person = next((resource for resource in who if resource in people), None)
            room = next((resource for resource in who if resource in rooms), None)
            found[index] = Place(solver.value(start), solver.value(self.end[index]), person, room)
        return found

    def _bounds(self, free: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Of each free activity, the first start and the last end that releases, dues and links leave it."""
        activities, wanted = self.problem.activities, self.wanted
        first = {index: max(activities[index].release, self.problem.now, 0) for index in free}
        last = {index: min(self.horizon, wanted.latest.get(index, self.horizon)) for index in free}
        # Only plain links, which every calendar keeps: a round for each link of the longest chain.
        plain = [
            link
            for link in self.problem.links
            if link.kind is LinkKind.END_START and link.lag >= 0 and link.successor in first
            if activities[link.successor].actual_start is None
        ]
        moved = True
        while moved:
            moved = False
            for link in plain:
                before, after = link.predecessor, link.successor
                if before not in first:
                    continue
                earliest = first[before] + activities[before].duration
                latest = last[after] - activities[after].duration
                if earliest > first[after] or latest < last[before]:
                    first[after] = max(first[after], earliest)
                    last[before] = min(last[before], latest)
                    moved = first[after] <= self.horizon and last[before] >= 0
        return {index: (first[index], last[index]) for index in free}

    def _add(self, index: int, first: int, last: int) -> bool:
        """The variables of one activity between two moments; False when it does not fit."""
        activity = self.problem.activities[index]
        if not activity.duration:
            if first > last:
                return False
            self.start[index] = self.end[index] = self.cp.new_int_var(first, last, "")
            self.cp.add_hint(self.start[index], self.plan[index].start)
            return True
        ways = [
            (people, rooms, stays)
            for people, rooms, mask in self._teams(index)
            if (stays := _stays(mask, activity.duration, first, last))
        ]
        if not ways:
            return False
        return self._add_ways(index, ways)

    def _teams(self, index: int) -> Iterator[tuple[list[int | None], list[int | None], int]]:
        """The people and the rooms who may serve together, those who are there at the same moments together."""
        activity, problem = self.problem.activities[index], self.problem
        own = problem.calendars[activity.calendar]
        own = (1 << problem.horizon) - 1 if own is None else own
        for demand in activity.demands:
            opened = problem.resources[demand.resource].open
            own = own if opened is None else own & opened
        for people in self._alike([candidate.resource for candidate in activity.people]):
            for rooms in self._alike([candidate.resource for candidate in activity.rooms]):
                mask = own
                for resource in (people[0], rooms[0]):
                    opened = None if resource is None else problem.resources[resource].open
                    mask = mask if opened is None else mask & opened
                yield people, rooms, mask

    def _alike(self, resources: Sequence[int]) -> list[list[int | None]]:
        """The resources with the same calendar together; nobody when there is none."""
        found: dict[int | None, list[int | None]] = {}
        for resource in resources:
            found.setdefault(self.problem.resources[resource].open, []).append(resource)
        return list(found.values()) or [[None]]

    def _add_ways(self, index: int, ways: Sequence[tuple[Any, Any, dict[int, list[int]]]]) -> bool:
        activity, plan, cp = self.problem.activities[index], self.plan[index], self.cp
        domain = sorted({start for _, _, stays in ways for row in stays.values() for start in row})
        start = cp.new_int_var_from_domain(cp_model.Domain.from_values(domain), "")
        lengths = sorted({length for _, _, stays in ways for length in stays})
        size = cp.new_int_var_from_domain(cp_model.Domain.from_values(lengths), "")
        end = cp.new_int_var(domain[0] + lengths[0], domain[-1] + lengths[-1], "")
        cp.add(end == start + size)
        cp.add_hint(start, plan.start)
        cp.add_hint(size, plan.end - plan.start)
        cp.add_hint(end, plan.end)
        self.start[index], self.end[index] = start, end
        literals = {
            candidate.resource: cp.new_bool_var("") for candidate in (*activity.people, *activity.rooms)
        }
        for candidates in (activity.people, activity.rooms):
            if candidates:
                cp.add_exactly_one(literals[candidate.resource] for candidate in candidates)
        for resource, literal in literals.items():
            self.served[index, resource] = literal
            cp.add_hint(literal, resource in (plan.person, plan.room))
            interval = cp.new_optional_interval_var(start, size, end, literal, "")
            self.uses.setdefault(resource, []).append((interval, 1))
        for demand in activity.demands:
            interval = cp.new_interval_var(start, size, end, "")
            self.uses.setdefault(demand.resource, []).append((interval, demand.quantity))
        modes = []
        for people, rooms, stays in ways:
            for length, starts in stays.items():
                mode = cp.new_bool_var("")
                modes.append(mode)
                allowed = cp_model.Domain.from_values(starts)
                cp.add_linear_expression_in_domain(start, allowed).only_enforce_if(mode)
                cp.add(size == length).only_enforce_if(mode)
                for group in (people, rooms):
                    if group != [None]:
                        cp.add_bool_or(literals[who] for who in group).only_enforce_if(mode)
        cp.add_exactly_one(modes)
        return True

    def _add_link(self, link: Any) -> bool:
        """One link to a free activity; False when what it waits for is never over in time."""
        activities = self.problem.activities
        from_end = link.kind in (LinkKind.END_START, LinkKind.END_END)
        to_start = link.kind in (LinkKind.END_START, LinkKind.START_START)
        if to_start and activities[link.successor].actual_start is not None:
            return True
        reaches = (self.start if to_start else self.end)[link.successor]
        before, calendar = link.predecessor, activities[link.successor].calendar
        if before in self.wanted.left_out:
            return True
        if before in self.start:
            leaves = (self.end if from_end else self.start)[before]
            if not link.lag:
                self.cp.add(reaches >= leaves)
                return True
            table = self._moments_after(calendar, link.lag)
            moment = self.cp.new_int_var(min(table), max(table), "")
            self.cp.add_element(leaves, table, moment)
            self.cp.add(reaches >= moment)
            return True
        if before not in self.plan:
            # It has no date, and neither has what waits for it.
            return False
        held = self.wanted.held[before]
        begun = activities[before].actual_start
        start = held.start if begun is None else begun
        moment = moment_after(self.problem, calendar, held.end if from_end else start, link.lag)
        self.cp.add(reaches >= moment)
        return True

    def _moments_after(self, calendar: int, lag: int) -> list[int]:
        if (calendar, lag) not in self.moments:
            self.moments[calendar, lag] = [
                moment_after(self.problem, calendar, moment, lag) for moment in range(self.horizon + 1)
            ]
        return self.moments[calendar, lag]

    def _spans(self, activity: Activity, place: Place) -> list[tuple[int, int]]:
        """When something held takes its resources: all the time, or in the slots its own calendar opens."""
        mask = self.problem.calendars[activity.calendar]
        if not activity.yields or mask is None:
            return [(place.start, place.end)]
        return [(slot, slot + 1) for slot in range(place.start, place.end) if mask >> slot & 1]

    def _add_capacities(self) -> None:
        taken: dict[int, list[tuple[int, int, int]]] = {}
        for occupation in self.problem.occupations:
            span = occupation.start, occupation.end, occupation.quantity
            taken.setdefault(occupation.resource, []).append(span)
        for index, place in self.wanted.held.items():
            activity = self.problem.activities[index]
            if activity.completed is not None or not activity.duration:
                continue
            uses = [(resource, 1) for resource in (place.person, place.room) if resource is not None]
            uses += [(demand.resource, demand.quantity) for demand in activity.demands]
            for first, last in self._spans(activity, place):
                for resource, quantity in uses:
                    taken.setdefault(resource, []).append((first, last, quantity))
        for resource, intervals in self.uses.items():
            capacity = self.problem.resources[resource].capacity
            spans = list(_levels(taken.get(resource, ()), capacity))
            fixed = [(self.cp.new_fixed_size_interval_var(a, b - a, ""), level) for a, b, level in spans]
            every = [*intervals, *fixed]
            if capacity == 1:
                self.cp.add_no_overlap([interval for interval, _ in every])
            else:
                self.cp.add_cumulative([one for one, _ in every], [level for _, level in every], capacity)


def moment_after(problem: Problem, calendar: int, moment: int, lag: int) -> int:
    """The first moment that so many open slots of a calendar separate from another; outside the axis all are open."""
    mask = problem.calendars[calendar]

    def is_open(slot: int) -> bool:
        return slot < 0 or slot >= problem.horizon or mask is None or bool(mask >> slot & 1)

    reached = moment
    while lag > 0:
        lag -= is_open(reached)
        reached += 1
    while lag < 0 or (reached < moment and not is_open(reached - 1)):
        lag += is_open(reached - 1)
        reached -= 1
    return reached


def _stays(mask: int, duration: int, first: int, last: int) -> dict[int, list[int]]:
    """The starts by length of stay, pauses included, of so many open slots between two moments."""
    slots = [slot for slot in range(max(first, 0), last) if mask >> slot & 1]
    found: dict[int, list[int]] = {}
    for start, final in zip(slots, slots[duration - 1 :], strict=False):
        found.setdefault(final + 1 - start, []).append(start)
    return found


def _levels(spans: Sequence[tuple[int, int, int]], capacity: int) -> Iterator[tuple[int, int, int]]:
    """Uses that never overlap, from uses that may: held dates may clash among themselves."""
    steps: dict[int, int] = {}
    for first, last, quantity in spans:
        if last > first:
            steps[first] = steps.get(first, 0) + quantity
            steps[last] = steps.get(last, 0) - quantity
    level, moments = 0, sorted(steps)
    for first, last in pairwise(moments):
        level += steps[first]
        if level:
            yield first, last, min(level, capacity)
