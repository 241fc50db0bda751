"""The hidden memory of the plans and the journal, in a file: what a wrong day leaves, what becomes of both."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.workbook.protection import WorkbookProtection

from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.hosts.files.master import opened, read_master, saved
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.files.sharing import share_project
from postprod_xl.hosts.files.tables import export_file
from postprod_xl.schema.memory_tab import FIRST_ROW, MEMORY
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables.home import JOURNAL
from postprod_xl.workbook.memory_tab import UNREADABLE, read_memory, write_memory
from postprod_xl.workbook.update import ledger_update
from tests.fuzz.office import DAY, PROJECT, put_office
from tests.masters import contents, repacked, schema_findings

LATER = DAY + timedelta(20)
NO_TAB = (
    "Ce jour d'actualisation n'est pas gardé : Mémoire du planning — l'onglet manque et la structure du classeur est "
    "protégée : ôtez cette protection (Révision > Protéger le classeur)."
)


def refresh(path, day=DAY):
    report = run_file(path, "refresh", day, {})
    assert report.status == 0, [problem.line for problem in report.problems]
    return report


@pytest.fixture
def bureau(tmp_path):
    path = tmp_path / "bureau.xlsx"
    put_office(path)
    return path


@pytest.fixture(scope="module")
def twice_refreshed(tmp_path_factory):
    """A small office after its day and a wrong one: read only."""
    path = tmp_path_factory.mktemp("jours") / "bureau.xlsx"
    put_office(path)
    refresh(path, LATER)
    return path


def cells_of(path):
    """What every table but the journal holds."""
    return {name: raw.values for name, raw in read_master(path).raw.items() if name != "Journal"}


def without_memory(path):
    """The file as a version without memory wrote it."""
    book = openpyxl.load_workbook(path)
    del book[MEMORY.title]
    book.save(path)


def test_after_a_wrong_day_the_cells_are_those_of_the_first_and_a_second_refresh_keeps_the_memory_s_bytes(
    bureau, twice_refreshed
):
    first = cells_of(bureau)
    shutil.copyfile(twice_refreshed, bureau)
    assert cells_of(bureau) != first
    report = refresh(bureau)
    assert cells_of(bureau) == first
    assert any(note.startswith("Attention : jour demandé 23/11/2026") for note in report.notes)
    part = next(tab.part for tab in TabList(Package.open(bureau)).tabs if tab.title == MEMORY.title)
    before = contents(bureau)[part]
    assert refresh(bureau).notes == [] and contents(bureau)[part] == before


def test_a_workbook_of_a_version_without_memory_gets_one_hidden_with_the_day_it_was_at(bureau):
    without_memory(bureau)
    refresh(bureau, LATER)
    tab = TabList(Package.open(bureau)).tabs[-1]
    assert (tab.title, tab.state) == (MEMORY.title, "hidden")
    assert schema_findings(bureau) == []
    assert [line.day for line in read_master(bureau).memory] == ["2026-11-23", "2026-12-13"]


def test_a_tab_of_a_person_with_that_title_is_left_and_a_locked_list_of_tabs_gets_none(bureau):
    lines = read_master(bureau).memory
    book = openpyxl.load_workbook(bureau)
    del book[MEMORY.title]
    book.create_sheet(MEMORY.title)["A1"] = "à moi"
    book.save(bureau)
    package = Package.open(bureau)
    assert write_memory(package, lines) == []
    assert not package.changed and read_memory(package) == [UNREADABLE]
    del book[MEMORY.title]
    book.security = WorkbookProtection(lockStructure=True)
    book.save(bureau)
    package = Package.open(bureau)
    assert write_memory(package, lines) == [NO_TAB]
    assert not package.changed
    assert refresh(bureau).notes == [NO_TAB]


def test_a_protected_memory_takes_its_day_as_any_protected_tab(bureau):
    book = openpyxl.load_workbook(bureau)
    book[MEMORY.title].protection.set_password("secret")
    book.save(bureau)
    assert refresh(bureau, DAY + timedelta(1)).notes == []
    assert [line.day for line in read_master(bureau).memory] == ["2026-11-23", "2026-11-24"]


def test_a_memory_typed_over_is_named_forgotten_and_written_again(bureau, twice_refreshed):
    shutil.copyfile(twice_refreshed, bureau)
    book = openpyxl.load_workbook(bureau)
    book[MEMORY.title].cell(FIRST_ROW, 5).value = "{}"
    book.save(bureau)
    notes = refresh(bureau, LATER).notes
    assert notes == [
        "Mémoire du planning — les lignes d'avant le 13/12/2026 ne sont plus celles que le programme a écrites : ces "
        "jours d'actualisation sont oubliés"
    ]
    assert [line.day for line in read_master(bureau).memory] == ["2026-12-13"]
    assert refresh(bureau, LATER).notes == []


@pytest.mark.parametrize(
    "change", [lambda sheet: sheet.insert_rows(1), lambda sheet: sheet.delete_rows(1, 9)]
)
def test_a_memory_whose_headings_are_gone_keeps_nothing_and_each_refresh_says_so(bureau, change):
    book = openpyxl.load_workbook(bureau)
    change(book[MEMORY.title])
    book.save(bureau)
    for _ in range(2):
        (note,) = refresh(bureau).notes
        assert note.startswith("Mémoire du planning — ") and "supprimez cet onglet masqué" in note
    without_memory(bureau)
    assert refresh(bureau).notes == refresh(bureau).notes == []


@pytest.mark.parametrize("damage", [lambda data: b"", lambda data: data[: len(data) // 2]])
def test_a_memory_that_cannot_be_read_stops_nothing_and_says_so(bureau, damage):
    parts = contents(bureau)
    part = next(tab.part for tab in TabList(Package.open(bureau)).tabs if tab.title == MEMORY.title)
    bureau.write_bytes(repacked({**parts, part: damage(parts[part])}))
    (note,) = refresh(bureau).notes
    assert note.startswith("Mémoire du planning — ") and "supprimez cet onglet masqué" in note


def test_the_memory_never_leaves(twice_refreshed, tmp_path):
    copy, folder = tmp_path / "copie.xlsx", tmp_path / "tables"
    assert share_project(twice_refreshed, PROJECT, copy, LATER).status == 0
    assert export_file(twice_refreshed, folder, _reader()).status == 0
    proof = read_master(twice_refreshed).memory[0].proof.encode()
    assert all(proof not in data for data in contents(copy).values())
    assert all(proof not in path.read_bytes() for path in folder.iterdir() if path.is_file())


def _reader():
    from postprod_xl.documents.tables_csv import Reader

    return Reader.PROGRAM


def journal_row(at, command="refresh"):
    moment = datetime.combine(at, datetime.min.time()) + timedelta(hours=9)
    return {"at": moment, "user": "lea", "command": command, "seconds": Decimal(1), "summary": f"{at}"}


def test_years_of_journal_are_compacted_and_the_home_page_shows_the_last_command(bureau):
    days = [date(2024, 1, 1) + timedelta(day) for day in range(730)]
    rows = [journal_row(day, "invoice" if day.day == 1 else "refresh") for day in days]
    with opened(bureau) as master:
        master.written([ledger_update(JOURNAL, master.places, rows_of(JOURNAL, rows))])
        saved(master)
    book = openpyxl.load_workbook(bureau)
    place = read_master(bureau).places["Journal"]
    book["Journal"].cell(place.first_row, 9).value = "une note loin du tableau"
    book["Journal"].cell(place.first_row + 5, place.last_column + 1).value = "ma note"
    book.save(bureau)
    notes = refresh(bureau).notes
    journal = read_master(bureau).tables["Journal"]
    assert len(notes) == 1 and "« 03/01/2024 09:00" in notes[0]
    # The invoice of the small office, then 24; a row a month, but for the last three; what has a note.
    assert journal.column("command").count("invoice") == 1 + 24
    assert len(journal) < 25 + 24 + 3 * 31
    sheet = openpyxl.load_workbook(bureau)["Journal"]
    assert "ma note" in [cell.value for row in sheet.iter_rows() for cell in row]
    last = journal.records[-1]
    assert last.command == "refresh" and last.summary.startswith("1 projet")
    values = openpyxl.load_workbook(bureau, data_only=True)["Accueil"]
    assert last.summary in [cell.value for row in values.iter_rows(max_row=6) for cell in row]
    assert schema_findings(bureau) == []
