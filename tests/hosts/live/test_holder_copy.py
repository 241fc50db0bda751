"""The copy of a rights holder by its button in an open workbook: what the command line writes, and its PDF."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import openpyxl
import pytest

from postprod_xl.hosts.exits import DONE
from postprod_xl.hosts.files.sharing import share_holder
from postprod_xl.hosts.live.master import read_live
from postprod_xl.hosts.live.runs import Operator, run_live
from postprod_xl.workbook.live.places import find_tables
from tests.live import opened
from tests.masters import DEMO_DAY, demo_bytes

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.slow,
    pytest.mark.usefixtures("undrawn"),
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent"),
]


def cells(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each tab, without the line that says the number of the share."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [*sheet.iter_rows(min_row=3, values_only=True)] for sheet in book}


def test_the_button_of_a_holder_writes_his_copy_beside_the_workbook(app, tmp_path: Path):
    master = tmp_path / "bureau.xlsx"
    master.write_bytes(demo_bytes(families=("catalogue",)))
    expected = tmp_path / "attendu.xlsx"
    assert share_holder(master, "MEUSE", expected, DEMO_DAY).status == DONE
    asked: list[str] = []
    person = Operator(lambda question: asked.append(question.text) or "", lambda _: True, lambda _: None)
    with opened(app, master) as book:
        place, holders = find_tables(book)["AyantsDroit"], read_live(book).tables["AyantsDroit"]
        row = holders.numbers[holders.column("holder").index("MEUSE")]
        book.sheets[place.sheet].activate()
        book.sheets[place.sheet].range((row, place.first_column)).select()
        report = run_live(book, "share", "holder", DEMO_DAY, person)
    assert report is not None and report.status == DONE and not asked
    (copy,), (pdf,) = tmp_path.glob("MEUSE - copie ayant droit*.xlsx"), tmp_path.glob("MEUSE*.pdf")
    assert cells(copy.read_bytes()) == cells(expected.read_bytes())
    assert pdf.read_bytes().startswith(b"%PDF")
