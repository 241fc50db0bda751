"""A small office refreshed day after day, for the tests of promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import Refresh, refreshed
from postprod_xl.schema.rows import Rows
from tests.domain.offices import office, table_rows

TUESDAY = date(2026, 11, 3)  # the 11th of November, a Wednesday, is a holiday
PAD = date(2026, 11, 20)


def nov(day: int) -> date:
    return date(2026, 11, day)


def task(code: str, days: str, predecessors: str = "", **rest: Any) -> dict[str, Any]:
    row = {"task": code, "project": "TERR", "duration_days": Decimal(days), "predecessors": predecessors}
    return {"state": "Option 1", **row, **rest}


CHAIN = (
    task("MON", "3", line="L1"),  # Tuesday 3 to Thursday 5
    task("VAL", "0.5", "MON"),  # Friday 6
    task("MIX", "2", "VAL", line="L2"),  # Friday 6 in the afternoon to Tuesday 10 in the morning
)


def house(*tasks: dict[str, Any], today: date = TUESDAY, **tables: list[dict[str, Any]]) -> Office:
    project = {"code": "TERR", "department": "94", "status": "En cours", "delivery_day": PAD}
    rows = {"Projets": [project], **tables, "Planning": list(tasks or CHAIN)}
    return office(today, **{name: table_rows(name, records) for name, records in rows.items()})


def run(home: Office, baseline: str = "") -> Refresh:
    made = refreshed(home, [], baseline=baseline)
    assert not made.is_blocked, [problem.message for problem in made.problems]
    return made


def next_day(made: Refresh, today: date, **changes: Callable[[Rows], Rows]) -> Office:
    """The office as its workbook holds it, on another day, some of its tables changed by a person."""
    kept = replace(made.office, today=today, memory=made.memory, facts={})
    for table, change in changes.items():
        kept = kept.with_rows(table, change(kept[table]))
    return kept


def typed(code: str, **values: Any) -> Callable[[Rows], Rows]:
    """What a person types in the row of a task, of a project or of a line of the register."""

    def change(rows: Rows) -> Rows:
        at = next(place for place, key in enumerate(rows.column(_KEYS[rows.table.name])) if key == code)
        columns = {}
        for name, value in values.items():
            column = list(rows.column(name))
            column[at] = value
            columns[name] = column
        return rows.with_columns(columns)

    return change


_KEYS = {"Planning": "task", "Projets": "code", "Promesses": "promised_task"}


def noted(made: Refresh) -> list[tuple[str, date | None, str]]:
    """What a refresh adds to the register: the task, or nothing for a delivery, its day, why."""
    return [*made.promises.select("promised_task", "promised_day", "event")]


def kept(made: Refresh, code: str, table: str = "Planning") -> tuple[date | None, date | None, int | None]:
    """What is promised of a row, what happened, and the working days between."""
    rows = made.office[table]
    at = rows.column(_KEYS[table]).index(code)
    promised, actual, gap = (
        rows.column(name)[at] for name in ("promised_day", "actual_day", "promise_gap_days")
    )
    return promised, actual, None if gap is None else int(gap)


def lines(made: Refresh, word: str) -> list[str]:
    return [problem.message for problem in made.problems if word in problem.message]
