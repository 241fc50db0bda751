"""MovieLabs avails as a workbook: the template's three heading rows, then a row an avail; values only."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from postprod_xl.documents.catalogue.movielabs import COLUMNS, REQUIRED, TAB, MovielabsAvails, heading_rows
from postprod_xl.workbook.make.table_tab import write_value
from postprod_xl.workbook.style import HEADER_COMPUTED, HEADER_TYPED, PALE_INK, Formats, leave_as_computed

_DAY = "yyyy-mm-dd"
_HEADINGS = 3
_NARROWEST = 12.0


def movielabs_workbook(avails: MovielabsAvails) -> bytes:
    """Draw avails; what may be left out is grey in the headings."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        made = datetime(avails.day.year, avails.day.month, avails.day.day)
        book.set_properties({"title": f"Avails {avails.day.isoformat()}", "created": made})
        leave_as_computed(book)
        formats = Formats(book)
        sheet = book.add_worksheet(TAB)
        *heads, told = heading_rows()
        for row, cells in enumerate(heads):
            for column, cell in enumerate(cells):
                fill = HEADER_TYPED if COLUMNS[column][1] in REQUIRED else HEADER_COMPUTED
                write_value(sheet, (row, column), cell, formats.heading(fill))
        for column, cell in enumerate(told):
            write_value(sheet, (len(heads), column), cell, formats(font_color=PALE_INK))
        for row, held in enumerate(avails.rows, _HEADINGS):
            for column, (_, name) in enumerate(COLUMNS):
                if name in held:
                    write_value(sheet, (row, column), held[name], formats(num_format=_DAY))
        for column, (_, name) in enumerate(COLUMNS):
            texts = [str(held.get(name, "")) for held in avails.rows]
            sheet.set_column(column, column, max(_NARROWEST, *map(len, (name, *texts))) + 2)
        sheet.freeze_panes(_HEADINGS, 0)
    return stream.getvalue()
