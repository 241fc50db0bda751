"""Why nothing can be proposed of what was asked: a project or a line that is not there, or that sells nothing."""

from __future__ import annotations

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS
from postprod_xl.domain.quotes.versions.totals import accepted_versions
from postprod_xl.domain.sharing.refusals import unknown_project
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.tables.quotes import QUOTE, VERSIONS


def project_of(office: Office, line: str) -> str:
    """The project of a quote line; empty when there is no such line."""
    return str(office["Devis"].by_key("line", "project").get(line, ""))


def amend_refusal(office: Office, project: str, line: str) -> Problem | None:
    """What keeps change orders from being proposed, None when nothing does.

    A line of no quote or of another project; a project that is not there, settled, cancelled, or without an accepted
    quote to amend.
    """
    owner = project_of(office, line)
    if line and not owner:
        message = f"la ligne « {line} » n'existe pas ; {_lines_known(office, project, line)}"
        return _line_problem(line, f"une ligne de {QUOTE.tab}", message)
    if unknown := unknown_project(office, project):
        return unknown[0]
    if line and owner != project:
        message = f"la ligne {line} est au devis de {owner}, pas de {project} ; {_lines_known(office, project, line)}"
        return _line_problem(line, f"une ligne de {project}", message)
    return _closed(office, project)


def _lines_known(office: Office, project: str, line: str) -> str:
    lines = office["Devis"].select("line", "project")
    codes = dict.fromkeys(code for code, owner in lines if owner == project or not project)
    return closest_names(line, [*codes])


def _line_problem(line: str, expected: str, message: str) -> Problem:
    return blocking(QUOTE.name, None, QUOTE.heading("line"), line, expected, message)


def _closed(office: Office, project: str) -> Problem | None:
    row = next(row for row in office["Projets"] if row.code == project)
    if row.status in CLOSED_PROJECTS:
        message = f"{project} est « {row.status} » : il n'y a plus rien à négocier"
        return row.blocking("status", row.status, "un projet en cours", message)
    if project not in accepted_versions(office):
        message = f"{project} n'a pas de devis accepté à compléter d'un avenant : corrigez le devis lui-même"
        return blocking(VERSIONS.name, None, VERSIONS.heading("status"), "", "un devis accepté", message)
    return None
