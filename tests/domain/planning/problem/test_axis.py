"""The axis of half-days, and what other workbooks hold of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.domain.planning.problem import build
from postprod_xl.domain.planning.problem.axis import AFTERNOON, MORNING, Axis
from postprod_xl.domain.planning.problem.outside import Busy, busy_in
from postprod_xl.domain.planning.problem.span import axis_for
from tests.domain.offices import office, table_rows

PARIS, METZ = WorkCalendar.of("75"), WorkCalendar.of("57")
SPRING = Axis.over([PARIS, METZ], date(2027, 3, 22), date(2027, 4, 9))


def test_the_axis_holds_every_day_that_some_project_works() -> None:
    # 22 to 26 March (Good Friday works in Paris), not Easter Monday 29, 30 March to 2 April, 5 to 9 April.
    assert SPRING.horizon == 2 * (5 + 4 + 5)
    assert SPRING.mask_of(PARIS) == (1 << SPRING.horizon) - 1
    assert SPRING.mask_of(METZ) == ((1 << SPRING.horizon) - 1) & ~(0b11 << 8)


@pytest.mark.parametrize(
    ("day", "at", "after"),
    [
        (date(2027, 3, 22), 0, 2),
        (date(2027, 3, 26), 8, 10),
        (date(2027, 3, 29), 10, 10),  # off everywhere
        (date(2027, 3, 1), 0, 0),  # before the axis
        (date(2027, 5, 3), 28, 28),  # after it
    ],
)
def test_a_day_has_a_first_slot_and_an_end(day: date, at: int, after: int) -> None:
    assert (SPRING.at(day), SPRING.after(day)) == (at, after)


def test_days_off_that_somebody_works_are_on_the_axis_between_its_two_ends_only() -> None:
    monday, sunday = date(2026, 11, 23), date(2026, 11, 29)
    saturdays = [date(2026, 11, day) for day in (21, 28)]
    axis = Axis.over([PARIS], monday, sunday, [*saturdays, date(2026, 11, 22), sunday, date(2026, 11, 30)])
    assert [axis.day(slot).day for slot in range(0, axis.horizon, 2)] == [23, 24, 25, 26, 27, 28, 29]


def test_a_day_off_that_somebody_works_may_be_the_first_of_the_axis() -> None:
    saturday = date(2026, 11, 21)
    axis = Axis.over([PARIS], saturday, date(2026, 11, 24), [saturday])
    assert [axis.day(slot).day for slot in range(0, axis.horizon, 2)] == [21, 23, 24]


def test_some_halves_of_some_days_of_the_week_are_open_and_no_other() -> None:
    week = Axis.over([PARIS], date(2026, 11, 23), date(2026, 11, 27))
    # Two bits a day, Monday on the right: afternoons of Tuesday and Friday, then whole Mondays.
    assert week.week_mask(frozenset({1, 4}), 1 << AFTERNOON) == 0b10_00_00_10_00
    assert week.week_mask(frozenset({0})) == 0b00_00_00_00_11


@given(st.integers(0, SPRING.horizon - 1))
def test_a_slot_is_the_half_day_it_says(slot: int) -> None:
    assert SPRING.at(SPRING.day(slot), SPRING.half(slot)) == slot


def test_halves_of_a_span_are_bits_of_every_day_of_it() -> None:
    assert SPRING.span_mask(date(2027, 3, 23), date(2027, 3, 24)) == 0b111100
    assert SPRING.span_mask(date(2027, 3, 23), date(2027, 3, 24), 1 << MORNING) == 0b010100
    assert SPRING.span_mask(date(2027, 3, 23), date(2027, 3, 24), 1 << AFTERNOON) == 0b101000
    assert SPRING.span_mask(date(2027, 3, 27), date(2027, 3, 29)) == 0


def test_the_bookings_of_another_workbook_are_people_rooms_and_half_days_only() -> None:
    rows = [
        {"day": date(2026, 11, 20), "half_day": "Journée", "technician": "T1"},
        {"day": date(2026, 11, 24), "half_day": "Matin", "project": "P9", "technician": "T1", "room": "S1"},
    ]
    found = busy_in(office(Reservations=table_rows("Reservations", rows)))
    # What is before the 23rd is past.
    assert found == [Busy("T1", date(2026, 11, 24), "Matin"), Busy("S1", date(2026, 11, 24), "Matin")]


def test_one_person_busy_on_many_projects_has_a_place_on_the_first_axis(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stretches = []
    monkeypatch.setattr(build, "axis_for", lambda *given: stretches.append(given[-1]) or axis_for(*given))
    # 100 days of work one behind the other, when the longest project has 20.
    codes = [f"P{number}" for number in range(5)]
    tasks = [
        {"task": f"{code}-M", "project": code, "duration_days": Decimal(20), "technician": "T1"}
        for code in codes
    ]
    made = schedule(
        office(
            Projets=table_rows("Projets", [{"code": code} for code in codes]),
            Planning=table_rows("Planning", tasks),
            Equipe=table_rows("Equipe", [{"code": "T1"}]),
        )
    )
    assert None not in made.columns.column("start_day")
    assert set(stretches) == {1}
