"""`postprod gantt`, and the drawn tabs after a command."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.printing.gantt import print_plan
from postprod_xl.hosts.files.runs import run_file
from tests.documents.typesetting.extracted import words_of
from tests.masters import DEMO_DAY


@pytest.fixture(scope="module")
def drawn(demo: bytes) -> openpyxl.Workbook:
    """The demonstration as an independent reader opens it."""
    return openpyxl.load_workbook(io.BytesIO(demo))


def test_the_demonstration_shows_its_plan_and_its_load(drawn: openpyxl.Workbook):
    tasks, people = ([cell.value for cell in drawn[tab]["B"][7:]] for tab in ("Gantt", "Charge"))
    assert "SETE-MIXAGE" in tasks and "CRUE-RUSHES" in tasks
    assert "AUDI1" in people


def test_a_refresh_of_another_day_moves_the_line_of_today(demo_file: Path):
    assert run_file(demo_file, "refresh", DEMO_DAY + timedelta(7), {}).status == 0
    refreshed = openpyxl.load_workbook(io.BytesIO(demo_file.read_bytes()), read_only=True)
    assert "30/11/2026" in refreshed["Gantt"]["A2"].value


def test_the_graphic_artist_confirmed_twice_is_in_red(drawn: openpyxl.Workbook):
    (row,) = (row for row in drawn["Charge"].iter_rows(min_row=8) if row[1].value == "NADAL")
    assert row[4].value == 1 and row[5].fill.fgColor.rgb == "FFD1343B"


def test_the_plan_is_printed_without_any_spreadsheet_and_the_workbook_left_as_it_was(
    demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(subprocess, "Popen", None)
    before = demo_file.read_bytes()
    output = tmp_path / "plan.pdf"
    report = print_plan(demo_file, output, DEMO_DAY)
    assert (report.status, report.summary) == (0, f"planning imprimé, écrit : {output}")
    assert output.read_bytes().startswith(b"%PDF-") and demo_file.read_bytes() == before
    again = print_plan(demo_file, output, DEMO_DAY)
    assert again.status == 3 and "existe déjà" in again.summary
    assert print_plan(demo_file, tmp_path / "plan.txt", DEMO_DAY).status == 3


def test_a_plan_printed_on_another_day_says_what_is_no_longer_where_the_workbook_has_it(demo_file, tmp_path):
    report = print_plan(demo_file, tmp_path / "plan.pdf", DEMO_DAY + timedelta(7), ["charge"])
    assert report.status == 0 and "ne sont plus où le classeur les a" in report.summary
    assert "actualisez-le" in report.summary and "--today" in report.summary
    words = words_of((tmp_path / "plan.pdf").read_bytes())
    assert words.startswith("Charge Situation au 30/11/2026") and "Quatre semaines" not in words


def test_the_days_of_the_plan_printed_are_those_of_the_workbook(demo_file: Path, tmp_path: Path):
    print_plan(demo_file, tmp_path / "plan.pdf", DEMO_DAY, ["liste"])
    words = words_of((tmp_path / "plan.pdf").read_bytes())
    tasks = read_master(demo_file).tables["Planning"]
    shown = [row for row in tasks if f" {row.task} " in words]
    assert len(shown) > 90
    for row in shown:
        days = f"{row.start_day:%d/%m/%y} {row.end_day:%d/%m/%y}"
        assert re.search(rf" {row.task} .{{0,200}}?{days}", words), row.task
