"""When a window opens, against a count made day by day, and on both sides of the days on which agreements change."""

from __future__ import annotations

import random
from calendar import monthrange
from datetime import date, timedelta

import pytest

from postprod_xl.domain.catalogue.chronology.opening import FilmRelease, OpenedWindow, film_windows
from postprod_xl.domain.catalogue.chronology.published import chronology_agreements, media_windows

MANY = 1_000_000


def opened(key: str, release: date, admissions: int | None = MANY) -> OpenedWindow:
    return {one.window.key: one for one in film_windows(FilmRelease(release, admissions))}[key]


def passed(release: date, day: date) -> int:
    """How many months have passed, counted on the calendar: the last day of a short month stands for those it lacks."""
    months = (day.year - release.year) * 12 + day.month - release.month
    last = monthrange(day.year, day.month)[1]
    return months if day.day >= min(release.day, last) else months - 1


def first_open(key: str, release: date) -> date | None:
    """The first day of a known agreement on which its months have passed, looked for day by day."""
    (window,) = [window for window in media_windows() if window.key == key]
    for agreement in chronology_agreements():
        value = window.values.get(agreement.key)
        day = max(agreement.since, release)
        while value is not None and day <= agreement.until:
            if passed(release, day) >= value.months:
                return day
            day += timedelta(days=1)
    return None


def test_the_opening_is_the_first_day_of_an_agreement_on_which_its_months_have_passed():
    draw = random.Random(6)
    for _ in range(40):
        release = date(2022, 2, 10) + timedelta(days=draw.randrange(1_900))
        for key in ("video", "pay_tv_agreed", "disney", "netflix", "svod", "free_tv"):
            day, found = first_open(key, release), opened(key, release)
            if day is None:
                assert "s'arrête le 09/02/2028" in found.doubt
                assert found.opening is not None
                assert found.opening > date(2028, 2, 9)
            else:
                assert found.opening == day, (key, release)


@pytest.mark.parametrize(
    ("release", "opening", "doubt"),
    [
        (date(2024, 5, 10), date(2025, 2, 10), ""),
        (
            date(2024, 5, 9),
            date(2025, 2, 10),
            "à confirmer : les mois étaient passés, l'accord du 6 février 2025",
        ),
    ],
)
def test_a_window_that_a_new_agreement_shortens_opens_on_its_first_day_at_the_earliest(
    release, opening, doubt
):
    found = opened("disney", release)
    assert found.opening == opening
    assert found.doubt.startswith(doubt)
    assert bool(found.doubt) is bool(doubt)


def test_before_the_first_known_agreement_nothing_is_sure_unless_the_film_was_released_under_it():
    before, under = opened("pay_tv_agreed", date(2022, 2, 9)), opened("pay_tv_agreed", date(2022, 2, 10))
    day = date(2022, 2, 9)
    assert before.opening == date(2022, 8, 9)
    assert (before.is_surely_shut(day), under.is_surely_shut(day)) == (False, True)
    assert before.is_surely_shut(date(2022, 2, 10))


def test_a_doubtful_value_keeps_every_day_from_being_sure():
    assert opened("netflix", date(2026, 3, 4)).shut_until is None
    assert opened("svod", date(2026, 3, 4)).shut_until == date(2027, 8, 4)


@pytest.mark.parametrize(("admissions", "months"), [(99_999, 3), (100_000, 4), (0, 3), (None, 4)])
def test_the_derogation_is_for_fewer_than_a_hundred_thousand_admissions(admissions, months):
    assert opened("video", date(2026, 3, 4), admissions).months == months


def test_what_follows_the_release_to_the_end_of_a_shorter_month():
    assert opened("pay_tv_agreed", date(2025, 8, 31)).opening == date(2026, 2, 28)
    assert opened("pay_tv_agreed", date(2027, 8, 31)).opening == date(2028, 2, 29)
    assert opened("pay_tv_agreed", date(2025, 8, 28)).opening == date(2026, 2, 28)


def test_a_subscription_window_closes_on_the_eve_of_free_television():
    assert opened("svod", date(2026, 3, 4)).closing == date(2028, 1, 3)
    assert opened("pay_tv_agreed", date(2026, 3, 4)).closing is None
