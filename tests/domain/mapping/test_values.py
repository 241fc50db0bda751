"""What people write in other files, read as our values or refused with both readings."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from postprod_xl.domain.mapping.values import (
    CellForm,
    clock_minutes,
    converted,
    month_first_said,
    written_day,
)
from postprod_xl.schema.kinds import ExcelError, NoCachedValue, Unreadable
from postprod_xl.schema.tables.planning import SESSIONS

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    "written",
    [
        "30/11/2026", "30-11-26", "30.11.2026", "2026-11-30", "20261130", 20261130.0, "lundi 30 novembre 2026",
        "lun. 30/11/2026", "30 nov. 2026", "30-nov-2026", "Nov 30, 2026", "November 30th, 2026", "Mon 30 Nov 2026",
        46356.0, MONDAY, datetime(2026, 11, 30),
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_form(written: object) -> None:
    assert converted(SESSIONS.by_name["day"], written) == MONDAY


def test_a_day_of_a_mac_calendar_that_lost_its_format_is_counted_from_1904() -> None:
    assert written_day(46356.0 - 1462, CellForm(counts_from_1904=True)) == MONDAY


@pytest.mark.parametrize(
    "written", ["30 novembre", "31/11/2026", "11/30/2026", "demain", ExcelError("#N/A"), True]
)
def test_what_is_no_day_is_refused(written: object) -> None:
    with pytest.raises(Unreadable):
        converted(SESSIONS.by_name["day"], written)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("9h30", 570), ("9 h 30", 570), ("9:30", 570), ("09:30:00", 570), ("0930", 570), ("9h", 540), ("9", 540),
        ("9,5", 570), (9.5, 570), (time(9, 30), 570), (0.39583333, 570), ("9:30 am", 570), ("9:30 PM", 1290),
        ("12 am", 0), ("24:00", 1440), ("25h30", 1530), ("26:00", 1560), (timedelta(hours=25, minutes=30), 1530),
        (26.0, 1560), (datetime(2026, 12, 1, 2, 0), 120), (0.0, 0),
    ],
)  # fmt: skip
def test_a_time_of_the_clock_is_read_past_midnight_too(written: object, minutes: int) -> None:
    assert clock_minutes(written) == minutes


@pytest.mark.parametrize("written", ["9.30", 1.0, 1.0416666667, "37:00", "13 pm", "midi", "9h75", True])
def test_what_is_no_time_or_reads_two_ways_is_refused(written: object) -> None:
    with pytest.raises(Unreadable):
        clock_minutes(written)


@pytest.mark.parametrize(
    ("written", "heading", "minutes"),
    [
        ("1h", "Pause", 60), ("45 min", "Pause", 45), ("0:45", "Pause", 45), (time(1, 0), "Pause", 60),
        (60.0, "Pause", 60), ("30", "Break (min)", 30), (1.0, "Pause (h)", 60), ("0,5", "Pause (heures)", 30),
        (0.0416666667, "Pause", 60), ("-", "Pause", None), ("0", "Pause", 0),
    ],
)  # fmt: skip
def test_a_pause_is_read_in_minutes_or_hours_as_it_says(
    written: object, heading: str, minutes: int | None
) -> None:
    assert converted(SESSIONS.by_name["pause_minutes"], written, CellForm(heading)) == minutes


def test_a_pause_of_one_without_a_unit_is_refused_with_both_readings() -> None:
    with pytest.raises(Unreadable, match="1 h ou 1 min"):
        converted(SESSIONS.by_name["pause_minutes"], 1.0, CellForm("Pause"))


@pytest.mark.parametrize(
    ("column", "written", "value"),
    [
        ("worked_minutes", "7,5", 450), ("worked_minutes", 7.5, 450), ("worked_minutes", "7h30", 450),
        ("done_rate", "50 %", Decimal("0.5")), ("done_rate", 50.0, Decimal("0.5")),
        ("nature", "UNPLANNED", "Non prévue"),
        ("nature", "non prevue", "Non prévue"),
        ("cause", "Late rushes", "Retard rushes"), ("remarks", "=1+1", "=1+1"),
        ("remarks", NoCachedValue("1+1"), "=1+1"),
    ],
)  # fmt: skip
def test_words_and_figures_are_read_in_french_and_english(
    column: str, written: object, value: object
) -> None:
    assert converted(SESSIONS.by_name[column], written) == value


@pytest.mark.parametrize(
    ("written", "heading", "minutes"),
    [
        (480.0, "Durée (min)", 480), ("480", "Temps en minutes", 480), (8.0, "Durée", 480), ("7,5", "Heures", 450),
        ("1h30", "Durée (min)", 90), (timedelta(hours=8), "Durée (min)", 480), (0.5, "Heures", 30),
        ("7h30", "Durée (h:min)", 450), (4 / 3, "Heures", 80), ("8", "Total jour", 480),
    ],
)  # fmt: skip
def test_hours_worked_are_in_the_unit_that_their_heading_says(
    written: object, heading: str, minutes: int
) -> None:
    assert converted(SESSIONS.by_name["worked_minutes"], written, CellForm(heading)) == minutes


@pytest.mark.parametrize(
    ("written", "heading"),
    [(28800.0, "Durée (s)"), ("1", "Durée (j)"), (1 / 3, "Heures"), (10 / 24, "Durée")],
)
def test_hours_worked_in_days_or_seconds_or_that_may_be_a_part_of_a_day_are_refused(
    written: object, heading: str
) -> None:
    with pytest.raises(Unreadable):
        converted(SESSIONS.by_name["worked_minutes"], written, CellForm(heading))


@pytest.mark.parametrize(
    ("days", "is_first"),
    [
        (["11/30/2026", "31/13/2026"], True), (["30/11/2026", "31/13/2026"], False), (["12/01/2026"], None),
        (["11/30/2026", "30/11/2026"], None),
    ],
)  # fmt: skip
def test_a_day_that_is_none_says_nothing_of_the_order_of_the_others(
    days: list[str], is_first: bool | None
) -> None:
    assert month_first_said(days) is is_first
