"""Tables are read wherever they stand and whatever people did around them."""

import tracemalloc
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.table import Table

from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.schema.kinds import Damaged, ExcelError, NoCachedValue
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.validate import typed_rows
from postprod_xl.workbook.places import find_tables
from postprod_xl.workbook.reader import read_tables
from tests.masters import contents, repacked


def opened(data):
    package = Package(Path("essai.xlsx"), data)
    return package, find_tables(package)


def read(data, name):
    package, places = opened(data)
    reading = read_tables(package, places, [name])
    return reading.tables[name], reading.places[name]


def book(
    write,
    at=(3, 1),
    headings=("Code", "Nom", "Taux horaire"),
    rows=((("T1", "Aubry", 20)),),
    name="Equipe",
    options=None,
):
    """A workbook with one table at a row and column counted from 0, then whatever `write` adds."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **(options or {})}) as made:
        sheet = made.add_worksheet("Mon équipe")
        top, left = at
        sheet.add_table(
            top,
            left,
            top + len(rows),
            left + len(headings) - 1,
            {"name": name, "columns": [{"header": h} for h in headings]},
        )
        for row, cells in enumerate(rows, top + 1):
            for column, cell in enumerate(cells, left):
                sheet.write(row, column, cell)
        write(made, sheet)
    return stream.getvalue()


def nothing(made, sheet):
    pass


def test_a_table_moved_with_columns_reordered_and_a_user_column_is_read_by_heading():
    data = book(
        nothing,
        at=(10, 4),
        headings=("Nom", "Ma note", "Code"),
        rows=(("Aubry", "sympa", "T1"), ("Bellec", "", "T2")),
    )
    raw, place = read(data, "Equipe")
    assert place.sheet == "Mon équipe"
    assert (list(raw.rows), raw.values["Code"], raw.values["Ma note"]) == (
        [12, 13],
        ["T1", "T2"],
        ["sympa", ""],
    )
    assert place.cell(12, "Code") == "G12"


def test_rows_typed_right_below_a_table_belong_to_it():
    def below(made, sheet):
        sheet.write_row(5, 1, ["T2", "Bellec", 30])
        sheet.write_row(6, 1, ["T3", "Carrel", 40])

    raw, place = read(book(below), "Equipe")
    assert raw.values["Code"] == ["T1", "T2", "T3"]
    assert place.last_row == 7


def test_rows_typed_after_an_empty_one_are_not_read_but_said():
    raw, _ = read(book(lambda made, sheet: sheet.write(7, 1, "T9")), "Equipe")
    assert raw.values["Code"] == ["T1"]
    assert "ligne 8" in raw.notes[0].message


def test_hidden_and_filtered_rows_are_read():
    def hide(made, sheet):
        sheet.set_row(4, None, None, {"hidden": True})

    assert read(book(hide), "Equipe")[0].values["Code"] == ["T1"]


def test_merged_cells_are_said():
    made = Workbook()
    sheet = made.active
    for row in (["Code", "Nom"], ["T1", "Aubry"], ["T2", None]):
        sheet.append(row)
    sheet.add_table(Table(displayName="Equipe", ref="A1:B3"))
    sheet.merge_cells("A3:B3")
    stream = BytesIO()
    made.save(stream)
    raw, _ = read(stream.getvalue(), "Equipe")
    assert "A3:B3 sont fusionnées" in raw.notes[0].message


def test_an_excel_error_is_not_an_empty_cell():
    data = book(lambda made, sheet: sheet.write_formula(4, 3, "=1/0", None, "#DIV/0!"))
    assert read(data, "Equipe")[0].values["Taux horaire"] == [ExcelError("#DIV/0!")]


def test_a_boolean_that_is_neither_true_nor_false_is_named():
    parts = contents(BytesIO(book(nothing, rows=(("T1", "Aubry", True),))))
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b't="b"><v>1</v>', b't="b"><v>2</v>')
    raw, _ = read(repacked(parts), "Equipe")
    assert raw.values["Taux horaire"] == [Damaged("« 2 » n'y est ni vrai ni faux")]


def test_a_formula_typed_by_a_person_gives_its_cached_value():
    data = book(lambda made, sheet: sheet.write_formula(4, 3, "=10*2", None, 20))
    assert read(data, "Equipe")[0].values["Taux horaire"] == [20]


def test_a_formula_never_computed_is_not_a_zero():
    made = Workbook()
    sheet = made.active
    for row in (["Code", "Nom", "Taux horaire"], ["T1", "Aubry", "=10*2"]):
        sheet.append(row)
    sheet.add_table(Table(displayName="Equipe", ref="A1:C2"))
    stream = BytesIO()
    made.save(stream)
    assert read(stream.getvalue(), "Equipe")[0].values["Taux horaire"] == [NoCachedValue("10*2")]


def test_a_day_that_lost_its_format_is_the_same_in_both_date_systems():
    for since_1904, serial in ((False, 46093), (True, 46093 - 1462)):
        data = book(
            lambda made, sheet, serial=serial: sheet.write(4, 1, serial),
            headings=("Date", "Début"),
            rows=(("", 0.3958),),
            name="Seances",
            options={"date_1904": since_1904},
        )
        rows, _ = typed_rows(BY_NAME["Seances"], read(data, "Seances")[0])
        assert (rows.column("day"), rows.column("start")) == ([date(2026, 3, 12)], [570])


@pytest.mark.parametrize("since_1904", [False, True])
def test_dates_are_the_same_in_both_date_systems(since_1904):
    def dates(made, sheet):
        sheet.write_datetime(4, 1, datetime(2026, 3, 12), made.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_datetime(4, 2, time(9, 30), made.add_format({"num_format": "hh:mm"}))

    options = {"date_1904": since_1904}
    data = book(dates, headings=("Date", "Début"), rows=(("", ""),), name="Seances", options=options)
    raw, _ = read(data, "Seances")
    rows, _ = typed_rows(BY_NAME["Seances"], raw)
    assert rows.column("day") == [date(2026, 3, 12)]
    assert rows.column("start") == [570]


def test_a_stray_cell_at_the_end_of_the_sheet_neither_kills_nor_hides_the_table():
    raw, _ = read(book(lambda made, sheet: sheet.write("XFD1048576", "perdu")), "Equipe")
    assert raw.values["Code"] == ["T1"]


def test_text_that_looks_like_a_formula_stays_text():
    data = book(lambda made, sheet: sheet.write_string(4, 2, "=CMD|'/c calc'!A0"))
    assert read(data, "Equipe")[0].values["Nom"] == ["=CMD|'/c calc'!A0"]


def test_a_table_declared_down_to_the_bottom_of_the_sheet_is_read_down_to_its_last_row_in_use():
    package, places = opened(book(nothing, rows=(("T1", "Aubry", 20), ("T2", "Bellec", 30))))
    part = places["Equipe"].table_part
    package.replace(part, package.read(part).replace(b'ref="B4:D6"', b'ref="B4:D1048576"'))
    raw, place = read(package.to_bytes(), "Equipe")
    assert (list(raw.rows), raw.values["Code"], place.last_row) == ([5, 6], ["T1", "T2"], 1_048_576)


@pytest.mark.parametrize(
    "cell",
    [
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row\nr="1048576"><c\nr="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="A1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="9"><c r="A9"/></row>',
    ],
)
def test_a_lone_cell_far_away_asks_for_no_room_however_it_is_written(cell: bytes):
    package, _ = opened(book(nothing))
    part = "xl/worksheets/sheet1.xml"
    package.replace(part, package.read(part).replace(b"</sheetData>", cell + b"</sheetData>"))
    tracemalloc.start()
    raw, _ = read(package.to_bytes(), "Equipe")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert raw.values["Code"] == ["T1"]
    assert peak < 10_000_000


def test_an_error_beside_the_tables_is_nobodys_problem():
    raw, _ = read(book(lambda made, sheet: sheet.write_formula("H2", "=A1#", None, "#SPILL!")), "Equipe")
    assert (raw.values["Taux horaire"], raw.notes) == ([20], [])


@pytest.mark.parametrize("moved", ["insert_rows", "delete_rows", "insert_cols"])
def test_a_table_whose_cells_were_moved_without_it_is_named(moved: str):
    made = load_workbook(BytesIO(book(nothing)))
    getattr(made.active, moved)(2)
    stream = BytesIO()
    made.save(stream)
    package, places = opened(stream.getvalue())
    reading = read_tables(package, places, ["Equipe"])
    (problem,) = reading.unread
    assert problem.is_blocking and "ses cellules ont été déplacées sans elle" in problem.message
    assert not reading.tables


def test_a_heading_retyped_without_its_table_is_named_and_the_table_read():
    made = load_workbook(BytesIO(book(nothing)))
    made.active["C4"] = "Prénom"
    stream = BytesIO()
    made.save(stream)
    raw, _ = read(stream.getvalue(), "Equipe")
    assert "C4 contient « Prénom » et la table l'appelle « Nom »" in raw.notes[0].message
    assert raw.values["Nom"] == ["Aubry"]


def test_two_columns_of_one_heading_are_named():
    package, places = opened(book(nothing))
    part = places["Equipe"].table_part
    package.replace(part, package.read(part).replace(b'name="Nom"', b'name="Code"'))
    assert "deux colonnes ont ce même en-tête" in read(package.to_bytes(), "Equipe")[0].notes[0].message


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b' ref="B4:D5"', b' ref="D5:B4"'),
        (b' ref="B4:D5"', b' ref="B4:E5"'),
        (b' ref="B4:D5"', b' ref="B:D"'),
        (b' ref="B4:D5"', b' ref="B4:ZZZ9999999"'),
        (b' ref="B4:D5"', b""),
        (b'ame="Equipe"', b'ame=""'),
        (b"<tableColumn ", b"<colonne "),
    ],
)
def test_a_table_that_is_nowhere_is_refused_by_its_tab(before: bytes, after: bytes):
    package, places = opened(book(nothing))
    part = places["Equipe"].table_part
    assert before in package.read(part)
    package.replace(part, package.read(part).replace(before, after))
    with pytest.raises(CannotEdit, match="^Mon équipe — plage"):
        read(package.to_bytes(), "Equipe")
