from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.libreoffice


@pytest.fixture
def sheet(book: Any) -> Any:
    return book.sheets[0]


@pytest.fixture
def table(sheet: Any) -> Any:
    """Projet and Heures in B2:C4, two rows."""
    sheet["B2"].value = [["Projet", "Heures"], ["Lune", 7], ["Mer", 3]]
    return sheet.tables.add(sheet["B2:C4"], name="Temps")


def test_a_table_gives_its_parts(sheet: Any, table: Any):
    assert table.range == sheet["B2:C4"]
    assert table.header_row_range == sheet["B2:C2"]
    assert table.data_body_range == sheet["B3:C4"]
    assert table.totals_row_range is None
    assert table.parent == sheet
    assert (table.show_headers, table.show_totals, table.show_autofilter) == (True, False, True)


def test_a_table_without_a_name_takes_the_next_number(sheet: Any):
    sheet["A1"].value = [["a"], [1]]
    sheet["C1"].value = [["b"], [1]]
    assert sheet.tables.add(sheet["A1:A2"]).name == "Table1"
    assert sheet.tables.add(sheet["C1:C2"]).name == "Table2"
    assert len(sheet.tables) == 2


def test_a_table_is_found_whatever_its_capitals_on_its_own_sheet_only(book: Any, sheet: Any, table: Any):
    assert sheet.tables["TEMPS"] == table
    other = book.sheets.add()
    assert "Temps" not in other.tables
    assert len(other.tables) == 0


def test_every_table_of_the_demonstration_office_has_the_range_its_file_says(demo_book: Any, demo_path: Path):
    from openpyxl import load_workbook

    declared = {
        (sheet.title, name): sheet.tables[name].ref
        for sheet in load_workbook(demo_path)
        for name in sheet.tables
    }
    read = {
        (sheet.name, table.name): table.range.get_address(False, False)
        for sheet in demo_book.sheets
        for table in sheet.tables
    }
    assert read == declared and len(read) > 20


def test_resizing_moves_the_table_and_names_a_column_without_heading(sheet: Any, table: Any):
    table.resize(sheet["B2:D7"])
    assert table.range == sheet["B2:D7"]
    assert table.api.DataArea.EndRow == 6
    assert sheet["B2:D2"].value == ["Projet", "Heures", "Column1"]


def test_the_headings_stay_on_their_row(sheet: Any, table: Any):
    with pytest.raises(ValueError, match="la ligne 2 est attendue"):
        table.resize(sheet["B3:C4"])


def test_a_table_resized_is_saved_with_its_new_range(book: Any, sheet: Any, table: Any, tmp_path: Path):
    from openpyxl import load_workbook

    table.resize(sheet["B2:C6"])
    book.save(tmp_path / "bureau.xlsx")
    assert load_workbook(tmp_path / "bureau.xlsx")["Sheet1"].tables["Temps"].ref == "B2:C6"


def test_a_table_takes_another_name_unless_it_is_taken(sheet: Any, table: Any):
    sheet["F1"].value = [["a"], [1]]
    other = sheet.tables.add(sheet["F1:F2"])
    table.display_name = "Durees"
    assert sheet.tables["Durees"].name == table.name == "Durees"
    for refused in ("Table1", "deux mots", "A1"):
        with pytest.raises(ValueError, match="refusé"):
            table.name = refused
    assert other.name == "Table1"


def test_two_tables_share_no_cell(sheet: Any, table: Any):
    with pytest.raises(ValueError, match="« Temps »"):
        sheet.tables.add(sheet["C4:D6"])


def test_totals_come_below_and_go_away(sheet: Any, table: Any):
    table.show_totals = True
    assert table.totals_row_range == sheet["B5:C5"]
    assert table.data_body_range == sheet["B3:C4"]
    # 7 + 3
    assert sheet["B5:C5"].value == ["Total", 10.0]
    table.show_totals = False
    assert table.range == sheet["B2:C4"]
    assert sheet["B5:C5"].value == [None, None]


def test_totals_make_room_for_themselves(sheet: Any, table: Any):
    sheet["B5"].value = "note"
    table.show_totals = True
    assert sheet["B5:B6"].value == ["Total", "note"]


def test_a_heading_alone_gets_the_row_to_type_in(sheet: Any):
    table = sheet.tables.add(sheet["A10"])
    assert table.range == sheet["A10:A11"]
    assert table.insert_row_range == sheet["A11"]
    assert sheet["A10"].value == "Column1"
    sheet["A11"].value = 1
    assert table.insert_row_range is None


def test_a_row_added_takes_the_formulas_of_the_row_above(sheet: Any, table: Any):
    sheet["D2"].value = "Jours"
    table.resize(sheet["B2:D4"])
    sheet["D3:D4"].formula = "=C3/7"
    sheet["B5"].value = "note"
    row = table.rows.add()
    assert (row.index, table.range.address, sheet["B6"].value) == (3, "$B$2:$D$5", "note")
    assert sheet["B5:D5"].formula == (("", "", "=C5/7"),)


def test_a_row_is_added_in_the_middle_and_deleted(sheet: Any, table: Any):
    table.rows.add(["Ciel", 1], 2)
    assert table.data_body_range.value == [["Lune", 7.0], ["Ciel", 1.0], ["Mer", 3.0]]
    table.rows[0].delete()
    assert table.data_body_range.value == [["Ciel", 1.0], ["Mer", 3.0]]
    assert table.range == sheet["B2:C3"].resize(3)


def test_the_last_row_deleted_leaves_a_blank_one(table: Any):
    table.rows[1].delete()
    table.rows[0].delete()
    assert len(table.rows) == 1
    assert table.data_body_range.value == [None, None]


def test_columns_are_added_found_and_deleted(sheet: Any, table: Any):
    table.columns.add("Prix")
    table.columns.add("Code", 1)
    assert [column.name for column in table.columns] == ["Code", "Projet", "Heures", "Prix"]
    assert table.columns["Heures"].data_body_range.value == [7.0, 3.0]
    table.columns["Code"].delete()
    assert [column.name for column in table.columns] == ["Projet", "Heures", "Prix"]
    assert table.range == sheet["B2:D4"]


def test_a_table_is_sorted_below_its_headings(table: Any):
    table.sort(2)
    assert table.range.value == [["Projet", "Heures"], ["Mer", 3.0], ["Lune", 7.0]]


def test_a_data_frame_replaces_the_rows(sheet: Any, table: Any):
    import pandas as pd

    table.update(pd.DataFrame({"Projet": ["Ciel", "Mer", "Lune"], "Heures": [1, 2, 3]}), index=False)
    assert table.range.address == "$B$2:$C$5"
    assert table.data_body_range.value == [["Ciel", 1.0], ["Mer", 2.0], ["Lune", 3.0]]


@pytest.mark.parametrize(
    ("text", "address"),
    [("Temps", "$B$3:$C$4"), ("Temps[#All]", "$B$2:$C$4"), ("Temps[#Headers]", "$B$2:$C$2")],
)
@pytest.mark.usefixtures("table")
def test_a_table_names_cells(sheet: Any, text: str, address: str):
    assert sheet.range(text).address == address


def test_what_libreoffice_keeps_of_no_table_is_said(sheet: Any, table: Any):
    for member in ("table_style", "show_table_style_row_stripes", "autofilter"):
        with pytest.raises(NotImplementedError):
            getattr(table, member)
    with pytest.raises(NotImplementedError):
        table.show_headers = False
    with pytest.raises(NotImplementedError):
        sheet.tables.add(sheet["H1:H2"], table_style_name="TableStyleDark1")


def test_a_table_that_a_formula_uses_is_not_renamed(sheet: Any, table: Any):
    sheet["H1"].formula = "=SUM(Temps[Heures])"
    with pytest.raises(NotImplementedError, match="« Temps » est employé par"):
        table.name = "Duree"
    assert sheet["H1"].value == 10  # 7 + 3


def test_headings_become_texts_of_their_own(sheet: Any):
    sheet["A10"].value = ["a", "A", 1, None, "a2"]
    added = sheet.tables.add(sheet["A10:E11"])
    assert added.header_row_range.value == ["a", "A3", "1", "Column1", "a2"]


def test_a_sheet_that_is_deleted_leaves_the_table_of_the_one_before_it(book: Any, sheet: Any, table: Any):
    book.sheets.add("Après", after=sheet).delete()
    assert [known.name for known in sheet.tables] == ["Temps"]
    assert [known.name for known in book.sheets] == [sheet.name]
