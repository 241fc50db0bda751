"""What the tabs of native charts have in common: their sentence, the room and the looks of a chart under figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from postprod_xl.workbook.draw.page import LEFT_WIDTHS, LINES_ROW
from postprod_xl.workbook.style import FONT, LINE, PALE_INK, Formats

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from postprod_xl.schema.drawn_tabs import DrawnTab

AXIS_TEXT = {"name": FONT["font_name"], "size": 9, "color": PALE_INK, "rotation": 0}
GRID = {"visible": True, "line": {"color": LINE, "width": 0.75}}
_CAPTION_HEIGHT, _CHART_ROW_HEIGHT = 27.0, 16.0
# At 96 pixels an inch, in the house font.
_POINTS_A_PIXEL, _PIXELS_A_CHARACTER, _COLUMN_PADDING, _GAP = 0.75, 7, 5, 4
_MOVES_WITH_CELLS = 2


def write_caption(sheet: Worksheet, tab: DrawnTab, lines: Sequence[str], formats: Formats) -> None:
    """What is shown, within the width of the page: a longer sentence would print on a second one."""
    look = formats(font_color=PALE_INK, text_wrap=True, valign="top")
    sheet.merge_range(LINES_ROW, 0, LINES_ROW, len(LEFT_WIDTHS[tab]) - 1, " ".join(lines), look)
    sheet.set_row(LINES_ROW, _CAPTION_HEIGHT)


def insert_chart(sheet: Worksheet, tab: DrawnTab, chart: Chart, rows: range, description: str) -> None:
    """Put a chart over some rows of a tab, as wide as its columns; its folded figures are drawn all the same."""
    for row in rows:
        sheet.set_row(row, _CHART_ROW_HEIGHT)
    chart.set_title({"none": True})
    chart.set_legend({"position": "top", "font": AXIS_TEXT})
    chart.set_chartarea({"border": {"none": True}})
    chart.show_hidden_data()
    width = sum(_pixels(characters) for characters in LEFT_WIDTHS[tab])
    height = int(len(rows) * _CHART_ROW_HEIGHT / _POINTS_A_PIXEL)
    chart.set_size({"width": width - 2 * _GAP, "height": height - 2 * _GAP})
    options: dict[str, Any] = {
        "description": description,
        "object_position": _MOVES_WITH_CELLS,
        "x_offset": _GAP,
        "y_offset": _GAP,
    }
    sheet.insert_chart(rows.start, 0, chart, options)


def _pixels(characters: float) -> int:
    return int(characters * _PIXELS_A_CHARACTER + _COLUMN_PADDING)
