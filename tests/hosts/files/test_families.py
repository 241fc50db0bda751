"""Optional tabs: put into a new workbook or one in use, deleted by hand, put back; and a workbook without them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.families import add_to_file
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.upgrade import upgrade_file
from postprod_xl.schema.versions import CURRENT
from postprod_xl.workbook.draw.drawn_tabs import drawn_place
from tests.fuzz.office import DAY, put_office
from tests.later_schema import declared
from tests.masters import packed, schema_findings
from tests.optional_tabs import SCHEMA, SHEET, TITLES, TRIAL, delete_tabs
from tests.released import released_workbooks

LISTING = {
    *("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"),
    *("docProps/app.xml", "[Content_Types].xml"),
}
"""The parts that list the tabs and the looks of a workbook."""


@pytest.fixture(autouse=True)
def trial() -> Iterator[None]:
    """The program with a family of tabs on trial."""
    with declared(SCHEMA):
        yield


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "bureau.xlsx"
    put_office(path)
    return path


def titles(path: Path) -> list[str]:
    return [tab.title for tab in TabList(Package.open(path)).tabs]


def refreshed(path: Path) -> int:
    return status_of(["refresh", str(path), "--today", f"{DAY}"])


def test_a_workbook_in_use_gets_the_tabs_and_only_what_lists_them_changes(office: Path):
    before, listed = packed(office), titles(office)
    report = add_to_file(office, TRIAL)
    assert (report.status, report.summary) == (0, "Essais : 4 onglets en plus")
    assert report.notes == [f"onglet ajouté : {title}" for title in TITLES]
    assert [title for title in titles(office) if title not in listed] == TITLES
    after, master = packed(office), read_master(office)
    home = {master.places[name].sheet_part for name in ("Journal", "Accueil")}
    tables = {master.places["Journal"].table_part}
    assert {part for part in before if after.get(part) != before[part]} <= LISTING | home | tables
    assert schema_findings(office) == []
    assert [problem for problem in master.problems if "Essai" in problem.line] == []


def test_a_second_time_changes_no_byte(office: Path):
    add_to_file(office, TRIAL)
    once = office.read_bytes()
    report = add_to_file(office, TRIAL)
    assert (report.status, report.changed, report.backup) == (0, 0, None)
    assert report.summary == "les onglets Essais y sont déjà, rien n'a changé"
    assert office.read_bytes() == once


@pytest.mark.parametrize("name", ["0.1.0_demo.xlsx", "0.3.0_demo.xlsx"])
def test_a_year_old_workbook_is_told_to_upgrade_first_then_gets_the_tabs_and_goes_on(
    name: str, tmp_path: Path
):
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(released_workbooks()[name])
    before = path.read_bytes()
    report = add_to_file(path, TRIAL)
    assert (report.status, path.read_bytes()) == (1, before)
    (problem,) = report.problems
    assert "« postprod upgrade bureau.xlsx » le met à niveau, puis recommencez" in problem.line
    assert upgrade_file(path).status == 0 and not set(TITLES) & set(titles(path))
    assert add_to_file(path, TRIAL).status == 0
    assert schema_findings(path) == []
    assert status_of(["refresh", str(path), "--today", "2026-11-23"]) == 0
    assert drawn_place(TabList(Package.open(path)), SHEET)


def test_tabs_all_deleted_by_hand_are_a_family_that_the_workbook_has_not(office: Path):
    assert refreshed(office) == 0
    without = read_master(office)
    add_to_file(office, TRIAL)
    delete_tabs(office, TITLES)
    assert refreshed(office) == 0
    master = read_master(office)
    assert master.problems == without.problems
    assert {*without.declared} == {*master.declared}


def test_one_tab_deleted_by_hand_is_one_line_with_its_remedy_and_refresh_goes_on(office: Path):
    add_to_file(office, TRIAL)
    delete_tabs(office, ["Essais"])
    lines = [problem.line for problem in read_master(office).problems if "Essai" in problem.line]
    assert lines == [
        "l'onglet « Essais » (Essais) a été supprimé, ou sa table perdue : fermez le classeur, puis "
        "« postprod add bureau.xlsx essais » le remet ; d'ici là, ce qui en dépend est incomplet"
    ]
    assert refreshed(office) == 0
    report = add_to_file(office, TRIAL)
    assert [problem.line for problem in report.problems] == [] and report.notes == ["onglet ajouté : Essais"]
    master = read_master(office)
    assert not [problem for problem in master.problems if "Essai" in problem.line]
    assert TabList(master.package).workbook_names()["liste_essais"].text == "Essais[Code]"
    assert schema_findings(office) == []


def test_a_drawn_tab_deleted_by_hand_comes_back(office: Path):
    add_to_file(office, TRIAL)
    delete_tabs(office, ["Fiche d'essai"])
    assert refreshed(office) == 0
    assert add_to_file(office, TRIAL).notes == ["onglet ajouté : Fiche d'essai"]
    assert drawn_place(TabList(Package.open(office)), SHEET)


def test_an_upgrade_never_adds_the_family_but_completes_it_where_it_stands(office: Path):
    assert upgrade_file(office).summary == f"déjà à jour, classeur de la version {CURRENT}"
    assert not set(TITLES) & set(titles(office))
