"""A royalty statement of a workbook: rows, tab and file, which say the same; what is refused writes nothing."""

from __future__ import annotations

import io
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest

from postprod_xl.documents.papers.figures import NARROW, NO_BREAK, euros
from postprod_xl.engines.ooxml.files.waiting import waiting_path
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import check_file, run_file
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.schema.catalogue_vocabulary import StatementSection
from tests.masters import DEMO_DAY, demo_bytes

HOLDER, PERIOD = "MOLE", "2026-S1"
FILE = "bureau_releves/REL-2026-0001.pdf"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(demo_bytes(families=("catalogue",)))
    return path


@pytest.fixture(scope="module")
def stated_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, whose first statement is issued; it is only read."""
    path = tmp_path_factory.mktemp("releves") / "bureau.xlsx"
    path.write_bytes(demo_bytes(families=("catalogue",)))
    assert stated(path).status == 0
    return path


def stated(path: Path, **options: Any) -> Report:
    asked = {"holder": HOLDER, "period": PERIOD, "day": DEMO_DAY, "corrects": "", "draft": False}
    return run_file(path, "statement", DEMO_DAY, {**asked, **options})


def type_over(path: Path, tab: str, cell: str, value: Any) -> None:
    book = openpyxl.load_workbook(path, data_only=True)
    book[tab][cell] = value
    book.save(path)


def printed_amounts(pdf: bytes) -> set[str]:
    """The amounts of a PDF, their spaces left out."""
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    text = text.replace(NARROW, "").replace(NO_BREAK, "").replace(" ", "")
    return set(re.findall(r"−?\d+,\d\d€", text))


def spoken(cents: int) -> str:
    return euros(cents).replace(NARROW, "").replace(NO_BREAK, "")


def test_a_statement_has_its_rows_its_tab_and_its_file(stated_office: Path):
    master = read_master(stated_office)
    [row] = master.tables["Releves"].records
    content = (stated_office.parent / FILE).read_bytes()
    assert (row.number, row.holder, row.file) == ("REL-2026-0001", HOLDER, FILE)
    assert row.fingerprint == sha256(content).hexdigest()
    assert "REL-2026-0001" in master.tabs
    owed = master.tables["AyantsDroit"].by_key("holder", "due_cents")
    assert owed[HOLDER] == row.due_cents > 0
    problems = check_file(stated_office, DEMO_DAY).problems
    assert not [each for each in problems if each.table in ("Releves", "LignesReleve")]


def test_the_paper_and_the_tab_say_every_amount_of_the_ledger(stated_office: Path):
    master = read_master(stated_office)
    printed = printed_amounts((stated_office.parent / FILE).read_bytes())
    book = openpyxl.load_workbook(stated_office, data_only=True)
    drawn = {
        round(cell.value * 100)
        for row in book["REL-2026-0001"].iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    }
    names = ("prior_cents", "period_cents", "cumulative_cents", "remaining_cents")
    lines = master.tables["LignesReleve"].records
    assert {line.section for line in lines} >= {
        StatementSection.RECEIPTS,
        StatementSection.NET,
        StatementSection.DUE,
    }
    cents = {getattr(line, name) for line in lines for name in names} - {None}
    [row] = master.tables["Releves"].records
    cents |= {row.due_cents, row.prior_cents, row.period_cents, row.cumulative_cents}
    assert {spoken(amount) for amount in cents} <= printed
    assert cents <= drawn


def test_a_refresh_after_a_statement_changes_nothing_of_it(stated_office: Path, tmp_path: Path):
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(stated_office.read_bytes())
    before = read_master(path).tables
    assert run_file(path, "refresh", DEMO_DAY, {}).status == 0
    after = read_master(path).tables
    for name in ("Releves", "LignesReleve", "AyantsDroit"):
        assert before[name] == after[name], name


def test_what_is_refused_leaves_the_workbook_as_it_was(office: Path, capsys: pytest.CaptureFixture[str]):
    before = office.read_bytes()
    arguments = ["--holder", HOLDER, "--period", "2026-S2", "--today", f"{DEMO_DAY}"]
    assert status_of(["statement", str(office), *arguments]) == 1
    said = capsys.readouterr()
    assert "2026-S2 finit le 31/12/2026" in said.out + said.err
    assert status_of(["statement", str(office), "--holder", "PERSONNE", *arguments[2:]]) == 1
    assert office.read_bytes() == before
    assert not (office.parent / "bureau_releves").exists()
    assert status_of(["statement", str(office), "--holder", HOLDER]) == 2


def test_a_draft_is_a_file_alone(office: Path):
    before = office.read_bytes()
    arguments = ["--holder", HOLDER, "--period", PERIOD, "--draft", "--today", f"{DEMO_DAY}"]
    assert status_of(["statement", str(office), *arguments]) == 0
    assert office.read_bytes() == before
    [pdf] = office.parent.glob("*.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    assert "Projet : ce document n'est pas émis" in text.replace(NO_BREAK, " ")
    assert "REL-" not in text


def test_a_file_of_that_name_that_is_there_already_stops_the_statement(office: Path):
    (office.parent / "bureau_releves").mkdir()
    (office.parent / FILE).write_bytes(b"autre chose")
    before = office.read_bytes()
    assert stated(office).status != 0
    assert office.read_bytes() == before
    assert (office.parent / FILE).read_bytes() == b"autre chose"


def test_a_file_left_waiting_takes_its_name_and_one_that_the_ledger_does_not_have_goes(
    stated_office: Path, tmp_path: Path
):
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(stated_office.read_bytes())
    target = tmp_path / FILE
    target.parent.mkdir()
    waiting_path(target, path).write_bytes((stated_office.parent / FILE).read_bytes())
    unknown = waiting_path(target.with_name("REL-2026-0002.pdf"), path)
    unknown.write_bytes(b"rien")
    report = run_file(path, "refresh", DEMO_DAY, {})
    assert f"{FILE} : ce fichier attendait son nom depuis une commande interrompue, il l'a" in report.notes
    assert target.exists() and not unknown.exists()


@pytest.mark.parametrize("change", ["missing", "altered"])
def test_a_file_missing_or_altered_is_a_warning_and_keeps_no_other_from_being_issued(
    stated_office: Path, tmp_path: Path, change: str
):
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(stated_office.read_bytes())
    (tmp_path / FILE).parent.mkdir()
    if change == "altered":
        (tmp_path / FILE).write_bytes(b"%PDF-1.7 autre")
    said = [each.message for each in check_file(path, DEMO_DAY).problems if each.table == "Releves"]
    expected = {"missing": "a disparu", "altered": "n'est plus celui qui a été émis"}[change]
    assert len(said) == 1 and f"le fichier de REL-2026-0001 {expected}" in said[0]
    assert stated(path, holder="MEUSE").status == 0


def test_a_cell_of_the_ledger_typed_over_stops_the_next_statement(stated_office: Path, tmp_path: Path):
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(stated_office.read_bytes())
    master = read_master(path)
    place = master.places["Releves"]
    cell = place.cell(int(master.tables["Releves"].numbers[0]), "Net à verser")
    type_over(path, "Relevés", cell, 1)
    report = stated(path, holder="MEUSE")
    assert report.status == 1
    assert any("« Net à verser » de 1,00" in problem.message for problem in report.problems)
