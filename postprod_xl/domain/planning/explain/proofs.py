"""The causes of what is late, each proven: with that person, room or date easier, there is a better day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.problem.build import OfficeProblem
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.engines.schedule import (
    Aim,
    Attempt,
    Displacement,
    Position,
    Proof,
    Relaxation,
    RelaxationKind,
    Timeline,
    Usage,
    displacement,
    holders,
    proven,
    resource_usage,
    waits,
)

# What is looked for of one plan at most, so that a large office is not kept waiting.
_MOST_PROVEN, _MOST_DISPLACED = 300, 30


class Holder(NamedTuple):
    """What takes a resource until a moment: a task, or another production when `activity` is None."""

    activity: int | None
    moment: int


@dataclass(frozen=True)
class Proofs:
    """What is proven of a plan; activities are tasks by place, then deliveries."""

    plan: Plan
    _known: dict[int, Proof | None] = field(default_factory=dict)
    _moves: dict[int, Displacement | None] = field(default_factory=dict)

    def proof(self, activity: int) -> Proof | None:
        """Why an activity ends on the day it does and not on an earlier one; None when nothing is proven."""
        if activity not in self._known:
            asked = Aim(activity, self.better(activity), self.releases, self.bookings)
            held = self.is_held_by_today(activity)
            self._known[activity] = None if held else proven(self.timeline, asked)
        return self._known[activity]

    def explaining(self, place: int) -> int | None:
        """Whose proof tells why a task is late: its delivery's, where this holds the task too, else its own.

        Its own is looked for when it is late on its own due day, for the first tasks asked for only.
        """
        task, tardiness = self.plan.model.listed.tasks[place], self.plan.result.tardiness
        milestone = None if task.episode is None else self.plan.model.episodes.get(task.episode.key)
        delivery = milestone or self.plan.model.deliveries.get(task.project.code)
        if delivery is not None and tardiness[delivery] and (proof := self.proof(delivery)):
            at = proof.places.get(place)
            if at is not None and at.end <= self.better(place):
                return delivery
        is_own = tardiness[place] and (place in self._known or len(self._known) < _MOST_PROVEN)
        return place if is_own and self.proof(place) else None

    def displacement(self, delivery: int) -> Displacement | None:
        """The fewest confirmed tasks that, moved, would let a late delivery be earlier, nothing else being late.

        It is looked for of the first deliveries asked for only.
        """
        if delivery not in self._moves:
            due = self.plan.model.problem.activities[delivery].due
            is_asked = due is not None and len(self._moves) < _MOST_DISPLACED
            asked = Aim(delivery, due or 0, self.releases, self.bookings)
            found = displacement(self.timeline, asked) if is_asked else None
            self._moves[delivery] = found if found and found.end <= self.better(delivery) else None
        return self._moves[delivery]

    def is_held_by_today(self, activity: int) -> bool:
        """Whether a better day would be past."""
        return self.better(activity) <= self._now

    def lacking(self, place: int) -> tuple[Relaxation, ...]:
        """The people, rooms and presences that would let a task end earlier, all others where they are."""
        return waits(self._as_planned, place)

    def sooner(self, place: int) -> Position | None:
        """Where a task alone could end earlier with people and rooms that are free."""
        return self._as_planned.sooner(place) if self.timeline.is_supported else None

    def path(self, activity: int, cause: int) -> list[int]:
        """The activities from one back to another that holds it by links alone; empty when there are none."""
        behind, queue = {activity: activity}, [activity]
        for a in queue:
            if a == cause:
                return _walk(behind, a)[::-1]
            for before in holders(self._as_planned, a):
                if before not in behind:
                    behind[before] = a
                    queue.append(before)
        return []

    def holder(self, place: int, resource: int) -> Holder | None:
        """What takes a resource until the last moment before a task starts where it stands."""
        at = self.plan.placements[place]
        first = self._as_planned.bounds(place)[0]
        found = [
            item
            for item in self._usage[resource]
            if item.activity != place and at is not None and first < item.end <= at.work_from
        ]
        last = max(found, key=lambda item: item.end, default=None)
        return None if last is None else Holder(last.activity, last.end)

    @cached_property
    def _usage(self) -> list[list[Usage]]:
        return resource_usage(self.plan.model.problem, self.plan.result)

    def better(self, activity: int) -> int:
        """The moment by which an activity must end to be ready a day earlier."""
        end, tasks = self.plan.result.ends[activity], self.plan.model.listed.tasks
        axis = self.plan.model.axis
        if end is None:
            return self._now
        if activity >= len(tasks):
            return axis.at(self.plan.day_before(activity, end))
        at = self.plan.placements[activity]
        assert at is not None
        stands_at_start = at.start == at.end and not self.plan.closes(activity)
        return axis.at(at.end_day) - stands_at_start

    def releases(self, activity: int) -> Sequence[Relaxation]:
        """What moves the release of a task earlier: its own date, or the rushes of all that wait for them."""
        if activity >= len(self.plan.model.listed.tasks):
            return ()
        task, release = self.plan.model.listed.tasks[activity], self._release(activity)
        rushes, earliest = self.dates(task)
        if release <= self._now or task.progress is not Progress.TO_DO:
            return ()
        if release > max(rushes, earliest):
            return (Relaxation(RelaxationKind.RELEASE, activity, moment=max(rushes, earliest)),)
        if earliest >= rushes:
            return (Relaxation(RelaxationKind.RELEASE, activity, moment=rushes),)
        return tuple(self._without_rushes(task))

    def dates(self, task: Task) -> tuple[int, int]:
        """The slots of the rushes and of the earliest day of a task, today at least."""
        days = task.rushes, task.earliest
        slots = (self._now if day is None else self.plan.model.axis.at(day) for day in days)
        rushes, earliest = (max(slot, self._now) for slot in slots)
        return rushes, earliest

    def _without_rushes(self, task: Task) -> Iterator[Relaxation]:
        for other, there in enumerate(self.plan.model.listed.tasks):
            same = there.project is task.project and there.rushes == task.rushes
            if same and there.progress is Progress.TO_DO:
                rushes, earliest = self.dates(there)
                if self._release(other) == rushes > earliest:
                    yield Relaxation(RelaxationKind.RELEASE, other, moment=earliest)

    def _release(self, activity: int) -> int:
        return self.plan.model.problem.activities[activity].release

    @property
    def _now(self) -> int:
        return self.plan.model.problem.now

    @cached_property
    def bookings(self) -> frozenset[int]:
        """The confirmed tasks that no typed day holds."""
        activities = self.plan.model.problem.activities
        return frozenset(
            place
            for place, task in enumerate(self.plan.model.listed.tasks)
            if activities[place].is_fixed and task.fixed is None and not task.frozen
        )

    @cached_property
    def timeline(self) -> Timeline:
        """The plan, ready to be relaxed."""
        return Timeline(self.plan.model.problem, self.plan.result)

    @cached_property
    def _as_planned(self) -> Attempt:
        return Attempt(self.timeline)


class LateCause(NamedTuple):
    """A late delivery, of a project or of an episode, or a task late on its own due day, and the proof of its cause.

    Attributes
    ----------
    code
        The project, the episode or the task.
    activity
        Its number in `Plan.model.problem`.
    moment
        When it would have to end at the latest to be ready a day earlier.
    proof
        None when no cause is established.
    """

    code: str
    activity: int
    moment: int
    proof: Proof | None


def late_causes(plan: Plan) -> list[LateCause]:
    """The causes announced by a plan: of its late deliveries, then of the tasks late on their own due day.

    `relaxed(problem, result, proof.relaxations)` is the problem in which the cause is gone, and `proof.places`
    a schedule of it: all else stands where it did.
    """
    proofs, model = Proofs(plan), plan.model
    late = [
        (code, activity)
        for code, activity in (*model.deliveries.items(), *_episodes(model))
        if plan.result.tardiness[activity] and not is_settled(plan, activity)
    ]
    causes = [
        LateCause(code, activity, proofs.better(activity), proofs.proof(activity)) for code, activity in late
    ]
    for place, task in enumerate(model.listed.tasks):
        if plan.result.tardiness[place] and place not in model.past and task.progress is not Progress.DONE:
            told = proofs.explaining(place)
            proof = None if told is None else proofs.proof(told)
            causes.append(LateCause(task.code, place, proofs.better(place), proof))
    return causes


def _episodes(model: OfficeProblem) -> Iterator[tuple[str, int]]:
    for key, milestone in model.episodes.items():
        yield key.name, milestone


def _walk(behind: Mapping[int, int], a: int) -> list[int]:
    found = [a]
    while behind[found[-1]] != found[-1]:
        found.append(behind[found[-1]])
    return found


def is_settled(plan: Plan, delivery: int) -> bool:
    """Whether all that a delivery waits for is behind us."""
    links = plan.model.problem.links
    return all(link.predecessor in plan.model.past for link in links if link.successor == delivery)
