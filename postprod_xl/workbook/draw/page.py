"""What the drawn tabs have in common: their head, their page, the columns of time above a chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from postprod_xl.documents.papers.plan_looks import HOLIDAY, OFF_FILL, TODAY_INK
from postprod_xl.schema.drawn_tabs import (
    CASH_CURVE,
    GANTT,
    LIST,
    LOAD,
    PEOPLE_BOARD,
    PROGRESS,
    QUOTES,
    ROOMS_BOARD,
    SERVICE,
    TECHNIQUE_SHEETS,
    WEEKS,
    DrawnTab,
)
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.workbook.draw.footer import set_footer
from postprod_xl.workbook.make.table_tab import A3, A4, HOME, set_up_page, write_link
from postprod_xl.workbook.style import HEADER_COMPUTED, INK, LINE, PALE_INK, Formats, family_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from postprod_xl.documents.charts.gantt import Slot

# Rows from 0: title, what is shown, the way home and the buttons, the legend, then the months, the weeks and the
# headings, which are repeated on every page with the legend.
LINES_ROW, LINK_ROW, LEGEND_ROW, MONTHS_ROW, WEEKS_ROW, HEADER_ROW = 1, 2, 3, 4, 5, 6
FIRST_ROW = HEADER_ROW + 1
HEADING_FILL = "#E9EDF1"
# In French whatever the language of the application that shows it.
MONTH, SHORT_DAY, DAY_OF_MONTH, WEEKDAY = "[$-40C]mmmm yyyy", "dd/mm/yy", "d", "[$-40C]ddd d"
HOLIDAY_MARK = "•"
SHORT_MONTH = "[$-40C]mmm"
_SLOTS_FOR_A_MONTH = 3
_FROZEN_COLUMNS = 3
_NO_TIME = 3.0
TECHNIQUE_SCALE = 70
_PORTRAIT_SCALES = {PROGRESS: 88, CASH_CURVE: 88, QUOTES: 68, TECHNIQUE_SHEETS: TECHNIQUE_SCALE}
"""Excel passes over the page breaks of a sheet that it fits to a width: these have breaks."""
_PAPERS = {
    QUOTES: A4,
    LIST: A4,
    SERVICE: A4,
    GANTT: A3,
    WEEKS: A4,
    PEOPLE_BOARD: A4,
    ROOMS_BOARD: A4,
    LOAD: A4,
    PROGRESS: A4,
    CASH_CURVE: A4,
    TECHNIQUE_SHEETS: A4,
}
# How the legend tells the mark of `write_days`.
HOLIDAY_WEEK = f"{HOLIDAY_MARK} {HOLIDAY}", {"font_color": INK}
# Of the columns left of the chart, in characters.
LEFT_WIDTHS = {
    QUOTES: (14.0, 62.0, 10.0, 13.0, 16.0, 9.0, 16.0),
    LIST: (12.0, 26.0, 34.0, 8.0, 12.0, 10.0, 11.0, 10.0, 10.0, 9.0, 66.0),
    SERVICE: (20.0, 17.0, 12.0, 36.0, 22.0, *(20.0,) * 5),
    GANTT: (10.0, 22.0, 34.0, 8.0, 12.0, 9.0, 9.5, 9.5, 9.5, 10.0),
    WEEKS: (10.0, 22.0, 30.0, 8.0, 12.0, 9.0, 10.0, 9.5, 10.0),
    PEOPLE_BOARD: (12.0, 22.0, 30.0, 10.0, 9.0, 10.0, 9.5, 9.5),
    ROOMS_BOARD: (12.0, 22.0, 30.0, 10.0, 12.0, 10.0, 9.5, 9.5),
    LOAD: (11.0, 12.0, 26.0, 24.0, 13.0),
    PROGRESS: (12.0, 34.0, 11.0, 10.5, 10.5, 10.5, 10.5, 10.5),
    CASH_CURVE: (12.0, 19.0, 19.0, 19.0, 19.0, 22.0),
    TECHNIQUE_SHEETS: (13.5, 11.5, 15.0, 33.0, 23.0, 24.0, 22.0),
}


def set_up(sheet: Worksheet, tab: DrawnTab) -> None:
    """What stays from one drawing to the next: the columns on the left, the page, the panes, the tab's colour."""
    for column, width in enumerate(LEFT_WIDTHS[tab]):
        sheet.set_column(column, column, width)
    set_up_page(sheet, BY_NAME[tab.beside])
    sheet.set_paper(_PAPERS[tab])
    if tab in _PORTRAIT_SCALES:
        sheet.set_portrait()
        sheet.set_print_scale(_PORTRAIT_SCALES[tab])
    else:
        sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(LEGEND_ROW, HEADER_ROW)
    sheet.hide_gridlines(2)
    sheet.outline_settings(True, False, True, False)
    sheet.freeze_panes(FIRST_ROW, _FROZEN_COLUMNS)
    sheet.set_zoom(85)


def set_dated_footer(sheet: Worksheet, day: date) -> None:
    """The foot of a page to be printed at once, its day in French whatever the language of the machine."""
    set_footer(sheet, f"&L&8&F&C&8&A — page &P/&N&R&8Situation au {day:%d/%m/%Y}")


def write_head(sheet: Worksheet, tab: DrawnTab, lines: Sequence[str], formats: Formats) -> None:
    """The title, what is shown, the way home."""
    colour = family_of(BY_NAME[tab.beside]).colour
    sheet.set_row(0, 27)
    sheet.set_row(LINK_ROW, 24)
    sheet.write_string(0, 0, tab.title, formats(bold=True, font_size=18, font_color=colour))
    sheet.write_string(LINES_ROW, 0, " ".join(lines), formats(font_color=PALE_INK))
    write_link(sheet, (LINK_ROW, 0), HOME, formats, f"← {HOME}")


def write_waiting(sheet: Worksheet, tab: DrawnTab, formats: Formats) -> None:
    """A tab not drawn yet, which says how to have it drawn."""
    write_head(sheet, tab, [tab.help], formats)
    sheet.write_string(FIRST_ROW, 0, tab.waiting, formats(italic=True, font_color=PALE_INK))


def without_time(sheet: Worksheet) -> None:
    """Leave next to nothing of the rows above the headings where no column stands for time."""
    for row in range(LEGEND_ROW, HEADER_ROW):
        sheet.set_row(row, _NO_TIME)


def write_legend(sheet: Worksheet, entries: Sequence[tuple[str, dict[str, Any]]], formats: Formats) -> None:
    """One filled cell an entry, side by side from the first column on: its text in its look."""
    for column, (text, look) in enumerate(entries):
        sheet.write_string(
            LEGEND_ROW, column, text, formats(**{"align": "center", "font_size": 9, "shrink": True, **look})
        )
    sheet.set_row(LEGEND_ROW, 17)


def write_headings(sheet: Worksheet, headings: Sequence[str], formats: Formats) -> None:
    """The headings of the columns on the left."""
    look = formats(bold=True, font_color="#FFFFFF", bg_color=HEADER_COMPUTED, text_wrap=True, align="center")
    for column, heading in enumerate(headings):
        sheet.write_string(HEADER_ROW, column, heading, look)
    sheet.set_row(HEADER_ROW, 30)


def write_months(
    sheet: Worksheet,
    slots: Sequence[Slot],
    left: int,
    formats: Formats,
    *,
    shown: tuple[str, str] = (MONTH, SHORT_MONTH),
) -> None:
    """A band a month, a real date in each; `shown` are its number formats, the second where there is little room."""
    look = {"bold": True, "align": "center", "bg_color": HEADING_FILL, "border": 1, "border_color": "#FFFFFF"}

    def band(first: int, last: int) -> None:
        number_format = shown[0] if last - first >= _SLOTS_FOR_A_MONTH else shown[1]
        month = slots[first].first.replace(day=1)
        at = (MONTHS_ROW, left + first, left + last)
        _merge(sheet, at, instant(month), formats(**look, num_format=number_format))

    _bands(slots, lambda day: (day.year, day.month), band)


def write_weeks(
    sheet: Worksheet, slots: Sequence[Slot], left: int, formats: Formats, *, letter: str = "S"
) -> None:
    """A band a week, called by its ISO number after a letter."""
    look = formats(font_size=8, font_color=PALE_INK, align="center", bottom=1, left=1, border_color=LINE)

    def band(first: int, last: int) -> None:
        text = f"{letter}{slots[first].first.isocalendar().week}"
        _merge(sheet, (WEEKS_ROW, left + first, left + last), text, look)

    _bands(slots, lambda day: day.isocalendar()[:2], band)


def write_days(
    sheet: Worksheet,
    slots: Sequence[Slot],
    left: int,
    today_slot: int | None,
    formats: Formats,
    *,
    shown: str = DAY_OF_MONTH,
) -> None:
    """The first day of every column, a real date; today's is red, a day off grey, a week with a holiday marked.

    `shown` is the number format of a day: the weekday too where the columns are wide.
    """
    for place, slot in enumerate(slots):
        fill, ink = (OFF_FILL, PALE_INK) if slot.is_off else ("#FFFFFF", INK)
        if place == today_slot:
            fill, ink = TODAY_INK, "#FFFFFF"
        look = formats(
            font_size=8,
            align="center",
            num_format=f'{shown}"{HOLIDAY_MARK}"' if slot.has_holiday and not slot.is_off else shown,
            bg_color=fill,
            font_color=ink,
            bottom=1,
            bottom_color=LINE,
        )
        sheet.write_datetime(HEADER_ROW, left + place, instant(slot.first), look)


def instant(day: date) -> datetime:
    """A day as XlsxWriter takes it."""
    return datetime(day.year, day.month, day.day)


def _bands(
    slots: Sequence[Slot], key: Callable[[date], tuple[int, ...]], write: Callable[[int, int], None]
) -> None:
    """Call `write` with the first and the last column of each run of columns of one month or week."""
    for _, run in groupby(range(len(slots)), key=lambda place: key(slots[place].first)):
        places = list(run)
        write(places[0], places[-1])


def _merge(sheet: Worksheet, at: tuple[int, int, int], value: Any, look: Any) -> None:
    row, first, last = at
    if last > first:
        sheet.merge_range(row, first, row, last, "", look)
    if isinstance(value, datetime):
        sheet.write_datetime(row, first, value, look)
    else:
        sheet.write_string(row, first, value, look)
