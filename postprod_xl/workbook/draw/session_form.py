"""The session reports of a week to fill in: one page, one row a session, codes to choose from on a tab of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from postprod_xl.documents.session_form import (
    ANSWER_COLUMNS,
    FORM_HEADING,
    OFFICE_HEADING,
    FormLine,
    SessionForm,
)
from postprod_xl.schema.tables.planning import SESSIONS
from postprod_xl.schema.units import DAYS_PER_WEEK
from postprod_xl.workbook.draw.footer import set_footer
from postprod_xl.workbook.draw.form_table import UNLOCKED, FormColumn, FormTable
from postprod_xl.workbook.style import PALE_INK, Formats, leave_as_computed

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TAB, TABLE, LISTS = "Bons de séance", "BonsDeSeance", "Listes"
TOLD_HEADING, FORESEEN_HEADING = "Film et travail", "Réservé"
_HELP = (
    "Remplissez les colonnes teintées des séances qui ont eu lieu, puis renvoyez ce classeur tel quel. Une ligne sans "
    "début ni fin n'est pas comptée ; une fin après minuit s'écrit 02:00. Les lignes vides sont pour le reste."
)
_WIDTHS = {
    "day": 10.5,
    "project": 9.0,
    "task": 15.0,
    "room": 8.5,
    "start": 7.0,
    "end": 7.0,
    "pause_minutes": 7.0,
    "done_rate": 10.5,
    "remaining_days": 7.0,
    "nature": 10.0,
    "cause": 16.0,
    "remarks": 26.0,
}
_HEADER = 6
_LEAST_LINES = 2
_LISTED = (("project", "projects"), ("task", "tasks"), ("room", "rooms"))


def session_workbook(form: SessionForm) -> bytes:
    """Draw a form: values only, no formula; what is answered is unlocked, the rest is locked without a password."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        made = datetime(form.day.year, form.day.month, form.day.day)
        book.set_properties({"title": f"{TAB} — {form.name}, {form.week}", "created": made})
        leave_as_computed(book)
        formats = Formats(book)
        sheet, lists = book.add_worksheet(TAB), book.add_worksheet(LISTS)
        sources = _write_lists(lists, form, formats)
        _write_heading(sheet, form, formats)
        table = FormTable(TABLE, SESSIONS, _columns(sources), _LEAST_LINES)
        table.write(sheet, formats, _HEADER, [_row(line) for line in form.lines])
        _set_up_page(sheet, form, len(table.columns))
    return stream.getvalue()


def _write_heading(sheet: Worksheet, form: SessionForm, formats: Formats) -> None:
    last = form.monday + timedelta(days=DAYS_PER_WEEK - 1)
    pale = formats(font_color=PALE_INK, font_size=8)
    sheet.write_string(0, 0, f"{TAB} — {form.name}", formats(bold=True, font_size=16))
    sheet.set_row(0, 24)
    week = f"Semaine {form.monday.isocalendar().week}, du {form.monday:%d/%m/%Y} au {last:%d/%m/%Y}"
    sheet.write_string(1, 0, week, formats(font_color=PALE_INK))
    sheet.write_string(2, 0, _HELP, formats(italic=True))
    for column, text in enumerate((FORM_HEADING, form.identifier, "", OFFICE_HEADING, form.office or "—")):
        sheet.write_string(4, column, text, pale)


def _write_lists(sheet: Worksheet, form: SessionForm, formats: Formats) -> dict[str, str]:
    """The codes that may be chosen, beside what each stands for; gives where each list stands."""
    found = {}
    for at, (name, attribute) in enumerate(_LISTED):
        choices: Sequence[tuple[str, str]] = getattr(form, attribute)
        code, words = at * 3, at * 3 + 1
        sheet.set_column(code, code, 18)
        sheet.set_column(words, words, 40)
        sheet.write_string(0, code, SESSIONS.heading(name), formats(bold=True))
        for row, (value, told) in enumerate(choices, 1):
            sheet.write_string(row, code, value, formats(num_format="@"))
            sheet.write_string(row, words, told, formats())
        letter = "ADG"[at]
        found[name] = f"={LISTS}!${letter}$2:${letter}${len(choices) + 1}" if choices else ""
    sheet.protect("", UNLOCKED)
    sheet.fit_to_pages(1, 0)
    return found


def _columns(sources: dict[str, str]) -> list[FormColumn]:
    answers = [
        FormColumn(column.heading, _WIDTHS[name], column, sources.get(name, ""))
        for name in ANSWER_COLUMNS
        for column in [SESSIONS.by_name[name]]
    ]
    after_room = ANSWER_COLUMNS.index("room") + 1
    return [
        *answers[:after_room],
        FormColumn(TOLD_HEADING, 30.0),
        FormColumn(FORESEEN_HEADING, 14.0),
        *answers[after_room:],
        FormColumn(SESSIONS.heading("number"), 22.0, pale=True),
    ]


def _row(line: FormLine) -> list[Any]:
    day: date | None = line.day
    known = [day, line.project, line.task, line.room, line.told, line.foreseen]
    rest = len(ANSWER_COLUMNS) - ANSWER_COLUMNS.index("room") - 1
    return [*known, *[None] * rest, line.identifier]


def _set_up_page(sheet: Worksheet, form: SessionForm, width: int) -> None:
    sheet.protect("", UNLOCKED)
    sheet.freeze_panes(_HEADER + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.6)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, _HEADER + len(form.lines), width - 1)
    first = ANSWER_COLUMNS.index("start") + 2
    sheet.set_selection(_HEADER + 1, first, _HEADER + 1, first)
    texts = {"name": form.name, "week": form.week, "day": f"{form.day:%d/%m/%Y}"}
    set_footer(
        sheet, "&L{name} — {week}, préparé le {day}&RSignature :                                ", texts
    )
