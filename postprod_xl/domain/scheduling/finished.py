"""Where finished tasks stand: on the days of their sessions, or else just behind what they followed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.scheduling.axis import Axis, lag_halves
from postprod_xl.domain.scheduling.links import Link
from postprod_xl.domain.scheduling.tasks import Progress, Task, TaskList


class Past(NamedTuple):
    """A finished task on the axis, and the days people read; a milestone may close its day."""

    start: int
    end: int
    start_day: date
    end_day: date
    closes: bool = False


def is_over(task: Task) -> bool:
    """Whether nothing of a task is left to place: finished, or begun with nothing left."""
    return task.progress is Progress.DONE or (
        task.progress is Progress.BEGUN and task.facts is not None and not task.remaining
    )


def finished(listed: TaskList, axis: Axis, today: date) -> dict[int, Past]:
    """The tasks that are over, by place; one without session never ends after today."""
    incoming: dict[int, list[Link]] = {}
    for link in listed.links:
        incoming.setdefault(link.successor, []).append(link)
    reached = set(listed.order)
    stuck = [place for place in range(len(listed.tasks)) if place not in reached]
    found: dict[int, Past] = {}
    for place in (*listed.order, *stuck):
        task = listed.tasks[place]
        if not is_over(task):
            continue
        if task.facts is not None:
            start, last = axis.at(task.facts.first_day), task.facts.last_day
            end = max(start, axis.after(last))
            found[place] = Past(start, end, task.facts.first_day, last)
        else:
            bounds = [_bound(listed, axis, found, link) for link in incoming.get(place, ())]
            found[place] = _without_session(task, axis, today, bounds)
    return found


_Bound = tuple[int, bool]  # earliest start, and whether it is the end of a day


def _without_session(task: Task, axis: Axis, today: date, bounds: list[_Bound]) -> Past:
    days = [day for day in (task.project.rushes, task.earliest) if day is not None]
    own = [*bounds, *((axis.at(day), False) for day in days)]
    if task.fixed is not None:
        own = [(axis.at(task.fixed), False)]
    start, closes = max(own, default=(axis.at(today), False))
    latest = axis.after(today) - task.duration
    if start > latest:
        start, closes = latest, True
    return _seen(axis, start, task.duration, closes)


def _bound(listed: TaskList, axis: Axis, found: Mapping[int, Past], link: Link) -> _Bound:
    """The start that a link allows; the end of the axis when its predecessor is not over."""
    before = found.get(link.predecessor)
    facts = listed.tasks[link.predecessor].facts
    if before is not None:
        moment = before.end if link.kind.leaves_the_end else before.start
        closes = link.kind.leaves_the_end and (before.end > before.start or before.closes)
    elif facts is not None and not link.kind.leaves_the_end:
        moment, closes = axis.at(facts.first_day), False
    else:
        return axis.horizon, True
    moment += lag_halves(link.lag)
    length = 0 if link.kind.holds_the_start else listed.tasks[link.successor].duration
    return moment - length, closes


def _seen(axis: Axis, start: int, duration: int, closes: bool) -> Past:
    end = start + duration
    at_the_end = closes and not duration
    days = axis.day(start - at_the_end), axis.day(end - (at_the_end or duration > 0))
    return Past(start, end, *days, at_the_end)
