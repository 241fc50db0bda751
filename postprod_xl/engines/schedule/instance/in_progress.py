"""Work in progress resumes at once: an option waits for it, however late that makes the option."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from postprod_xl.engines.schedule.calendars import end_of_work, first_open, kept_spans, open_slots
from postprod_xl.engines.schedule.instance.arrays import is_past
from postprod_xl.engines.schedule.instance.fixed import Assignment, choices, overlap, reserve
from postprod_xl.engines.schedule.model import Activity, Baseline, Commitment, Problem


def in_progress_assignments(problem: Problem, assignments: Mapping[int, Assignment]) -> dict[int, Assignment]:
    """Assignments, by activity, of work in progress that resumes without a pause beside the fixed assignments.

    It keeps the person and room of its baseline. It becomes movable, as any option is, where they are absent,
    occupied, or taken by frozen or firm work, and where a link still constrains its end.
    """
    in_progress = {
        a
        for a, activity in enumerate(problem.activities)
        if activity.actual_start is not None and activity.baseline is not None and activity.duration
        if a not in assignments
    }
    in_progress -= {
        link.successor
        for link in problem.links
        if link.successor in in_progress and not is_past(problem, link)
    }
    found: dict[int, Assignment] = {}
    busy = _busy(problem, assignments) if in_progress else {}
    for a in sorted(in_progress):
        assignment = _assignment(problem, problem.activities[a], busy)
        if assignment is not None:
            found[a] = assignment
            reserve(busy, problem, problem.activities[a], assignment)
    return found


def with_firm(problem: Problem, assignments: Mapping[int, Assignment]) -> Problem:
    """The same problem with some activities made firm in their assignments."""
    activities = list(problem.activities)
    for a, assignment in assignments.items():
        baseline = Baseline(assignment.start, assignment.person, assignment.room)
        activities[a] = replace(activities[a], commitment=Commitment.FIRM, baseline=baseline)
    return replace(problem, activities=tuple(activities)) if assignments else problem


def _busy(problem: Problem, assignments: Mapping[int, Assignment]) -> dict[int, list[tuple[int, int]]]:
    busy: dict[int, list[tuple[int, int]]] = {}
    for occupation in problem.occupations:
        busy.setdefault(occupation.resource, []).append((occupation.start, occupation.end))
    for a, assignment in assignments.items():
        if problem.activities[a].is_fixed:
            reserve(busy, problem, problem.activities[a], assignment)
    return busy


def _assignment(
    problem: Problem, activity: Activity, busy: dict[int, list[tuple[int, int]]]
) -> Assignment | None:
    """Where work resumes, with the baseline resources or else the first free ones; None if it must wait or pause."""
    baseline = activity.baseline
    assert baseline is not None
    own = open_slots(problem, activity)
    start = first_open(own, max(activity.release, problem.now))
    if activity.demands or start is None or start != first_open(own, baseline.start):
        return None
    end = end_of_work(own, start, activity.duration)
    if end is None:
        return None

    kept = kept_spans(problem, activity, start, end)

    def is_free(who: int | None) -> bool:
        slots = open_slots(problem, activity, who)
        clash = who is not None and any(overlap(one, span) for span in busy.get(who, ()) for one in kept)
        return not clash and end_of_work(slots, start, activity.duration) == end and bool(slots >> start & 1)

    people = [who for who in choices(activity.people, baseline.person) if is_free(who)]
    rooms = [who for who in choices(activity.rooms, baseline.room) if is_free(who)]
    return Assignment(start, end, people[0], rooms[0]) if people and rooms else None
