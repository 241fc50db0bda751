"""What differs between two workbooks, in a workbook of its own: values only, to sort and filter."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from postprod_xl.documents.differences import DifferenceRow, DifferenceSheet
from postprod_xl.schema.kinds import Kind, cell_value
from postprod_xl.workbook.draw.footer import set_footer
from postprod_xl.workbook.draw.printed_page import HIGHEST_ROW, LINE_HEIGHT, line_count
from postprod_xl.workbook.make.table_tab import HEADER_HEIGHT, TABLE_STYLE, write_value
from postprod_xl.workbook.style import (
    HEADER_COMPUTED,
    HEADER_TYPED,
    LINE,
    NUMBER_FORMATS,
    PALE_INK,
    Formats,
    leave_as_computed,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TAB, TABLE = "Différences", "Differences"
_COLUMNS = (
    ("Onglet", 18.0),
    ("Ligne", 30.0),
    ("Changement", 13.0),
    ("Colonne", 22.0),
    ("Avant", 34.0),
    ("Après", 34.0),
)
_TOLD_ROW = 1


def differences_workbook(sheet: DifferenceSheet) -> bytes:
    """Draw the sheet: one row a cell that differs, or a whole row added, removed or moved."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": f"{TAB} — {sheet.first} → {sheet.second}"})
        leave_as_computed(book)
        formats = Formats(book)
        page = book.add_worksheet(TAB)
        header = _write_heading(page, sheet, formats)
        _write_rows(page, sheet.differences, header, formats)
        _set_up_page(page, sheet, header)
    return stream.getvalue()


def _write_heading(page: Worksheet, sheet: DifferenceSheet, formats: Formats) -> int:
    """The title, then what there is to know; gives the row of the table's header."""
    page.write_string(0, 0, TAB, formats(bold=True, font_size=16))
    page.set_row(0, 24)
    told = [f"Avant : {sheet.first} — Après : {sheet.second}", *sheet.lines]
    for row, line in enumerate(told, _TOLD_ROW):
        page.write_string(row, 0, line, formats(font_color=PALE_INK))
    return _TOLD_ROW + len(told) + 1


def _write_rows(page: Worksheet, rows: Sequence[DifferenceRow], header: int, formats: Formats) -> None:
    last = max(header + len(rows), header + 1)
    fills = [HEADER_TYPED] * 4 + [HEADER_COMPUTED] * 2
    columns = [
        {"header": heading, "header_format": formats.heading(fill)}
        for (heading, _), fill in zip(_COLUMNS, fills, strict=True)
    ]
    page.add_table(
        header, 0, last, len(_COLUMNS) - 1, {"name": TABLE, "style": TABLE_STYLE, "columns": columns}
    )
    page.set_row(header, HEADER_HEIGHT)
    for at, (_, width) in enumerate(_COLUMNS):
        page.set_column(at, at, width)
    for at, row in enumerate(rows, header + 1):
        _write_row(page, at, row, formats)


def _write_row(page: Worksheet, at: int, row: DifferenceRow, formats: Formats) -> None:
    look = {"border": 1, "border_color": LINE, "text_wrap": True, "align": "left"}
    for column, text in enumerate((row.tab, row.row, row.what, row.heading)):
        page.write_string(at, column, text, formats(**look))
    values = [_cell(row.kind, value) for value in (row.before, row.after)]
    shown = formats(**look, num_format=NUMBER_FORMATS.get(row.kind or Kind.TEXT, "General"))
    for column, value in enumerate(values, 4):
        write_value(page, (at, column), value, shown)
    texts = zip(
        (row.tab, row.row, row.what, row.heading, *values), (width for _, width in _COLUMNS), strict=True
    )
    lines = max(line_count(text, width) for text, width in texts if isinstance(text, str))
    if lines > 1:
        page.set_row(at, min(LINE_HEIGHT * lines, HIGHEST_ROW))


def _cell(kind: Kind | None, value: Any) -> Any:
    """What is written for a typed value; a text stands for a cell that could not be read, or for a whole row."""
    return value or None if kind is None or isinstance(value, str) else cell_value(kind, value)


def _set_up_page(page: Worksheet, sheet: DifferenceSheet, header: int) -> None:
    page.freeze_panes(header + 1, 2)
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(header)
    set_footer(page, "&L{first} → {second}&R&P/&N", {"first": sheet.first, "second": sheet.second})
