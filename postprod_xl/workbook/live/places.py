"""Where the tables of a live workbook stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.tables.places import TablePlace, by_name
from postprod_xl.workbook.places import plain_heading

if TYPE_CHECKING:
    from xlwings import Book
    from xlwings.main import Table


def find_tables(book: Book) -> dict[str, TablePlace]:
    """Find every table of a live workbook, in tab order, the name's case kept.

    Raises
    ------
    UnusableFile
        Two tables have one name, letter case aside; the line names both tabs.
    """
    return by_name(_places(book))


def live_table(book: Book, place: TablePlace) -> Table:
    """Give the table that stands at a place, whatever the case of its name there."""
    return book.sheets[place.sheet].tables[place.name]


def _places(book: Book) -> Iterator[TablePlace]:
    for sheet in book.sheets:
        title = sheet.name
        for table in sheet.tables:
            yield _place(title, table)


def _place(title: str, table: Table) -> TablePlace:
    whole = table.range
    header = table.header_row_range
    has_totals = bool(table.show_totals)
    first_row, (rows, _) = whole.row, whole.shape
    return TablePlace(
        name=table.name,
        sheet=title,
        sheet_part=title,
        table_part="",
        first_column=whole.column,
        header_row=first_row if header is not None else first_row - 1,
        last_row=first_row + rows - 1 - has_totals,
        has_totals=has_totals,
        headings=tuple(plain_heading(_text(cell)) for cell in _headings(table, header)),
        has_header=header is not None,
    )


def _headings(table: Table, header: Any) -> list[Any]:
    if header is None:
        return [column.name for column in table.columns]
    # Headings are constants: their formulas are their texts, read faster than values, whose formats matter.
    texts = header.formula
    return list(texts[0]) if isinstance(texts, tuple | list) else [texts]


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
