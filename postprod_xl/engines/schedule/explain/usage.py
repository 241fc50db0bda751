"""Use of each resource in a schedule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from postprod_xl.engines.schedule.calendars import kept_spans
from postprod_xl.engines.schedule.model import Problem, Result


class Usage(NamedTuple):
    """A use of a resource from `start` to `end`, by an activity or an occupation (its index)."""

    start: int
    end: int
    quantity: int
    activity: int | None
    occupation: int | None = None


def resource_usage(problem: Problem, result: Result) -> list[list[Usage]]:
    """The uses of each resource, by start."""
    found: list[list[Usage]] = [[] for _ in problem.resources]
    for index, occupation in enumerate(problem.occupations):
        user = Usage(occupation.start, occupation.end, occupation.quantity, None, index)
        found[occupation.resource].append(user)
    for index in range(len(problem.activities)):
        start, end = result.work_from[index], result.ends[index]
        if start is None or end is None or start == end:
            continue
        spans = kept_spans(problem, problem.activities[index], start, end)
        for resource, quantity in demands_of(problem, result, index):
            found[resource] += [Usage(*span, quantity, index) for span in spans]
    return [sorted(row, key=lambda user: (user.start, user.end)) for row in found]


def demands_of(problem: Problem, result: Result, index: int) -> Iterator[tuple[int, int]]:
    """The resources an activity uses in a schedule, with quantities; none once completed."""
    activity = problem.activities[index]
    if activity.completed is not None or not activity.duration:
        return
    for chosen in (result.person[index], result.room[index]):
        if chosen is not None:
            yield chosen, 1
    for demand in activity.demands:
        yield demand.resource, demand.quantity
