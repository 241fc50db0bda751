"""The plan in force: where the last refresh put each task, and with whom, as far as both tables still say it.

`Planning` and `Reservations` say it twice: what a person emptied or typed over in one is taken from the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.problem.axis import AFTERNOON, MORNING
from postprod_xl.domain.planning.tasks.absurd_dates import plausible
from postprod_xl.domain.wording import counted
from postprod_xl.schema.problems import Problem, info, warning
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import DayPart, TaskState

PLANNING, BOOKINGS = BY_NAME["Planning"], BY_NAME["Reservations"]


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


class _Written(NamedTuple):
    """What one row of `Planning` says of the plan in force."""

    row: int
    task: str
    start: date | None
    person: str
    room: str
    is_begun: bool


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
    problems = [*_unreadable(rows, whole), *_impossible_days(office), *_lost_days(office)]
    if not some_are_lost:
        problems += _unbooked(office, booked)
    codes = {*office["Equipe"].column("code"), *office["Salles"].column("code"), ""}
    kept = {}
    for written in _written(office):
        held = booked.get(written.task)
        if held is None:
            if written.start is not None:
                half = MORNING if written.person or written.room else None
                kept[written.task] = Kept(written.start, half, written.person, written.room)
            continue
        moment = _moment(office.today, written, held, some_are_lost)
        if moment is not None:
            people = _agreed(held.people, written.person, codes), _agreed(held.rooms, written.room, codes)
            kept[written.task] = Kept(*moment, people[0][0], people[1][0])
            problems += _contradictions(written, held, since, people)
    return InForce(kept, problems)


def _booked(whole: Rows) -> dict[str, _Booked]:
    found: dict[str, _Booked] = {}
    columns = (whole.column(name) for name in ("day", "half_day", "task", "technician", "room"))
    for day, half_day, task, person, room in zip(*columns, strict=True):
        held = found.setdefault(task, _Booked())
        held.moments.append((day, AFTERNOON if half_day == DayPart.AFTERNOON else MORNING))
        held.people.append(person)
        held.rooms.append(room)
    return found


def _written(office: Office) -> Iterator[_Written]:
    tasks, today, reported = office["Planning"], office.today, set(office["Seances"].column("task"))
    names = ("task", "state", "start_day", "end_day", "assigned_technician", "assigned_room")
    columns = (tasks.column(name) for name in names)
    for row, task, state, start, end, person, room in zip(tasks.numbers, *columns, strict=True):
        is_held = days_held(start, end or start, today) is not None
        is_begun = task in reported or state in (TaskState.UNDER_WAY, TaskState.DONE)
        yield _Written(row, task, start if is_held else None, person, room, is_begun)


def _moment(today: date, written: _Written, held: _Booked, some_are_lost: bool) -> tuple[date, int] | None:
    """The first half-day still to work: the first booking to come, else the start that `Planning` holds."""
    ahead = sorted(moment for moment in held.moments if moment[0] >= today)
    start = written.start
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
    written: _Written, held: _Booked, since: date, people: Sequence[tuple[str, bool]]
) -> Iterator[Problem]:
    first = min(held.moments)[0]
    # A task begun starts before what is still booked of it.
    start = None if written.is_begun else written.start
    if start is not None and start >= since and start != first:
        yield _contradiction(written, "start_day", f"{start:%d/%m/%Y}", f"{first:%d/%m/%Y}")
    names = ("assigned_technician", "assigned_room")
    cells = zip(names, (written.person, written.room), (held.people, held.rooms), people, strict=True)
    for name, found, others, (_, is_sure) in cells:
        if not is_sure:
            yield _contradiction(written, name, found, next(other for other in others if other != found))


def _contradiction(written: _Written, name: str, found: str, expected: str) -> Problem:
    heading = PLANNING.heading(name)
    message = (
        f"{written.task} : « {found} » ici, « {expected} » dans Réservations, alors que le programme écrit les "
        "deux : l'une des deux tables a été modifiée à la main"
    )
    return warning("Planning", written.row, heading, found, expected, message)


def _unreadable(rows: Rows, whole: Rows) -> list[Problem]:
    lost = sorted(set(rows.numbers) - set(whole.numbers))
    if not lost:
        return []
    lines = counted(len(lost), "ligne")
    message = (
        f"{lines} de Réservations sans date, demi-journée ou tâche lisible, à partir de celle-ci : l'actualisation "
        "les refait, les dates en vigueur sont reprises de Planning"
    )
    heading = BOOKINGS.heading("day")
    return [warning("Reservations", lost[0], heading, lines, "des réservations lisibles", message)]


def _unbooked(office: Office, booked: Collection[str]) -> list[Problem]:
    """One warning of the tasks not begun that hold somebody and have lost every booking."""
    tasks, reported = office["Planning"], set(office["Seances"].column("task"))
    names = ("task", "state", "duration_days", "end_day", "assigned_technician", "assigned_room")
    columns = (tasks.column(name) for name in names)
    lost = [
        (row, task)
        for row, task, state, duration, end, *people in zip(tasks.numbers, *columns, strict=True)
        if end is not None and end >= office.today and any(people) and duration
        if task not in booked
        and task not in reported
        and state not in (TaskState.UNDER_WAY, TaskState.DONE, TaskState.CANCELLED)
    ]
    if not lost:
        return []
    (row, task), heading = lost[0], PLANNING.heading("assigned_technician")
    others = f" et {counted(len(lost) - 1, 'autre')}" if len(lost) > 1 else ""
    message = f"{task}{others} : plus de ligne dans Réservations, elles sont refaites à partir de ses dates"
    return [warning("Planning", row, heading, "", "ses réservations", message)]


def _impossible_days(office: Office) -> list[Problem]:
    """The warnings of computed days that no task can have: they are computed again without them."""
    tasks, today, problems = office["Planning"], office.today, []
    columns = (tasks.column(name) for name in ("task", "start_day", "end_day"))
    for row, task, start, end in zip(tasks.numbers, *columns, strict=True):
        if start is not None and end is not None and days_held(start, end, today) is None:
            found = f"{start:%d/%m/%Y} – {end:%d/%m/%Y}"
            message = (
                f"{task} : ses jours calculés ({found}) ont été modifiés à la main, ils sont refaits sans eux"
            )
            expected = "les jours calculés"
            problems.append(warning("Planning", row, PLANNING.heading("start_day"), found, expected, message))
    return problems


def _lost_days(office: Office) -> list[Problem]:
    """One notice of the finished tasks whose days are neither held, nor imposed, nor told by a session."""
    tasks = office["Planning"]
    if all(day is None for day in tasks.column("start_day")):
        return []
    reported = set(office["Seances"].column("task"))
    columns = (tasks.column(name) for name in ("task", "state", "fixed_day", "start_day", "end_day"))
    lost = [
        (row, task)
        for row, task, state, fixed, *days in zip(tasks.numbers, *columns, strict=True)
        if state == TaskState.DONE and fixed is None and None in days and task not in reported
    ]
    if not lost:
        return []
    (row, task), heading = lost[0], PLANNING.heading("fixed_day")
    others = f" et {counted(len(lost) - 1, 'autre')}" if len(lost) > 1 else ""
    message = (
        f"{task}{others} : terminée sans qu'un jour en soit connu, ses dates sont estimées d'après ses liens ; "
        f"pour les dire, remplissez « {heading} »"
    )
    return [info("Planning", row, heading, "", "le jour de début", message)]
