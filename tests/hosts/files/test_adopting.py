"""An office's own workbook given our tabs: its parts stay to the byte, its lists are read, asked once."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.adopting import adopt_file, preview_adoption
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.schema.drawn_tabs import GANTT
from postprod_xl.workbook.draw.drawn_tabs import drawn_place
from tests.masters import contents, schema_findings

TODAY = date(2026, 11, 30)
LISTING = {
    "[Content_Types].xml",
    "docProps/app.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/workbook.xml",
}


def office_workbook() -> bytes:
    """A workbook of an office: a planning on a tab « Planning », a tab « Gantt », a chart, a name, dates of 1904."""
    output = io.BytesIO()
    book = Workbook(output, {"in_memory": True, "date_1904": True})
    book.set_properties({"created": datetime(2026, 11, 1)})
    days = book.add_format({"num_format": "d mmm yy"})
    plan = book.add_worksheet("Planning")
    plan.write_row("A1", ("Film", "Tâche", "Technicien", "Début", "Fin"))
    plan.write_row("A2", ("La Marée", "Montage image", "M. Diop"))
    plan.write_row("D2", (datetime(2026, 12, 1), datetime(2026, 12, 4)), days)
    plan.write_row("A3", ("La Marée", "=1+1", "Personne"), days)
    plan.write_string("B3", "=Mixage")
    team = book.add_worksheet("Gantt")
    team.write_column("A1", ("Technicien", "Awa Diop", "Yann Le Goff"))
    team.write_column("B1", ("Mail", "awa@example.org", "yann@example.org"))
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Planning!$D$2:$E$2"})
    plan.insert_chart("H2", chart)
    plan.write_comment("A2", "à revoir")
    book.define_name("Planning!zone", "=Planning!$A$1:$E$9")
    book.close()
    return output.getvalue()


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The workbook adopted in place; nothing writes in it afterwards."""
    path = tmp_path_factory.mktemp("bureau") / "bureau.xlsx"
    path.write_bytes(office_workbook())
    return path, adopt_file(path, TODAY, confirm=lambda question: True)


def test_every_part_of_theirs_stays_to_the_byte_but_those_that_list_tabs_and_formats(adopted):
    path, report = adopted
    before, after = contents(io.BytesIO(office_workbook())), contents(path)
    assert (report.status, report.backup.read_bytes()) == (0, office_workbook())
    assert {name for name, data in before.items() if after.get(name) != data} == LISTING
    assert schema_findings(path) == []


def test_our_tabs_stand_after_theirs_under_titles_of_their_own_and_links_lead_to_them(adopted):
    path, report = adopted
    package = Package.open(path)
    listed = TabList(package)
    assert [tab.title for tab in listed.tabs][:3] == ["Planning", "Gantt", "Accueil"]
    assert drawn_place(listed, GANTT).title == "Gantt postprod"
    home = next(tab.part for tab in listed.tabs if tab.title == "Accueil")
    assert b"location=\"'Planning postprod'!A1\"" in package.read(home)
    assert b"<is><t>Planning postprod</t></is>" in package.read(home)
    assert report.notes == [
        "vos onglets Planning et Gantt gardent leur titre, les nôtres s'appellent « Planning postprod » et "
        "« Gantt postprod »"
    ]


def test_their_lists_are_rows_of_ours_and_what_is_not_read_is_named_in_their_cell(adopted):
    path, report = adopted
    master = read_master(path)
    assert not master.is_blocked
    tasks = [
        (row.task, row.technician, row.fixed_day, row.duration_days) for row in master.tables["Planning"]
    ]
    assert tasks == [
        ("MAREE-MONTAGE", "DIOP", date(2026, 12, 1), 4),
        ("MAREE-MIXAGE", "", None, None),
    ]
    assert [row.label for row in master.tables["Planning"]] == ["Montage image", "=Mixage"]
    assert [(row.code, row.first_name, row.email) for row in master.tables["Equipe"]] == [
        ("DIOP", "Awa", "awa@example.org"),
        ("LEGOFF", "Yann", "yann@example.org"),
    ]
    assert len(master.tables["Tarifs"]) > 20 and len(master.tables["Conventions"]) > 20
    said = [problem.line for problem in report.problems if problem.tab == "Planning"]
    assert said == [
        "Planning!C3 — Technicien : « Personne » n'est pas lu, attendu : un code ou un nom d'Équipe"
    ]
    assert [row.command for row in master.tables["Journal"]] == ["adopt"]


def test_a_second_time_changes_nothing(adopted):
    path, _ = adopted
    before = path.read_bytes()
    report = adopt_file(path, TODAY, confirm=lambda question: True)
    assert (report.status, report.summary) == (0, "nos onglets y sont déjà, rien n'a changé")
    assert path.read_bytes() == before


def test_what_is_read_is_shown_and_asked_once_and_nothing_is_written_without_a_yes(tmp_path: Path):
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(office_workbook())
    asked: list[str] = []
    declined = adopt_file(path, TODAY, confirm=lambda question: bool(asked.append(question)))
    unasked = adopt_file(path, TODAY)
    shown = preview_adoption(path, TODAY)
    lines = asked[0].splitlines()
    assert lines[0].startswith("Planning, titres en ligne 1 → Planning, 2 lignes : « Film » = Projet (sûr")
    assert lines[-1] == "Ajouter nos onglets à bureau.xlsx, et y lire cela ?"
    assert declined.problems[-1].message == "vous n'avez pas répondu oui : rien n'est écrit"
    assert "ajoutez --yes" in unasked.problems[-1].message
    assert unasked.notes == shown.notes == [line for line in lines if "C3" not in line][:-1]
    assert (declined.status, unasked.status, shown.status) == (1, 1, 0)
    assert path.read_bytes() == office_workbook()


def test_a_new_file_leaves_the_workbook_as_it_is(tmp_path: Path, capsys):
    path, output = tmp_path / "bureau.xlsx", tmp_path / "adopté.xlsx"
    path.write_bytes(office_workbook())
    assert status_of(["adopt", str(path), "-o", str(tmp_path / "adopté.xlsm"), "--yes"]) == 2
    assert status_of(["adopt", str(path), "-o", str(output), "--yes", "--json", "--today", "2026-11-30"]) == 0
    assert '"lists": [{"table": "Planning", "sheet": "Planning"' in capsys.readouterr().out
    assert status_of(["adopt", str(path), "-o", str(output), "--yes"]) == 3
    assert path.read_bytes() == office_workbook() and len(read_master(output).tables["Planning"]) == 2
