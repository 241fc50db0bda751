from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.libreoffice


@pytest.fixture
def sheet(book: Any) -> Any:
    return book.sheets[0]


def names_of(book: Any) -> list[str]:
    return [sheet.name for sheet in book.sheets]


def test_a_sheet_is_added_before_the_active_one_and_becomes_active(book: Any, sheet: Any):
    assert book.sheets.add().index == 1
    assert names_of(book) == ["Sheet2", "Sheet1"]
    assert book.sheets.active.name == "Sheet2"


def test_a_sheet_is_added_where_it_is_asked(book: Any):
    book.sheets.add("Devis", after="Sheet1")
    book.sheets.add("Projets", before="Devis")
    assert names_of(book) == ["Sheet1", "Projets", "Devis"]


def test_a_name_already_taken_is_refused_whatever_its_capitals(book: Any):
    book.sheets.add("Devis")
    with pytest.raises(ValueError, match="already present"):
        book.sheets.add("DEVIS")
    with pytest.raises(ValueError, match="un nom libre est attendu"):
        book.sheets["Sheet1"].name = "Devis"


def test_a_sheet_is_found_by_its_name_or_its_place(book: Any, sheet: Any):
    sheet.name = "Équipe"
    assert book.sheets["équipe"] == book.sheets[0] == book.sheets(1)
    with pytest.raises(KeyError):
        book.sheets["Absente"]


def test_a_sheet_moves_in_front_of_another_and_behind(book: Any):
    for name in ("B", "C"):
        book.sheets.add(name, after=book.sheets[-1])
    book.sheets["C"].move(before=book.sheets["Sheet1"])
    assert names_of(book) == ["C", "Sheet1", "B"]
    book.sheets["C"].move(after=book.sheets["B"])
    assert names_of(book) == ["Sheet1", "B", "C"]


def test_a_copy_takes_the_name_excel_gives_it(book: Any, sheet: Any):
    sheet["A1"].value = "original"
    copies = [sheet.copy().name, sheet.copy(before=sheet).name]
    assert copies == ["Sheet1 (2)", "Sheet1 (3)"]
    assert names_of(book) == ["Sheet1 (3)", "Sheet1", "Sheet1 (2)"]
    assert book.sheets[0]["A1"].value == "original"


def test_a_copy_in_another_book_keeps_its_name_when_it_is_free(office_app: Any, sheet: Any):
    sheet.name = "Facture"
    sheet["A1"].value = "n° 12"
    other = office_app.books.add()
    sheet.copy(after=other.sheets[-1])
    sheet.copy(after=other.sheets[-1])
    assert names_of(other) == ["Sheet1", "Facture", "Facture (2)"]
    assert other.sheets["Facture"]["A1"].value == "n° 12"
    other.close()


def test_a_sheet_deleted_is_gone(book: Any):
    book.sheets.add("Brouillon")
    book.sheets["Brouillon"].delete()
    assert names_of(book) == ["Sheet1"]


def test_a_hidden_sheet_comes_back_and_the_last_visible_one_stays(book: Any, sheet: Any):
    other = book.sheets.add()
    other.visible = False
    assert other.visible is False
    with pytest.raises(ValueError, match="seule feuille visible"):
        sheet.visible = False
    other.visible = True
    assert other.visible is True


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        (("B2:C3",), "$B$2:$C$3"),
        (("$C$3:B2",), "$B$2:$C$3"),
        (((2, 3),), "$C$2"),
        (((1, 1), (3, 2)), "$A$1:$B$3"),
        (("A1", "B5"), "$A$1:$B$5"),
        (("A:B",), "$A:$B"),
        (("2:3",), "$2:$3"),
    ],
)
def test_cells_are_named_by_an_address_or_by_numbers(sheet: Any, asked: tuple[Any, ...], address: str):
    assert sheet.range(*asked).address == address


def test_cells_are_named_by_two_ranges(sheet: Any):
    assert sheet.range(sheet["B2:B3"], sheet["D1"]).address == "$B$1:$D$3"


def test_cells_are_counted_from_one(sheet: Any):
    with pytest.raises(IndexError, match="à partir de 1"):
        sheet.range((0, 1))


@pytest.mark.parametrize("text", ["pas une adresse", "XFE1", "A1048577", "A0", "Absent"])
def test_what_names_no_cell_is_refused(sheet: Any, text: str):
    with pytest.raises(ValueError, match="ne désigne pas de cellules"):
        sheet.range(text)


def test_the_used_range_starts_at_the_first_cell_used(sheet: Any):
    assert sheet.used_range.address == "$A$1"
    sheet["C4:E7"].value = 1
    assert sheet.used_range.address == "$C$4:$E$7"


def test_clearing_takes_contents_formats_or_both(sheet: Any):
    cell = sheet["B2"]
    cell.value, cell.color = 3, (255, 0, 0)
    sheet.clear_contents()
    assert (cell.value, cell.color) == (None, (255, 0, 0))
    cell.value = 3
    sheet.clear_formats()
    assert (cell.value, cell.color) == (3, None)
    cell.color = (255, 0, 0)
    sheet.clear()
    assert (cell.value, cell.color) == (None, None)


def test_columns_and_rows_fit_what_they_hold(sheet: Any):
    cell = sheet["A1"]
    cell.value, cell.column_width, cell.row_height = "court", 40, 40
    sheet.autofit("columns")
    assert cell.column_width < 40
    assert cell.row_height == 40
    sheet.autofit("rows")
    assert cell.row_height < 40


def test_gridlines_are_hidden_on_one_sheet_only(book: Any, sheet: Any):
    other = book.sheets.add()
    sheet.show_gridlines = False
    assert (sheet.show_gridlines, other.show_gridlines) == (False, True)
    assert book.sheets.active == other


@pytest.mark.parametrize(
    ("address", "split"), [("A1:B3", (2, 3)), ("1:1", (0, 1)), ("A:C", (3, 0)), ("A1", (1, 1))]
)
def test_panes_are_frozen_down_to_an_address(book: Any, sheet: Any, address: str, split: tuple[int, int]):
    controller = book.impl.controller
    sheet.freeze_panes.freeze_at(address)
    assert (controller.SplitColumn, controller.SplitRow) == split
    sheet.freeze_panes.unfreeze()
    assert not controller.hasFrozenPanes()


@pytest.mark.parametrize("member", ["charts", "pivot_tables"])
def test_a_collection_the_engine_does_not_hold_is_said(sheet: Any, member: str):
    with pytest.raises(NotImplementedError):
        len(getattr(sheet, member))
