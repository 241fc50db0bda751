"""Dates no plan can hold, such as 1900 or 2999: reported one by one; the rest of the plan is computed without them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row

FURTHEST = timedelta(days=3650)
"""How far from today a date may stand: practice of the house, longer than any production."""

_START, _END = "start", "end"
_TASK_DAYS = {"earliest_day": _START, "fixed_day": _START, "due_day": _END}
_PROJECT_DAYS = {"rushes_day": _START, "delivery_day": _END}
TOLD_BY_THE_PLAN = {"Planning": _TASK_DAYS, "Projets": _PROJECT_DAYS}
"""The columns of days whose problems say what the plan makes of them, by table."""


def plausible(day: date | None, today: date) -> date | None:
    """A day if a plan can hold it."""
    return None if day is None or abs(day - today) > FURTHEST else day


def is_never(day: date | None, today: date) -> bool:
    """Whether a day is so far away that nothing can be placed from it on."""
    return day is not None and day - today > FURTHEST


def date_problems(office: Office, closed: Sequence[bool], begun: Collection[int]) -> list[Problem]:
    """One warning per date of `Planning` and of `Projets` that no plan can hold.

    Parameters
    ----------
    closed
        For each row of `Planning`, whether nothing of it is left to do: its dates count no more.
    begun
        The rows of `Planning` whose task is begun: its start counts no more.
    """
    statuses = office["Projets"].column("status")
    settled = [status in CLOSED_PROJECTS for status in statuses]
    return [
        *_problems(office, "Planning", ("task", _TASK_DAYS), closed, begun),
        *_problems(office, "Projets", ("code", _PROJECT_DAYS), settled),
    ]


def _problems(
    office: Office,
    table: str,
    columns: tuple[str, dict[str, str]],
    closed: Sequence[bool],
    begun: Collection[int] = (),
) -> Iterator[Problem]:
    key, days = columns
    for name, role in days.items():
        for row, (code, day), is_closed in zip(
            office[table], office[table].select(key, name), closed, strict=True
        ):
            if day is not None and not is_closed and plausible(day, office.today) is None:
                yield _problem(office.today, (row, name), (code, day), _END if row.row in begun else role)


def _problem(today: date, cell: tuple[Row, str], found: tuple[str, date], role: str) -> Problem:
    (row, name), (code, day) = cell, found
    table, text = row.table, f"{day:%d/%m/%Y}"
    if day < today:
        expected = f"une date après le {today - FURTHEST:%d/%m/%Y}"
    else:
        expected = f"une date avant le {today + FURTHEST:%d/%m/%Y}"
    outcome = "il n'en est pas tenu compte"
    if role == _START and day > today:
        outcome = "elle n'a pas de place" if table.name == "Planning" else "ses tâches n'ont pas de place"
    message = (
        f"{code} : « {table.heading(name)} » le {text}, trop loin d'aujourd'hui pour le planning : {outcome}"
    )
    return row.warning(name, text, expected, f"{message} ; attendu : {expected}")
