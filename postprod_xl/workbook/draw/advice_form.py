"""A technical advice to fill in: one tab, one row a quote line, what the technician answers unlocked and checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from xlsxwriter import Workbook

from postprod_xl.documents.advice_form import ANSWER_COLUMNS, AdviceForm, AskedLine
from postprod_xl.engines.ooxml.addresses import column_letters
from postprod_xl.schema.kinds import Kind, cell_value
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.quotes import QUOTE
from postprod_xl.workbook.draw.footer import set_footer
from postprod_xl.workbook.draw.printed_page import HIGHEST_ROW, LINE_HEIGHT, line_count
from postprod_xl.workbook.make.table_tab import HEADER_HEIGHT, TABLE_STYLE, write_value
from postprod_xl.workbook.make.validations import validation
from postprod_xl.workbook.style import (
    FILL_COMPLETED,
    HEADER_COMPLETED,
    HEADER_COMPUTED,
    HEADER_TYPED,
    LINE,
    PALE_INK,
    Formats,
    leave_as_computed,
    number_format,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TAB, TABLE = QUOTE.heading("technical_advice"), "AvisTechnique"
FORM_HEADING, FINGERPRINT_HEADING = "Formulaire", "Empreinte"
_HELP = "Remplissez les colonnes teintées, puis renvoyez ce classeur tel quel ; ce que vous ne savez pas reste vide."
_LABEL_AT = 1
_LEAST_LINES = 3


class _Shown(NamedTuple):
    """A column that is only read: its heading, its width in characters, and what it holds of a line."""

    heading: str
    width: float
    pale: bool = False


_ASKED = (
    _Shown(QUOTE.heading("line"), 15),
    _Shown(QUOTE.heading("item"), 8),
    _Shown(QUOTE.heading("label"), 28),
    _Shown(QUOTE.heading("quantity"), 9),
    _Shown(QUOTE.heading("unit"), 8),
    _Shown("Jours vendus", 8),
    _Shown(BY_NAME["Tarifs"].heading("room_type"), 16),
)
_IDENTIFIERS = (
    _Shown(QUOTE.heading("project"), 9, pale=True),
    _Shown(QUOTE.heading("version"), 8, pale=True),
    _Shown(FORM_HEADING, 16, pale=True),
    _Shown(FINGERPRINT_HEADING, 13, pale=True),
)
_ANSWER_WIDTHS = {
    "feasibility": 13.0,
    "needed_days": 9.5,
    "technical_advice": 34.0,
    "approved_by": 16.0,
    "approved_day": 11.0,
}
_UNLOCKED = {"format_columns": True, "format_rows": True}


def advice_workbook(form: AdviceForm) -> bytes:
    """Draw a form: values only, no formula; what is asked is locked, without a password, what is answered is not."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        made = datetime(form.day.year, form.day.month, form.day.day)
        book.set_properties({"title": f"{TAB} — {form.title or form.project}", "created": made})
        leave_as_computed(book)
        formats = Formats(book)
        sheet = book.add_worksheet(TAB)
        header = _write_heading(sheet, form, formats)
        _write_lines(sheet, form, formats, header)
        _set_up_page(sheet, form, header)
    return stream.getvalue()


def _write_heading(sheet: Worksheet, form: AdviceForm, formats: Formats) -> int:
    """The title, what there is to know, and how to answer; gives the row of the table's header."""
    title = f"{TAB} — {form.title or form.project}"
    sheet.write_string(0, 0, title, formats(bold=True, font_size=16))
    sheet.set_row(0, 24)
    asked = f"Demandé à {form.name or form.technician} le {form.day:%d/%m/%Y}, pour la version {form.version} du devis"
    sheet.write_string(1, 0, f"{asked} de {form.project}", formats(font_color=PALE_INK))
    row = 3
    for label, text in form.facts:
        sheet.write_string(row, 0, label, formats(bold=True))
        sheet.write_string(row, _LABEL_AT, text, formats())
        row += 1
    sheet.write_string(row + 1, 0, _HELP, formats(italic=True))
    return row + 3


def _write_lines(sheet: Worksheet, form: AdviceForm, formats: Formats, header: int) -> None:
    answers = [QUOTE.by_name[name] for name in ANSWER_COLUMNS]
    headings = [
        *((shown.heading, HEADER_COMPUTED if shown.pale else HEADER_TYPED, shown.width) for shown in _ASKED),
        *((column.heading, HEADER_COMPLETED, _ANSWER_WIDTHS[column.name]) for column in answers),
        *((shown.heading, HEADER_COMPUTED, shown.width) for shown in _IDENTIFIERS),
    ]
    last = header + len(form.lines)
    sheet.add_table(
        header,
        0,
        last,
        len(headings) - 1,
        {
            "name": TABLE,
            "style": TABLE_STYLE,
            "autofilter": False,
            "banded_rows": False,
            "columns": [
                {"header": heading, "header_format": formats.heading(fill)} for heading, fill, _ in headings
            ],
        },
    )
    sheet.set_row(header, HEADER_HEIGHT)
    for at, (_, _, width) in enumerate(headings):
        sheet.set_column(at, at, width)
    for row, line in enumerate(form.lines, header + 1):
        _write_line(sheet, row, (form, line), formats)
    for at, column in enumerate(answers, len(_ASKED)):
        cell = f"{column_letters(at + 1)}{header + 2}"
        sheet.data_validation(header + 1, at, last, at, validation(column, cell))


def _write_line(sheet: Worksheet, row: int, asked: tuple[AdviceForm, AskedLine], formats: Formats) -> None:
    form, line = asked
    read = formats(border=1, border_color=LINE, text_wrap=True, align="left")
    pale = formats(border=1, border_color=LINE, font_color=PALE_INK, font_size=8, align="left")
    days = cell_value(Kind.DAYS, line.sold_days)
    quantity = cell_value(Kind.NUMBER, line.quantity)
    texts: Sequence[Any] = (line.line, line.item, line.label, quantity, line.unit, days, line.room_type)
    for at, value in enumerate(texts):
        write_value(sheet, (row, at), None if value == "" else value, read)
    for at, name in enumerate(ANSWER_COLUMNS, len(_ASKED)):
        look = formats(
            border=1,
            border_color=LINE,
            bg_color=FILL_COMPLETED,
            text_wrap=True,
            locked=False,
            num_format=number_format(QUOTE, QUOTE.by_name[name]),
        )
        sheet.write_blank(row, at, None, look)
    identifiers: Sequence[Any] = (form.project, form.version, form.identifier, line.fingerprint)
    for at, value in enumerate(identifiers, len(_ASKED) + len(ANSWER_COLUMNS)):
        write_value(sheet, (row, at), value, pale)
    wrapped = zip(texts, (shown.width for shown in _ASKED), strict=True)
    lines = max(line_count(text, width) for text, width in wrapped if isinstance(text, str))
    sheet.set_row(row, min(LINE_HEIGHT * max(lines, _LEAST_LINES), HIGHEST_ROW))


def _set_up_page(sheet: Worksheet, form: AdviceForm, header: int) -> None:
    sheet.protect("", _UNLOCKED)
    sheet.freeze_panes(header + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    # What identifies a row is for the program: it is kept, and not printed.
    sheet.print_area(0, 0, header + len(form.lines), len(_ASKED) + len(ANSWER_COLUMNS) - 1)
    sheet.set_selection(header + 1, len(_ASKED), header + 1, len(_ASKED))
    texts = {"title": form.title or form.project, "day": f"{form.day:%d/%m/%Y}"}
    set_footer(sheet, "&L{title} — avis demandé le {day}&R&P/&N", texts)
