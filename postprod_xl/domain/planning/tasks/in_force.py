"""The plan in force: where the last refresh put each task, and with whom, as far as both tables still say it.

`Planning` and `Reservations` say it twice: what a person emptied or typed over in one is taken from the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.problem.axis import AFTERNOON, MORNING
from postprod_xl.domain.planning.tasks.absurd_dates import plausible
from postprod_xl.domain.sessions.counted import counted_rows
from postprod_xl.domain.wording import counted
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.planning import BOOKINGS, PLANNING
from postprod_xl.schema.vocabulary import DayPart, TaskState


class Kept(NamedTuple):
    """First half-day still to work of a task in the plan in force; `half` is None when nobody is booked."""

    day: date
    half: int | None
    person: str = ""
    room: str = ""


class InForce(NamedTuple):
    """The plan in force by task code, and what no longer agrees in the cells that hold it."""

    kept: Mapping[str, Kept]
    problems: list[Problem]


@dataclass
class _Booked:
    """The bookings of one task: their moments, and whom and what they take."""

    moments: list[tuple[date, int]] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)


def readable(rows: Rows) -> Rows:
    """The rows of `Reservations` that still say their day and which part of it."""
    halves = BOOKINGS.by_name["half_day"].choices
    return rows.where(day is not None and half in halves for day, half in rows.select("day", "half_day"))


def days_held(start: date | None, end: date | None, today: date) -> tuple[date, date] | None:
    """The days that `Planning` holds of a task, None when they are not there or cannot be its days."""
    if start is None or end is None or end < start or not (plausible(start, today) and plausible(end, today)):
        return None
    return start, end


def plan_in_force(office: Office) -> InForce:
    """What the workbook holds of the last plan.

    The computed columns of `Planning` give the day, the person and the room; `Reservations`, which counts
    half-days, gives the half, and the first day still to work of a task already begun.
    """
    rows = office["Reservations"]
    whole = readable(rows.where(map(bool, rows.column("task"))))
    booked, some_are_lost = _booked(whole), len(whole) < len(rows)
    since = date.max if some_are_lost else min(whole.column("day"), default=date.max)
    reported = set(compress(office["Seances"].column("task"), counted_rows(office)))
    problems = [*_unreadable(rows, whole), *_impossible_days(office), *_lost_days(office, reported)]
    if not some_are_lost:
        problems += _unbooked(office, {*booked, *reported})
    codes = {*office["Equipe"].column("code"), *office["Salles"].column("code"), ""}
    kept = {}
    for task in office["Planning"]:
        person, room = task.assigned_technician, task.assigned_room
        is_held = days_held(task.start_day, task.end_day or task.start_day, office.today) is not None
        start, held = task.start_day if is_held else None, booked.get(task.task)
        if held is None:
            if start is not None:
                kept[task.task] = Kept(start, MORNING if person or room else None, person, room)
            continue
        moment = _moment(office.today, start, held, some_are_lost)
        if moment is not None:
            people = _agreed(held.people, person, codes), _agreed(held.rooms, room, codes)
            kept[task.task] = Kept(*moment, people[0][0], people[1][0])
            is_begun = task.task in reported or task.state in (TaskState.UNDER_WAY, TaskState.DONE)
            # A task begun starts before what is still booked of it.
            problems += _contradictions(task, None if is_begun else start, held, since, people)
    return InForce(kept, problems)


def _booked(whole: Rows) -> dict[str, _Booked]:
    found: dict[str, _Booked] = {}
    for day, half_day, task, person, room in whole.select("day", "half_day", "task", "technician", "room"):
        held = found.setdefault(task, _Booked())
        held.moments.append((day, AFTERNOON if half_day == DayPart.AFTERNOON else MORNING))
        held.people.append(person)
        held.rooms.append(room)
    return found


def _moment(today: date, start: date | None, held: _Booked, some_are_lost: bool) -> tuple[date, int] | None:
    """The first half-day still to work: the first booking to come, else the start that `Planning` holds."""
    ahead = sorted(moment for moment in held.moments if moment[0] >= today)
    if start is not None and (not ahead or (some_are_lost and start >= today)):
        return next((moment for moment in ahead if moment[0] == start), (start, MORNING))
    return ahead[0] if ahead else None


def _agreed(booked: Sequence[str], written: str, codes: Collection[str]) -> tuple[str, bool]:
    """Who or what most cells name, and whether that is sure; a name beats none, `Planning` beats one booking."""
    votes = Counter(name for name in (written, *booked) if name in codes)
    if not votes:
        return "", True
    first, *others = sorted(votes, key=lambda name: (-votes[name], not name, name != written))
    return first, not any(name and votes[name] == votes[first] for name in others)


def _contradictions(
    task: Row, start: date | None, held: _Booked, since: date, people: Sequence[tuple[str, bool]]
) -> Iterator[Problem]:
    first = min(held.moments)[0]
    if start is not None and start >= since and start != first:
        yield _contradiction(task, "start_day", f"{start:%d/%m/%Y}", f"{first:%d/%m/%Y}")
    names = ("assigned_technician", "assigned_room")
    written = task.assigned_technician, task.assigned_room
    for name, found, others, (_, is_sure) in zip(
        names, written, (held.people, held.rooms), people, strict=True
    ):
        if not is_sure:
            yield _contradiction(task, name, found, next(other for other in others if other != found))


def _contradiction(task: Row, name: str, found: str, expected: str) -> Problem:
    message = (
        f"{task.task} : « {found} » ici, « {expected} » dans {BOOKINGS.tab}, alors que le programme écrit les "
        "deux : l'une des deux tables a été modifiée à la main"
    )
    return task.warning(name, found, expected, message)


def _unreadable(rows: Rows, whole: Rows) -> list[Problem]:
    lost = sorted(set(rows.numbers) - set(whole.numbers))
    if not lost:
        return []
    lines = counted(len(lost), "ligne")
    message = (
        f"{lines} de {BOOKINGS.tab} sans date, demi-journée ou tâche lisible, à partir de celle-ci : l'actualisation "
        f"les refait, les dates en vigueur sont reprises de {PLANNING.tab}"
    )
    return [rows.row(lost[0]).warning("day", lines, "des réservations lisibles", message)]


def _unbooked(office: Office, told: Collection[str]) -> list[Problem]:
    """One warning of the tasks not begun that hold somebody and have lost every booking."""
    over = (TaskState.UNDER_WAY, TaskState.DONE, TaskState.CANCELLED)
    lost = [
        task
        for task in office["Planning"]
        if task.end_day is not None and task.end_day >= office.today and task.duration_days
        if task.assigned_technician or task.assigned_room
        if task.task not in told and task.state not in over
    ]
    if not lost:
        return []
    message = f"{_named(lost)} : plus de ligne dans {BOOKINGS.tab}, elles sont refaites à partir de ses dates"
    return [lost[0].warning("assigned_technician", "", "ses réservations", message)]


def _named(tasks: Sequence[Row]) -> str:
    """The first task, and how many others."""
    others = len(tasks) - 1
    return f"{tasks[0].task} et {counted(others, 'autre')}" if others else str(tasks[0].task)


def _impossible_days(office: Office) -> list[Problem]:
    """The warnings of computed days that no task can have: they are computed again without them."""
    problems = []
    for task in office["Planning"]:
        start, end = task.start_day, task.end_day
        if start is not None and end is not None and days_held(start, end, office.today) is None:
            found = f"{start:%d/%m/%Y} – {end:%d/%m/%Y}"
            message = (
                f"{task.task} : ses jours calculés ({found}) ont été modifiés à la main, "
                "ils sont refaits sans eux"
            )
            problems.append(task.warning("start_day", found, "les jours calculés", message))
    return problems


def _lost_days(office: Office, reported: Collection[str]) -> list[Problem]:
    """One notice of the finished tasks whose days are neither held, nor imposed, nor reported by a session."""
    tasks = office["Planning"]
    if all(day is None for day in tasks.column("start_day")):
        return []
    lost = [
        task
        for task in tasks
        if task.state == TaskState.DONE and task.fixed_day is None and task.task not in reported
        if None in (task.start_day, task.end_day)
    ]
    if not lost:
        return []
    message = (
        f"{_named(lost)} : terminée sans qu'un jour en soit connu, ses dates sont estimées d'après ses liens ; "
        f"pour les dire, remplissez « {PLANNING.heading('fixed_day')} »"
    )
    return [lost[0].info("fixed_day", "", "le jour de début", message)]
