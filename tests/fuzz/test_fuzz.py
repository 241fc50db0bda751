"""Five hundred damaged workbooks: refused by name or read for what they say; and proof that the fuzz would see."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.hosts.files import runs
from postprod_xl.schema.kinds import Kind
from tests.fuzz.answers import answer, faults, line_faults
from tests.fuzz.meaning import agrees
from tests.fuzz.office import parts, put_office, small_office, spots
from tests.fuzz.packages import part_weights
from tests.fuzz.values import BY_KIND
from tests.masters import ROOT

CASES, SEED, TIMEOUT_SECONDS = 500, 1, 400


@pytest.mark.slow
def test_five_hundred_damages_are_each_refused_by_name_or_read_for_what_they_say():
    """In a process of its own: a file that made it abort, or ask for gigabytes, would fail this test alone."""
    command = [sys.executable, "-m", "tests.fuzz", "--cases", str(CASES), "--seed", str(SEED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-1500:]}"
    assert done.stdout.startswith(f"seed {SEED}: "), done.stdout


@pytest.mark.parametrize(
    ("kind", "seen", "got"),
    [
        (Kind.DAY, "2026-12-01T23:30:00Z", date(2026, 12, 2)),
        (Kind.DAY, datetime(2026, 12, 1, 8, 30), date(2026, 12, 1)),
        (Kind.HOURS, time(7, 30, 20), 450),
        (Kind.HOURS, timedelta(hours=25), 1500),
        (Kind.EURO, "1 234,50 €", 123450),
        (Kind.PERCENT, "30 %", Decimal("0.3")),
        (Kind.CLOCK, 0.395833, 570),
        (Kind.TEXT, 34200, "34200"),
        (Kind.BOOL, "Non", False),
        (Kind.INT, "\u200b", None),
    ],
)
def test_a_value_read_for_what_it_says_is_no_fault(kind: Kind, seen: Any, got: Any):
    assert agrees(kind, seen, got)


@pytest.mark.parametrize(
    ("kind", "seen", "got"),
    [
        (Kind.DAY, "2026-12-01 au 2026-12-04", date(2026, 12, 1)),
        (Kind.DAY, datetime(2026, 11, 30, 23, 59), date(2026, 11, 30)),
        (Kind.EURO, "12 50", 125000),
        (Kind.EURO, "1.500", 150),
        (Kind.NUMBER, 8, None),
        (Kind.TEXT, timedelta(days=8), "8 days, 0:00:00"),
        (Kind.BOOL, "peut-être", False),
    ],
)
def test_a_value_changed_silently_is_a_fault(kind: Kind, seen: Any, got: Any):
    assert not agrees(kind, seen, got)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "office" / "bureau.xlsx"
    path.parent.mkdir()
    put_office(path)
    return path


def test_the_office_that_is_damaged_has_nothing_wrong(office: Path):
    given = answer("check", office)
    assert (given.status, given.lines) == (0, ("bureau.xlsx : aucun problème",))
    assert faults(given, office, small_office()) == []


def test_a_panic_a_touched_file_and_a_leftover_are_seen(office: Path, monkeypatch: pytest.MonkeyPatch):
    class Panic(BaseException):
        pass

    def panicking(*_: Any) -> None:
        (office.parent / "reste.tmp").touch()
        office.write_bytes(b"")
        raise Panic

    monkeypatch.setattr(runs, "preview_file", panicking)
    found = "\n".join(faults(answer("check", office), office, small_office()))
    assert "status 4" in found
    assert "file changed" in found and "left reste.tmp" in found


def test_a_line_that_breaks_or_never_ends_is_seen():
    assert line_faults("Équipe!B4 — Fonction : trouvé « a\x1b[31m »")
    assert line_faults("x" * 2000)


def test_every_column_every_setting_and_every_part_can_be_drawn():
    assert {(spot.table.name, spot.column.name) for spot in spots()} >= {
        ("Seances", "start"), ("Parametres", "value"), ("Factures", "paid_cents"), ("Reservations", "day"),
    }  # fmt: skip
    assert {spot.setting for spot in spots()} >= {"Heures par jour", "SIREN"}
    assert set(BY_KIND) >= set(Kind) - {Kind.TEXT}
    assert part_weights().keys() == parts().keys() and min(part_weights().values()) > 0
