from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.sheets.cells import CellCodec, Formula
from postprod_xl.engines.ooxml.sheets.sheet import SheetText
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.engines.ooxml.tables.rebuilding import TableContent, append, rebuild
from postprod_xl.engines.ooxml.tables.rows import TableRows

HEADINGS = ("Code", "Heures", "Niveau", "Note")
PLACE = TablePlace("Suivi", "Suivi", "sheet1.xml", "table1.xml", 1, 1, 4, False, HEADINGS)
# What follows the address of a cell: the commonest spellings, and those that only a full reading understands.
CELLS = (
    ' s="3"/>',
    "/>",
    ' s="3" t="s"/>',
    ' s="3"></c>',
    ' s="3"><v>1</v></c>',
    "><v>0.333333333333333</v></c>",
    ' s="3"><v>1.0</v></c>',
    ' s="3" t="n"><v>1</v></c>',
    ' t="b"><v>1</v></c>',
    ' t="e"><v>#N/A</v></c>',
    ' s="4" t="s"><v>0</v></c>',
    ' s="4" t="inlineStr"><is><t>x</t></is></c>',
    ' t="inlineStr"><is><r><t>a</t></r><r><t>&amp;b</t></r></is></c>',
    ' s="2"><f>A1&lt;B1</f></c>',
    ' s="2"><f>A1&lt;B1</f><v>1</v></c>',
    ' s="2"><f>A1&lt;B1</f><v></v></c>',
    ' s="2" t="str"><f>A1&lt;B1</f><v>x</v></c>',
    ' s="2"><f ca="1">A1&lt;B1</f><v>1</v></c>',
    ' s="2"><f>C1</f><v>1</v></c>',
    ' s="2"><f t="shared" si="0"/><v>2</v></c>',
    ' s="3" cm="1"><v>1</v></c>',
    " s='3'><v>1</v></c>",
    ' s="3" ph="1"/>',
    ' s="3" />',
    '><v>1</v><extLst><ext uri="{x}"/></extLst></c>',
    ' s="3"><v>1</v></c>\n ',
    None,
)
VALUES = (
    None,
    "",
    "x",
    " R&D ",
    "a&b",
    1,
    True,
    Decimal("0.30"),
    Decimal(1) / 3,
    date(2026, 11, 23),
    Formula("A1<B1"),
    Formula("A1<B1", 1),
    Formula("A1<B1", "x"),
    Formula("A1<B1", ""),
    Formula("A1<B1", Decimal("1.5")),
)
ROWS = st.lists(st.tuples(*[st.sampled_from(CELLS)] * 4), min_size=3, max_size=3)
CHANGES = st.dictionaries(
    st.tuples(st.sampled_from((2, 3, 4)), st.sampled_from(HEADINGS)), st.sampled_from(VALUES), max_size=12
)


def _row(number: int, cells: tuple[str | None, ...]) -> str:
    written = [
        f'<c r="{letter}{number}"{c}' for letter, c in zip("ABCD", cells, strict=True) if c is not None
    ]
    return f'<row r="{number}" spans="1:4">{"".join(written)}</row>'


def _sheet(body: str) -> SheetText:
    origin = '<row r="1"><c r="F1"><f t="shared" ref="A1:F9" si="0">G1*2</f><v>2</v></c></row>'
    text = f'<worksheet xmlns="m"><dimension ref="A1:F4"/><sheetData>{origin}{body}</sheetData></worksheet>'
    return SheetText(text.encode(), "Suivi")


def _table(body: str, place: TablePlace = PLACE, **calculated: str) -> TableRows:
    codec = CellCodec("", False, lambda: ["partagé", "x"])
    return TableRows(_sheet(body), codec, place, calculated, (), lambda _: ())


def _written(table: TableRows) -> tuple[bytes, bool]:
    return table.sheet.to_bytes(), table.sheet.formulas_changed


@given(ROWS, CHANGES)
def test_cells_changed_without_reading_their_row_are_the_same_as_read_in_full(rows, changes):
    body = "".join(_row(number, cells) for number, cells in enumerate(rows, 2))
    fast, careful = _table(body), _table(body)
    careful._common.updated_row = lambda *_: None
    for table in (fast, careful):
        table.set(changes)
    assert _written(fast) == _written(careful)


@pytest.mark.parametrize("cell", CELLS)
def test_any_value_in_any_cell_is_the_same_as_read_in_full(cell):
    body = "".join(_row(number, (cell,) * 4) for number in (2, 3, 4))
    for value in VALUES:
        fast, careful = _table(body), _table(body)
        careful._common.updated_row = lambda *_: None
        for table in (fast, careful):
            table.set({(3, "Heures"): value})
        assert _written(fast) == _written(careful)


@given(ROWS, CHANGES)
def test_setting_the_same_cells_twice_changes_no_byte_the_second_time(rows, changes):
    table = _table("".join(_row(number, cells) for number, cells in enumerate(rows, 2)))
    table.set(changes)
    once = table.sheet.to_bytes()
    table.set(changes)
    assert table.sheet.to_bytes() == once


@pytest.mark.parametrize("cell", [c for c in CELLS[:6] if c])
def test_the_commonest_cells_need_no_reading_of_their_row(cell):
    table = _table(_row(2, (cell,) * 4))
    text = table.sheet.text(2)
    assert text and table._common.updated_row(text, 2, {"Heures": 7.5, "Note": Formula("A2", 1)})


@pytest.mark.parametrize(
    "row",
    [
        '<row r="2"><c r="A2"/><c s="3" r="B2"/></row>',
        '<row r="2"><c r="A2"/><c r="B2"/><c><v>1</v></c></row>',
        '<row r="2"/>',
        '<row r="2"><c r="A2"/></row>',
        '<row r="2"><c r="A2"/><c r="B2"><f t="shared" si="0"/></c></row>',
    ],
)
def test_a_row_out_of_the_common_is_left_to_a_full_reading(row):
    assert _table("")._common.updated_row(row.encode(), 2, {"Heures": 7.5}) is None


def test_a_value_that_does_not_fit_names_its_cell():
    with pytest.raises(CannotEdit, match="B3"):
        _table(_row(3, (' s="3"/>',) * 4)).set({(3, "Heures"): float("inf")})


GIVEN = st.fixed_dictionaries({"Code": st.sampled_from(("A", "B", "C"))}) | st.fixed_dictionaries(
    {"Code": st.just("D")}, optional={"Heures": st.sampled_from(VALUES), "Niveau": st.sampled_from(VALUES)}
)


def _grown(
    method: str, model: tuple[str | None, ...], rows: list[dict[str, object]], below: str
) -> TableRows:
    place = TablePlace("Suivi", "Suivi", "sheet1.xml", "table1.xml", 1, 1, 2, False, HEADINGS)
    table = _table(_row(2, model) + below, place, Note="B2*2")
    if method == "append":
        append(table, rows)  # type: ignore[arg-type]
    else:
        full = [{"Code": row["Code"], "Heures": row.get("Heures")} for row in rows]
        rebuild(table, TableContent(("Code", "Heures"), full, ("Code",)))  # type: ignore[arg-type]
    return table


@pytest.mark.parametrize("method", ["append", "rebuild"])
@given(
    st.tuples(*[st.sampled_from([c for c in CELLS if c is None or not c.endswith("\n ")])] * 4),
    st.lists(GIVEN, min_size=1, max_size=4),
)
def test_rows_written_whole_are_the_same_as_written_cell_by_cell(method, model, rows):
    # A row already there, although empty, is filled cell by cell.
    empty = "".join(f'<row r="{number}"/>' for number in range(3, 3 + len(rows)))
    whole = _grown(method, model, rows, "")
    by_cell = _grown(method, model, rows, empty)
    for number in range(2, whole.place.last_row + 1):
        assert whole.sheet.text(number) == by_cell.sheet.text(number)
    assert whole.sheet.formulas_changed == by_cell.sheet.formulas_changed
