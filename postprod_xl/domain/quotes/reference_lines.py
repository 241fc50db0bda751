"""The row of `Devis` each Ligne stands for, and the lines their version no longer holds."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.quotes.unit_times import day_lengths
from postprod_xl.domain.quotes.versions.statuses import accepted_versions, reference_versions
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.vocabulary import ProjectStatus, TaskState


class LineRows(NamedTuple):
    """One row of `Devis` per Ligne, and whether the reference version of its project holds it.

    A line the reference version does not hold sells nothing: its row, in the latest version that has it, only
    names it and prices its hours.
    """

    rows: Rows
    held: list[bool]


def line_rows(office: Office) -> LineRows:
    """The row of every Ligne of `Devis`: in the reference version, else in the latest that has it."""
    kept = _standing(office)
    return LineRows(office["Devis"].at([at for at, _ in kept]), [is_held for _, is_held in kept])


@fact(Devis="line project version", Versions="project version status")
def _standing(office: Office) -> list[tuple[int, bool]]:
    """The position in `Devis` of the row of every Ligne, and whether the reference version holds it."""
    versions = reference_versions(office)
    rows = [(at, *row) for at, row in enumerate(office["Devis"].select("line", "project", "version"))]
    places = {line: at for at, line, project, version in rows if versions.get(project) == version}
    latest: dict[str, tuple[int, int]] = {}
    for at, line, _, version in rows:
        if line not in places:
            latest[line] = max((version, at), latest.get(line, (version, at)))
    return sorted([(at, True) for at in places.values()] + [(at, False) for _, at in latest.values()])


def reference_lines(office: Office) -> Rows:
    """The rows of `Devis` of the reference version of each project, unique by `line`."""
    lines = line_rows(office)
    return lines.rows.where(lines.held)


@fact(
    Planning="line",
    Devis="line project version item unit",
    Versions="project version status",
    Tarifs="item unit unit_minutes",
)
def task_day_minutes(office: Office) -> list[int]:
    """Minutes in a day of each row of `Planning`: those of the line that pays it, else of the house."""
    lines = line_rows(office).rows
    lengths = dict(zip(lines.column("line"), day_lengths(office, lines), strict=True))
    house = office.settings["day_minutes"]
    return [lengths.get(line, house) for line in office["Planning"].column("line")]


def dropped_line_problems(office: Office, sold_again: Collection[str] = ()) -> list[Problem]:
    """Lines that tasks name and the reference version does not hold: one warning per line, at its first task.

    Cancelled tasks and projects are left out, and so are the lines that change orders have sold again.
    """
    lines = line_rows(office)
    owners = zip(lines.rows.select("line", "project"), lines.held, strict=True)
    dropped = {line: project for (line, project), is_held in owners if not is_held and line not in sold_again}
    statuses = office["Projets"].by_key("code", "status")
    problems = []
    for task in office["Planning"] if dropped else ():
        project = dropped.get(task.line)
        if (
            project is not None
            and task.state != TaskState.CANCELLED
            and statuses.get(project) != ProjectStatus.CANCELLED
        ):
            problems.append(_dropped(office, task, dropped.pop(task.line)))
    return problems


def _dropped(office: Office, task: Row, project: str) -> Problem:
    accepted, version = accepted_versions(office).get(project), reference_versions(office).get(project)
    if version is None:
        place, expected = f"d'aucun devis en cours de {project}", "une ligne d'un devis en cours"
    elif accepted is None:
        place, expected = f"pas dans la version {version}, la dernière en cours", "une ligne de cette version"
    else:
        place, expected = f"pas dans la version acceptée {version}", f"une ligne de la version {version}"
    message = f"la ligne {task.line} n'est {place} : rien n'y est vendu, changez la ligne de ses tâches"
    return task.warning("line", task.line, expected, message)
