"""The sessions of a day, added to a file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.files.upgrade import upgrade_file
from tests.masters import DEMO_DAY, demo_bytes
from tests.released import released_workbooks

TOMORROW = DEMO_DAY + timedelta(days=1)


def test_the_sessions_of_a_day_stand_in_the_file_with_their_hours_and_a_second_time_adds_none(tmp_path: Path):
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(demo_bytes())
    held = len(read_master(path).tables["Seances"])
    assert run_file(path, "sessions", TOMORROW, {}).status == DONE
    read = read_master(path)
    new = [session for session in read.tables["Seances"] if session.day == DEMO_DAY]
    assert len(new) == len(read.tables["Seances"]) - held == 11
    assert {(session.state, session.worked_minutes) for session in new} == {("À confirmer", 480)}
    again = run_file(path, "sessions", TOMORROW, {})
    assert (again.changed, again.summary) == (
        0,
        "aucune séance à ajouter le 23/11/2026, 11 réservations déjà en séance",
    )


def test_a_workbook_without_the_state_of_sessions_is_left_as_it_is_and_the_upgrade_named(tmp_path: Path):
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(before := released_workbooks()["0.2.0_demo.xlsx"])
    report = run_file(path, "sessions", TOMORROW, {})
    assert (report.status, path.read_bytes()) == (BLOCKED, before)
    assert [problem.line for problem in report.problems if problem.is_blocking] == [
        "Séances : cette commande remplit les colonnes « État » et « Prévu » de « Séances », que ce classeur n'a pas : "
        "« postprod upgrade bureau.xlsx » les ajoute, puis recommencez"
    ]
    upgrade_file(path)
    assert run_file(path, "sessions", TOMORROW, {}).status == DONE
