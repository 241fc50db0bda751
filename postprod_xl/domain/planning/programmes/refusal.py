"""What keeps tasks, or a quote, from being added to a project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.wording import closest_names, first_names
from postprod_xl.schema.problems import Problem, Refusal, blocking
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.units import folded


class ProgrammeRefused(Refusal):
    """A programme that cannot be planned, or quoted; it holds the problems that say why, most often one."""

    def __init__(self, problem: Problem, *others: Problem) -> None:
        super().__init__(problem)
        self.problems = (problem, *others)


def project_named(office: Office, code: str) -> Row:
    """The row of a project.

    Raises
    ------
    ProgrammeRefused
        There is none of that code.
    """
    for row in office["Projets"]:
        if row.code == code:
            return row
    message = f"le projet « {code} » n'existe pas ; {closest_names(code, office['Projets'].column('code'))}"
    expected = f"un code de l'onglet {PROJECTS.tab}"
    raise ProgrammeRefused(blocking("Projets", None, PROJECTS.heading("code"), code, expected, message))


def check_open(project: Row, todo: str = "planifier") -> None:
    """Refuse a project that is over; `todo`: what was to be done of it, in French.

    Raises
    ------
    ProgrammeRefused
        It is delivered, settled or cancelled.
    """
    if project.status in DELIVERED_PROJECTS:
        message = f"{project.code} est « {project.status} » : il n'a plus rien à {todo}"
        raise ProgrammeRefused(project.blocking("status", project.status, "un projet à faire", message))


def check_new_codes(office: Office, table: str, name: str, codes: Sequence[str]) -> None:
    """Refuse codes that a column of a table has, or that are twice among the new ones.

    Raises
    ------
    ProgrammeRefused
        With the first of them.
    """
    held, counts = {folded(code) for code in office[table].column(name)}, Counter(map(folded, codes))
    taken = [code for code in codes if folded(code) in held or counts[folded(code)] > 1]
    if taken:
        declared = BY_NAME[table]
        exist = "existent" if len(taken) > 1 else "existe"
        message = f"{first_names(taken)} {exist} déjà dans {declared.tab} : rien n'est ajouté"
        expected, heading = "un code nouveau", declared.heading(name)
        raise ProgrammeRefused(blocking(table, None, heading, taken[0], expected, message))


def asked(heading: str, found: str, expected: str, message: str) -> ProgrammeRefused:
    """The refusal of what was asked, which no cell holds."""
    return ProgrammeRefused(blocking("", None, heading, found, expected, message))
