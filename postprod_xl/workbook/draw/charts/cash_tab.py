"""The cash of the house on its tab: a native chart, then the figures of each month under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postprod_xl.documents.charts.cash import CashCurve, CashMonth
from postprod_xl.schema.drawn_tabs import CASH_CURVE
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.tables.accounts import CASH
from postprod_xl.workbook.draw.charts.native_charts import AXIS_TEXT, GRID, insert_chart, write_caption
from postprod_xl.workbook.draw.page import FIRST_ROW, without_time, write_head, write_headings
from postprod_xl.workbook.style import INK, LINE, NUMBER_FORMATS, PALE_INK, Formats

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_HEADINGS = (
    CASH.heading("month"),
    "Entrées",
    "Sorties",
    CASH.heading("balance_cents"),
    CASH.heading("cumulative_cents"),
    CASH.heading("unsigned_cents"),
)
_CENTS = 100
_IN, _OUT, _CUMULATIVE = 1, 2, 4
_IN_COLOUR, _OUT_COLOUR = "#4C8F50", "#C27A1A"
# Not the height of a row by default, which is not written: each application has its own.
_MONTH_HEIGHT = 16.0
_CHART_ROWS = 18
_MONTHS_ABOVE = 24
"""Months that leave room for the chart on their page."""
_AXIS_EUROS = '#,##0 "€"'


def draw_cash(sheet: Worksheet, curve: CashCurve, formats: Formats) -> None:
    """Draw the cash of the house on an empty tab.

    Parameters
    ----------
    sheet
        The tab, set up.
    curve
        The months: a row each, in euros, under a chart of what comes in, what goes out and what is left.
    formats
        The formats of the workbook.
    """
    write_head(sheet, CASH_CURVE, curve.lines, formats)
    write_caption(sheet, CASH_CURVE, curve.lines, formats)
    write_headings(sheet, _HEADINGS, formats)
    without_time(sheet)
    for row, month in enumerate(curve.months, FIRST_ROW):
        _write_month(sheet, row, month, formats)
    if curve.months:
        _insert_chart(sheet, FIRST_ROW + len(curve.months), formats)


def _write_month(sheet: Worksheet, row: int, month: CashMonth, formats: Formats) -> None:
    below = {"bottom": 4, "bottom_color": LINE}
    sheet.set_row(row, _MONTH_HEIGHT)
    sheet.write_string(row, 0, month.label, formats(**below, bold=True))
    euros = formats(**below, num_format=NUMBER_FORMATS[Kind.EURO])
    amounts = (
        month.incoming_cents,
        month.outgoing_cents,
        month.balance_cents,
        month.cumulative_cents,
        month.unsigned_cents,
    )
    for column, cents in enumerate(amounts, 1):
        sheet.write_number(row, column, cents / _CENTS, euros)


def _insert_chart(sheet: Worksheet, below: int, formats: Formats) -> None:
    """Put the chart under the months: columns of what moves, a line of what is left."""
    last, book = below - 1, formats.book
    chart = book.add_chart({"type": "column", "name": f"{CASH_CURVE.chart_prefix}mois"})
    line = book.add_chart({"type": "line"})

    def series(column: int, **look: object) -> dict[str, object]:
        return {
            "name": _HEADINGS[column],
            "categories": [CASH_CURVE.title, FIRST_ROW, 0, last, 0],
            "values": [CASH_CURVE.title, FIRST_ROW, column, last, column],
            **look,
        }

    chart.add_series(series(_IN, fill={"color": _IN_COLOUR}, gap=60))
    chart.add_series(series(_OUT, fill={"color": _OUT_COLOUR}))
    line.add_series(
        series(_CUMULATIVE, line={"color": INK, "width": 2.25}, marker={"type": "circle", "size": 5})
    )
    chart.combine(line)
    # Below the columns of a month that loses money.
    axis = {"num_font": AXIS_TEXT, "line": {"color": PALE_INK}, "label_position": "low"}
    chart.set_x_axis({**axis, "major_gridlines": {"visible": False}})
    euros = {"num_format": _AXIS_EUROS, "major_gridlines": GRID}
    chart.set_y_axis({**euros, "num_font": AXIS_TEXT, "line": {"none": True}})
    if below - FIRST_ROW > _MONTHS_ABOVE:
        sheet.set_h_pagebreaks([below])
    description = "Entrées, sorties et cumul de la trésorerie, mois par mois"
    insert_chart(sheet, CASH_CURVE, chart, range(below, below + _CHART_ROWS), description)
