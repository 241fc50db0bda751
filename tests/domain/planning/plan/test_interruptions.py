"""A task that another booking of its person cuts in two, from Monday 23 November 2026."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.bookings import Bookings, bookings
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule, schedule
from postprod_xl.domain.planning.problem.outside import Busy
from postprod_xl.domain.planning.shifts.request import ShiftRefused
from postprod_xl.domain.planning.shifts.shifted import shifted
from postprod_xl.engines.schedule import verify
from tests.domain.offices import office, table_rows, with_plan


def nov(day: int) -> date:
    return date(2026, 11, day)


def task(code: str, days: str, first: int, **rest: Any) -> dict[str, Any]:
    """A confirmed task of T1 whose day somebody imposed."""
    row = {"task": code, "project": "P1", "duration_days": Decimal(days), "technician": "T1"}
    return {**row, "state": "Confirmé", "fixed_day": nov(first), **rest}


def house(*tasks: dict[str, Any], **rows: list[dict[str, Any]]) -> Office:
    tables = {"Projets": [{"code": "P1"}], "Equipe": [{"code": "T1"}], "Planning": list(tasks), **rows}
    return office(nov(23), **{name: table_rows(name, given) for name, given in tables.items()})


def days(found: Bookings, code: str) -> list[tuple[int, str, str]]:
    rows = found.rows.select("task", "day", "half_day", "conflict")
    return [(day.day, half, conflict) for task, day, half, conflict in rows if task == code]


def dates(made: OfficeSchedule, row: int) -> tuple[int, int]:
    start, end = (made.columns.column(name)[row] for name in ("start_day", "end_day"))
    return start.day, end.day


LONG = task("LONG", "4", 23, interruptible=True)
CUT = task("CUT", "1", 25)


def test_a_confirmed_task_pauses_over_a_booking_that_does_not_move_and_resumes_after_it() -> None:
    # Four days from Monday 23: 23, 24, then 26 and 27 since CUT has the 25th.
    made = schedule(house(LONG, CUT))
    found = bookings(made)
    assert days(found, "LONG") == [(day, "Journée", "") for day in (23, 24, 26, 27)]
    assert days(found, "CUT") == [(25, "Journée", "")]
    assert dates(made, 0) == (23, 27)
    assert found.problems == []
    assert verify(made.plan.model.problem, made.plan.result) == []


def test_without_the_word_the_two_clash_as_before() -> None:
    found = bookings(schedule(house({**LONG, "interruptible": False}, CUT)))
    assert [day for day, _, conflict in days(found, "LONG") if conflict] == [25]
    assert len(found.problems) == 1


def test_half_a_day_is_left_to_the_task_that_is_cut() -> None:
    found = bookings(schedule(house(LONG, task("CUT", "0.5", 25))))
    assert days(found, "LONG")[2:] == [(25, "Après-midi", ""), (26, "Journée", ""), (27, "Matin", "")]


def test_a_task_under_way_pauses_with_its_remaining_days_counted() -> None:
    begun = {**LONG, "fixed_day": None, "state": "En cours", "remaining_days": Decimal(3)}
    made = schedule(house(begun, task("CUT", "1", 24)))
    assert [day for day, _, _ in days(bookings(made), "LONG")] == [23, 25, 26]


def test_a_movable_task_waits_for_the_last_piece_or_goes_between() -> None:
    # The 25th belongs to CUT: FREE, of one day, comes after the last piece of LONG.
    free = {**task("FREE", "1", 23), "state": "Option 1", "fixed_day": None}
    made = schedule(house(LONG, CUT, free))
    assert dates(made, 2) == (30, 30)
    assert bookings(made).problems == []


def test_of_two_interruptible_tasks_the_one_that_began_first_pauses() -> None:
    found = bookings(schedule(house(LONG, {**CUT, "interruptible": True})))
    assert [day for day, _, _ in days(found, "LONG")] == [23, 24, 26, 27]
    assert [day for day, _, _ in days(found, "CUT")] == [25]


def test_what_another_workbook_holds_interrupts_too() -> None:
    busy = (Busy("T1", nov(25)),)
    found = bookings(schedule(house(LONG), busy), busy)
    assert days(found, "LONG") == [(day, "Journée", "") for day in (23, 24, 26, 27)]


def test_a_booking_that_interrupts_moves_within_the_task_that_pauses() -> None:
    before = house(LONG, CUT)
    held = with_plan(before, schedule(before))
    made = shifted(held, "CUT", nov(24))
    assert [day for day, _, _ in days(bookings(made.after), "LONG")] == [23, 25, 26, 27]
    with pytest.raises(ShiftRefused, match="T1 est pris par LONG"):
        shifted(held, "CUT", nov(27))


@pytest.mark.parametrize("tasks", [(LONG, CUT), (LONG, task("CUT", "0.5", 25))])
def test_the_plan_of_an_unchanged_office_is_itself(tasks: tuple[dict[str, Any], ...]) -> None:
    before = house(*tasks)
    made = schedule(before)
    again = schedule(with_plan(before, made))
    assert again.columns == made.columns
    assert bookings(again).rows == bookings(made).rows
