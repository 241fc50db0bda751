"""Parts in Strict Open XML or in another encoding are read like any other, and written in their own names."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.markup import main
from postprod_xl.engines.ooxml.parts.dialects import in_utf8, strict_again, transitional
from postprod_xl.engines.ooxml.parts.opc import CONTENT_TYPES
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.tables.places import sheets
from tests.engines.ooxml.files.archives import OFFICE, SHEET_MAIN, parts, zipped

PURL = "http://purl.oclc.org/ooxml"
STRICT = parts(office=f"{PURL}/officeDocument/relationships", namespace=f"{PURL}/spreadsheetml/main")
SHEET = "xl/worksheets/sheet1.xml"
MIXED = (
    f'<worksheet xmlns="{PURL}/spreadsheetml/main" xmlns:r="{PURL}/officeDocument/relationships">'
    f'<ext xmlns:x="{SHEET_MAIN}"/><t>{PURL}/spreadsheetml/main</t></worksheet>'
).encode()


def package(contents: dict[str, bytes]) -> Package:
    return Package(Path("budget.xlsx"), zipped(contents))


def raw(changed: Package, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(changed.to_bytes())) as archive:
        return archive.read(part)


def test_a_strict_workbook_is_read_with_the_transitional_names():
    book = package(STRICT)
    assert book.parse_xml(SHEET).tag == main("worksheet")
    assert book.relationships(book.workbook_part)[0].type == f"{OFFICE}/worksheet"
    assert book.to_bytes() == book.source


def test_a_strict_workbook_is_written_with_its_own_names():
    book = package(STRICT)
    book.replace(SHEET, book.read(SHEET).replace(b"<sheetData/>", b"<sheetData><row/></sheetData>"))
    book.add_relationship(SHEET, f"{OFFICE}/table", "xl/tables/table1.xml")
    assert raw(book, SHEET) == STRICT[SHEET].replace(b"<sheetData/>", b"<sheetData><row/></sheetData>")
    links = raw(book, "xl/worksheets/_rels/sheet1.xml.rels")
    assert f'Type="{PURL}/officeDocument/relationships/table"'.encode() in links
    assert Package(Path("budget.xlsx"), book.to_bytes()).relationships(SHEET)[0].type == f"{OFFICE}/table"


def test_a_strict_part_put_back_as_it_was_read_is_not_changed():
    book = package(STRICT | {SHEET: MIXED})
    book.replace(SHEET, book.read(SHEET))
    assert not book.changed and book.to_bytes() == book.source


def test_a_strict_part_with_transitional_names_in_its_extensions_keeps_them_and_its_text():
    plain = transitional(MIXED)
    assert plain.startswith(f'<worksheet xmlns="{SHEET_MAIN}"'.encode())
    assert f"<t>{PURL}/spreadsheetml/main</t>".encode() in plain
    assert strict_again(plain, MIXED) == MIXED


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("officeDocument/extendedProperties", "officeDocument/2006/extended-properties"),
        (
            "officeDocument/relationships/extendedProperties",
            "officeDocument/2006/relationships/extended-properties",
        ),
        ("officeDocument/relationships/worksheet", "officeDocument/2006/relationships/worksheet"),
        ("drawingml/spreadsheetDrawing", "drawingml/2006/spreadsheetDrawing"),
    ],
)
def test_each_strict_name_has_one_transitional_name(own: str, other: str):
    part = f'<a xmlns="{PURL}/{own}"/>'.encode()
    assert transitional(part) == f'<a xmlns="http://schemas.openxmlformats.org/{other}"/>'.encode()
    assert strict_again(transitional(part), part) == part


def test_a_transitional_workbook_that_quotes_a_strict_name_is_left_alone():
    book = package(parts() | {SHEET: MIXED})
    assert book.read(SHEET) == MIXED


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "windows-1252"])
def test_a_workbook_in_another_encoding_is_read_like_any_other(encoding: str):
    text = (
        parts()["xl/workbook.xml"]
        .decode()
        .replace(
            "<sheets/>",
            f'<sheets><sheet xmlns:r="{OFFICE}" name="Été" r:id="rId7"/></sheets>',
        )
    )
    declared = f'<?xml version="1.0" encoding="{encoding[:6] if "16" in encoding else encoding}"?>{text}'
    book = package(parts() | {"xl/workbook.xml": declared.encode(encoding)})
    assert [sheet.title for sheet in sheets(book)] == ["Été"]
    assert b'encoding="UTF-8"' in book.read("xl/workbook.xml")
    book.replace("xl/workbook.xml", book.read("xl/workbook.xml"))
    assert book.to_bytes() == book.source


def test_a_part_that_is_not_in_the_encoding_it_declares_is_refused():
    wrong = b'<?xml version="1.0" encoding="utf-16"?><a/>'
    assert in_utf8(wrong, "a.xml") == wrong
    with pytest.raises(UnusableFile, match="« xl/workbook.xml » n'est pas dans le codage qu'il annonce"):
        package(parts() | {"xl/workbook.xml": b"\xff\xfe<\0\xd8"})


def test_what_is_not_xml_is_never_respelled():
    book = package(STRICT | {"xl/media/image1.png": MIXED})
    assert book.read("xl/media/image1.png") == MIXED
    assert CONTENT_TYPES in book
