"""Where the tables of a live workbook stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postprod_xl.workbook.errors import UnusableFile
from postprod_xl.workbook.places import TablePlace, plain_heading, table_named

if TYPE_CHECKING:
    from xlwings import Book, Sheet, Table


def find_tables(book: Book) -> dict[str, TablePlace]:
    """Find every table of a live workbook, in tab order, the name's case kept.

    Raises
    ------
    UnusableFile
        Two tables have one name, letter case aside; the line names both tabs.
    """
    found: dict[str, TablePlace] = {}
    for sheet in book.sheets:
        for table in sheet.tables:
            place = _place(sheet, table)
            twin = table_named(found, place.name)
            if twin is not None:
                raise UnusableFile(
                    f"{place.sheet} — deux tableaux s'appellent « {place.name} » (onglets « {twin.sheet} » et "
                    f"« {place.sheet} ») ; renommez ou supprimez l'un des deux."
                )
            found[place.name] = place
    return found


def live_table(book: Book, place: TablePlace) -> Table:
    """Give the table that stands at a place; tables are declared in one spelling and may be named in another."""
    tables = book.sheets[place.sheet].tables
    return next(table for table in tables if table.name.casefold() == place.name.casefold())


def _place(sheet: Sheet, table: Table) -> TablePlace:
    whole = table.range
    header = table.header_row_range
    has_totals = bool(table.show_totals)
    rows, _ = whole.shape
    return TablePlace(
        name=table.name,
        sheet=sheet.name,
        sheet_part=sheet.name,
        table_part="",
        first_column=whole.column,
        header_row=whole.row if header is not None else whole.row - 1,
        last_row=whole.row + rows - 1 - has_totals,
        has_totals=has_totals,
        headings=tuple(plain_heading(_text(cell)) for cell in _headings(table, header)),
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
