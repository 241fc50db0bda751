"""The commands that make new work like what there is: the next issues of a programme, a project like another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from postprod_xl.commands.adding import Said, with_added
from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain import duplicates
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused
from postprod_xl.domain.planning.programmes.repeats import Repeats, WantedIssues, repeats
from postprod_xl.domain.wording import counted
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.vocabulary import Unit


def repeat(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    project: str,
    issues: int | None = None,
    every: str = Unit.WEEK,
    first: date | None = None,
    excepted: Sequence[date] = (),
    pattern: int | None = None,
) -> Outcome:
    """Add the next issues of a recurrent programme to a project, then refresh the office with them.

    Parameters
    ----------
    project
        Code of the project.
    issues, every, first, excepted, pattern
        How many, how often, from which day, but on which days, like which one: see `WantedIssues`.
    """
    try:
        added = repeats(office, WantedIssues(project, issues, every, first, excepted, pattern))
    except ProgrammeRefused as refused:
        return Outcome(problems=(refused.problem,))
    said = Said(_repeated_line(project, added), added.lines, _repeated_details(project, added))
    rows = {"Planning": added.tasks, "Episodes": added.episodes}
    return with_added(office, known, rows, lambda _: said)


def duplicate(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    project: str,
    code: str,
    title: str = "",
    delivery: date | None = None,
) -> Outcome:
    """Add a project like another one, then refresh the office with it.

    Parameters
    ----------
    project
        Code of the project copied.
    code, title, delivery
        Those of the copy: see `duplicates.WantedCopy`.
    """
    try:
        added = duplicates.duplicate(office, duplicates.WantedCopy(project, code, title, delivery))
    except ProgrammeRefused as refused:
        return Outcome(problems=(refused.problem,))
    details = {"project": added.code, "rows": {name: len(rows) for name, rows in added.rows.items()}}
    said = Said(_duplicated_line(project, added), added.lines, details)
    return with_added(office, known, added.rows, lambda _: said)


def _duplicated_line(project: str, added: duplicates.Duplicate) -> str:
    counts = (
        ("Planning", "tâche"),
        ("Devis", "ligne de devis"),
        ("Episodes", "épisode"),
        ("Echeancier", "étape à facturer"),
    )
    parts = [counted(len(added.rows[table]), noun) for table, noun in counts if len(added.rows[table])]
    return f"{added.code}, comme {project} : {', '.join(parts) or 'le projet seul'}"


def _repeated_line(project: str, added: Repeats) -> str:
    issues, tasks = added.issues, counted(len(added.tasks), "tâche")
    if len(issues) == 1:
        return f"numéro {issues[0].number} de {project}, {tasks}, PAD le {french(issues[0].day)}"
    numbers = f"{len(issues)} numéros de {project}, {issues[0].number} à {issues[-1].number}"
    return f"{numbers}, {tasks}, PAD du {french(issues[0].day)} au {french(issues[-1].day)}"


def _repeated_details(project: str, added: Repeats) -> dict[str, Any]:
    return {
        "project": project,
        "pattern": added.pattern,
        "issues": [{"number": issue.number, "day": issue.day} for issue in added.issues],
        "tasks": added.tasks.column("task"),
    }
