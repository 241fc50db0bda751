"""The baseline on a command line: it promises once a day, and refuses in one line what promises nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master
from tests.masters import DEMO_DAY
from tests.released import released_workbooks

DAY = ("--today", f"{DEMO_DAY}")


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """The exit status and everything printed."""
    status = status_of([str(argument) for argument in (*arguments, *DAY)])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return status, captured.out + captured.err


def test_a_baseline_adds_its_promises_once_a_day(capsys, demo_file: Path):
    before = read_master(demo_file).tables["Promesses"]
    status, text = said(capsys, "baseline", demo_file, "--project", "CRUE")
    once = read_master(demo_file).tables["Promesses"]
    assert status == 0 and "planning de CRUE promis : " in text
    assert len(once) > len(before) and set(once.column("event")[len(before) :]) == {"Planning de référence"}
    status, text = said(capsys, "baseline", demo_file, "--project", "CRUE")
    assert status == 0 and "le planning de CRUE est déjà celui promis aujourd'hui, rien ne change" in text
    assert len(read_master(demo_file).tables["Promesses"]) == len(once)


def test_a_baseline_of_an_unknown_project_writes_nothing(capsys, demo_file: Path):
    before = demo_file.read_bytes()
    status, text = said(capsys, "baseline", demo_file, "--project", "NOPE")
    assert status == 1 and text.count("le projet « NOPE » n'existe pas") == 1
    assert demo_file.read_bytes() == before


def test_a_workbook_without_the_tab_is_refreshed_as_before_and_says_how_to_have_promises(
    capsys, tmp_path: Path
):
    path, upgraded = tmp_path / "bureau.xlsx", tmp_path / "neuf.xlsx"
    path.write_bytes(released_workbooks()["0.2.0_demo.xlsx"])
    assert said(capsys, "refresh", path)[0] == 0
    before = path.read_bytes()
    status, text = said(capsys, "baseline", path, "--project", "CRUE")
    assert status == 1 and "« postprod upgrade bureau.xlsx » l'ajoute, puis recommencez" in text
    assert path.read_bytes() == before
    shutil.copy(path, upgraded)
    assert status_of(["upgrade", str(upgraded)]) == 0
    assert len(read_master(upgraded).tables["Promesses"]) == 0
    assert said(capsys, "refresh", upgraded)[0] == 0
    master = read_master(upgraded)
    assert set(master.tables["Promesses"].column("recorded_day")) == {DEMO_DAY}
    assert "Promis" in master.raw["Planning"].values
