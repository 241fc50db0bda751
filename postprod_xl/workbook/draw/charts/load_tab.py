"""The load drawn on its tab: a row a person or room, a column a week, the fuller the darker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postprod_xl.documents.charts.load import ABSENT, BANDS, COLUMNS, NO_PRESENCE, OVER, OVER_FILL
from postprod_xl.documents.papers.plan_looks import OFF_FILL
from postprod_xl.schema.drawn_tabs import LOAD
from postprod_xl.workbook.draw.page import (
    FIRST_ROW,
    HEADER_ROW,
    HOLIDAY_WEEK,
    write_days,
    write_head,
    write_headings,
    write_legend,
    write_months,
    write_weeks,
)
from postprod_xl.workbook.style import LINE, PALE_INK, Formats

if TYPE_CHECKING:
    from decimal import Decimal

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from postprod_xl.documents.charts.load import Load, LoadCell, LoadRow

_LEFT = COLUMNS
_SLOT_WIDTH = 7.0
_ROW_HEIGHT = 15.5
_OVER_LOOK = {"bg_color": OVER_FILL, "font_color": "#FFFFFF", "bold": True}
_ABSENT_LOOK = {"bg_color": OFF_FILL, "font_color": PALE_INK}


def draw_load(sheet: Worksheet, chart: Load, formats: Formats) -> None:
    """Draw a load on an empty tab.

    Parameters
    ----------
    sheet
        The tab, set up.
    chart
        The load; a rate is written as a real number, so that a week can be filtered.
    formats
        The formats of the workbook.
    """
    left = len(_LEFT)
    write_head(sheet, LOAD, chart.lines, formats)
    write_headings(sheet, _LEFT, formats)
    legend = [(text, {"bg_color": fill}) for _, text, fill in reversed(BANDS)]
    write_legend(sheet, [*legend, (OVER, _OVER_LOOK), (ABSENT, _ABSENT_LOOK), HOLIDAY_WEEK], formats)
    sheet.set_column(left, left + len(chart.slots) - 1, _SLOT_WIDTH)
    write_months(sheet, chart.slots, left, formats)
    write_weeks(sheet, chart.slots, left, formats)
    write_days(sheet, chart.slots, left, 0, formats)
    first, below = _Looks(formats, top=1, top_color=PALE_INK), _Looks(formats, top=4, top_color=LINE)
    above = ""
    for row, shown in enumerate(chart.rows, FIRST_ROW):
        _write_row(sheet, row, shown, below if shown.kind == above else first)
        above = shown.kind
    if chart.rows:
        sheet.autofilter(HEADER_ROW, 0, FIRST_ROW + len(chart.rows) - 1, left + len(chart.slots) - 1)


class _Looks:
    """The formats of a row under a line."""

    def __init__(self, formats: Formats, **line: Any) -> None:
        def look(**more: Any) -> Format:
            return formats(**{"font_size": 9, **line, **more})

        week = {"num_format": "0 %", "align": "center"}
        self.text, self.code = look(), look(bold=True)
        self.over_weeks = look(bold=True, font_color=OVER_FILL, align="center")
        self._free, self._over = look(**week), look(**week, **_OVER_LOOK)
        self._absent = look(**week, **_ABSENT_LOOK)
        self._bands = [(least, look(**week, bg_color=fill)) for least, _, fill in BANDS]

    def week(self, cell: LoadCell, rate: Decimal | None) -> Format:
        if cell.is_over:
            return self._over
        if rate is None:
            return self._absent
        if not cell.booked:
            return self._free
        return next(band for least, band in self._bands if rate >= least)


def _write_row(sheet: Worksheet, row: int, shown: LoadRow, looks: _Looks) -> None:
    sheet.set_row(row, _ROW_HEIGHT)
    for column, text in enumerate((shown.kind, shown.code, shown.name, shown.role)):
        sheet.write_string(row, column, text, looks.code if text == shown.code else looks.text)
    if shown.over_weeks:
        sheet.write_number(row, len(_LEFT) - 1, shown.over_weeks, looks.over_weeks)
    else:
        sheet.write_blank(row, len(_LEFT) - 1, None, looks.over_weeks)
    for column, cell in enumerate(shown.cells, len(_LEFT)):
        rate = cell.rate
        look = looks.week(cell, rate)
        if rate is None:
            sheet.write_string(row, column, NO_PRESENCE, look)
        elif cell.booked:
            sheet.write_number(row, column, rate, look)
        else:
            sheet.write_blank(row, column, None, look)
