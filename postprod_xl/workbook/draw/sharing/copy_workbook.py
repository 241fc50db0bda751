"""A copy of one project or of one rights holder, values only, in a workbook of its own.

What may be answered is white, the rest is locked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from postprod_xl.documents.sharing.chart_words import CHART_WORDS
from postprod_xl.documents.sharing.copy import SharedColumn, SharedCopy, SharedTable
from postprod_xl.documents.sharing.gantt import SharedGantt
from postprod_xl.documents.sharing.numbers import share_heading
from postprod_xl.documents.sharing.printed import written_day
from postprod_xl.documents.sharing.words import HELP, SITUATION, identifier_heading, in_language
from postprod_xl.schema.kinds import Kind, cell_value, is_empty
from postprod_xl.schema.languages import Language
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.workbook.draw.footer import set_footer
from postprod_xl.workbook.draw.printed_page import HIGHEST_ROW, LINE_HEIGHT, line_count
from postprod_xl.workbook.draw.sharing.answers import answer_validation
from postprod_xl.workbook.draw.sharing.gantt import draw_shared_gantt
from postprod_xl.workbook.make.table_tab import HEADER_HEIGHT, write_value
from postprod_xl.workbook.style import (
    FILL_COMPUTED,
    HEADER_COMPUTED,
    HEADER_TYPED,
    LINE,
    NUMBER_FORMATS,
    PALE_INK,
    Formats,
    cell_look,
    leave_as_computed,
    width,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEADER_ROW = 3
_WHITE = "#FFFFFF"
_ENGLISH_DAY = "[$-809]d mmm yyyy"
"""A day that an American reads as a British does."""
_A3, _A4 = 8, 9
_WIDE, _HEADING_WIDTH = 170.0, 110.0
"""Characters across from which a tab is printed on A3, and those that the lines above a table may take."""
_LEFT_TO_THE_RECEIVER = {
    "autofilter": True,
    "sort": True,
    "format_columns": True,
    "format_rows": True,
}
"""What the receiver may do in a locked tab besides answering."""


def copy_workbook(copy: SharedCopy) -> bytes:
    """Draw a copy: one tab a shared table, values only, no formula, no link, no hidden sheet.

    Its tabs are locked without a password: a person who wants to write elsewhere can, and the merge says so.
    """
    stream = BytesIO()
    with Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties(
            {"title": copy.title, "created": datetime(copy.day.year, copy.day.month, copy.day.day)}
        )
        leave_as_computed(book)
        formats = Formats(book)
        for shared in copy.tables:
            _Tab(book.add_worksheet(shared.title), shared, copy, formats).write()
            if shared.table is PLANNING and copy.gantt is not None and copy.gantt.tasks:
                _draw_plan(book, copy, copy.gantt, formats)
    return stream.getvalue()


def _draw_plan(book: Workbook, copy: SharedCopy, gantt: SharedGantt, formats: Formats) -> None:
    title = CHART_WORDS[copy.language].title
    sheet = book.add_worksheet(title)
    draw_shared_gantt(sheet, gantt, (f"{copy.title} — {title}", _told(copy)), copy.language, formats)
    _set_footer(sheet, copy)


def _told(copy: SharedCopy, about: str = "") -> str:
    """The line under the title of each tab: of whom and of what the copy is, and the number of the share."""
    number = share_heading(copy.number, copy.day, copy.language) if copy.number else ""
    return " · ".join(filter(None, (copy.house, *copy.lines, about, number)))


def _set_footer(sheet: Worksheet, copy: SharedCopy) -> None:
    texts = {
        "title": copy.title,
        "day": f"{in_language(SITUATION, copy.language)} {written_day(copy.day, copy.language)}",
    }
    set_footer(sheet, "&L{title} — {day}&R&P/&N", texts)


@dataclass(frozen=True)
class _Tab:
    sheet: Worksheet
    shared: SharedTable
    copy: SharedCopy
    formats: Formats

    def write(self) -> None:
        shared, sheet = self.shared, self.sheet
        self._write_heading()
        columns = shared.columns
        cells = [[*self._cells(each)] for each in columns]
        widths = [*self._widths(cells)]
        for at, each in enumerate(columns):
            self._write_column(at, each, cells[at])
            sheet.set_column(at, at, widths[at])
        if self._has_identifiers:
            self._write_identifiers(len(columns))
        self._set_heights(widths, cells)
        self._write_totals(self._last_row + 2)
        self._set_up_page(widths)

    @property
    def _last_row(self) -> int:
        return HEADER_ROW + len(self.shared) + self.shared.spare_rows

    @property
    def _has_identifiers(self) -> bool:
        return self.shared.is_answered or any(self.shared.identifiers)

    def _write_heading(self) -> None:
        """The title; what the copy is of and the number of the share; how to answer."""
        copy, shared, sheet = self.copy, self.shared, self.sheet
        sheet.write_string(0, 0, f"{copy.title} — {shared.title}", self.formats(bold=True, font_size=16))
        sheet.write_string(1, 0, _told(copy, shared.about), self.formats(font_color=PALE_INK))
        if shared.is_answered:
            help_text = in_language(HELP, copy.language)
            sheet.write_string(2, 0, help_text, self.formats(italic=True))

    def _cells(self, each: SharedColumn) -> Iterator[Any]:
        """What the cells of a column hold."""
        column = each.column
        for value in each.values:
            shown = self.copy.language.shown(column, cell_value(column.kind, value))
            yield None if is_empty(shown) else shown

    def _widths(self, cells: Sequence[Sequence[Any]]) -> Iterator[float]:
        for each, held in zip(self.shared.columns, cells, strict=True):
            texts = ["" if value is None else str(value) for value in held]
            yield width(self.shared.table, replace(each.column, heading=each.heading), texts)

    def _write_column(self, at: int, each: SharedColumn, cells: Sequence[Any]) -> None:
        sheet, first = self.sheet, HEADER_ROW + 1
        fill = HEADER_TYPED if each.is_answered else HEADER_COMPUTED
        sheet.write_string(HEADER_ROW, at, each.heading, self.formats.heading(fill))
        look = {**cell_look(self.shared.table, each.column), "text_wrap": True}
        if each.column.kind is Kind.DAY and self.copy.language is Language.ENGLISH:
            look["num_format"] = _ENGLISH_DAY
        name_look = {} if each.is_declared else {"font_color": PALE_INK}
        read = self.formats(**{**look, "bg_color": FILL_COMPUTED, **name_look})
        answered = self.formats(**{**look, "bg_color": _WHITE, "locked": False})
        for row, (value, closed) in enumerate(zip(cells, self.shared.closed, strict=True), first):
            is_open = each.is_answered and each.column.name not in closed
            write_value(sheet, (row, at), value, answered if is_open else read)
        for row in range(first + len(self.shared), self._last_row + 1):
            write_value(sheet, (row, at), None, answered if each.is_answered else read)
        if each.is_answered and self._last_row >= first:
            rule = answer_validation(each.column, (first, at), self.copy.language)
            sheet.data_validation(first, at, self._last_row, at, rule)

    def _write_identifiers(self, at: int) -> None:
        look = {"font_color": PALE_INK, "font_size": 8, "bg_color": FILL_COMPUTED}
        pale = self.formats(**look, border=1, border_color=LINE, align="left")
        heading = identifier_heading(self.copy.language)
        self.sheet.write_string(HEADER_ROW, at, heading, self.formats.heading(HEADER_COMPUTED))
        identifiers = [*self.shared.identifiers, *[""] * self.shared.spare_rows]
        for row, text in enumerate(identifiers, HEADER_ROW + 1):
            write_value(self.sheet, (row, at), text or None, pale)
        self.sheet.set_column(at, at, max((len(text) for text in identifiers), default=0) * 0.8 + 6)

    def _set_heights(self, widths: Sequence[float], cells: Sequence[Sequence[Any]]) -> None:
        """Make the rows as high as their wrapped texts: LibreOffice does not, and cuts the letters."""
        self.sheet.set_row(HEADER_ROW, HEADER_HEIGHT)
        for at, row in enumerate(zip(*cells, strict=True), HEADER_ROW + 1):
            texts = [(value, room) for value, room in zip(row, widths, strict=True) if isinstance(value, str)]
            lines = max((line_count(text, room) for text, room in texts), default=1)
            if lines > 1:
                self.sheet.set_row(at, min(HIGHEST_ROW, LINE_HEIGHT * lines))

    def _write_totals(self, row: int) -> None:
        """What the rows come to, under their amounts: the name, the rate of a share beside it."""
        if not self.shared.totals:
            return
        names = [each.column.name for each in self.shared.columns]
        right = names.index("amount_cents")
        for at, total in enumerate(self.shared.totals, row):
            look = {"bold": total.rate is None, "top": 1, "top_color": LINE}
            self.sheet.write_string(at, right - 2, total.label, self.formats(**look, align="right"))
            rate = self.formats(**look, num_format="0.0## %")
            if total.rate is None:
                self.sheet.write_blank(at, right - 1, None, rate)
            else:
                self.sheet.write_number(at, right - 1, float(total.rate), rate)
            amount = self.formats(**look, num_format=NUMBER_FORMATS[Kind.EURO])
            self.sheet.write_number(at, right, cell_value(Kind.EURO, total.cents), amount)

    def _set_up_page(self, widths: Sequence[float]) -> None:
        sheet, copy = self.sheet, self.copy
        last_column = len(self.shared.columns) - (not self._has_identifiers)
        sheet.protect("", _LEFT_TO_THE_RECEIVER)
        if self._last_row > HEADER_ROW:
            sheet.autofilter(HEADER_ROW, 0, self._last_row, last_column)
        sheet.freeze_panes(HEADER_ROW + 1, 0)
        sheet.set_landscape()
        sheet.set_paper(_A4 if sum(widths) < _WIDE else _A3)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW)
        if self._has_identifiers and sum(widths) >= _HEADING_WIDTH:
            # What identifies a row is for the program: it is kept, and not printed.
            last_printed = self._last_row + 2 + len(self.shared.totals)
            sheet.print_area(0, 0, last_printed, last_column - 1)
        _set_footer(sheet, copy)
