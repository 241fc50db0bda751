"""The load drawn on its tab: a row a person or room, a column a week, the fuller the darker."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from postprod_xl.schema.drawn_tabs import LOAD
from postprod_xl.workbook.drawn_page import (
    FIRST_ROW,
    HEADER_ROW,
    OFF_FILL,
    write_days,
    write_head,
    write_headings,
    write_legend,
    write_months,
    write_weeks,
)
from postprod_xl.workbook.style import LINE, PALE_INK, Formats

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from postprod_xl.workbook.drawn_shape import Load, LoadCell, LoadRow

_LEFT = (
    ("Ressource", 11.0),
    ("Code", 12.0),
    ("Nom", 26.0),
    ("Fonction ou type", 24.0),
    ("Semaines en surcharge", 13.0),
)
_SLOT_WIDTH = 7.0
_ROW_HEIGHT = 15.5
_OVER, _WHITE = "#D1343B", "#FFFFFF"
_NO_PRESENCE = "abs."
_OVER_LOOK = {"bg_color": _OVER, "font_color": _WHITE, "bold": True}
_ABSENT_LOOK = {"bg_color": OFF_FILL, "font_color": PALE_INK}
# From which rate on each band goes, the fullest first.
_BANDS = (
    (Decimal("0.9"), "90 – 100 %", {"bg_color": "#E8943A"}),
    (Decimal("0.6"), "60 – 90 %", {"bg_color": "#F5C469"}),
    (Decimal("0.3"), "30 – 60 %", {"bg_color": "#FBE3AE"}),
    (Decimal(0), "< 30 %", {"bg_color": "#FDF4DF"}),
)


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
    legend = [(text, look) for _, text, look in reversed(_BANDS)]
    write_legend(sheet, [*legend, ("surcharge", _OVER_LOOK), ("absent", _ABSENT_LOOK)], formats)
    sheet.set_column(left, left + len(chart.slots) - 1, _SLOT_WIDTH)
    write_months(sheet, chart.slots, left, formats)
    write_weeks(sheet, chart.slots, left, formats)
    write_days(sheet, chart.slots, left, 0, formats)
    above = ""
    for row, shown in enumerate(chart.rows, FIRST_ROW):
        line = {"top": 4, "top_color": LINE} if shown.kind == above else {"top": 1, "top_color": PALE_INK}
        _write_row(sheet, row, shown, _Looks(formats, line))
        above = shown.kind
    if chart.rows:
        sheet.autofilter(HEADER_ROW, 0, FIRST_ROW + len(chart.rows) - 1, left + len(chart.slots) - 1)


class _Looks:
    """The formats of a row under a line."""

    def __init__(self, formats: Formats, line: dict[str, Any]) -> None:
        self._formats, self._line = formats, line

    def __call__(self, **look: Any) -> Format:
        return self._formats(**{"font_size": 9, **self._line, **look})

    def cell(self, cell: LoadCell) -> Format:
        """That of one week."""
        shared = {"num_format": "0 %", "align": "center"}
        if cell.is_over:
            return self(**shared, **_OVER_LOOK)
        if cell.rate is None:
            return self(**shared, **_ABSENT_LOOK)
        if not cell.booked:
            return self(**shared)
        rate = cell.rate
        return self(**shared, **next(look for least, _, look in _BANDS if rate >= least))


def _write_row(sheet: Worksheet, row: int, shown: LoadRow, looks: _Looks) -> None:
    sheet.set_row(row, _ROW_HEIGHT)
    for column, text in enumerate((shown.kind, shown.code, shown.name, shown.role)):
        sheet.write_string(row, column, text, looks(bold=column == 1))
    over = looks(bold=True, font_color=_OVER, align="center")
    if shown.over_weeks:
        sheet.write_number(row, len(_LEFT) - 1, shown.over_weeks, over)
    else:
        sheet.write_blank(row, len(_LEFT) - 1, None, over)
    for column, cell in enumerate(shown.cells, len(_LEFT)):
        look = looks.cell(cell)
        if cell.rate is None:
            sheet.write_string(row, column, _NO_PRESENCE, look)
        elif cell.booked:
            sheet.write_number(row, column, cell.rate, look)
        else:
            sheet.write_blank(row, column, None, look)
