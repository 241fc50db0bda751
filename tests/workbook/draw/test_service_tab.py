"""The board of the house on its tab: a row a person, one cell for consecutive days of one booking."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl

from postprod_xl.documents.service_sheet import BoardCell, BoardRow, ServiceBoard, ServiceLine
from postprod_xl.schema.drawn_tabs import SERVICE
from postprod_xl.workbook.draw.drawn_tabs import drawn_workbook
from postprod_xl.workbook.draw.page import FIRST_ROW, HEADER_ROW

MONDAY = date(2026, 11, 30)
LINE = ServiceLine(
    MONDAY, "Matin", 540, 780, "Léa Diop", "Monteuse", "La Crue", "Montage", "Montage 1", "Confirmé"
)
WORK, OPTION = BoardCell("La Crue — Montage, Montage 1"), BoardCell("=1+1", is_option=True)


def test_the_day_stands_before_its_week_and_nothing_typed_is_a_formula():
    rows = (
        BoardRow("Léa Diop", "Monteuse", (LINE, LINE), (WORK, WORK, BoardCell(), OPTION, WORK)),
        BoardRow("Sans personne", "", (), (BoardCell(),) * 5),
    )
    days = tuple(MONDAY + timedelta(at) for at in range(5))
    board = ServiceBoard(MONDAY, MONDAY, days, ("Semaine 49.",), rows)
    sheet = openpyxl.load_workbook(io.BytesIO(drawn_workbook({SERVICE: board})))[SERVICE.title]
    headings = [cell.value for cell in sheet[HEADER_ROW + 1]]
    assert headings[2:5] == ["Lundi 30/11 : horaire", "Pour quoi", "Où"]
    assert [day.date() for day in headings[5:]] == list(days)
    first = [cell.value for cell in sheet[FIRST_ROW + 1]]
    assert first[2].replace("\xa0", " ") == "matin, 9 h – 13 h\nmatin, 9 h – 13 h"
    assert (
        first[5:] == [WORK.text, None, None, "=1+1", WORK.text]
        and sheet.cell(FIRST_ROW + 1, 9).data_type == "s"
    )
    assert [str(area) for area in sheet.merged_cells.ranges] == [f"F{FIRST_ROW + 1}:G{FIRST_ROW + 1}"]
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToWidth in (None, 1)
