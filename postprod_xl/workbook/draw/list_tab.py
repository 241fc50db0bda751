"""The plan written as a list for the printer: a row a task, with what holds it, no chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postprod_xl.documents.charts.gantt import Gantt, GanttGroup, GanttRow
from postprod_xl.documents.papers.plan_looks import LIST_COLUMNS
from postprod_xl.schema.drawn_tabs import LIST
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.workbook.draw.left_columns import LeftColumns
from postprod_xl.workbook.draw.page import (
    FIRST_ROW,
    HEADER_ROW,
    LEFT_WIDTHS,
    without_time,
    write_head,
    write_headings,
)
from postprod_xl.workbook.draw.printed_page import HIGHEST_ROW, line_count
from postprod_xl.workbook.style import FONT_SIZE, Formats

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_COLUMNS = LIST_COLUMNS.left
_LINE_HEIGHT, _PADDING = 12.0, 2.5


def draw_list(sheet: Worksheet, chart: Gantt, formats: Formats) -> None:
    """Write a plan as a list on an empty tab.

    Parameters
    ----------
    sheet
        The tab, set up.
    chart
        The plan; its bars are not drawn.
    formats
        The formats of the workbook.
    """
    planning = BY_NAME["Planning"]
    write_head(sheet, LIST, chart.lines, formats)
    write_headings(sheet, [planning.heading(name) for name in _COLUMNS], formats)
    without_time(sheet)
    columns = LeftColumns(sheet, _COLUMNS, formats)
    row = FIRST_ROW
    for group in chart.groups:
        row = _write_group(columns, row, group)
    if chart.groups:
        sheet.autofilter(HEADER_ROW, 0, row - 1, len(_COLUMNS) - 1)


def _write_group(columns: LeftColumns, row: int, group: GanttGroup) -> int:
    """Write a heading and its tasks; the row below."""
    columns.write_heading(row, group)
    for at, task in enumerate(group.tasks, row + 1):
        columns.write_task(at, task, _height(task))
    return row + 1 + len(group.tasks)


def _height(task: GanttRow) -> float:
    letters = LEFT_WIDTHS[LIST][-1] * FONT_SIZE / LeftColumns.FONT_SIZE
    return min(HIGHEST_ROW, _LINE_HEIGHT * line_count(task.reason, letters) + _PADDING)
