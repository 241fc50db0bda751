"""Where finished tasks stand: on the day typed, those of sessions, of the last plan, or behind what they followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from postprod_xl.domain.planning.problem.axis import HALVES_PER_DAY, Axis, lag_halves
from postprod_xl.domain.planning.tasks.facts import Facts
from postprod_xl.domain.planning.tasks.links import TaskLink
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task, TaskList
from postprod_xl.engines.schedule import LinkKind


class Past(NamedTuple):
    """A finished task on the axis, and the days people read; a milestone may close its day."""

    start: int
    end: int
    start_day: date
    end_day: date
    closes: bool = False


def finished(listed: TaskList, axis: Axis, today: date) -> dict[int, Past]:
    """The tasks that are over, by place; one without session never ends after today."""
    incoming, outgoing = by_end(listed.links)
    latest = _latest_ends(listed, axis, today, outgoing)
    found: dict[int, Past] = {}
    for place in in_order(listed):
        task = listed.tasks[place]
        if task.progress is not Progress.DONE:
            continue
        if task.facts is not None:
            found[place] = _worked(task, task.facts, axis)
        else:
            bounds = [_bound(listed, axis, found, link) for link in incoming.get(place, ())]
            found[place] = _without_session(task, axis, (today, latest[place]), bounds)
    return found


def _worked(task: Task, facts: Facts, axis: Axis) -> Past:
    """On the days of its sessions; received after the last one, it ends that morning and is read as of that day."""
    start, last = axis.at(facts.first_day), facts.last_day
    end = max(start, axis.after(last))
    if task.received is not None and task.received > last:
        return Past(start, max(end, axis.at(task.received)), facts.first_day, task.received)
    return Past(start, end, facts.first_day, last)


def begun_on(task: Task, today: date) -> date:
    """The first day of a task under way without session: imposed or held if past, else as early as it could."""
    imposed = (task.fixed, task.held[0] if task.held else None)
    past = (day for day in imposed if day is not None and day <= today)
    days = [day for day in (task.earliest, task.rushes) if day is not None]
    return next(past, min(max(days, default=today), today))


def in_order(listed: TaskList) -> list[int]:
    """Every place, predecessors first; those of a cycle, or behind one, at the end."""
    reached = set(listed.order)
    return [*listed.order, *(place for place in range(len(listed.tasks)) if place not in reached)]


def by_end(links: Sequence[TaskLink]) -> tuple[dict[int, list[TaskLink]], dict[int, list[TaskLink]]]:
    """The links by successor, and by predecessor."""
    incoming: dict[int, list[TaskLink]] = {}
    outgoing: dict[int, list[TaskLink]] = {}
    for link in links:
        incoming.setdefault(link.successor, []).append(link)
        outgoing.setdefault(link.predecessor, []).append(link)
    return incoming, outgoing


_Bound = tuple[int, bool]  # earliest start, and whether it is the end of a day


def _latest_ends(
    listed: TaskList, axis: Axis, today: date, outgoing: Mapping[int, Sequence[TaskLink]]
) -> dict[int, int]:
    """By place of what is over without session: this evening, or before what waited for its end."""
    latest: dict[int, int] = {}
    for place in reversed(in_order(listed)):
        if listed.tasks[place].progress is not Progress.DONE or listed.tasks[place].facts is not None:
            continue
        ends = [axis.after(today)]
        for link in outgoing.get(place, ()):
            if link.kind is LinkKind.END_START and link.lag >= 0:
                starts = _known_starts(listed.tasks[link.successor], axis, today, latest.get(link.successor))
                ends += [start - lag_halves(link.lag) for start in starts]
        latest[place] = min(ends)
    return latest


def _known_starts(task: Task, axis: Axis, today: date, latest_end: int | None) -> list[int]:
    """Where a task starts as far as one knows before the plan is made; the same once the plan is held."""
    if task.facts is not None:
        return [axis.at(task.facts.first_day)]
    if task.progress is Progress.BEGUN:
        return [axis.at(begun_on(task, today))]
    if task.received is not None:
        return [axis.at(task.received)]
    held = task.held[0] if task.held else None
    if task.progress is Progress.TO_DO:
        day = task.fixed or held or (task.earliest if task.frozen else None)
        return [] if day is None else [axis.at(max(day, today))]
    starts = [axis.at(held)] if held is not None and held <= today else []
    if latest_end is not None and (held is None or held > today):
        starts.append(latest_end - task.duration)
    return starts


def _without_session(task: Task, axis: Axis, limits: tuple[date, int], bounds: list[_Bound]) -> Past:
    """On the day it was received, else on the days the workbook holds when they are past, else as early as it could."""
    today, latest_end = limits
    if task.received is not None and not _began_where_planned(task, task.received):
        return _received(task, task.received, axis, latest_end)
    days = [day for day in (task.rushes, task.earliest) if day is not None]
    own = [*bounds, *((axis.at(day), False) for day in days)]
    if task.fixed is not None:
        own = [(axis.at(task.fixed), False)]
    start, closes = max(own, default=(axis.at(today), False))
    is_cut = task.fixed is not None and start < latest_end
    length = min(task.duration, latest_end - start) if is_cut else task.duration
    if start > latest_end - length:
        start, closes = latest_end - length, True
    seen = _seen(axis, start, length, closes)
    return seen if _is_new(task, seen, today) else _as_held(task, axis, today)


def _began_where_planned(task: Task, received: date) -> bool:
    """Whether the day typed is the imposed start of a task of several days: its plan says when it ended."""
    return task.duration > HALVES_PER_DAY and task.held is not None and task.held[0] == received


def _received(task: Task, day: date, axis: Axis, latest_end: int) -> Past:
    """The day a person typed, whatever was planned: off the axis too, and before what started behind it that day."""
    start = axis.at(day)
    end = min(start + task.duration, axis.after(day), latest_end)
    return Past(start, max(start, end), day, day)


def _is_new(task: Task, seen: Past, today: date) -> bool:
    """Whether the workbook holds no past days of a task, or the same ones."""
    if task.held is None or task.held[0] > today:
        return True
    return (seen.start_day, seen.end_day) == _days_held(task, today)


def _days_held(task: Task, today: date) -> tuple[date, date]:
    """The days held, cut at today, or at the working day before it."""
    assert task.held is not None
    first, last = task.held
    calendar = task.project.calendar
    if last > today and calendar.is_working(first):
        last = calendar.day(calendar.index(today + timedelta(days=1)) - 1)
    return first, min(last, today)


def _as_held(task: Task, axis: Axis, today: date) -> Past:
    """The days held; of a day shared with another task, the first half, so that nothing behind is pushed."""
    first, last = _days_held(task, today)
    start, end = axis.at(first), axis.after(last)
    if not task.duration:
        return Past(start, start, first, last)
    is_shared = end - start > task.duration
    return Past(start, max(end - is_shared, start), first, last)


def _bound(listed: TaskList, axis: Axis, found: Mapping[int, Past], link: TaskLink) -> _Bound:
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
