"""The days off that a task with an imposed start works, because the person or the room it names does."""

from __future__ import annotations

from datetime import date, timedelta

from postprod_xl.domain.planning.problem.axis import HALVES_PER_DAY, Axis
from postprod_xl.domain.planning.problem.presence import EVERY_DAY, Presence, ResourceKind
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task, TaskList

_WEEKEND = (5, 6)


def worked_days_off(task: Task, presence: Presence) -> list[date]:
    """The days off that those a task not done names all work, from its imposed start on and as long as it lasts.

    A person works a weekend that `Jours travaillés` names, a public holiday when it names every day (`lu-di`);
    a room is open then unless `Jours ouverts` says otherwise. One of the two must say so, and neither may be
    left to be chosen.
    """
    day = task.fixed or (task.earliest if task.frozen else None)
    if day is None or task.progress is Progress.DONE or not _is_named(task):
        return []
    days: list[date] = []
    halves = task.remaining if task.progress is Progress.TO_DO else max(task.duration, task.remaining)
    while len(days) * HALVES_PER_DAY < halves and _is_worked(task, presence, day):
        days.append(day)
        day += timedelta(days=1)
    return days


def _is_named(task: Task) -> bool:
    """Whether a task names somebody or some room, and leaves no other to be chosen."""
    is_chosen = (task.skill and not task.technician) or (task.room_type and not task.room)
    return bool(task.technician or task.room) and not is_chosen


def _is_worked(task: Task, presence: Presence, day: date) -> bool:
    asked = [
        pair for pair in ((ResourceKind.PERSON, task.technician), (ResourceKind.ROOM, task.room)) if pair[1]
    ]
    is_away = any(presence.away(code, day.toordinal()) for _, code in asked)
    if is_away or task.project.calendar.is_working(day):
        return False
    weeks = [presence.weeks[resource].get(code) for resource, code in asked]
    if len(weeks) > 1 and weeks[-1] is None:
        weeks.pop()  # a room that says nothing is always open
    return all(week is not None and _names(week, day) for week in weeks)


def _names(week: frozenset[int], day: date) -> bool:
    return day.weekday() in week if day.weekday() in _WEEKEND else week == EVERY_DAY


def worked_masks(listed: TaskList, presence: Presence, axis: Axis) -> dict[int, int]:
    """The slots of an axis that are days off worked by a task, as bits, by place."""
    found: dict[int, int] = {}
    for place, task in enumerate(listed.tasks):
        for day in worked_days_off(task, presence):
            found[place] = found.get(place, 0) | axis.span_mask(day, day)
    return found
