"""A copy as it is drawn: what may be answered is open and checked, the rest is locked."""

from __future__ import annotations

import io
from datetime import date

import openpyxl

from postprod_xl.documents.sharing.copy import SharedColumn, SharedCopy, SharedTable
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS
from postprod_xl.schema.vocabulary import Audience
from postprod_xl.workbook.draw.sharing.copy_workbook import HEADER_ROW, copy_workbook

LONG = "3 jours de montage : rushes livrés avec trois jours de retard, retouches"


def column(name: str, *values: object, is_answered: bool = False) -> SharedColumn:
    declared = CHANGE_ORDERS.by_name[name]
    return SharedColumn(declared, declared.heading, values, is_answered)


def copied(*columns: SharedColumn, closed=((), ())) -> openpyxl.worksheet.worksheet.Worksheet:
    shared = SharedTable(CHANGE_ORDERS, "Avenants", columns, ("Avenants/A1", "Avenants/A2"), closed, ((), ()))
    copy = SharedCopy(
        "P1",
        "Sel",
        Audience.PRODUCER,
        "",
        "Studio",
        (),
        (shared,),
        date(2026, 11, 30),
        number="P1-PROD-001-ABCD",
    )
    (sheet,) = openpyxl.load_workbook(io.BytesIO(copy_workbook(copy))).worksheets
    return sheet


def test_rows_are_as_high_as_their_wrapped_texts_and_as_one_line_otherwise():
    sheet = copied(column("number", "A1", "A2"), column("label", LONG, "Étalonnage"))
    heights = [sheet.row_dimensions[HEADER_ROW + 1 + at].height for at in range(3)]
    assert heights == [32.25, 27, None]


def test_a_tab_is_locked_without_a_password_but_where_it_may_be_answered():
    comment = column("comment", "", "", is_answered=True)
    sheet = copied(column("number", "A1", "A2"), comment, closed=((), ("comment",)))
    assert sheet.protection.sheet and not sheet.protection.password
    locked = [[cell.protection.locked for cell in row[:3]] for row in sheet.iter_rows(min_row=HEADER_ROW + 2)]
    assert locked == [[True, False, True], [True, True, True]]
    assert [sheet.cell(HEADER_ROW + 1 + row, 3).value for row in range(3)] == [
        "Identifiant",
        "Avenants/A1",
        "Avenants/A2",
    ]
    assert sheet["A2"].value == "Studio · Partage P1-PROD-001-ABCD du 30/11/2026"


def test_a_text_that_looks_like_a_formula_or_a_link_stays_text():
    sheet = copied(column("number", "=1+1", "A2"), column("label", "https://exemple.fr", "+3 jours"))
    row = sheet[HEADER_ROW + 2]
    assert [(cell.value, cell.data_type) for cell in row[:2]] == [("=1+1", "s"), ("https://exemple.fr", "s")]
    assert row[1].hyperlink is None
