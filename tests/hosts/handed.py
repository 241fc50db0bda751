"""Tables and columns as a spreadsheet hands them over to a custom function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from postprod_xl.hosts.functions import FUNCTIONS
from postprod_xl.schema.tables import BY_NAME

# Serial number of 23 November 2026, a Monday: days since 30 December 1899.
MONDAY = 46349.0
_ZERO_DAY = date(1899, 12, 30)


def with_headings(columns: Mapping[str, Sequence[Any]]) -> list[list[Any]]:
    """A table of raw columns with its headings, as LibreOffice hands it over: days are serial numbers."""
    rows = zip(*([serial(cell) for cell in cells] for cells in columns.values()), strict=True)
    return [list(columns), *map(list, rows)]


def serial(cell: Any) -> Any:
    """A value of a file as a cell hands it over."""
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return float((cell - _ZERO_DAY).days)
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def column(values: Iterable[Any]) -> list[list[Any]]:
    """A column of cells."""
    return [[value] for value in values]


def tables_of(function: str) -> tuple[str, ...]:
    """The tables that a custom function takes, in the order of its arguments."""
    return tuple(argument.name for argument in FUNCTIONS[function].arguments if argument.name in BY_NAME)


LINE_TABLES, FREE_TABLES, PAD_TABLES = (tables_of(name) for name in ("PP_VENDU", "PP_DISPO", "PP_PAD_MINI"))
LATE_TABLES, LEFT_TABLES = (tables_of(name) for name in ("PP_RETARD", "PP_RESTE_A_FACTURER"))
# Its last table comes after the day.
UNPAID_TABLES, PAYMENTS_TABLE = tables_of("PP_IMPAYES")[:-1], tables_of("PP_IMPAYES")[-1]
RIGHTS_TABLES = tables_of("PP_DROITS_LIBRES")
