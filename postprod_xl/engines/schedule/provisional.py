"""Provisional activities apart: the others are scheduled as if these did not exist, then these in what is left."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.engines.schedule.model import Activity, Baseline, Commitment, Problem, Result


def provisional_activities(problem: Problem) -> set[int]:
    """The provisional activities that nothing else waits for, firm and begun ones left out."""
    found = {
        index
        for index, activity in enumerate(problem.activities)
        if activity.provisional and not activity.is_fixed
        if activity.completed is None and activity.actual_start is None
    }
    before: dict[int, list[int]] = {}
    for link in problem.links:
        before.setdefault(link.successor, []).append(link.predecessor)
    queue = [index for index in range(len(problem.activities)) if index not in found]
    for index in queue:
        awaited = [other for other in before.get(index, ()) if other in found]
        found.difference_update(awaited)
        queue += awaited
    return found


def without(problem: Problem, left_out: set[int]) -> Problem:
    """The same problem where some activities find no place."""
    nowhere = problem.horizon + 1
    activities = [
        Activity(activity.duration, activity.calendar, nowhere) if index in left_out else activity
        for index, activity in enumerate(problem.activities)
    ]
    return replace(problem, activities=tuple(activities))


def with_the_rest_fixed(problem: Problem, free: set[int], result: Result) -> Problem:
    """The same problem where all but some activities keep the place they have in a result."""
    activities = list(problem.activities)
    for index, activity in enumerate(activities):
        start = result.work_from[index]
        if index not in free and activity.completed is None and start is not None:
            place = Baseline(start, result.person[index], result.room[index])
            activities[index] = replace(activity, commitment=Commitment.FIRM, baseline=place)
    return replace(problem, activities=tuple(activities))
