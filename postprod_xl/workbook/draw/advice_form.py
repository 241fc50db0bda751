"""A technical advice to fill in: one tab, one row a quote line, what the technician answers unlocked and checked."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from postprod_xl.documents.advice_form import (
    ANSWER_COLUMNS,
    FINGERPRINT_HEADING,
    FORM_HEADING,
    SOLD_DAYS_HEADING,
    AdviceForm,
    AskedLine,
)
from postprod_xl.schema.kinds import Kind, cell_value
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.quotes import QUOTE
from postprod_xl.workbook.draw.footer import set_footer
from postprod_xl.workbook.draw.form_table import UNLOCKED, FormColumn, FormTable
from postprod_xl.workbook.style import PALE_INK, Formats, leave_as_computed

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TAB, TABLE = QUOTE.heading("technical_advice"), "AvisTechnique"
_HELP = "Remplissez les colonnes teintées, puis renvoyez ce classeur tel quel ; ce que vous ne savez pas reste vide."
_LABEL_AT = 1
_LEAST_LINES = 3


_ASKED = (
    FormColumn(QUOTE.heading("line"), 15),
    FormColumn(QUOTE.heading("item"), 8),
    FormColumn(QUOTE.heading("label"), 28),
    FormColumn(QUOTE.heading("quantity"), 9),
    FormColumn(QUOTE.heading("unit"), 8),
    FormColumn(SOLD_DAYS_HEADING, 8),
    FormColumn(BY_NAME["Tarifs"].heading("room_type"), 16),
)
_IDENTIFIERS = (
    FormColumn(QUOTE.heading("project"), 9, pale=True),
    FormColumn(QUOTE.heading("version"), 8, pale=True),
    FormColumn(FORM_HEADING, 16, pale=True),
    FormColumn(FINGERPRINT_HEADING, 13, pale=True),
)
_ANSWER_WIDTHS = {
    "feasibility": 13.0,
    "needed_days": 9.5,
    "technical_advice": 34.0,
    "approved_by": 16.0,
    "approved_day": 11.0,
}
_ANSWERS = tuple(
    FormColumn(QUOTE.heading(name), _ANSWER_WIDTHS[name], QUOTE.by_name[name]) for name in ANSWER_COLUMNS
)
_FORM = FormTable(TABLE, QUOTE, (*_ASKED, *_ANSWERS, *_IDENTIFIERS), _LEAST_LINES)


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
        _FORM.write(sheet, formats, header, [_row(form, line) for line in form.lines])
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


def _row(form: AdviceForm, line: AskedLine) -> list[Any]:
    days = cell_value(Kind.DAYS, line.sold_days)
    quantity = cell_value(Kind.NUMBER, line.quantity)
    asked = (line.line, line.item, line.label, quantity, line.unit, days, line.room_type)
    return [*asked, *[None] * len(_ANSWERS), form.project, form.version, form.identifier, line.fingerprint]


def _set_up_page(sheet: Worksheet, form: AdviceForm, header: int) -> None:
    sheet.protect("", UNLOCKED)
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
