from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.sessions.done import sessions_in_order, worked_minutes
from postprod_xl.domain.sessions.reports import session_columns
from postprod_xl.domain.sessions.worked_time import elapsed, moments_of
from tests.domain.offices import office, table_rows

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)


def clock(text):
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def session(start="09:00", end="17:00", **rest):
    usual = {"number": "S1", "day": FRIDAY, "project": "P1", "validated": True}
    return {**usual, "start": start and clock(start), "end": end and clock(end), **rest}


def reported(*sessions, **frames):
    numbered = [
        {**held, "number": held["number"] if len(sessions) == 1 else f"S{n}"}
        for n, held in enumerate(sessions, 1)
    ]
    return office(today=MONDAY, Seances=table_rows("Seances", numbered), **frames)


def columns_of(*sessions, **frames):
    return session_columns(reported(*sessions, **frames))[0]


def problems_of(*sessions, **frames):
    return session_columns(reported(*sessions, **frames))[1]


def column(rows, name):
    return rows.column(name)


@pytest.mark.parametrize(
    ("start", "end", "pause", "minutes"),
    [
        ("09:00", "18:00", 60, 480),
        ("14:00", "01:30", 90, 600),  # 11 h 30 past midnight, less 1 h 30
        ("20:00", "00:00", None, 240),
        ("09:00", "09:00", None, 0),
        ("09:00", "10:00", 90, 0),  # never below: the warning tells the person
        (None, "10:00", None, None),
        ("09:00", None, None, None),
    ],
)
def test_hours_are_from_start_to_end_less_the_pause(start, end, pause, minutes):
    held = table_rows("Seances", [session(start, end, pause_minutes=pause)])
    assert worked_minutes(held) == [minutes]


@given(st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 720))
def test_hours_agree_with_the_excel_formula(start, end, pause):
    held = table_rows("Seances", [{"start": start, "end": end, "pause_minutes": pause}])
    excel = max(0, round(((end / 1440 - start / 1440) % 1) * 1440 - pause)) if end != start else 0
    assert worked_minutes(held) == [excel]


@pytest.mark.parametrize(
    ("day", "start", "end", "minutes"),
    [
        (date(2026, 10, 24), "22:00", "06:00", 540),
        (date(2026, 3, 28), "22:00", "06:00", 420),
        (date(2026, 10, 25), "00:00", "03:00", 240),  # the clock goes back from 3:00 to 2:00
        (date(2026, 3, 29), "00:00", "03:00", 120),
        (date(2026, 10, 24), "22:00", "02:30", 270),  # 2:30 comes twice: the first
        (date(2026, 10, 25), "02:30", "06:00", 270),
        (date(2026, 3, 29), "02:30", "03:00", 0),  # 2:30 does not come
        (date(2026, 10, 25), "03:00", "06:00", 180),  # 3:00 is after the change
        (date(2026, 10, 24), "09:00", "17:00", 480),
        (date(2026, 10, 25), "22:00", "06:00", 480),
        (date(2026, 10, 17), "22:00", "06:00", 480),
        (date(9999, 12, 31), "22:00", "06:00", 480),
    ],
)
def test_a_night_of_clock_change_lasts_what_it_lasts(day, start, end, minutes):
    held = table_rows("Seances", [session(start, end, day=day)])
    assert worked_minutes(held) == [minutes]


@given(
    st.integers(2002, 2036), st.sampled_from([3, 10]), st.integers(-2, 1), st.integers(0, 1439),
    st.integers(0, 1439),
)  # fmt: skip
def test_hours_of_a_night_are_those_of_the_zone_of_paris(year, month, before, start, end):
    last = date(year, month, 31)
    day = last - timedelta(days=(last.weekday() + 1) % 7 - before)
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Paris"))
    moments = midnight + timedelta(minutes=start), midnight + timedelta(minutes=end, days=end < start)
    first, until = (moment.astimezone(UTC) for moment in moments)
    assert elapsed(start, end, day) == max(0, (until - first) // timedelta(minutes=1))
    epoch = datetime(1, 1, 1, tzinfo=UTC)
    # The first day of the calendar is the day 1.
    of_utc = tuple((moment - epoch) // timedelta(minutes=1) + 1440 for moment in (first, until))
    assert moments_of(day, start, end) == of_utc


def test_a_session_takes_the_night_of_its_contract_and_keeps_its_pause():
    contracts = table_rows(
        "Contrats",
        [
            {
                "contract": "C1",
                "technician": "T1",
                "type": "Prestation",
                "convention": "2642",
                "genre": "Fiction",
            }
        ],
    )
    late = session("18:00", "02:00", pause_minutes=60)
    computed = columns_of({**late, "contract": "C1"}, {**late, "technician": ""}, Contrats=contracts)
    # 22:00 to 02:00 under the convention; 00:00 to 02:00 without a contract
    assert column(computed, "night_minutes") == [240, 120]


def sold_eight_hours(**frames):
    return {
        "Devis": table_rows(
            "Devis",
            [
                {
                    "line": "L1",
                    "project": "P1",
                    "version": 1,
                    "unit": "jour",
                    "quantity": Decimal(1),
                    "unit_price_cents": 60_000,
                }
            ],
        ),
        "Versions": table_rows("Versions", [{"project": "P1", "version": 1, "status": "Accepté"}]),
        "Planning": table_rows(
            "Planning", [{"task": "T1", "project": "P1", "line": "L1"}, {"task": "T2", "project": "P2"}]
        ),
        **frames,
    }


def test_what_is_left_of_the_sold_hours_falls_with_each_session_and_below_zero():
    first, second = session("09:00", "14:00", task="T1"), session("09:00", "13:00", task="T1", day=MONDAY)
    computed = columns_of(first, second, **sold_eight_hours())
    # 8 h sold, 5 h then 4 h worked
    assert column(computed, "left_minutes") == [180, -60]
    assert column(computed, "alert") == ["", "vendu dépassé de 1h00"]


def test_a_line_worked_to_its_last_hour_is_not_overrun():
    computed = columns_of(session("09:00", "17:00", task="T1"), **sold_eight_hours())
    assert (column(computed, "left_minutes"), column(computed, "alert")) == ([0], [""])


def test_what_is_left_follows_the_days_not_the_rows():
    later, earlier = session("09:00", "14:00", task="T1", day=MONDAY), session("09:00", "13:00", task="T1")
    assert column(columns_of(later, earlier, **sold_eight_hours()), "left_minutes") == [-60, 240]


def test_a_session_to_come_takes_nothing_of_what_is_left_and_shows_its_hours():
    computed = columns_of(
        session("09:00", "14:00", task="T1"),
        session("09:00", "19:00", task="T1", day=TUESDAY),
        **sold_eight_hours(),
    )
    assert column(computed, "worked_minutes") == [300, 600]
    assert (column(computed, "left_minutes"), column(computed, "alert")) == ([180, None], ["", ""])


def test_nothing_is_sold_on_a_line_the_accepted_version_dropped():
    versions = [
        {"project": "P1", "version": 1, "status": "Remplacé"},
        {"project": "P1", "version": 2, "status": "Accepté"},
    ]
    frames = sold_eight_hours(Versions=table_rows("Versions", versions))
    computed = columns_of(session("09:00", "14:00", task="T1"), **frames)
    assert column(computed, "left_minutes") == [-300]
    assert column(computed, "alert") == ["vendu dépassé de 5h00"]


def test_an_accepted_change_order_adds_to_what_is_left():
    orders = [
        {
            "number": "A1",
            "project": "P1",
            "type": "Additif",
            "line": "L1",
            "quantity": Decimal(1),
            "status": "Accepté",
        }
    ]
    frames = sold_eight_hours(Avenants=table_rows("Avenants", orders))
    assert column(columns_of(session("09:00", "14:00", task="T1"), **frames), "left_minutes") == [
        16 * 60 - 5 * 60
    ]


def test_nothing_is_left_to_tell_without_a_line_sold_in_hours():
    assert column(columns_of(session(task="T2"), session(), **sold_eight_hours()), "left_minutes") == [
        None,
        None,
    ]


def contracted(**terms):
    usual = {"contract": "C1", "technician": "T1", "type": "CDDU", "first_day": FRIDAY, "last_day": FRIDAY}
    signed = {"declared_day": date(2026, 11, 18), "signed_day": date(2026, 11, 19)}
    return {
        "Contrats": table_rows("Contrats", [{**usual, **signed, **terms}]),
        "Equipe": table_rows(
            "Equipe", [{"code": "T1", "status": "Intermittent"}, {"code": "T2", "status": "Permanent"}]
        ),
    }


@pytest.mark.parametrize(
    ("held", "terms", "alert"),
    [
        ({}, {}, ""),
        ({"contract": ""}, {}, "contrat manquant"),
        ({"contract": "", "technician": "T2"}, {}, ""),
        ({"day": date(2026, 11, 19)}, {}, "séance hors contrat"),
        ({"day": MONDAY}, {}, "séance hors contrat"),
        ({}, {"declared_day": None}, "DPAE absente"),
        ({}, {"declared_day": FRIDAY}, ""),
        ({}, {"declared_day": MONDAY}, "DPAE après la séance"),
        ({}, {"signed_day": None}, "contrat non signé"),
        ({}, {"signed_day": None, "type": "CDI"}, ""),
        ({}, {"signed_day": None, "declared_day": None, "type": "Prestation"}, ""),
        ({"validated": False}, {}, "non validée"),
        ({"start": None}, {}, "heures manquantes"),
        ({"validated": False, "contract": ""}, {}, "contrat manquant ; non validée"),
    ],
)
def test_a_session_says_what_it_lacks(held, terms, alert):
    computed = columns_of({**session(technician="T1", contract="C1"), **held}, **contracted(**terms))
    assert column(computed, "alert") == [alert]


def test_a_session_to_come_is_not_asked_to_be_validated_nor_declared_too_early():
    far = session(technician="T1", contract="C1", day=date(2027, 2, 1), validated=False, start=None)
    frames = contracted(first_day=None, last_day=None, declared_day=None)
    assert column(columns_of(far, **frames), "alert") == [""]


def test_a_dpae_is_asked_for_from_the_first_day_it_can_be_made():
    # 23/11 + 8 days: C. trav. R1221-4
    days = (date(2026, 12, 1), date(2026, 12, 2))
    sessions = [session(technician="T1", contract="C1", day=day) for day in days]
    frames = contracted(first_day=None, last_day=None, declared_day=None)
    assert column(columns_of(*sessions, **frames), "alert") == ["DPAE absente", ""]


def test_a_session_without_its_end_keeps_nobody_busy():
    open_ended, next_ = session("09:00", None, technician="T2"), session("10:00", "12:00", technician="T2")
    assert [problem.heading for problem in problems_of(open_ended, next_)] == ["Fin"]


def test_two_sessions_of_one_person_at_the_same_time_are_a_warning_on_the_later():
    night = session("14:00", "01:30", technician="T1")
    after = session("01:00", "03:00", technician="T1", day=date(2026, 11, 21))
    (problem,) = problems_of(night, after)
    assert (problem.table, problem.row, problem.heading, problem.found) == ("Seances", 6, "Début", "01:00")
    assert "T1 est déjà en séance S1 le 20/11/2026 jusqu'à 01:30" in problem.message


def test_sessions_that_follow_or_belong_to_two_people_do_not_overlap():
    first, next_, other = (
        session("09:00", "13:00"),
        session("13:00", "17:00"),
        session("09:00", "17:00", technician="T2"),
    )
    assert problems_of({**first, "technician": "T1"}, {**next_, "technician": "T1"}, other) == []


def test_an_end_equal_to_the_start_and_a_pause_too_long_are_warnings():
    zero, paused = problems_of(session("09:00", "09:00"), session("10:00", "11:00", pause_minutes=90))
    assert (zero.heading, paused.heading) == ("Fin", "Pause (min)")
    assert "plus longue que la séance" in paused.message


def test_a_pause_of_a_minute_is_asked_about_and_none_is_not():
    (paused,) = problems_of(session("09:00", "17:00", pause_minutes=1))
    assert paused.message == "pause de 1 min : une pause se compte en minutes, 60 pour une heure ; vérifiez"
    assert problems_of(session("09:00", "17:00", pause_minutes=0)) == []


def test_a_pause_as_long_as_the_session_leaves_no_time_and_is_no_mistake():
    held = session("10:00", "11:00", pause_minutes=60)
    assert (problems_of(held), column(columns_of(held), "worked_minutes")) == ([], [0])


def test_a_task_of_another_project_and_a_contract_of_another_person_are_warnings():
    frames = {**contracted(), **sold_eight_hours()}
    held = session(technician="T2", contract="C1", task="T2")
    assert [problem.heading for problem in problems_of(held, **frames)] == ["Tâche", "Contrat"]


def test_a_missing_dpae_is_one_warning_for_the_whole_contract():
    days = (TUESDAY, FRIDAY, MONDAY)
    sessions = [session(technician="T1", contract="C1", day=day, validated=False) for day in days]
    (problem,) = problems_of(*sessions, **contracted(declared_day=None, last_day=None))
    assert (problem.table, problem.row, problem.heading) == ("Contrats", 5, "DPAE le")
    assert problem.message.startswith("C1 : DPAE absente, 3 séances depuis le 20/11/2026")


def test_sessions_without_contract_are_one_warning_for_the_person():
    (problem,) = problems_of(*[session(technician="T1", day=day) for day in (FRIDAY, MONDAY)], **contracted())
    assert (problem.table, problem.row, problem.heading) == ("Seances", 5, "Contrat")


def test_sessions_told_before_their_day_are_one_warning():
    tuesday, wednesday = session(day=TUESDAY), session(day=date(2026, 11, 25), done_rate=Decimal("0.5"))
    (problem,) = problems_of(session(day=MONDAY), tuesday, wednesday)
    assert (problem.table, problem.row, problem.heading) == ("Seances", 6, "Date")
    assert problem.message.startswith("séance du 24/11/2026 (et 1 autre) déjà renseignée")
    assert problem.expected == "une date jusqu'au 23/11/2026"


def test_a_session_planned_ahead_is_no_mistake():
    assert problems_of(session(day=TUESDAY, validated=False)) == []


def test_no_session_computes_nothing():
    computed, problems = session_columns(office())
    assert (len(computed), len(computed.columns), problems) == (0, 4, [])


def test_sessions_are_in_the_order_worked_those_without_a_start_first_in_their_day():
    midnight, unknown, before = session("00:00", day=MONDAY), session(None, day=MONDAY), session()
    found = sessions_in_order(reported(midnight, unknown, before))
    assert [held.number for held in found] == ["S3", "S2", "S1"]


def test_of_two_sessions_of_a_day_the_upper_row_names_what_both_lack():
    held = {"technician": "T1", "contract": ""}
    problems = problems_of(session(**held), session("18:00", "19:00", **held), **contracted())
    (row,) = [problem.row for problem in problems if "sans contrat, 2 séances" in problem.message]
    assert row == 5
