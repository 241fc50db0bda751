"""Workbooks of other programs read into grids."""

from datetime import date, time
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment as Note
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from postprod_xl.documents.grid import Comment, Grid
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.workbook.reading.grids import read_grids


def _grids(book: Workbook) -> list[Grid]:
    stream = BytesIO()
    book.save(stream)
    return read_grids(Package(Path("retour.xlsx"), stream.getvalue()))


def test_dates_of_a_mac_calendar_hidden_rows_and_notes_are_told() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "Séances"
    sheet["B2"], sheet["C3"], sheet["D5"] = date(2026, 11, 30), time(9, 30), "=1+1"
    sheet["B2"].comment = Note("Anne:\nplutôt le 2", "Anne")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.create_sheet("Listes").sheet_state = "hidden"

    read, lists = _grids(book)

    assert (read.title, read.counts_from_1904, lists.title, lists.is_hidden) == (
        "Séances",
        True,
        "Listes",
        True,
    )
    assert {place: read.cells[place] for place in [(2, 2), (3, 3)]} == {
        (2, 2): date(2026, 11, 30),
        (3, 3): time(9, 30),
    }
    assert read.rows[5][4].formula == "1+1"
    assert read.comments == {(2, 2): (Comment("Anne", "plutôt le 2"),)}
    assert (read.hidden_rows, read.hidden_columns) == ({3}, {4})
