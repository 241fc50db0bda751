"""What a refresh computes of the technique of an office: its columns, its findings, what is wrong in its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from postprod_xl.domain.office import Office
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.technique.deliveries.held import contradictions
from postprod_xl.domain.technique.deliveries.new_days import with_new_days
from postprod_xl.domain.technique.deliveries.planned import planned_projects
from postprod_xl.domain.technique.deliveries.ready import ready_columns
from postprod_xl.domain.technique.findings.finding import TechnicalFinding
from postprod_xl.domain.technique.findings.found import alert_columns, compatibility_rows, findings
from postprod_xl.domain.technique.findings.house import Graded, house_problems
from postprod_xl.domain.technique.findings.mirror import technical_rule_columns
from postprod_xl.domain.technique.findings.typed import typed_problems
from postprod_xl.domain.technique.findings.waivers import known_objects, waiver_columns, waiver_problems
from postprod_xl.domain.technique.measured.columns import measured_columns
from postprod_xl.domain.technique.measured.orphans import orphan_files
from postprod_xl.domain.technique.profiles.published import published_profiles
from postprod_xl.domain.technique.profiles.specifications import alert_column, specifications
from postprod_xl.domain.technique.rules.registry import RULES
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.technique import (
    COMPATIBILITIES,
    DELIVERABLES,
    SPECIFICATIONS,
    TECHNICAL_RULES,
    TECHNIQUE_TABLES,
    WAIVERS,
)


@dataclass(frozen=True)
class Technique:
    """What a refresh gives back of the technique tabs: columns by input table, rows by result table, problems."""

    columns: Mapping[str, Rows] = field(default_factory=dict)
    rows: Mapping[str, Rows] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


def has_technique(office: Office) -> bool:
    """Whether an office has anything in its technique tabs, or has them at all."""
    return any(len(office[table.name]) for table in TECHNIQUE_TABLES)


def technique(office: Office) -> Technique:
    """What is computed of the technique of an office, its plan being computed.

    Nothing of a workbook without these tabs, or where they are all empty. No finding is a problem of the workbook: a
    blocking one holds its deliverable, and cells that cannot be understood are warnings.
    """
    if not has_technique(office):
        return Technique()
    projects = planned_projects(office)
    found = with_new_days(office, projects, findings(office))
    specified = computed_columns(
        SPECIFICATIONS.name, office[SPECIFICATIONS.name].numbers, alert=alert_column(office)
    )
    columns = alert_columns(office, found)
    columns[DELIVERABLES.name] = columns[DELIVERABLES.name].with_columns(ready_columns(office, projects))
    return Technique(
        {
            **_beside(measured_columns(office), columns),
            SPECIFICATIONS.name: specified,
            TECHNICAL_RULES.name: technical_rule_columns(office),
            WAIVERS.name: waiver_columns(office, found),
        },
        {COMPATIBILITIES.name: compatibility_rows(found)},
        _problems(office, found),
    )


def _problems(office: Office, found: Sequence[TechnicalFinding]) -> list[Problem]:
    """What is wrong in the cells of the technique tabs."""
    graded = graded_rules()
    known = known_objects(office, [rule.id for rule in graded])
    return [
        *typed_problems(office),
        *orphan_files(office),
        *specifications(office).problems,
        *house_problems(office, graded),
        *waiver_problems(office, found, known),
        *contradictions(office, found),
    ]


def graded_rules() -> list[Graded]:
    """What the house may give another severity: our rules, and what published profiles ask that no rule checks."""
    asked = (one for profile in published_profiles() for one in profile.requirements if not one.rule)
    return [*RULES, *asked]


def _beside(measured: Mapping[str, Rows], alerts: Mapping[str, Rows]) -> dict[str, Rows]:
    """The columns of two computations of the same tables."""
    return {name: measured[name].with_columns(columns) for name, columns in alerts.items()}
