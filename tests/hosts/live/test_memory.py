"""The memory of the plans in an open workbook: a day given by mistake is left as the command line leaves it."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

import pytest

from postprod_xl.hosts.buttons import press_on
from postprod_xl.hosts.exits import DONE
from postprod_xl.hosts.files.master import opened as opened_file
from postprod_xl.hosts.files.master import read_master, saved
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.live.master import read_live
from postprod_xl.hosts.live.runs import Operator, run_live
from postprod_xl.schema.memory_tab import MEMORY
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables.home import JOURNAL
from postprod_xl.workbook.live.protection import REMEDY
from postprod_xl.workbook.update import ledger_update
from tests.fuzz.office import DAY, put_office
from tests.live import differences, opened

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.slow,
    pytest.mark.usefixtures("undrawn"),
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent"),
]
MOMENTS = [*(datetime(2026, month, day, 9) for month in (3, 4) for day in range(1, 6)), datetime(2026, 11, 2)]
NOT_KEPT = "Ce jour d'actualisation n'est pas gardé : Mémoire du planning —"
NO_TAB = (
    "l'onglet manque et la structure du classeur est protégée : ôtez cette protection (Révision > Protéger le "
    "classeur)."
)
OLD_ROWS = [{"at": moment, "user": "lea", "command": "refresh", "summary": f"{moment}"} for moment in MOMENTS]


def test_a_press_leaves_a_wrong_day_and_keeps_the_journal_as_a_run_on_a_file_and_remakes_a_memory(
    app, tmp_path
):
    path, file = tmp_path / "bureau.xlsx", tmp_path / "cli.xlsx"
    for each in (path, file):
        put_office(each)
        with opened_file(each) as master:
            master.written([ledger_update(JOURNAL, master.places, rows_of(JOURNAL, OLD_ROWS))])
            saved(master)
    days = (DAY, DAY + timedelta(20), DAY)
    for day in days:
        assert run_file(file, "refresh", day, {}).status == DONE
    with opened(app, path) as book:
        first = read_live(book)
        book.sheets[MEMORY.title].delete()
        shown = book.sheets.active.name
        for day in days:
            assert press_on(book, "refresh", day) == DONE
        last = read_live(book)
        assert not [line for line in differences(last, first) if not line.startswith(JOURNAL.tab)]
        summaries = [each.tables[JOURNAL.name].column("summary") for each in (last, read_master(file))]
        assert summaries[0] == summaries[1]
        assert len(last.tables[JOURNAL.name]) == 3 + 2 + 1 + len(days)
        assert [line[1:3] for line in last.memory] == [line[1:3] for line in read_master(file).memory]
        assert not book.sheets[MEMORY.title].visible
        assert book.sheets.active.name == shown


def test_a_memory_that_cannot_be_written_stops_no_refresh_and_is_said(app, tmp_path):
    path, file = tmp_path / "bureau.xlsx", tmp_path / "cli.xlsx"
    for each in (path, file):
        put_office(each)
    days = (DAY + timedelta(1), DAY + timedelta(2))
    for day in days:
        assert run_file(file, "refresh", day, {}).status == DONE
    person = Operator(lambda _: "", lambda _: True, lambda _: None)
    with opened(app, path) as book:
        memory = book.sheets[MEMORY.title]
        memory.api.protect("secret")
        notes = [run_live(book, "refresh", "", days[0], person).notes]
        kept = read_live(book).memory
        memory.api.unprotect("secret")
        memory.delete()
        book.api.protect("secret")
        notes.append(run_live(book, "refresh", "", days[1], person).notes)
        last = read_live(book)
    assert notes == [[f"{NOT_KEPT} la feuille est protégée : {REMEDY}."], [f"{NOT_KEPT} {NO_TAB}"]]
    assert [line.day for line in kept] == [f"{DAY}"] and last.memory == []
    # Without a memory, what was booked before the last refresh and has no report is not known: it is not asked for.
    told = {line.split()[0] for line in differences(last, read_master(file))}
    assert told <= {"Controles", "Actions", "Accueil", "Journal"}
