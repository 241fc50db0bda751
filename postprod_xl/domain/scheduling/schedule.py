"""From the tables to the schedule and back: the dates of the tasks and of the projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.columns import computed_frame
from postprod_xl.domain.money import half_up
from postprod_xl.domain.office import Office
from postprod_xl.domain.references import task_day_minutes
from postprod_xl.domain.scheduling.explain import (
    PLANNING,
    french,
    frozen_problems,
    option_problems,
    placement_problems,
    reason_text,
    task_alerts,
)
from postprod_xl.domain.scheduling.facts import (
    DONE,
    Facts,
    cancelled_rows,
    remaining_of,
    session_facts,
)
from postprod_xl.domain.scheduling.links import QUARTERS_PER_DAY
from postprod_xl.domain.scheduling.problem import Progress, SchedulingProblem, Task, problem_of
from postprod_xl.domain.scheduling.result import Placement
from postprod_xl.domain.scheduling.slack import slack_quarters
from postprod_xl.domain.scheduling.solve import solve
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME

PROJECTS = BY_NAME["Projets"]
DELIVERED = ("Livré", "Soldé", "Annulé")


@dataclass(frozen=True)
class Schedule:
    """The computed columns of `Planning`, and what the next steps need of them.

    Parameters
    ----------
    columns
        Computed columns of `Planning`, on its index.
    problems
        Blocking problems of the links, warnings of dates and options.
    placements
        Where each task not cancelled stands, by row number.
    remaining
        Working days still to be done of each task, by task code.
    """

    columns: pd.DataFrame
    problems: list[Problem]
    placements: dict[int, Placement]
    remaining: dict[str, Decimal]


def schedule(office: Office) -> Schedule:
    """The plain forward schedule of an office, its reasons and its warnings.

    Parameters
    ----------
    office
        Tables `Planning`, `Projets` and `Seances`, the lines that pay the tasks (`Devis`, `Versions`,
        `Tarifs`); settings `day_minutes` and `option_notice_days`.

    Returns
    -------
    Schedule
        The assigned person and room are those asked for in the row: this version chooses none.
        Cancelled tasks have no dates, nor have the tasks of a cycle or behind one.
    """
    facts = session_facts(office)
    cancelled = cancelled_rows(office)
    closed = _closed(office, cancelled)
    lengths = task_day_minutes(office)
    remaining = remaining_of(office, facts, cancelled, lengths)
    problem, problems = problem_of(office, facts, remaining, cancelled)
    placed = solve(problem)
    hours = _task_hours(office, facts, remaining, lengths, cancelled)
    columns = _columns(office, problem, placed, hours)
    columns["alert"] = task_alerts(office, columns["late_days"].tolist(), closed)
    problems += placement_problems(problem, placed) + frozen_problems(problem)
    problems += _duration_problems(office, cancelled) + option_problems(office, closed)
    problems += _delivery_problems(office.with_columns("Planning", columns), closed)
    pairs = zip(problem.tasks, placed, strict=True)
    placements = {task.row: placement for task, placement in pairs if placement is not None}
    return Schedule(columns, problems, placements, remaining)


def project_columns(office: Office) -> pd.DataFrame:
    """`Fin prévue` and `Retard (j)` of each project.

    Parameters
    ----------
    office
        Its `Planning` has its computed columns.

    Returns
    -------
    DataFrame
        `expected_day`: last end of the project's tasks; `late_days`: working days after `Livraison PAD`,
        None when it is not late. Index of `Projets`.
    """
    ends = _project_ends(office)
    projects = office["Projets"]
    rows = zip(*(projects[name].tolist() for name in ("code", "department", "delivery_day")), strict=True)
    expected, late = [], []
    for code, department, delivery in rows:
        expected.append(ends.get(code))
        days = _late_days(WorkCalendar.of(department), delivery, ends.get(code))
        late.append(None if days is None else Decimal(days))
    return computed_frame("Projets", projects.index, expected_day=expected, late_days=late)


def _project_ends(office: Office) -> dict[str, date]:
    tasks = office["Planning"]
    ends: dict[str, date] = {}
    for project, end in zip(tasks["project"].tolist(), tasks["end_day"].tolist(), strict=True):
        if end is not None:
            ends[project] = max(end, ends.get(project, end))
    return ends


def _late_days(calendar: WorkCalendar, promised: date | None, end: date | None) -> int | None:
    if promised is None or end is None:
        return None
    return calendar.working_days_late(promised, end) or None


def _closed(office: Office, cancelled: Sequence[bool]) -> list[bool]:
    states = zip(office["Planning"]["state"].tolist(), cancelled, strict=True)
    return [state == DONE or is_cancelled for state, is_cancelled in states]


def _columns(
    office: Office,
    problem: SchedulingProblem,
    placed: Sequence[Placement | None],
    hours: tuple[list[int], list[int | None]],
) -> pd.DataFrame:
    tasks = office["Planning"]
    rows = tasks.index.tolist()
    places = {task.row: place for place, task in enumerate(problem.tasks)}
    at = [places.get(row) for row in rows]
    found = [None if place is None else placed[place] for place in at]
    slack = slack_quarters(problem, placed)
    slacks = [None if place is None else slack[place] for place in at]
    lates = [None if place is None else _task_late(problem.tasks[place], placed[place]) for place in at]
    worked, variances = hours
    return computed_frame(
        "Planning",
        tasks.index,
        start_day=[placement and placement.start_day for placement in found],
        end_day=[placement and placement.end_day for placement in found],
        assigned_technician=_unless_cancelled(tasks["technician"].tolist(), at),
        assigned_room=_unless_cancelled(tasks["room"].tolist(), at),
        slack_days=[None if value is None else Decimal(value) / QUARTERS_PER_DAY for value in slacks],
        critical=[value is not None and value <= 0 for value in slacks],
        late_days=[None if days is None else Decimal(days) for days in lates],
        reason=["" if place is None else reason_text(problem, placed, place) for place in at],
        worked_minutes=worked,
        variance_minutes=variances,
    )


def _unless_cancelled(codes: Sequence[str], places: Sequence[int | None]) -> list[str]:
    return ["" if place is None else code for code, place in zip(codes, places, strict=True)]


def _task_late(task: Task, placement: Placement | None) -> int | None:
    days = [task.due] if task.progress is Progress.DONE else [task.due, task.delivery]
    promised = min((day for day in days if day is not None), default=None)
    return _late_days(task.calendar, promised, None if placement is None else placement.end_day)


def _task_hours(
    office: Office,
    facts: Mapping[str, Facts],
    remaining: Mapping[str, Decimal],
    lengths: Sequence[int],
    cancelled: Sequence[bool],
) -> tuple[list[int], list[int | None]]:
    """For each task, minutes worked, and minutes worked and left less those of the duration.

    The second is None for milestones and cancelled tasks.
    """
    codes, durations = (office["Planning"][name].tolist() for name in ("task", "duration_days"))
    worked = [facts[code].minutes if code in facts else 0 for code in codes]
    rows = zip(codes, durations, worked, lengths, cancelled, strict=True)
    variances = [
        minutes + half_up((remaining[code] - duration) * length) if duration and not is_cancelled else None
        for code, duration, minutes, length, is_cancelled in rows
    ]
    return worked, variances


def _duration_problems(office: Office, cancelled: Sequence[bool]) -> list[Problem]:
    tasks = office["Planning"]
    message = "la durée est vide : la tâche est comptée comme un jalon ; indiquez 0 si c'en est un"
    heading = PLANNING.heading("duration_days")
    rows = zip(tasks.index.tolist(), tasks["duration_days"].tolist(), cancelled, strict=True)
    return [
        warning("Planning", row, heading, "", "un nombre de jours, 0 pour un jalon", message)
        for row, duration, is_cancelled in rows
        if duration is None and not is_cancelled
    ]


def _delivery_problems(office: Office, closed: Sequence[bool]) -> list[Problem]:
    """One warning per project late on its promised delivery, or promised before its rushes."""
    projects, expected = office["Projets"], project_columns(office)
    pairs = zip(office["Planning"]["project"].tolist(), closed, strict=True)
    unfinished = {project for project, is_closed in pairs if not is_closed}
    names = ("code", "status", "rushes_day", "delivery_day")
    known = (projects[name].tolist() for name in names)
    found = (expected[name].tolist() for name in expected.columns)
    problems = []
    for row, code, status, rushes, delivery, end, late in zip(
        projects.index.tolist(), *known, *found, strict=True
    ):
        if delivery is None or status in DELIVERED:
            continue
        if rushes is not None and delivery < rushes:
            problems.append(_delivery(row, delivery, f"avant la réception des rushes le {french(rushes)}"))
        if late is not None and code in unfinished:
            problems.append(
                _delivery(row, delivery, f"fin prévue le {french(end)} : {late} j ouvrés de retard")
            )
    return problems


def _delivery(row: int, delivery: date, fact: str) -> Problem:
    heading = PROJECTS.heading("delivery_day")
    message = f"Livraison PAD le {french(delivery)}, {fact}"
    return warning("Projets", row, heading, french(delivery), "une date que le planning permet", message)
