"""What a ledger lost is found again in the versions kept beside the workbook, and put back from them."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from postprod_xl.documents.tables_csv import Reader
from postprod_xl.domain.invoicing.register.lost import FIRST_NUMBERS
from postprod_xl.hosts.files.creation import create_master
from postprod_xl.hosts.files.runs import check_file, run_file
from postprod_xl.hosts.files.sharing import share_project
from postprod_xl.hosts.files.tables import export_file, import_folder
from tests.fuzz.office import DAY, PROJECT, put_office

NUMBER = "FA-2026-0001"
WRITING = {
    "refresh": {},
    "invoice": {"project": PROJECT, "step": None, "credit": None, "day": DAY},
    "payroll": {"month": "2026-11"},
    "plan": {"project": PROJECT},
}


def change(path, edit):
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)


def empty_the_ledger(book):
    for name in ("Factures", "Lignes de facture"):
        for row in book[name].iter_rows(min_row=5):
            for cell in row:
                cell.value = None


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The folder of an office invoiced, refreshed once more, whose ledger somebody emptied."""
    path = tmp_path_factory.mktemp("maison") / "petit.xlsx"
    put_office(path)
    assert run_file(path, "refresh", DAY, {}).status == 0
    change(path, empty_the_ledger)
    return path.parent


@pytest.fixture
def cut(house, tmp_path):
    """The workbook of a copy of it."""
    return Path(shutil.copytree(house, tmp_path / "maison")) / "petit.xlsx"


def test_check_names_what_is_lost_and_the_version_and_rows_that_hold_it(cut):
    report = check_file(cut, DAY)
    [problem] = [problem for problem in report.problems if problem.is_blocking]
    assert report.status == 1 and f"il manque {NUMBER}" in problem.message
    [backup] = (cut.parent / ".postprod" / "backups").iterdir()
    assert report.notes == [
        f"{NUMBER} : à reprendre dans .postprod/backups/{backup.name}, Factures ligne 5, Lignes de facture ligne 5"
    ]
    kept = openpyxl.load_workbook(backup)

    def put_back(book):
        for name in ("Factures", "Lignes de facture"):
            for cell in kept[name][5]:
                book[name].cell(5, cell.column, cell.value)

    change(cut, put_back)
    assert check_file(cut, DAY).status == 0


def test_every_command_that_computes_refuses_a_ledger_that_lost_rows(cut, tmp_path):
    before = cut.read_bytes()
    for command, options in WRITING.items():
        report = run_file(cut, command, DAY, options)
        assert report.status == 1 and NUMBER in report.notes[0], command
    copy = tmp_path / "copie.xlsx"
    report = share_project(cut, PROJECT, copy, DAY)
    assert report.status == 1 and NUMBER in report.notes[0] and not copy.exists()
    assert cut.read_bytes() == before


def test_a_version_that_cannot_be_read_or_that_lost_it_too_is_passed_over(cut):
    [backup] = (cut.parent / ".postprod" / "backups").iterdir()
    backup.with_name(backup.name.replace("-0001.", "-0002.")).write_bytes(b"abime")
    backup.with_name(backup.name.replace("-0001.", "-0003.")).write_bytes(cut.read_bytes())
    assert backup.name in check_file(cut, DAY).notes[0]
    backup.unlink()
    assert check_file(cut, DAY).notes == [
        f"{NUMBER} : dans aucune des versions gardées sous le nom de ce classeur"
    ]


def type_numbers(book, *numbers):
    """Add rows to the ledger as a person does, who gives their numbers alone."""
    sheet = book["Factures"]
    for row, number in enumerate(numbers, 6):
        sheet.cell(row, 1, number)
    table = sheet.tables["Factures"]
    first, last = table.ref.split(":")
    table.ref = table.autoFilter.ref = f"{first}:{last.rstrip('0123456789')}{5 + len(numbers)}"


def test_a_lost_row_that_had_no_lines_is_named_by_its_row_of_the_ledger(cut):
    [backup] = (cut.parent / ".postprod" / "backups").iterdir()
    change(backup, lambda book: type_numbers(book, "FA-2025-0045", "FA-2025-0046", "FA-2025-0047"))
    change(cut, lambda book: type_numbers(book, "FA-2025-0045", "FA-2025-0047"))
    taken_back = f"FA-2025-0046 : à reprendre dans .postprod/backups/{backup.name}, Factures ligne 7"
    assert taken_back in check_file(cut, DAY).notes


def test_an_older_copy_put_back_is_told_before_it_gives_a_number_again(tmp_path):
    path = tmp_path / "petit.xlsx"
    put_office(path)
    older = path.read_bytes()
    for command in ("invoice", "refresh"):
        assert run_file(path, command, DAY, WRITING[command]).status == 0
    assert check_file(path, DAY).notes == []
    path.write_bytes(older)
    for report in (check_file(path, DAY), run_file(path, "invoice", DAY, WRITING["invoice"])):
        assert report.status == 0
        assert any("FA-2026-0002, que ce classeur n'a pas" in note for note in report.notes)


def test_the_kept_versions_of_another_workbook_of_the_same_name_say_nothing(tmp_path):
    path = tmp_path / "petit.xlsx"
    put_office(path)
    for command in ("invoice", "refresh"):
        assert run_file(path, command, DAY, WRITING[command]).status == 0
    path.unlink()
    create_master(path)
    assert check_file(path, DAY).notes == []


def test_an_import_that_leaves_the_ledger_cut_is_refused_and_adds_no_version(cut, tmp_path):
    assert export_file(cut, tmp_path / "tables", Reader.PROGRAM).status == 0
    before, backups = cut.read_bytes(), cut.parent / ".postprod" / "backups"
    report = import_folder(cut, tmp_path / "tables")
    assert report.status == 1 and NUMBER in report.notes[0]
    assert [problem.tab for problem in report.problems if problem.is_blocking] == ["Factures"]
    assert cut.read_bytes() == before and len([*backups.iterdir()]) == 1


def test_an_import_that_says_the_first_number_of_the_house_is_taken(cut, tmp_path):
    def without_traces(book):
        for row in book["Journal"].iter_rows(min_row=5):
            for cell in row:
                cell.value = None
        del book[NUMBER]

    def first_number(book):
        [name] = [
            row for row in book["Paramètres"].iter_rows() for cell in row if cell.value == FIRST_NUMBERS
        ]
        name[1].value = "FA-2026-0002"

    change(cut, without_traces)
    other = Path(shutil.copyfile(cut, tmp_path / "autre.xlsx"))
    change(other, first_number)
    assert export_file(other, tmp_path / "tables", Reader.PROGRAM).status == 0
    assert check_file(cut, DAY).status == 1
    assert import_folder(cut, tmp_path / "tables").status == 0
    assert check_file(cut, DAY).status == 0
