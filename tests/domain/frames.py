"""Small typed frames and offices for the tests of the trade."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from postprod_xl.documents.tables_csv import read_folder
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.bookings import bookings
from postprod_xl.domain.planning.plan.schedule import Schedule
from postprod_xl.schema.kinds import ARRAY_KINDS, TEXT_KINDS, Kind, typed_csv
from postprod_xl.schema.settings import Settings, default_settings
from postprod_xl.schema.table import Column
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.validate import empty_frame, typed_frame

MONDAY = date(2026, 11, 23)


def frame(table: str, rows: list[dict[str, Any]], first_row: int = 5) -> pd.DataFrame:
    """A typed frame of a table: missing columns empty, one row number per row from `first_row`."""
    columns = BY_NAME[table].columns
    unknown = {name for row in rows for name in row} - {column.name for column in columns}
    if unknown:
        raise KeyError(f"{table}: {sorted(unknown)}")
    index = pd.RangeIndex(first_row, first_row + len(rows))
    return pd.DataFrame({column.name: _series(column, rows, index) for column in columns}, index=index)


def office(today: date = MONDAY, settings: dict[str, Any] | None = None, **frames: pd.DataFrame) -> Office:
    """An office of the given frames, the other tables empty, with house settings replaced by name."""
    empty = {name: _empty(name) for name in BY_NAME if name not in frames}
    return Office({**empty, **frames}, Settings({**default_settings(), **(settings or {})}), today)


def office_of_folder(folder: Path, today: date) -> Office:
    """The office of a folder of CSV tables, the others empty, with the house settings of a new workbook."""
    raw = read_folder(folder).tables
    frames = {table.name: empty_frame(table) for table in TABLES}
    frames |= {name: typed_frame(BY_NAME[name], table, typed_csv)[0] for name, table in raw.items()}
    return Office(frames, default_settings(), today)


def with_plan(before: Office, made: Schedule) -> Office:
    """The office as its workbook holds it once the plan is written."""
    return before.with_columns("Planning", made.columns).with_rows("Reservations", bookings(made).rows)


@cache
def _empty(table: str) -> pd.DataFrame:
    return frame(table, [])


def _series(column: Column, rows: list[dict[str, Any]], index: pd.Index) -> pd.Series:
    values = [row.get(column.name) for row in rows]
    if column.kind in ARRAY_KINDS:
        return pd.Series(values, index=index, dtype="Int64")
    if column.kind is Kind.BOOL:
        return pd.Series([bool(value) for value in values], index=index, dtype=bool)
    if column.kind in TEXT_KINDS:
        values = ["" if value is None else value for value in values]
    return pd.Series(values, index=index, dtype=object)
