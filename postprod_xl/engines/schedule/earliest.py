"""How early each activity could end, were less in its way: the share of each reason in a lateness."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from postprod_xl.engines.schedule.answer import alone_ends, unlimited_ends
from postprod_xl.engines.schedule.kernels import NONE
from postprod_xl.engines.schedule.model import Problem, Result
from postprod_xl.engines.schedule.rules import first_keys
from postprod_xl.engines.schedule.setup import Setup, built, read_plan, setup_of


class Earliest(NamedTuple):
    """Four ends of one activity, each with one more thing in the way; None without date.

    `unlimited`: links, releases and its own calendar only. `calendars`: its people and rooms as they are
    present, never taken. `alone`: its project alone, beside what stays and the occupations. `together`: in
    the schedule given, with all the others.
    """

    unlimited: int | None
    calendars: int | None
    alone: int | None
    together: int | None


def earliest(problem: Problem, result: Result) -> tuple[Earliest, ...]:
    """The four ends of every activity; `alone` is that of a priority rule, so it may be a little late."""
    setup = setup_of(problem)
    rows = zip(unlimited_ends(setup), _present_ends(problem), _alone(setup, result), result.ends, strict=True)
    return tuple(Earliest(*row) for row in rows)


def _present_ends(problem: Problem) -> tuple[int | None, ...]:
    """Earliest ends with the calendars of people and rooms, and as many of each as one likes."""
    crowd = sum(use.quantity for activity in problem.activities for use in activity.uses)
    crowd += len(problem.activities) + 1
    resources = tuple(replace(resource, capacity=crowd) for resource in problem.resources)
    return alone_ends(setup_of(replace(problem, resources=resources, occupations=())))


def _alone(setup: Setup, result: Result) -> list[int | None]:
    ends: list[int | None] = list(result.ends)
    groups: dict[int, list[int]] = {}
    for index, activity in enumerate(setup.problem.activities):
        groups.setdefault(activity.group, []).append(index)
    for members in groups.values():
        for index, end in _alone_ends(setup, members).items():
            together = result.ends[index]
            ends[index] = end if end is None or together is None else min(end, together)
    return ends


def _alone_ends(setup: Setup, members: list[int]) -> dict[int, int | None]:
    """Ends of the members of one project, it and what comes before it being all there is to place."""
    tables = setup.tables
    wanted, queue = set(members), list(members)
    for index in queue:
        before = tables.pred[tables.pred_at[index] : tables.pred_at[index + 1]]
        new = set(before) - wanted
        wanted |= new
        queue += new
    waits = [tables.waits[index] if index in wanted else -1 for index in range(tables.n)]
    only = replace(setup, tables=tables._replace(waits=waits))
    ends: dict[int, int | None] = {}
    for _, keys in first_keys(only):
        plan = read_plan(built(only, keys))
        for index in members:
            end = plan.end[index]
            known = ends.get(index)
            if end != NONE and (known is None or end < known):
                ends[index] = end
            ends.setdefault(index, None)
    return ends
