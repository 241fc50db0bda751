"""Small tables and offices for the tests of the trade."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from postprod_xl.documents.tables_csv import read_folder
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.bookings import bookings
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule
from postprod_xl.schema.kinds import typed_csv
from postprod_xl.schema.rows import Rows, no_rows, rows_of
from postprod_xl.schema.settings.house import Settings, default_settings
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.validate import typed_rows

MONDAY = date(2026, 11, 23)


def table_rows(table: str, records: list[dict[str, Any]], first_row: int = 5) -> Rows:
    """The rows of a table: missing columns empty, one row number per record from `first_row`."""
    unknown = {name for record in records for name in record} - BY_NAME[table].by_name.keys()
    if unknown:
        raise KeyError(f"{table}: {sorted(unknown)}")
    return rows_of(BY_NAME[table], records, first_row)


def records_of(rows: Rows) -> list[dict[str, Any]]:
    """The rows as records by code name."""
    return [dict(zip(rows.columns, cells, strict=True)) for cells in rows.select(*rows.columns)]


def office(today: date = MONDAY, settings: dict[str, Any] | None = None, **tables: Rows) -> Office:
    """An office of the given frames, the other tables empty, with house settings replaced by name."""
    empty = {name: _empty(name) for name in BY_NAME if name not in tables}
    return Office({**empty, **tables}, Settings({**default_settings(), **(settings or {})}), today)


def office_of_folder(folder: Path, today: date) -> Office:
    """The office of a folder of CSV tables, the others empty, with the house settings of a new workbook."""
    raw = read_folder(folder).tables
    tables = {table.name: no_rows(table) for table in TABLES}
    tables |= {name: typed_rows(BY_NAME[name], table, typed_csv)[0] for name, table in raw.items()}
    return Office(tables, default_settings(), today)


def with_plan(before: Office, made: OfficeSchedule) -> Office:
    """The office as its workbook holds it once the plan is written."""
    return before.with_columns("Planning", made.columns).with_rows("Reservations", bookings(made).rows)


@cache
def _empty(table: str) -> Rows:
    return no_rows(BY_NAME[table])
