"""What a refresh computes of the catalogue of an office: its columns, its results, what is wrong in its cells."""

from __future__ import annotations

from collections.abc import Callable

from postprod_xl.domain.catalogue.avails.part import questions_part
from postprod_xl.domain.catalogue.chronology.part import chronology_part
from postprod_xl.domain.catalogue.conflicts.found import conflict_counts, conflict_rows, rights_part
from postprod_xl.domain.catalogue.cues.checks import cue_part
from postprod_xl.domain.catalogue.duties.part import duties_part
from postprod_xl.domain.catalogue.grounds.part import groups_part
from postprod_xl.domain.catalogue.part import CataloguePart, alert_columns, of_findings, of_problems
from postprod_xl.domain.catalogue.royalties.part import royalties_part
from postprod_xl.domain.catalogue.statements.columns import statements_part
from postprod_xl.domain.office import Office
from postprod_xl.domain.results import computed_columns
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.table import TableKind
from postprod_xl.schema.tables.catalogue import CATALOGUE_TABLES, RIGHTS_CONFLICTS, WORKS

PARTS: tuple[Callable[[Office], CataloguePart], ...] = (
    groups_part,
    rights_part,
    chronology_part,
    cue_part,
    royalties_part,
    duties_part,
    questions_part,
    statements_part,
)
"""Each subject, in the order its figures are read by the next: a part reads the columns and rows of those before."""

WITH_ALERT = tuple(
    table.name for table in CATALOGUE_TABLES if table.kind is TableKind.INPUT and "alert" in table.by_name
)


def has_catalogue(office: Office) -> bool:
    """Whether an office has anything in its catalogue tabs, or has them at all."""
    return any(len(office[table.name]) for table in CATALOGUE_TABLES)


def catalogue_results(office: Office) -> CataloguePart:
    """What is computed of the catalogue of an office.

    Nothing of a workbook without these tabs, or where they are all empty. No finding is a problem of the workbook, and
    cells that cannot be understood are warnings: the plan of the day is refreshed all the same.
    """
    if not has_catalogue(office):
        return CataloguePart()
    columns: dict[str, Rows] = {}
    rows: dict[str, Rows] = {}
    parts: list[CataloguePart] = []
    for compute in PARTS:
        part = compute(office)
        parts.append(part)
        for name, held in part.columns.items():
            _add(columns, name, held)
            office = office.with_columns(name, held)
        for name, held in part.rows.items():
            rows[name] = held
            office = office.with_rows(name, held)
    findings = sorted((finding for part in parts for finding in part.findings), key=lambda one: one.rank)
    rows[RIGHTS_CONFLICTS.name] = conflict_rows(office, findings)
    counted = computed_columns(
        WORKS.name, office[WORKS.name].numbers, conflicts=conflict_counts(office, findings)
    )
    _add(columns, WORKS.name, counted)
    problems = [problem for part in parts for problem in part.problems]
    alerts = [alert for part in parts for alert in part.alerts]
    said = alert_columns(
        office, WITH_ALERT, [*alerts, *of_problems(office, problems), *of_findings(findings)]
    )
    for name, held in said.items():
        _add(columns, name, held)
    return CataloguePart(columns, rows, findings=findings, problems=problems)


def _add(columns: dict[str, Rows], table: str, held: Rows) -> None:
    """Put some columns of a table beside those computed of it so far."""
    columns[table] = columns[table].with_columns(held) if table in columns else held
