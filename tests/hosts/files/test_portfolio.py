"""A portfolio of masters: values that add up, what is missing named, no master written."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from postprod_xl.hosts.cli.main import status_of
from postprod_xl.schema.tables.billing import ACCOUNTS
from tests.masters import ROOT

DAY = ("--today", "2026-11-23")


@pytest.fixture
def group(small_file: Path, tmp_path: Path) -> Path:
    """Two masters of one name, an empty one and a damaged one."""
    root = tmp_path / "groupe"
    for name in ("lyon/bureau.xlsx", "nice/bureau.xlsx", "cassé.xlsx"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(small_file.read_bytes())
    (root / "cassé.xlsx").write_bytes(small_file.read_bytes()[:9000])
    (root / "vide.xlsx").write_bytes((ROOT / "workbooks" / "maitre.xlsx").read_bytes())
    return root


def test_a_portfolio_adds_up_names_what_is_missing_and_writes_no_master(group, capsys):
    before = {path: path.read_bytes() for path in group.rglob("*.xlsx")}
    output = group / "portefeuille.xlsx"
    assert status_of(["portfolio", str(group), "-o", str(output), *DAY, "--json"]) == 3
    said = json.loads(capsys.readouterr().out)
    assert {path: path.read_bytes() for path in group.rglob("*.xlsx") if path != output} == before
    details = said["files"][-1]
    assert [each["workbook"] for each in details["workbooks"]] == [
        "vide.xlsx",
        "lyon/bureau.xlsx",
        "nice/bureau.xlsx",
    ]
    assert [each["workbook"] for each in details["missing"]] == ["cassé.xlsx"]
    book = openpyxl.load_workbook(output)
    assert book.sheetnames == ["Synthèse", "Projets", "Charge", "Salles", "Doubles réservations"]
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "Document interne" in str(book["Synthèse"]["A2"].value) and "23/11/2026" in str(
        book["Synthèse"]["A2"].value
    )
    for sheet in ("Synthèse", "Projets"):
        rows = [[cell.value for cell in row] for row in book[sheet]]
        heading = next(row for row in rows if ACCOUNTS.heading("invoiced_cents") in row)
        column = heading.index(ACCOUNTS.heading("invoiced_cents"))
        body = rows[rows.index(heading) + 1 :]
        total = next(row[column] for row in body if row[0] == "Total")
        parts = [row[column] for row in body if row[0] not in ("Total", "dont connu") and row[column]]
        assert total == pytest.approx(sum(parts)) and total > 0
    assert any("NON COMPTÉ" in str(cell.value) for cell in cells)
    lines = [row[0].value for row in book["Synthèse"].iter_rows(max_row=8)]
    assert any("lyon/bureau.xlsx et nice/bureau.xlsx" in str(line) for line in lines)


def test_an_output_that_is_there_or_of_another_form_is_refused_before_anything_is_read(group, capsys):
    (group / "p.xlsx").write_bytes(b"")
    for output, reason in (("p.xlsx", "existe déjà"), ("p.pdf", "finit par .xlsx")):
        assert status_of(["portfolio", str(group), "-o", str(group / output), *DAY]) == 3
        assert reason in capsys.readouterr().err
    assert (group / "p.xlsx").read_bytes() == b""


def test_nothing_is_written_when_no_workbook_could_be_read(group, capsys):
    output = group / "p.xlsx"
    assert status_of(["portfolio", str(group / "cassé.xlsx"), "-o", str(output), *DAY]) == 3
    assert not output.exists() and "fichier endommagé" in capsys.readouterr().err
