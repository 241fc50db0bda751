"""A copy sent, answered in a spreadsheet and merged: exactly the edits, the expected workbook, nothing twice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.merging import returned_file
from postprod_xl.hosts.files.shares import manifest_path
from postprod_xl.hosts.files.sharing import share_project
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.planning import PLANNING
from tests.fuzz.office import DAY as TODAY
from tests.fuzz.office import PROJECT
from tests.masters import contents, repacked

HEADER = 4


@pytest.fixture
def run(capsys):
    """Run `postprod` in this process; gives the exit status, what it answered and what it complained of."""

    def command(*arguments: object) -> tuple[int, str, str]:
        status = status_of([str(argument) for argument in (*arguments, "--today", TODAY)])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return status, captured.out, captured.err

    return command


class Returned:
    """A copy opened in a spreadsheet: its cells by the name of a row and a heading."""

    def __init__(self, copy: Path, tab: str) -> None:
        self.book, self.tab = openpyxl.load_workbook(copy), tab
        self.columns = {cell.value: cell.column for cell in self.sheet[HEADER]}

    @property
    def sheet(self) -> Worksheet:
        return self.book[self.tab]

    def put(self, row: int, heading: str, value: Any) -> None:
        self.sheet.cell(row, self.columns[heading]).value = value

    def saved(self, name: str) -> Path:
        path = Path(name)
        self.book.save(path)
        return path


@pytest.fixture
def copy(small_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "copie.xlsx"
    assert share_project(small_file, PROJECT, path, TODAY).status == 0
    return path


def answered(copy: Path) -> Path:
    """The copy with two answers, a comment and a cell that nobody was asked to change, its first tab renamed."""
    back = Returned(copy, "Planning")
    back.put(HEADER + 1, PLANNING.heading("validation"), "validé")
    back.put(HEADER + 1, PLANNING.heading("wished_day"), "12 déc. 2026")
    back.put(HEADER + 1, PLANNING.heading("label"), "Tout autre chose")
    back.sheet.cell(HEADER + 1, back.columns[PLANNING.heading("start_day")]).comment = Comment(
        "Pas le lundi", "Claire"
    )
    back.sheet.title = "Réponses"
    return back.saved(f"{copy.parent}/retour.xlsx")


def first_task(path: Path) -> Row:
    return next(row for row in read_master(path).tables["Planning"] if row.project == PROJECT)


def test_a_returned_copy_is_listed_applied_and_changes_nothing_a_second_time(run, small_file, copy, tmp_path):
    back, before = answered(copy), small_file.read_bytes()
    status, said, _ = run("merge", small_file, back, "-o", tmp_path / "changements.xlsx")
    assert status == 0 and small_file.read_bytes() == before
    assert [line.partition(" — ")[0] for line in said.splitlines()[:-1]] == [
        "1. non permis (cette colonne n'est pas à remplir)", "2. à décider", "3. à décider", "4. à décider",
    ]  # fmt: skip
    listed = openpyxl.load_workbook(tmp_path / "changements.xlsx").active
    assert [row[0] for row in listed.iter_rows(min_row=6, values_only=True)] == [1, 2, 3, 4]

    assert run("merge", small_file, back, "--accept", "all")[0] == 0
    task = first_task(small_file)
    assert (task.validation, task.wished_day) == ("Validé", date(2026, 12, 12))
    assert task.comment == "début : Pas le lundi (Claire)"
    ledger = read_master(small_file).tables["Retours"]
    assert [*ledger.select("number", "decision")] == [(2, "Appliqué"), (3, "Appliqué"), (4, "Appliqué")]

    merged = small_file.read_bytes()
    status, said, _ = run("merge", small_file, back, "--accept", "all", "--json")
    (file,) = json.loads(said)["files"]
    assert (status, file["applied"], len(file["changes"])) == (0, [], 4)
    assert small_file.read_bytes() == merged


@pytest.fixture
def back(tmp_path: Path) -> Path:
    """A small workbook that shows the number of a share."""
    book, path = openpyxl.Workbook(), tmp_path / "retour.xlsx"
    book.worksheets[0]["A2"] = "Partage P1-PROD-001-K7QF du 23/11/2026"
    book.save(path)
    return path


def test_a_return_with_macros_is_refused(back, tmp_path):
    back.write_bytes(repacked({**contents(back), "xl/vbaProject.bin": b"macros"}))
    with pytest.raises(UnusableFile, match="contient des macros"):
        returned_file(back, tmp_path / "bureau.xlsx")


def test_what_was_kept_of_a_share_and_no_longer_reads_is_said(back, tmp_path):
    kept = manifest_path(tmp_path / "bureau.xlsx", "P1-PROD-001-K7QF")
    kept.parent.mkdir(parents=True)
    kept.write_text("{}", encoding="utf-8")
    with pytest.raises(UnusableFile, match="ce qui est gardé du partage P1-PROD-001-K7QF"):
        returned_file(back, tmp_path / "bureau.xlsx")


@pytest.mark.parametrize(
    ("named", "numbers"),
    [
        ("p1-prod-001-k7qf", ("P1-PROD-001-K7QF",)),
        ("P1-REAL-001-AAAA", ("P1-REAL-001-AAAA", "P1-PROD-001-K7QF")),
    ],
)
def test_a_share_named_is_one_that_the_file_shows(back, tmp_path, named, numbers):
    assert returned_file(back, tmp_path / "bureau.xlsx", named).numbers == numbers
