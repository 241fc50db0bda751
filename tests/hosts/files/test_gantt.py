"""`postprod gantt`, and the drawn tabs after a command."""

from __future__ import annotations

import io
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from postprod_xl.engines.ooxml.files.interrupts import Interrupted, interruptible
from postprod_xl.hosts.files import gantt
from postprod_xl.hosts.files.gantt import print_plan
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.setup.machine import this_machine
from tests.hosts.setup.machines import described
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


@pytest.mark.libreoffice
def test_the_plan_is_printed_and_the_workbook_left_as_it_was(demo_file: Path, tmp_path: Path):
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice absent")
    before = demo_file.read_bytes()
    output = tmp_path / "plan.pdf"
    report = print_plan(demo_file, output, DEMO_DAY, this_machine())
    assert (report.status, report.summary) == (0, f"planning imprimé : {output}")
    assert output.read_bytes().startswith(b"%PDF-") and demo_file.read_bytes() == before
    again = print_plan(demo_file, output, DEMO_DAY, this_machine())
    assert again.status == 3 and "existe déjà" in again.summary


@pytest.mark.libreoffice
def test_a_plan_printed_on_another_day_says_what_is_no_longer_where_the_workbook_has_it(demo_file, tmp_path):
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice absent")
    report = print_plan(demo_file, tmp_path / "plan.pdf", DEMO_DAY + timedelta(7), this_machine())
    assert report.status == 0 and "ne sont plus où le classeur les a" in report.summary
    assert "actualisez-le" in report.summary and "--today" in report.summary


def test_without_libreoffice_one_line_says_so_and_nothing_is_written(demo_file: Path, tmp_path: Path):
    output = tmp_path / "plan.pdf"
    report = print_plan(demo_file, output, date(2026, 11, 23), described(tmp_path, "linux"))
    assert report.status == 3 and report.summary.startswith("LibreOffice est introuvable")
    assert not output.exists()


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process group on this system")
def test_what_an_interrupted_print_started_is_stopped(tmp_path: Path):
    pid = tmp_path / "pid"
    command = ["sh", "-c", f"sh -c 'echo $$ > {pid}.part; mv {pid}.part {pid}; exec sleep 60' & wait"]
    asked = threading.Thread(target=_interrupt_when, args=(pid,))
    asked.start()
    with pytest.raises(Interrupted), interruptible():
        gantt._carried_out(command, tmp_path)
    asked.join()
    # A killed process takes a moment to go.
    assert _comes_true(lambda: not _is_alive(int(pid.read_text())))


def _interrupt_when(path: Path) -> None:
    _comes_true(path.exists)
    os.kill(os.getpid(), signal.SIGTERM)


def _comes_true(condition: Callable[[], bool]) -> bool:
    for _ in range(1000):
        if condition():
            return True
        time.sleep(0.01)
    return False


def _is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended may wait for whoever adopted it."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
