"""A plan drawn on its tab: a row a task, a column a day or a week, a filled cell where there is work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postprod_xl.documents.charts.gantt import Gantt, GanttGroup, GanttRow, Grain, Look
from postprod_xl.documents.papers.plan_looks import (
    DELIVERY,
    GANTT_COLUMNS,
    HOLIDAY,
    HUES,
    LATE_INK,
    LOOK_NAMES,
    MILESTONE,
    OFF_FILL,
    PEOPLE_COLUMNS,
    ROOMS_COLUMNS,
    TODAY,
    TODAY_INK,
    WEEKS_COLUMNS,
    PlanColumns,
    hue_of,
    note_of,
)
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.workbook.draw.charts.chart_looks import (
    STROKES,
    WHITE,
    ChartLooks,
    DrawnCell,
    bar_look,
    ink_on,
)
from postprod_xl.workbook.draw.left_columns import LeftColumns
from postprod_xl.workbook.draw.note_places import NotePlaces
from postprod_xl.workbook.draw.page import (
    DAY_OF_MONTH,
    FIRST_ROW,
    HEADER_ROW,
    HOLIDAY_WEEK,
    MONTHS_ROW,
    WEEKDAY,
    write_days,
    write_head,
    write_headings,
    write_legend,
    write_months,
    write_weeks,
)
from postprod_xl.workbook.style import INK, PALE_INK, Formats

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDE_DAY, _DAY_WIDTH, WEEK_WIDTH = 5.5, 2.3, 4.0
MILESTONE_MARK, DELIVERY_MARK = "◆", "▼"
PROMISED_MARK, ACTUAL_MARK, KEPT_MARK = "◇", "●", "◉"
"""Of the day promised for a task, of the one it was finished on, and of one day that is both."""
_TASK_HEIGHT = 14.5
_NOTE = {"font_size": 8, "font_color": PALE_INK}
_LATE_NOTE = {"font_size": 8, "font_color": LATE_INK}
_HALF = {"font_size": 7, "align": "center"}
_HELD = (
    (LOOK_NAMES[Look.FIRM], bar_look(Look.FIRM, HUES[0])),
    (LOOK_NAMES[Look.OPTION], bar_look(Look.OPTION, HUES[0])),
    (f"/ / {LOOK_NAMES[Look.SECOND]} / /", bar_look(Look.SECOND, HUES[0])),
)
_TODAY = (f"│ {TODAY}", {"font_color": TODAY_INK})
_PLAN_LEGEND = (
    (LOOK_NAMES[Look.DONE], bar_look(Look.DONE, HUES[0])),
    *_HELD,
    (LOOK_NAMES[Look.LATE], bar_look(Look.LATE, HUES[0])),
    (f"{DELIVERY_MARK} {DELIVERY}", {"font_color": INK}),
    (f"{MILESTONE_MARK} {MILESTONE}", {"font_color": INK}),
    _TODAY,
)
_BOARD_LEGEND = (
    *_HELD,
    (LOOK_NAMES[Look.SUMMARY], bar_look(Look.SUMMARY, HUES[0])),
    (f"! {LOOK_NAMES[Look.CLASH]}", bar_look(Look.CLASH, HUES[0])),
    (LOOK_NAMES[Look.ABSENT], {**bar_look(Look.ABSENT, HUES[0]), "font_color": PALE_INK}),
    _TODAY,
)
_HOLIDAY_COLUMN = (HOLIDAY, {"bg_color": OFF_FILL, "font_color": INK})


@dataclass(frozen=True)
class ChartView:
    """How a plan is shown on one tab.

    Parameters
    ----------
    columns
        What stands beside the bars.
    legend
        What the looks mean.
    day_width, week_width
        Of the column of a day, and of a week, in characters.
    """

    columns: PlanColumns
    legend: tuple[tuple[str, dict[str, Any]], ...]
    day_width: float = _WIDE_DAY
    week_width: float = WEEK_WIDTH

    def width(self, grain: Grain) -> float:
        """Of a column of time, in characters."""
        return self.day_width if grain is Grain.DAY else self.week_width

    @property
    def day_format(self) -> str:
        return WEEKDAY if self.day_width == _WIDE_DAY else DAY_OF_MONTH


VIEWS = (
    ChartView(GANTT_COLUMNS, _PLAN_LEGEND, _DAY_WIDTH),
    ChartView(WEEKS_COLUMNS, _PLAN_LEGEND),
    ChartView(PEOPLE_COLUMNS, _BOARD_LEGEND),
    ChartView(ROOMS_COLUMNS, _BOARD_LEGEND),
)


def draw_chart(sheet: Worksheet, chart: Gantt, formats: Formats, view: ChartView) -> None:
    """Draw a plan on an empty tab.

    Parameters
    ----------
    sheet
        The tab, set up.
    chart
        The plan; its rows are drawn in their order, tasks grouped under their heading.
    formats
        The formats of the workbook.
    view
        Which columns stand beside it, and what is written on it.
    """
    planning, left = BY_NAME["Planning"], len(view.columns.left)
    columns = [f"Une colonne par {chart.grain}."] if chart.groups else []
    write_head(sheet, view.columns.tab, [*chart.lines, *columns], formats)
    write_headings(sheet, [planning.heading(name) for name in view.columns.left], formats)
    holiday = _HOLIDAY_COLUMN if chart.grain is Grain.DAY else HOLIDAY_WEEK
    write_legend(sheet, [*view.legend, holiday], formats)
    looks = ChartLooks(chart, formats)
    _write_time(sheet, chart, formats, (looks, view))
    drawing = ChartRows(chart, LeftColumns(sheet, view.columns.left, formats), (looks, view))
    row = FIRST_ROW
    for group in chart.groups:
        drawing.write_group(row, group)
        row += 1 + len(group.tasks)
    if chart.groups:
        sheet.autofilter(HEADER_ROW, 0, row - 1, left - 1)


def _write_time(
    sheet: Worksheet, chart: Gantt, formats: Formats, shown: tuple[ChartLooks, ChartView]
) -> None:
    """The columns of time; a column has the look of its ground, so that cells are written for what is drawn."""
    looks, view = shown
    left, bare = len(view.columns.left), formats()
    for place in range(len(chart.slots)):
        sheet.set_column(left + place, left + place, view.width(chart.grain), looks.ground(place))
        for row in range(MONTHS_ROW):
            sheet.write_blank(row, left + place, None, bare)
    write_months(sheet, chart.slots, left, formats)
    write_weeks(sheet, chart.slots, left, formats)
    day_format = view.day_format if chart.grain is Grain.DAY else DAY_OF_MONTH
    write_days(sheet, chart.slots, left, chart.today_slot, formats, shown=day_format)


class ChartRows:
    """The rows of one chart.

    Parameters
    ----------
    chart
        The plan.
    left
        What stands beside the bars, on the tab where they are drawn.
    shown
        The formats of the chart, and how it is shown.
    """

    def __init__(self, chart: Gantt, left: LeftColumns, shown: tuple[ChartLooks, ChartView]) -> None:
        self._sheet, self._left = left.sheet, left
        self._looks, self._view = shown
        self._notes = NotePlaces(len(chart.slots), self._view.width(chart.grain))

    def write_group(self, row: int, group: GanttGroup) -> None:
        """The heading of a group and its tasks, from a row on."""
        self._left.write_heading(row, group)
        self._write_bars(row, group.heading, group)
        for below, task in enumerate(group.tasks, row + 1):
            self._left.write_task(below, task, _TASK_HEIGHT)
            self._write_bars(below, task, group)

    def _write_bars(self, row: int, shown: GanttRow, group: GanttGroup) -> None:
        """The promised delivery is an edge down all the rows of its project; a mark stands on the bar, if any.

        No line crosses a note: the cells that it covers have no edge.
        """
        hue = hue_of(group.hue if shown.hue is None else shown.hue)
        promised = group.heading.mark
        bars = {place: bar.look for bar in shown.bars for place in range(bar.first, bar.last + 1)}
        texts = {**_texts_on(bars, shown), **_kept_marks(bars, shown), **_mark(shown)}
        covered = self._with_note(texts, bars, shown)
        for at in {*bars, *texts, *covered, *(() if promised is None else (promised,))}:
            look = bars.get(at)
            cell = DrawnCell(at, look, hue if look else "", at == promised, at in covered)
            self._write_cell(row, cell, texts.get(at))

    def _with_note(
        self, texts: dict[int, tuple[str, dict[str, Any]]], bars: Mapping[int, Look], shown: GanttRow
    ) -> Sequence[int]:
        """Add the note of a row to its texts; the columns that it covers."""
        note, drawn = note_of(shown, self._view.columns), {*bars, *texts}
        place = self._notes.found(min(drawn), max(drawn), len(note)) if drawn and note else None
        if place is None or place.column in texts:
            return ()
        look = _NOTE if shown.late_days is None else _LATE_NOTE
        on_bar = {"font_color": ink_on(bars[place.column])} if place.column in bars else {}
        texts[place.column] = note, {**look, **on_bar, "align": place.align}
        return place.covered

    def _write_cell(self, row: int, cell: DrawnCell, text: tuple[str, dict[str, Any]] | None) -> None:
        column = len(self._view.columns.left) + cell.place
        if text is None:
            self._sheet.write_blank(row, column, None, self._looks.cell(cell))
        else:
            self._sheet.write_string(row, column, text[0], self._looks.written(cell, text[1]))


def _mark(shown: GanttRow) -> dict[int, tuple[str, dict[str, Any]]]:
    """The mark of a milestone or of a delivery, white on a bar, red when it is late."""
    if shown.mark is None:
        return {}
    is_on_bar = any(bar.first <= shown.mark <= bar.last for bar in shown.bars)
    ink = WHITE if is_on_bar else INK if shown.late_days is None else LATE_INK
    mark = MILESTONE_MARK if shown.task else DELIVERY_MARK
    return {shown.mark: (mark, {"align": "center", "font_size": 9, "font_color": ink})}


def _kept_marks(bars: Mapping[int, Look], shown: GanttRow) -> dict[int, tuple[str, dict[str, Any]]]:
    """The marks of what was promised and of what happened, that of a day after the promise in red."""
    kept, look = shown.kept, {"align": "center", "font_size": 9, "bold": True}
    marks: dict[int, tuple[str, dict[str, Any]]] = {}
    if kept.promised_mark is not None:
        on = bars.get(kept.promised_mark)
        marks[kept.promised_mark] = PROMISED_MARK, {**look, "font_color": INK if on is None else ink_on(on)}
    if kept.actual_mark is not None:
        is_both = kept.actual_mark == kept.promised_mark
        ink = LATE_INK if kept.gap_days and kept.gap_days > 0 else INK
        marks[kept.actual_mark] = KEPT_MARK if is_both else ACTUAL_MARK, {**look, "font_color": ink}
    return marks


def _texts_on(bars: dict[int, Look], shown: GanttRow) -> dict[int, tuple[str, dict[str, Any]]]:
    """What is written in the cells of a bar: its strokes, or the half of the day that is taken."""
    strokes = {place: STROKES[look] for place, look in bars.items() if look in STROKES}
    halves = {
        place: (half, {**_HALF, "font_color": ink_on(bars[place])}) for place, half in shown.halves.items()
    }
    return {**strokes, **halves}
