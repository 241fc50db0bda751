"""The row of `Devis` each Ligne stands for, and the lines their version no longer holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.unit_times import day_lengths
from postprod_xl.domain.quotes.versions import CANCELLED, accepted_versions, reference_versions
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables import BY_NAME


class LineRows(NamedTuple):
    """One row of `Devis` per Ligne, and whether the reference version of its project holds it.

    A line the reference version does not hold sells nothing: its row, in the latest version that has it, only
    names it and prices its hours.
    """

    frame: Rows
    held: list[bool]


def line_rows(office: Office) -> LineRows:
    """The row of every Ligne of `Devis`: in the reference version, else in the latest that has it."""
    return standing_lines(office["Devis"], reference_versions(office))


def standing_lines(quote: Rows, versions: Mapping[str, int]) -> LineRows:
    """`line_rows` of some rows of `Devis`, given the reference version of each project."""
    columns = (quote.column(name) for name in ("line", "project", "version"))
    rows = list(zip(range(len(quote)), *columns, strict=True))
    places = {line: at for at, line, project, version in rows if versions.get(project) == version}
    latest: dict[str, tuple[int, int]] = {}
    for at, line, _, version in rows:
        if line not in places:
            latest[line] = max((version, at), latest.get(line, (version, at)))
    kept = sorted([(at, True) for at in places.values()] + [(at, False) for _, at in latest.values()])
    return LineRows(quote.at([at for at, _ in kept]), [is_held for _, is_held in kept])


def reference_lines(office: Office) -> Rows:
    """The rows of `Devis` of the reference version of each project, unique by `line`."""
    rows = line_rows(office)
    return rows.frame.where(rows.held)


def task_day_minutes(office: Office) -> list[int]:
    """Minutes in a day of each row of `Planning`: those of the line that pays it, else of the house."""
    rows = line_rows(office)
    lengths = dict(zip(rows.frame.column("line"), day_lengths(office, rows.frame), strict=True))
    house = office.settings["day_minutes"]
    return [lengths.get(line, house) for line in office["Planning"].column("line")]


def dropped_line_problems(office: Office) -> list[Problem]:
    """Lines that tasks name and the reference version does not hold: one warning per line, at its first task.

    Cancelled tasks and projects are left out.
    """
    rows = line_rows(office)
    owners = zip(rows.frame.column("line"), rows.frame.column("project"), rows.held, strict=True)
    dropped = {line: project for line, project, is_held in owners if not is_held}
    cancelled = _cancelled_projects(office)
    tasks = office["Planning"]
    problems = []
    for row, line, state in zip(tasks.numbers, tasks.column("line"), tasks.column("state"), strict=True):
        if line in dropped and state != CANCELLED and dropped[line] not in cancelled:
            problems.append(_dropped(office, row, line, dropped.pop(line)))
    return problems


def _cancelled_projects(office: Office) -> set[str]:
    projects = office["Projets"]
    pairs = zip(projects.column("code"), projects.column("status"), strict=True)
    return {code for code, status in pairs if status == CANCELLED}


def _dropped(office: Office, row: int, line: str, project: str) -> Problem:
    accepted, version = accepted_versions(office).get(project), reference_versions(office).get(project)
    if version is None:
        place, expected = f"d'aucun devis en cours de {project}", "une ligne d'un devis en cours"
    elif accepted is None:
        place, expected = f"pas dans la version {version}, la dernière en cours", "une ligne de cette version"
    else:
        place, expected = f"pas dans la version acceptée {version}", f"une ligne de la version {version}"
    message = f"la ligne {line} n'est {place} : rien n'y est vendu, changez la ligne de ses tâches"
    return warning("Planning", row, BY_NAME["Planning"].heading("line"), line, expected, message)
