"""The producer's copy: one project, values only, in a workbook of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from postprod_xl.documents.producer_copy import ProducerCopy, SharedTable
from postprod_xl.schema.kinds import Kind, cell_value, is_empty
from postprod_xl.workbook.draw.footer import set_footer
from postprod_xl.workbook.draw.printed_page import HIGHEST_ROW, LINE_HEIGHT, line_count
from postprod_xl.workbook.make.table_tab import HEADER_HEIGHT, write_value
from postprod_xl.workbook.style import LINE, NUMBER_FORMATS, Formats, cell_look, leave_as_computed, width

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEADER_ROW = 3


def producer_workbook(copy: ProducerCopy) -> bytes:
    """Draw the copy: one tab a shared table, values only, no formula, no link, no hidden sheet."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties(
            {"title": copy.title, "created": datetime(copy.day.year, copy.day.month, copy.day.day)}
        )
        leave_as_computed(book)
        formats = Formats(book)
        for shared in copy.tables:
            _write_tab(book.add_worksheet(shared.rows.table.tab), shared, copy, formats)
    return stream.getvalue()


def _write_tab(sheet: Worksheet, shared: SharedTable, copy: ProducerCopy, formats: Formats) -> None:
    table, rows = shared.rows.table, shared.rows
    columns = [table.by_name[name] for name in shared.names]
    sheet.write_string(0, 0, f"{copy.title} — {table.tab}", formats(bold=True, font_size=16))
    told = (*copy.lines, shared.about) if shared.about else copy.lines
    sheet.write_string(1, 0, " · ".join(told), formats(font_color="#666666"))
    values = [[cell_value(column.kind, value) for value in rows.column(column.name)] for column in columns]
    widths: list[float] = []
    for at, column in enumerate(columns):
        sheet.write_string(HEADER_ROW, at, column.heading, formats.header(column))
        shown = ["" if is_empty(value) else str(value) for value in values[at]]
        widths.append(width(table, column, shown))
        sheet.set_column(at, at, widths[at])
        look = formats(**{**cell_look(table, column), "bg_color": "#FFFFFF", "text_wrap": True})
        for row, value in enumerate(values[at], HEADER_ROW + 1):
            write_value(sheet, (row, at), value or None if isinstance(value, str) else value, look)
    _set_heights(sheet, widths, zip(*values, strict=True))
    _write_totals(sheet, shared, HEADER_ROW + len(rows) + 2, formats)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    texts = {"title": copy.title, "day": f"{copy.day:%d/%m/%Y}"}
    set_footer(sheet, "&L{title} — situation au {day}&R&P/&N", texts)


def _write_totals(sheet: Worksheet, shared: SharedTable, row: int, formats: Formats) -> None:
    """What the rows come to, under their amounts: the name, the rate of a share beside it."""
    if not shared.totals:
        return
    right = shared.names.index("amount_cents")
    for at, total in enumerate(shared.totals, row):
        look = {"bold": total.rate is None, "top": 1, "top_color": LINE}
        sheet.write_string(at, right - 2, total.label, formats(**look, align="right"))
        rate = formats(**look, num_format="0.0## %")
        if total.rate is None:
            sheet.write_blank(at, right - 1, None, rate)
        else:
            sheet.write_number(at, right - 1, float(total.rate), rate)
        amount = formats(**look, num_format=NUMBER_FORMATS[Kind.EURO])
        sheet.write_number(at, right, cell_value(Kind.EURO, total.cents), amount)


def _set_heights(sheet: Worksheet, widths: Sequence[float], rows: Iterable[tuple[Any, ...]]) -> None:
    """Make the rows as high as their wrapped texts: LibreOffice does not, and cuts the letters."""
    sheet.set_row(HEADER_ROW, HEADER_HEIGHT)
    for at, row in enumerate(rows, HEADER_ROW + 1):
        texts = [(value, room) for value, room in zip(row, widths, strict=True) if isinstance(value, str)]
        lines = max((line_count(text, room) for text, room in texts), default=1)
        if lines > 1:
            sheet.set_row(at, min(HIGHEST_ROW, LINE_HEIGHT * lines))
