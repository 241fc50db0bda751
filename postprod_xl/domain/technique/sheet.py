"""The technical sheets of an office: what its tabs say of each project, in the words of one page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from postprod_xl.documents.technique_sheet import (
    SheetDemand,
    SheetFinding,
    TechniqueSheet,
    TechniqueSheets,
)
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS, DELIVERED_PROJECTS
from postprod_xl.domain.technique.facts.gathered import technical_projects
from postprod_xl.domain.technique.facts.records import DeliverableFacts, ProjectFacts
from postprod_xl.domain.technique.findings.finding import OPEN
from postprod_xl.domain.technique.profiles.in_force import profile_of
from postprod_xl.domain.technique.profiles.sheet import sheet_lines, sheet_title
from postprod_xl.domain.technique.profiles.specifications import specifications
from postprod_xl.domain.technique.sheet_words import (
    deliverable_object,
    file_cells,
    source_object,
    workflow_notes,
    workflow_pairs,
)
from postprod_xl.domain.wording import counted, counted_whole, first_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.technique import (
    COMPATIBILITIES,
    DELIVERABLES,
    MEDIAS,
    SOURCES,
    SPECIFICATIONS,
    WORKFLOW,
)
from postprod_xl.schema.technical_vocabulary import FindingState
from postprod_xl.schema.vocabulary import Severity

# What stands between a task and its line of the rate card, whatever the spaces.
_EURO = "€"
_PRICED = re.compile(r"\s:\s")
_WEIGHTS = {Severity.BLOCKING: "bloquant", Severity.WARNING: "avertissement", Severity.INFO: "information"}


def without_technique(project: Row) -> Problem:
    """The refusal of a project that has nothing in the technique tabs, or that is over."""
    if project.status in CLOSED_PROJECTS:
        message = (
            f"{project.code} est « {project.status} » : sa technique n'est plus suivie, rien n'est imprimé"
        )
        return project.blocking("status", project.status, "un projet suivi", message)
    tabs = ", ".join(table.tab for table in (SOURCES, WORKFLOW, DELIVERABLES))
    message = (
        f"{project.code} n'a rien dans {tabs} : sans technique, pas de fiche ; dans un classeur qui n'a pas ces "
        "onglets, « postprod add FICHIER technique » les ajoute"
    )
    return project.blocking("code", project.code, f"une ligne dans {tabs}", message)


def technique_sheet(office: Office, project: str) -> TechniqueSheet | None:
    """The sheet of a project; None when it has no technique, or is over.

    Parameters
    ----------
    office
        As just refreshed.
    project
        Code of a project that exists.
    """
    return next(
        (_sheet(office, facts) for facts in technical_projects(office) if facts.code == project), None
    )


def technique_sheets(office: Office) -> TechniqueSheets:
    """The sheets of the projects that have a technique and are not delivered, in the order of `Projets`.

    Those without a technique are named.
    """
    told = [facts for facts in technical_projects(office) if facts.status not in DELIVERED_PROJECTS]
    codes = {facts.code for facts in told}
    without = [
        row.code
        for row in office[PROJECTS.name]
        if row.code and row.status not in DELIVERED_PROJECTS and row.code not in codes
    ]
    line = f"{counted(len(told), 'projet')}, situation au {office.today:%d/%m/%Y}."
    lines = (line, f"Sans technique : {first_names(without)}.") if without else (line,)
    return TechniqueSheets(office.today, lines, tuple(_sheet(office, facts) for facts in told))


def _sheet(office: Office, facts: ProjectFacts) -> TechniqueSheet:
    def rows(table: str) -> Rows:
        own = office[table]
        return own.where(code == facts.code for code in own.column("project"))

    found = list(rows(COMPATIBILITIES.name))
    project = next(row for row in office[PROJECTS.name] if row.code == facts.code)
    workflow = next(iter(rows(WORKFLOW.name)), None)
    return TechniqueSheet(
        project=facts.code,
        title=project.title or facts.code,
        day=office.today,
        summary=_summary(found),
        facts=tuple(_facts(project)),
        workflow=tuple(workflow_pairs(workflow)) if workflow else (),
        workflow_notes=tuple(workflow_notes(workflow)) if workflow else (),
        sources=tuple(source_object(row) for row in rows(SOURCES.name)),
        deliverables=tuple(deliverable_object(row) for row in rows(DELIVERABLES.name)),
        findings=tuple(_finding(row) for row in found if row.state in OPEN),
        waived=tuple(_finding(row) for row in found if row.state == FindingState.WAIVED),
        unread=tuple(row.message for row in found if row.state == FindingState.NOT_EVALUATED),
        demands=tuple(_demands(office, facts)),
        files=tuple(file_cells(rows(MEDIAS.name))),
    )


def _facts(project: Row) -> Iterator[tuple[str, str]]:
    episodes = f"{project.episodes} × " if (project.episodes or 1) > 1 else ""
    length = f"{episodes}{project.length_minutes} min" if project.length_minutes else ""
    for name, value in (
        (PROJECTS.heading("type"), project.type),
        ("Durée", length),
        (PROJECTS.heading("director"), project.director),
        (PROJECTS.heading("delivery_day"), _day(project.delivery_day)),
    ):
        if value:
            yield name, value


def _summary(found: Iterable[Row]) -> str:
    """« 1 bloquant, 2 avertissements ; 1 accepté ; 3 champs à renseigner »."""
    states = Counter(row.state for row in found)
    weights = Counter(row.severity for row in found if row.state in OPEN)
    opened = [counted_whole(weights[each], word) for each, word in _WEIGHTS.items() if weights[each]]
    told = [", ".join(opened) or "Aucun constat ouvert"]
    for state, what in (
        (FindingState.WAIVED, "constat accepté"),
        (FindingState.NOT_EVALUATED, "contrôle non évalué"),
    ):
        if states[state]:
            told.append(counted_whole(states[state], what))
    if states[FindingState.TO_FILL]:
        told.append(
            f"{counted(states[FindingState.TO_FILL], 'champ à renseigner')}, dans {COMPATIBILITIES.tab}"
        )
    return f"{' ; '.join(told)}."


def _finding(row: Row) -> SheetFinding:
    unsure = f" ({row.state.lower()})" if row.state == FindingState.TO_CONFIRM else ""
    proposal = _without_prices(row.proposed_task)
    if proposal and row.new_delivery_day:
        proposal = f"{proposal} ; PAD le {_day(row.new_delivery_day)}"
    return SheetFinding(
        row.severity,
        row.rule,
        row.object,
        f"{row.message}{unsure}",
        row.fix,
        row.consult,
        proposal,
        row.waiver,
        row.severity == Severity.BLOCKING and row.state in OPEN,
    )


def _without_prices(proposed: str) -> str:
    """The tasks that lift a finding and their days, without their lines of the rate card: a sheet goes round.

    >>> _without_prices("DCP (4 j) : LIV-20 DCP, 1 unité × 900,00 € = 900,00 € HT ; QC (2 j) : LIV-11 ; jour non connu")
    'DCP (4 j) ; QC (2 j) : LIV-11 ; jour non connu'
    """
    told = (_PRICED.split(part, 1)[0] if _EURO in part else part for part in proposed.split(" ; "))
    return " ; ".join(part for part in told if part and _EURO not in part)


def _demands(office: Office, facts: ProjectFacts) -> Iterator[SheetDemand]:
    """What recipients ask, each document once with the deliverables that it is for."""
    asked: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for deliverable in facts.deliverables:
        asked.setdefault(_asked(office, facts.code, deliverable), []).append(deliverable.code)
    for (title, lines), codes in asked.items():
        yield SheetDemand(tuple(codes), title, lines)


def _asked(office: Office, project: str, deliverable: DeliverableFacts) -> tuple[str, tuple[str, ...]]:
    own = specifications(office).asked_of(deliverable.recipient, deliverable.type, project)
    profile = profile_of(deliverable, office.today, own)
    if profile is None:
        whose = deliverable.recipient or "ce livrable"
        return (
            f"Aucune spécification connue de {whose} : remplissez {SPECIFICATIONS.tab} d'après son document.",
            (),
        )
    return sheet_title(profile), sheet_lines(profile)


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"
