"""The plan drawn in a copy: its tasks, their bars, and beside them what was promised, planned and done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from postprod_xl.documents.charts.gantt import GanttGroup, Grain
from postprod_xl.documents.papers.plan_looks import HUES, TODAY_INK, PlanColumns, fill_of
from postprod_xl.documents.sharing.chart_words import CHART_WORDS, ChartWords
from postprod_xl.documents.sharing.gantt import SharedGantt
from postprod_xl.schema.drawn_tabs import GANTT
from postprod_xl.schema.languages import Language
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.workbook.draw.charts.chart_looks import ChartLooks
from postprod_xl.workbook.draw.charts.chart_tab import (
    ACTUAL_MARK,
    DELIVERY_MARK,
    KEPT_MARK,
    MILESTONE_MARK,
    PROMISED_MARK,
    WEEK_WIDTH,
    ChartRows,
    ChartView,
)
from postprod_xl.workbook.draw.left_columns import LeftColumns, LeftFormats
from postprod_xl.workbook.draw.page import (
    DAY_OF_MONTH,
    FIRST_ROW,
    HEADER_ROW,
    HOLIDAY_MARK,
    LEGEND_ROW,
    LINES_ROW,
    LINK_ROW,
    MONTH,
    MONTHS_ROW,
    SHORT_MONTH,
    write_days,
    write_headings,
    write_months,
    write_weeks,
)
from postprod_xl.workbook.make.table_tab import A3, A4
from postprod_xl.workbook.style import INK, PALE_INK, Formats

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS: Mapping[str, float] = {
    "label": 36.0,
    "assigned_technician": 18.0,
    "assigned_room": 20.0,
    "state": 10.0,
    "promise_gap_days": 9.0,
}
_DAY_COLUMN = 10.0
_DAY_WIDTH = 2.4
_WIDEST_WEEK, _LEAST_CHART = 7.0, 80.0
_LEGIBLE_ON_A4 = 220.0
"""Characters across a landscape page, as those of the tables."""
_HOLIDAY_INK = "#B9BEC5"
_NO_ROOM = 3.0
_SQUARE = "■"
_LEFT_FORMATS: Mapping[Language, LeftFormats] = {
    Language.FRENCH: LeftFormats(),
    Language.ENGLISH: LeftFormats("[$-809]d mmm yy", '[Red]"+"0" d";"−"0" d";0" d"'),
}
_MONTH_FORMATS: Mapping[Language, tuple[str, str]] = {
    Language.FRENCH: (MONTH, SHORT_MONTH),
    Language.ENGLISH: ("[$-809]mmmm yyyy", "[$-809]mmm"),
}


def draw_shared_gantt(
    sheet: Worksheet, gantt: SharedGantt, head: tuple[str, str], language: Language, formats: Formats
) -> None:
    """Draw the plan of a copy on an empty tab: filled cells and marks, no shape, no link, no formula.

    Parameters
    ----------
    sheet
        The tab.
    gantt
        The plan.
    head
        The title and the line under it, as every tab of the copy has them.
    language
        That of the copy.
    formats
        The formats of the workbook.
    """
    words = CHART_WORDS[language]
    view = _view(gantt)
    _write_head(sheet, gantt, head, words, formats)
    _set_up(sheet, gantt, view)
    write_headings(sheet, [language.heading(BY_NAME["Planning"], name) for name in gantt.columns], formats)
    if not gantt.chart.groups:
        return
    looks = ChartLooks(gantt.chart, formats)
    _write_time(sheet, gantt, (looks, view), language, formats)
    left = LeftColumns(sheet, gantt.columns, formats, _LEFT_FORMATS[language])
    rows = ChartRows(gantt.chart, left, (looks, view))
    row = FIRST_ROW
    for group in gantt.chart.groups:
        rows.write_group(row, _told(group, language))
        row += 1 + len(group.tasks)


def _view(gantt: SharedGantt) -> ChartView:
    """Few weeks have wider columns, so that their marks stand apart."""
    week = max(WEEK_WIDTH, min(_WIDEST_WEEK, _LEAST_CHART / len(gantt.chart.slots)))
    return ChartView(PlanColumns(GANTT, gantt.columns), (), _DAY_WIDTH, week)


def _told(group: GanttGroup, language: Language) -> GanttGroup:
    """The group in words: the episode by its number, the states in the language of the copy."""
    heading, state = group.heading, BY_NAME["Planning"].by_name["state"]
    number = f"{CHART_WORDS[language].episode} {heading.episode}" if heading.episode else ""
    label = " — ".join(part for part in (number, heading.label) if part)
    tasks = tuple(replace(task, state=language.shown(state, task.state)) for task in group.tasks)
    return replace(group, heading=replace(heading, label=label), tasks=tasks)


def _write_head(
    sheet: Worksheet, gantt: SharedGantt, head: tuple[str, str], words: ChartWords, formats: Formats
) -> None:
    title, line = head
    told = [words.grains[gantt.chart.grain]] if gantt.tasks else [words.empty]
    sheet.write_string(0, 0, title, formats(bold=True, font_size=16))
    sheet.write_string(LINES_ROW, 0, line, formats(font_color=PALE_INK))
    sheet.write_string(
        LINK_ROW,
        0,
        " ".join([*told, words.undated_line(gantt.undated)]).strip(),
        formats(font_color=PALE_INK),
    )
    fragments = [part for name, ink in _legend(gantt, words) for part in _entry(name, ink, formats)]
    if fragments:
        sheet.write_rich_string(LEGEND_ROW, 0, *fragments)


def _entry(text: str, ink: str, formats: Formats) -> Iterator[Any]:
    """A mark in its colour, then what it means."""
    mark, _, name = text.partition(" ")
    yield formats(font_size=11, font_color=ink, bold=True)
    yield mark
    yield formats(font_size=9, font_color=INK)
    yield f" {name}     "


def _legend(gantt: SharedGantt, words: ChartWords) -> Iterator[tuple[str, str]]:
    """What is drawn, and nothing else: mark and name, colour of the mark."""
    for look in gantt.looks:
        yield f"{_SQUARE} {words.look(look, gantt.columns)}", fill_of(look, HUES[0])
    is_by_day = gantt.chart.grain is Grain.DAY
    for is_drawn, mark, name, ink in (
        (gantt.has_promised, PROMISED_MARK, words.promised, INK),
        (gantt.has_actual, ACTUAL_MARK, words.actual, INK),
        (gantt.has_kept, KEPT_MARK, words.kept[gantt.chart.grain], INK),
        (gantt.has_milestone, MILESTONE_MARK, words.milestone, INK),
        (gantt.has_delivery, DELIVERY_MARK, words.delivery, INK),
        (gantt.chart.today_slot is not None, "│", words.today, TODAY_INK),
        (gantt.has_holiday, _SQUARE if is_by_day else HOLIDAY_MARK, words.holiday, _HOLIDAY_INK),
    ):
        if is_drawn:
            yield f"{mark} {name}", ink


def _set_up(sheet: Worksheet, gantt: SharedGantt, view: ChartView) -> None:
    """The columns and the page: one page wide, its heading and its legend on each."""
    across = 0.0
    for column, name in enumerate(gantt.columns):
        width = _WIDTHS.get(name, _DAY_COLUMN)
        across += width
        sheet.set_column(column, column, width)
    across += view.width(gantt.chart.grain) * len(gantt.chart.slots)
    sheet.set_row(0, 27)
    sheet.set_row(LEGEND_ROW, 17)
    sheet.set_landscape()
    sheet.set_paper(A4 if across <= _LEGIBLE_ON_A4 else A3)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(LEGEND_ROW, HEADER_ROW)
    sheet.hide_gridlines(2)
    sheet.outline_settings(True, False, True, False)
    sheet.freeze_panes(FIRST_ROW, 1)
    sheet.set_zoom(85)
    if not gantt.chart.groups:
        for row in (LEGEND_ROW, MONTHS_ROW, MONTHS_ROW + 1):
            sheet.set_row(row, _NO_ROOM)


def _write_time(
    sheet: Worksheet,
    gantt: SharedGantt,
    shown: tuple[ChartLooks, ChartView],
    language: Language,
    formats: Formats,
) -> None:
    """The columns of time, each in the look of its ground: cells are written for what is drawn."""
    chart, left, bare = gantt.chart, len(gantt.columns), formats()
    looks, view = shown
    for place in range(len(chart.slots)):
        sheet.set_column(left + place, left + place, view.width(chart.grain), looks.ground(place))
        for row in range(MONTHS_ROW):
            sheet.write_blank(row, left + place, None, bare)
    write_months(sheet, chart.slots, left, formats, shown=_MONTH_FORMATS[language])
    write_weeks(sheet, chart.slots, left, formats, letter=CHART_WORDS[language].week)
    write_days(sheet, chart.slots, left, chart.today_slot, formats, shown=DAY_OF_MONTH)
