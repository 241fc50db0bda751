from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.calendar import UnreadableWeek, WorkCalendar, parse_week

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
    assert PARIS.working_days_between(date(2026, 11, 7), date(2026, 11, 8)) == 0
    assert PARIS.working_days_between(date(2026, 11, 13), date(2026, 11, 9)) == 0


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
        ("", set()),
    ],
)
def test_weeks_are_read_as_people_write_them(text: str, days: set[int]) -> None:
    assert parse_week(text) == days


@pytest.mark.parametrize("text", ["lu-", "tous", "lu-ma-me", "8"])
def test_a_text_that_names_no_day_is_refused(text: str) -> None:
    with pytest.raises(UnreadableWeek):
        parse_week(text)
