"""What holds of every plan: nobody twice, links and calendars kept, a plan in force that stays itself."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.proofs import Proofs
from postprod_xl.domain.planning.plan.bookings import bookings
from postprod_xl.domain.planning.plan.project_ends import delivery_columns
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.engines.schedule import Reason, RelaxationKind, verify
from tests.domain.offices import MONDAY, office, records_of, table_rows, with_plan

SKILLS = ("Mixeur", "Monteur")
TYPES = ("Auditorium", "Montage")
STATES = ("", "Option 2", "Option 1", "Confirmé", "En cours")
DAYS = st.integers(0, 20).map(lambda days: MONDAY + timedelta(days=days))
HALVES = st.integers(0, 8).map(lambda halves: Decimal(halves) / 2)


@st.composite
def offices(draw: st.DrawFn) -> Office:
    projects = [
        {
            "code": code,
            "department": draw(st.sampled_from(["75", "67"])),
            "priority": draw(st.sampled_from([None, 1, 3])),
            "rushes_day": draw(st.none() | DAYS),
            "delivery_day": draw(st.none() | DAYS),
        }
        for code in ("P1", "P2")
    ]
    team = [
        {"code": code, "skills": draw(st.sampled_from([*SKILLS, ";".join(SKILLS)]))} for code in ("T1", "T2")
    ]
    rooms = [{"code": code, "type": kind} for code, kind in zip(("S1", "S2"), TYPES, strict=True)]
    absences = [
        {"resource": draw(st.sampled_from(["T1", "T2", "S1"])), "first_day": draw(DAYS), "half_day": half}
        for half in draw(st.lists(st.sampled_from(["", "Matin", "Après-midi"]), max_size=3))
    ]
    tasks = [_task(draw, place) for place in range(draw(st.integers(1, 7)))]
    tables = {
        "Projets": projects, "Equipe": team, "Salles": rooms, "Absences": absences, "Planning": tasks,
    }  # fmt: skip
    return office(**{name: table_rows(name, rows) for name, rows in tables.items()})


def _task(draw: st.DrawFn, place: int) -> dict[str, Any]:
    kinds = st.sampled_from(["FD", "DD", "FF", "DF"])
    links = [
        f"A{draw(st.integers(0, place - 1))} {draw(kinds)}{draw(st.integers(-2, 3)):+d}j"
        for _ in range(draw(st.integers(0, 2)) if place else 0)
    ]
    return {
        "task": f"A{place}",
        "project": draw(st.sampled_from(["P1", "P2"])),
        "duration_days": draw(HALVES),
        "predecessors": "; ".join(links),
        "skill": draw(st.sampled_from(["", *SKILLS])),
        "technician": draw(st.sampled_from(["", "", "T1"])),
        "room_type": draw(st.sampled_from(["", *TYPES])),
        "state": draw(st.sampled_from(STATES)),
        "fixed_day": draw(st.sampled_from([None, None, None, MONDAY + timedelta(days=2)])),
        "due_day": draw(st.none() | DAYS),
    }


QUICK = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(offices())
def test_every_rule_is_kept_and_nobody_is_taken_twice_but_by_dates_that_stay(drawn: Office) -> None:
    made = schedule(drawn)
    plan = made.plan
    assert verify(plan.model.problem, plan.result) == []
    taken: dict[tuple[str, int], list[int]] = {}
    for place, at in enumerate(plan.placements):
        for code in filter(None, (at.person, at.room) if at and plan.books(place) else ()):
            for slot in plan.worked_slots(place):
                taken.setdefault((code, slot), []).append(place)
    for places in taken.values():
        assert len(places) == 1 or all(plan.model.problem.activities[place].is_fixed for place in places)


@QUICK
@given(offices())
def test_the_plan_of_an_unchanged_office_is_itself(drawn: Office) -> None:
    first = schedule(drawn)
    held = with_plan(drawn, first)
    second = schedule(held)
    for name in ("start_day", "end_day", "assigned_technician", "assigned_room", "late_days"):
        assert second.columns.column(name) == first.columns.column(name), name
    assert bookings(second).rows == held["Reservations"]


@QUICK
@given(offices(), st.sampled_from(["delivery_day", "absences", "person"]))
def test_a_relaxed_office_is_never_later(drawn: Office, how: str) -> None:
    first = schedule(drawn)
    held = with_plan(drawn, first)
    after = schedule(relaxed(held, how))
    before = first.plan.result.cost
    assert (after.plan.result.cost.hard, after.plan.result.cost.tardiness) <= (before.hard, before.tardiness)


def relaxed(held: Office, how: str) -> Office:
    if how == "absences":
        return held.with_rows("Absences", held["Absences"].at([]))
    if how == "person":
        # Only skills somebody has: what nobody could do was planned with nobody, and would now wait for T9.
        team = records_of(held["Equipe"])
        rows = [*team, {"code": "T9", "skills": ";".join(row["skills"] for row in team)}]
        return held.with_rows("Equipe", table_rows("Equipe", rows))
    later = [
        None if day is None else day + timedelta(days=7) for day in held["Projets"].column("delivery_day")
    ]
    return held.with_rows("Projets", held["Projets"].with_columns({"delivery_day": later}))


@QUICK
@given(offices())
def test_a_late_task_names_what_really_holds_it(drawn: Office) -> None:
    made = schedule(drawn)
    plan, codes = made.plan, drawn["Planning"].column("task")
    for place, task in enumerate(plan.model.listed.tasks):
        cause, at = plan.causes[place], plan.placements[place]
        row = made.columns.frame().iloc[codes.index(task.code)]
        if row["late_days"] is None or at is None or cause is None:
            continue
        assert row["reason"]
        if cause.reason is Reason.RESOURCE and cause.activity is not None:
            holder = plan.placements[cause.activity]
            # Whoever holds the person or the room does so until just before what is allowed to start.
            assert {at.person, at.room} & ({holder.person, holder.room} - {""})
            assert holder.end <= at.work_from
            # It is named, unless someone there all the time is proven to be enough for an earlier end.
            is_away = any(change.kind is RelaxationKind.PRESENCE for change in Proofs(plan).lacking(place))
            assert is_away or plan.model.listed.tasks[cause.activity].code in row["reason"]


def test_deliveries_are_counted_once_per_project() -> None:
    tasks = [
        {"task": f"A{rank}", "project": "P1", "duration_days": Decimal(3), "predecessors": ""}
        for rank in range(3)
    ]
    projects = [{"code": "P1", "priority": 1, "delivery_day": MONDAY + timedelta(days=1)}]
    drawn = office(Planning=table_rows("Planning", tasks), Projets=table_rows("Projets", projects))
    made = schedule(drawn)
    # Three tasks end on Wednesday 25, one day after the promise: 2 half-days.
    assert made.plan.result.cost.tardiness == 2
    ended = delivery_columns(drawn.with_columns("Planning", made.columns))
    assert ended.column("expected_day") == [date(2026, 11, 25)]
    assert Counter(made.columns.column("late_days")) == {Decimal(1): 3}
