from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.calendar import (
    UnreadableWeek,
    WorkCalendar,
    parse_week,
)
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.schema.cells.departments import DEPARTMENTS, department_code
from tests.domain.offices import office, table_rows

PARIS = WorkCalendar.of("75")
DAYS = st.dates(date(1995, 1, 1), date(2070, 12, 31))


@pytest.mark.parametrize(
    ("department", "day", "works"),
    [
        ("75", date(2026, 11, 23), True),
        ("75", date(2026, 11, 22), False),  # Sunday
        ("75", date(2026, 11, 11), False),
        ("75", date(2026, 12, 25), False),
        ("75", date(2026, 4, 3), True),  # Good Friday
        ("57", date(2026, 4, 3), False),
        ("67", date(2026, 4, 3), False),
        ("68", date(2025, 12, 26), False),
        ("75", date(2025, 12, 26), True),
        ("972", date(2026, 5, 22), False),  # abolition of slavery in Martinique
        ("", date(2026, 5, 22), True),
        ("Atlantide", date(2026, 5, 22), True),
    ],
)
def test_public_holidays_depend_on_the_place(department: str, day: date, works: bool) -> None:
    assert WorkCalendar.of(department).is_working(day) is works


def test_one_calendar_serves_both_alsace_departments() -> None:
    assert WorkCalendar.of("67") is WorkCalendar.of("68")


def test_working_days_between_counts_both_ends() -> None:
    # 9 to 13 November 2026 is a week of five days, less the 11th.
    assert PARIS.working_days_between(date(2026, 11, 9), date(2026, 11, 13)) == 4
    assert PARIS.working_days_between(date(2026, 11, 9), date(2026, 11, 9)) == 1
    assert PARIS.working_days_between(date(2026, 11, 7), date(2026, 11, 8)) == 0
    assert PARIS.working_days_between(date(2026, 11, 13), date(2026, 11, 9)) == 0


@given(DAYS, st.integers(0, 200), st.sampled_from(["", "57", "974"]))
def test_the_latest_start_is_the_last_one_that_ends_in_time(
    delivery: date, quarters: int, place: str
) -> None:
    calendar, work = WorkCalendar.of(place), Decimal(quarters) / 4
    start = calendar.first_day(delivery, work)
    assert calendar.is_working(start) and calendar.last_day(start, work) <= delivery
    assert calendar.last_day(calendar.shift(start, 1), work) > delivery


def test_late_days_start_after_the_promised_day() -> None:
    assert PARIS.working_days_late(date(2026, 11, 20), date(2026, 11, 20)) == 0
    assert PARIS.working_days_late(date(2026, 11, 20), date(2026, 11, 21)) == 0  # a Saturday
    assert PARIS.working_days_late(date(2026, 11, 20), date(2026, 11, 23)) == 1
    assert PARIS.working_days_late(date(2026, 11, 21), date(2026, 11, 24)) == 2


def test_shifting_from_a_day_off_starts_at_the_next_working_day() -> None:
    assert PARIS.shift(date(2026, 11, 21), 0) == date(2026, 11, 23)
    assert PARIS.shift(date(2026, 11, 10), 1) == date(2026, 11, 12)
    assert PARIS.shift(date(2026, 11, 12), -1) == date(2026, 11, 10)


def test_years_far_away_are_reached() -> None:
    assert PARIS.is_working(date(2999, 1, 1))
    assert PARIS.day(PARIS.index(date(1950, 3, 1))) == date(1950, 3, 1)
    assert WorkCalendar("974").day(10**5).year == 2406


def test_the_day_after_the_years_known_so_far_is_the_first_of_the_next() -> None:
    calendar = WorkCalendar(None)
    last = calendar.index(date(2040, 12, 31))
    assert [calendar.day(last), calendar.day(last + 1)] == [date(2040, 12, 31), date(2041, 1, 2)]


def test_beyond_the_years_a_date_can_have_stands_the_very_first_or_last_working_day() -> None:
    # 1 January of year 1 is a Monday, 31 December 9999 a Friday; holidays are known from 1900 to 2100.
    assert [WorkCalendar(None).day(position) for position in (10**7, -(10**7))] == [date.max, date.min]


def test_years_before_the_first_ones_are_reached_from_a_position_too() -> None:
    # 252 + 253 + 251 + 252 + 251 working days from 2015 to 2019.
    years = 252 + 253 + 251 + 252 + 251
    days = [WorkCalendar(None).day(position) for position in (0, -1, -years, -years - 1)]
    assert days == [date(2020, 1, 2), date(2019, 12, 31), date(2015, 1, 2), date(2014, 12, 31)]
    assert WorkCalendar(None).day(-12 * years) == PARIS.day(-12 * years)


def test_public_holidays_are_known_from_1900_to_2100_and_no_other_year() -> None:
    days = date(1899, 12, 25), date(1900, 12, 25), date(2100, 1, 1), date(2101, 7, 14)
    assert all(day.weekday() < 5 for day in days)
    assert [PARIS.is_working(day) for day in days] == [True, False, False, True]


@given(DAYS)
def test_the_day_at_the_index_is_the_first_working_day_from_there(day: date) -> None:
    found = PARIS.day(PARIS.index(day))
    assert found >= day and PARIS.is_working(found)
    assert not any(PARIS.is_working(day + timedelta(n)) for n in range((found - day).days))


@given(DAYS, st.integers(-600, 600), st.integers(-600, 600))
def test_shifts_add_up(day: date, one: int, two: int) -> None:
    assert PARIS.shift(PARIS.shift(day, one), two) == PARIS.shift(day, one + two)


@given(DAYS, DAYS)
def test_late_days_are_the_distance_on_the_axis(one: date, two: date) -> None:
    promised, expected = sorted((one, two))
    last = PARIS.index(expected + timedelta(1))
    assert PARIS.working_days_late(promised, expected) == last - PARIS.index(promised + timedelta(1))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("lu-ve", {0, 1, 2, 3, 4}),
        ("lu-di", {0, 1, 2, 3, 4, 5, 6}),
        ("Lu, Ma ,je", {0, 1, 3}),
        ("lundi-mercredi;vendredi", {0, 1, 2, 4}),
        ("sa-lu", {5, 6, 0}),
        ("lundi-vendredi", {0, 1, 2, 3, 4}),
        ("Dim-Lun", {6, 0}),
        ("lu au ve", {0, 1, 2, 3, 4}),
        ("lun. à mer.", {0, 1, 2}),
        ("lu ma je", {0, 1, 3}),
        ("les mardis et jeudis", {1, 3}),
        ("ma", {1}),
        ("7j/7", {0, 1, 2, 3, 4, 5, 6}),
        ("", set()),
    ],
)
def test_weeks_are_read_as_people_write_them(text: str, days: set[int]) -> None:
    assert parse_week(text) == days


@pytest.mark.parametrize(
    "text", ["lu-", "tous", "lu-ma-me", "8", ",", "l-v", "lu/ve", "dimension", "mon-fri"]
)
def test_a_text_that_names_no_day_is_refused(text: str) -> None:
    with pytest.raises(UnreadableWeek):
        parse_week(text)


def test_days_the_house_is_closed_are_days_off_in_any_year() -> None:
    closed = frozenset({date(2026, 5, 15), date(2026, 5, 16), date(2062, 5, 16)})
    bridge = PARIS.closed_on(closed)
    # 15 May 2026 is a Friday, the 16th a Saturday; 16 May 2062 is a Tuesday, beyond the calendar's first years.
    assert bridge.working_days_between(date(2026, 5, 11), date(2026, 5, 17)) == 3
    assert not bridge.is_working(date(2062, 5, 16)) and PARIS.is_working(date(2062, 5, 16))
    assert PARIS.is_working(date(2026, 5, 15))
    assert PARIS.closed_on(frozenset()) is PARIS


@pytest.mark.parametrize("quarters", [0, 1, 3, 4, 5, 20, 41])
@pytest.mark.parametrize("first", [date(2026, 11, 23), date(2026, 11, 28), date(2026, 12, 24)])
def test_a_work_ends_the_day_the_schedule_ends_its_task(first: date, quarters: int) -> None:
    days = Decimal(quarters) / 4
    task = {"task": "A", "project": "P1", "duration_days": days, "predecessors": ""}
    plan = schedule(
        office(
            first, Planning=table_rows("Planning", [task]), Projets=table_rows("Projets", [{"code": "P1"}])
        )
    )
    assert PARIS.last_day(first, days) == plan.columns.column("end_day")[0]


@pytest.mark.parametrize(
    ("code", "is_known"),
    [("75", True), ("01", True), ("2a", True), ("974", True), ("20", False), ("96", False), ("75014", False)],
)
def test_only_departments_have_a_calendar_of_their_own(code: str, is_known: bool) -> None:
    assert (department_code(code) in DEPARTMENTS) is is_known
