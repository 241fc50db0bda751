from __future__ import annotations

import pytest

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.sheets.cells import CellCodec
from postprod_xl.engines.ooxml.sheets.sheet import SheetText

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
        ('<row r="2"></row><row r="2" ht="20"></row>', "ligne 2 en double"),
        ('<row r="2"/><row r="1"/><row/>', "ligne 2 en double"),
        ('<row r="1"><c r="A1"/></row><row r="1"><c r="A1"/></row>', "deux cellules A1"),
        ('<row r="un"></row>', "numéro illisible"),
        ('<row r="1"><c r="A1"/><c r="A1"/></row>', "deux cellules A1"),
        ('<row r="1"><c r="A1"/><c r="B2"/></row>', "adresse est « B2 »"),
        ('<row r="1"><c r="XFD1"/><c/></row>', "après la dernière colonne"),
        ("<line></line>", "mal formées"),
        ('<row r="1"></row>texte', "mal formées"),
        ('<row r="1"><c r="A1"></row>', "cellules mal formées"),
    ],
)
def test_a_sheet_that_cannot_be_edited_safely_is_refused_by_name(body, reason):
    with pytest.raises(CannotEdit, match=f"Suivi — .*{reason}"):
        _sheet(body).row(1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # rows and cells whose address is understood from their place
        (
            '<row><c><v>1</v></c><c/><c r="D1"/><c s="3"><v>2</v></c></row><row ht="20"/><row><c/></row>',
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>9</v></c><c r="D1"/><c r="E1" s="3"><v>2</v></c></row>'
            '<row r="2" ht="20"/><row r="3"><c/></row>',
        ),
        ('<row r="1"><c><v>1</v></c></row>', '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>9</v></c></row>'),
        # attributes between single quotes, on several lines, away from their equal sign
        (
            "<row\n r = '1'\n><c\n r='B1' t = 's'\n s='3'\n><v\n>5</v\n></c\n></row\n>",
            "<row\n r = '1'\n><c\n r='B1'\n s='3'\n><v>9</v></c></row\n>",
        ),
        (
            '<row r="1"><c r="A1"><v>1</v></c ><c><v>2</v></c ></row>',
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>9</v></c></row>',
        ),
        ('<row r="1"><c r="$b$1"/><c r="c1"/></row>', '<row r="1"><c r="B1"><v>9</v></c><c r="C1"/></row>'),
        # rows and cells out of order
        (
            '<row r="2"><c r="A2"/></row><row r="1"><c r="C1"/><c r="B1"/></row>',
            '<row r="1"><c r="B1"><v>9</v></c><c r="C1"/></row><row r="2"><c r="A2"/></row>',
        ),
        # a row element for each cell
        (
            '<row r="1" ht="9"><c r="A1"/></row>\n<row r="1" ht="9"><c r="C1"/></row><row r="2"/>',
            '<row r="1" ht="9"><c r="A1"/><c r="B1"><v>9</v></c><c r="C1"/></row><row r="2"/>',
        ),
        # comments and instructions, also those that look like cells or stand in them
        (
            '<!-- <row r="1"> --><row r="1"><?p <c r="B1"/>?><c r="B1"><v>1<!-- un --></v></c><!--x--></row><!--y-->',
            '<!-- <row r="1"> --><row r="1"><?p <c r="B1"/>?><!-- un --><c r="B1"><v>9</v></c><!--x--></row><!--y-->',
        ),
        # character data
        (
            '<row r="1"><c r="A1"><is><t><![CDATA[<c r="B1"> & ]]></t></is></c></row>',
            '<row r="1"><c r="A1"><is><t>&lt;c r="B1"&gt; &amp; </t></is></c><c r="B1"><v>9</v></c></row>',
        ),
    ],
)
def test_a_sheet_in_another_spelling_is_edited_and_left_alone_when_nothing_changes(before, after):
    sheet = _sheet(before, head="")
    source = sheet.to_bytes().decode()
    assert source == f"<worksheet {MAIN}><sheetData>{before}</sheetData></worksheet>"
    assert _set(sheet, 1, 2, "B1", 9) == source.replace(before, after)


def test_a_cell_without_address_is_found_by_its_place():
    sheet = _sheet('<row r="1"><c r="A1"/><c s="7"/></row><row r="2"><c r="b2" s="8"/></row>')
    assert sheet.raw(1, 2) == '<c r="B1" s="7"/>'
    assert sheet.raw(2, 2) == '<c r="B2" s="8"/>'


def test_a_row_number_is_understood_after_the_row_before_it_in_the_file():
    sheet = _sheet('<row r="7"/><row><c/></row><row r="2"/><row/>')
    assert sheet.row_numbers == (2, 3, 7, 8)


@pytest.mark.parametrize("part", ["head", "tail"])
def test_a_comment_around_the_cells_hides_nothing(part):
    hidden = "<!-- <sheetData><row r='9'/></sheetData> -->"
    sheet = _sheet('<row r="1"><c r="A1"/></row>', **{"head": "", part: hidden})
    assert sheet.row_numbers == (1,)
    assert hidden in _set(sheet, 1, 1, "A1", 5)


@pytest.mark.parametrize(
    "raw", ['<c r="A1"><v>x</v></c>', '<c r="A1" t="s"><v>9</v></c>', '<c r="A1" t="s"><v/></c>']
)
def test_a_cell_that_holds_no_readable_value_receives_one(raw):
    assert CODEC.updated(raw, "A1", None, 5) == '<c r="A1"><v>5</v></c>'


@pytest.mark.parametrize(
    ("text", "held"),
    [("2026-11-23", 46349.0), ("2026-11-23T12:00:00Z", 46349.5), ("T06:00:00", 0.25), ("hier", "hier")],
)
def test_a_moment_written_in_full_is_held_as_its_serial(text, held):
    assert CODEC.held(f'<c r="A1" t="d"><v>{text}</v></c>') == held


def test_a_sheet_in_utf16_is_refused():
    with pytest.raises(CannotEdit, match="UTF-8"):
        SheetText(f"<worksheet {MAIN}><sheetData/></worksheet>".encode("utf-16"), "Suivi")
