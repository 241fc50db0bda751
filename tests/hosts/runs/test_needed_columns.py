"""Rows that say what a workbook of an earlier version has no column for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from postprod_xl.commands.billing.issuing import invoice
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.runs.computing import compute
from tests.domain.invoicing.houses import PROGRESS, STEPS, house
from tests.fuzz.office import DAY


def without(place: TablePlace, heading: str) -> TablePlace:
    return replace(place, headings=tuple(held for held in place.headings if held != heading))


@pytest.mark.parametrize(("lines", "refused"), [("1=100", True), ("", False)])
def test_a_partial_credit_note_needs_the_column_of_the_lines_it_credits(
    small_file: Path, lines: str, refused: bool
) -> None:
    master = read_master(small_file)
    for places in (master.places, master.declared):
        places["LignesFacture"] = without(places["LignesFacture"], "Rang crédité")
    report = compute(master, "invoice", DAY, {"credit": "FA-2026-0001", "lines": lines, "day": DAY}).report
    lost = [
        problem.message
        for problem in report.problems
        if "remplit la colonne Rang" in problem.message.replace("« ", "")
    ]
    assert bool(lost) == refused and (report.status == 1) == refused


def test_a_situation_by_progress_needs_the_column_of_the_sessions_that_it_annexes() -> None:
    home = house(Avancements=PROGRESS)
    assert invoice(home, project="P001", step=2).needed["LignesFacture"] == ("credited_rank", "sessions")
    part = house(Echeancier=STEPS)
    assert invoice(part, project="P001", step=2).needed["LignesFacture"] == ("credited_rank",)
