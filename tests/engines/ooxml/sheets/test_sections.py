"""What is added to the head and to the end of a sheet, every other byte kept."""

from __future__ import annotations

import pytest

from postprod_xl.engines.ooxml.sheets.sections import sections, with_columns, with_entries, with_section

TAIL = (
    '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>\n'
    '<dataValidations count="1" disablePrompts="0"><dataValidation sqref="A2"><formula1>"a>b"</formula1>'
    "</dataValidation></dataValidations><pageMargins left='0.4'/><extLst><ext><x14:dataValidations/></ext></extLst>"
    "</worksheet>"
)


def test_the_sections_of_a_sheet_are_those_at_its_top():
    assert [section.name for section in sections(TAIL)] == [
        "mergeCells",
        "dataValidations",
        "pageMargins",
        "extLst",
    ]
    assert [TAIL[s.start : s.end] for s in sections(TAIL)][2] == "<pageMargins left='0.4'/>"


def test_a_section_goes_where_the_schema_wants_it():
    new = "<conditionalFormatting/>"
    assert with_section(TAIL, "conditionalFormatting", new) == TAIL.replace(
        "<dataValidations", f"{new}<dataValidations", 1
    )
    assert with_section("</worksheet>", "conditionalFormatting", new) == f"{new}</worksheet>"


WRAPPED = '<mc:AlternateContent xmlns:mc="m"><mc:Choice Requires="x14"><controls/></mc:Choice></mc:AlternateContent>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "<pageMargins/>",
            "<extLst><ext><x14:dataValidations><x14:dataValidation/></x14:dataValidations></ext></extLst>",
        ),
        ('<drawing r:id="rId1"/>', WRAPPED),
        ("<pageMargins/>", WRAPPED + "<tableParts/>"),
    ],
)
def test_a_section_goes_before_what_an_extension_repeats_and_before_what_excel_wraps(before: str, after: str):
    new = '<legacyDrawing r:id="rId2"/>'
    assert (
        with_section(f"{before}{after}</worksheet>", "legacyDrawing", new)
        == f"{before}{new}{after}</worksheet>"
    )


def test_entries_join_the_list_there_is_and_its_count_follows():
    more = with_entries(TAIL, "dataValidations", "", ["<dataValidation/>", "<dataValidation/>"])
    assert 'dataValidations count="3" disablePrompts="0"' in more
    assert more.replace("<dataValidation/><dataValidation/>", "").replace('"3"', '"1"') == TAIL


@pytest.mark.parametrize("tail", ["</x:worksheet>", "<x:dataValidations/></x:worksheet>"])
def test_entries_make_the_list_where_there_is_none(tail: str):
    made = with_entries(tail, "dataValidations", "x:", ["<x:dataValidation/>"])
    assert "<x:dataValidation/></x:dataValidations></x:worksheet>" in made
    assert with_entries(tail, "dataValidations", "x:", []) == tail


WIDE = {"width": "12", "customWidth": "1"}
NEW = '<col min="4" max="4" width="12" customWidth="1"/>'


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ("", f"<cols>{NEW}</cols>"),
        (
            '<cols><col min="1" max="2" width="9"/></cols>',
            f'<cols><col min="1" max="2" width="9"/>{NEW}</cols>',
        ),
        (
            '<cols><col width="9" min="6" max="6" /></cols>',
            f'<cols>{NEW}<col width="9" min="6" max="6" /></cols>',
        ),
        (
            '<cols><col min="3" max="16384" width="9" hidden="1"/></cols>',
            f'<cols><col min="3" max="3" width="9" hidden="1"/>{NEW}'
            '<col min="5" max="16384" width="9" hidden="1"/></cols>',
        ),
        ('<cols><col min="4" max="4" width="9"/></cols>', f"<cols>{NEW}</cols>"),
        (
            """<cols><col min='3' max='4' x:note='a "b"'/></cols>""",
            f'<cols><col min="3" max="3" x:note="a &quot;b&quot;"/>{NEW}</cols>',
        ),
    ],
)
def test_a_range_of_columns_is_cut_around_one_that_changes(held: str, expected: str):
    head = f"<worksheet><sheetFormatPr/>{held}"
    assert with_columns(head, "", {4: WIDE}) == f"<worksheet><sheetFormatPr/>{expected}"
