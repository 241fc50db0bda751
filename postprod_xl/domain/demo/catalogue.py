"""The catalogue of the demonstration office: a few works, who holds them, what is sold of them and what it earned."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import WE, relativedelta

from postprod_xl.domain.demo.data import DemoRow, cents, declared
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.catalogue import (
    ADVANCES,
    COLLECTIONS,
    COSTS,
    CUES,
    HOLDBACKS,
    HOLDERS,
    MANDATE_TERMS,
    MANDATES,
    MATERIAL,
    RIGHTS_QUESTIONS,
    SALE_TERMS,
    SALES,
    SCALES,
    SHARES,
    WORK_DECLARATIONS,
    WORK_VERSIONS,
    WORKS,
)
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.projects import CLIENTS, PROJECTS
from postprod_xl.schema.tables.technique import DELIVERABLES, PIECES, WORKFLOW

_TABLES = {
    WORKS.name: "works",
    WORK_VERSIONS.name: "versions",
    HOLDERS.name: "holders",
    MANDATES.name: "mandates",
    MANDATE_TERMS.name: "mandate_terms",
    SALES.name: "sales",
    SALE_TERMS.name: "sale_terms",
    HOLDBACKS.name: "holdbacks",
    RIGHTS_QUESTIONS.name: "questions",
    SCALES.name: "scales",
    COLLECTIONS.name: "collections",
    COSTS.name: "costs",
    ADVANCES.name: "advances",
    SHARES.name: "shares",
    MATERIAL.name: "materials",
    WORK_DECLARATIONS.name: "declarations",
    CUES.name: "cues",
}
"""By table, the declarations of its rows."""
_BESIDE = {
    CLIENTS.name: "clients",
    PROJECTS.name: "projects",
    PLANNING.name: "tasks",
    WORKFLOW.name: "flows",
    DELIVERABLES.name: "deliverables",
    PIECES.name: "pieces",
}
"""Those of the rows that other tables get with it: buyers, and the project that delivered one of the works."""
_EXACT = frozenset({Kind.DAYS, Kind.NUMBER, Kind.AMOUNT, Kind.PERCENT})


def demo_catalogue(day: date) -> dict[str, list[dict[str, Any]]]:
    """The input tables of the catalogue of the demonstration office, for a workbook that has those tabs.

    Parameters
    ----------
    day
        The day the office is looked at.
    """
    return _rows(_TABLES, day)


def beside_catalogue(day: date) -> dict[str, list[dict[str, Any]]]:
    """What a catalogue adds to the other tables of the demonstration office: its buyers, a project delivered."""
    return _rows(_BESIDE, day)


def demo_day(day: date, told: int | str) -> date:
    """A day as the declarations tell it.

    >>> demo_day(date(2026, 11, 23), 20), demo_day(date(2026, 11, 23), "fin 3")
    (datetime.date(2026, 12, 13), datetime.date(2027, 2, 28))
    >>> demo_day(date(2026, 11, 23), "début -2"), demo_day(date(2026, 11, 23), "mercredi -25")
    (datetime.date(2026, 9, 1), datetime.date(2024, 10, 2))
    """
    if isinstance(told, int):
        return day + timedelta(told)
    word, months = told.split()
    first = day + relativedelta(months=int(months), day=1)
    if word == "mercredi":
        # Films come out on Wednesdays in France.
        return first + relativedelta(weekday=WE(+1))
    return first if word == "début" else first + relativedelta(day=31)


def _rows(names: dict[str, str], day: date) -> dict[str, list[dict[str, Any]]]:
    rows = declared("catalogue")
    return {
        table: [_row(BY_NAME[table], row, day) for row in rows[declaration]]
        for table, declaration in names.items()
    }


def _row(table: Table, row: DemoRow, day: date) -> DemoRow:
    return dict(_cell(table, name, value, day) for name, value in row.items())


def _cell(table: Table, name: str, told: Any, day: date) -> tuple[str, Any]:
    """The code name of a column and its value: amounts are declared in euros, under a name without its unit."""
    if name == "year":
        return name, day.year + told
    if name == "instalments":
        return name, " ; ".join(f"{demo_day(day, due)} {amount}" for due, amount in told)
    if name not in table.by_name:
        return f"{name}_cents", cents(told)
    kind = table.by_name[name].kind
    if kind is Kind.DAY:
        return name, demo_day(day, told)
    return name, Decimal(told) if kind in _EXACT else told
