"""The technique of the demonstration office: what three of its projects shoot, how they go on, what they deliver."""

from __future__ import annotations

from datetime import date
from typing import Any

from postprod_xl.domain.demo.data import Days, DemoRow, declared
from postprod_xl.schema.tables.technique import DELIVERABLES, PIECES, SOURCES, WAIVERS, WORKFLOW

_TABLES = {
    SOURCES.name: ("sources", {}),
    WORKFLOW.name: ("flows", {}),
    DELIVERABLES.name: ("deliverables", {"read": "specification_day"}),
    PIECES.name: ("pieces", {"at": "day"}),
    WAIVERS.name: ("waivers", {"at": "accepted_day"}),
}
"""By table, the declarations of its rows, and the days that they count from the one the office is looked at."""


def demo_technique(day: date) -> dict[str, list[dict[str, Any]]]:
    """The input tables of technique of the demonstration office, for a workbook that has those tabs.

    Parameters
    ----------
    day
        The day the office is looked at.
    """
    days = Days(day)
    return {
        table: [_row(row, counted, days) for row in declared("technique")[name]]
        for table, (name, counted) in _TABLES.items()
    }


def _row(row: DemoRow, counted: dict[str, str], days: Days) -> DemoRow:
    return {
        counted.get(name, name): days.at(value) if name in counted else value for name, value in row.items()
    }
