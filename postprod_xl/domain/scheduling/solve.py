"""The plain forward schedule: each task as early as its links, its dates and today allow.

Nobody is levelled: two tasks may ask for the same person the same day, `bookings` tells it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.scheduling.facts import Facts
from postprod_xl.domain.scheduling.links import QUARTERS_PER_DAY, Link
from postprod_xl.domain.scheduling.problem import Progress, SchedulingProblem, Task
from postprod_xl.domain.scheduling.result import Cause, Placement, Reason

_Bound = tuple[int, Cause, bool]  # moment, what asks for it, whether it is the end of a day


def solve(problem: SchedulingProblem) -> list[Placement | None]:
    """A placement for each task of the problem, None where a cycle prevents it.

    A task not begun starts at the latest of: its rushes, its earliest day, its links, today. A fixed start
    holds against all of them but today. A task begun starts where its first session was; what remains is laid
    from today, or from the next working day if it was already worked on today, and only FF and DF links push
    its end. A finished task is where its sessions were, and never ends after today.
    """
    placed: list[Placement | None] = [None] * len(problem.tasks)
    incoming = _incoming(problem)
    for place in problem.order:
        task = problem.tasks[place]
        if task.progress is Progress.DONE and task.facts is not None:
            placed[place] = _worked(task, task.facts)
            continue
        bounds = [_link_bound(problem, placed, task, link) for link in incoming[place]]
        placed[place] = _PLACERS[task.progress](task, problem.today, incoming[place], bounds)
    return placed


def _incoming(problem: SchedulingProblem) -> list[list[Link]]:
    links: list[list[Link]] = [[] for _ in problem.tasks]
    for link in problem.links:
        links[link.successor].append(link)
    return links


def moment_after(calendar: WorkCalendar, day: date) -> int:
    """The end of a day on the axis; of a day off, the end of the working day before it."""
    return (calendar.index(day) + calendar.is_working(day)) * QUARTERS_PER_DAY


def moment_at(calendar: WorkCalendar, day: date) -> int:
    """The start of a day on the axis; of a day off, the start of the next working day."""
    return calendar.index(day) * QUARTERS_PER_DAY


def carried_start(start: int, origin: WorkCalendar, target: WorkCalendar) -> int:
    """A starting moment of one axis on another: the same quarter, or the next working day."""
    if origin is target:
        return start
    day = origin.day(start // QUARTERS_PER_DAY)
    return moment_at(target, day) + (start % QUARTERS_PER_DAY if target.is_working(day) else 0)


def carried_end(end: int, origin: WorkCalendar, target: WorkCalendar) -> int:
    """An ending moment of one axis on another: after the same quarter, or after the working day before."""
    if origin is target:
        return end
    day = origin.day((end - 1) // QUARTERS_PER_DAY)
    return moment_at(target, day) + ((end - 1) % QUARTERS_PER_DAY + 1 if target.is_working(day) else 0)


def _link_bound(
    problem: SchedulingProblem, placed: Sequence[Placement | None], task: Task, link: Link
) -> _Bound:
    """The moment before which a link keeps the start (FD, DD) or the end (FF, DF) of the task."""
    before, origin = placed[link.predecessor], problem.tasks[link.predecessor].calendar
    assert before is not None  # the order puts predecessors first
    if link.kind.leaves_the_end or before.closes_day:
        moment = carried_end(before.end if link.kind.leaves_the_end else before.start, origin, task.calendar)
        return moment + link.lag, Cause(Reason.LINK, link=link), True
    moment = carried_start(before.start, origin, task.calendar)
    return moment + link.lag, Cause(Reason.LINK, link=link), False


def _start_bounds(
    task: Task, links: Sequence[Link], bounds: Sequence[_Bound], length: int
) -> Iterator[_Bound]:
    if task.rushes is not None:
        yield moment_at(task.calendar, task.rushes), Cause(Reason.RUSHES, task.rushes), False
    if task.earliest is not None:
        yield moment_at(task.calendar, task.earliest), Cause(Reason.EARLIEST, task.earliest), False
    for link, (moment, cause, closes) in zip(links, bounds, strict=True):
        yield moment if link.kind.holds_the_start else moment - length, cause, closes


def _latest(bounds: Sequence[_Bound]) -> _Bound:
    return max(bounds, key=lambda bound: (bound[0], bound[1].reason))


def _to_do(task: Task, today: date, links: Sequence[Link], bounds: Sequence[_Bound]) -> Placement:
    floor = (moment_at(task.calendar, today), Cause(Reason.TODAY, today), False)
    start_bounds = list(_start_bounds(task, links, bounds, task.duration))
    overruled = None
    if task.fixed is None:
        start, cause, closes = _latest([*start_bounds, floor])
    else:
        fixed = (moment_at(task.calendar, task.fixed), Cause(Reason.FIXED, task.fixed), False)
        start, cause, closes = _latest([fixed, floor])
        ignored = max(start_bounds, key=lambda bound: bound[0], default=fixed)
        overruled = ignored[1] if ignored[0] > start else None
    return _planned(task, _Span(start, start + task.duration, start), closes, cause, overruled)


class _Span(NamedTuple):
    start: int
    end: int
    work_from: int


def _planned(
    task: Task, span: _Span, closes: bool, cause: Cause, overruled: Cause | None = None
) -> Placement:
    closes_day = closes and span.start == span.end
    first = (span.start - closes_day) // QUARTERS_PER_DAY
    last = (span.end - (closes_day or span.end > span.start)) // QUARTERS_PER_DAY
    days = task.calendar.day(first), task.calendar.day(last)
    return Placement(span.start, span.end, span.work_from, closes_day, *days, cause, overruled)


def _own_start(task: Task, today: date, links: Sequence[Link], bounds: Sequence[_Bound]) -> _Bound:
    """Where a task without session would have started, whatever the day."""
    if task.fixed is not None:
        return moment_at(task.calendar, task.fixed), Cause(Reason.FIXED, task.fixed), False
    start_bounds = list(_start_bounds(task, links, bounds, task.duration))
    return _latest(start_bounds or [(moment_at(task.calendar, today), Cause(Reason.TODAY, today), False)])


def _begun(task: Task, today: date, links: Sequence[Link], bounds: Sequence[_Bound]) -> Placement:
    facts = task.facts
    if facts is None:
        start = _own_start(task, today, links, bounds)[0]
        next_day = today
    else:
        start = moment_at(task.calendar, facts.first_day)
        next_day = today + timedelta(1) if facts.last_day == today else today
    work_from = max(start, moment_at(task.calendar, next_day))
    end, cause = work_from + task.remaining, Cause(Reason.REMAINING)
    if not task.remaining:
        end = max(start, moment_after(task.calendar, facts.last_day)) if facts else start
        work_from = end
    for link, (moment, link_cause, _) in zip(links, bounds, strict=True):
        if not link.kind.holds_the_start and moment > end:
            end, cause = moment, link_cause
    return _seen(_planned(task, _Span(start, end, work_from), False, cause), facts)


def _seen(placement: Placement, facts: Facts | None) -> Placement:
    """The same placement, its days being those of the sessions where they are known."""
    if facts is None:
        return placement
    last = facts.last_day if placement.end <= placement.work_from else max(facts.last_day, placement.end_day)
    moments = placement.start, placement.end, placement.work_from, placement.closes_day
    return Placement(*moments, facts.first_day, last, placement.cause)


def _worked(task: Task, facts: Facts) -> Placement:
    start = moment_at(task.calendar, facts.first_day)
    end = max(start, moment_after(task.calendar, facts.last_day))
    return Placement(start, end, end, False, facts.first_day, facts.last_day, Cause(Reason.DONE))


def _done(task: Task, today: date, links: Sequence[Link], bounds: Sequence[_Bound]) -> Placement:
    start, _, closes = _own_start(task, today, links, bounds)
    excess = max(start + task.duration - moment_after(task.calendar, today), 0)
    start -= excess
    end = start + task.duration
    return _planned(task, _Span(start, end, end), closes or bool(excess), Cause(Reason.DONE))


_PLACERS = {Progress.TO_DO: _to_do, Progress.BEGUN: _begun, Progress.DONE: _done}
