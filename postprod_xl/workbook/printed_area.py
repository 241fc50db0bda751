"""What the tab of a table prints: whole, or no further than what may leave the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.addresses import LAST_ROW, column_letters

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.tables.places import TablePlace
    from postprod_xl.schema.table import Table


def printed_area(table: Table, place: TablePlace) -> str:
    """The area that the tab of a table prints, as `$A$1:$J$1048575`; empty where it prints whole.

    Parameters
    ----------
    table
        The declaration.
    place
        Where the table stands: the area ends before its first private column, wherever a person moved it.
    """
    if len(table.printed) == len(table.columns):
        return ""
    private = {column.heading for column in table.columns if column.private}
    shown = next(at for at, heading in enumerate(place.headings) if heading in private)
    return last_columns_area(place.first_column + shown - 1) if shown else ""


def last_columns_area(last: int) -> str:
    """All rows but one of the columns up to one, counted from 1: rows come after.

    openpyxl reads no print area of whole columns, which all the rows but one are not.
    """
    return f"$A$1:${column_letters(last)}${LAST_ROW - 1}"
