"""The judge of a plan of the day, on plans made worse on purpose: it sees what is wrong, and only that."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.engines.schedule import Relaxation, RelaxationKind
from postprod_xl.schema.vocabulary import ProjectStatus, TaskState
from tests.benchmarks.better_plan import Limit, Place, as_result
from tests.benchmarks.daily_truth import (
    Day,
    changes_without_gain,
    confirmed_moved,
    false_delays,
    is_true_cause,
)
from tests.domain.offices import MONDAY, office, table_rows, with_plan

LIMIT = Limit(work=0.1)


def house(*tasks: dict[str, Any], **second: Any) -> Office:
    """Two mixers and one auditorium, from Monday: P1 is due on Wednesday, P2 when a test says."""
    rows = [{"duration_days": Decimal(2), "skill": "Mixeur", "project": "P1", **task} for task in tasks]
    projects = [
        {"code": "P1", "priority": 2, "delivery_day": MONDAY + timedelta(days=2)},
        {"code": "P2", "priority": 3, "delivery_day": MONDAY + timedelta(days=30), **second},
    ]
    return office(
        Projets=table_rows("Projets", projects),
        Planning=table_rows("Planning", rows),
        Equipe=table_rows("Equipe", [{"code": code, "skills": "Mixeur"} for code in ("T1", "T2")]),
        Salles=table_rows("Salles", [{"code": "AUD", "type": "Auditorium"}]),
    )


def day(held: Office, **starts: int) -> Day:
    """The day of an office whose plan puts some tasks so many half-days after Monday, with the same people."""
    made = schedule(held)
    model, result = made.plan.model, made.plan.result
    now, places, ends = model.problem.now, {}, list(made.columns.column("end_day"))
    for index, task in enumerate(model.listed.tasks):
        start = now + starts[task.code] if task.code in starts else result.work_from[index]
        length = model.problem.activities[index].duration
        places[index] = Place(start, start + length, result.person[index], result.room[index])
        ends[index] = model.axis.day(start + length - 1)
    for code, index in model.deliveries.items():
        end = max(places[at].end for at, task in enumerate(model.listed.tasks) if task.project.code == code)
        places[index] = Place(end, end, None, None)
    worse = replace(made.plan, result=as_result(model.problem, result, places))
    return Day(held, replace(made, plan=worse, columns=made.columns.with_columns({"end_day": ends})))


def test_a_delivery_that_could_be_on_time_is_announced_falsely() -> None:
    assert [found[:3] for found in false_delays(day(house({"task": "MIX"}), MIX=6), LIMIT)] == [("P1", 2, 0)]
    assert false_delays(day(house({"task": "MIX"})), LIMIT) == []


AUDITORIUM = {"technician": "T1", "room_type": "Auditorium"}


@pytest.mark.parametrize(
    ("status", "priority", "state", "is_false"),
    [
        (ProjectStatus.CONFIRMED, 3, TaskState.OPTION_1, True),  # it gives way, and is still on time
        (ProjectStatus.CONFIRMED, 3, TaskState.CONFIRMED, False),
        (ProjectStatus.CONFIRMED, 1, TaskState.OPTION_1, True),
        (ProjectStatus.QUOTED, 1, TaskState.OPTION_1, True),
    ],
)
def test_only_what_is_confirmed_keeps_its_place(
    status: str, priority: int, state: str, is_false: bool
) -> None:
    other = {"task": "OTHER", "project": "P2", "state": state, **AUDITORIUM}
    tasks = {"task": "MIX", **AUDITORIUM}, other
    held = house(*tasks, status=status, priority=priority)
    in_force = with_plan(held, day(held, OTHER=0, MIX=4).made)
    columns = {"start_day": [MONDAY + timedelta(days=2), MONDAY]}
    late = day(in_force.with_columns("Planning", columns), OTHER=0, MIX=4)
    assert bool(false_delays(late, LIMIT)) is is_false


@pytest.mark.parametrize(("priority", "is_false"), [(1, False), (2, False), (3, True), (None, True)])
def test_what_goes_before_or_beside_is_not_made_late(priority: int | None, is_false: bool) -> None:
    # Both are due on Tuesday evening and take the auditorium two days.
    other = {"task": "OTHER", "project": "P2", **AUDITORIUM}
    tuesday = MONDAY + timedelta(days=1)
    late = day(
        house({"task": "MIX", **AUDITORIUM}, other, priority=priority, delivery_day=tuesday), OTHER=0, MIX=4
    )
    assert bool(false_delays(late, LIMIT)) is is_false


def test_a_quote_displaces_nothing_that_is_signed() -> None:
    other = {"task": "OTHER", "project": "P2", **AUDITORIUM}
    held = house({"task": "MIX", **AUDITORIUM}, other)
    projects = held["Projets"].with_columns({"status": [ProjectStatus.QUOTED, ProjectStatus.CONFIRMED]})
    assert false_delays(day(held, OTHER=0, MIX=4), LIMIT)
    assert not false_delays(day(held.with_rows("Projets", projects), OTHER=0, MIX=4), LIMIT)


def test_a_cause_is_true_when_its_absence_gives_a_better_day() -> None:
    other = {"task": "OTHER", "project": "P2", "fixed_day": MONDAY, **AUDITORIUM, "room_type": ""}
    late = day(house({"task": "MIX", "technician": "T1"}, other), OTHER=0, MIX=4)
    person = late.places[0].person
    assert late.late == {"P1": 1} and not false_delays(late, LIMIT)
    assert is_true_cause(late, "P1", [Relaxation(RelaxationKind.UNIT, 0, person)], LIMIT)
    assert is_true_cause(late, "P1", [Relaxation(RelaxationKind.PLACE, 1)], LIMIT)
    assert not is_true_cause(late, "P1", [Relaxation(RelaxationKind.RELEASE, 0)], LIMIT)


def in_force(held: Office, **starts: int) -> Office:
    """The office that holds the plan of a day."""
    return with_plan(held, day(held, **starts).made)


def test_a_booking_that_moves_for_nobody_is_seen_and_one_that_must_is_not() -> None:
    held = house({"task": "MIX"})
    changes = changes_without_gain(day(in_force(held), MIX=1))
    assert [(change.task, change.what) for change in changes] == [("MIX", "booking")]
    assert changes_without_gain(day(in_force(held))) == []
    away = table_rows("Absences", [{"resource": code, "first_day": MONDAY} for code in ("T1", "T2")])
    assert changes_without_gain(day(in_force(held).with_rows("Absences", away), MIX=2)) == []


def test_two_bookings_exchanged_for_nobody_are_seen_together() -> None:
    other = {"task": "OTHER", **AUDITORIUM}
    held = house({"task": "MIX", **AUDITORIUM}, other)
    changes = changes_without_gain(day(in_force(held, MIX=0, OTHER=4), MIX=4, OTHER=0))
    assert [(change.task, change.what) for change in changes] == [("MIX", "project"), ("OTHER", "project")]


def test_a_confirmed_booking_that_moves_is_named() -> None:
    held = house({"task": "MIX", "state": TaskState.CONFIRMED})
    assert confirmed_moved(day(in_force(held), MIX=1)) == ["MIX"]
    assert confirmed_moved(day(in_force(held))) == []
