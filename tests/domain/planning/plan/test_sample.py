"""The sample office: every late task says what really holds it, checked against the tables alone."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.bookings import bookings
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule, schedule
from postprod_xl.engines.schedule import verify
from tests.domain.offices import office_of_folder, records_of
from tests.masters import DEMO_DAY, shared

LINK = re.compile(r"(?:attend|finit après) (\S+) \((fin|début) le (\d\d/\d\d/\d{4})")
TAKEN = re.compile(r"(?:attend |, et )((?:(?!, ).)+), prise? par (\S+) jusqu'au (\d\d/\d\d/\d{4})")
WAITED = re.compile(r"attend ((?:(?!, ).)+)")
NAMED = re.compile(r"(?:^| et )(?:la salle )?(\S+)(?: \([^)]*\))?")
ORIGIN = re.compile(r" ; (?:à l'origine|plusieurs causes) : ")
CAUSE = re.compile(r",(?: et)? (?=P\d+-\S+ )")
STANDING = ("reste ", "rushes reçus", "début au plus tôt", "début fixé", "figée", "confirmée", "pas commencée",
            "plus rien à faire")  # fmt: skip


@cache
def sample() -> tuple[Office, OfficeSchedule]:
    held = office_of_folder(shared("data/office"), DEMO_DAY)
    return held, schedule(held)


def planned() -> dict[str, dict[str, Any]]:
    held, made = sample()
    return {row["task"]: row for row in records_of(held["Planning"].with_columns(made.columns))}


def day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()


def test_the_plan_of_the_sample_office_keeps_every_rule() -> None:
    _, made = sample()
    assert verify(made.plan.model.problem, made.plan.result) == []
    assert not any("Conflit" in text for text in bookings(made).conflicts.values())


def test_every_late_task_of_the_sample_office_names_a_true_cause() -> None:
    tasks = planned()
    late = {
        code: row for code, row in tasks.items() if row["late_days"] is not None and row["state"] != "Terminé"
    }
    assert late
    for code, row in late.items():
        immediate, *origins = ORIGIN.split(row["reason"])
        check(tasks, code, immediate)
        for cause in (part for origin in origins for part in CAUSE.split(origin.split(" ; ")[0])):
            root, _, reason = cause.partition(" ")
            check(tasks, root, reason)


def check(tasks: dict[str, dict[str, Any]], code: str, reason: str) -> None:
    """A reason agrees with the dates, links, people and rooms of the tables."""
    row, known = tasks[code], False
    for name, which, shown in LINK.findall(reason):
        assert tasks[name]["end_day" if which == "fin" else "start_day"] == day(shown)
        assert name in row["predecessors"]
        known = True
    for named, holder, shown in TAKEN.findall(reason):
        other = tasks[holder]
        for resource in NAMED.findall(named):
            assert resource in (other["assigned_technician"], other["assigned_room"])
            assert resource in (row["assigned_technician"], row["assigned_room"])
        assert other["end_day"] == day(shown) <= row["end_day"]
        known = True
    if not known and (waited := WAITED.fullmatch(reason)):
        # It would wait for these, had it not to wait for what is named before.
        served = {row["assigned_technician"], row["assigned_room"]}
        known = served.issuperset(NAMED.findall(waited[1]))
    if not known and not reason.startswith(STANDING):
        pytest.fail(f"{code} : {reason}")
