"""Columns added at the right of a table: what they bring, what stays, what stands in their way."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.tables.places import find_tables
from postprod_xl.engines.ooxml.tables.widening import Sketch, Widening
from tests.masters import contents, repacked

Draw = Callable[[Worksheet, Any], object]


def book(*draw: Draw) -> bytes:
    """A table « Temps » of two columns and two rows in A1:B3, and what is drawn besides."""
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = made.add_worksheet("Page")
    sheet.write_column("A2", ["Lune", "Mer"])
    sheet.add_table("A1:B3", {"name": "Temps", "columns": [{"header": "Projet"}, {"header": "Heures"}]})
    for one in draw:
        one(sheet, made)
    made.close()
    return buffer.getvalue()


def model() -> Package:
    """Two columns in C1:D2: a euro column with a rule and a colour, and a column of text."""
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = made.add_worksheet("Temps")
    euro = made.add_format({"num_format": '0.00 "€"', "bg_color": "#EEEEEE"})
    sheet.add_table(
        "C1:D2", {"name": "Temps", "columns": [{"header": "Prix", "format": euro}, {"header": "Note"}]}
    )
    sheet.write_blank("C2", None, euro)
    sheet.set_column("C:C", 17)
    sheet.data_validation("C2:C3", {"validate": "decimal", "criteria": ">", "value": 0})
    red = made.add_format({"font_color": "red"})
    sheet.conditional_format("C2:C3", {"type": "cell", "criteria": ">", "value": 9, "format": red})
    made.close()
    return Package(Path("modele.xlsx"), buffer.getvalue())


def widened(source: bytes, cells: dict[tuple[int, str], Any] | None = None) -> bytes:
    target, given = Package(Path("bureau.xlsx"), source), model()
    places = find_tables(target)
    widening = Widening(target, given, places)
    widening.add(Sketch(places["Temps"], find_tables(given)["Temps"]), cells or {})
    widening.finish()
    return target.to_bytes()


def test_columns_come_with_their_headings_formats_rules_and_width():
    data = widened(book(), {(3, "Prix"): 4.5, (2, "Note"): "vu"})
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Page"]
    assert sheet.tables["Temps"].ref == sheet.tables["Temps"].autoFilter.ref == "A1:D3"
    assert [column.name for column in sheet.tables["Temps"].tableColumns] == [
        "Projet",
        "Heures",
        "Prix",
        "Note",
    ]
    assert [[cell.value for cell in row] for row in sheet["A1:D3"]] == [
        ["Projet", "Heures", "Prix", "Note"],
        ["Lune", None, None, "vu"],
        ["Mer", None, 4.5, None],
    ]
    assert [sheet[cell].number_format for cell in ("C2", "C3", "D2")] == ['0.00 "€"', '0.00 "€"', "General"]
    assert sheet.column_dimensions["C"].width == pytest.approx(17.7, abs=0.1)
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["C2:C3"]
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["C2:C3"]


def test_rules_that_a_person_has_come_first_and_stay():
    def own(sheet: Worksheet, made: Any) -> None:
        sheet.data_validation("B2:B3", {"validate": "integer", "criteria": ">", "value": 0})
        sheet.conditional_format("A1:Z9", {"type": "blanks", "format": made.add_format({"bold": True})})

    sheet = openpyxl.load_workbook(io.BytesIO(widened(book(own))))["Page"]
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["B2:B3", "C2:C3"]
    rules = {str(area.sqref): area.rules[0].priority for area in sheet.conditional_formatting}
    assert rules == {"A1:Z9": 1, "C2:C3": 2}


def test_a_totals_row_keeps_its_cells_and_the_filter_stops_above_it():
    def totals(sheet: Worksheet, _: Any) -> None:
        options = {"name": "Autre", "total_row": True, "columns": [{"header": "x", "total_function": "sum"}]}
        sheet.add_table("A9:A12", options)

    target = Package(Path("bureau.xlsx"), book(totals))
    places = find_tables(target)
    assert str(Sketch(places["Autre"], find_tables(model())["Temps"]).area) == "B9:C12"


def test_every_other_part_stays_byte_for_byte():
    before = book(lambda sheet, _: sheet.write_comment("A2", "relu"))
    old, new = (contents(io.BytesIO(data)) for data in (before, widened(before)))
    changed = {name for name in old if new[name] != old[name]}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/styles.xml"}


def test_a_sheet_whose_elements_have_a_prefix_gets_them_with_theirs():
    parts = contents(io.BytesIO(book()))
    text = parts["xl/worksheets/sheet1.xml"].decode()
    text = (
        text.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    )
    parts["xl/worksheets/sheet1.xml"] = text.encode()
    sheet = openpyxl.load_workbook(io.BytesIO(widened(repacked(parts))))["Page"]
    assert sheet["C1"].value == "Prix" and str(sheet.data_validations.dataValidation[0].sqref) == "C2:C3"


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda sheet, _: sheet.write("D3", 1), "Page!D3 — du texte ou une valeur se trouve"),
        (lambda sheet, _: sheet.write("C4", "sous la place"), "Page!C4 — du texte ou une valeur se trouve"),
        (
            lambda sheet, _: sheet.merge_range("D2:F2", "titre"),
            "Page!D2 — des cellules fusionnées se trouvent",
        ),
        (lambda sheet, _: sheet.write_comment("D2", "relu"), "Page!C2 — un commentaire se trouve"),
        (
            lambda sheet, _: sheet.add_table("D1:E2", {"name": "Voisin"}),
            "Page!D1 — le tableau « Voisin » se trouve",
        ),
        (
            lambda sheet, _: sheet.write_array_formula("D2:D3", "{=A2:A3}"),
            "Page!D2 — une formule matricielle se trouve",
        ),
    ],
)
def test_what_stands_in_the_way_is_named(draw: Draw, said: str):
    with pytest.raises(CannotEdit) as refusal:
        widened(book(draw))
    assert str(refusal.value) == (
        f"{said} à droite du tableau « Temps », où 2 colonnes doivent s'ajouter ; "
        "coupez ce contenu et collez-le 2 colonnes plus à droite, puis recommencez."
    )


def test_a_table_further_down_is_not_in_the_way_of_the_columns_above():
    widened(book(lambda sheet, _: sheet.add_table("A9:D11", {"name": "Dessous"})))


def test_a_table_without_headings_gets_no_column():
    def bare(sheet: Worksheet, _: Any) -> None:
        sheet.add_table("H1:I3", {"name": "Nu", "header_row": False})

    target, given = Package(Path("bureau.xlsx"), book(bare)), model()
    places = find_tables(target)
    with pytest.raises(CannotEdit, match="n'a pas d'en-têtes"):
        Widening(target, given, places).add(Sketch(places["Nu"], find_tables(given)["Temps"]), {})
