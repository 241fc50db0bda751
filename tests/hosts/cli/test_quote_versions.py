"""The versions of a quote on a command line: copied, sent and kept as they were, refused in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master
from tests.fuzz.office import DAY, PROJECT
from tests.typed_cells import cells_of, place_of, typed_in

QUOTE = ("--project", PROJECT)


@pytest.fixture
def run(capsys):
    """Run `postprod` in this process; gives the exit status, and what it said."""

    def command(*arguments: object) -> tuple[int, str]:
        status = status_of([str(argument) for argument in (*arguments, "--today", DAY.isoformat())])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return status, captured.out + captured.err

    return command


def versions_cells(path: Path) -> dict[str, Any]:
    return cells_of(path, place_of(path, "Versions").sheet_part)


def test_a_version_is_copied_sent_and_then_guarded(run, small_file: Path):
    status, said = run("quote", small_file, *QUOTE, "--copy", 1)
    assert status == 0 and f"version 2 de {PROJECT} (Brouillon), copie de la 1 : 1 ligne" in said
    before = versions_cells(small_file)
    status, said = run("quote", small_file, *QUOTE, "--freeze", 2, "--json")
    assert status == 0
    pdf = small_file.with_name("devis.pdf")
    (told,) = json.loads(said.splitlines()[0])["files"]
    assert (told["version"], told["status"], told["frozen_day"]) == (2, "Envoyé", DAY.isoformat())
    versions = read_master(small_file).tables["Versions"]
    assert versions.column("fingerprint")[1] == told["fingerprint"]
    # Of what was typed, the status and the day of the draft alone have changed.
    place, after = place_of(small_file, "Versions"), versions_cells(small_file)
    typed = {column.heading for column in versions.table.typed}
    changed = {cell for cell in before.keys() | after.keys() if before.get(cell) != after.get(cell)}
    assert {cell for cell in changed if place.headings[ord(cell[0]) - ord("A")] in typed} == {"C6", "D6"}
    status, said = run("quote", small_file, *QUOTE, "--compare", 1, 2)
    assert status == 0 and f"{PROJECT}, version 1 → 2 : aucune différence" in said
    place = typed_in(small_file, "Devis", f"{PROJECT}-MON", "Quantité", 6)
    status, said = run("check", small_file)
    # The first of the two rows of the line is that of the accepted version.
    assert status == 0 and f"{place} — Quantité : {PROJECT} version 1, figée le" in said
    named = f"{PROJECT}-MON : « Quantité » valait 5, c'est maintenant 6 ; remettez 5"
    assert named in said
    for issued in (("invoice", small_file, *QUOTE), ("quote", small_file, *QUOTE, "--pdf", pdf)):
        status, said = run(*issued)
        assert status == 1 and said.count(named) == 1 and not pdf.exists()


@pytest.mark.parametrize(
    ("options", "expected", "said"),
    [
        (("--copy", "9"), 1, f"la version 9 du devis de {PROJECT} n'existe pas, il a : 1"),
        (("--freeze", "1"), 1, f"la version 1 de {PROJECT} est « Accepté », figée le"),
        (("--freeze", "0"), 2, "« 0 » n'est pas un nombre entier d'au moins 1"),
        (("--copy", "1", "--freeze", "1"), 2, "--copy et --freeze ne vont pas ensemble"),
        (("--compare", "1", "1"), 1, "la version 1 n'a rien de différent d'elle-même"),
        (("--compare", "1", "3"), 1, f"la version 3 du devis de {PROJECT} n'existe pas, il a : 1"),
        (("--compare", "1", "x"), 2, "« x » n'est pas un nombre entier d'au moins 1"),
        (("--minutes", "40", "--freeze", "1"), 2, "--minutes et --freeze ne vont pas ensemble"),
        (("--template", "DOC52", "--copy", "1"), 2, "--template et --copy ne vont pas ensemble"),
    ],
)
def test_what_cannot_be_done_with_a_version_writes_nothing(
    run, small_file: Path, options, expected: int, said: str
):
    before = small_file.read_bytes()
    status, told = run("quote", small_file, *QUOTE, *options)
    assert status == expected and told.count(said) == 1
    assert small_file.read_bytes() == before


def test_the_rows_of_a_comparison_are_those_asked_for_until_the_next_refresh(run, small_file: Path):
    for _ in range(2):
        assert run("quote", small_file, *QUOTE, "--copy", 1)[0] == 0
    typed_in(small_file, "Devis", f"{PROJECT}-MON", "Quantité", 6)
    shown = {}
    for command in (("quote", small_file, *QUOTE, "--compare", 3, 1), ("refresh", small_file)):
        assert run(*command)[0] == 0
        rows = read_master(small_file).tables["Comparaison"]
        line, *_, total = rows.select("first_version", "second_version", "line", "sold_gap_days")
        shown[command[0]] = [line, total]
    # A day less from the accepted version, whose 5 days became 6, to its copies.
    assert shown["quote"] == [(3, 1, f"{PROJECT}-MON", 1), (3, 1, "", 1)]
    assert shown["refresh"] == [(1, 3, f"{PROJECT}-MON", -1), (1, 3, "", -1)]
