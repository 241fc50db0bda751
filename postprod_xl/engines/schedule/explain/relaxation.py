"""One requirement of a problem made easier for one activity, everything else unchanged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from typing import NamedTuple

from postprod_xl.engines.schedule.calendars import kept_spans
from postprod_xl.engines.schedule.explain.usage import demands_of
from postprod_xl.engines.schedule.model import (
    Activity,
    Candidate,
    Commitment,
    Demand,
    Occupation,
    Problem,
    Resource,
    Result,
)


class RelaxationKind(Enum):
    """Which requirement is made easier."""

    UNIT = "unit"  # one more unit of the resource, with the same calendar, for this activity alone
    PRESENCE = "presence"  # the resource is there for this activity in the closed slots around a moment
    RELEASE = "release"  # it may start from `moment` on
    PLACE = "place"  # it is fixed and may move
    WORK = "work"  # nothing of it is left to do


class Relaxation(NamedTuple):
    """A requirement of `activity` made easier.

    `resource` is that of UNIT and PRESENCE. `moment` is the new release of RELEASE, and the slot of PRESENCE: the
    resource is open in that slot and in the closed slots that touch it.
    """

    kind: RelaxationKind
    activity: int
    resource: int | None = None
    moment: int | None = None


def relaxed(problem: Problem, result: Result, changes: Sequence[Relaxation]) -> Problem:
    """The problem with some requirements made easier.

    The resource of UNIT or PRESENCE is replaced, for its activity, by a new one at the end of `resources`; that of
    PRESENCE alone is occupied as the resource is by other activities in `result`.
    """
    for change in changes:
        if change.resource is None:
            activity = _eased(problem, problem.activities[change.activity], change)
            problem = _with_activity(problem, change.activity, activity)
    served = [change for change in changes if change.resource is not None]
    for activity_index, resource in dict.fromkeys((item.activity, item.resource) for item in served):
        assert resource is not None
        own = [item for item in served if (item.activity, item.resource) == (activity_index, resource)]
        problem = _with_own_resource(problem, result, activity_index, resource, own)
    return problem


def opened(problem: Problem, resource: int, slot: int) -> int:
    """The calendar of a resource with the closed slots around one of them open (bit set)."""
    every = (1 << problem.horizon) - 1
    mask = problem.resources[resource].open
    if mask is None:
        return every
    slots = mask & every
    first = (slots & ((1 << slot) - 1)).bit_length()
    after = slots >> slot
    last = slot + ((after & -after).bit_length() - 1 if after else problem.horizon - slot)
    return slots | (((1 << max(last - first, 0)) - 1) << first)


def _eased(problem: Problem, activity: Activity, change: Relaxation) -> Activity:
    if change.kind is RelaxationKind.RELEASE:
        return replace(activity, release=problem.now if change.moment is None else change.moment)
    if change.kind is RelaxationKind.PLACE:
        return replace(activity, commitment=Commitment.OPTION_1)
    commitment = Commitment.OPTION_1 if activity.is_fixed else activity.commitment
    return replace(activity, duration=0, people=(), rooms=(), demands=(), commitment=commitment)


def _with_activity(problem: Problem, index: int, activity: Activity) -> Problem:
    activities = (*problem.activities[:index], activity, *problem.activities[index + 1 :])
    return replace(problem, activities=activities)


def _with_own_resource(
    problem: Problem, result: Result, index: int, resource: int, changes: Sequence[Relaxation]
) -> Problem:
    kinds = {change.kind for change in changes}
    mask = problem.resources[resource].open
    for change in changes:
        if change.kind is RelaxationKind.PRESENCE and change.moment is not None:
            widened = opened(problem, resource, change.moment)
            mask = widened if mask is None else mask | widened
    new, activity = len(problem.resources), problem.activities[index]
    baseline = activity.baseline
    if baseline is not None:
        baseline = baseline._replace(
            person=new if baseline.person == resource else baseline.person,
            room=new if baseline.room == resource else baseline.room,
        )
    served = replace(
        activity,
        people=_instead(activity.people, resource, new),
        rooms=_instead(activity.rooms, resource, new),
        demands=tuple(
            Demand(new if item.resource == resource else item.resource, item.quantity)
            for item in activity.demands
        ),
        baseline=baseline,
    )
    taken = () if RelaxationKind.UNIT in kinds else tuple(_uses(problem, result, index, (resource, new)))
    return replace(
        _with_activity(problem, index, served),
        resources=(*problem.resources, Resource(problem.resources[resource].capacity, mask)),
        occupations=(*problem.occupations, *taken),
    )


def _instead(candidates: Sequence[Candidate], resource: int, new: int) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(new if item.resource == resource else item.resource, item.penalty) for item in candidates
    )


def _uses(problem: Problem, result: Result, index: int, pair: tuple[int, int]) -> list[Occupation]:
    """What takes a resource, but for one activity, as occupations of another resource."""
    resource, new = pair
    found = [item._replace(resource=new) for item in problem.occupations if item.resource == resource]
    for other in range(len(problem.activities)):
        start, end = result.work_from[other], result.ends[other]
        if other == index or start is None or end is None:
            continue
        spans = kept_spans(problem, problem.activities[other], start, end)
        found += [
            Occupation(new, *span, quantity)
            for used, quantity in demands_of(problem, result, other)
            if used == resource
            for span in spans
        ]
    return found
