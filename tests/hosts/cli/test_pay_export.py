"""`payroll --preview` and `payroll --export` on the demonstration office: what is said, and what is written."""

from __future__ import annotations

import csv
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master

MONTH = ("--month", "2026-11", "--today", "2026-11-23")
CENT = Decimal("0.01")


def euros(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file, delimiter=";")]


def test_a_month_is_previewed_then_exported_as_it_was_previewed_to_the_cent(
    demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, out = demo_file.read_bytes(), tmp_path / "bureau de paie"
    assert status_of(["payroll", str(demo_file), *MONTH, "--preview", "--json"]) == 0
    [told] = json.loads(capsys.readouterr().out)["files"]
    assert demo_file.read_bytes() == before
    assert told["before"]["contracts"] == 0
    assert told["after"]["contracts"] == len(told["contracts"]) == len(told["notes"]) > 10
    assert status_of(["payroll", str(demo_file), *MONTH, "--export", "csv", "--yes", "-o", str(out)]) == 0
    [file] = out.iterdir()
    rows = read(file)
    assert (file.name, file.stat().st_mode & 0o077) == ("paie-2026-11.csv", demo_file.stat().st_mode & 0o077)
    for row in rows:
        assert (euros(row["base"]) * euros(row["taux"])).quantize(CENT, "ROUND_HALF_UP") == euros(
            row["montant"]
        )
    tables = read_master(demo_file).tables
    paid: Counter[str] = Counter()
    for sheet in tables["Paie"]:
        paid[sheet.payroll_id] += sheet.gross_cents
    exported: Counter[str] = Counter()
    for row in rows:
        exported[row["matricule"]] += int(euros(row["montant"]) * 100)
    assert exported == paid
    assert sum(paid.values()) == told["after"]["gross_cents"]
    assert len(rows) == len(tables["Rubriques"])


def test_an_export_that_is_refused_writes_nothing(
    demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = demo_file.read_bytes()
    out = tmp_path / "bureau de paie"
    empty = ("payroll", str(demo_file), "--month", "2021-01", "--export", "spaiectacle", "-o", str(out))
    assert status_of(empty) == 1
    assert "aucun contrat payé en 2021-01 : il n'y a rien à exporter" in capsys.readouterr().out
    assert (demo_file.read_bytes(), out.exists()) == (before, False)
    assert status_of(["payroll", str(demo_file), *MONTH, "--preview", "--export", "csv"]) == 2
