"""A workbook of the columns that others get: each table's on a tab of its own, in the cells where they will stand."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence

from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.schema.table import Column
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.workbook.make.build import CREATED
from postprod_xl.workbook.make.table_tab import write_columns
from postprod_xl.workbook.style import FONT, Formats

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
    from xlsxwriter import Workbook

    output = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = Workbook(output, {"in_memory": True, "default_format_properties": FONT})
        book.set_properties({"created": CREATED})
        formats = Formats(book)
        for name, columns in added.items():
            place = places[name]
            stands = {
                column.name: place.column_of(column.heading) - 1
                for column in BY_NAME[name].columns
                if column.heading in place.headings
            }
            stands |= {column.name: place.last_column + at for at, column in enumerate(columns)}
            rows = range(place.first_row - 1, max(place.last_row, place.first_row))
            write_columns(book.add_worksheet(name), BY_NAME[name], columns, formats, stands, rows)
        book.close()
    return output.getvalue()
