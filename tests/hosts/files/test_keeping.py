"""Workbooks compared in the words of the trade; the kept versions of one, and one of them brought back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from postprod_xl.domain.comparing.compared import everything
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.cli.main import main
from postprod_xl.hosts.files.keeping import restoring
from postprod_xl.hosts.files.keeping.differing import diff_files
from postprod_xl.hosts.files.keeping.history import history_of
from postprod_xl.hosts.files.keeping.restoring import preview_restoration, restore_file
from postprod_xl.hosts.files.keeping.sides import side_of
from postprod_xl.hosts.files.keeping.states import State, is_same_workbook, run_between
from postprod_xl.hosts.files.keeping.versions import version_said, versions_of
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.schema.tables import BY_NAME
from tests.domain.offices import table_rows
from tests.fuzz.office import DAY, PROJECT, put_office


def edited(source: Path, target: Path, edit: Callable[[openpyxl.Workbook], None]) -> Path:
    book = openpyxl.load_workbook(source)
    edit(book)
    book.save(target)
    return target


def put(book: openpyxl.Workbook, table: str, row: int, column: str, value: object) -> None:
    """Write in a cell of a table, its rows counted from 1."""
    declared = BY_NAME[table]
    sheet = book[declared.tab]
    first = sheet.tables[table].ref.split(":")[0]
    header = sheet[first].row
    [at] = [cell.column for cell in sheet[header] if cell.value == declared.heading(column)]
    sheet.cell(header + row, at).value = value


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("avant") / "bureau.xlsx"
    put_office(path)
    return path


@pytest.fixture(scope="module")
def after(before: Path) -> Path:
    def edit(book: openpyxl.Workbook) -> None:
        put(book, "Planning", 1, "due_day", datetime(2027, 1, 29))
        put(book, "Planning", 1, "earliest_day", "demain")
        put(book, "Parametres", 1, "value", 7)
        book.create_sheet("Mes notes")

    return edited(before, before.with_name("apres.xlsx"), edit)


@pytest.fixture(scope="module")
def found(before: Path, after: Path) -> Report:
    return diff_files(before, after)


def test_a_workbook_does_not_differ_from_itself(before: Path):
    report = diff_files(before, before, everything)
    assert (report.status, report.notes, report.details["differences"]) == (0, [], [])
    assert "aucune différence" in report.summary


def test_cells_are_told_by_row_one_that_cannot_be_read_as_it_stands(found: Report):
    task = read_master(Path(found.details["before"])).tables["Planning"].column("task")[0]
    changes = {(each["table"], each["column"]): each for each in found.details["differences"]}
    assert changes["Planning", "due_day"]["after_text"] == "29/01/2027"
    assert changes["Planning", "due_day"]["key"] == task
    assert changes["Planning", "earliest_day"]["after"] == "demain"
    assert any(
        line.startswith(f"Planning, {task} : Début au plus tôt") and "demain" in line for line in found.notes
    )


def test_a_setting_is_told_in_its_unit_and_a_tab_of_a_person_by_its_name(found: Report):
    [setting] = [each for each in found.details["differences"] if each["table"] == "Parametres"]
    assert (setting["key"], setting["before_text"], setting["after_text"]) == (
        "Heures par jour",
        "8,00",
        "7,00",
    )
    assert found.notes[-1] == "1 onglet de apres.xlsx que bureau.xlsx n'a pas : Mes notes"


def test_nothing_is_written_in_either_and_the_status_is_that_of_a_command_that_worked(
    before: Path, after: Path, capsys
):
    held = before.read_bytes(), after.read_bytes()
    with pytest.raises(SystemExit) as ended:
        main(["diff", str(before), str(after), "--json"])
    assert ended.value.code == 0
    said = json.loads(capsys.readouterr().out)
    assert said["files"][0]["differences"] and (before.read_bytes(), after.read_bytes()) == held


def test_the_sheet_of_differences_holds_values_with_their_formats(before: Path, after: Path, tmp_path: Path):
    output = tmp_path / "differences.xlsx"
    assert diff_files(before, after, output=output).status == 0
    rows = [*openpyxl.load_workbook(output).active.iter_rows()]
    [due] = [row for row in rows if row[3].value == BY_NAME["Planning"].heading("due_day")]
    assert due[5].value == datetime(2027, 1, 29) and due[5].number_format == "dd/mm/yyyy"
    assert diff_files(before, after, output=output).status == 3
    assert diff_files(before, after, output=tmp_path / "differences.csv").status == 3


def test_a_table_and_a_column_that_a_workbook_lost_are_named_and_not_compared(before: Path):
    master = read_master(before)
    del master.raw["Absences"]
    team = master.raw["Equipe"]
    kept = {heading: cells for heading, cells in team.values.items() if heading != "Fonction"}
    master.raw["Equipe"] = replace(team, values=kept)
    side = side_of(master)
    assert side.lost == [
        "bureau.xlsx : la colonne « Fonction » de Équipe manque, elle n'est pas comparée",
        "bureau.xlsx : la table Absences manque, elle n'est pas comparée",
    ]
    assert "Absences" not in side.tables and "job" not in side.tables["Equipe"].columns
    master.version = "0.1"
    del master.raw["Relances"], master.raw["Achats"]
    assert side_of(master).lost == side.lost, "an earlier version lacks nothing"


def test_a_workbook_that_cannot_be_read_is_named(before: Path, tmp_path: Path):
    broken = tmp_path / "abime.xlsx"
    broken.write_bytes(b"PK")
    report = diff_files(before, broken)
    assert report.status == 3 and report.summary.startswith("abime.xlsx — ")
    assert diff_files(before, tmp_path / "absent.xlsx").status == 3


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Path:
    """An office that issued an invoice, then had a day typed, was refreshed, and whose first version is damaged."""
    path = tmp_path_factory.mktemp("maison") / "petit.xlsx"
    put_office(path)
    assert run_file(path, "refresh", DAY + timedelta(days=1), {}).status == 0
    invoice = {"project": PROJECT, "step": None, "credit": None, "day": DAY}
    assert run_file(path, "invoice", DAY, invoice).status == 0
    edited(path, path, lambda book: put(book, "Planning", 1, "due_day", datetime(2027, 1, 29)))
    assert run_file(path, "refresh", DAY, {}).status == 0
    versions_of(path)[-1].path.write_bytes(b"PK abime")
    return path


@pytest.fixture
def office(house: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(house.parent, tmp_path / "maison")) / house.name


def test_the_history_says_of_each_version_which_run_replaced_it_and_what_differs_since(house: Path):
    report = history_of(house)
    last, invoiced, damaged = report.details["versions"]
    assert (report.status, report.summary) == (0, "3 versions gardées")
    assert [last["number"], invoiced["number"], damaged["number"]] == [3, 2, 1]
    assert (last["command"], last["changes"], last["fault"]) == ("refresh", {}, "")
    assert invoiced["command"] == "invoice" and invoiced["changes"]["Factures"]["added"] == 1
    assert invoiced["changes"]["Planning"] == {"changed": 1}
    assert "    Factures : 1 ligne ajoutée (FA-2026-0002)" in report.notes
    assert damaged["fault"] and report.notes[-1].startswith("n° 1 du ")


def test_the_versions_of_a_lost_workbook_and_of_none_are_told(office: Path, before: Path):
    office.unlink()
    report = history_of(office)
    assert report.status == 3 and len(report.details["versions"]) == 3
    assert history_of(before).summary == "aucune version gardée"
    with pytest.raises(UnusableFile, match="aucune version de ce classeur n'est gardée"):
        version_said(before, "1")


def test_a_version_is_named_by_its_number_its_file_or_its_moment(office: Path):
    kept = versions_of(office)[0].path
    # Versions kept within one second are told apart by their numbers alone.
    kept.rename(kept.with_name(f"{office.stem}.20261201-101530-0003{office.suffix}"))
    newest = versions_of(office)[0]
    moment = f"{newest.kept_at:%d/%m/%Y %H:%M:%S}"
    for said in (
        "3",
        "n° 3",
        "0003",
        newest.path.name,
        str(newest.path),
        moment,
        f"{newest.kept_at:%Y-%m-%d %H:%M:%S}",
    ):
        assert version_said(office, said) == newest, said
    elsewhere = office.parent.parent / ".postprod" / "backups" / newest.path.name
    for said in ("7", "", "hier", "petit.xlsx", str(elsewhere), "29/02/2026 10:00"):
        with pytest.raises(UnusableFile, match="les 3 versions gardées vont de la n° 1"):
            version_said(office, said)


def test_what_left_the_house_since_is_asked_and_refused_where_nobody_can_be(office: Path):
    held, asked = office.read_bytes(), list[str]()
    report = restore_file(office, "2")
    assert (
        report.status == 1
        and "1 document émis (FA-2026-0002) : son numéro serait donné de nouveau"
        in report.problems[0].message
    )
    assert restore_file(office, "2", lambda question: bool(asked.append(question))).status == 1
    assert "  - 1 document émis (FA-2026-0002)" in asked[0] and "  - Planning : 1 ligne modifiée" in asked[0]
    assert preview_restoration(office, "2").details["losses"]
    assert office.read_bytes() == held and len(versions_of(office)) == 3


def test_a_version_brought_back_is_noted_and_the_present_one_is_kept(office: Path):
    present, wanted = office.read_bytes(), versions_of(office)[1].path
    report = restore_file(office, "2", lambda question: True)
    assert report.status == 0 and report.backup is not None and report.backup.read_bytes() == present
    assert report.notes[0].startswith("n'y est plus : 1 document émis (FA-2026-0002)")
    assert not diff_files(wanted, office, everything).details["differences"]
    journal = read_master(office).tables["Journal"]
    assert (journal.column("command")[-1], journal.column("summary")[-1]) == ("restore", report.summary)
    assert restore_file(office, "2").summary.endswith("est déjà là : rien à remettre")
    assert restore_file(office, "4", lambda question: True).status == 0
    assert "FA-2026-0002" in read_master(office).tables["Factures"].column("number")


def test_a_version_that_loses_nothing_is_brought_back_without_anybody_to_ask(office: Path):
    assert restore_file(office, "3").status == 0


def test_a_workbook_lost_or_damaged_comes_back_once_somebody_said_yes(office: Path):
    for lose in (office.unlink, lambda: office.write_bytes(b"PK abime")):
        lose()
        report = restore_file(office, "3")
        assert report.status == 1 and "perdrait ce qui a été fait depuis" in report.problems[0].message
        assert restore_file(office, "3", lambda question: True).status == 0
        assert read_master(office).tables["Journal"].column("command")[-1] == "restore"


def test_files_of_documents_that_a_version_has_not_are_named_when_the_workbook_is_lost(office: Path):
    office.unlink()
    message = restore_file(office, "2").problems[0].message
    assert "la ligne au registre de FA-2026-0002, dont les fichiers restent dans petit_factures" in message


def test_a_damaged_version_and_one_of_another_workbook_are_refused(office: Path, monkeypatch):
    report = restore_file(office, "1", lambda question: True)
    assert report.status == 3 and report.summary.startswith("petit.xlsx — la version n° 1 du ")
    monkeypatch.setattr(restoring, "is_same_workbook", lambda before, after: False)
    assert "d'un autre classeur du même nom" in restore_file(office, "2", lambda question: True).summary


def test_two_states_are_of_one_workbook_when_they_share_a_run_or_before_any_a_code():
    run, other = ({"at": datetime(2026, 11, day), "command": "refresh"} for day in (1, 2))
    ours, theirs = ({"code": code} for code in ("P001", "A001"))

    def state(project: dict[str, Any], *runs: dict[str, Any]) -> State:
        return State({"Projets": table_rows("Projets", [project])}, table_rows("Journal", [*runs]))

    assert is_same_workbook(state(ours, run), state(theirs, run, other))
    assert not is_same_workbook(state(ours, run), state(ours, other))
    assert is_same_workbook(state(ours), state(ours, run))
    assert not is_same_workbook(state(ours), state(theirs, run))
    assert run_between(state(ours, run), state(ours, run, other), datetime(2026, 11, 3)).at == other["at"]


def test_a_workbook_open_elsewhere_is_not_replaced(office: Path):
    office.with_name(f".~lock.{office.name}#").write_text(",Paul,poste,,")
    report = restore_file(office, "3", lambda question: True)
    assert report.status == 3 and "ouvert dans LibreOffice par Paul" in report.summary
