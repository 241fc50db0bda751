"""The service sheet of the house on its tab: the next working day in full, and its week, a row a person."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from postprod_xl.documents.papers.plan_looks import LATE_INK, OFF_FILL
from postprod_xl.documents.papers.service_words import DAY_COLUMNS, day_columns, hours_text, what_text
from postprod_xl.documents.service_sheet import BoardCell, BoardRow, ServiceBoard
from postprod_xl.schema.drawn_tabs import SERVICE
from postprod_xl.workbook.draw.page import (
    FIRST_ROW,
    HEADER_ROW,
    LEFT_WIDTHS,
    WEEKDAY,
    instant,
    without_time,
    write_head,
    write_headings,
)
from postprod_xl.workbook.draw.printed_page import HIGHEST_ROW, line_count
from postprod_xl.workbook.style import FONT_SIZE, HEADER_COMPUTED, LINE, PALE_INK, Formats

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LEFT = len(DAY_COLUMNS)
_WIDTHS = LEFT_WIDTHS[SERVICE]
_FONT, _LINE_HEIGHT, _PADDING = 8, 10.5, 2.5
_BELOW = {"bottom": 4, "bottom_color": LINE, "font_size": _FONT, "text_wrap": True, "valign": "top"}
_BOOKED = "#E8EEF6"


def draw_service(sheet: Worksheet, board: ServiceBoard, formats: Formats) -> None:
    """Write the board of the house on an empty tab.

    Parameters
    ----------
    sheet
        The tab, set up.
    board
        What is booked of the day and of its week; consecutive days of one booking are one cell.
    formats
        The formats of the workbook.
    """
    write_head(sheet, SERVICE, board.lines, formats)
    write_headings(sheet, day_columns(board.day), formats)
    without_time(sheet)
    _write_days(sheet, board, formats)
    for at, row in enumerate(board.rows, FIRST_ROW):
        _write_row(sheet, at, row, formats)


def _write_days(sheet: Worksheet, board: ServiceBoard, formats: Formats) -> None:
    """The days of the week, those that are past in grey."""
    for at, day in enumerate(board.days, _LEFT):
        fill = HEADER_COMPUTED if day >= board.today else PALE_INK
        look: dict[str, Any] = {"bold": True, "align": "center", "font_color": "#FFFFFF", "bg_color": fill}
        sheet.set_column(at, at, _width(at))
        sheet.write_datetime(HEADER_ROW, at, instant(day), formats(**look, num_format=WEEKDAY))


def _write_row(sheet: Worksheet, at: int, row: BoardRow, formats: Formats) -> None:
    text, name = formats(**_BELOW), formats(**_BELOW, bold=True)
    lines = row.lines
    cells = (
        row.who,
        row.job,
        "\n".join(map(hours_text, lines)),
        "\n".join(map(what_text, lines)),
        "\n".join(line.where for line in lines),
    )
    for column, value in enumerate(cells):
        sheet.write_string(at, column, value, name if column == 0 else text)
    heights = [_lines(value, _WIDTHS[column]) for column, value in enumerate(cells)]
    column = _LEFT
    for cell, same in groupby(row.cells):
        last = column + len(list(same)) - 1
        _write_cell(sheet, (at, column, last), cell, formats)
        heights.append(_lines(cell.text, sum(map(_width, range(column, last + 1)))))
        column = last + 1
    sheet.set_row(at, min(HIGHEST_ROW, _LINE_HEIGHT * max(heights) + _PADDING))


def _write_cell(sheet: Worksheet, at: tuple[int, int, int], cell: BoardCell, formats: Formats) -> None:
    """A booking over its consecutive days; nothing, cell by cell."""
    row, first, last = at
    if not cell.text:
        for column in range(first, last + 1):
            sheet.write_blank(row, column, None, formats(**_BELOW))
        return
    look: dict[str, Any] = {**_BELOW, "left": 1, "right": 1, "border_color": "#FFFFFF"}
    look |= {"bg_color": OFF_FILL if cell.is_option else _BOOKED, "italic": cell.is_option}
    if cell.is_clashing:
        look |= {"font_color": LATE_INK, "bold": True}
    if last > first:
        sheet.merge_range(row, first, row, last, "", formats(**look))
    sheet.write_string(row, first, cell.text, formats(**look))


def _lines(text: str, width: float) -> int:
    return line_count(text, width * FONT_SIZE / _FONT)


def _width(column: int) -> float:
    """The width of a column; a Saturday and a Sunday are as wide as the other days."""
    return _WIDTHS[min(column, len(_WIDTHS) - 1)]
