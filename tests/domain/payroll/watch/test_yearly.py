"""The yearly quota of overtime and the Sundays of an agreement."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from postprod_xl.domain.payroll.watch.breaches import BreachKind
from postprod_xl.domain.payroll.watch.watched import breaches
from tests.domain.offices import table_rows
from tests.domain.payroll.watch.houses import contract, found, house, worked

FIRST_MONDAY = date(2026, 1, 5)
LAST_DAY = date(2026, 12, 31)


def weeks_of_45_hours(count: int, convention: str, minutes_more: int = 0) -> Any:
    """Five days of 9 h a week: 10 h of overtime each; some minutes more on the last day."""
    mondays = [FIRST_MONDAY + timedelta(days=7 * week) for week in range(count)]
    sessions = [
        worked(monday + timedelta(days=day), "09:00", "18:00") for monday in mondays for day in range(5)
    ]
    sessions[-1]["end"] += minutes_more
    return house(*sessions, contracts=[contract(convention=convention)], today=LAST_DAY)


@pytest.mark.parametrize(
    ("convention", "weeks", "text"),
    [
        ("2642", 30, "300h01 supplémentaires en 2026, contingent de 300 h par an (IDCC 2642)"),
        (
            "3252",
            23,
            "230h01 supplémentaires en 2026, contingent de 230 h par an (IDCC 3252, règles à confirmer)",
        ),
        (
            "2717",
            23,
            "230h01 supplémentaires en 2026, contingent de 230 h par an (IDCC 2717, qui a pris fin)",
        ),
    ],
)
def test_exactly_the_quota_of_overtime_is_allowed_and_a_minute_more_is_not(
    convention: str, weeks: int, text: str
) -> None:
    assert found(weeks_of_45_hours(weeks, convention), BreachKind.OVERTIME) == []
    over = [
        each for each in breaches(weeks_of_45_hours(weeks, convention, 1)) if each.kind is BreachKind.OVERTIME
    ]
    assert [(each.text, each.day) for each in over] == [(text, FIRST_MONDAY + timedelta(days=7 * weeks - 3))]


def test_an_agreement_whose_texts_say_nothing_of_it_has_no_quota() -> None:
    assert found(weeks_of_45_hours(40, "3097"), BreachKind.OVERTIME) == []


def test_twenty_five_sundays_a_year_are_allowed_and_one_more_is_not() -> None:
    sundays = [date(2026, 1, 4) + timedelta(days=7 * week) for week in range(26)]
    sessions = [worked(day, "09:00", "12:00") for day in sundays]
    # Of two sessions of one Sunday one day is worked.
    sessions.append(worked(sundays[0], "14:00", "16:00"))
    under = [contract(convention="2642")]
    assert found(house(*sessions[1:], contracts=under), BreachKind.SUNDAYS) == [
        ("SUNDAYS", sundays[25], "26 dimanches travaillés, 25 par an au plus")
    ]
    assert found(house(*sessions[1:26], contracts=under), BreachKind.SUNDAYS) == []
    assert found(house(*sessions, contracts=[contract()]), BreachKind.SUNDAYS) == []


def test_what_the_office_typed_and_signed_in_conventions_is_the_quota() -> None:
    row = {"code": "2642", "rule": "Dimanche : maximum par an", "house_value": "2"}
    signed = {**row, "confirmed_by": "Anne", "confirmed_day": date(2026, 1, 2)}
    sundays = [worked(date(2026, 1, 4) + timedelta(days=7 * week), "09:00", "12:00") for week in range(3)]
    under = [contract(convention="2642")]
    home = house(*sundays, contracts=under, Conventions=table_rows("Conventions", [signed]))
    assert [brief for _, _, brief in found(home, BreachKind.SUNDAYS)] == [
        "3 dimanches travaillés, 2 par an au plus"
    ]
