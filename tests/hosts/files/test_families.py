"""Optional tabs: put into a new workbook or one in use, deleted by hand, put back; and a workbook without them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest

from postprod_xl.commands import COMMANDS
from postprod_xl.engines.ooxml.controls.sheet_buttons import SheetButtons
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.creation import create_master
from postprod_xl.hosts.files.families import add_to_file
from postprod_xl.hosts.files.macros import NOTHING_OLD, renew_file
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.upgrade import upgrade_file
from postprod_xl.schema.families import TECHNIQUE
from postprod_xl.schema.tables import tables_of
from postprod_xl.schema.versions import CURRENT
from postprod_xl.workbook.draw.drawn_tabs import drawn_place
from postprod_xl.workbook.families import tab_titles_of
from tests.damage import renamed_table, without_tables
from tests.fuzz.office import DAY, PROJECT, put_office
from tests.later_schema import declared
from tests.masters import contents, packed, repacked, schema_findings
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


def test_a_title_or_a_name_that_a_person_took_is_named_and_no_byte_changes(office: Path):
    package = Package.open(office)
    listed = TabList(package)
    listed.retitle({"Charge": "prélèvements"})
    listed.write()
    office.write_bytes(package.to_bytes())
    assert refused(office) == (
        "Prélèvements — un onglet à vous porte le titre d'un onglet nouveau : renommez-le, puis recommencez."
    )


@pytest.mark.parametrize("own", ["essais", "Prelevements"])
def test_a_table_of_a_person_with_the_name_of_one_of_the_family_is_theirs(own: str, office: Path):
    office.write_bytes(repacked(renamed_table(contents(office), "Affinites", own)))
    master = read_master(office)
    assert {"Essais", "Prelevements", "BilanEssais"}.isdisjoint(master.declared)
    assert not [
        problem for problem in master.problems if "onglet" in problem.line and "(Essais)" in problem.line
    ]


def test_a_table_s_name_that_a_person_took_is_named_and_no_byte_changes(office: Path):
    package = Package.open(office)
    TabList(package).set_names({"essais": "Projets!$A$1"})
    office.write_bytes(package.to_bytes())
    assert refused(office).startswith(
        "un tableau ou un nom à vous s'appelle « Essais », comme une table nouvelle"
    )


def test_a_locked_list_of_tabs_is_named_and_no_byte_changes(office: Path):
    parts = contents(office)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>'
    )
    office.write_bytes(repacked(parts))
    assert refused(office).startswith("la structure du classeur est protégée")


def test_a_table_of_the_family_made_a_range_is_repaired_not_added_again(office: Path):
    add_to_file(office, TRIAL)
    office.write_bytes(repacked(without_tables(contents(office), ["Prelevements"])))
    assert refused(office).endswith(
        "la table « Prelevements » y est encore, perdue ou renommée par un autre programme : "
        "« postprod tables repair bureau.xlsx » la remet, puis recommencez"
    )
    assert status_of(["tables", "repair", str(office)]) == 0
    assert "Prelevements" in read_master(office).declared
    assert add_to_file(office, TRIAL).changed == 0


def test_a_workbook_open_in_excel_is_left_as_it_is(office: Path):
    office.with_name(f"~${office.name}").write_bytes(b"\x04Anne")
    before = office.read_bytes()
    report = add_to_file(office, TRIAL)
    assert (report.status, office.read_bytes()) == (3, before)
    assert "ouvert" in report.summary


def refused(path: Path) -> str:
    """The one line of a workbook that is refused, and that no byte of it changed."""
    before = path.read_bytes()
    report = add_to_file(path, TRIAL)
    assert (report.status, path.read_bytes()) == (1, before)
    (problem,) = report.problems
    return problem.line


def test_rows_of_a_family_that_a_workbook_has_not_are_refused_with_the_command_that_adds_it(
    office: Path, tmp_path: Path, capsys
):
    other, folder = tmp_path / "autre.xlsx", tmp_path / "tables"
    other.write_bytes(office.read_bytes())
    add_to_file(other, TECHNIQUE)
    assert status_of(["tables", "export", str(other), str(folder)]) == 0
    (folder / "Sources.csv").write_text(f"Projet;Source\n{PROJECT};CAM-A\n", "utf-8")
    assert status_of(["tables", "import", str(other), str(folder)]) == 0
    assert list(read_master(other).tables["Sources"].column("source")) == ["CAM-A"]
    before = office.read_bytes()
    assert status_of(["tables", "import", str(office), str(folder)]) == 1
    assert office.read_bytes() == before
    said = capsys.readouterr().out
    assert "ce classeur n'a pas la table Sources : « postprod add bureau.xlsx technique » l'ajoute" in said
    assert status_of(["diff", str(office), str(other)]) == 0
    said = capsys.readouterr().out
    assert "les onglets Technique de autre.xlsx ne sont pas dans bureau.xlsx" in said
    assert "Sources" in said and "CAM-A" in said


@pytest.mark.parametrize("host", ["excel", "libreoffice"])
def test_the_buttons_of_the_tabs_come_with_them_and_are_renewed_as_the_others(host: str, tmp_path: Path):
    path = tmp_path / "bureau.xlsm"
    upgrade = COMMANDS["upgrade"]
    button = replace(upgrade.buttons[0], tabs=("Contrôles", "Essais"))
    with patch.dict(COMMANDS, {"upgrade": replace(upgrade, buttons=(button,))}):
        create_master(path, host)
        report = add_to_file(path, TRIAL)
        assert report.notes[-1] == "boutons ajoutés : Essais « Mettre à niveau »"
        assert schema_findings(path) == []
        assert renew_file(path).summary == NOTHING_OLD
        new = tmp_path / "neuf.xlsm"
        create_master(new, host, [TRIAL.name])
        assert renew_file(new).summary == NOTHING_OLD
        assert buttons_on(new, "Essais") == buttons_on(path, "Essais") == ["MettreANiveau"]


def buttons_on(path: Path, tab: str) -> list[str]:
    package = Package.open(path)
    part = next(each.part for each in TabList(package).tabs if each.title == tab)
    return [button.macro for button in SheetButtons(package, part, tab).buttons]


def test_older_macros_are_left_and_the_command_that_renews_them_is_said(tmp_path: Path):
    path = tmp_path / "bureau.xlsm"
    create_master(path)
    with patch.dict(COMMANDS, {"upgrade": replace(COMMANDS["upgrade"], buttons=())}):
        report = add_to_file(path, TRIAL)
    assert report.status == 0 and "« postprod macros bureau.xlsm » les renouvelle" in report.notes[-1]


def test_a_new_workbook_has_the_tabs_that_it_is_asked_for_their_links_and_their_help(tmp_path: Path):
    path, plain = tmp_path / "neuf.xlsx", tmp_path / "sans.xlsx"
    create_master(path, families=[TRIAL.name])
    create_master(plain)
    assert [title for title in titles(path) if title not in titles(plain)] == TITLES
    assert schema_findings(path) == []
    book, without = openpyxl.load_workbook(path), openpyxl.load_workbook(plain)
    assert set(TITLES) <= links(book) and not set(TITLES) & links(without)
    guided = {book["Mode d'emploi"].cell(row, 1).value for row in range(1, 2000)}
    assert {"Essais", "Prélèvements", "Bilan des essais"} <= guided
    assert "Prélèvements" not in {without["Mode d'emploi"].cell(row, 1).value for row in range(1, 2000)}
    assert add_to_file(path, TRIAL).changed == 0


def links(book: openpyxl.Workbook) -> set[str]:
    return {str(cell.value) for row in book["Accueil"]["A1:D90"] for cell in row if cell.hyperlink}


def test_the_tabs_of_technique_are_asked_for_by_their_name(tmp_path: Path, capsys):
    path = tmp_path / "neuf.xlsm"
    assert status_of(["new", str(path), "--with", "Technique"]) == 0
    assert {table.name for table in tables_of("technique")} <= read_master(path).declared.keys()
    assert status_of(["add", str(path), "technique"]) == 0
    assert "neuf.xlsm : les onglets Technique y sont déjà, rien n'a changé" in capsys.readouterr().out
    assert status_of(["add", str(path), "compta"]) == 2
    assert status_of(["new", str(tmp_path / "autre.xlsx"), "--with", "technique,compta"]) == 2
    assert "« compta » n'est pas admis, attendu : technique" in capsys.readouterr().err
    assert not (tmp_path / "autre.xlsx").exists()


@pytest.mark.parametrize("deleted", [["Livrables"], ["Compatibilités", "Médias"], ["Sources", "Flux"]])
def test_technique_that_lost_tabs_is_refreshed_all_the_same(deleted: list[str], office: Path, capsys):
    add_to_file(office, TECHNIQUE)
    delete_tabs(office, deleted)
    assert refreshed(office) == 0
    assert capsys.readouterr().out.count("« postprod add bureau.xlsx technique »") == 1
    assert add_to_file(office, TECHNIQUE).changed == len(deleted)
    assert refreshed(office) == 0
    assert "postprod add" not in capsys.readouterr().out


def test_a_workbook_without_technique_is_refreshed_as_one_that_lost_all_of_it(office: Path, tmp_path: Path):
    other = tmp_path / "autre.xlsx"
    other.write_bytes(office.read_bytes())
    add_to_file(other, TECHNIQUE)
    delete_tabs(other, tab_titles_of({TECHNIQUE.name}))
    assert refreshed(office) == refreshed(other) == 0
    whole, lost = read_master(office), read_master(other)
    assert whole.problems == lost.problems
    assert {name: rows for name, rows in whole.tables.items() if name != "Journal"} == {
        name: rows for name, rows in lost.tables.items() if name != "Journal"
    }
