"""Fixed assignments: completed activities, and those fixed to the baseline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from postprod_xl.engines.schedule.calendars import end_of_work, kept_spans, open_slots
from postprod_xl.engines.schedule.model import Activity, Baseline, Candidate, Conflict, ConflictKind, Problem


class Assignment(NamedTuple):
    """Slots and resources of one activity; `start` is the first slot still to work; None where nobody is needed."""

    start: int
    end: int
    person: int | None = None
    room: int | None = None


def fixed_assignments(problem: Problem) -> dict[int, Assignment]:
    """The fixed assignments, by activity; resources that the baseline leaves open are chosen here.

    Activities without open choices come first; the others take the first candidate that is free and present,
    or failing that the first of all.
    """
    assignments = {
        index: Assignment(activity.completed[0], activity.completed[1])
        for index, activity in enumerate(problem.activities)
        if activity.completed is not None
    }
    fixed = [(index, activity) for index, activity in enumerate(problem.activities) if activity.is_fixed]
    fixed.sort(key=lambda item: (_open_choices(item[1]), item[1].commitment, item[0]))
    busy: dict[int, list[tuple[int, int]]] = {}
    for occupation in problem.occupations:
        busy.setdefault(occupation.resource, []).append((occupation.start, occupation.end))
    for index, activity in fixed:
        assignments[index] = assignment = _assignment(problem, activity, busy)
        reserve(busy, problem, activity, assignment)
    return assignments


def fixed_conflicts(problem: Problem, assignments: dict[int, Assignment]) -> list[Conflict]:
    """Conflicts of the fixed assignments: clashes, occupations, closed slots."""
    fixed = [(index, assignments[index]) for index, item in enumerate(problem.activities) if item.is_fixed]
    conflicts = []
    for position, (index, assignment) in enumerate(fixed):
        slots = open_slots(problem, problem.activities[index], assignment.person, assignment.room)
        if assignment.end > assignment.start and not slots >> max(assignment.start, 0) & 1:
            conflicts.append(Conflict(ConflictKind.CLOSED, index, slot=assignment.start))
        conflicts += _clashes(problem, index, assignment, fixed[position + 1 :])
        conflicts += _occupied(problem, index, assignment)
    return conflicts


def _open_choices(activity: Activity) -> int:
    baseline = activity.baseline
    assert baseline is not None
    wants_person = baseline.person is None and len(activity.people) > 1
    return wants_person + (baseline.room is None and len(activity.rooms) > 1)


def _assignment(problem: Problem, activity: Activity, busy: dict[int, list[tuple[int, int]]]) -> Assignment:
    baseline = activity.baseline
    assert baseline is not None
    best: tuple[int, Assignment] | None = None
    for person in choices(activity.people, baseline.person):
        for room in choices(activity.rooms, baseline.room):
            assignment, conflict_count = _tried(problem, activity, baseline, person, room)
            spans = kept_spans(problem, activity, *assignment[:2])
            for resource in (person, room):
                busy_spans = busy.get(resource, ()) if resource is not None else ()
                conflict_count += any(overlap(span, other) for other in busy_spans for span in spans)
            if best is None or conflict_count < best[0]:
                best = conflict_count, assignment
    assert best is not None
    return best[1]


def choices(candidates: Sequence[Candidate], given: int | None) -> list[int | None]:
    """Candidates to try: the one given, else all by penalty, else nobody."""
    if given is not None:
        return [given]
    ordered = sorted(candidates, key=lambda candidate: candidate.penalty)
    return [candidate.resource for candidate in ordered] or [None]


def _tried(
    problem: Problem, activity: Activity, baseline: Baseline, person: int | None, room: int | None
) -> tuple[Assignment, int]:
    """The assignment with these resources, and 1 if one is closed in the first slot."""
    slots = open_slots(problem, activity, person, room)
    end = end_of_work(slots, baseline.start, activity.duration)
    if end is None:
        end = end_of_work(open_slots(problem, activity), baseline.start, activity.duration)
    closed = activity.duration > 0 and not slots >> max(baseline.start, 0) & 1
    return Assignment(baseline.start, end or baseline.start + activity.duration, person, room), int(closed)


def reserve(
    busy: dict[int, list[tuple[int, int]]], problem: Problem, activity: Activity, assignment: Assignment
) -> None:
    """Add what an assignment takes to the busy spans of its resources."""
    for who in (assignment.person, assignment.room):
        if who is not None:
            busy.setdefault(who, []).extend(kept_spans(problem, activity, *assignment[:2]))


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans of moments share a slot: adjacent ones share none, nor does a milestone."""
    (start, end), (first, last) = one, other
    return start < last and first < end and start < end and first < last


def _clashes(
    problem: Problem, index: int, assignment: Assignment, others: Sequence[tuple[int, Assignment]]
) -> Iterator[Conflict]:
    activities = problem.activities
    for other, there in others:
        for resource in (assignment.person, assignment.room):
            if resource is None or resource not in (there.person, there.room):
                continue
            if problem.resources[resource].capacity == 1 and overlap(assignment[:2], there[:2]):
                spans = kept_spans(problem, activities[other], *there[:2])
                slot = _first_shared(kept_spans(problem, activities[index], *assignment[:2]), spans)
                if slot is not None:
                    yield Conflict(ConflictKind.CLASH, index, other, resource, slot)


def _first_shared(spans: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> int | None:
    """The first moment that two lists of spans share."""
    shared = (max(one[0], other[0]) for one in spans for other in others if overlap(one, other))
    return min(shared, default=None)


def _occupied(problem: Problem, index: int, assignment: Assignment) -> Iterator[Conflict]:
    for occupation in problem.occupations:
        resource = occupation.resource
        mine = resource in (assignment.person, assignment.room) and problem.resources[resource].capacity == 1
        if mine and overlap(assignment[:2], (occupation.start, occupation.end)):
            spans = kept_spans(problem, problem.activities[index], *assignment[:2])
            slot = _first_shared(spans, [(occupation.start, occupation.end)])
            if slot is not None:
                yield Conflict(ConflictKind.OCCUPIED, index, None, resource, slot)
