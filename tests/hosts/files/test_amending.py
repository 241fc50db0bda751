"""Change orders proposed in a file."""

from __future__ import annotations

from pathlib import Path

from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import run_file
from tests.masters import DEMO_DAY, demo_bytes
from tests.released import released_workbooks
from tests.typed_cells import typed_in

MER = {"project": "MER"}


def test_what_is_proposed_stands_in_the_file_and_a_second_time_the_file_is_left_byte_for_byte(tmp_path: Path):
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(demo_bytes())
    covered = run_file(path, "amend", DEMO_DAY, MER)
    assert (covered.status, path.read_bytes()) == (DONE, demo_bytes())
    assert covered.notes[0] == ("MER-IMG-20 : 24h00 de dépassement ; 24h00 déjà dans AV-002")
    typed_in(path, "Avenants", "AV-002", "Statut", "Refusé")
    assert run_file(path, "amend", DEMO_DAY, MER).status == DONE
    *_, new = read_master(path).tables["Avenants"]
    assert (new.number, new.amount_cents, new.status) == ("AV-004", 180_000, "À négocier")
    assert new.sessions == "BS-0143 (8h00) ; BS-0151 (8h00) ; BS-0159 (8h00)"
    before = path.read_bytes()
    assert run_file(path, "amend", DEMO_DAY, {"line": "MER-IMG-20"}).status == DONE
    assert path.read_bytes() == before


def test_a_workbook_without_the_sessions_of_change_orders_is_left_as_it_is_and_the_upgrade_named(
    tmp_path: Path,
):
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(released_workbooks()["0.4.0_demo.xlsx"])
    typed_in(path, "Avenants", "AV-002", "Statut", "Refusé")
    before = path.read_bytes()
    report = run_file(path, "amend", DEMO_DAY, MER)
    assert (report.status, path.read_bytes()) == (BLOCKED, before)
    assert "« postprod upgrade bureau.xlsx » l'ajoute" in next(
        p.line for p in report.problems if p.is_blocking
    )
