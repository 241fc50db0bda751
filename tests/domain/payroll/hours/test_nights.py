"""The night of a session: the window of its contract's agreement, season and day, its pause taken outside first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.payroll.hours.nights import LAW_ALONE, Nights, NightTerms, night_of_session
from postprod_xl.domain.payroll.hours.parts import night_minutes, worked_parts
from postprod_xl.domain.payroll.rules.agreements import published_rules
from postprod_xl.domain.sessions.worked_time import elapsed
from tests.domain.offices import office, table_rows
from tests.domain.payroll.hours.test_parts import FRIDAY, THURSDAY, clock, session, worked

FICTION = NightTerms("2642", "Fiction", "CDDU")
MARCH = date(2027, 3, 20)
"""The last day of winter in a film of fiction."""


def night(hours: str, terms: NightTerms = LAW_ALONE, day: date = THURSDAY, pause: int = 0) -> int:
    start, end = map(clock, hours.split("-"))
    return night_of_session(Nights(published_rules()), terms, day, (start, end % 1440), pause)


@pytest.mark.parametrize(
    ("hours", "terms", "minutes"),
    [
        ("18-2", FICTION, 240),
        ("5-8", FICTION, 120),  # the end of the night before
        ("5-23", FICTION, 180),  # both ends of the day
        ("21-3", LAW_ALONE, 180),
        ("9-17", FICTION, 0),
        ("9-9", FICTION, 0),
        ("20-0", FICTION, 120),
    ],
)
def test_night_is_the_part_of_the_session_inside_the_window(hours, terms, minutes):
    assert night(hours, terms) == minutes


@pytest.mark.parametrize(("day", "minutes"), [(date(2026, 10, 24), 420), (date(2026, 3, 28), 300)])
def test_the_night_of_a_clock_change_has_its_hour_more_or_less(day, minutes):
    # without a convention the legal night, 0:00 to 7:00: 6 h of the session, one more or one less
    assert night("22-6", day=day) == minutes


@pytest.mark.parametrize(
    ("convention", "genre", "day", "minutes"),
    [
        # 19:00 to 08:00, in minutes of 20:00 to 06:00, 22:00 to 07:00, 22:00 to 06:00, 0:00 to 7:00 or 0:00 to 6:00
        ("2642", "Fiction", date(2026, 12, 21), 600),
        ("2642", "Fiction", date(2027, 3, 19), 600),
        ("2642", "Fiction", date(2027, 3, 21), 540),
        ("2642", "Documentaire", date(2026, 12, 19), 540),
        ("2642", "Flux", date(2026, 12, 21), 420),
        ("2717", "Fiction", THURSDAY, 360),
        ("3252", "Fiction", THURSDAY, 360),  # as 2717, proposed
        ("3097", "", date(2026, 9, 29), 480),
        ("3097", "", date(2026, 10, 1), 600),
        ("", "", THURSDAY, 420),
    ],
)
def test_the_night_is_that_of_the_convention_genre_and_season(convention, genre, day, minutes):
    assert night("19-8", NightTerms(convention, genre), day) == minutes


def test_each_civil_day_of_a_session_has_the_night_of_its_own_season():
    # 20 March 20:00 to 24:00 in the winter night: 4 h; 21 March 00:00 to 06:30 in that of 22:00: 6 h 30
    assert night("20-6:30", FICTION, MARCH) == 630
    # 20 December 20:00 to 06:30: 22:00 to 24:00, then 00:00 to 06:00 in the winter night
    assert night("20-6:30", FICTION, date(2026, 12, 20)) == 480


@given(st.integers(0, 400), st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 900))
def test_a_pause_is_taken_of_the_night_where_the_day_is_too_short_for_it(after, start, end, pause):
    day = date(2026, 1, 1) + timedelta(days=after)
    nights, hours = Nights(published_rules()), (start, end)
    whole = night_of_session(nights, FICTION, day, hours, 0)
    left = max(0, elapsed(*hours, day) - pause)
    assert night_of_session(nights, FICTION, day, hours, pause) == min(whole, left)


def test_no_night_is_known_before_the_first_sourced_rule():
    nights = Nights(published_rules())
    assert [nights.is_known(LAW_ALONE, date(2016, 8, day)) for day in (9, 10)] == [False, True]
    eve = office(
        today=FRIDAY, Seances=table_rows("Seances", [session("22-2", date(2016, 8, 9), contract="")])
    )
    assert night_minutes(eve) == [None]


def test_a_row_has_the_night_that_pay_reads():
    rows = (
        session("18-22"),
        session("22-2", pause=60),  # one stretch with the row before: the pause is taken in the evening
        session("23-3"),  # two hours of it at the same time as the row before
        session("18-2", pause=60, contract=""),  # the law alone: from midnight
        session("18-2", pause=60, contract="CP"),  # a service: the night of its own agreement
        session("18-2", state="Annulée"),
        session("18-2", end=None),
    )
    held = worked(*rows)
    assert night_minutes(held) == [0, 240, 60, 120, 240, 240, None]
    assert sum(part.minutes for part in worked_parts(held) if part.is_night) == 300


def test_a_window_that_the_office_signed_is_the_one_of_its_rows_and_of_its_pay():
    rule: dict[str, Any] = {"code": "2642", "rule": "Nuit : plage (Fiction, Documentaire)"}
    signed = {**rule, "house_value": "23:00-06:00", "confirmed_by": "AB", "confirmed_day": THURSDAY}
    held = worked(session("18-2")).with_rows("Conventions", table_rows("Conventions", [signed]))
    assert night_minutes(held) == [180]
    assert [part.minutes for part in worked_parts(held)] == [300, 60, 120]
