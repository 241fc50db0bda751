"""The confirmed tasks that a shift, late rushes or an absence push, and how far: by links, by people, by rooms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.problem.axis import HALVES_PER_DAY, MORNING
from postprod_xl.domain.planning.problem.presence import ResourceKind
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.engines.schedule import Activity, Commitment, Link
from postprod_xl.engines.schedule.calendars import (
    end_of_work,
    first_open,
    moment_after_lag,
    nth_open,
    open_slots,
)

_ROUNDS = 50


class Extent(NamedTuple):
    """From the first slot still to work to the moment after the last one."""

    start: int
    end: int

    def meets(self, other: Extent) -> bool:
        """Whether two spans share a slot; a milestone shares none."""
        return max(self.start, other.start) < min(self.end, other.end)


class Wait(NamedTuple):
    """A person or a room that a pushed task waits for, and the task that holds it, None for another workbook."""

    resource: ResourceKind
    code: str
    holder: int | None


class Push(NamedTuple):
    """Why a task moves: the task that pushes it, None for late rushes or an absence; what it then waits for."""

    by: int | None
    waits: tuple[Wait, ...] = ()


def spans_of(plan: Plan) -> dict[int, Extent]:
    """Where a plan has each task that is not over, by place."""
    return {
        place: Extent(at.work_from, at.end)
        for place, at in enumerate(plan.placements)
        if at is not None and place not in plan.model.past
    }


def spans_on(plan: Plan, other: Plan) -> dict[int, Extent]:
    """The spans of a plan, on the axis of another plan of the same tasks."""
    here, there = plan.model.axis, other.model.axis

    def moved(slot: int) -> int:
        return there.at(here.day(slot), here.half(slot))

    return {
        place: Extent(
            moved(span.start), moved(span.end - 1) + 1 if span.end > span.start else moved(span.end)
        )
        for place, span in spans_of(plan).items()
    }


def is_confirmed(plan: Plan, place: int) -> bool:
    """Whether a task to do keeps its date: confirmed, frozen, or imposed by a person."""
    activity, task = plan.model.problem.activities[place], plan.model.listed.tasks[place]
    return task.progress is Progress.TO_DO and (activity.is_fixed or activity.commitment is Commitment.FIRM)


def begins_in_the_morning(task: Task) -> bool:
    """Whether the day imposed on a task is that of its morning (`FixedHalves`): but for half a day of work, it is."""
    return task.fixed is not None and task.remaining != 1


def earliest_start(plan: Plan, place: int, link: Link, leaves: int) -> int:
    """The first slot where a link lets a task start, once the moment that the link leaves is known."""
    problem = plan.model.problem
    activity = problem.activities[place]
    calendar = open_slots(problem, Activity(0, calendar=activity.calendar))
    moment = moment_after_lag(calendar, leaves, link.lag)
    if link.kind.holds_the_start:
        return moment
    return _start_to_end_at(slots_of(plan, place), activity.duration, moment)


def _start_to_end_at(slots: int, duration: int, moment: int) -> int:
    """The first slot from which some work ends at a moment or later.

    >>> _start_to_end_at(0b11011, 2, 4), _start_to_end_at(0b11011, 2, 3)
    (1, 1)
    """
    if not duration:
        return moment
    rank = max((slots & ((1 << max(moment, 0)) - 1)).bit_count() - duration, 0)
    start = (nth_open(slots, rank + 1) or moment + 1) - 1
    if (end_of_work(slots, start, duration) or moment) < moment:
        start = first_open(slots, start + 1) or moment
    return start


def slots_of(plan: Plan, place: int) -> int:
    """The slots that a task can work with the people and the room it has, as bits."""
    problem, result = plan.model.problem, plan.result
    return open_slots(problem, problem.activities[place], result.person[place], result.room[place])


@dataclass
class Chain:
    """Pushes later the tasks that can no longer stand where they are, only as far as they must.

    A confirmed task keeps its people and its room, and waits for them where another project, or something that may
    not be pushed, holds them; confirmed tasks of its own project that stood behind it make room. The others are pushed
    by links alone, as far as one knows before the plan is made again.

    Parameters
    ----------
    plan
        The plan, confirmed tasks where they are in force.
    before
        Where each task was before anything changed, on the axis of the plan.
    may_push
        Whether a confirmed task may be pushed, by place.
    late, away
        The tasks whose rushes come later; those whose person or room is there no more.
    given
        Where the person who asks puts a task.
    """

    plan: Plan
    before: Mapping[int, Extent]
    may_push: Callable[[int], bool]
    late: frozenset[int] = frozenset()
    away: frozenset[int] = frozenset()
    given: Mapping[int, Extent] = field(default_factory=dict)
    spans: dict[int, Extent] = field(init=False)
    pushes: dict[int, Push] = field(default_factory=dict, init=False)
    stuck: dict[int, Extent] = field(default_factory=dict, init=False)
    """The confirmed tasks that may not be pushed, and where they should move."""
    beyond: set[int] = field(default_factory=set, init=False)
    """The tasks that hold their date and have no place left before the last day of the plan."""

    def __post_init__(self) -> None:
        self.spans = {**spans_of(self.plan), **self.given}

    def pushed(self) -> Chain:
        """The same chain once nothing in it has to be pushed any more."""
        for _ in range(_ROUNDS):
            if not sum(self._push(place) for place in self._ranks):
                break
        return self

    @property
    def booked(self) -> list[int]:
        """The tasks pushed that hold their date: the others follow by themselves when the plan is made again."""
        return [place for place in self.pushes if self._is_booked(place)]

    @property
    def stuck_days(self) -> dict[int, date]:
        """The day where each task that may not be pushed should begin."""
        return {place: self.plan.model.axis.day(span.start) for place, span in self.stuck.items()}

    @cached_property
    def _ranks(self) -> dict[int, int]:
        """The tasks to do in the order they stood in, predecessors first."""
        ranks = {place: rank for rank, place in enumerate(self.plan.model.listed.order)}
        waiting = [
            place
            for place, task in enumerate(self.plan.model.listed.tasks)
            if task.progress is Progress.TO_DO and place in self.before and place in self.spans
        ]
        waiting.sort(key=lambda place: (self.before[place].start, ranks.get(place, 0)))
        return {place: rank for rank, place in enumerate(waiting)}

    @cached_property
    def _incoming(self) -> dict[int, list[Link]]:
        found: dict[int, list[Link]] = {}
        for link in self.plan.model.problem.links:
            found.setdefault(link.successor, []).append(link)
        return found

    @cached_property
    def _holders(self) -> dict[int, list[int]]:
        """The tasks confirmed or begun that hold each person and each room."""
        found: dict[int, list[int]] = {}
        for place, task in enumerate(self.plan.model.listed.tasks):
            if place in self.spans and (self._is_booked(place) or task.progress is Progress.BEGUN):
                for resource in self._resources(place):
                    found.setdefault(resource, []).append(place)
        return found

    def _is_booked(self, place: int) -> bool:
        return self.plan.model.problem.activities[place].is_fixed

    def _resources(self, place: int) -> list[int]:
        """Whom and what a task takes alone."""
        result, resources = self.plan.result, self.plan.model.problem.resources
        taken = (result.person[place], result.room[place])
        return [one for one in taken if one is not None and resources[one].capacity == 1]

    def _push(self, place: int) -> bool:
        """Push one task if it must be; whether it was."""
        if place in self.given:
            return False
        span, (lower, by) = self.spans[place], self._bound(place)
        if lower <= span.start:
            lower, by = span.start, self._moved_onto(place)
            if by is None and place not in self.away:
                return False
        found, waits = self.fit(place, lower)
        if found == span:
            return False
        if is_confirmed(self.plan, place) and not self.may_push(place):
            self.stuck[place] = found
            return False
        self.spans[place] = found
        self.pushes[place] = Push(by, waits)
        return True

    def _bound(self, place: int) -> tuple[int, int | None]:
        """The earliest start that the changes allow, and the task that says so, if one does."""
        activity = self.plan.model.problem.activities[place]
        bound: tuple[int, int | None] = (activity.release if place in self.late else 0, None)
        for link in self._incoming.get(place, ()):
            now, then = self.spans.get(link.predecessor), self.before.get(link.predecessor)
            if now is None or then is None:
                continue
            if now.start > then.start or now.end > then.end:
                leaves = now.end if link.kind.leaves_the_end else now.start
                start = earliest_start(self.plan, place, link, leaves)
                bound = max(bound, (start, link.predecessor), key=lambda item: item[0])
        return bound

    def _moved_onto(self, place: int) -> int | None:
        """A task that has moved onto the person or the room of a confirmed one that stood behind it."""
        if not self._is_booked(place):
            return None
        return next(
            (
                other
                for resource in self._resources(place)
                for other in self._met_on(place, resource, self.spans[place])
                if (other in self.given or other in self.pushes) and self._goes_first(other, place)
            ),
            None,
        )  # fmt: skip

    def _met_on(self, place: int, resource: int, span: Extent) -> list[int]:
        """The other tasks that a span meets on a resource; none when another place of the same room is free."""
        met: list[int] = []
        for one in self.plan.model.roster.places(resource):
            here = self._others_on(one, place, span)
            if not here and not self._is_occupied(one, span):
                return []
            met += here
        return met

    def _is_occupied(self, resource: int, span: Extent) -> bool:
        occupations = self.plan.model.problem.occupations
        return any(
            item.resource == resource and span.meets(Extent(item.start, item.end)) for item in occupations
        )

    def _goes_first(self, one: int, other: int) -> bool:
        return self._ranks.get(one, -1) < self._ranks.get(other, -1)

    def fit(self, place: int, lower: int) -> tuple[Extent, tuple[Wait, ...]]:
        """The first span of a task from a slot on that meets nothing it must leave in place, and what it waits for."""
        activity = self.plan.model.problem.activities[place]
        if not activity.duration:
            lower = self._settable(place, lower)
            return Extent(lower, lower), ()
        slots = slots_of(self.plan, place)
        waits: list[Wait] = []
        while True:
            start = first_open(slots, self._settable(place, lower))
            end = None if start is None else end_of_work(slots, start, activity.duration)
            if start is None or end is None:
                if self._is_booked(place):
                    self.beyond.add(place)
                return self.spans[place], ()
            met = self.met(place, Extent(start, end))
            if met is None:
                return Extent(start, end), tuple(waits)
            wait, lower = met
            waits.append(wait)

    def _settable(self, place: int, lower: int) -> int:
        """The first slot from one on where a task may be put: in the morning where its day has to say it."""
        axis = self.plan.model.axis
        if begins_in_the_morning(self.plan.model.listed.tasks[place]) and axis.half(lower) != MORNING:
            return axis.after(axis.day(lower))
        return lower

    def met(self, place: int, span: Extent) -> tuple[Wait, int] | None:
        """What a confirmed task would meet that it must leave in place, and the moment when that ends."""
        if not self._is_booked(place) and place not in self.given:
            return None
        for resource in self._resources(place):
            places = [self._met_in(place, one, span) for one in self.plan.model.roster.places(resource)]
            taken = [found for found in places if found is not None]
            if len(taken) == len(places):
                return min(taken, key=lambda found: found[1])
        return None

    def _met_in(self, place: int, resource: int, span: Extent) -> tuple[Wait, int] | None:
        """The same, of one resource alone: a person, or one place of a room."""
        key = self.plan.model.roster.keys[resource]
        for other in self._others_on(resource, place, span):
            if not self._makes_room(other, place) and not self._pauses_alike(other, place, span):
                return Wait(*key, other), self.spans[other].end
        for taken in self.plan.model.problem.occupations:
            if taken.resource == resource and span.meets(Extent(taken.start, taken.end)):
                return Wait(*key, None), taken.end
        return None

    def _others_on(self, resource: int, place: int, span: Extent) -> list[int]:
        """The tasks that a task meets on a resource; one at half time leaves the other half of its days to another."""
        bases = self.plan.model.bases
        met = [
            other
            for other in self._holders.get(resource, ())
            if other != place and self.spans[other].meets(span)
        ]
        halves = [other for other in met if other in bases] if place in bases else []
        return [other for other in met if other not in halves] if len(halves) < HALVES_PER_DAY else met

    def _pauses_alike(self, other: int, place: int, span: Extent) -> bool:
        """Whether an interruptible task pauses over another as it does now, so that its own dates stay."""
        held, now = self.spans[other], self.before.get(place)
        if now is None or not self.plan.model.listed.tasks[other].interruptible:
            return False
        return all(held.start < one.start and one.end < held.end for one in (now, span))

    def _makes_room(self, other: int, place: int) -> bool:
        """Whether a task stands behind another one of its project, and may be pushed by it."""
        tasks = self.plan.model.listed.tasks
        if tasks[other].project.code != tasks[place].project.code or other in self.given:
            return False
        stands_behind = self._ranks.get(other, -1) > self._ranks.get(place, -1)
        return stands_behind and is_confirmed(self.plan, other) and self.may_push(other)
