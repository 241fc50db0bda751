"""An exported month of pay on a file: frozen with its file or not at all, its corrections exported apart."""

from __future__ import annotations

import csv
import os
from hashlib import sha256
from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.errors import Refused
from postprod_xl.engines.ooxml.files import waiting
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master
from tests.typed_cells import typed_in

LATER = ("--today", "2026-12-02")
EXPORT = ("--month", "2026-11", "--export", "csv", "-o")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "bureau de paie"


def export(file: Path, out: Path, *others: str) -> int:
    return status_of(["payroll", str(file), *EXPORT, str(out), *LATER, *others])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file, delimiter=";")]


def test_a_month_that_leaves_is_in_the_ledger_with_the_fingerprint_of_its_file(small_file: Path, out: Path):
    assert export(small_file, out) == 0
    tables = read_master(small_file).tables
    (ledger,), pay = tables["MoisExportes"], tables["Paie"]
    [file] = out.iterdir()
    assert (ledger.month, ledger.rank, ledger.contracts) == ("2026-11", 1, len(pay))
    assert ledger.gross_cents == sum(pay.column("gross_cents"))
    assert (ledger.file, ledger.form) == ("bureau de paie/paie-2026-11.csv", "csv")
    assert ledger.fingerprint == sha256(file.read_bytes()).hexdigest()


def test_a_month_that_left_does_not_leave_twice(
    small_file: Path, out: Path, capsys: pytest.CaptureFixture[str]
):
    assert export(small_file, out) == 0
    before = small_file.read_bytes()
    capsys.readouterr()
    assert export(small_file, out, "--yes") == 1
    assert "elle est figée ; rien n'en a changé depuis" in capsys.readouterr().out
    assert small_file.read_bytes() == before


def test_a_month_that_is_not_over_leaves_only_when_somebody_says_yes(
    small_file: Path, out: Path, capsys: pytest.CaptureFixture[str]
):
    before = small_file.read_bytes()
    on_the_last_day = ["payroll", str(small_file), *EXPORT, str(out), "--today", "2026-11-30"]
    assert status_of(on_the_last_day) == 1
    assert "le mois 2026-11 finit le 30/11/2026" in capsys.readouterr().out
    assert (small_file.read_bytes(), out.exists()) == (before, False)
    assert status_of([*on_the_last_day, "--yes"]) == 0


def test_hours_corrected_after_the_export_stay_apart_until_they_leave_too(
    small_file: Path, out: Path, capsys: pytest.CaptureFixture[str]
):
    assert export(small_file, out) == 0
    frozen = read_master(small_file).tables
    typed_in(small_file, "Seances", "S19", "Fin", 0.8125)  # 19:30, an hour later
    assert status_of(["payroll", str(small_file), "--month", "2026-11", *LATER]) == 0
    tables = read_master(small_file).tables
    for name in ("Rubriques", "Paie"):
        assert tables[name] == frozen[name]
    (declared,) = tables["Declarations"]
    assert (declared.worked_minutes, declared.dsn_minutes) == (960, 1020)
    assert declared.dsn_gap.startswith("DSN : +1h00")
    capsys.readouterr()
    assert status_of(["check", str(small_file), *LATER]) == 0
    assert "paie de 2026-11, exportée le 02/12/2026" in capsys.readouterr().out
    assert export(small_file, out, "--corrections") == 0
    assert rows(out / "paie-2026-11-corrections-1.csv") == [
        {
            "matricule": "SQ0001",
            "date_debut": "16/11/2026",
            "date_fin": "30/11/2026",
            "code_rubrique": "HN",
            "base": "1,00",
            "taux": "42,00",
            "montant": "42,00",
        }
    ]
    tables = read_master(small_file).tables
    assert [*tables["MoisExportes"].select("rank", "corrections")] == [(1, 0), (2, 3)]
    assert tables["MoisExportes"].column("gross_cents")[1] == 4_200
    assert (len(tables["Corrections"]), len(tables["CorrectionsExportees"])) == (0, 3)
    assert export(small_file, out, "--corrections") == 1


def test_corrections_do_not_leave_for_a_software_that_would_take_them_for_the_pay(
    small_file: Path, out: Path, capsys: pytest.CaptureFixture[str]
):
    assert export(small_file, out) == 0
    to_spaiectacle = [
        "payroll",
        str(small_file),
        "--month",
        "2026-11",
        "--export",
        "spaiectacle",
        "-o",
        str(out),
    ]
    assert status_of([*to_spaiectacle, "--corrections", *LATER]) == 1
    assert "remplacerait la paie partie par sa seule différence" in capsys.readouterr().out


def test_the_next_command_names_the_file_of_an_export_that_was_cut_short(
    small_file: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def refused(*_: object) -> None:
        raise Refused("coupé")

    with monkeypatch.context() as cut:
        cut.setattr(waiting, "give_free_name", refused)
        assert export(small_file, out) == 0
    assert [path.name for path in out.iterdir()] == ["paie-2026-11.csv.xlsx.en-attente"]
    assert len(read_master(small_file).tables["MoisExportes"]) == 1
    capsys.readouterr()
    assert status_of(["refresh", str(small_file), *LATER]) == 0
    assert "ce fichier attendait son nom" in "".join(capsys.readouterr())
    assert [path.name for path in out.iterdir()] == ["paie-2026-11.csv"]


def test_what_an_export_that_died_left_in_its_folder_goes_with_the_next_one(small_file: Path, out: Path):
    out.mkdir()
    (out / ".postprod-85f36987321eb374-5bce98-9c6e8b06.tmp").write_bytes(b"")
    os.utime(out / ".postprod-85f36987321eb374-5bce98-9c6e8b06.tmp", (0, 0))
    assert export(small_file, out) == 0
    assert [path.name for path in out.iterdir()] == ["paie-2026-11.csv"]


def test_a_month_whose_file_cannot_be_written_is_not_frozen(
    small_file: Path, out: Path, capsys: pytest.CaptureFixture[str]
):
    out.mkdir()
    (out / "paie-2026-11.csv").write_text("autre chose")
    before = small_file.read_bytes()
    assert export(small_file, out) == 3
    assert "un autre fichier porte déjà ce nom" in "".join(capsys.readouterr())
    assert small_file.read_bytes() == before
    assert [path.read_text() for path in out.iterdir()] == ["autre chose"]


def test_a_workbook_open_elsewhere_is_not_frozen_and_leaves_no_file(small_file: Path, out: Path):
    before = small_file.read_bytes()
    (small_file.parent / f"~${small_file.name}").write_bytes(b"\x05julie" + bytes(160))
    assert export(small_file, out) == 3
    assert (small_file.read_bytes(), out.exists()) == (before, False)
