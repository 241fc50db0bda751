"""What is to be corrected in the rows of a project: problems, contracts, sessions nobody confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postprod_xl.domain.home.concerns.concern import CONTROLS, Concern, first_named
from postprod_xl.domain.office import Office
from postprod_xl.domain.sessions.waiting.to_confirm import sessions_to_confirm
from postprod_xl.domain.wording import counted
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import Light, Severity

_SAID = {
    Severity.BLOCKING: (Light.RED, "problème bloquant"),
    Severity.WARNING: (Light.ORANGE, "avertissement"),
}


def controls_concerns(office: Office, problems: Sequence[Problem]) -> Iterator[Concern]:
    """What to correct in the rows of each project, the gravest first.

    Parameters
    ----------
    office
        With the computed columns of `Contrats`.
    problems
        All the problems of the refresh, located by table and row.
    """
    for severity, (colour, noun) in _SAID.items():
        graves = [problem for problem in problems if problem.severity is severity]
        for project, names in objects_by_project(office, graves).items():
            text = f"{counted(len(names), noun)} : {first_named(names)}"
            yield Concern(project, CONTROLS, colour, text, "Controles")
    contracts: dict[str, list[str]] = {}
    for project, contract, alert in office["Contrats"].select("project", "contract", "alert"):
        if project and alert:
            contracts.setdefault(project, []).append(contract)
    for project, names in contracts.items():
        yield Concern(project, CONTROLS, Light.ORANGE, f"contrat à régler : {first_named(names)}", "Contrats")
    waiting: dict[str, list[str]] = {}
    for project, number in sessions_to_confirm(office).select("project", "number"):
        waiting.setdefault(project, []).append(number)
    for project, names in waiting.items():
        text = f"{counted(len(names), 'séance')} à confirmer : {first_named(names)}"
        yield Concern(project, CONTROLS, Light.ORANGE, text, "Seances")


def object_of(office: Office, problem: Problem) -> str:
    """What a problem is about, as a person calls it: the key of its row, else its tab."""
    if problem.table not in BY_NAME:
        return "Classeur"
    name = office[problem.table].name_of(problem.row) if problem.row is not None else ""
    return name or BY_NAME[problem.table].tab


def objects_by_project(office: Office, problems: Sequence[Problem]) -> dict[str, list[str]]:
    """What some problems are about, by the project in whose rows they were found."""
    found: dict[str, list[str]] = {}
    owners: dict[str, dict[int, str]] = {}
    for problem in problems:
        name = "code" if problem.table == "Projets" else "project"
        if problem.table not in BY_NAME or name not in BY_NAME[problem.table].by_name:
            continue
        if problem.table not in owners:
            rows = office[problem.table]
            owners[problem.table] = dict(zip(rows.numbers, rows.column(name), strict=True))
        project = owners[problem.table].get(problem.row, "") if problem.row is not None else ""
        if project:
            found.setdefault(project, []).append(object_of(office, problem))
    return found
