"""A made-up office as a project of TaskJuggler, and the plan it made of it.

One hour of TaskJuggler, its longest slot, stands for a slot of the axis: every day has 24 working hours, so that
nights and weekends do not exist there either.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from postprod_xl.engines.schedule import Activity, Candidate, Link, Problem, Resource

FIRST_MOMENT = datetime(2001, 1, 1)
TIME_FORMAT = "%Y-%m-%d-%H:%M"
SLOT = timedelta(hours=1)
HIGHEST_PRIORITY = 1000
HEADER = """\
project office "office" {start} +{days}d {{
  timingresolution 60min
  timeformat "{format}"
  dailyworkinghours 24
  yearlyworkingdays 365
  workinghours mon - sun 0:00 - 24:00
}}"""
REPORT = 'taskreport plan "plan" {formats csv columns id, start, end, resources}'


class Placed(NamedTuple):
    """Moments where TaskJuggler starts and ends an activity, and the resources that serve it."""

    start: int
    end: int
    resources: tuple[int, ...]


def project_text(problem: Problem, priorities: Sequence[int] | None = None) -> str:
    """The problem as a `.tjp` file whose report `plan.csv` gives back the plan.

    Parameters
    ----------
    problem
        Nothing in force, links from end to start without lag, people and rooms of capacity 1.
    priorities
        Of each activity, from 1 to 1000, the highest first; None leaves TaskJuggler its default.

    Raises
    ------
    ValueError
        Where the problem has what this says nothing of.
    """
    if unsaid := _unsaid(problem):
        raise ValueError(f"not written for TaskJuggler: {unsaid}")
    days = -(-problem.horizon // 24)
    lines = [HEADER.format(start=_date(0), days=days, format=TIME_FORMAT)]
    rooms = {room.resource for activity in problem.activities for room in activity.rooms}
    for index, resource in enumerate(problem.resources):
        lines.append(_resource(index, resource, problem.horizon, "efficiency 0.0" if index in rooms else ""))
    for moment in sorted({activity.release for activity in problem.activities} - {0}):
        lines.append(f'task from{moment} "" {{milestone start {_date(moment)}}}')
    before = _before(problem.links)
    for index, activity in enumerate(problem.activities):
        priority = f"priority {priorities[index]}" if priorities else ""
        lines.append(_task(index, activity, before.get(index, []), priority))
    return "\n".join([*lines, REPORT, ""])


def earliest_due_first(problem: Problem) -> list[int]:
    """The priority of each activity when the project due first goes first."""
    dues: dict[int, int] = {}
    for activity in problem.activities:
        if activity.due is not None:
            dues[activity.group] = min(activity.due, dues.get(activity.group, activity.due))
    ranks = {group: rank for rank, group in enumerate(sorted(dues, key=lambda group: (dues[group], group)))}
    return [max(HIGHEST_PRIORITY - ranks.get(one.group, len(ranks)), 1) for one in problem.activities]


def read_plan(text: str) -> list[Placed]:
    """The rows of `plan.csv`, in the order of the activities."""
    found = {}
    for row in csv.DictReader(text.splitlines(), delimiter=";"):
        if row["Id"].startswith("t"):
            served = tuple(int(index) for index in re.findall(r"\(r(\d+)\)", row["Resources"]))
            found[int(row["Id"][1:])] = Placed(_moment(row["Start"]), _moment(row["End"]), served)
    return [found[index] for index in range(len(found))]


def _unsaid(problem: Problem) -> str:
    plain = [Activity(a.duration, 0, a.release, a.due, False, a.weight, a.group, people=a.people, rooms=a.rooms)
             for a in problem.activities]  # fmt: skip
    if (
        plain != list(problem.activities)
        or problem.now
        or problem.occupations
        or problem.calendars != (None,)
    ):
        return "plan in force, calendars, occupations"
    if any(activity.duration and not activity.people for activity in problem.activities):
        return "work without people"
    if any(link != Link(link.predecessor, link.successor) for link in problem.links):
        return "links other than from end to start"
    return "capacities" if any(resource.capacity != 1 for resource in problem.resources) else ""


def _before(links: Sequence[Link]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for link in links:
        found.setdefault(link.successor, []).append(link.predecessor)
    return found


def _resource(index: int, resource: Resource, horizon: int, efficiency: str) -> str:
    leaves = [
        f"leaves annual {_date(start)} - {_date(end)}" for start, end in _closed(resource.open, horizon)
    ]
    return f'resource r{index} "r{index}" {{{" ".join(filter(None, [efficiency, *leaves]))}}}'


def _closed(calendar: int | None, horizon: int) -> Iterator[tuple[int, int]]:
    """First and last moments of each run of closed slots."""
    if calendar is None:
        return
    for is_open, slots in groupby(range(horizon), lambda slot: calendar >> slot & 1):
        run = list(slots)
        if not is_open:
            yield run[0], run[-1] + 1


def _task(index: int, activity: Activity, before: Sequence[int], priority: str) -> str:
    waits = [f"t{other}" for other in before] + ([f"from{activity.release}"] if activity.release else [])
    parts = [f"depends {', '.join(waits)}" if waits else "", priority]
    if activity.duration:
        parts += [f"effort {activity.duration}h", _allocation(activity.people), _allocation(activity.rooms)]
    else:
        parts.append("milestone" if waits else f"milestone start {_date(0)}")
    return f'task t{index} "t{index}" {{{" ".join(filter(None, parts))}}}'


def _allocation(candidates: Sequence[Candidate]) -> str:
    """One of the candidates, the first wish first, the same to the end and never one kind without the other."""
    if not candidates:
        return ""
    first, *others = (f"r{one.resource}" for one in sorted(candidates, key=lambda one: one.penalty))
    alternatives = f"alternative {', '.join(others)} select order " if others else ""
    return f"allocate {first} {{{alternatives}persistent mandatory}}"


def _date(moment: int) -> str:
    return (FIRST_MOMENT + moment * SLOT).strftime(TIME_FORMAT)


def _moment(text: str) -> int:
    return (datetime.strptime(text, TIME_FORMAT) - FIRST_MOMENT) // SLOT
