"""Forms written, filled in by another program and imported from their folder, in one save."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from postprod_xl.domain.importing.lists import Consent
from postprod_xl.hosts.exits import DONE, UNUSABLE
from postprod_xl.hosts.files.importing import import_files
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.printing.forms import write_forms
from tests.masters import demo_bytes

MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 28)


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Path:
    """The demonstration office, and beside it the forms of its week filled in, and a list."""
    folder = tmp_path_factory.mktemp("import")
    path = folder / "bureau.xlsx"
    path.write_bytes(demo_bytes())
    report = write_forms(
        path, "forms", {"week": MONDAY, "technician": "CARREL"}, folder / "bons" / "S48", MONDAY
    )
    assert report.status == DONE
    (form,) = (folder / "bons" / "S48").iterdir()
    book = load_workbook(form)
    sheet = book.worksheets[0]
    headings = {cell.value: cell.column for cell in sheet[7]}
    for row in range(8, 13):
        sheet.cell(row, headings["Début"]).value = time(9, 30)
        sheet.cell(row, headings["Fin"]).value = "18h30"
        sheet.cell(row, headings["Observations"]).value = "'=1+1"
    book.save(form)
    (folder / "bons" / "abime.xlsx").write_bytes(b"PK\3\4 coupe")
    (folder / "bons" / "~$S48.xlsx").write_bytes(b"verrou")
    (folder / "bons" / "scan.pdf").write_bytes(b"%PDF")
    heures = Workbook()
    heures.active.append(["Date", "Employee", "Task", "Start", "End"])
    heures.active.append([date(2026, 11, 24), "Omar Jolivet", "CRUE-RUSHES", "22:00", "26:00"])
    heures.active.append([date(2026, 11, 24), "Zoé", "CRUE-RUSHES", "9:00", "10:00"])
    heures.save(folder / "bons" / "heures.xlsx")
    return path


def test_a_folder_is_imported_in_one_save_and_a_second_time_changes_no_byte(office: Path):
    before = len(read_master(office).tables["Seances"])
    done, *others = import_files(office, [office.parent], SATURDAY, Consent(is_given=True))
    assert done.summary == "6 séances ajoutées (1 formulaire et 1 liste), 1 ligne rejetée"
    assert [(report.status, report.path.name) for report in others] == [(UNUSABLE, "abime.xlsx")]
    assert done.notes[-1] == "1 fichier d'une autre nature, hors de l'import : scan.pdf"
    (rejected,) = done.details["rejected"]
    assert (rejected["place"], rejected["cell"], rejected["found"]) == ("heures.xlsx", "B3", "Zoé")
    master = read_master(office)
    added = list(master.tables["Seances"])[before:]
    assert [(row.technician, row.start, row.end) for row in added[:1] + added[-1:]] == [
        ("CARREL", 570, 1110),
        ("JOLIVET", 1320, 120),
    ]
    assert added[0].remarks == "'=1+1"
    assert not [problem for problem in master.problems if problem.is_blocking]
    written = office.read_bytes()
    again, *_ = import_files(office, [office.parent], SATURDAY, Consent())
    assert (again.status, again.summary) == (
        DONE,
        "0 séance ajoutée (1 formulaire et 1 liste), 6 déjà là, 1 ligne rejetée",
    )
    assert office.read_bytes() == written


def test_a_folder_without_anything_to_read_is_refused(office: Path, tmp_path: Path):
    (report,) = import_files(office, [tmp_path], SATURDAY, Consent())
    assert (report.status, "aucun formulaire ni liste à lire" in report.summary) == (UNUSABLE, True)
