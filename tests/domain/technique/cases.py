"""The smallest projects that a technical rule looks at, made from what a person would type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.technique.facts.gathered import technical_projects
from postprod_xl.domain.technique.facts.records import ProjectFacts
from postprod_xl.domain.technique.rules.registry import BY_ID
from postprod_xl.domain.technique.rules.rule import Case, Raised, TechnicalRule, cases_of
from postprod_xl.schema.vocabulary import ProjectStatus, ProjectType
from tests.domain.offices import office, table_rows

DAY = date(2026, 11, 30)
CODE = "TERR"

Cells = Mapping[str, Any]


def an_office(
    project: Cells | None = None, workflow: Cells | None = None, **tables: Sequence[Cells] | Cells
) -> Office:
    """An office of one confirmed documentary, `TERR`, and what its technique tabs hold.

    Parameters
    ----------
    project, workflow
        Cells of its rows of `Projets` and `Flux`, by code name; without `workflow` it has no row in `Flux`.
    **tables
        `source`, `deliverable`, `piece`, `media`, `specification` or `task`: the cells of one row, or a list of rows.
        What is not given is empty; the codes of sources, deliverables, pieces and tasks are given where they do not
        count.
    """
    of_project = {
        "code": CODE,
        "title": "Terres",
        "type": ProjectType.DOCUMENTARY,
        "status": ProjectStatus.CONFIRMED,
        "length_minutes": 52,
        **(project or {}),
    }
    rows = {
        "Projets": [of_project],
        "Flux": [] if workflow is None else [{"project": CODE, **workflow}],
    }
    for name, given in tables.items():
        table, defaults = _TABLES[name]
        several = [given] if isinstance(given, Mapping) else given
        rows[table] = [
            {"project": CODE, **_numbered(defaults, rank), **cells} for rank, cells in enumerate(several, 1)
        ]
    return office(DAY, **{name: table_rows(name, records) for name, records in rows.items()})


_TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "source": ("Sources", {"source": "CAM-{}"}),
    "deliverable": ("Livrables", {"deliverable": "LIV-{}"}),
    "piece": ("Pieces", {"deliverable": "LIV-1"}),
    "media": ("Medias", {"file": "fichier-{}.mxf"}),
    "specification": ("Specifications", {}),
    "task": ("Planning", {"task": "T-{}"}),
}


def _numbered(defaults: Mapping[str, str], rank: int) -> dict[str, str]:
    return {name: text.format(rank) for name, text in defaults.items()}


def a_project(
    project: Cells | None = None, workflow: Cells | None = None, **tables: Sequence[Cells] | Cells
) -> ProjectFacts:
    """The facts of that documentary; parameters of `an_office`."""
    (found,) = technical_projects(an_office(project, workflow, **tables))
    return found


def cases(rule: str | TechnicalRule, project: ProjectFacts, day: date = DAY) -> tuple[Case, ...]:
    """What a rule, or the rule of an id, looks at in a project."""
    declared = BY_ID[rule] if isinstance(rule, str) else rule
    return tuple(cases_of(declared.scope, project, day))


def raised(rule: str | TechnicalRule, project: ProjectFacts, day: date = DAY) -> tuple[Raised, ...]:
    """What a rule finds wrong in a project, in the order of the sheets; nothing where it cannot be evaluated."""
    declared = BY_ID[rule] if isinstance(rule, str) else rule
    found = (declared.raised(case) for case in cases(declared, project, day))
    return tuple(wrong for wrong in found if wrong is not None)


def to_fill(rule: str | TechnicalRule, project: ProjectFacts, day: date = DAY) -> tuple[str, ...]:
    """The fields that a rule misses in a project, each once."""
    declared = BY_ID[rule] if isinstance(rule, str) else rule
    asked = (case for case in cases(declared, project, day) if declared.is_about(case))
    return tuple(dict.fromkeys(field for case in asked for field in declared.blank_fields(case)))


def not_understood(rule: str | TechnicalRule, project: ProjectFacts, day: date = DAY) -> tuple[str, ...]:
    """The fields that keep a rule from being evaluated because their text is not understood, each once."""
    declared = BY_ID[rule] if isinstance(rule, str) else rule
    asked = (case for case in cases(declared, project, day) if declared.is_about(case))
    return tuple(dict.fromkeys(field for case in asked for field in declared.unread_fields(case)))
