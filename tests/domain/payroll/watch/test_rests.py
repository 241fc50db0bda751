"""The rest between two days, in a week, and the days without one: what is exactly enough is allowed."""

from __future__ import annotations

from datetime import date

import pytest

from postprod_xl.domain.payroll.watch.breaches import BreachKind
from postprod_xl.domain.payroll.watch.limits import Bound, limit
from postprod_xl.domain.payroll.watch.watched import breaches
from tests.domain.payroll.watch.houses import booked, contract, days_from, found, house, nov, only, worked

SATURDAY_OF_MARCH, SATURDAY_OF_OCTOBER = date(2026, 3, 28), date(2026, 10, 24)


@pytest.mark.parametrize(("start", "brief"), [("10:00", None), ("09:59", "10h59 de repos, 11 h au moins")])
def test_eleven_hours_between_two_days_are_enough_and_a_minute_less_is_not(
    start: str, brief: str | None
) -> None:
    home = house(worked(nov(17), "15:00", "23:00"), worked(nov(18), start, "17:00"))
    assert found(home) == ([("REST", nov(18), brief)] if brief else [])


@pytest.mark.parametrize("convention", ["Aucune", "2642", "2717"])
def test_the_rest_of_earlier_years_was_the_same(convention: str) -> None:
    under, first = (
        [contract(convention=convention, first_day=None)],
        worked(date(2025, 3, 4), "15:00", "23:00"),
    )
    next_day = worked(date(2025, 3, 5), "10:00", "17:00")
    assert found(house(first, next_day, contracts=under)) == []
    assert found(house(first, {**next_day, "start": 599}, contracts=under)) == [
        ("REST", date(2025, 3, 5), "10h59 de repos, 11 h au moins")
    ]


def test_a_short_rest_says_between_which_moments_and_what_an_agreement_allows_by_exception() -> None:
    sessions = worked(nov(17), "14:00", "01:30", 90), worked(nov(18), "09:30", "18:00", 60)
    breach = only(house(*sessions, contracts=[contract(convention="2642")]))
    assert breach.text == (
        "8h00 de repos entre le mercredi 18/11/2026 à 01:30 et le mercredi 18/11/2026 à 09:30, 11 h au moins "
        "(IDCC 2642 art. VI.3.1.2 ; 9 h deux fois par semaine pour les seuls emplois de l'art. VI.3.3)"
    )
    assert (breach.day, breach.names) == (nov(18), ["S2"])


def test_a_night_session_leaves_too_little_rest_before_what_is_booked() -> None:
    # Booked on Wednesday from 09:00, as a day of the house begins.
    typed = worked(nov(24), "17:00", "02:00")
    assert found(house(typed, bookings=[booked(nov(25))])) == [
        ("REST", nov(25), "7h00 de repos, 11 h au moins")
    ]
    assert found(house(typed, bookings=[booked(nov(25), half_day="Après-midi")])) == []


@pytest.mark.parametrize(
    ("saturday", "restart", "brief"),
    [
        # The clock goes from 2:00 to 3:00: 23:00 to 11:00 is 11 h.
        (SATURDAY_OF_MARCH, "11:00", None),
        (SATURDAY_OF_MARCH, "10:59", "10h59 de repos, 11 h au moins"),
        # It goes from 3:00 back to 2:00: 23:00 to 09:00 is 11 h.
        (SATURDAY_OF_OCTOBER, "09:00", None),
        (SATURDAY_OF_OCTOBER, "08:59", "10h59 de repos, 11 h au moins"),
    ],
)
def test_a_rest_over_a_clock_change_lasts_what_it_lasts(
    saturday: date, restart: str, brief: str | None
) -> None:
    sunday = days_from(saturday, 2)[1]
    home = house(worked(saturday, "15:00", "23:00"), worked(sunday, restart, "16:00"))
    assert found(home) == ([("REST", sunday, brief)] if brief else [])


def test_the_night_of_a_clock_change_is_as_long_as_it_is() -> None:
    # 21:00 to 10:00 is 14 h on 24 October, 11 of them on Sunday, and 12 h on 28 March: 13 h leave 11 h of rest.
    october = found(house(worked(SATURDAY_OF_OCTOBER, "21:00", "10:00")))
    assert october == [
        ("DAY", date(2026, 10, 25), "11h00, 10 h par jour au plus"),
        ("SPAN", SATURDAY_OF_OCTOBER, "14h00 d'amplitude, 13 h au plus"),
    ]
    assert found(house(worked(SATURDAY_OF_MARCH, "21:00", "10:00"))) == []


def test_a_session_cut_at_midnight_or_at_any_minute_changes_nothing() -> None:
    whole = [worked(nov(17), "20:00", "04:00"), worked(nov(18), "14:00", "18:00")]
    at_midnight = [worked(nov(17), "20:00", "00:00"), worked(nov(18), "00:00", "04:00"), whole[1]]
    at_one = [worked(nov(17), "20:00", "01:00"), worked(nov(18), "01:00", "04:00"), whole[1]]
    expected = [("REST", nov(18), "10h00 de repos, 11 h au moins")]
    assert [found(house(*sessions)) for sessions in (whole, at_midnight, at_one)] == [expected] * 3


def test_a_pause_over_midnight_is_no_rest_between_two_days() -> None:
    assert found(house(worked(nov(17), "18:00", "23:00"), worked(nov(18), "01:00", "05:00"))) == []
    assert found(house(worked(nov(17), "18:00", "23:00"), worked(nov(18), "01:01", "05:00"))) == [
        ("REST", nov(18), "2h01 de repos, 11 h au moins")
    ]


@pytest.mark.parametrize(("end", "brief"), [("21:00", None), ("21:01", "13h01 d'amplitude, 13 h au plus")])
def test_a_day_cut_in_two_leaves_eleven_hours_of_the_day_to_rest(end: str, brief: str | None) -> None:
    home = house(worked(nov(17), "08:00", "12:00"), worked(nov(17), "17:00", end))
    assert found(home) == ([("SPAN", nov(17), brief)] if brief else [])


def test_what_begins_after_midnight_and_again_in_the_afternoon_is_a_day_without_rest() -> None:
    breach = only(house(worked(nov(18), "00:00", "06:00"), worked(nov(18), "14:00", "18:00")))
    assert breach.text == (
        "18h00 du mercredi 18/11/2026 à 00:00 au mercredi 18/11/2026 à 18:00, 13 h d'amplitude au plus pour 11 h "
        "de repos par 24 h (C. trav. L3131-1)"
    )


@pytest.mark.parametrize(
    ("start", "brief"), [("09:00", None), ("08:59", "34h59 de repos dans la semaine, 35 h au moins")]
)
def test_a_week_has_35_hours_of_rest_at_once_exactly(start: str, brief: str | None) -> None:
    # Monday to Saturday until 22:00, then again on Monday.
    week = [worked(day, "16:00", "22:00") for day in days_from(nov(9), 6)]
    home = house(*week, worked(nov(16), start, "16:00"))
    assert found(home) == ([("WEEKLY_REST", nov(16), brief)] if brief else [])


def test_a_weekly_rest_may_begin_in_the_small_hours_of_sunday_and_end_on_monday() -> None:
    week = [worked(day, "18:00", "02:00") for day in days_from(nov(9), 6)]
    assert found(house(*week, worked(nov(16), "13:00", "18:00"))) == []


def test_a_week_worked_all_seven_days_has_no_rest_and_a_day_too_many() -> None:
    week = [worked(day, "09:00", "15:00") for day in days_from(nov(9), 7)]
    assert found(house(*week)) == [
        ("WEEKLY_REST", nov(15), "18h00 de repos dans la semaine, 35 h au moins"),
        ("WEEK_DAYS", nov(15), "7 jours dans la semaine, 6 au plus"),
    ]
    assert found(house(*week[:6])) == []


def test_a_rest_of_a_whole_day_in_the_middle_of_the_week_is_the_rest_of_the_week() -> None:
    days = [day for day in days_from(nov(9), 14) if day not in (nov(11), nov(19))]
    assert found(house(*[worked(day, "09:00", "15:00") for day in days]), BreachKind.WEEKLY_REST) == []


def test_seven_days_in_a_row_over_two_weeks_are_told_and_allowed() -> None:
    # Wednesday to Tuesday: each week keeps a rest (Monday and Tuesday; Wednesday to Sunday).
    days = [worked(day, "09:00", "15:00") for day in days_from(nov(11), 7)]
    breach = only(house(*days))
    assert breach.kind.is_allowed and breach.day == nov(17)
    assert breach.text.startswith(
        "7 jours de suite, du 11/11/2026 au 17/11/2026, plus de 6 : permis si chaque semaine civile a son repos ("
    )
    assert found(house(*days[:6])) == []


def test_a_booking_makes_a_seventh_day_of_the_week_before_it_is_worked() -> None:
    typed = [worked(nov(23), "09:00", "15:00")]
    bookings = [booked(day) for day in days_from(nov(24), 6)]
    assert found(house(*typed, bookings=bookings), BreachKind.WEEK_DAYS) == [
        ("WEEK_DAYS", nov(29), "7 jours dans la semaine, 6 au plus")
    ]


def test_of_agreements_as_strict_as_the_law_the_same_article_is_named_in_any_order() -> None:
    day = date(2026, 11, 24)
    found = {limit(Bound.DAILY_REST, conventions, day) for conventions in (("2642", ""), ("", "2642"))}
    assert [(least.minutes, least.source) for least in found if least] == [(660, "C. trav. L3131-1")]


def test_a_rest_after_what_is_booked_is_told_from_the_hour_when_it_ends() -> None:
    # A day of the house ends at 18:00: 10 h before 04:00.
    home = house(worked(nov(25), "04:00", "09:00"), bookings=[booked(nov(24))])
    (rest,) = [each for each in breaches(home) if each.kind is BreachKind.REST]
    assert "entre le mardi 24/11/2026 à 18:00 et le mercredi 25/11/2026 à 04:00" in rest.text
