"""Tables that another program lost or renamed are put back where their headings stand, or nothing changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.tables.renaming import renamed_formula
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.repair import repair_file
from postprod_xl.schema.tables import tables_of
from tests.damage import Parts, renamed_table, sheet_of, without_tables
from tests.fuzz.office import put_office
from tests.masters import contents, repacked


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """A small office with invoices, a month paid and charts."""
    path = tmp_path_factory.mktemp("bureau") / "bureau.xlsx"
    put_office(path)
    return contents(path)


@pytest.fixture
def book(tmp_path: Path) -> Callable[[Parts], Path]:
    def write(parts: Parts) -> Path:
        path = tmp_path / "bureau.xlsx"
        path.write_bytes(repacked(parts))
        return path

    return write


def cells(parts: Parts) -> dict[str, bytes]:
    return {
        part: data.partition(b"<sheetData")[2].rpartition(b"sheetData>")[0]
        for part, data in parts.items()
        if part.startswith("xl/worksheets/sheet")
    }


def test_a_workbook_that_lost_all_its_tables_gets_them_back_and_no_cell_changes(office, book):
    whole = read_master(book(office))
    path = book(without_tables(office))
    report = repair_file(path)
    assert (report.status, report.summary) == (0, f"{len(tables_of(''))} tables rétablies")
    assert report.backup is not None
    repaired = read_master(path)
    assert repaired.problems == whole.problems
    assert all(repaired.tables[name] == whole.tables[name] for name in whole.tables)
    assert cells(contents(path)) == cells(office)
    assert book_names(contents(path)) == book_names(office)
    once = path.read_bytes()
    assert repair_file(path).summary == "toutes les tables sont là : rien à rétablir"
    assert path.read_bytes() == once


def book_names(parts: Parts) -> set[tuple[bytes, bytes]]:
    return set(re.findall(rb"<definedName ([^>]*)>([^<]*)<", parts["xl/workbook.xml"]))


def test_a_table_converted_to_a_range_gets_its_formulas_and_formats_back(office, book):
    path = book(without_tables(office, ["Seances"]))
    assert repair_file(path).notes[0].endswith("— table « Seances » rétablie sur ses en-têtes")
    before, after = (next(p for p in o.values() if b'"Seances"' in p[:400]) for o in (office, contents(path)))
    for pattern in (
        rb'ref="[^"]+"',
        rb'name="[^"]+"',
        rb"<calculatedColumnFormula>.*?<",
        rb"dataDxfId=",
    ):
        assert re.findall(pattern, before) == re.findall(pattern, after)


def test_a_renamed_table_gets_its_name_back_everywhere_to_the_byte(office, book):
    renamed = renamed_table(renamed_table(office, "Seances", "Tableau3"), "Projets", "Table1")
    path = book(renamed)
    assert repair_file(path).summary == "2 tables renommées"
    assert contents(path) == office


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("Tableau3[Date]", "Seances[Date]"),
        ("SUM(tableau3[Durée (h)])", "SUM(Seances[Durée (h)])"),
        ("COUNTA(Tableau3)", "COUNTA(Seances)"),
        ("Tableau3[[#This Row],[Tableau3]]", "Seances[[#This Row],[Tableau3]]"),
        ("Tableau33[Date]+MonTableau3[Date]", "Tableau33[Date]+MonTableau3[Date]"),
        ("Tableau3!A1+'Tableau3'!A1", "Tableau3!A1+'Tableau3'!A1"),
        ('"Tableau3"&amp;&quot;Tableau3&quot;', '"Tableau3"&amp;&quot;Tableau3&quot;'),
    ],
)
def test_only_the_name_of_the_table_changes_in_a_formula(formula: str, said: str):
    assert renamed_formula(formula, "Tableau3", "Seances") == said


def test_a_filter_that_google_sheets_put_on_the_cells_becomes_that_of_the_table(office, book):
    parts = without_tables(office, ["Seances"])
    part = sheet_of(office, "Seances")
    position = re.findall(rb'<sheet name="([^"]+)"', office["xl/workbook.xml"]).index("Séances".encode())
    criteria = b'<filterColumn colId="2"><filters><filter val="CRUE"/></filters></filterColumn>'
    parts[part] = parts[part].replace(
        b"</sheetData>", b'</sheetData><autoFilter ref="A4:U900">%s</autoFilter>' % criteria
    )
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</definedNames>",
        b'<definedName name="_xlnm._FilterDatabase" localSheetId="%d" hidden="1">A</definedName></definedNames>'
        % position,
    )
    path = book(parts)
    assert repair_file(path).status == 0
    after = contents(path)
    assert b"<autoFilter" not in after[part] and after["xl/workbook.xml"].count(b"_FilterDatabase") == office[
        "xl/workbook.xml"
    ].count(b"_FilterDatabase")
    assert any(criteria in data for name, data in after.items() if name.startswith("xl/tables/"))


def test_rows_after_a_blank_one_stay_in_a_table_as_far_as_its_lists_go(office, book):
    part = sheet_of(office, "Parametres")
    last = max(int(row) for row in re.findall(rb'<row r="(\d+)"', office[part]))
    blank = re.sub(rb'<row r="%d".*?</row>' % (last - 1), b"", office[part])
    path = book(without_tables({**office, part: blank}, ["Parametres"]))
    assert repair_file(path).status == 0
    assert read_master(path).places["Parametres"].last_row == last


def repeated_headings(parts: Parts) -> Parts:
    """The row of headings of the sessions once more, further down."""
    part = sheet_of(parts, "Seances")
    row = re.search(rb'<row r="4".*?</row>', parts[part])
    assert row
    below = re.sub(rb'r="([A-Z]*)4"', rb'r="\g<1>900"', row[0])
    lost = without_tables(parts, ["Seances"])
    return {**lost, part: lost[part].replace(b"</sheetData>", below + b"</sheetData>")}


def merged_cells(parts: Parts) -> Parts:
    part = sheet_of(parts, "Seances")
    lost = without_tables(parts, ["Seances"])
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="B5:B6"/></mergeCells>'
    return {**lost, part: lost[part].replace(b"</sheetData>", merge)}


def headings_gone(parts: Parts) -> Parts:
    part = sheet_of(parts, "Seances")
    lost = without_tables(parts, ["Seances", "Paie"])
    return {**lost, part: re.sub(rb'<row r="4".*?</row>', b"", lost[part])}


def one_heading_gone(parts: Parts) -> Parts:
    lost = without_tables(parts, ["Seances"])
    part = sheet_of(parts, "Seances")
    return {**lost, part: re.sub(rb'<c r="D4".*?</c>', b"", lost[part])}


def tab_renamed_twice(parts: Parts) -> Parts:
    """The tab under a title of one's own, and its headings with another word than one in five."""
    lost = headings_gone(parts)
    renamed = lost["xl/workbook.xml"].replace('name="Séances"'.encode(), b'name="Bons"')
    return {**lost, "xl/workbook.xml": renamed}


def total_below(parts: Parts) -> Parts:
    lost = without_tables(parts, ["Seances"])
    part = sheet_of(parts, "Seances")
    last = re.findall(rb'<row r="(\d+)"', lost[part])[-1]
    total = b'<c r="A%s"><f>SUBTOTAL(103,A5:A9)</f><v>1</v></c>' % last
    return {**lost, part: re.sub(rb'<c r="A%s"[^>]*(?:/>|>.*?</c>)' % last, total, lost[part])}


def cut_after_its_cells(parts: Parts) -> Parts:
    lost = without_tables(parts, ["Seances"])
    part = sheet_of(parts, "Seances")
    return {**lost, part: lost[part].partition(b"</sheetData>")[0] + b"</sheetData><pageMarg"}


def name_taken(parts: Parts) -> Parts:
    lost = without_tables(parts, ["Seances"])
    name = "<definedName name=\"SEANCES\">'Séances'!$A$1</definedName></definedNames>".encode()
    return {**lost, "xl/workbook.xml": lost["xl/workbook.xml"].replace(b"</definedNames>", name)}


@pytest.mark.parametrize(
    ("damage", "status", "said"),
    [
        (repeated_headings, 1, "se trouvent à plusieurs endroits (Séances!A4 et Séances!A900)"),
        (merged_cells, 1, "des cellules sont fusionnées en B5:B6 ; défusionnez-les"),
        (headings_gone, 1, "ses en-têtes ne se retrouvent pas sur l'onglet « Séances »"),
        (
            one_heading_gone,
            1,
            "ne se suivent pas tous en ligne 4 de l'onglet « Séances » : remettez « Tâche »",
        ),
        (tab_renamed_twice, 1, "son onglet « Séances » est introuvable"),
        (total_below, 1, "est une ligne de total ; supprimez-la"),
        (cut_after_its_cells, 3, "est mal formé (ligne"),
        (name_taken, 3, "le nom « SEANCES » désigne une plage"),
    ],
)
def test_what_is_not_certain_is_one_line_and_nothing_changes(office, book, capsys, damage, status, said):
    path = book(damage(office))
    before = path.read_bytes()
    assert status_of(["tables", "repair", str(path)]) == status
    captured = capsys.readouterr()
    lines = [line for line in (captured.out + captured.err).splitlines() if "rien n'a été écrit" not in line]
    assert len(lines) == 1 and said in lines[0]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("damage", "status", "said"),
    [
        (without_tables, 3, "aucune de nos tables n'y figure"),
        (
            lambda parts: without_tables(parts, ["Seances", "Paie", "Projets", "Devis"]),
            1,
            "4 tables manquent",
        ),
        (
            lambda parts: without_tables(parts, ["Seances"]),
            1,
            "la table « Seances » (onglet Séances) a été perdue",
        ),
        (
            lambda parts: renamed_table(parts, "Seances", "Tableau3"),
            1,
            "la table « Seances » s'appelle maintenant « Tableau3 » (onglet Séances)",
        ),
    ],
)
def test_a_lost_table_is_said_with_the_command_that_puts_it_back(office, book, capsys, damage, status, said):
    path = book(damage(office))
    assert status_of(["check", str(path), "--today", "2026-11-23"]) == status
    captured = capsys.readouterr()
    (line,) = [line for line in (captured.out + captured.err).splitlines() if said in line]
    assert "« postprod tables repair bureau.xlsx »" in line and "créez" not in line
