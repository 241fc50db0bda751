"""A quote drafted on a command line, and planned; what is refused there, in one line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master
from tests.fuzz.office import PROJECT
from tests.hosts.cli.test_planning_commands import typed_below

DAY = ("--today", "2026-11-23")


@pytest.fixture
def run(capsys):
    """Run `postprod` in this process; gives the exit status, and what it said."""

    def command(*arguments: object) -> tuple[int, str]:
        status = status_of([str(argument) for argument in (*arguments, *DAY)])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return status, (captured.out + captured.err).replace("\u00a0", " ")

    return command


def test_the_first_project_of_a_new_workbook_is_quoted_then_planned_and_nothing_is_left_to_compute(
    run, tmp_path: Path
):
    path = tmp_path / "neuf.xlsx"
    assert run("new", path)[0] == 0
    typed_below(path, "Clients", code="ORIO", name="Orion")
    typed_below(
        path, "Projets", code="NEUF", type="Documentaire", client="ORIO", length_minutes=52,
        rushes_day=date(2026, 12, 7), delivery_day=date(2027, 6, 15),
    )  # fmt: skip
    status, said = run("quote", path, "--project", "NEUF", "--json")
    (told,) = json.loads(said.splitlines()[0])["files"]
    assert (status, told["template"], told["version"], told["total_cents"]) == (0, "DOC52", 1, 5_510_700)
    status, said = run("plan", path, "--project", "NEUF")
    assert status == 0 and "MONTAGE_IMAGE : vendu 25 j (NEUF-IMG-20)" in said
    status, said = run("refresh", path, "--dry-run", "--json")
    assert json.loads(said.splitlines()[0])["files"][0]["changed_cells"] == 0
    rows = read_master(path).tables["Devis"]
    assert rows.by_key("item", "planned_minutes")["IMG-20"] == rows.by_key("item", "sold_minutes")["IMG-20"]


@pytest.mark.parametrize(
    ("options", "expected", "said"),
    [
        (("--template", "LM91"), 1, "--template : type de programme « LM91 » inconnu, attendu : LM90, TF90"),
        (("--minutes", "0"), 2, "« 0 » n'est pas un nombre entier d'au moins 1"),
        (("--minutes", "9999"), 1, "9999 pour « Durée (min) » de"),
        (
            ("--template", "LM90", "--copy", "1"),
            2,
            "--template et --copy ne vont pas ensemble : un à la fois",
        ),
    ],
)
def test_what_cannot_be_quoted_writes_nothing(run, small_file: Path, options, expected: int, said: str):
    before = small_file.read_bytes()
    status, told = run("quote", small_file, "--project", PROJECT, *options)
    assert status == expected and said in told
    assert small_file.read_bytes() == before
