"""Ranges as xlwings' API reference documents them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from xlwings import XlwingsError

from postprod_xl.engines.calc.office.bridge import properties

pytestmark = pytest.mark.libreoffice


@pytest.fixture
def sheet(book: Any) -> Any:
    return book.sheets[0]


def test_values_come_back_as_they_were_written(sheet: Any) -> None:
    written = [[1.0, 2.5, "é\nà"], [None, True, False], [dt.datetime(1962, 11, 3), "n° 1", "12:30"]]
    sheet["B2"].value = written
    assert sheet["B2:D4"].value == written
    assert [type(value) for value in sheet["B3:D3"].value] == [type(None), bool, bool]


def test_a_date_takes_a_date_format_and_a_number_format_is_kept(sheet: Any) -> None:
    sheet["A2"].number_format = "0.00"
    sheet["A1:A2"].value = dt.datetime(2020, 12, 31, 12, 12, 20)
    assert sheet["A1"].value == dt.datetime(2020, 12, 31, 12, 12, 20)
    assert sheet["A1"].number_format == "mm/dd/yyyy hh:mm:ss"
    assert sheet["A2"].value == pytest.approx(44196.5086)


def test_a_time_without_a_day_reads_as_the_fraction_that_excel_gives(sheet: Any) -> None:
    sheet["A1"].value = dt.time(6, 0)
    assert sheet["A1"].value == 0.25


def test_a_text_entered_becomes_the_number_or_truth_value_it_reads_as(sheet: Any) -> None:
    sheet["A1"].value = [["00123", "50%", "TRUE", "12/31/2020", "'7", "-1.5e2"]]
    assert sheet["A1:F1"].value == [123.0, 0.5, True, "12/31/2020", "7", -150.0]
    assert (sheet["A1"].number_format, sheet["B1"].number_format) == ("General", "0%")


def test_a_text_stays_one_in_a_cell_of_texts(sheet: Any) -> None:
    sheet["A1"].number_format = "@"
    sheet["A1:B1"].value = ["00123", "00123"]
    assert sheet["A1:B1"].value == ["00123", 123.0]


def test_a_text_that_looks_like_a_number_leaves_the_format_general(sheet: Any) -> None:
    sheet["A1"].value = "'001"
    assert (sheet["A1"].value, sheet["A1"].number_format, sheet["A1"].formula) == ("001", "General", "001")
    sheet["A1"].value = "=1+1"
    assert sheet["A1"].value == 2


def test_an_apostrophe_makes_a_text_of_what_would_be_a_formula(sheet: Any) -> None:
    sheet["A1"].value = "'=1+1"
    assert sheet["A1"].value == "=1+1"


def test_a_number_over_a_truth_value_is_a_number(sheet: Any) -> None:
    sheet["A1:A2"].value = True
    sheet["A1"].value = 1.0
    assert sheet["A1"].value is not True
    assert sheet["A2"].value is True
    assert sheet["A1:A2"].number_format == "General"


def test_nothing_empties_a_cell(sheet: Any) -> None:
    sheet["A1:B1"].value = [1, 2]
    sheet["A1"].value = None
    sheet["B1"].value = ""
    assert sheet["A1:B1"].formula == (("", ""),)


def test_errors_read_as_none_or_as_their_text(sheet: Any) -> None:
    sheet["A1:A5"].value = [["=1/0"], ["=NA()"], ["=NOPE()"], ['="a"+1'], ["=2/0"]]
    assert sheet["A1:A5"].value == [None] * 5
    texts = ["#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!"]
    assert sheet["A1:A5"].options(err_to_str=True).value == texts


def test_results_of_formulas_that_show_as_dates_or_truth_values_read_as_such(sheet: Any) -> None:
    sheet["A1:A3"].value = [["=DATE(2026,3,4)"], ["=1>2"], ["=1+1"]]
    assert sheet["A1:A3"].value == [dt.datetime(2026, 3, 4), False, 2.0]
    assert [type(sheet[f"A{row}"].value) for row in (1, 2, 3)] == [dt.datetime, bool, float]


def test_a_whole_column_reads_empty_below_what_is_used(sheet: Any) -> None:
    sheet["A2"].value = 5
    column = sheet["A:A"].options(chunksize=None).value
    assert column[:3] == [None, 5.0, None]
    assert len(column) == 1048576


def test_ten_thousand_rows_of_dates_come_back(sheet: Any) -> None:
    first = dt.datetime(2020, 1, 1)
    rows = [[first + dt.timedelta(days=day), f"t{day}", float(day)] for day in range(10_000)]
    sheet["A1"].value = rows
    assert sheet["A1:C10000"].value == rows


def test_formulas_are_read_in_the_spelling_of_excel(book: Any, sheet: Any) -> None:
    book.sheets.add("Mon onglet", after=sheet)
    formulas = ("=SUM('Mon onglet'!A1:B2,3)", "=CEILING(2.5,1)", "=EDATE(1,2)", "=IF(TRUE,1,2)")
    sheet["A1:D1"].formula = [list(formulas)]
    assert sheet["A1:D1"].formula == (formulas,)
    assert sheet["A1:D1"].value[:2] == [3.0, 3.0]


def test_constants_are_read_as_the_text_of_what_they_hold(sheet: Any) -> None:
    sheet["A1:D1"].value = [1, "a", True, None]
    assert sheet["A1:D1"].formula == (("1", "a", "TRUE", ""),)


def test_one_formula_for_a_range_moves_its_relative_references(sheet: Any) -> None:
    sheet["A1:A3"].value = [[1], [2], [3]]
    sheet["B1:C3"].formula = "=$A1*2"
    assert sheet["C3"].formula == "=$A3*2"
    assert sheet["B1:C3"].value == [[2, 2], [4, 4], [6, 6]]


def test_formulas_longer_than_a_slice_all_arrive(sheet: Any) -> None:
    sheet["A1:A2500"].formula = "=ROW()"
    assert sheet["A1:A2500"].value == [float(row) for row in range(1, 2501)]


def test_an_array_formula_spans_its_range(sheet: Any) -> None:
    sheet["A1"].value = [[1, 4], [2, 5], [3, 6]]
    sheet["D1"].formula_array = "=SUM(A1:A3*B1:B3)"
    assert sheet["D1"].value == 32  # 1×4 + 2×5 + 3×6
    assert sheet["D1"].formula_array == "=SUM(A1:A3*B1:B3)"
    assert (sheet["D1"].has_array, sheet["A1"].has_array) == (True, False)


def test_a_part_of_an_array_formula_is_neither_written_nor_cleared(sheet: Any) -> None:
    sheet["A1:A2"].formula_array = "=ROW(A1:A2)*10"
    assert sheet["A1:A2"].formula == (("=ROW(A1:A2)*10",), ("=ROW(A1:A2)*10",))
    with pytest.raises(XlwingsError, match="formule matricielle"):
        sheet["A1"].value = 5
    with pytest.raises(XlwingsError, match="formule matricielle"):
        sheet["A1"].clear_contents()
    assert sheet["A1:A2"].value == [10, 20]


def test_a_protected_sheet_refuses_aloud(sheet: Any) -> None:
    sheet["A1"].value = 1
    sheet.api.protect("")
    for change in ("clear_contents", "clear_formats", "unmerge", "delete"):
        with pytest.raises(XlwingsError, match="protégée"):
            getattr(sheet["A1"], change)()
    with pytest.raises(XlwingsError, match="protégée"):
        sheet["A1"].color = (1, 2, 3)
    sheet.api.unprotect("")
    assert sheet["A1"].value == 1


def _set(target: Any, name: str, value: Any) -> None:
    setattr(target, name, value)


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: _set(sheet["A1"], "value", 2),
        lambda sheet: _set(sheet["A1"], "formula", "=1+1"),
        lambda sheet: _set(sheet["A1"], "formula_array", "=1+1"),
        lambda sheet: _set(sheet["A1"].font, "bold", True),
        lambda sheet: _set(sheet["A1"].characters[0:1].font, "bold", True),
        lambda sheet: _set(sheet["A1"].borders["edge_top"], "line_style", "continuous"),
        lambda sheet: sheet["A1"].data_validation.set_list(["a", "b"]),
        lambda sheet: sheet["A1"].add_note("note"),
        lambda sheet: sheet["A1"].add_hyperlink("www.xlwings.org"),
        lambda sheet: sheet["A1:A2"].sort(1),
        lambda sheet: sheet["A1:A2"].replace_all("t", "u"),
        lambda sheet: sheet["A1"].autofill(sheet["A1:A3"]),
        lambda sheet: sheet["B1"].copy(sheet["A1"]),
        lambda sheet: sheet["A1"].paste(),
        lambda sheet: sheet.clear_contents(),
    ],
)
def test_no_change_of_a_protected_sheet_is_lost_in_silence(sheet: Any, change: Any) -> None:
    sheet["A1"].value = "texte"
    sheet.api.protect("")
    with pytest.raises(XlwingsError, match=r"Sheet1!.* — la feuille est protégée"):
        change(sheet)
    assert (sheet["A1"].value, sheet["A1"].font.bold) == ("texte", False)


def test_an_unlocked_cell_of_a_protected_sheet_takes_a_value(sheet: Any) -> None:
    protection = sheet["A1"].api.CellProtection
    protection.IsLocked = False
    sheet["A1"].api.CellProtection = protection
    sheet.api.protect("")
    sheet["A1"].value = 2
    assert sheet["A1"].value == 2
    with pytest.raises(XlwingsError, match="protégée"):
        sheet["A1:A2"].value = 3


def test_addresses(book: Any, sheet: Any) -> None:
    cells = sheet["A1:B2"]
    assert cells.get_address(False, True) == "$A1:$B2"
    assert cells.get_address(external=True) == f"[{book.name}]{sheet.name}!$A$1:$B$2"
    assert (sheet["A:B"].address, sheet["1:3"].address) == ("$A:$B", "$1:$3")
    assert (cells(3).address, cells(1, 5).address, cells(5).address) == ("$A$2", "$E$1", "$A$3")


@pytest.mark.parametrize(
    ("start", "direction", "reached"),
    [
        ("B2", "down", "$B$4"),
        ("B4", "down", "$B$6"),
        ("B7", "up", "$B$6"),
        ("B6", "up", "$B$4"),
        ("B2", "right", "$C$2"),
        ("A2", "right", "$B$2"),
        ("C2", "right", "$XFD$2"),
        ("D2", "left", "$C$2"),
        ("B6", "down", "$B$1048576"),
        ("B2", "up", "$B$1"),
    ],
)
def test_end_goes_where_ctrl_and_the_arrow_go(sheet: Any, start: str, direction: str, reached: str) -> None:
    sheet["B2:C4"].value = 1
    sheet["B6"].value = 1
    assert sheet[start].end(direction).address == reached


def test_expand_and_current_region(sheet: Any) -> None:
    sheet["B2:C4"].value = 1
    assert sheet["B2"].expand().address == "$B$2:$C$4"
    assert sheet["C3"].current_region.address == "$B$2:$C$4"


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "dd/mm/yyyy",
        "#,##0.00",
        "0%",
        "[h]:mm",
        "mm/dd/yy;@",
        "[Red]-0",
        "@",
        '0.0 "j"',
        "[$-40C]d mmmm yyyy",
    ],
)
def test_number_formats_are_those_of_excel(sheet: Any, code: str) -> None:
    sheet["A1:B2"].number_format = code
    assert sheet["A1:B2"].number_format == code


def test_cells_that_disagree_have_no_common_format(sheet: Any) -> None:
    sheet["A1"].number_format = "0%"
    sheet["A1"].font.bold = True
    sheet["A1"].color = (1, 2, 3)
    both = sheet["A1:A2"]
    assert (both.number_format, both.font.bold, both.color) == (None, None, None)


def test_letters_that_disagree_have_no_common_font_until_the_cell_gets_one(sheet: Any) -> None:
    sheet["A1"].value = "abcdef"
    sheet["A1"].characters[0:3].font.bold = True
    assert sheet["A1"].font.bold is None
    sheet["A1"].font.bold = False
    assert (sheet["A1"].font.bold, sheet["A1"].characters[0:3].font.bold) == (False, False)


def test_a_code_that_calc_does_not_understand_is_refused(sheet: Any) -> None:
    with pytest.raises(ValueError, match="n'est pas compris par Calc"):
        sheet["A1"].number_format = "jj/mm/aaaa"


def test_colours(sheet: Any) -> None:
    sheet["A1"].color = (30, 100, 200)
    sheet["A2"].color = "#00ffff"
    assert (sheet["A1"].color, sheet["A2"].color, sheet["A3"].color) == ((30, 100, 200), (0, 255, 255), None)
    sheet["A1"].color = None
    assert sheet["A1"].color is None
    sheet["B1:C2"].set_colors([[(1, 2, 3), ...], [None, (1, 2, 3)]])
    assert [cell.color for cell in sheet["B1:C2"]] == [(1, 2, 3), None, None, (1, 2, 3)]


def test_sizes_are_in_the_units_of_excel(sheet: Any) -> None:
    sheet["A1:B2"].column_width = 10
    sheet["A1:D4"].row_height = 60
    assert (sheet["A1"].column_width, sheet["A1"].row_height, sheet["A1:D4"].height) == (10, 60, 240)
    assert sheet["A2"].top == sheet["A1"].height
    sheet["B1"].column_width = 20
    assert sheet["A1:B1"].column_width is None
    sheet["A1:D4"].autofit()
    assert sheet["A1"].row_height != 60


def test_inserting_and_deleting_move_the_cells_after(sheet: Any) -> None:
    sheet["A1:C1"].value = ["un", "deux", "trois"]
    sheet["A1"].insert("down")
    assert sheet["A1:C2"].value == [[None, "deux", "trois"], ["un", None, None]]
    sheet["A1"].delete("up")
    sheet["1:1"].insert("down")
    assert sheet["A2:C2"].value == ["un", "deux", "trois"]


def test_a_sheet_still_knows_its_cells_after_a_deletion_in_its_corner(book: Any, sheet: Any) -> None:
    other = book.sheets[0]
    sheet["A1:B3"].value = [["a", "b"], ["c", "d"], ["e", "f"]]
    sheet["A1"].delete("left")
    sheet["B2"].delete("up")
    assert other["A1:B3"].value == [["b", None], ["c", "f"], ["e", None]]
    assert sheet.cells.address == other.cells.address == "$1:$1048576"


def test_copying_keeps_values_and_formats_or_what_is_asked(book: Any, sheet: Any) -> None:
    sheet["A1:B1"].value = "test"
    sheet["A1:B1"].color = (34, 34, 34)
    sheet["A1:B1"].copy(sheet["A2"])
    sheet["A1:B1"].copy()
    sheet["A3"].paste("values")
    assert (sheet["A2:B2"].value, sheet["A2:B2"].color) == (["test", "test"], (34, 34, 34))
    assert (sheet["A3:B3"].value, sheet["A3:B3"].color) == (["test", "test"], None)


@pytest.mark.parametrize("kind", ["all", "values", "formulas"])
def test_pasting_replaces_what_the_cells_held(sheet: Any, kind: str) -> None:
    sheet["A1"].value = [["neuf", None], ["ancien", "gardé"]]
    sheet["A2:B2"].copy_from(sheet["A1:B1"], kind, skip_blanks=True)
    assert sheet["A2:B2"].value == ["neuf", "gardé"]
    sheet["A3:B3"].value = "ancien"
    sheet["A1"].copy()
    sheet["A3"].paste(kind)
    assert sheet["A3:B3"].value == ["neuf", "ancien"]


def test_the_question_before_replacing_is_asked_again_after_a_paste(office_app: Any, sheet: Any) -> None:
    provider = office_app.impl.office.service("configuration.ConfigurationProvider")
    place = properties(nodepath="/org.openoffice.Office.Calc/Input")
    name = "com.sun.star.configuration.ConfigurationAccess"
    sheet["A1"].copy()
    sheet["A2"].paste()
    assert provider.createInstanceWithArguments(name, place).getByName("ReplaceCellsWarning") is True


def test_copying_to_another_book(office_app: Any, sheet: Any) -> None:
    sheet["A1"].value = "ici"
    other = office_app.books.add()
    sheet["A1"].copy(other.sheets[0]["C3"])
    assert other.sheets[0]["C3"].value == "ici"
    other.close()


def test_a_paste_that_calc_does_not_have_says_so(sheet: Any) -> None:
    with pytest.raises(NotImplementedError):
        sheet["A1"].paste("column_widths")


def test_a_range_has_the_name_that_refers_to_it(sheet: Any) -> None:
    sheet["B2:C3"].name = "taux"
    assert sheet["B2:C3"].name.name == "taux"
    assert sheet["B2"].name is None
    assert sheet["taux"].address == "$B$2:$C$3"


def test_a_cell_knows_the_table_it_lies_in(sheet: Any) -> None:
    sheet["A1"].value = [["h1", "h2"], [1, 2]]
    sheet.tables.add(sheet["A1:B2"], name="Tab")
    sheet["D2"].formula = "=SUM(Tab[h1])+Tab[[#This Row],[h2]]"
    assert sheet["B2"].table.name == "Tab"
    assert sheet["D2"].table is None
    assert sheet["D2"].formula == "=SUM(Tab[h1])+Tab[[#This Row],[h2]]"
    assert sheet["D2"].value == 3  # 1 + 2


def test_links(sheet: Any) -> None:
    sheet["A1"].add_hyperlink("www.xlwings.org", "lien")
    assert (sheet["A1"].value, sheet["A1"].hyperlink) == ("lien", "http://www.xlwings.org")
    with pytest.raises(Exception, match="pas de lien"):
        _ = sheet["A2"].hyperlink


def test_notes(sheet: Any) -> None:
    note = sheet["B2"].add_note("À vérifier")
    assert (note.text, note.location.address, sheet["B3"].note) == ("À vérifier", "$B$2", None)
    note.text = "Vérifié"
    assert sheet["B2"].note.text == "Vérifié"
    sheet["B2"].note.delete()
    assert sheet["B2"].note is None


def test_merging(sheet: Any) -> None:
    sheet["B2:C3"].merge()
    assert sheet["C3"].merge_area.address == "$B$2:$C$3"
    assert (sheet["B2:C3"].merge_cells, sheet["A1:C3"].merge_cells, sheet["A1"].merge_cells) == (
        True,
        None,
        False,
    )
    sheet["B2:C3"].unmerge()
    assert sheet["B2"].merge_cells is False


def test_merging_again_takes_the_merged_cells_in_and_keeps_the_first_content(sheet: Any) -> None:
    sheet["A1"].value = [[None, "b"], ["a", "c"]]
    sheet["A1:A2"].merge()
    sheet["A1:B2"].merge()
    assert sheet["A1"].merge_area.address == "$A$1:$B$2"
    sheet["B2:C3"].merge()
    assert sheet["A1"].merge_area.address == "$A$1:$C$3"
    sheet["A1:C3"].unmerge()
    assert sheet["A1:B2"].value == [["a", None], [None, None]]


def test_sorting_finding_and_replacing(sheet: Any) -> None:
    sheet["A1"].value = [["n", "v"], [3, "c"], [1, "a"], [2, "b"]]
    sheet["A1:B4"].sort(1, ascending=False, has_headers=True)
    assert sheet["B1:B4"].value == ["v", "c", "b", "a"]
    assert sheet["A1:B4"].find("B").address == "$B$3"
    assert sheet["A1:B4"].find("B", match_case=True) is None
    sheet["A1:B4"].replace_all("b", "zz")
    assert sheet["B3"].value == "zz"


def test_hidden_rows_and_columns(sheet: Any) -> None:
    sheet["A2:A3"].rows.hidden = True
    assert (sheet["A2:A3"].rows.hidden, sheet["A1:A3"].rows.hidden, sheet["A1"].columns.hidden) == (
        True,
        None,
        False,
    )


def test_filling_goes_on_with_the_series(sheet: Any) -> None:
    sheet["A1:A2"].value = [[1], [3]]
    sheet["A1:A2"].autofill(sheet["A1:A4"])
    assert sheet["A1:A4"].value == [1, 3, 5, 7]


def test_a_range_without_cells_has_no_value(sheet: Any) -> None:
    empty = sheet["A1:B2"][0:0, 0:1]
    assert (empty.shape, empty.raw_value, empty.address) == ((0, 1), None, "$A$1{0x1}")


@pytest.mark.parametrize("member", ["conditional_formats", "autofilter", "comment"])
def test_what_is_not_done_says_so(sheet: Any, member: str) -> None:
    with pytest.raises(NotImplementedError):
        getattr(getattr(sheet["A1"], member), "criteria", None)
