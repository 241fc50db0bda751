"""The files of the accounting entries: named by the law, new, and written together or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from postprod_xl.hosts.files.billing.books import export_books
from tests.domain.entries.fec_reader import balances, read_fec
from tests.masters import DEMO_DAY

YEAR = {"first": None, "last": None}


def test_the_entries_of_a_year_go_to_a_folder_and_a_table_and_never_over_a_file(
    demo_file: Path, tmp_path: Path
):
    table, before = tmp_path / "ecritures.csv", demo_file.read_bytes()
    report = export_books(demo_file, DEMO_DAY, YEAR, tmp_path, table)
    assert report.status == 0, report
    fec, written = report.details["output"]
    assert Path(fec) == tmp_path / "999123458FEC20261231.txt" and written == str(table)
    lines = read_fec(Path(fec).read_bytes())
    assert sum(balances(lines).values()) == 0
    assert len(table.read_text("utf-8-sig").splitlines()) == 1 + len(lines) > 10
    again = export_books(demo_file, DEMO_DAY, YEAR, tmp_path, tmp_path / "autre.csv")
    assert again.status == 3 and "existe déjà" in again.summary and not (tmp_path / "autre.csv").exists()
    named = export_books(demo_file, DEMO_DAY, YEAR, tmp_path / "remise" / "fec.txt", None)
    assert read_fec((tmp_path / "remise" / "fec.txt").read_bytes()) == lines
    assert "la loi nomme ce fichier 999123458FEC20261231.txt" in " ".join(named.notes)
    backwards = {"first": date(2026, 12, 1), "last": date(2026, 11, 1)}
    refused = export_books(demo_file, DEMO_DAY, backwards, tmp_path, None)
    assert refused.status == 1 and "le dernier jour vient avant le premier" in refused.problems[0].message
    assert demo_file.read_bytes() == before
