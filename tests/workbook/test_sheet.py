from __future__ import annotations

import pytest

from postprod_xl.workbook.addresses import Area
from postprod_xl.workbook.cells import CellCodec
from postprod_xl.workbook.errors import CannotEdit
from postprod_xl.workbook.sheet import SheetText

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CODEC = CellCodec("", False, list)


def _sheet(body: str, head: str = '<dimension ref="A1:B2"/>', tail: str = "") -> SheetText:
    return SheetText(
        f"<worksheet {MAIN}>{head}<sheetData>{body}</sheetData>{tail}</worksheet>".encode(), "Suivi"
    )


def _set(sheet: SheetText, number: int, column: int, reference: str, value: object) -> str:
    row = sheet.row(number)
    new = CODEC.updated(row.cells.get(column), reference, None, value)  # type: ignore[arg-type]
    assert new
    row.cells[column] = new
    sheet.put(number, row)
    return sheet.to_bytes().decode()


BODY = '\n <row r="1" spans="1:2"><c r="A1"/><c r="B1"><v>1</v></c></row>\n <row r="3" ht="20"/>\n'


@pytest.mark.parametrize(
    "text",
    [
        f"<worksheet {MAIN}><sheetData>{BODY}</sheetData></worksheet>",
        f"<worksheet {MAIN}><sheetData/></worksheet>",
        f"<worksheet {MAIN}><sheetData /><pageMargins/></worksheet>",
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1"/></x:row><x:row r="2"/></x:sheetData>'
        "</x:worksheet>",
        f"﻿<worksheet {MAIN}><sheetData></sheetData></worksheet>",
    ],
)
def test_a_sheet_read_and_written_is_the_same_to_the_byte(text):
    assert SheetText(text.encode(), "Suivi").to_bytes() == text.encode()


def test_a_new_cell_takes_its_place_in_the_row_and_widens_the_spans():
    text = _set(_sheet(BODY), 1, 4, "D1", "x")
    assert '<row r="1" spans="1:4"><c r="A1"/><c r="B1"><v>1</v></c><c r="D1" t="inlineStr">' in text
    assert '<dimension ref="A1:D1"/>' in text


def test_a_missing_row_is_created_between_its_neighbours():
    text = _set(_sheet(BODY), 2, 1, "A2", 5)
    assert '</row><row r="2"><c r="A2"><v>5</v></c></row>\n <row r="3" ht="20"/>' in text


def test_a_row_closed_on_itself_opens_to_receive_a_cell():
    assert '<row r="3" ht="20"><c r="A3"><v>5</v></c></row>' in _set(_sheet(BODY), 3, 1, "A3", 5)


def test_an_empty_sheet_receives_its_first_row():
    sheet = SheetText(f"<worksheet {MAIN}><sheetData/><pageMargins/></worksheet>".encode(), "Suivi")
    text = _set(sheet, 1, 1, "A1", 5)
    assert '<sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData><pageMargins/>' in text


def test_the_rest_of_a_shared_formula_survives_the_loss_of_its_first_cell():
    body = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*$C$1</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"></f><v>6</v></c></row>'
    )
    text = _set(_sheet(body), 1, 1, "A1", 9)
    assert '<c r="A2"><f>B2*$C$1</f><v>4</v></c>' in text
    assert '<c r="A3"><f>B3*$C$1</f><v>6</v></c>' in text
    assert "shared" not in text


def test_a_shared_formula_next_to_a_change_is_left_as_it_is():
    body = '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">C1</f><v>2</v></c><c r="B1"/></row>'
    assert '<f t="shared" ref="A1:A2" si="0">C1</f>' in _set(_sheet(body), 1, 2, "B1", 9)


def test_array_formulas_of_several_cells_and_merged_cells_are_known():
    body = '<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3</f></c><c r="C1"><f t="array" ref="C1">1</f></c></row>'
    sheet = _sheet(body, tail='<mergeCells count="1"><mergeCell ref="D1:E1"/></mergeCells>')
    assert sheet.blocks == (Area(1, 1, 1, 3),)
    assert sheet.merged == (Area(4, 1, 5, 1),)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<row><c/></row>", "sans numéro"),
        ('<row r="1"><c><v>1</v></c></row>', "sans adresse"),
        ('<row r="2"></row><row r="1"></row>', "désordre"),
        ('<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>', "section XML"),
        ("<!-- x -->", "commentaire"),
    ],
)
def test_a_sheet_that_cannot_be_edited_safely_is_refused_by_name(body, reason):
    with pytest.raises(CannotEdit, match=f"Suivi — .*{reason}"):
        _sheet(body).row(1)


def test_a_sheet_in_utf16_is_refused():
    with pytest.raises(CannotEdit, match="UTF-8"):
        SheetText(f"<worksheet {MAIN}><sheetData/></worksheet>".encode("utf-16"), "Suivi")
