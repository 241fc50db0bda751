"""Workbooks of the columns and of the tabs that workbooks of an earlier version get, to be brought into them."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.schema.drawn_tabs import DrawnTab
from postprod_xl.schema.table import Column, Headings, Table
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.workbook.draw.page import set_up, write_waiting
from postprod_xl.workbook.make.build import CREATED
from postprod_xl.workbook.make.table_tab import write_columns, write_tab
from postprod_xl.workbook.style import FONT, Formats

if TYPE_CHECKING:
    from xlsxwriter import Workbook

Added = Mapping[str, Sequence[Column]]
"""Columns by the name of their table."""


def added_columns(added: Added, places: Mapping[str, TablePlace]) -> bytes:
    """A workbook of columns to be added at the right of tables, as a new workbook has them.

    Parameters
    ----------
    added
        The columns, by table.
    places
        Where the tables stand in the workbook that gets them.

    Returns
    -------
    bytes
        The `.xlsx`: one tab a table, named after it, with a table of the added columns alone.
    """
    output = io.BytesIO()
    with _workbook(output) as book:
        formats, held = Formats(book), _headings(added, places)
        for name, columns in added.items():
            place = places[name]
            stands = {
                column.name: place.column_of(column.heading) - 1
                for column in BY_NAME[name].columns
                if column.heading in place.headings
            }
            stands |= {column.name: place.last_column + at for at, column in enumerate(columns)}
            rows = range(place.first_row - 1, max(place.last_row, place.first_row))
            computed = _computable(BY_NAME[name], columns, held)
            write_columns(book.add_worksheet(name), BY_NAME[name], computed, formats, stands, rows)
    return output.getvalue()


def _headings(added: Added, places: Mapping[str, TablePlace]) -> dict[str, Sequence[str]]:
    """The headings of each table once it has its columns."""
    return {
        name: (*place.headings, *(column.heading for column in added.get(name, ())))
        for name, place in places.items()
    }


def _computable(table: Table, columns: Sequence[Column], held: Headings) -> list[Column]:
    """The columns, without the formulas that would read columns which the workbook lacks."""
    return [
        column if table.formula_in(column, held[table.name], held) else replace(column, formula="")
        for column in columns
    ]


def added_tabs(tables: Iterable[Table], drawn: Iterable[DrawnTab]) -> bytes:
    """A workbook of some tabs alone, as a new one has them: those of tables, each of a blank row, and drawn ones."""
    output = io.BytesIO()
    with _workbook(output) as book:
        formats = Formats(book)
        for table in tables:
            write_tab(book.add_worksheet(table.tab), table, (), formats)
        for tab in drawn:
            sheet = book.add_worksheet(tab.title)
            set_up(sheet, tab)
            write_waiting(sheet, tab, formats)
            book.define_name(tab.name, f"={tab.first_cell}")
        # A workbook shows one tab at least.
        book.add_worksheet().activate()
    return output.getvalue()


@contextmanager
def _workbook(output: io.BytesIO) -> Iterator[Workbook]:
    from xlsxwriter import Workbook

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = Workbook(output, {"in_memory": True, "default_format_properties": FONT})
        book.set_properties({"created": CREATED})
        yield book
        book.close()
