"""The doors of what is made like something else: the next issues of a programme, a project like another one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master
from tests.masters import DEMO_DAY

DAY = ("--today", f"{DEMO_DAY}")


@pytest.fixture
def run(capsys):
    """Run `postprod` in this process; gives the exit status, and what it said."""

    def command(*arguments):
        status = status_of([str(argument) for argument in (*arguments, *DAY)])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return status, captured.out + captured.err

    return command


def test_a_copy_leaves_the_rows_there_were_and_a_refresh_has_nothing_left_to_change(run, demo_file: Path):
    before = read_master(demo_file).tables
    arguments = ("--project", "CRUE", "--as", "CRUE2", "--delivery", "2028-04-28")
    status, said = run("duplicate", demo_file, *arguments)
    assert status == 0 and "CRUE2, comme CRUE : " in said
    after = read_master(demo_file).tables
    for table, key in (("Projets", "code"), ("Versions", "project"), ("Devis", "line"), ("Planning", "task")):
        held, now = before[table].column(key), after[table].column(key)
        assert now[: len(held)] == held and all(code.startswith("CRUE2") for code in now[len(held) :])
    assert len(after["Seances"]) == len(before["Seances"]) and len(after["Factures"]) == len(
        before["Factures"]
    )
    assert run("check", demo_file)[0] == 0
    found = json.loads(run("refresh", demo_file, "--dry-run", "--json")[1].splitlines()[0])
    assert found["files"][0]["changed_cells"] == 0
    status, said = run("duplicate", demo_file, *arguments)
    assert status == 1 and "le projet « CRUE2 » existe déjà dans Projets" in said


@pytest.mark.parametrize(
    ("options", "expected", "said"),
    [
        (("--project", "CRUE", "--issues", "0"), 2, "« 0 » n'est pas un nombre entier d'au moins 1"),
        (("--project", "NEANT", "--issues", "3"), 1, "le projet « NEANT » n'existe pas"),
        (("--project", "CRUE", "--issues", "13"), 1, "CRUE n'a que 1 épisode dans Projets"),
        (("--project", "CRUE", "--except", "demain"), 2, "« demain » n'est pas une date"),
    ],
)
def test_what_cannot_be_repeated_writes_nothing(run, demo_file: Path, options, expected: int, said: str):
    before = demo_file.read_bytes()
    status, told = run("repeat", demo_file, *options)
    assert status == expected and said in told
    assert demo_file.read_bytes() == before
