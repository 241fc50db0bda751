"""The plan drawn on its tab: a row a task, a column a day or a week, a filled cell where there is work."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from postprod_xl.documents.gantt import Gantt, GanttProject, GanttRow, Grain, Look
from postprod_xl.schema.drawn_tabs import GANTT
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import TaskState
from postprod_xl.workbook.draw.gantt_looks import (
    HUES,
    LATE_INK,
    STROKES,
    WHITE,
    ChartLooks,
    bar_look,
    hue_of,
)
from postprod_xl.workbook.draw.page import (
    FIRST_ROW,
    HEADER_ROW,
    HEADING_FILL,
    HOLIDAY_WEEK,
    MONTHS_ROW,
    OFF_FILL,
    SHORT_DAY,
    TODAY_INK,
    instant,
    write_days,
    write_head,
    write_headings,
    write_legend,
    write_months,
    write_weeks,
)
from postprod_xl.workbook.style import INK, LINE, PALE_INK, Formats

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LEFT = (
    *("project", "task", "label", "technician", "room"),
    *("state", "start_day", "end_day", "late_days"),
)
_LABEL_COLUMN = _LEFT.index("label")
_DAY_WIDTH, _WEEK_WIDTH = 2.3, 4.0
_MILESTONE, _DELIVERY = "◆", "▼"
_LATE_FORMAT = '"+"0" j"'
_TASK_HEIGHT, _HEADING_HEIGHT = 14.5, 17.0
# Of a letter of a note, in those of the columns.
_NOTE_LETTER = 0.85
_NOTE = {"font_size": 8, "font_color": PALE_INK}
_LATE_NOTE = {"font_size": 8, "font_color": LATE_INK}
_LEGEND = (
    (TaskState.DONE.value, bar_look(Look.DONE, HUES[0])),
    ("En cours ou confirmé", bar_look(Look.FIRM, HUES[0])),
    (TaskState.OPTION_1.value, bar_look(Look.OPTION, HUES[0])),
    ("/ / Option 2 / /", bar_look(Look.SECOND, HUES[0])),
    ("En retard", bar_look(Look.LATE, HUES[0])),
    (f"{_DELIVERY} livraison", {"font_color": INK}),
    (f"{_MILESTONE} jalon", {"font_color": INK}),
    ("│ aujourd'hui", {"font_color": TODAY_INK, "shrink": True}),
)
_HOLIDAY_COLUMN = ("férié", {"bg_color": OFF_FILL, "font_color": INK})


def draw_gantt(sheet: Worksheet, chart: Gantt, formats: Formats) -> None:
    """Draw a plan on an empty tab.

    Parameters
    ----------
    sheet
        The tab, set up.
    chart
        The plan; its rows are drawn in their order, tasks grouped under their project.
    formats
        The formats of the workbook.
    """
    planning = BY_NAME["Planning"]
    write_head(sheet, GANTT, chart.lines, formats)
    write_headings(sheet, [planning.heading(name) for name in _LEFT], formats)
    holiday = _HOLIDAY_COLUMN if chart.grain is Grain.DAY else HOLIDAY_WEEK
    write_legend(sheet, [*_LEGEND, holiday], formats)
    looks = ChartLooks(chart, formats)
    _write_time(sheet, chart, formats, looks)
    drawing = _Drawing(sheet, chart, formats, looks)
    row = FIRST_ROW
    for project in chart.projects:
        drawing.write_project(row, project)
        row += 1 + len(project.tasks)
    if chart.projects:
        sheet.autofilter(HEADER_ROW, 0, row - 1, len(_LEFT) - 1)


def _write_time(sheet: Worksheet, chart: Gantt, formats: Formats, looks: ChartLooks) -> None:
    """The columns of time; a column has the look of its ground, so that cells are written for what is drawn."""
    left, bare = len(_LEFT), formats()
    for place in range(len(chart.slots)):
        sheet.set_column(left + place, left + place, _width(chart), looks.ground(place))
        for row in range(MONTHS_ROW):
            sheet.write_blank(row, left + place, None, bare)
    write_months(sheet, chart.slots, left, formats)
    write_weeks(sheet, chart.slots, left, formats)
    write_days(sheet, chart.slots, left, chart.today_slot, formats)


def _width(chart: Gantt) -> float:
    return _DAY_WIDTH if chart.grain is Grain.DAY else _WEEK_WIDTH


class _Left:
    """The formats of the columns on the left, for headings or for tasks."""

    def __init__(self, formats: Formats, code: dict[str, Any], shared: dict[str, Any]) -> None:
        centred = {**shared, "align": "center"}
        self.code = formats(**{**shared, **code})
        self.text = formats(**shared)
        self.day = formats(**centred, num_format=SHORT_DAY)
        self.late = formats(**{**centred, "font_color": LATE_INK, "bold": True}, num_format=_LATE_FORMAT)


class _Drawing:
    """The rows of one plan."""

    def __init__(self, sheet: Worksheet, chart: Gantt, formats: Formats, looks: ChartLooks) -> None:
        self._sheet, self._chart, self._looks = sheet, chart, looks
        head = {"bold": True, "bg_color": HEADING_FILL, "top": 1, "top_color": PALE_INK}
        self._tasks = _Left(
            formats, {"font_color": PALE_INK}, {"font_size": 9, "bottom": 4, "bottom_color": LINE}
        )
        self._label = formats(font_size=9, bottom=4, bottom_color=LINE, shrink=True)
        self._headings = [_Left(formats, {"font_color": WHITE, "bg_color": hue}, head) for hue in HUES]

    def write_project(self, row: int, project: GanttProject) -> None:
        """The heading of a project and its tasks, from a row on."""
        self._sheet.set_row(row, _HEADING_HEIGHT)
        self._write_left(row, project.heading, self._headings[project.hue % len(HUES)])
        self._write_bars(row, project.heading, project)
        for below, task in enumerate(project.tasks, row + 1):
            self._sheet.set_row(below, _TASK_HEIGHT, None, {"level": 1})
            self._write_left(below, task, self._tasks)
            self._write_bars(below, task, project)

    def _write_left(self, row: int, shown: GanttRow, looks: _Left) -> None:
        self._sheet.write_string(row, 0, shown.project, looks.code)
        texts = (shown.task, shown.label, shown.technician, shown.room, shown.state)
        for column, text in enumerate(texts, 1):
            is_label = shown.task and column == _LABEL_COLUMN
            self._write_or_blank(row, column, text, self._label if is_label else looks.text)
        for column, day in enumerate((shown.start, shown.end), len(texts) + 1):
            self._write_or_blank(row, column, day, looks.day)
        if shown.late_days is None:
            self._sheet.write_blank(row, len(_LEFT) - 1, None, looks.late)
        else:
            self._sheet.write_number(row, len(_LEFT) - 1, shown.late_days, looks.late)

    def _write_or_blank(self, row: int, column: int, value: str | date | None, look: Format) -> None:
        if isinstance(value, date):
            self._sheet.write_datetime(row, column, instant(value), look)
        elif value:
            self._sheet.write_string(row, column, value, look)
        else:
            self._sheet.write_blank(row, column, None, look)

    def _write_bars(self, row: int, shown: GanttRow, project: GanttProject) -> None:
        """The promised delivery is an edge down all the rows of its project; a mark stands on the bar, if any."""
        hue, promised = hue_of(project.hue), project.heading.mark
        bars = {place: bar.look for bar in shown.bars for place in range(bar.first, bar.last + 1)}
        texts = {**_strokes(bars), **self._texts(shown)}
        for place in {*bars, *texts, *(() if promised is None else (promised,))}:
            look = bars.get(place)
            column = len(_LEFT) + place
            if place in texts:
                text, more = texts[place]
                self._sheet.write_string(
                    row, column, text, self._looks.written(look, hue, place, promised, more)
                )
            else:
                self._sheet.write_blank(row, column, None, self._looks.cell(look, hue, place, promised))

    def _texts(self, shown: GanttRow) -> dict[int, tuple[str, dict[str, Any]]]:
        """What is written among the bars, by column: the mark, then who, where and how late after the last cell."""
        texts: dict[int, tuple[str, dict[str, Any]]] = {}
        ends = [bar.last for bar in shown.bars]
        if shown.mark is not None:
            is_on_bar = any(bar.first <= shown.mark <= bar.last for bar in shown.bars)
            ink = WHITE if is_on_bar else INK if shown.late_days is None else LATE_INK
            mark = _MILESTONE if shown.task else _DELIVERY
            texts[shown.mark] = mark, {"align": "center", "font_size": 9, "font_color": ink}
            ends.append(shown.mark)
        note = _note(shown)
        if ends and note:
            place = self._free_place(max(ends) + 1, len(note))
            if (len(self._chart.slots) - place) * _width(self._chart) >= len(note):
                texts[place] = note, _NOTE if shown.late_days is None else _LATE_NOTE
        return texts

    def _free_place(self, place: int, letters: int) -> int:
        """A column, or the one after today's when a note from there would cross today's lines."""
        columns = math.ceil(letters * _NOTE_LETTER / _width(self._chart))
        today = self._chart.today_slot
        return today + 1 if today is not None and place <= today < place + columns else place


def _strokes(bars: Mapping[int, Look]) -> dict[int, tuple[str, dict[str, Any]]]:
    """What is written in the cells of a hatched bar."""
    return {place: STROKES[look] for place, look in bars.items() if look in STROKES}


def _note(shown: GanttRow) -> str:
    late = "" if shown.late_days is None else f"+{shown.late_days.normalize():f} j".replace(".", ",")
    return " · ".join(part for part in (late, shown.technician, shown.room) if part)
