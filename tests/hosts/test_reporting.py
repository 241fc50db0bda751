"""What a run says stays on its lines, whatever the workbook holds."""

from datetime import time
from pathlib import Path

from postprod_xl.hosts.buttons import said
from postprod_xl.hosts.computing import Report
from postprod_xl.hosts.reporting import change_lines, note_lines, report_line
from postprod_xl.workbook.errors import UnusableFile
from postprod_xl.workbook.update import CellChange

HOSTILE = "Montage\nimage\x1b[31m" + "M" * 32_000


def test_notes_changes_and_summaries_stay_on_one_line():
    report = Report(Path("b.xlsx"), summary=HOSTILE, notes=[HOSTILE])
    report.changes = [CellChange("Planning", "B4", "Libellé", time(9, 30), HOSTILE)]
    [change] = change_lines(report)
    assert change.startswith("Planning!B4 — Libellé : 09:30 → Montage image␛[31mMMM") and change.endswith(
        "M…"
    )
    for line in (report_line(report), *note_lines(report), *said(report, "Actualiser").split("\n")):
        assert line.isprintable() and len(line) <= 2_000


def test_a_refusal_stays_on_one_line():
    assert str(UnusableFile("bu\nreau\x1b.xlsx — onglet illisible")) == "bu reau␛.xlsx — onglet illisible"
