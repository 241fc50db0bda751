"""Two workbooks compared: what differs is told in the words of the trade, and nothing is written in either."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from postprod_xl.domain.comparing.compared import everything
from postprod_xl.hosts.cli.main import main
from postprod_xl.hosts.files.keeping.differing import diff_files
from postprod_xl.hosts.files.keeping.sides import side_of
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.schema.tables import BY_NAME
from tests.fuzz.office import put_office


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


def test_a_table_and_a_column_that_a_workbook_lost_are_named_and_not_compared(before: Path, tmp_path: Path):
    def edit(book: openpyxl.Workbook) -> None:
        del book[BY_NAME["Absences"].tab].tables["Absences"]
        put(book, "Equipe", 0, "job", "Métier")
        for column in book["Équipe"].tables["Equipe"].tableColumns:
            column.name = "Métier" if column.name == BY_NAME["Equipe"].heading("job") else column.name

    report = diff_files(before, edited(before, tmp_path / "perdu.xlsx", edit))
    assert report.details["not_compared"] == [
        "perdu.xlsx : la colonne « Fonction » de Équipe manque, elle n'est pas comparée",
        "perdu.xlsx : la table Absences manque, elle n'est pas comparée",
    ]
    assert not report.details["differences"]


def test_a_workbook_that_cannot_be_read_is_named(before: Path, tmp_path: Path):
    broken = tmp_path / "abime.xlsx"
    broken.write_bytes(b"PK")
    report = diff_files(before, broken)
    assert report.status == 3 and report.summary.startswith("abime.xlsx — ")
    assert diff_files(before, tmp_path / "absent.xlsx").status == 3


def test_an_earlier_version_lacks_nothing(before: Path):
    master = read_master(before)
    master.version = "0.1"
    for name in ("Relances", "Achats"):
        del master.raw[name]
    assert not side_of(master).lost
