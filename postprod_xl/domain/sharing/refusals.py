"""What keeps a copy of a project from being made, or is wrong in the name of a project."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.documents.sharing.copy import SharedCopy
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.versions.guard import changed_since_sent
from postprod_xl.domain.sharing.leaving import version_shown
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.tables.planning import PLANNING, SESSIONS
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.vocabulary import Audience


def unknown_project(office: Office, project: str) -> list[Problem]:
    """The problem of a project code that names no row of `Projets`; empty when it does."""
    codes = office["Projets"].column("code")
    if project in codes:
        return []
    message = f"le projet « {project} » n'existe pas ; {closest_names(project, codes)}"
    return [blocking("Projets", None, PROJECTS.heading("code"), project, "un projet", message)]


def unknown_receiver(office: Office, audience: Audience, technician: str) -> Iterator[Problem]:
    """The problem of a technician who is not named, does not exist, or is named for somebody else's copy."""
    codes = office["Equipe"].column("code")
    if audience is not Audience.TECHNICIAN:
        if technician:
            message = (
                f"la copie du {audience} n'est pas celle d'un technicien : demandez celle du {Audience.TECHNICIAN}, ou "
                f"ne nommez pas « {technician} »"
            )
            yield blocking(
                "", None, TEAM.heading("code"), technician, f"une copie du {Audience.TECHNICIAN}", message
            )
    elif not technician:
        message = (
            f"la copie du {audience} est celle d'une personne : donnez son code ; {closest_names('', codes)}"
        )
        yield blocking("", None, TEAM.heading("code"), "", f"un code de {TEAM.tab}", message)
    elif technician not in codes:
        message = f"le technicien « {technician} » n'existe pas ; {closest_names(technician, codes)}"
        yield blocking("Equipe", None, TEAM.heading("code"), technician, f"un code de {TEAM.tab}", message)


def changed_quote(office: Office, project: str) -> list[Problem]:
    """The cells of the quote that a producer is shown which are no longer as he holds them."""
    version = version_shown(office, project)
    return [] if version is None else changed_since_sent(office, project, version.version)


def nothing_to_show(copy: SharedCopy) -> Iterator[Problem]:
    """The problem of a copy that would show nothing; that of a producer shows the plan at least, be it empty."""
    if copy.audience is Audience.PRODUCER or any(len(table) for table in copy.tables):
        return
    if copy.audience is Audience.TECHNICIAN:
        lacks = f"{copy.technician} n'a ni tâche, ni réservation, ni séance à remplir sur {copy.project}"
        yield blocking(
            "", None, SESSIONS.tab, copy.technician, "quelqu'un du projet", f"{lacks} : rien n'est écrit"
        )
        return
    hint = (
        f" ; voyez la colonne « {PLANNING.heading('step')} »" if copy.audience is Audience.LABORATORY else ""
    )
    message = f"{copy.project} n'a rien que la copie du {copy.audience} montre : rien n'est écrit{hint}"
    yield blocking("", None, PLANNING.tab, copy.project, "des tâches à montrer", message)
