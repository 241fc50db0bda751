"""A result with some activities moved elsewhere, to be checked apart from what moved them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from postprod_xl.engines.schedule import Position, Problem, Result


def with_places(problem: Problem, result: Result, places: Mapping[int, Position]) -> Result:
    """The result with other places, its starts and tardiness those of them."""
    columns = [list(result.work_from), list(result.ends), list(result.person), list(result.room)]
    for a, place in places.items():
        moved = place.start, place.end, *(None if who < 0 else who for who in place[2:])
        for column, value in zip(columns, moved, strict=True):
            column[a] = value
    work_from, ends, person, room = (tuple(column) for column in columns)
    starts = (
        start if activity.actual_start is None else activity.actual_start
        for start, activity in zip(work_from, problem.activities, strict=True)
    )
    tardiness = tuple(
        0 if activity.due is None or end is None else max(0, end - activity.due)
        for activity, end in zip(problem.activities, ends, strict=True)
    )
    return replace(
        result,
        starts=tuple(starts),
        work_from=work_from,
        ends=ends,
        person=person,
        room=room,
        tardiness=tardiness,
    )
