"""A room of two places from Monday 23 November 2026: two tasks at once are no clash, three are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.charts.load import load_of
from postprod_xl.domain.planning.explain.availability import availability_of
from postprod_xl.domain.planning.plan.bookings import Bookings, bookings
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule, schedule
from postprod_xl.domain.planning.problem.outside import Busy
from postprod_xl.domain.planning.shifts.request import ShiftRefused
from postprod_xl.domain.planning.shifts.shifted import shifted
from postprod_xl.engines.schedule import verify
from tests.domain.offices import office, table_rows, with_plan

MONDAY = date(2026, 11, 23)


def nov(day: int) -> date:
    return date(2026, 11, day)


def task(code: str, days: str = "1", **rest: Any) -> dict[str, Any]:
    """A task of its own person, in the room of two places."""
    row = {
        "task": code,
        "project": "P1",
        "duration_days": Decimal(days),
        "room": "DUO",
        "technician": f"T{code}",
    }
    return {**row, **rest}


def fixed(code: str, days: str = "1", **rest: Any) -> dict[str, Any]:
    return task(code, days, **{"fixed_day": MONDAY, "state": "Confirmé", **rest})


def house(*tasks: dict[str, Any], places: int | None = 2, **rows: list[dict[str, Any]]) -> Office:
    tables = {
        "Projets": [{"code": "P1"}],
        "Equipe": [{"code": code} for code in dict.fromkeys(row["technician"] for row in tasks)],
        "Salles": [{"code": "DUO", "name": "Duo", "places": places}],
        "Planning": list(tasks),
        **rows,
    }
    return office(MONDAY, **{name: table_rows(name, given) for name, given in tables.items()})


def booked(given: Office, outside: tuple[Busy, ...] = ()) -> Bookings:
    return bookings(schedule(given, outside), outside)


def conflicts(found: Bookings) -> list[tuple[str, str]]:
    return list(zip(found.rows.column("task"), found.rows.column("conflict"), strict=True))


def starts(made: OfficeSchedule) -> list[int]:
    return [day.day for day in made.columns.column("start_day") if day is not None]


def again(given: Office) -> Office:
    """The office with its plan in its tables."""
    return with_plan(given, schedule(given))


def test_a_room_takes_as_many_tasks_at_once_as_it_has_places() -> None:
    assert starts(schedule(house(task("A"), task("B"), task("C")))) == [23, 23, 24]
    assert starts(schedule(house(task("A"), task("B"), task("C"), places=3))) == [23, 23, 23]
    assert starts(schedule(house(task("A"), task("B"), places=None))) == [23, 24]


def test_two_fixed_tasks_are_no_clash_and_three_are_one_on_every_side() -> None:
    assert conflicts(booked(house(fixed("A"), fixed("B")))) == [("A", ""), ("B", "")]
    found = booked(house(fixed("A"), fixed("B"), fixed("C")))
    assert [text for _, text in conflicts(found)] == [
        "DUO déjà prise par B (Confirmé) ; DUO déjà prise par C (Confirmé)",
        "DUO déjà prise par A (Confirmé) ; DUO déjà prise par C (Confirmé)",
        "DUO déjà prise par A (Confirmé) ; DUO déjà prise par B (Confirmé)",
    ]
    assert len(found.problems) == 3


def test_an_option_too_many_yields_to_the_two_that_hold_the_places() -> None:
    found = booked(house(fixed("A"), fixed("B"), fixed("C", state="Option 1")))
    holders = "2e option : DUO déjà prise par A (Confirmé) ; 2e option : DUO déjà prise par B (Confirmé)"
    assert conflicts(found) == [("A", ""), ("B", ""), ("C", holders)]


def test_what_others_hold_takes_a_place_and_the_second_is_left() -> None:
    one = Busy("DUO", MONDAY)
    assert conflicts(booked(house(fixed("A")), (one,))) == [("A", "")]
    assert conflicts(booked(house(fixed("A"), fixed("B")), (one,))) == [
        ("A", ""),
        ("B", "DUO occupé (autre production)"),
    ]
    assert starts(schedule(house(task("A"), task("B")), (one,))) == [23, 24]
    assert starts(schedule(house(task("A")), (one, one))) == [24]


def test_the_plan_in_force_is_kept_whichever_place_a_task_had() -> None:
    # A ends when C begins: both may have the first place, or each its own.
    first = again(house(task("A"), task("B", "3"), task("C", "2"), task("D", "2")))
    assert [day.day for day in first["Planning"].column("start_day")] == [23, 25, 23, 24]
    assert starts(schedule(first)) == [23, 25, 23, 24]
    assert not schedule(first).plan.result.moved


def test_a_task_that_waits_names_what_has_the_places() -> None:
    made = schedule(house(fixed("A", "2"), fixed("B", "3"), task("C")))
    assert made.columns.column("reason")[2] == "attend la salle DUO (Duo), prise par A jusqu'au 24/11/2026"


def test_a_room_of_two_places_is_half_full_with_one_task() -> None:
    rows = {row.code: row for row in load_of(again(house(task("A", "5")))).rows}
    week = rows["DUO"].cells[0]
    assert (week.booked, week.capacity, week.is_over) == (10, 20, False)


@pytest.mark.parametrize(("second", "expected"), [("TA", None), ("TB", MONDAY)])
def test_a_room_is_free_until_every_place_of_it_is_taken(second: str, expected: date | None) -> None:
    held = again(house(task("A"), task("B", technician=second)))
    found = availability_of(held).obstacle("DUO", MONDAY, MONDAY, WorkCalendar.of(""))
    assert (found and found.day) == expected


def test_a_confirmed_task_is_moved_into_the_place_that_is_left() -> None:
    held = again(house(fixed("A"), fixed("B", fixed_day=nov(26))))
    assert shifted(held, "A", nov(26)).after.columns.column("start_day") == [nov(26), nov(26)]
    full = again(house(fixed("A"), fixed("B", fixed_day=nov(26)), fixed("C", fixed_day=nov(26))))
    with pytest.raises(ShiftRefused, match="DUO est prise par B"):
        shifted(full, "A", nov(26))


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 4), st.booleans()), min_size=1, max_size=8),
    st.integers(1, 3),
)
def test_no_half_day_has_more_movable_tasks_than_places(
    drawn: list[tuple[int, int, bool]], places: int
) -> None:
    tasks = [
        task(
            chr(65 + place),
            str(Decimal(halves) / 2),
            earliest_day=nov(23 + day),
            room="" if free else "DUO",
            room_type="M",
        )
        for place, (halves, day, free) in enumerate(drawn)
    ]
    made = schedule(
        house(*tasks, Salles=[{"code": "DUO", "type": "M", "places": places}, {"code": "SOLO", "type": "M"}])
    )
    assert verify(made.plan.model.problem, made.plan.result) == []
    assert set(bookings(made).rows.column("conflict")) <= {""}
