from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table

from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.sheets.cells import Formula
from postprod_xl.engines.ooxml.tables.edit import WorkbookEdit
from postprod_xl.engines.ooxml.tables.places import find_tables
from postprod_xl.engines.ooxml.tables.rebuilding import TableContent
from postprod_xl.workbook.kept_rows import kept_line
from tests.engines.ooxml.building import assert_valid, drawn, edited, opened, read_back, texts

HEADINGS = ("Code", "Heures", "Niveau", "Note", "Double")
KEYS = ("A", "B", "C")


def follow_up(book, sheet, keys=KEYS, beside=True):
    """`Depassements` at A4: three given columns, then a user's note and a user's formula."""
    red = book.add_format({"bg_color": "#FF0000"})
    hours = book.add_format({"num_format": "0.00"})
    sheet.write("A1", "Titre libre")
    sheet.add_table(
        3, 0, 3 + len(keys), 4, {"name": "Depassements", "columns": [{"header": h} for h in HEADINGS]}
    )
    for i, key in enumerate(keys):
        sheet.write_string(4 + i, 0, key)
        sheet.write_number(4 + i, 1, 10 * (i + 1), hours)
        sheet.write_string(4 + i, 2, "OK")
        if not beside:
            continue
        sheet.write_string(4 + i, 3, f"note {key}", red if key == "B" else None)
        sheet.write_formula(4 + i, 4, f"=B{5 + i}*2", None, 20 * (i + 1))


def rows_of(*keys, level="OK"):
    return [{"Code": key, "Heures": 10 * (ord(key) - 64), "Niveau": level} for key in keys]


def content(*keys, level="OK"):
    return TableContent(HEADINGS[:3], rows_of(*keys, level=level), ("Code",))


def rebuilt(package, given, name="Depassements"):
    reports = []

    def rebuild(edit):
        kept = edit.rebuild(find_tables(package)[name], given)
        reports.extend(kept_line(edit.place(name), row, given) for row in kept)

    return edited(package, rebuild), reports


def test_a_cell_set_reads_back_and_only_its_sheet_changes():
    package = drawn(follow_up)
    table = find_tables(package)["Depassements"]
    edit = WorkbookEdit(package, {"Depassements": table})
    edit.set_cells(table, {(6, "Niveau"): "=Dépassé", (5, "Heures"): 7.5})
    edit.finish()
    assert package.changed == {"xl/worksheets/sheet1.xml"}
    sheet = read_back(opened(package.to_bytes()))
    assert (sheet["C6"].value, sheet["C6"].data_type) == ("=Dépassé", "s")
    assert (sheet["B5"].value, sheet["B5"].number_format) == (7.5, "0.00")


def test_setting_what_cells_already_hold_changes_no_byte():
    package = drawn(follow_up)
    after = edited(
        package,
        lambda edit: edit.set_cells(
            edit.place("Depassements"),
            {(5, "Code"): "A", (5, "Heures"): 10, (5, "Double"): Formula("B5*2", 20)},
        ),
    )
    assert after.source == package.source


def test_a_new_cell_takes_the_format_of_the_cell_above_in_the_table():
    def draw(book, sheet):
        money = book.add_format({"num_format": "0.00 €"})
        sheet.add_table("A1:B4", {"columns": [{"header": "Code"}, {"header": "Prix"}], "name": "T"})
        sheet.write_number("B2", 1, money)

    after = edited(
        drawn(draw), lambda edit: edit.set_cells(edit.place("T"), {(4, "Prix"): 3, (3, "Code"): "x"})
    )
    assert (read_back(after)["B4"].value, read_back(after)["B4"].number_format) == (3, "0.00 €")


def test_a_row_outside_the_table_is_the_callers_mistake():
    package = drawn(follow_up)
    with pytest.raises(ValueError, match="Depassements"):
        edited(package, lambda edit: edit.set_cells(edit.place("Depassements"), {(8, "Code"): "x"}))


def test_rebuilding_a_table_as_it_is_changes_no_byte():
    package = drawn(follow_up)
    after, reports = rebuilt(package, content("A", "B", "C"))
    assert after.source == package.source and not reports


def test_a_second_rebuild_changes_no_byte():
    once, _ = rebuilt(drawn(follow_up), content("D", "C", "A", level="Dépassement"))
    twice, reports = rebuilt(once, content("D", "C", "A", level="Dépassement"))
    assert twice.source == once.source and len(reports) == 1


def test_user_cells_formats_and_formulas_follow_their_row(tmp_path):
    after, reports = rebuilt(drawn(follow_up), content("C", "B", "A"))
    sheet = read_back(after)
    assert texts(sheet, "A5:E7") == [
        ["C", 30, "OK", "note C", "=B5*2"],
        ["B", 20, "OK", "note B", "=B6*2"],
        ["A", 10, "OK", "note A", "=B7*2"],
    ]
    assert sheet["D6"].fill.start_color.rgb == "FFFF0000" and sheet["D7"].fill.fill_type is None
    assert not reports
    assert_valid(after, tmp_path)


def test_a_table_grows_with_rows_formatted_as_its_first(tmp_path):
    after, _ = rebuilt(drawn(follow_up), content("A", "B", "C", "D", "E"))
    sheet = read_back(after)
    assert sheet.tables["Depassements"].ref == "A4:E9"
    assert sheet.tables["Depassements"].autoFilter.ref == "A4:E9"
    assert texts(sheet, "A9:D9") == [["E", 50, "OK", None]]
    assert sheet["B9"].number_format == "0.00"
    assert sheet.dimensions == "A1:E9"
    assert_valid(after, tmp_path)


def test_a_table_shrinks_and_leaves_nothing_under_it(tmp_path):
    package = drawn(lambda book, sheet: follow_up(book, sheet, beside=False))
    after, reports = rebuilt(package, content("B"))
    sheet = read_back(after)
    assert sheet.tables["Depassements"].ref == "A4:E5"
    assert texts(sheet, "A5:C5") == [["B", 20, "OK"]]
    assert sheet.max_row == 5 and not reports
    assert_valid(after, tmp_path)


def test_a_table_without_rows_keeps_one_blank_row(tmp_path):
    package = drawn(lambda book, sheet: follow_up(book, sheet, keys=("A",)))
    after = edited(
        package,
        lambda edit: edit.set_cells(edit.place("Depassements"), {(5, "Note"): None, (5, "Double"): None}),
    )
    empty, _ = rebuilt(after, TableContent(HEADINGS[:3], [], ("Code",)))
    sheet = read_back(empty)
    assert sheet.tables["Depassements"].ref == "A4:E5"
    assert texts(sheet, "A5:E5") == [[None] * 5]
    assert sheet["B5"].number_format == "0.00"
    again, _ = rebuilt(empty, TableContent(HEADINGS[:3], [], ("Code",)))
    assert again.source == empty.source
    assert_valid(empty, tmp_path)


def test_a_vanished_row_with_a_note_is_kept_at_the_end_with_its_key_and_reported():
    after, reports = rebuilt(drawn(follow_up), content("A", "C"))
    assert texts(read_back(after), "A5:E7") == [
        ["A", 10, "OK", "note A", "=B5*2"],
        ["C", 30, "OK", "note C", "=B6*2"],
        ["B", None, None, "note B", "=B7*2"],
    ]
    assert len(reports) == 1 and reports[0].startswith("Suivi!A7 — ligne « B » conservée")


def test_rows_whose_key_is_repeated_are_not_matched_by_guess():
    package = drawn(lambda book, sheet: follow_up(book, sheet, keys=("A", "A", "C")))
    after, reports = rebuilt(package, content("A", "C"))
    assert texts(read_back(after), "A5:D8") == [
        ["A", 10, "OK", None],
        ["C", 30, "OK", "note C"],
        ["A", None, None, "note A"],
        ["A", None, None, "note A"],
    ]
    assert [report.split(" — ")[0] for report in reports] == ["Suivi!A7", "Suivi!A8"]
    assert all("double" in report for report in reports)
    assert rebuilt(after, content("A", "C"))[0].source == after.source


def test_dates_and_numbers_match_as_keys():
    def draw(book, sheet):
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.add_table("A1:C3", {"name": "T", "columns": [{"header": h} for h in ("Jour", "N°", "Note")]})
        for row, when in ((1, date(2026, 1, 5)), (2, date(2026, 1, 6))):
            sheet.write_datetime(row, 0, when, day)
            sheet.write_number(row, 1, row)
            sheet.write_string(row, 2, f"note {row}")

    rows = [{"Jour": date(2026, 1, 6), "N°": 2}, {"Jour": date(2026, 1, 5), "N°": 1}]
    after, reports = rebuilt(drawn(draw), TableContent(("Jour", "N°"), rows, ("Jour", "N°")), "T")
    assert [row[2] for row in texts(read_back(after), "A2:C3")] == ["note 2", "note 1"] and not reports


def test_a_derived_column_does_not_keep_a_vanished_row():
    def draw(book, sheet):
        follow_up(book, sheet, beside=False)
        for row in (5, 6, 7):
            sheet.write_formula(f"E{row}", f"=B{row}*2", None, 0)

    given = TableContent(HEADINGS[:3], rows_of("C"), ("Code",), derived=("Double",))
    after, reports = rebuilt(drawn(draw), given)
    assert texts(read_back(after), "A5:E5") == [["C", 30, "OK", None, "=B5*2"]] and not reports


def test_a_calculated_column_of_the_user_fills_new_rows():
    def draw(book, sheet):
        columns = [{"header": "Code"}, {"header": "Heures"}, {"header": "Double", "formula": "=[@Heures]*2"}]
        sheet.add_table("A1:C2", {"name": "T", "columns": columns})
        sheet.write_string("A2", "A")
        sheet.write_number("B2", 1)

    rows = [{"Code": "A", "Heures": 1}, {"Code": "B", "Heures": 2}]
    after, _ = rebuilt(drawn(draw), TableContent(("Code", "Heures"), rows, ("Code",)), "T")
    assert read_back(after)["C3"].value == "=[[#This Row],Heures]*2"
    shrunk, reports = rebuilt(after, TableContent(("Code", "Heures"), rows[1:], ("Code",)), "T")
    assert texts(read_back(shrunk), "A2:B2") == [["B", 2]] and not reports


def test_text_under_a_table_stops_its_growth_and_nothing_is_written():
    def draw(book, sheet):
        follow_up(book, sheet)
        sheet.write("C9", "Total à la main")

    package = drawn(draw)
    edit = WorkbookEdit(package, find_tables(package))
    with pytest.raises(CannotEdit, match="^Suivi!C9 — .* sous le tableau « Depassements »"):
        edit.rebuild(edit.place("Depassements"), content("A", "B", "C", "D", "E"))
    edit.finish()
    assert not package.changed


def test_another_table_under_a_table_stops_its_growth():
    def draw(book, sheet):
        follow_up(book, sheet)
        sheet.add_table("B9:C10", {"name": "Autre", "columns": [{"header": "x"}, {"header": "y"}]})

    with pytest.raises(CannotEdit, match="Suivi!B9 — le tableau « Autre »"):
        rebuilt(drawn(draw), content("A", "B", "C", "D", "E"))


def test_merged_cells_in_a_table_are_refused_by_address():
    def draw(book, sheet):
        follow_up(book, sheet)
        sheet.merge_range("C8:D8", "")

    with pytest.raises(CannotEdit, match="Suivi!C8:D8 — cellules fusionnées"):
        rebuilt(drawn(draw), content("A", "B", "C", "D"))


def test_part_of_an_array_formula_is_not_overwritten():
    def draw(book, sheet):
        follow_up(book, sheet)
        sheet.write_array_formula("D5:D7", "{=B5:B7}")

    package = drawn(draw)
    with pytest.raises(CannotEdit, match="Suivi!D5:D7 — formule matricielle"):
        edited(package, lambda edit: edit.set_cells(edit.place("Depassements"), {(6, "Note"): "x"}))


def test_what_stands_beside_a_table_does_not_move():
    def draw(book, sheet):
        follow_up(book, sheet)
        sheet.write("G5", "à côté")
        sheet.write("G7", "aussi")
        sheet.set_row(4, 30)

    after, _ = rebuilt(drawn(draw), content("C", "B", "A", "D"))
    sheet = read_back(after)
    assert (sheet["G5"].value, sheet["G7"].value, sheet["A5"].value) == ("à côté", "aussi", "C")
    assert sheet.row_dimensions[5].height == 30


def test_a_row_height_follows_its_row_when_the_table_is_alone_on_it():
    def draw(book, sheet):
        follow_up(book, sheet)
        sheet.set_row(4, 30)

    after, _ = rebuilt(drawn(draw), content("C", "B", "A"))
    heights = {row: read_back(after).row_dimensions[row].height for row in (5, 7)}
    assert heights == {5: None, 7: 30}


def totalled(book, sheet):
    columns = [
        {"header": "Code", "total_string": "Total"},
        {"header": "Heures", "total_function": "sum"},
        {"header": "Note", "total_function": "=MAX(B2:B3)"},
    ]
    sheet.add_table("A1:C4", {"name": "T", "total_row": True, "columns": columns})
    for row, key in ((1, "A"), (2, "B")):
        sheet.write_string(row, 0, key)
        sheet.write_number(row, 1, row)


@pytest.mark.parametrize(("keys", "last"), [("ABCD", 5), ("A", 2)])
def test_a_totals_row_moves_with_the_end_of_its_table(keys, last, tmp_path):
    rows = [{"Code": key, "Heures": 1} for key in keys]
    after, _ = rebuilt(drawn(totalled), TableContent(("Code", "Heures"), rows, ("Code",)), "T")
    sheet = read_back(after)
    assert sheet.tables["T"].ref == f"A1:C{last + 1}"
    assert sheet.tables["T"].autoFilter.ref == f"A1:C{last}"
    assert texts(sheet, f"A{last + 1}:C{last + 1}") == [
        ["Total", "=SUBTOTAL(109,[Heures])", f"=MAX(B2:B{last})"]
    ]
    assert sheet.max_row == last + 1
    assert_valid(after, tmp_path)


def test_rows_are_added_in_the_blank_row_first_then_below(tmp_path):
    package = drawn(
        lambda book, sheet: sheet.add_table(
            "A1:B2", {"name": "Journal", "columns": [{"header": "Quand"}, {"header": "Quoi"}]}
        )
    )
    once = edited(package, lambda edit: edit.append(edit.place("Journal"), [{"Quand": 1, "Quoi": "un"}]))
    assert read_back(once).tables["Journal"].ref == "A1:B2"
    twice = edited(
        once,
        lambda edit: edit.append(
            edit.place("Journal"), [{"Quand": 2, "Quoi": "deux"}, {"Quand": 3, "Quoi": None}]
        ),
    )
    assert texts(read_back(twice), "A2:B4") == [[1, "un"], [2, "deux"], [3, None]]
    assert read_back(twice).tables["Journal"].ref == "A1:B4"
    assert_valid(twice, tmp_path)


def test_rows_added_take_the_formats_of_the_row_above_and_push_the_totals():
    after = edited(drawn(totalled), lambda edit: edit.append(edit.place("T"), [{"Code": "C", "Heures": 3}]))
    assert texts(read_back(after), "A4:B5") == [["C", 3], ["Total", "=SUBTOTAL(109,[Heures])"]]


def test_rows_added_where_something_stands_are_refused():
    def draw(book, sheet):
        follow_up(book, sheet)
        sheet.write("A8", "x")

    package = drawn(draw)
    with pytest.raises(CannotEdit, match="Suivi!A8"):
        edited(package, lambda edit: edit.append(edit.place("Depassements"), rows_of("D")))


def test_several_changes_of_one_table_add_up():
    def change(edit):
        table = edit.place("Depassements")
        edit.rebuild(table, content("A", "B", "C", "D"))
        edit.append(table, rows_of("E"))
        edit.set_cells(table, {(9, "Note"): "dernière"})

    after = edited(drawn(follow_up), change)
    assert texts(read_back(after), "A9:D9") == [["E", 50, "OK", "dernière"]]
    assert read_back(after).tables["Depassements"].ref == "A4:E9"


def pointed_at(book, sheet):
    follow_up(book, sheet)
    red = book.add_format({"bg_color": "#FF0000"})
    sheet.conditional_format("B5:B7", {"type": "cell", "criteria": ">", "value": 5, "format": red})
    sheet.conditional_format("B5:B7", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("C5:C7", {"validate": "list", "source": ["OK", "> 2"], "input_message": "a > b"})
    sheet.data_validation("G5:G7", {"validate": "list", "source": ["hors"]})
    sheet.print_area("A1:E7")
    book.define_name("Codes", "=Suivi!$A$5:$A$7")
    book.define_name("Debut", "=Suivi!$A$5:$A$6")
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"categories": "=Suivi!$A$5:$A$7", "values": "=Suivi!$B$5:$B$7"})
    sheet.insert_chart("J2", chart)
    sheet.add_sparkline("H2", {"range": "Suivi!B5:B7"})
    other = book.add_worksheet("Liste")
    other.data_validation("A1", {"validate": "list", "source": "=Suivi!$A$5:$A$7"})


@pytest.mark.parametrize(("keys", "last"), [("ABCDEF", 10), ("ABC", 7)])
def test_what_covers_a_table_follows_its_end(keys, last, tmp_path):
    after, _ = rebuilt(drawn(pointed_at), content(*keys))
    sheet_xml = after.read("xl/worksheets/sheet1.xml").decode()
    names = after.read("xl/workbook.xml").decode()
    chart = after.read("xl/charts/chart1.xml").decode()
    assert f'<conditionalFormatting sqref="B5:B{last}">' in sheet_xml
    assert f"<xm:sqref>B5:B{last}</xm:sqref>" in sheet_xml
    assert f'sqref="C5:C{last}"' in sheet_xml and 'sqref="G5:G7"' in sheet_xml
    assert f"<xm:f>Suivi!B5:B{last}</xm:f>" in sheet_xml
    assert f"Suivi!$A$1:$E${last}</definedName>" in names
    assert f"Suivi!$A$5:$A${last}</definedName>" in names and "Suivi!$A$5:$A$6</definedName>" in names
    assert f"<c:f>Suivi!$A$5:$A${last}</c:f>" in chart and f"<c:f>Suivi!$B$5:$B${last}</c:f>" in chart
    assert f"Suivi!$A$5:$A${last}</formula1>" in after.read("xl/worksheets/sheet2.xml").decode()
    assert_valid(after, tmp_path)


def test_what_covers_one_blank_row_follows_too():
    def draw(book, sheet):
        sheet.add_table("A1:B2", {"name": "T", "columns": [{"header": "Code"}, {"header": "Note"}]})
        sheet.data_validation("B2", {"validate": "list", "source": ["OK"]})
        book.define_name("Codes", "=Suivi!$A$2")

    rows = [{"Code": key} for key in "ABC"]
    after, _ = rebuilt(drawn(draw), TableContent(("Code",), rows, ("Code",)), "T")
    assert 'sqref="B2:B4"' in after.read("xl/worksheets/sheet1.xml").decode()
    assert "Suivi!$A$2:$A$4<" in after.read("xl/workbook.xml").decode()


def test_a_comment_and_a_hyperlink_follow_their_row(tmp_path):
    def draw(book, sheet):
        follow_up(book, sheet)
        sheet.write_comment("D5", "à revoir")
        sheet.write_comment("A1", "titre")
        sheet.write_url("D6", "https://example.org/b", None, "note B")

    after, _ = rebuilt(drawn(draw), content("B", "C", "D", "A"))
    sheet = read_back(after)
    assert sheet["D8"].comment.text == "à revoir" and sheet["A1"].comment.text == "titre"
    assert sheet["D5"].hyperlink.target == "https://example.org/b" and sheet["D6"].hyperlink is None
    drawing = after.read("xl/drawings/vmlDrawing1.vml").decode()
    assert "<x:Row>7</x:Row>" in drawing and "<x:Row>0</x:Row>" in drawing
    assert_valid(after, tmp_path)


def test_a_comment_and_a_hyperlink_beside_a_table_follow_the_note_they_are_pinned_to():
    def draw(book, sheet):
        follow_up(book, sheet)
        sheet.write("F5", "note à côté")
        sheet.write_comment("F5", "vu")
        sheet.write_url("F6", "https://example.org/b", None, "lien B")

    after, _ = rebuilt(drawn(draw), content("B", "C", "A"))
    sheet = read_back(after)
    assert (sheet["F7"].value, sheet["F7"].comment.text) == ("note à côté", "vu")
    assert (sheet["F5"].value, sheet["F5"].hyperlink.target) == ("lien B", "https://example.org/b")


def test_a_commented_row_that_vanishes_is_kept():
    def draw(book, sheet):
        follow_up(book, sheet, beside=False)
        sheet.write_comment("B5", "vu avec la production")

    after, reports = rebuilt(drawn(draw), content("C"))
    assert texts(read_back(after), "A5:B6") == [["C", 30], ["A", None]]
    assert read_back(after)["B6"].comment.text == "vu avec la production" and len(reports) == 1


def test_the_calculation_chain_goes_only_when_formula_cells_come_or_go():
    package = _with_calculation_chain(drawn(follow_up))
    kept = edited(package, lambda edit: edit.set_cells(edit.place("Depassements"), {(5, "Heures"): 1}))
    assert "xl/calcChain.xml" in kept
    dropped = edited(package, lambda edit: edit.set_cells(edit.place("Depassements"), {(5, "Double"): 1}))
    assert "xl/calcChain.xml" not in dropped
    assert b"calcChain" not in dropped.read("[Content_Types].xml") + dropped.read(
        "xl/_rels/workbook.xml.rels"
    )


def test_a_calculation_chain_declared_and_absent_is_forgotten():
    package = drawn(follow_up)
    _with_calculation_chain(package)
    package.remove("xl/calcChain.xml")
    formula = {(5, "Niveau"): Formula("A5", "A")}
    after = edited(package, lambda edit: edit.set_cells(edit.place("Depassements"), formula))
    assert not [r for r in after.relationships(after.workbook_part) if r.type.endswith("/calcChain")]


def test_a_pivot_over_another_table_of_the_tab_is_left_alone():
    def draw(book, sheet):
        follow_up(book, sheet)
        sheet.add_table("H4:I6", {"name": "Perso", "columns": [{"header": "Code"}, {"header": "Note"}]})

    package = drawn(draw)
    caches = {}
    for number, name in enumerate(("Perso", "Depassements"), 1):
        part = f"xl/pivotCache/pivotCacheDefinition{number}.xml"
        caches[name] = part
        text = f'<pivotCacheDefinition><cacheSource><worksheetSource name="{name}"/></cacheSource>'
        package.add(part, f"{text}</pivotCacheDefinition>".encode())
    package = opened(package.to_bytes())
    after, _ = rebuilt(package, content("A", "B"))
    assert after.read(caches["Perso"]) == package.read(caches["Perso"])
    assert b'refreshOnLoad="1"' in after.read(caches["Depassements"])


def _with_calculation_chain(package):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package.add("xl/calcChain.xml", f'<calcChain xmlns="{main}"><c r="E5" i="1"/></calcChain>'.encode())
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    package.add_relationship("xl/workbook.xml", relation, "xl/calcChain.xml")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    package.add_override("xl/calcChain.xml", kind)
    return opened(package.to_bytes())


def test_a_workbook_without_formulas_is_not_asked_to_recalculate():
    def draw(book, sheet):
        sheet.add_table("A1:A2", {"name": "T", "columns": [{"header": "Code"}]})

    package = drawn(draw)
    edited(package, lambda edit: edit.set_cells(edit.place("T"), {(2, "Code"): "x"}))
    assert package.changed == {"xl/worksheets/sheet1.xml"}


@pytest.mark.parametrize(
    "calculation", [b"", b'<calcPr calcId="191029"/>', b'<calcPr fullCalcOnLoad="0"></calcPr>']
)
def test_recalculation_on_opening_is_asked_once(calculation, tmp_path):
    package = drawn(follow_up)
    book = package.read("xl/workbook.xml")
    start = book.index(b"<calcPr")
    package.replace("xl/workbook.xml", book[:start] + calculation + book[book.index(b">", start) + 1 :])
    first = opened(package.to_bytes())
    for value in (1, 2):
        first = edited(
            first,
            lambda edit, value=value: edit.set_cells(edit.place("Depassements"), {(5, "Heures"): value}),
        )
        assert first.read("xl/workbook.xml").count(b'fullCalcOnLoad="1"') == 1
    assert_valid(first, tmp_path)


def _openpyxl_workbook():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Suivi"
    sheet.append(["Code", "Heures", "Niveau", "Note"])
    for row in (("A", 10, "OK", "note A"), ("B", 20, "OK", None)):
        sheet.append(row)
    sheet.add_table(Table(displayName="Depassements", ref="A1:D3"))
    buffer = io.BytesIO()
    book.save(buffer)
    return opened(buffer.getvalue())


def test_a_workbook_saved_by_openpyxl_is_edited(tmp_path):
    package = _openpyxl_workbook()
    same, _ = rebuilt(package, content("A", "B"))
    assert same.source == package.source
    after, _ = rebuilt(package, content("C", "A", "D"))
    assert texts(read_back(after), "A2:D4") == [
        ["C", 30, "OK", None],
        ["A", 10, "OK", "note A"],
        ["D", 40, "OK", None],
    ]
    assert_valid(after, tmp_path)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_workbook_saved_by_libreoffice_is_edited(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(drawn(follow_up).source)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run(
        [*command, str(tmp_path / "out"), str(tmp_path / "a.xlsx")], check=True, capture_output=True
    )
    package = opened((tmp_path / "out" / "a.xlsx").read_bytes())
    same, _ = rebuilt(package, content("A", "B", "C"))
    assert same.source == package.source
    after, _ = rebuilt(package, content("C", "B", "A", "D"))
    assert texts(read_back(after), "A5:E7") == [
        ["C", 30, "OK", "note C", "=B5*2"],
        ["B", 20, "OK", "note B", "=B6*2"],
        ["A", 10, "OK", "note A", "=B7*2"],
    ]
    assert read_back(after).tables["Depassements"].ref == "A4:E8"


def test_every_other_part_keeps_its_bytes():
    package = drawn(pointed_at)
    before = {name: package.read(name) for name in package.names}
    after, _ = rebuilt(package, content("C", "B", "A", "D"))
    changed = {name for name in after.names if before[name] != after.read(name)}
    assert changed == {
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/tables/table1.xml",
        "xl/workbook.xml",
        "xl/charts/chart1.xml",
    }
    assert zipfile.ZipFile(io.BytesIO(after.source)).namelist() == list(package.names)


@given(
    before=st.lists(st.sampled_from("ABCDEFGH"), min_size=1, max_size=8),
    after=st.lists(st.sampled_from("ABCDEFGHIJ"), max_size=9, unique=True),
)
@settings(max_examples=25, deadline=None)
def test_no_note_is_ever_lost_or_moved_to_another_row_by_a_rebuild(before, after):
    package = drawn(lambda book, sheet: follow_up(book, sheet, keys=before))
    once, reports = rebuilt(package, content(*after))
    rows = texts(read_back(once), f"A5:E{find_tables(once)['Depassements'].last_row}")
    assert [row[0] for row in rows if row[2]] == after
    notes = [(row[0], row[3]) for row in rows if row[3]]
    assert sorted(notes) == sorted((key, f"note {key}") for key in before)
    assert all(row[4] == f"=B{number}*2" for number, row in enumerate(rows, 5) if row[3])
    assert len(reports) == len(rows) - max(len(after), 1 if not reports else 0)
    assert rebuilt(once, content(*after))[0].source == once.source


def respelled_table(package, respelled):
    """The workbook once the part of its table is written in another way."""
    part = find_tables(package)["Depassements"].table_part
    package.replace(part, respelled(package.read(part).decode()))
    return opened(package.to_bytes())


@pytest.mark.parametrize(
    "respelled",
    [
        lambda text: text.replace("UTF-8", "UTF-16").encode("utf-16"),
        lambda text: text.replace("UTF-8", "ISO-8859-1").encode("iso-8859-1"),
        lambda text: text.replace(' ref="', '\n ref = "').encode(),
        lambda text: re.sub(r'="([^"]*)"', r"='\1'", text).encode(),
    ],
    ids=["UTF-16", "Latin-1", "on two lines", "single quotes"],
)
def test_a_table_part_in_another_spelling_grows_like_another(respelled):
    package = respelled_table(drawn(follow_up), respelled)
    after, _ = rebuilt(package, content("A", "B", "C", "D", "E"))
    assert find_tables(after)["Depassements"].last_row == 9
    assert read_back(after).tables["Depassements"].ref == "A4:E9"


def test_a_table_whose_part_cannot_follow_is_refused_by_name():
    hidden = '<!-- <table ref="A1:B2"> -->'
    package = respelled_table(
        drawn(follow_up), lambda text: text.replace("<table ", f"{hidden}<table ", 1).encode()
    )
    with pytest.raises(CannotEdit, match="« Depassements » est décrit d'une façon"):
        rebuilt(package, content("A", "B", "C", "D"))
