"""The columns of a drawn plan."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.planning.charts.time_axis import ChartAxis, day_axis, week_axis

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def test_a_day_axis_runs_from_a_monday_to_a_friday_without_weekends():
    axis = day_axis(date(2026, 11, 25), date(2026, 12, 1))
    assert [slot.first.day for slot in axis.slots] == [23, 24, 25, 26, 27, 30, 1, 2, 3, 4]


def test_the_eleventh_of_november_is_off():
    axis = day_axis(date(2026, 11, 9), date(2026, 11, 13))
    assert [slot.first.day for slot in axis.slots if slot.is_off] == [11]


def test_a_sunday_is_drawn_in_the_column_of_its_friday():
    axis = day_axis(date(2026, 11, 23), date(2026, 12, 4))
    # 29 November is a Sunday: column 4 is Friday 27.
    assert axis.at(date(2026, 11, 29)) == 4
    assert list(axis.between(date(2026, 11, 28), date(2026, 11, 30))) == [4, 5]


def test_a_day_outside_of_the_axis_has_no_column():
    axis = week_axis(date(2026, 11, 23), date(2026, 12, 4))
    assert axis.at(date(2026, 11, 22)) is None and axis.at(date(2026, 12, 7)) is None
    assert list(axis.between(date(2026, 10, 1), date(2026, 10, 9))) == []


@given(DAYS, DAYS)
def test_an_axis_leaves_no_day_out_between_its_ends(one: date, other: date):
    first, last = min(one, other), max(one, other)
    for axis in (day_axis(first, last), week_axis(first, last)):
        assert axis.slots[0].first <= first and last <= axis.slots[-1].last
        assert all(
            (after.first - before.last).days == 1
            for before, after in zip(axis.slots, axis.slots[1:], strict=False)
        )
        assert_found_in_its_column(axis, last)


def assert_found_in_its_column(axis: ChartAxis, day: date) -> None:
    place = axis.at(day)
    assert place is not None and axis.slots[place].first <= day <= axis.slots[place].last
    assert list(axis.between(day, day)) == [place]
