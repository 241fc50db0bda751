"""The most of a day, of a week, of the average of twelve weeks: what is exactly as much is allowed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from postprod_xl.domain.payroll.watch.breaches import BreachKind
from postprod_xl.domain.payroll.watch.watched import breaches
from tests.domain.payroll.watch.houses import (
    booked,
    clock,
    contract,
    days_from,
    found,
    house,
    nov,
    only,
    worked,
)


@pytest.mark.parametrize(
    ("convention", "end", "brief"),
    [
        ("Aucune", "19:00", None),
        ("Aucune", "19:01", "10h01, 10 h par jour au plus"),
        ("", "19:01", "10h01, 10 h par jour au plus"),
        ("2642", "21:00", None),
        ("2642", "21:01", "12h01, 12 h par jour au plus"),
        ("3097", "19:01", "10h01, 10 h par jour au plus"),
        ("2717", "19:01", "10h01, 10 h par jour au plus"),
    ],
)
def test_a_day_of_exactly_the_most_is_allowed_and_one_of_a_minute_more_is_not(
    convention: str, end: str, brief: str | None
) -> None:
    home = house(worked(nov(17), "09:00", end), contracts=[contract(convention=convention)])
    assert found(home, BreachKind.DAY) == ([("DAY", nov(17), brief)] if brief else [])


@pytest.mark.parametrize(("convention", "most"), [("Aucune", 10), ("2642", 12), ("2717", 10)])
def test_the_day_of_earlier_years_had_the_same_most(convention: str, most: int) -> None:
    under, day = [contract(convention=convention, first_day=None)], date(2025, 3, 4)
    exactly = worked(day, "08:00", f"{8 + most}:00")
    assert found(house(exactly, contracts=under)) == []
    longer = {**exactly, "end": exactly["end"] + 1}
    assert found(house(longer, contracts=under)) == [("DAY", day, f"{most}h01, {most} h par jour au plus")]


def test_the_twelve_hours_that_2717_allowed_by_exception_are_recalled_until_it_ended() -> None:
    under = [contract(convention="2717", first_day=None)]
    texts = [
        only(house(worked(day, "08:00", "18:30"), contracts=under)).text
        for day in (date(2025, 3, 31), date(2025, 4, 1))
    ]
    assert texts == [
        "10h30 le lundi 31/03/2025, 10 h par jour au plus (IDCC 2717 art. 5.1.1 ; 12 h par exception pour les "
        "personnels de l'art. 5.5)",
        "10h30 le mardi 01/04/2025, 10 h par jour au plus (C. trav. L3121-18)",
    ]


def test_the_pause_is_not_worked() -> None:
    assert found(house(worked(nov(17), "08:00", "19:00", 60))) == []
    assert found(house(worked(nov(17), "08:00", "19:00", 59))) == [
        ("DAY", nov(17), "10h01, 10 h par jour au plus")
    ]


def test_the_hours_past_midnight_are_of_the_next_civil_day() -> None:
    # Tuesday 14:00 to 01:30, 90 min of pause before midnight: 8h30 on Tuesday; then 1h30 and 9 h on Wednesday.
    night = worked(nov(17), "14:00", "01:30", 90)
    assert found(house(night, worked(nov(18), "13:00", "21:30")), BreachKind.DAY) == []
    assert found(house(night, worked(nov(18), "13:00", "21:31")), BreachKind.DAY) == [
        ("DAY", nov(18), "10h01, 10 h par jour au plus")
    ]


def test_the_pause_of_a_night_cut_at_midnight_is_deducted_once_where_pay_places_it() -> None:
    # Pay takes the pause from the evening, outside the night of 2717: all that follows midnight is worked.
    evening, night = worked(nov(15), "20:00", "00:00"), worked(nov(16), "00:00", "10:01", 30)
    assert found(house(evening, night, contracts=[contract(convention="3252")]), BreachKind.DAY) == [
        ("DAY", nov(16), "10h01, 10 h par jour au plus")
    ]


def test_the_time_of_a_session_to_come_is_not_counted_again_by_a_booking_whatever_their_tasks() -> None:
    without_task = worked(nov(25), "09:00", "18:00", 60)
    other_task = worked(nov(25), "14:00", "20:00", task="B")
    assert found(house(without_task, bookings=[booked(nov(25))])) == []
    # Booked from 09:00 to 18:00 with an hour of pause: 4 h are left before 14:00.
    assert found(house(other_task, bookings=[booked(nov(25))])) == []
    inside = worked(nov(25), "10:00", "11:00", task="B")
    long_day = [contract(day_minutes=10 * 60)]
    assert found(house(inside, bookings=[booked(nov(25))], contracts=long_day)) == []
    assert found(house({**other_task, "end": clock("20:01")}, bookings=[booked(nov(25))])) == [
        ("DAY", nov(25), "10h01, 10 h par jour au plus")
    ]


def test_two_projects_and_two_contracts_of_a_person_make_one_day() -> None:
    contracts = [contract(project="P1"), contract("C2", project="P2", convention="2642")]
    sessions = (
        worked(nov(17), "08:00", "14:00"),
        worked(nov(17), "15:00", "19:30", project="P2", contract="C2"),
    )
    breach = only(house(*sessions, contracts=contracts))
    # 6 h and 4h30: the strictest of 10 h and 12 h.
    assert (breach.person, breach.names) == ("T1", ["S1", "S2"])
    assert breach.text == "10h30 le mardi 17/11/2026, 10 h par jour au plus (C. trav. L3121-18)"


def test_minutes_that_two_sessions_cover_are_worked_once() -> None:
    assert found(house(worked(nov(17), "08:00", "17:00"), worked(nov(17), "12:00", "18:00"))) == []


@pytest.mark.parametrize(("last", "brief"), [("17:00", None), ("17:01", "48h01, 48 h par semaine au plus")])
def test_a_week_of_exactly_48_hours_is_allowed(last: str, brief: str | None) -> None:
    # Monday to Saturday, 8 h a day; the last one a minute longer or not.
    days = days_from(nov(9), 6)
    ends = ["17:00"] * 5 + [last]
    sessions = [worked(day, "09:00", end) for day, end in zip(days, ends, strict=True)]
    assert found(house(*sessions), BreachKind.WEEK) == ([("WEEK", nov(14), brief)] if brief else [])


def test_a_week_counts_from_monday_to_sunday_over_the_end_of_a_month_and_past_sunday_midnight_in_the_next() -> (
    None
):
    # Monday 30 November to Saturday 5 December: 6 × 8h10 = 49 h, beyond 48 h on Saturday. The Sunday evening before
    # puts 3 h past midnight into it without any pause.
    sessions = [worked(day, "09:00", "17:10") for day in days_from(nov(30), 6)]
    assert found(house(*sessions), BreachKind.WEEK) == [
        ("WEEK", date(2026, 12, 5), "49h00, 48 h par semaine au plus")
    ]
    shorter = [worked(day, "12:00", "19:30") for day in days_from(nov(30), 6)]  # 45 h
    sunday = worked(nov(29), "21:00", "03:00")  # 3 h on Monday: 48 h
    assert found(house(sunday, *shorter), BreachKind.WEEK) == []
    assert found(house({**sunday, "end": 181}, *shorter), BreachKind.WEEK) == [
        ("WEEK", date(2026, 12, 5), "48h01, 48 h par semaine au plus")
    ]


def _twelve_weeks(minutes_more: int) -> list[dict]:
    """Twelve weeks of five days from 7 September: 8h48 a day, 44 h a week; some minutes more on the last day."""
    days = [date(2026, 9, 7) + timedelta(days=7 * week + day) for week in range(12) for day in range(5)]
    sessions = [worked(day, "09:00", "17:48") for day in days]
    sessions[-1]["end"] += minutes_more
    return sessions


def test_twelve_weeks_of_exactly_44_hours_on_average_are_allowed_and_a_minute_more_is_not() -> None:
    assert found(house(*_twelve_weeks(0), today=nov(30))) == []
    breach = only(house(*_twelve_weeks(1), today=nov(30)))
    assert breach.text == (
        "44h01 par semaine en moyenne du 07/09/2026 au 29/11/2026 (528h01 en 12 semaines), 44 h au plus "
        "(C. trav. L3121-22)"
    )
    assert (breach.day, breach.names) == (nov(27), ["S60"])


def test_an_agreement_may_allow_46_hours_on_average() -> None:
    under = [contract(convention="2642")]
    assert found(house(*_twelve_weeks(60), today=nov(30), contracts=under)) == []
    # 24 h more than 528 h are 46 h a week; a minute more is not allowed.
    longer = _twelve_weeks(0)
    for session in longer[:60]:
        session["end"] += 24
    assert found(house(*longer, today=nov(30), contracts=under), BreachKind.AVERAGE) == []
    longer[0]["end"] += 1
    assert [kind for kind, *_ in found(house(*longer, today=nov(30), contracts=under))] == ["AVERAGE"]


def test_a_booking_makes_a_day_and_a_week_too_long_before_they_are_worked() -> None:
    # Typed for Tuesday evening, 5 h on another project; booked on Tuesday for 8 h: 13 h.
    evening = worked(nov(24), "19:00", "00:00", project="P2", contract="")
    day, span = breaches(house(evening, bookings=[booked(nov(24))]))
    assert (day.kind, day.day, day.names) == (BreachKind.DAY, nov(24), ["A", "S1"])
    assert day.brief == "13h00, 10 h par jour au plus"
    assert span.brief == "15h00 d'amplitude, 13 h au plus"
    # Five days booked, and a Saturday of 9 h typed: 49 h.
    week = [booked(day) for day in days_from(nov(23), 5)]
    saturday = worked(nov(28), "09:00", "18:00")
    assert found(house(saturday, bookings=week)) == [("WEEK", nov(28), "49h00, 48 h par semaine au plus")]


def test_a_booking_is_as_long_as_the_contract_says() -> None:
    long_days = [contract(day_minutes=11 * 60)]
    assert found(house(bookings=[booked(nov(24))], contracts=long_days)) == [
        ("DAY", nov(24), "11h00, 10 h par jour au plus")
    ]


def test_a_booking_that_a_session_reports_or_that_yields_to_another_counts_once() -> None:
    done = worked(nov(23), "09:00", "18:00", task="A")
    assert found(house(done, bookings=[booked(nov(23))])) == []
    cancelled = {**worked(nov(24), "19:00", "00:00", task="A"), "state": "Annulée"}
    late = worked(nov(24), "19:00", "00:00", task="B")
    assert found(house(cancelled, late, bookings=[booked(nov(24))])) == []
    twice = [booked(nov(24)), booked(nov(24), task="B"), booked(nov(24), task="C", state="Option 2")]
    assert found(house(bookings=twice)) == []
    assert found(house(late, bookings=[booked(nov(24), state="Option 2")])) == []


def test_the_booking_that_another_session_replaced_is_not_added_to_it() -> None:
    replaced = worked(nov(23), "09:00", "18:00", task="B")
    assert found(house(replaced, bookings=[booked(nov(23))])) == []
    assert found(house({**replaced, "day": nov(24)}, bookings=[booked(nov(24))])) == []


def test_whoever_invoices_the_hours_has_no_limit_of_working_time() -> None:
    alone = worked(nov(17), "06:00", "22:00", technician="IND", contract="")
    service = worked(nov(17), "06:00", "22:00", contract="C2")
    contracts = [contract(), contract("C2", type="Prestation")]
    bookings = [booked(nov(24), technician="IND")]
    assert found(house(alone, service, bookings=bookings, contracts=contracts)) == []
    assert [kind for kind, *_ in found(house({**alone, "technician": "T2"}))] == ["DAY", "SPAN"]


def test_nothing_is_watched_before_the_first_known_limit() -> None:
    assert found(house(worked(date(2015, 3, 3), "06:00", "22:00"))) == []


def test_a_session_to_confirm_is_not_worked() -> None:
    waiting = worked(nov(20), "06:00", "22:00", state="À confirmer")
    assert found(house(waiting)) == []


def test_a_night_that_no_contract_pays_is_cut_at_midnight_with_its_pause_before() -> None:
    # Without contract, 20:00 to 11:00 with an hour of pause: 3 h on Tuesday, then 11 h on Wednesday.
    night = worked(nov(17), "20:00", "11:00", 60, contract="")
    assert found(house(night, contracts=[]), BreachKind.DAY) == [
        ("DAY", nov(18), "11h00, 10 h par jour au plus")
    ]
