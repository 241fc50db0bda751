"""Six weeks of an office of four projects, as its workbook was on four days: no delivery is announced late falsely.

`tests/data/office_weeks.tar.xz` holds, day by day, the tables that a plan reads, with the plan in force: a series of
six episodes, a documentary, a feature film, a weekly magazine. `2026-10-26_stale` is the same Monday from a worse plan.
"""

from __future__ import annotations

import csv
import io
import tarfile
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.domain.results import result_rows
from postprod_xl.engines.schedule import verify
from postprod_xl.schema.tables import BY_NAME
from tests.benchmarks.better_plan import Limit
from tests.benchmarks.daily_truth import Day, changes_without_gain, confirmed_moved, false_delays
from tests.domain.offices import office_of_folder
from tests.masters import ROOT

WEEKS = ROOT / "tests" / "data" / "office_weeks.tar.xz"
DAYS = ("2026-10-26", "2026-11-10", "2026-11-16", "2026-11-30")
# CP-SAT's own time, the same on every machine: some three seconds.
LIMIT = Limit(work=0.25)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("weeks")
    with tarfile.open(WEEKS) as archive:
        archive.extractall(place, filter="data")
    return place


def office_of_day(folder: Path, name: str) -> Office:
    """The office of one of the days, with its plan in force."""
    read = office_of_folder(folder / name, date.fromisoformat(name[:10]))
    text = (folder / name / "Reservations.csv").read_text("utf-8")
    lines = csv.DictReader(io.StringIO(text), delimiter=";")
    headings = [column.heading for column in BY_NAME["Reservations"].columns]
    rows = [[line.get(heading, "") for heading in headings] for line in lines]
    return read.with_rows(
        "Reservations",
        result_rows("Reservations", [(date.fromisoformat(row[0]), *row[1:]) for row in rows]),
    )


@cache
def day_of(folder: Path, name: str) -> Day:
    held = office_of_day(folder, name)
    return Day(held, schedule(held))


@pytest.mark.parametrize("name", [*DAYS, "2026-10-26_stale"])
def test_no_delivery_is_announced_late_that_a_better_plan_delivers(folder: Path, name: str) -> None:
    day = day_of(folder, name)
    assert verify(day.problem, day.made.plan.result) == []
    assert false_delays(day, LIMIT) == []


@pytest.mark.parametrize("name", DAYS)
def test_no_booking_changes_without_gain(folder: Path, name: str) -> None:
    day = day_of(folder, name)
    assert changes_without_gain(day) == []
    assert confirmed_moved(day) == []
