"""The hours of the projects through time on their tab: the figures of each, folded, and a native chart of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from postprod_xl.documents.charts.progress import ProgressChart, ProgressPoint, ProjectProgress
from postprod_xl.schema.drawn_tabs import PROGRESS
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.history import HISTORY
from postprod_xl.workbook.draw.charts.native_charts import AXIS_TEXT, GRID, insert_chart, write_caption
from postprod_xl.workbook.draw.page import (
    FIRST_ROW,
    HEADING_FILL,
    SHORT_DAY,
    instant,
    without_time,
    write_head,
    write_headings,
)
from postprod_xl.workbook.style import INK, LINE, PALE_INK, Formats

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

_HOUR = 60
_OVERRUNS = BY_NAME["Depassements"]
_MEASURES = ("sold_minutes", "planned_minutes", "worked_minutes", "projected_minutes", "variance_minutes")
_DAY_COLUMN, _FIRST_MEASURE = 2, 3
_HEADINGS = (
    HISTORY.heading("project"),
    BY_NAME["Projets"].heading("title"),
    HISTORY.heading("noted_day"),
    *(_OVERRUNS.heading(name) for name in _MEASURES),
)
_DAY_FORMAT, _HOURS_FORMAT, _AXIS_HOURS = "dd/mm/yyyy", "#,##0.0", '#,##0" h"'
_HEADING_HEIGHT, _POINT_HEIGHT = 18.0, 13.0
_CHART_ROWS = 14
_PROJECTS_A_PAGE = 3
_MARKS = 8
# One point draws no line.
_LEAST_POINTS = 2


class _Series(NamedTuple):
    """A curve: its column among the measures, its name, its line."""

    measure: int
    name: str
    line: dict[str, Any]


_SERIES = (
    _Series(0, "Vendu", {"color": INK, "width": 1.5, "dash_type": "dash"}),
    _Series(2, "Réalisé", {"color": "#2F6DB5", "width": 2.25}),
    _Series(3, "Projeté", {"color": "#C27A1A", "width": 2.25}),
)


def draw_progress(sheet: Worksheet, chart: ProgressChart, formats: Formats) -> None:
    """Draw the hours of the projects on an empty tab.

    Parameters
    ----------
    sheet
        The tab, set up.
    chart
        The projects: each has a row of its present figures, its points folded under it, then its chart.
    formats
        The formats of the workbook.
    """
    write_head(sheet, PROGRESS, chart.lines, formats)
    write_caption(sheet, PROGRESS, chart.lines, formats)
    write_headings(sheet, _HEADINGS, formats)
    without_time(sheet)
    row, breaks = FIRST_ROW, []
    for rank, project in enumerate(chart.projects):
        if rank and rank % _PROJECTS_A_PAGE == 0:
            breaks.append(row)
        row = _write_project(sheet, row, project, formats)
    if breaks:
        sheet.set_h_pagebreaks(breaks)


def _write_project(sheet: Worksheet, row: int, project: ProjectProgress, formats: Formats) -> int:
    """Write a project from a row on; the row below it."""
    head = {"bold": True, "bg_color": HEADING_FILL, "top": 1, "top_color": PALE_INK}
    sheet.set_row(row, _HEADING_HEIGHT, None, {"collapsed": True})
    sheet.write_string(row, 0, project.code, formats(**head))
    sheet.write_string(row, 1, project.title, formats(**head, shrink=True))
    _write_point(sheet, row, project.points[-1], formats, head)
    below = {"font_size": 9, "bottom": 4, "bottom_color": LINE}
    first = row + 1
    for at, point in enumerate(project.points, first):
        sheet.set_row(at, _POINT_HEIGHT, None, {"level": 1, "hidden": True})
        _write_point(sheet, at, point, formats, below)
    last = first + len(project.points) - 1
    _insert_chart(sheet, project, (first, last), formats)
    return last + 1 + _CHART_ROWS


def _write_point(
    sheet: Worksheet, row: int, point: ProgressPoint, formats: Formats, look: dict[str, Any]
) -> None:
    sheet.write_datetime(
        row, _DAY_COLUMN, instant(point.day), formats(**look, num_format=_DAY_FORMAT, align="center")
    )
    hours = formats(**look, num_format=_HOURS_FORMAT)
    measures = (point.sold, point.planned, point.worked, point.projected, point.variance)
    for column, minutes in enumerate(measures, _FIRST_MEASURE):
        sheet.write_number(row, column, minutes / _HOUR, hours)


def _insert_chart(
    sheet: Worksheet, project: ProjectProgress, rows: tuple[int, int], formats: Formats
) -> None:
    """Put the chart of a project under its figures."""
    first, last = rows
    kind = {"type": "scatter", "subtype": "straight"}
    chart = formats.book.add_chart({**kind, "name": PROGRESS.chart_prefix + project.code})
    days = [PROGRESS.title, first, _DAY_COLUMN, last, _DAY_COLUMN]
    mark = {"type": "circle", "size": 5} if len(project.points) < _LEAST_POINTS else {"type": "none"}
    for series in _SERIES:
        column = _FIRST_MEASURE + series.measure
        values = [PROGRESS.title, first, column, last, column]
        curve = {"name": series.name, "line": series.line, "marker": mark}
        chart.add_series({**curve, "categories": days, "values": values})
    _set_axes(chart, project.points)
    description = f"Heures vendues, réalisées et projetées de {project.code}"
    insert_chart(sheet, PROGRESS, chart, range(last + 1, last + 1 + _CHART_ROWS), description)


def _set_axes(chart: Chart, points: Sequence[ProgressPoint]) -> None:
    """The days and the hours of a chart."""
    first, last = points[0].day, max(points[-1].day, points[0].day + timedelta(days=1))
    time = {
        "date_axis": True,
        "min": instant(first),
        "max": instant(last),
        "major_unit": (last - first).days // _MARKS + 1,
        "major_gridlines": {"visible": False},
        "num_format": SHORT_DAY,
    }
    chart.set_x_axis({**time, "num_font": AXIS_TEXT, "line": {"color": PALE_INK}})
    hours = {"min": 0, "num_format": _AXIS_HOURS, "major_gridlines": GRID}
    chart.set_y_axis({**hours, "num_font": AXIS_TEXT, "line": {"none": True}})
