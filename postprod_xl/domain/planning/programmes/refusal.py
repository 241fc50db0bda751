"""What keeps tasks from being added to a project: one problem, which says why."""

from __future__ import annotations

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.projects import PROJECTS


class ProgrammeRefused(Exception):
    """A programme that cannot be planned; it holds the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


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


def check_open(project: Row) -> None:
    """Refuse a project that is over.

    Raises
    ------
    ProgrammeRefused
        It is delivered, settled or cancelled.
    """
    if project.status in DELIVERED_PROJECTS:
        message = f"{project.code} est « {project.status} » : il n'a plus rien à planifier"
        raise ProgrammeRefused(project.blocking("status", project.status, "un projet à faire", message))


def asked(heading: str, found: str, expected: str, message: str) -> ProgrammeRefused:
    """The refusal of what was asked, which no cell holds."""
    return ProgrammeRefused(blocking("", None, heading, found, expected, message))
