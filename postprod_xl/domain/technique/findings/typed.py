"""What is wrong with what a person typed in the technique tabs: a line a fault; nothing typed is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postprod_xl.domain.office import Office
from postprod_xl.domain.technique.facts.gathered import technical_projects
from postprod_xl.domain.technique.facts.records import (
    DeliverableFacts,
    ProjectFacts,
    SourceFacts,
    WorkflowFacts,
)
from postprod_xl.domain.technique.facts.understood import WITHOUT_RATE
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.problems import Problem, first_of
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.technique import DELIVERABLES
from postprod_xl.schema.units import folded


def typed_problems(office: Office) -> Iterator[Problem]:
    """Warnings of the technique tabs: words and figures that are not understood, names that the project has not.

    A word that is not understood is told once for each column, however many rows hold it: it is kept, and no rule
    reads it.
    """
    projects = technical_projects(office)
    yield from _not_understood(projects)
    yield from _pieces_of_nothing(projects)
    yield from _unknown_episodes(office, projects)


Written = SourceFacts | WorkflowFacts | DeliverableFacts


def _not_understood(projects: Sequence[ProjectFacts]) -> Iterator[Problem]:
    held: dict[tuple[str, str, str], list[Row]] = {}
    for facts in _written(projects):
        for name, note in facts.unread.items():
            if facts.row is not None and note != WITHOUT_RATE:
                held.setdefault((facts.row.table.name, name, note), []).append(facts.row)
    for (_, name, note), rows in held.items():
        message = f"{note}{first_of(len(rows))} ; gardé tel quel, aucune règle ne le lit"
        yield rows[0].warning(name, str(getattr(rows[0], name)), "une valeur connue", message)


def _written(projects: Sequence[ProjectFacts]) -> Iterator[Written]:
    """What people typed, sheet by sheet."""
    for project in projects:
        yield from project.sources
    for project in projects:
        yield project.workflow
    for project in projects:
        yield from project.deliverables


def _pieces_of_nothing(projects: Sequence[ProjectFacts]) -> Iterator[Problem]:
    for project in projects:
        codes = {folded(deliverable.code): deliverable.code for deliverable in project.deliverables}
        for piece in project.pieces:
            if folded(piece.deliverable) not in codes:
                closest = closest_names(piece.deliverable, [*codes.values()])
                message = f"{project.code} n'a pas de livrable « {piece.deliverable} » : {closest}"
                expected = f"un livrable du projet dans {DELIVERABLES.tab}"
                yield piece.row.warning("deliverable", piece.deliverable, expected, message)


def _unknown_episodes(office: Office, projects: Sequence[ProjectFacts]) -> Iterator[Problem]:
    """A deliverable of an episode that the project, which lists its own, has not."""
    listed: dict[str, set[int]] = {}
    for code, number in office["Episodes"].select("project", "number"):
        listed.setdefault(code, set()).add(number)
    for project in projects:
        known = listed.get(project.code)
        for deliverable in project.deliverables:
            if known and deliverable.episode is not None and deliverable.episode not in known:
                tab, found = BY_NAME["Episodes"].tab, str(deliverable.episode)
                message = f"{project.code} n'a pas d'épisode {found} dans {tab}"
                yield deliverable.row.warning("episode", found, f"un épisode du projet dans {tab}", message)
