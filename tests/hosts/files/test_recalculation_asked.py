"""When a command asks the spreadsheet to compute every formula on opening: only where a value kept may be wrong."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from postprod_xl.hosts.files.runs import run_file
from postprod_xl.schema.tables.home import DASHBOARD
from postprod_xl.schema.tables.planning import PLANNING, SESSIONS
from tests.masters import DEMO_DAY, contents, demo_bytes, repacked

ASKED = b'fullCalcOnLoad="1"'
NEXT_DAY = DEMO_DAY + timedelta(days=9)


@cache
def refreshed(formula: str, before: Callable[[bytes], bytes] = bytes) -> bytes:
    """`workbook.xml` once an office with a person's formula on the tab of the guide is refreshed another day."""
    parts = contents_of_demo()
    guide = "xl/worksheets/sheet30.xml"
    cell = (
        f'<row r="900"><c r="A900"><f>{formula}</f><v>1</v></c></row></sheetData>'
        if formula
        else "</sheetData>"
    )
    parts[guide] = parts[guide].replace(b"</sheetData>", cell.encode())
    parts["xl/workbook.xml"] = before(parts["xl/workbook.xml"])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bureau.xlsx"
        path.write_bytes(repacked(parts))
        report = run_file(path, "refresh", NEXT_DAY, {})
        assert report.status == 0 and report.changed
        return contents(path)["xl/workbook.xml"]


def contents_of_demo() -> dict[str, bytes]:
    return dict(contents(io.BytesIO(demo_bytes())))


def test_a_new_office_asks_for_nothing():
    assert ASKED not in contents_of_demo()["xl/workbook.xml"]


@pytest.mark.parametrize(
    "formula",
    [
        "",
        f"SUM({SESSIONS.name}[{SESSIONS.heading('pause_minutes')}])",
        "TODAY()",
        "A1*2",
        "SUM('Devis'!A1:A3)",
    ],
)
def test_a_refresh_asks_for_nothing_where_no_formula_reads_what_it_changed(formula: str):
    assert ASKED not in refreshed(formula)


@pytest.mark.parametrize(
    "formula",
    [
        f"MAX({PLANNING.name}[{PLANNING.heading('start_day')}])",
        f"SUM('{PLANNING.tab}'!A1:Z99)",
        'COUNTA(INDIRECT("Planning!A:A"))',
        "Gantt!A1",
        f"'{DASHBOARD.tab}'!B4",
    ],
)
def test_a_refresh_asks_where_a_formula_reads_or_may_read_what_it_changed(formula: str):
    assert ASKED in refreshed(formula)


def asking(book: bytes) -> bytes:
    return book.replace(b"<calcPr", b"<calcPr " + ASKED)


def test_a_request_that_stands_stays():
    assert ASKED in refreshed("", asking)
