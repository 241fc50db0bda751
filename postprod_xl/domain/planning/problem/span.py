"""How far the axis of a plan goes: back to the first session, on to where everything has a place."""

from __future__ import annotations

from datetime import date, timedelta

from postprod_xl.domain.planning.problem.axis import HALVES_PER_DAY, Axis, lag_halves
from postprod_xl.domain.planning.problem.days_off import worked_days_off
from postprod_xl.domain.planning.problem.finished import by_end, in_order
from postprod_xl.domain.planning.problem.roster import House
from postprod_xl.domain.planning.tasks.absurd_dates import FURTHEST
from postprod_xl.domain.planning.tasks.to_plan import Progress, TaskList

_PAST = timedelta(days=400)
_DAYS_PER_HALF = 0.85  # calendar days a worked half-day takes, holidays and absences allowed for
_LEAST_DAYS = 60
_MARGIN = 14  # calendar days, for the days off that follow each other
_MOST_HALVES = 6000


def axis_for(listed: TaskList, house: House, today: date, stretch: int = 1) -> Axis:
    """The axis of all that is known and all that may have to be placed; `stretch` times the usual length."""
    calendars = {id(task.project.calendar): task.project.calendar for task in listed.tasks}
    days = [today]
    for task in listed.tasks:
        held = task.rushes, task.delivery, task.project.delivery, task.earliest, task.fixed, task.due
        days += [day for day in held if day is not None]
    days += [task.facts.first_day for task in listed.tasks if task.facts is not None]
    days += [task.held[0] for task in listed.tasks if task.held and task.progress is not Progress.TO_DO]
    behind = min(_room_behind(listed), _MOST_HALVES)
    first = max(min(days), today - _PAST) - timedelta(days=int(behind * _DAYS_PER_HALF) + _MARGIN)
    length = min(_room_needed(listed, house), _MOST_HALVES) * stretch
    last = min(max(days), today + FURTHEST) + timedelta(days=int(length * _DAYS_PER_HALF) + _LEAST_DAYS)
    off = (day for task in listed.tasks for day in worked_days_off(task, house.presence) if day >= today)
    return Axis.over(calendars.values(), first, last, off)


def _room_behind(listed: TaskList) -> int:
    """Half-days that what is over without session may take before the first day known: the longest chain."""
    _, outgoing = by_end(listed.links)
    room: dict[int, int] = {}
    for place in reversed(in_order(listed)):
        task = listed.tasks[place]
        if task.progress is Progress.DONE and task.facts is None:
            links = outgoing.get(place, ())
            after = [abs(lag_halves(link.lag)) + room.get(link.successor, 0) for link in links]
            room[place] = task.duration + max(after, default=0)
    return max(room.values(), default=0)


def _room_needed(listed: TaskList, house: House) -> int:
    """Half-days that certainly suffice when nothing is absent for long: the longest project, the busiest."""
    by_project: dict[str, int] = {}
    by_code: dict[str, float] = {}
    for link in listed.links:
        code = listed.tasks[link.successor].project.code
        by_project[code] = by_project.get(code, 0) + abs(lag_halves(link.lag))
    for task in listed.tasks:
        if task.progress is Progress.DONE:
            continue
        needed = task.remaining * (HALVES_PER_DAY if task.half_time else 1)
        by_project[task.project.code] = by_project.get(task.project.code, 0) + needed
        for codes in (house.people_for(task), house.rooms_for(task)):
            for code in codes:
                by_code[code] = by_code.get(code, 0) + needed / len(codes)
    busiest = max(by_code.values(), default=0)
    return max(by_project.values(), default=0) + int(HALVES_PER_DAY * busiest)
