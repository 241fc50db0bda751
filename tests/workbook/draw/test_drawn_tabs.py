"""Drawn tabs in a master: what a drawing replaces, and what stays."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache

import openpyxl
import pytest

from postprod_xl.documents.charts.gantt import Gantt, GanttGroup
from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.schema.drawn_tabs import GANTT, LOAD
from postprod_xl.workbook.draw.drawn_tabs import drawn_place, redraw
from postprod_xl.workbook.make.build import build
from tests.engines.ooxml.building import assert_valid, opened
from tests.workbook.draw.charts import HEADING, LATE, LOAD_CHART, PLAN

CHARTS = {GANTT: PLAN, LOAD: LOAD_CHART}
SHORTER: Gantt = replace(PLAN, groups=(GanttGroup(0, HEADING, (LATE,)),))


@cache
def _master() -> bytes:
    return build({})


def master() -> Package:
    return opened(_master())


def redrawn(package: Package, plan: Gantt = PLAN) -> Package:
    redraw(package, {**CHARTS, GANTT: plan})
    return opened(package.to_bytes())


def part_of(package: Package, title: str) -> str:
    return next(tab.part for tab in TabList(package).tabs if tab.title == title)


def rewritten(package: Package, part: str, old: str, new: str) -> Package:
    text = package.read(part).decode()
    assert old in text
    package.replace(part, text.replace(old, new).encode())
    return opened(package.to_bytes())


def with_title(package: Package, old: str, new: str) -> Package:
    """A tab renamed as Excel does it, its names following."""
    text = package.read(package.workbook_part).decode()
    text = text.replace(f'name="{old}"', f'name="{new}"')
    text = re.sub(rf"'?{old}'?!", f"'{new}'!", text)
    package.replace(package.workbook_part, text.encode())
    return opened(package.to_bytes())


def cells(package: Package, title: str) -> list[object]:
    sheet = openpyxl.load_workbook(io.BytesIO(package.to_bytes()))[title]
    return [sheet.cell(row, 2).value for row in range(8, sheet.max_row + 1)]


def test_a_new_master_holds_the_drawn_tabs_beside_their_tables_and_says_how_to_draw_them():
    book = openpyxl.load_workbook(io.BytesIO(_master()))
    at = book.sheetnames.index("Planning")
    drawn = ["Feuille de service", "Gantt", "Quatre semaines", "Par personne", "Par salle", "Charge"]
    assert book.sheetnames[at : at + 9] == ["Planning", "Planning à imprimer", "Réservations", *drawn]
    assert book["Gantt"]["A8"].value == "Actualisez pour dessiner le planning."
    assert book["Charge"]["A8"].value == "Actualisez pour dessiner la charge."


def test_a_drawing_changes_the_drawn_tabs_and_what_lists_formats_and_filters(tmp_path):
    before = master()
    after = redrawn(master())
    changed = {name for name in after.names if after.read(name) != before.read(name)}
    drawn = {part_of(after, tab.title) for tab in CHARTS}
    assert changed == {*drawn, "xl/workbook.xml", "xl/styles.xml"}
    assert cells(after, "Gantt") == [None, "P1-MIX", "P1-PAD", "P1-LIV"]
    assert_valid(after, tmp_path)


def test_drawing_the_same_again_changes_no_byte():
    first = redrawn(master())
    redraw(first, CHARTS)
    assert not first.changed


def test_formats_do_not_pile_up_drawing_after_drawing():
    package = redrawn(redrawn(master()), SHORTER)
    styles = package.read("xl/styles.xml")
    again = redrawn(redrawn(package), SHORTER)
    assert again.read("xl/styles.xml") == styles


def test_a_shorter_plan_leaves_nothing_of_the_longer_one(tmp_path):
    package = redrawn(redrawn(master()), SHORTER)
    assert cells(package, "Gantt") == [None, "P1-PAD"]
    workbook = package.read("xl/workbook.xml").decode()
    assert workbook.count("'Gantt'!$A$7:$J$9<") == 1 and "$J$11" not in workbook
    assert_valid(package, tmp_path)


def test_a_plan_without_a_task_takes_its_filter_away():
    package = redrawn(redrawn(master()), replace(PLAN, groups=()))
    assert "Gantt'!$A$7" not in package.read("xl/workbook.xml").decode()
    assert b"<autoFilter" not in package.read(part_of(package, "Gantt"))


def test_the_page_and_the_view_that_a_person_set_stay():
    package = redrawn(master())
    part = part_of(package, "Gantt")
    package = rewritten(package, part, 'zoomScale="85"', 'zoomScale="140"')
    package = rewritten(package, part, 'paperSize="8"', 'paperSize="9"')
    sheet = redrawn(package, SHORTER).read(part)
    assert b'zoomScale="140"' in sheet and b'paperSize="9"' in sheet


def test_a_renamed_tab_is_still_drawn():
    package = redrawn(with_title(redrawn(master()), "Gantt", "Planning mural"), SHORTER)
    assert cells(package, "Planning mural") == [None, "P1-PAD"]
    assert "'Planning mural'!$A$7:$J$9" in package.read("xl/workbook.xml").decode()


def test_a_deleted_tab_does_not_come_back():
    package = master()
    package = rewritten(package, "xl/workbook.xml", "'Gantt'!$A$1", "#REF!")
    assert drawn_place(TabList(package), GANTT) is None
    after = redrawn(package)
    assert cells(after, "Charge") == ["T1", "S1"]
    assert "P1-MIX" not in cells(after, "Gantt")


def test_a_tab_of_that_title_that_a_person_drew_is_left_alone():
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.title = "Gantt"
    book.active["A1"] = "Le mien"
    book.save(buffer)
    package = opened(buffer.getvalue())
    redraw(package, CHARTS)
    assert not package.changed


def test_a_table_in_a_drawn_tab_is_refused_before_anything_changes():
    package = redrawn(master())
    part = part_of(package, "Gantt")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"
    package.add_relationship(part, kind, "xl/tables/table1.xml")
    package = opened(package.to_bytes())
    with pytest.raises(CannotEdit, match="Gantt — un tableau se trouve dans cet onglet"):
        redraw(package, {**CHARTS, GANTT: SHORTER})
    assert not package.changed


def test_a_formula_written_in_a_drawn_tab_goes_with_the_list_of_formulas():
    package = redrawn(master())
    part = part_of(package, "Gantt")
    package = rewritten(
        package, part, "</sheetData>", '<row r="90"><c r="A90"><f>1+1</f><v>2</v></c></row></sheetData>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    package.add("xl/calcChain.xml", b"<calcChain/>")
    package.add_relationship(package.workbook_part, kind, "xl/calcChain.xml")
    after = redrawn(opened(package.to_bytes()))
    assert b"<f>" not in after.read(part) and "xl/calcChain.xml" not in after


def test_the_dates_of_a_workbook_that_counts_from_1904_are_right():
    package = rewritten(master(), "xl/workbook.xml", "<workbookPr ", '<workbookPr date1904="1" ')
    sheet = openpyxl.load_workbook(io.BytesIO(redrawn(package).to_bytes()))["Gantt"]
    assert f"{sheet['H9'].value:%d/%m/%Y}" == "23/11/2026"


def test_a_tab_whose_elements_have_a_prefix_is_drawn_as_well(tmp_path):
    package = redrawn(master())
    part = part_of(package, "Gantt")
    text = re.sub(r"<(/?)(\w)", r"<\1x:\2", package.read(part).decode()).replace("xmlns=", "xmlns:x=")
    package.replace(part, text.encode())
    after = redrawn(opened(package.to_bytes()), SHORTER)
    assert cells(after, "Gantt") == [None, "P1-PAD"]
    assert_valid(after, tmp_path)
    redraw(after, {**CHARTS, GANTT: SHORTER})
    assert not after.changed


def test_a_row_without_a_cell_under_the_drawing_goes_with_it():
    package = redrawn(master())
    part = part_of(package, "Gantt")
    package = rewritten(package, part, "</sheetData>", '<row r="90" ht="30" customHeight="1"/></sheetData>')
    after = redrawn(package)
    assert after.read(part) == redrawn(master()).read(part)
