"""Small workbooks for the tests of the editor, and how they are opened, checked and read back."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet as NewSheet

from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.tables.edit import WorkbookEdit
from postprod_xl.engines.ooxml.tables.places import find_tables
from tests.masters import schema_findings


def drawn(draw: Callable[[Workbook, NewSheet], None], title: str = "Suivi", **options: object) -> Package:
    """Open a workbook drawn with XlsxWriter on one first tab."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    draw(book, book.add_worksheet(title))
    book.close()
    return opened(buffer.getvalue())


def opened(data: bytes) -> Package:
    """Open workbook bytes."""
    return Package(Path("essai.xlsx"), data)


def edited(package: Package, change: Callable[[WorkbookEdit], object]) -> Package:
    """Open again what a workbook becomes once changed."""
    edit = WorkbookEdit(package, find_tables(package))
    change(edit)
    edit.finish()
    return opened(package.to_bytes())


def read_back(package: Package, title: str = "Suivi") -> Worksheet:
    """Read a tab with openpyxl, the independent reader."""
    return openpyxl.load_workbook(io.BytesIO(package.to_bytes()))[title]


def texts(sheet: Worksheet, area: str) -> list[list[object]]:
    """Give the values of a range, row by row."""
    return [[cell.value for cell in row] for row in sheet[area]]


def assert_valid(package: Package, tmp_path: Path) -> None:
    """Check a workbook against the Open XML schemas, where the checker is at hand."""
    path = tmp_path / "written.xlsx"
    path.write_bytes(package.to_bytes())
    assert schema_findings(path) == []
