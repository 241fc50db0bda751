"""What the plan says is true: unknown ends, absurd dates, the past, deliveries and archives, closed projects."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.whatif import Away, LateRushes, what_if
from postprod_xl.domain.planning.plan.bookings import bookings
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule, schedule
from postprod_xl.domain.refresh import Refresh, refreshed
from postprod_xl.domain.wording import in_sentence
from postprod_xl.schema.tables import BY_NAME
from tests.domain.offices import office, records_of, table_rows, with_plan

PROMISED = in_sentence(BY_NAME["Projets"].heading("delivery_day"))

MONDAY = date(2026, 11, 16)  # the 11th of November was a Wednesday


def nov(day: int) -> date:
    return date(2026, 11, day)


def task(code: str, days: str = "1", predecessors: str = "", **rest: Any) -> dict[str, Any]:
    row = {"task": code, "project": "P1", "duration_days": Decimal(days), "predecessors": predecessors}
    return {**row, **rest}


def held(*tasks: dict[str, Any], today: date = MONDAY, **frames: list[dict[str, Any]]) -> Office:
    tables = {"Projets": [{"code": "P1"}], **frames, "Planning": list(tasks)}
    tables["Projets"] = [{"department": "75", "status": "En cours", **row} for row in tables["Projets"]]
    return office(today, **{name: table_rows(name, rows) for name, rows in tables.items()})


def dates(made: OfficeSchedule) -> list[tuple[date | None, date | None]]:
    return list(zip(made.columns.column("start_day"), made.columns.column("end_day"), strict=True))


def lines(run: Refresh | OfficeSchedule) -> list[str]:
    return [problem.message for problem in run.problems]


def project(run: Refresh, name: str) -> Any:
    return run.office["Projets"].column(name)[0]


AWAY = [{"resource": "T1", "first_day": MONDAY, "last_day": date(2039, 12, 31)}]
T1, T2 = {"code": "T1"}, {"code": "T2"}


def unplaced() -> Office:
    chain = task("A", "2"), task("B", "2", "A", technician="T1"), task("C", "1", "B")
    due = [{"code": "P1", "delivery_day": date(2026, 12, 18)}]
    return held(*chain, Projets=due, Equipe=[T1], Absences=AWAY)


def test_a_project_with_a_task_without_place_has_no_known_end_an_alert_and_a_red_light():
    run = refreshed(unplaced(), [])
    assert project(run, "expected_day") is None
    assert project(run, "late_days") is None
    assert project(run, "alert") == "fin prévue inconnue : B, C n'ont pas de date"
    home = records_of(run.rows["Accueil"])[0]
    assert home["delivery_light"] == "Rouge"
    assert home["alert"].startswith("fin prévue inconnue : B, C n'ont pas de date")
    assert run.office["Planning"].column("alert") == ["", "Sans date", "Sans date"]


def test_a_task_without_place_is_told_once_and_not_those_behind_it():
    found = [problem for problem in schedule(unplaced()).problems if "place" in problem.message]
    (only,) = found
    assert (only.table, only.row, only.heading, only.found) == ("Planning", 6, "Technicien", "T1")
    assert only.message.startswith("B ne trouve aucune place avant le ")
    assert only.message.endswith(" : T1 n'est pas là assez longtemps")
    assert only.expected == "une personne présente"


def test_a_task_without_person_nor_room_is_not_told_that_nobody_is_free():
    # Nine lags of 2 000 working days, the longest a link takes, pass the years that a plan holds.
    chain = [task(code, "2", f"{before} FD+2000j") for before, code in pairwise("ABCDEFGHIJ")]
    (problem,) = schedule(held(task("A"), *chain)).problems
    assert problem.heading == "Durée (j)"
    assert problem.message.endswith("sa durée, ou le délai de ses liens, est trop longue")


def test_a_room_never_open_long_enough_is_named():
    away = [{"resource": "S1", "first_day": MONDAY, "last_day": date(2039, 12, 31)}]
    (problem,) = schedule(held(task("A", room="S1"), Salles=[{"code": "S1"}], Absences=away)).problems
    assert (problem.heading, problem.found, problem.expected) == ("Salle", "S1", "une salle ouverte")
    assert problem.message.endswith("la salle S1 n'est pas ouverte assez longtemps")


def test_a_what_if_that_leaves_a_task_without_place_prints_no_empty_date():
    late = [{"code": "P1", "rushes_day": MONDAY, "delivery_day": nov(17)}]
    plan = held(task("A", "3"), task("B", "2", "A", technician="T1"), Projets=late, Equipe=[T1])
    found = what_if(plan, [], [Away("T1", MONDAY, date(2039, 12, 31))])
    assert found.lines[:2] == [
        "P1 : fin prévue inconnue, B n'a pas de place",
        "B : plus de date, au lieu d'un début le 19/11/2026",
    ]
    assert not [line for line in found.lines if "tient" in line or "le  " in line or line.endswith("le ")]


def test_a_what_if_that_places_a_task_says_its_end_was_not_known():
    late = [{"code": "P1", "rushes_day": date(2037, 1, 1)}]  # more than ten years ahead
    found = what_if(held(task("A"), Projets=late), [LateRushes("P1", -2000)], [])
    assert found.lines[0].startswith("P1 : fin prévue le ")
    assert found.lines[0].endswith(" inconnue jusque-là")
    assert found.lines[1].endswith(", sans date jusque-là")


@pytest.mark.parametrize(
    ("name", "heading"), [("earliest_day", "Début au plus tôt"), ("fixed_day", "Début fixé")]
)
@pytest.mark.parametrize("days", ["1", "0"])
def test_a_start_in_2999_is_told_at_its_cell_and_has_no_place(name, heading, days):
    rows = task("X", days, state="Confirmé", **{name: date(2999, 1, 1)}), task("Y", "1", "X"), task("Z")
    made = schedule(held(*rows))
    assert dates(made) == [(None, None), (None, None), (nov(16), nov(16))]
    (problem,) = made.problems
    assert (problem.heading, problem.found) == (heading, "01/01/2999")
    assert problem.expected == "une date avant le 13/11/2036"  # 3650 days after the 16th of November 2026
    assert problem.message == (
        f"X : « {heading} » le 01/01/2999, trop loin d'aujourd'hui pour le planning : elle n'a pas de place ; "
        "attendu : une date avant le 13/11/2036"
    )


def test_a_start_in_2999_of_a_task_begun_is_said_not_to_count():
    made = schedule(held(task("X", state="En cours", earliest_day=date(2999, 1, 1))))
    assert dates(made) == [(nov(16), nov(16))]
    (line,) = lines(made)
    assert "il n'en est pas tenu compte" in line


def test_a_frozen_task_with_a_start_in_2999_is_told_once():
    made = schedule(held(task("X", frozen=True, earliest_day=date(2999, 1, 1))))
    (line,) = lines(made)
    assert "elle n'a pas de place" in line


def test_a_due_day_in_1900_is_told_once_and_makes_nothing_late():
    made = schedule(held(task("X", due_day=date(1900, 1, 1))))
    assert made.columns.column("late_days") == [None]
    (problem,) = made.problems
    assert (problem.heading, problem.expected) == ("Échéance", "une date après le 18/11/2016")


def test_a_delivery_in_1900_is_told_once_and_makes_nothing_late():
    run = refreshed(held(task("X"), Projets=[{"code": "P1", "delivery_day": date(1900, 1, 1)}]), [])
    assert project(run, "late_days") is None
    assert len(lines(run)) == 1
    assert "trop loin d'aujourd'hui" in lines(run)[0]


def test_rushes_in_2999_are_told_on_the_project_and_leave_its_tasks_without_place():
    run = refreshed(held(task("X"), Projets=[{"code": "P1", "rushes_day": date(2999, 1, 1)}]), [])
    assert project(run, "expected_day") is None
    assert len(lines(run)) == 1
    assert "ses tâches n'ont pas de place" in lines(run)[0]


def test_days_late_on_a_day_before_the_years_known_so_far_are_all_counted():
    calendar = WorkCalendar("57", frozenset({date(2026, 5, 15)}))
    # The week of Monday 4 January 1904; the years before 2015 are then added to the calendar.
    assert calendar.working_days_between(date(1904, 1, 4), date(1904, 1, 8)) == 5
    fresh = WorkCalendar("57", frozenset({date(2026, 5, 15)}))
    long = fresh.working_days_between(date(1904, 1, 4), date(2026, 1, 2))
    assert long == calendar.working_days_between(date(1904, 1, 4), date(2026, 1, 2)) > 30_000


def following(before: Office, made: OfficeSchedule, today: date, **states: str) -> Office:
    """The office another day, some tasks having changed state, with the plan it held."""
    kept = with_plan(before, made)
    tasks = kept["Planning"]
    pairs = zip(tasks.column("task"), tasks.column("state"), strict=True)
    found = tasks.with_columns({"state": [states.get(*pair) for pair in pairs]})
    return replace(kept.with_rows("Planning", found), today=today)


@pytest.mark.parametrize(("state", "day"), [("", nov(17)), ("Option 1", nov(17)), ("Confirmé", nov(19))])
def test_without_anybody_booked_only_a_confirmed_task_waits_for_the_day_it_had(state, day):
    before = held(task("V", "3"), task("N", "1", "V", state=state))
    made = schedule(before)
    assert dates(made)[1] == (nov(19), nov(19))
    planned = with_plan(before, made)
    shorter = planned["Planning"].with_columns({"duration_days": [Decimal(1), Decimal(1)]})
    again = schedule(planned.with_rows("Planning", shorter))
    assert dates(again)[1] == (day, day)


def test_tasks_finished_without_session_keep_the_dates_the_workbook_holds():
    rows = task("V", technician="T1"), task("N", "2", "V"), task("M", "2", "N FD+1j", technician="T2")
    before = held(*rows, today=nov(9), Equipe=[T1, T2])
    made = schedule(before)
    # V the 9th, N the 10th and the 12th, one day, M the 16th and the 17th.
    expected = [(nov(9), nov(9)), (nov(10), nov(12)), (nov(16), nov(17))]
    assert dates(made) == expected
    for today in (nov(13), nov(16)):
        before = following(before, made, today, V="Terminé", N="Terminé")
        made = schedule(before)
        assert dates(made) == expected


def test_a_task_finished_without_session_nor_plan_stands_still_from_one_day_to_the_next():
    before = held(task("W", "3", state="Terminé"), task("W1", "1", "W"), task("W2", "1", "W FD+2j"))
    made = schedule(before)
    expected = [(nov(12), nov(16)), (nov(17), nov(17)), (nov(19), nov(19))]
    assert dates(made) == expected
    for today in (nov(16), nov(17)):
        before = following(before, made, today)
        made = schedule(before)
        assert dates(made) == expected
    made = schedule(following(before, made, nov(18)))
    assert dates(made)[0] == expected[0]
    assert dates(made)[2] == expected[2]  # W1, not begun, cannot be the 17th any more; W2 has not moved


def test_a_task_finished_before_its_planned_days_ends_today_and_then_stays_there():
    before = held(task("A", "2", fixed_day=nov(23)), task("B", "1", "A"))
    made = schedule(before)
    assert dates(made)[0] == (nov(23), nov(24))
    before = following(before, made, nov(17), A="Terminé")
    made = schedule(before)
    assert dates(made)[0] == (nov(16), nov(17))
    made = schedule(following(before, made, nov(19)))
    assert dates(made)[0] == (nov(16), nov(17))


def test_a_task_finished_ahead_is_cut_at_today_and_half_days_do_not_push_what_follows():
    before = held(task("A", "1.5", technician="T1"), task("B", "0.5", "A", technician="T1"), Equipe=[T1])
    made = schedule(before)
    assert dates(made) == [(nov(16), nov(17)), (nov(17), nov(17))]
    made = schedule(following(before, made, nov(17), A="Terminé"))
    assert dates(made) == [(nov(16), nov(17)), (nov(17), nov(17))]


def test_what_a_fixed_successor_waited_for_ends_before_it_from_the_first_refresh_on():
    fixed = task("X", "1", "W", state="Confirmé", fixed_day=nov(23))
    before = held(task("W", "0.5", state="Terminé"), fixed, task("Z", "1", "W"), today=nov(23))
    made = schedule(before)
    assert dates(made) == [(nov(20), nov(20)), (nov(23), nov(23)), (nov(23), nov(23))]
    again = schedule(with_plan(before, made))
    assert (dates(again), lines(again)) == (dates(made), lines(made))
    assert not lines(made)


def test_an_end_held_for_today_stays_and_one_held_after_today_is_cut_at_today():
    before = held(task("A", "4", technician="T1"), Equipe=[T1])
    made = schedule(before)
    assert dates(made) == [(nov(16), nov(19))]
    for today, end in ((nov(18), nov(18)), (nov(19), nov(19)), (nov(20), nov(19)), (nov(23), nov(19))):
        finished = following(before, made, today, A="Terminé")
        assert dates(schedule(finished)) == [(nov(16), end)]


def start_of(planned: date, today: date, **state: Any) -> date:
    """Where a task of T1 starts, planned on a day, once T1 is said to be away today."""
    before = held(task("A", technician="T1", **state), today=planned, Equipe=[T1])
    following_day = following(before, schedule(before), today)
    away = table_rows("Absences", [{"resource": "T1", "first_day": today}])
    return dates(schedule(following_day.with_rows("Absences", away)))[0][0]


@pytest.mark.parametrize("state", [{"state": "Confirmé"}, {"frozen": True}], ids=["firm", "frozen"])
def test_a_firm_task_exactly_at_the_present_half_day_stays_and_one_left_in_the_past_does_not(state):
    assert start_of(nov(17), nov(17), **state) == nov(17)
    assert start_of(nov(16), nov(17), **state) == nov(18)
    assert start_of(nov(17), nov(17), state="Option 1") == nov(18)


@pytest.mark.parametrize(
    ("link", "days"),
    [
        # Three days before Wednesday 25, or up to it where its end holds nothing back.
        ("W", (nov(20), nov(24))),
        ("W FD+1j", (nov(19), nov(23))),
        ("W FD-1j", (nov(23), nov(25))),
        ("W DD", (nov(23), nov(25))),
        ("W FF", (nov(23), nov(25))),
        ("W DF", (nov(23), nov(25))),
    ],
)
def test_only_what_waited_for_its_end_has_a_finished_task_end_before_it(link, days):
    fixed = task("X", "1", link, state="Confirmé", fixed_day=nov(25))
    assert dates(schedule(held(task("W", "3", state="Terminé"), fixed, today=nov(25))))[0] == days


@pytest.mark.parametrize(
    ("when", "day"),
    [({}, MONDAY), ({"earliest_day": nov(13)}, nov(13)), ({"fixed_day": nov(13)}, nov(13))],
    ids=["today", "earliest", "imposed"],
)
def test_a_finished_milestone_stands_on_the_morning_of_its_day(when, day):
    assert dates(schedule(held(task("M", "0", state="Terminé", **when)))) == [(day, day)]


def test_a_milestone_behind_a_finished_milestone_stands_on_its_day():
    over = {"state": "Terminé", "start_day": nov(13), "end_day": nov(13)}
    made = schedule(held(task("M", "0", **over), task("W", "0", "M", state="Terminé")))
    assert dates(made) == [(nov(13), nov(13))] * 2


@pytest.mark.parametrize("days", ["0", "0.5", "1", "3"])
def test_a_reception_typed_on_a_finished_task_is_its_day_whatever_was_planned_and_stays(days):
    before = held(task("W", days, due_day=nov(24)), today=nov(24))
    before = following(before, schedule(before), nov(27), W="Terminé")
    for received, late in ((nov(23), None), (nov(27), 3)):
        before = before.with_columns("Planning", {"fixed_day": [received]})
        for today in (nov(27), nov(27), *map(nov, range(28, 31)), date(2026, 12, 24)):
            made = schedule(before)
            assert dates(made) == [(received, received)]
            assert made.columns.column("late_days") == [late]
            before = following(before, made, today)


def test_a_task_finished_where_its_imposed_start_had_it_ends_where_its_plan_says():
    before = held(task("W", "3", fixed_day=nov(24)), today=nov(24))
    before = following(before, schedule(before), nov(27), W="Terminé")
    for today in (nov(27), nov(30)):
        made = schedule(before)
        assert dates(made) == [(nov(24), nov(26))]
        before = following(before, made, today)


def test_a_reception_on_a_saturday_is_shown_on_it_and_counts_as_the_friday_before():
    # Due on Tuesday 10; Wednesday 11 is a holiday: Thursday 12 and Friday 13 are late.
    over = task("V", "1", state="Terminé", due_day=nov(10), fixed_day=nov(14))
    made = schedule(held(over, task("X", "1", "V"), today=nov(16)))
    assert dates(made) == [(nov(14), nov(14)), (nov(16), nov(16))]
    assert made.columns.column("late_days")[0] == 2


def test_what_is_received_after_its_last_session_ends_that_day_and_before_it_where_its_sessions_do():
    session = {"number": "1", "day": nov(12), "project": "P1", "task": "V", "start": 540, "end": 1020}
    for typed, end in ((nov(9), nov(12)), (nov(12), nov(12)), (nov(13), nov(13))):
        over = task("V", "1", state="Terminé", due_day=nov(12), fixed_day=typed)
        made = schedule(held(over, task("X", "1", "V"), Seances=[session]))
        assert dates(made) == [(nov(12), end), (nov(16), nov(16))]


def test_what_begins_on_the_day_of_a_reception_is_not_pushed_by_it():
    begun = task("X", "1", "V", state="Confirmé", fixed_day=MONDAY)
    made = schedule(held(task("V", "0.5", state="Terminé", fixed_day=MONDAY), begun))
    assert dates(made) == [(MONDAY, MONDAY)] * 2
    assert not lines(made)


@pytest.mark.parametrize("day", [nov(17), date(2999, 1, 1)])
def test_a_reception_still_to_come_is_refused_by_one_line(day):
    run = refreshed(held(task("V", "1", state="Terminé", fixed_day=day)), [])
    (problem,) = [problem for problem in run.problems if problem.is_blocking]
    assert (problem.heading, problem.found) == ("Début fixé", f"{day:%d/%m/%Y}")
    assert problem.message == (
        f"V : terminée, mais reçue le {day:%d/%m/%Y}, après aujourd'hui (16/11/2026) : tapez le jour de sa réception, "
        "ou videz la cellule"
    )


def test_a_finished_task_keeps_the_saturday_it_was_held_on():
    before = held(task("S", "1", **SATURDAY), Equipe=WEEKEND)
    made = schedule(before)
    for today in (nov(23), nov(24)):
        before = following(before, made, today, S="Terminé")
        made = schedule(before)
        assert dates(made) == [(nov(21), nov(21))]


@pytest.mark.parametrize(
    ("first", "last", "today", "end"),
    [(20, 20, 21, 20), (20, 21, 21, 21), (21, 22, 21, 21), (20, 23, 21, 20), (20, 23, 22, 20)],
    ids=["before", "that day", "after, from a day off on", "after a Saturday", "after a Sunday"],
)
def test_the_end_of_a_task_finished_on_a_day_off_is_no_later_than_that_day(first, last, today, end):
    # An end after it becomes the last working day, Friday 20, except for work that itself began on a day off.
    over = task("S", "2", state="Terminé", start_day=nov(first), end_day=nov(last))
    assert dates(schedule(held(over, today=nov(today)))) == [(nov(first), nov(end))]


@pytest.mark.parametrize(
    ("days", "first", "behind"),
    [
        ("2", 16, (nov(18), nov(18))),  # the two days held are its four half-days
        ("1", 16, (nov(17), nov(18))),  # one of the days held was shared: the afternoon of the 17th is free
        ("0", 17, (nov(17), nov(17))),  # a milestone takes nothing of its day
    ],
)
def test_what_follows_a_task_that_keeps_its_days_begins_behind_its_half_days(days, first, behind):
    # Its links alone would have had it on the 13th.
    over = {"state": "Terminé", "earliest_day": nov(13), "start_day": nov(first), "end_day": nov(17)}
    made = schedule(held(task("A", days, **over), task("B", "1", "A"), today=nov(17)))
    assert dates(made) == [(nov(first), nov(17)), behind]


def test_what_is_finished_without_session_stands_a_lag_behind_what_it_followed():
    # V is worked on Monday 9; two working days pass, Tuesday 10 and Thursday 12: W is of Friday 13.
    session = {"number": "B1", "day": nov(9), "project": "P1", "task": "V", "start": 540, "end": 1020}
    done = task("V", state="Terminé"), task("W", "1", "V FD+2j", state="Terminé")
    made = schedule(held(*done, today=nov(20), Seances=[session]))
    assert dates(made) == [(nov(9), nov(9)), (nov(13), nov(13))]


def test_a_chain_finished_without_session_stands_in_its_order_before_a_session():
    chain = task("W1", "3", state="Terminé"), task("W2", "2", "W1", state="Terminé")
    session = {"number": "1", "day": MONDAY, "project": "P1", "task": "S", "validated": True}
    before = held(*chain, task("S", "3", "W2", state="En cours"), today=nov(23), Seances=[session])
    made = schedule(before)
    assert dates(made)[:2] == [(nov(6), nov(10)), (nov(12), nov(13))]
    assert dates(schedule(with_plan(before, made))) == dates(made)


def test_a_task_finished_on_a_saturday_nobody_works_ends_on_the_friday():
    before = held(task("W", "5", fixed_day=nov(18)))
    before = following(before, schedule(before), nov(21), W="Terminé")
    assert dates(schedule(before)) == [(nov(18), nov(20))]


def test_a_task_under_way_without_session_keeps_its_first_day():
    before = held(task("W", "5", state="En cours"))
    made = schedule(before)
    for today in (nov(17), nov(18)):
        before = following(before, made, today)
        made = schedule(before)
        assert dates(made)[0][0] == MONDAY


def archived(promised: int, *rest: dict[str, Any], **status: str) -> Office:
    rows = (
        task("PAD", "2"),
        task("LIV", "0", "PAD", step="LIVRAISON"),
        task("ARC", "3", "LIV FD+1j", step="ARCHIVES"),
    )
    return held(*rows, *rest, Projets=[{"code": "P1", "delivery_day": nov(promised), **status}])


def test_archives_after_the_delivery_are_not_late_on_it():
    run = refreshed(archived(18), [])
    planning = run.office["Planning"]
    # PAD the 16th and 17th, LIV the 17th, one day, ARC from the 19th to the 23rd.
    assert project(run, "expected_day") == nov(23)
    assert project(run, "late_days") is None
    assert planning.column("late_days") == [None] * 3
    assert planning.column("slack_days") == [1, 1, None]
    assert not any(planning.column("critical"))
    assert not lines(run)
    assert records_of(run.rows["Accueil"])[0]["delivery_light"] == "Orange"  # one day of slack


def test_a_late_delivery_is_counted_to_the_delivery_and_not_to_the_archives():
    run = refreshed(archived(16), [])
    assert project(run, "late_days") == 1
    assert run.office["Planning"].column("late_days") == [1, 1, None]
    assert project(run, "alert") == "livraison en retard de 1 j"
    assert lines(run)[0].startswith(
        f"P1 : {PROMISED} le 16/11/2026, livraison prévue le 17/11/2026 : 1 j ouvré de retard"
    )


def test_archives_that_no_delivery_comes_before_are_due_with_the_rest():
    run = refreshed(archived(18, task("ARC2", "4", step="ARCHIVES")), [])
    assert run.office["Planning"].column("late_days") == [None, None, None, 1]
    assert project(run, "late_days") == 1


def test_a_settled_project_books_nobody_and_says_once_what_was_left_open():
    rows = task("X", "2", project="P2", technician="T1"), task("Y", "1", technician="T1")
    finished = task("F", "1", project="P2", state="Terminé")
    projects = [{"code": "P1"}, {"code": "P2", "status": "Soldé", "delivery_day": nov(10)}]
    made = schedule(held(*rows, finished, Projets=projects, Equipe=[T1]))
    assert dates(made)[:2] == [(None, None), (nov(16), nov(16))]
    assert dates(made)[2] == (nov(16), nov(16))
    assert bookings(made).rows.column("task") == ["Y"]
    assert lines(made) == ["P2 est « Soldé » : plus rien n'y est planifié ; reste ouvert : X"]


def test_a_delivered_project_still_places_its_archives():
    run = refreshed(archived(10, status="Livré"), [])
    assert run.office["Planning"].column("start_day")[2] == nov(19)
    assert not lines(run)


HALF = {"state": "Confirmé", "fixed_day": nov(17)}


def halves(made: OfficeSchedule) -> list[tuple[str, str, str]]:
    rows = bookings(made).rows
    return list(zip(rows.column("task"), rows.column("half_day"), rows.column("conflict"), strict=True))


def test_two_fixed_half_days_of_one_person_share_the_day():
    rows = [task(code, "0.5", project=code[0], technician="T1", **HALF) for code in ("J1", "K1")]
    before = held(*rows, Projets=[{"code": "J"}, {"code": "K"}], Equipe=[T1])
    made = schedule(before)
    assert halves(made) == [("J1", "Matin", ""), ("K1", "Après-midi", "")]
    assert not lines(made)
    again = schedule(with_plan(before, made))
    assert halves(again) == halves(made)


def test_a_fixed_half_day_comes_after_its_predecessor_of_the_same_day():
    rows = task("K2", "0.5", "K1", technician="T1", **HALF), task("K1", "0.5", technician="T2", **HALF)
    made = schedule(held(*rows, Equipe=[T1, T2]))
    assert halves(made) == [("K1", "Matin", ""), ("K2", "Après-midi", "")]
    assert not lines(made)


def test_a_third_fixed_half_day_on_the_same_day_is_a_conflict():
    rows = [task(code, "0.5", technician="T1", **HALF) for code in ("J1", "J2", "J3")]
    made = schedule(held(*rows, Equipe=[T1]))
    assert [half for _, half, _ in halves(made)] == ["Matin", "Matin", "Après-midi"]
    assert len([conflict for _, _, conflict in halves(made) if conflict]) == 2


def test_a_fixed_half_day_leaves_the_morning_to_an_absence():
    away = [{"resource": "T1", "first_day": nov(17), "last_day": nov(17), "half_day": "Matin"}]
    made = schedule(held(task("J1", "0.5", technician="T1", **HALF), Equipe=[T1], Absences=away))
    assert halves(made) == [("J1", "Après-midi", "")]


@pytest.mark.parametrize("state", ["Terminé", "En cours", "Annulé"])
def test_a_fixed_half_day_keeps_its_half_when_the_other_one_is_begun_or_over(state):
    rows = [task(code, "0.5", technician="T1", **HALF) for code in ("J1", "J2")]
    before = held(*rows, Equipe=[T1])
    later = held({**rows[0], "state": state}, rows[1], today=nov(17), Equipe=[T1])
    made = schedule(with_plan(later, schedule(before)))
    assert ("J2", "Après-midi", "") in halves(made)


def test_fixed_half_days_keep_their_halves_when_the_rows_are_sorted_and_one_is_added_above():
    rows = [task(code, "0.5", technician="T1", **HALF) for code in ("J1", "J2")]
    made = schedule(held(*rows, Equipe=[T1]))
    columns = made.columns.at([1, 0])
    plan = held(*rows[::-1], Equipe=[T1]).with_columns("Planning", columns)
    again = schedule(plan.with_rows("Reservations", bookings(made).rows))
    assert sorted(halves(again)) == halves(made)

    alone = schedule(held(rows[0], Equipe=[T1]))
    added = held(rows[1], rows[0], Equipe=[T1]).with_rows("Reservations", bookings(alone).rows)
    columns = alone.columns.with_columns({"start_day": [None]}).followed_by(alone.columns)
    added = added.with_columns("Planning", columns)
    assert sorted(halves(schedule(added))) == [("J1", "Matin", ""), ("J2", "Après-midi", "")]


WEEKEND = [{"code": "T1", "working_days": "lu-di"}]
SATURDAY = {"technician": "T1", "frozen": True, "state": "Confirmé", "fixed_day": nov(21)}


def test_a_task_fixed_on_a_saturday_is_worked_by_a_person_who_works_then():
    before = held(task("S", "1", **SATURDAY), task("A", "10"), Equipe=WEEKEND)
    made = schedule(before)
    # A counts working days only: ten of them from Monday the 16th to Friday the 27th.
    assert dates(made) == [(nov(21), nov(21)), (nov(16), nov(27))]
    assert bookings(made).rows.column("day") == [nov(21)]
    assert not lines(made)
    assert dates(schedule(with_plan(before, made))) == dates(made)


def test_two_days_from_a_saturday_are_the_weekend_and_three_the_monday_too():
    made = schedule(held(task("S", "3", **SATURDAY), Equipe=WEEKEND))
    assert dates(made) == [(nov(21), nov(23))]


def test_a_saturday_worked_by_somebody_gives_no_slack_to_the_others():
    due = [{"code": "P1", "delivery_day": nov(24)}, {"code": "P2"}]
    rows = task("A", "5"), task("S", "1", project="P2", **SATURDAY)
    made = schedule(held(*rows, Projets=due, Equipe=WEEKEND))
    # A ends on Friday the 20th: Monday and Tuesday are left.
    assert made.columns.column("slack_days")[0] == 2


def test_a_weekend_begun_on_the_saturday_goes_on_until_the_sunday():
    before = held(task("S", "2", **SATURDAY), Equipe=WEEKEND)
    begun = task("S", "2", **{**SATURDAY, "state": "En cours"})
    saturday = held(begun, today=nov(21), Equipe=WEEKEND)
    made = schedule(with_plan(saturday, schedule(before)))
    assert dates(made) == [(nov(21), nov(22))]
    done = {
        "number": "1",
        "day": nov(21),
        "project": "P1",
        "task": "S",
        "technician": "T1",
        "validated": True,
    }
    done |= {"start": 570, "end": 1110, "remaining_days": Decimal(1)}
    for today in (nov(21), nov(22)):
        sunday = held(begun, today=today, Equipe=WEEKEND, Seances=[done])
        assert dates(schedule(with_plan(sunday, made))) == [(nov(21), nov(22))]


def test_a_task_begun_long_after_a_fixed_saturday_goes_on_as_any_other():
    begun = task("S", "2", **{**SATURDAY, "state": "En cours", "fixed_day": date(2024, 11, 16)})
    assert dates(schedule(held(begun, today=nov(21), Equipe=WEEKEND)))[0][1] == nov(24)


@pytest.mark.parametrize(
    "rows",
    [
        {"Equipe": [{"code": "T1", "working_days": "lu-ve"}]},
        {"Equipe": [{"code": "T1"}]},
        {"Equipe": WEEKEND, "Absences": [{"resource": "T1", "first_day": nov(21), "last_day": nov(22)}]},
    ],
)
def test_a_task_fixed_on_a_saturday_that_nobody_works_goes_to_the_monday_and_says_so(rows):
    made = schedule(held(task("S", "1", **SATURDAY), **rows))
    assert dates(made) == [(nov(23), nov(23))]
    assert lines(made) == ["S : début fixé le 21/11/2026, jour non ouvré : la tâche est placée au 23/11/2026"]


def test_a_holiday_is_worked_only_by_those_who_work_every_day():
    fixed = {**SATURDAY, "fixed_day": date(2026, 12, 25)}
    every = schedule(held(task("S", "1", **fixed), Equipe=WEEKEND))
    week = schedule(held(task("S", "1", **fixed), Equipe=[{"code": "T1", "working_days": "lu-sa"}]))
    assert dates(every) == [(date(2026, 12, 25), date(2026, 12, 25))]
    assert dates(week) == [(date(2026, 12, 28), date(2026, 12, 28))]


@pytest.mark.parametrize(
    ("days", "links", "reason"),
    [
        ("20", "A DD+5j; A FF+5j", "attend A (début le 16/11/2026, + 5 j)"),
        ("20", "A DD+5j; A FF+1j", "attend A (début le 16/11/2026, + 5 j)"),
        ("3", "A DD+5j; A FF-8j", "attend A (début le 16/11/2026, + 5 j)"),
        ("2", "A DF", "pas commencée : ne peut débuter avant aujourd'hui"),
        ("20", "A FF", "pas commencée : ne peut débuter avant aujourd'hui"),
        ("2", "A FF+1j", "finit après A (fin le 27/11/2026, + 1 j)"),
    ],
)
def test_a_link_to_the_end_of_a_long_task_does_not_hide_what_holds_its_start(days, links, reason):
    made = schedule(held(task("A", "10"), task("B", days, links)))
    assert made.columns.column("reason")[1] == reason
