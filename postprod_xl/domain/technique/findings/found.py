"""Every technical finding of an office, in the order of `Compatibilites`, and what the other tabs show of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from postprod_xl.domain.office import Office
from postprod_xl.domain.results import computed_columns, result_rows
from postprod_xl.domain.technique.deliveries.planned import planned_projects
from postprod_xl.domain.technique.deliveries.proposals import with_proposals
from postprod_xl.domain.technique.findings.consulting import consultants
from postprod_xl.domain.technique.findings.evaluation import project_findings
from postprod_xl.domain.technique.findings.finding import TechnicalFinding
from postprod_xl.domain.technique.findings.house import house_severities
from postprod_xl.domain.technique.findings.waivers import waived
from postprod_xl.domain.technique.profiles.evaluation import with_requirements
from postprod_xl.domain.technique.profiles.specifications import specifications
from postprod_xl.domain.technique.rules.registry import RULES
from postprod_xl.domain.technique.rules.rule import TechnicalRule
from postprod_xl.domain.wording import counted_whole
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.technique import COMPATIBILITIES, DELIVERABLES, SOURCES, WORKFLOW
from postprod_xl.schema.technical_vocabulary import DeliverableState
from postprod_xl.schema.units import folded

SHOWN_ALERTS = 2


def findings(office: Office, rules: Sequence[TechnicalRule] = RULES) -> tuple[TechnicalFinding, ...]:
    """What the technical rules and the recipients' documents say of an office: projects in order, the gravest first.

    Each says whom to ask and what task lifts it; those that a waiver in force names are accepted, and stay.

    Parameters
    ----------
    office
        Its plan is computed. Tables `Sources`, `Flux`, `Livrables`, `Pieces`, `Medias`, `ReglesTechniques`,
        `Derogations`, `Specifications`, `Projets`, `Episodes`, `Planning`, `Equipe`, `Tarifs`, and those of the quotes.
    rules
        Those of the program.
    """
    day, decided, asked = office.today, house_severities(office), specifications(office)
    projects = planned_projects(office)
    found = [
        finding
        for project in projects
        for finding in project_findings(project, with_requirements(rules, project, day, asked), day, decided)
    ]
    return in_order(office, with_proposals(office, projects, waived(office, found)))


def in_order(office: Office, found: Iterable[TechnicalFinding]) -> tuple[TechnicalFinding, ...]:
    """Findings as the sheet has them, each with whom to ask."""
    ranks = {code: rank for rank, code in enumerate(office["Projets"].column("code"))}
    asked = consultants(office)
    return tuple(
        replace(one, consult=asked.said(one.project, one.advice)) if one.advice else one
        for one in sorted(found, key=lambda one: one.rank(ranks))
    )


def compatibility_rows(found: Iterable[TechnicalFinding]) -> Rows:
    """The rows of `Compatibilites`."""
    columns = COMPATIBILITIES.columns
    cells = [[getattr(finding, column.name) or column.empty for column in columns] for finding in found]
    return result_rows(COMPATIBILITIES.name, cells)


def alert_columns(office: Office, found: Sequence[TechnicalFinding]) -> dict[str, Rows]:
    """`Alerte` of `Sources`, `Flux` and `Livrables`: what is open, the gravest first; `Retenu par` of the last.

    A deliverable is held by its own blocking findings, until they are lifted or accepted; one that was accepted by
    whom it is for, by nothing.
    """
    of_object: dict[tuple[str, str], list[TechnicalFinding]] = defaultdict(list)
    for finding in found:
        if finding.is_open:
            of_object[finding.project, folded(finding.object)].append(finding)

    def of(project: str, code: str) -> list[TechnicalFinding]:
        return of_object.get((project, folded(code)), [])

    sources, flows, promised = (office[table.name] for table in (SOURCES, WORKFLOW, DELIVERABLES))
    return {
        SOURCES.name: _columns(sources, alert=lambda row: alert_text(of(row.project, row.source))),
        WORKFLOW.name: _columns(flows, alert=lambda row: alert_text(of(row.project, ""))),
        DELIVERABLES.name: _columns(
            promised,
            alert=lambda row: alert_text(of(row.project, row.deliverable)),
            held_by=lambda row: _held_by(row, of(row.project, row.deliverable)),
        ),
    }


def _columns(rows: Rows, **cells: Callable[[Row], str]) -> Rows:
    return computed_columns(
        rows.table.name, rows.numbers, **{name: [cell(row) for row in rows] for name, cell in cells.items()}
    )


def alert_text(found: Sequence[TechnicalFinding]) -> str:
    """The first findings of an object, then how many others."""
    shown = [f"{finding.rule} : {finding.message}" for finding in found[:SHOWN_ALERTS]]
    others = len(found) - SHOWN_ALERTS
    return " ; ".join([*shown, *([f"et {counted_whole(others, 'autre constat')}"] if others > 0 else [])])


def _held_by(row: Row, found: Sequence[TechnicalFinding]) -> str:
    if row.state == DeliverableState.ACCEPTED:
        return ""
    return ", ".join(finding.rule for finding in found if finding.holds)
