"""Causes and moves announced of late deliveries that are not true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from postprod_xl.domain.planning.explain.proofs import Proofs, late_causes
from postprod_xl.engines.schedule import Candidate, Commitment, Problem, Proof, Relaxation, RelaxationKind
from tests.benchmarks.better_plan import Limit, Place, Wanted, faults, plan_within
from tests.benchmarks.daily_truth.day import Day

# What the warning of a late delivery says before its cause.
_CAUSE = "à l'origine"


class FalseCause(NamedTuple):
    """A late delivery, and causes without which nothing better was found."""

    project: str
    late_days: int
    causes: tuple[Relaxation, ...]


def false_causes(day: Day, limit: Limit) -> tuple[list[FalseCause], list[str]]:
    """The causes announced that are not true, and the late deliveries for which none is announced."""
    told = {cause.code: cause for cause in late_causes(day.made.plan)}
    false, without = [], []
    for project in day.late:
        proof = told[project].proof if project in told else None
        if proof is None:
            if day.a_day_less(project) <= day.problem.now:
                continue
            if _names_a_cause(day, project):
                false.append(FalseCause(project, day.late[project], ()))
            else:
                without.append(project)
        elif not (_is_shown(day, project, proof) or is_true_cause(day, project, proof.relaxations, limit)):
            false.append(FalseCause(project, day.late[project], proof.relaxations))
    return false, without


def false_displacements(day: Day) -> list[str]:
    """The late deliveries for which moving confirmed tasks is offered though their new places are no legal plan.

    Or a plan where the delivery does not end as told, where another promise is later, or where other confirmed tasks
    move too.
    """
    proofs, false = Proofs(day.made.plan), []
    for project in day.late:
        delivery = day.made.plan.model.deliveries[project]
        found = proofs.displacement(delivery)
        if found is None:
            continue
        causes = [Relaxation(RelaxationKind.PLACE, index) for index in found.bookings]
        problem, wanted = _without(day.problem, Wanted({}, day.held), causes)
        moved = {
            index: Place(at.start, at.end, *(None if who < 0 else who for who in (at.person, at.room)))
            for index, at in found.places.items()
        }
        latest = {
            index: max(activity.due, day.places[index].end)
            for index, activity in enumerate(problem.activities)
            if activity.due is not None and index in day.places
        }
        wanted = replace(wanted, latest={**latest, delivery: found.end})
        if faults(problem, day.made.plan.result, wanted, {**day.places, **moved}):
            false.append(project)
    return false


def _names_a_cause(day: Day, project: str) -> bool:
    """Whether the warning of a late delivery names what holds it."""
    messages = (problem.message for problem in day.made.problems)
    return any(text.startswith(f"{project} : livraison") and _CAUSE in text for text in messages)


def _is_shown(day: Day, project: str, proof: Proof) -> bool:
    """Whether the plan that comes with a cause is a legal one without it, and better, on the terms of a false delay."""
    problem, wanted = _without(day.problem, day.wanted(project), proof.relaxations)
    units = [one for one in proof.relaxations if one.kind is RelaxationKind.UNIT]
    new = {(one.activity, one.resource): len(day.problem.resources) + rank for rank, one in enumerate(units)}
    moved = {}
    for index, at in proof.places.items():
        served = (None if who < 0 else new.get((index, who), who) for who in (at.person, at.room))
        moved[index] = Place(at.start, at.end, *served)
    return not faults(problem, day.made.plan.result, wanted, {**day.places, **moved})


def is_true_cause(day: Day, project: str, causes: Sequence[Relaxation], limit: Limit) -> bool:
    """Whether a late delivery is less late in some plan once its causes, and nothing else, are gone."""
    problem, wanted = _without(day.problem, day.wanted(project), causes)
    found = plan_within(problem, day.places, wanted, limit)
    if found.places is None:
        return False
    refused = faults(problem, day.made.plan.result, wanted, found.places)
    assert not refused, (project, refused[:5])
    return True


def _without(problem: Problem, wanted: Wanted, causes: Iterable[Relaxation]) -> tuple[Problem, Wanted]:
    """The problem where some causes are gone, written apart from `engines.schedule.explain`.

    One more person or room like that one, for the activity alone; the closed half-days around a moment open; an
    earlier release; no work left; a date that is held, free.
    """
    activities, resources = list(problem.activities), list(problem.resources)
    for cause in causes:
        activity = activities[cause.activity]
        if cause.kind is RelaxationKind.UNIT:
            one = Candidate(len(resources))
            resources.append(replace(resources[cause.resource], capacity=1))
            if any(candidate.resource == cause.resource for candidate in activity.people):
                activity = replace(activity, people=(*activity.people, one))
            else:
                activity = replace(activity, rooms=(*activity.rooms, one))
        elif cause.kind is RelaxationKind.PRESENCE:
            here = resources[cause.resource]
            resources[cause.resource] = replace(here, open=_opened(here.open, cause.moment, problem.horizon))
        elif cause.kind is RelaxationKind.RELEASE:
            activity = replace(activity, release=problem.now if cause.moment is None else cause.moment)
        elif cause.kind is RelaxationKind.WORK:
            activity = replace(activity, duration=0, people=(), rooms=(), demands=())
        activities[cause.activity] = replace(activity, commitment=Commitment.OPTION_1)
    held = {
        index: place for index, place in wanted.held.items() if all(index != one.activity for one in causes)
    }
    changed = replace(problem, activities=tuple(activities), resources=tuple(resources))
    return changed, replace(wanted, held=held)


def _opened(mask: int | None, slot: int, horizon: int) -> int | None:
    """A calendar with the closed slots around one of them open."""
    if mask is None:
        return None
    for step in (-1, 1):
        at = slot if step < 0 else slot + 1
        while 0 <= at < horizon and not mask >> at & 1:
            mask |= 1 << at
            at += step
    return mask
