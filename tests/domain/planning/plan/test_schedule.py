"""The plain schedule. Monday 23 November 2026 is today; the week before ran from the 16th to the 20th."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.planning.explain.alerts import with_conflicts
from postprod_xl.domain.planning.plan.project_ends import delivery_columns
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule, schedule
from postprod_xl.domain.planning.tasks.facts import remaining_days
from postprod_xl.domain.planning.tasks.links import (
    TaskLink,
    UnreadableLink,
    WrittenLink,
    ordered,
    read_links,
)
from postprod_xl.domain.wording import in_sentence
from postprod_xl.engines.schedule import LinkKind
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.promises import promise_columns
from postprod_xl.schema.vocabulary import Severity
from tests.domain.offices import MONDAY, office, table_rows

PROMISED = in_sentence(BY_NAME["Projets"].heading("delivery_day"))


def nov(day: int) -> date:
    return date(2026, 11, day)


def dec(day: int) -> date:
    return date(2026, 12, day)


def task(code: str, days: str | None = "1", predecessors: str = "", **rest: Any) -> dict[str, Any]:
    duration = None if days is None else Decimal(days)
    return {"task": code, "project": "P1", "duration_days": duration, "predecessors": predecessors, **rest}


def session(code: str, day: date, **rest: Any) -> dict[str, Any]:
    # 09:00 to 17:00 without pause: 8 hours.
    return {"day": day, "project": "P1", "task": code, "start": 540, "end": 1020, **rest}


def made(
    *tasks: dict[str, Any],
    sessions: list[dict[str, Any]] | None = None,
    projects: list[dict[str, Any]] | None = None,
    today: date = MONDAY,
) -> Any:
    numbered = [{"number": f"B{rank}", **row} for rank, row in enumerate(sessions or [])]
    return office(
        today,
        Planning=table_rows("Planning", list(tasks)),
        Projets=table_rows("Projets", projects or [{"code": "P1", "department": "75"}]),
        Seances=table_rows("Seances", numbered),
    )


def planned(*tasks: dict[str, Any], **rest: Any) -> OfficeSchedule:
    return schedule(made(*tasks, **rest))


def days(plan: OfficeSchedule, place: int) -> tuple[date, date]:
    row = plan.columns.frame().iloc[place]
    return row["start_day"], row["end_day"]


def messages(plan: OfficeSchedule, severity: Severity = Severity.WARNING) -> list[str]:
    return [problem.message for problem in plan.problems if problem.severity is severity]


def test_a_chain_of_whole_days_takes_consecutive_working_days() -> None:
    plan = planned(task("A", "3"), task("B", "3", "A"))
    assert days(plan, 0) == (nov(23), nov(25))
    assert days(plan, 1) == (nov(26), nov(30))  # Thursday, Friday, Monday


def test_two_halves_share_a_day_and_a_quarter_spills_over() -> None:
    plan = planned(task("A", "0.5"), task("B", "0.5", "A"), task("C", "1.25", "B"), task("D", "1", "C"))
    assert days(plan, 0) == days(plan, 1) == (nov(23), nov(23))
    assert days(plan, 2) == (nov(24), nov(25))
    assert days(plan, 3) == (nov(25), nov(26))


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("A", (nov(26), nov(27))),  # A takes 23, 24, 25
        ("A FD+2j", (nov(30), dec(1))),  # 26 and 27 pass
        ("a fd + 1s", (dec(3), dec(4))),  # five working days: 26, 27, 30, 1, 2
        ("A FD-1j", (nov(25), nov(26))),
        ("A DD", (nov(23), nov(24))),
        ("A DD+1j", (nov(24), nov(25))),
        ("A FF", (nov(24), nov(25))),
        ("A FF+2j", (nov(26), nov(27))),
        (
            "A DF+4j",
            (nov(25), nov(26)),
        ),  # ends four days after the start of the 23rd, the evening of the 26th
        ("A DF", (nov(23), nov(24))),  # would start before today
        ("A DD+1j ; A FF+3j", (nov(27), nov(30))),
    ],
)
def test_each_kind_of_link_moves_a_task_of_two_days(link: str, expected: tuple[date, date]) -> None:
    plan = planned(task("A", "3"), task("B", "2", link))
    assert not messages(plan, Severity.BLOCKING)
    assert days(plan, 1) == expected


def test_public_holidays_of_the_project_are_skipped() -> None:
    plan = planned(task("A", "2", earliest_day=dec(24)))
    # Friday 25 December is off: Thursday 24, then Monday 28.
    assert days(plan, 0) == (dec(24), dec(28))
    moselle = [{"code": "P1", "department": "57"}]
    spring = planned(task("A", "2", earliest_day=date(2027, 3, 25)), projects=moselle, today=date(2027, 3, 1))
    # Good Friday 26 March and Easter Monday 29 March 2027.
    assert days(spring, 0) == (date(2027, 3, 25), date(2027, 3, 30))


def test_a_link_across_projects_ends_on_the_calendar_of_each() -> None:
    projects = [{"code": "P1", "department": "57"}, {"code": "P2", "department": "75"}]
    tasks = [
        task("A", "1", earliest_day=date(2027, 3, 25), due_day=date(2027, 3, 25)),
        task("B", "1", "A", project="P2"),
        task("C", "1", "B"),
    ]
    plan = planned(*tasks, projects=projects, today=date(2027, 3, 1))
    # Paris works on Good Friday, Metz does not: it goes on Tuesday 30 March.
    assert [days(plan, place)[0] for place in range(3)] == [
        date(2027, 3, 25),
        date(2027, 3, 26),
        date(2027, 3, 30),
    ]
    # C starts the first working day after Good Friday on both axes: no slack in either project.
    assert plan.columns.column("slack_days") == [0, 0, 0]


def test_a_milestone_stands_at_the_end_of_what_it_waits_for() -> None:
    plan = planned(task("A", "2"), task("M", "0", "A"), task("B", "1", "M"), task("N", "0", "M DD"))
    assert days(plan, 1) == days(plan, 3) == (nov(24), nov(24))
    assert days(plan, 2) == (nov(25), nov(25))


def test_a_milestone_without_predecessor_stands_on_its_earliest_day() -> None:
    plan = planned(task("M", "0", earliest_day=nov(26), due_day=nov(26)), task("B", "1", "M"))
    assert days(plan, 0) == (nov(26), nov(26))
    assert days(plan, 1) == (nov(26), nov(26))
    assert plan.columns.column("late_days") == [None, None]
    assert plan.columns.column("slack_days") == [0, 0]


def test_work_not_begun_cannot_start_in_the_past() -> None:
    plan = planned(task("A", "1", earliest_day=nov(2)), task("B", "1", earliest_day=nov(25)))
    assert days(plan, 0) == (nov(23), nov(23))
    assert plan.columns.column("reason") == [
        "pas commencée : ne peut débuter avant aujourd'hui",
        "début au plus tôt le 25/11/2026",
    ]


def test_nothing_starts_before_the_rushes() -> None:
    plan = planned(task("A"), projects=[{"code": "P1", "rushes_day": nov(28)}])
    assert days(plan, 0) == (nov(30), nov(30))  # the 28th is a Saturday
    assert plan.columns.column("reason") == ["rushes reçus le 28/11/2026"]


def test_a_today_off_starts_on_the_next_working_day() -> None:
    assert days(planned(task("A"), today=nov(22)), 0) == (nov(23), nov(23))


def test_a_fixed_start_holds_and_what_it_contradicts_is_told() -> None:
    plan = planned(task("A", "3"), task("B", "1", "A", fixed_day=nov(24)))
    assert days(plan, 1) == (nov(24), nov(24))
    assert plan.columns.column("reason")[1] == "début fixé le 24/11/2026"
    assert messages(plan) == [
        "B : début fixé le 24/11/2026 avant la fin de A (25/11/2026) ; la date fixée est gardée"
    ]


def test_a_fixed_start_on_a_day_off_moves_to_the_next_working_day() -> None:
    plan = planned(task("A", "1", fixed_day=nov(28)))
    assert days(plan, 0) == (nov(30), nov(30))
    assert messages(plan) == [
        "A : début fixé le 28/11/2026, jour non ouvré : la tâche est placée au 30/11/2026"
    ]


def test_a_fixed_start_that_is_past_gives_way_to_today() -> None:
    plan = planned(task("A", "1", fixed_day=nov(16)))
    assert days(plan, 0) == (nov(23), nov(23))
    assert "déjà passé" in messages(plan)[0]


def test_a_frozen_task_stays_on_its_earliest_day_or_says_it_has_none() -> None:
    plan = planned(
        task("A", "3"), task("B", "1", "A", frozen=True, earliest_day=nov(24)), task("C", frozen=True)
    )
    assert days(plan, 1) == (nov(24), nov(24))
    assert plan.columns.column("reason")[1] == "figée au 24/11/2026"
    assert any("figée sans date" in message for message in messages(plan))


def test_a_finished_task_is_where_its_sessions_were() -> None:
    sessions = [session("A", nov(12)), session("A", nov(14)), session("A", nov(10))]
    plan = planned(task("A", "5", state="Terminé", due_day=nov(12)), task("B", "1", "A"), sessions=sessions)
    assert days(plan, 0) == (nov(10), nov(14))  # the 14th is a Saturday
    assert days(plan, 1) == (nov(23), nov(23))
    row = plan.columns.frame().iloc[0]
    assert (row["slack_days"], row["critical"], row["reason"], row["alert"]) == (None, False, "", "")
    assert row["late_days"] == 1  # Friday 13; Saturday is not a working day


def test_a_finished_task_without_session_never_ends_after_today() -> None:
    plan = planned(task("A", "10"), task("B", "2", "A", state="Terminé"), task("C", "1", "B"))
    assert days(plan, 1) == (nov(20), nov(23))
    assert days(plan, 2) == (nov(24), nov(24))


def test_what_remains_is_laid_from_today() -> None:
    sessions = [session("A", nov(18), remaining_days=Decimal("2.5"))]
    plan = planned(task("A", "3"), task("B", "1", "A"), sessions=sessions)
    assert days(plan, 0) == (nov(18), nov(25))  # 23, 24 and the morning of the 25th
    assert days(plan, 1) == (nov(25), nov(26))
    assert plan.columns.column("reason")[0] == "reste 2,5 j à faire"


def test_a_day_already_worked_today_leaves_the_rest_for_tomorrow() -> None:
    plan = planned(task("A", "3"), sessions=[session("A", nov(23), remaining_days=Decimal(1))])
    assert days(plan, 0) == (nov(23), nov(24))


def test_a_task_under_way_still_ends_after_what_it_must_follow() -> None:
    sessions = [session("B", nov(20), remaining_days=Decimal(1))]
    plan = planned(task("A", "3"), task("B", "2", "A FF+1j"), sessions=sessions)
    assert days(plan, 1) == (nov(20), nov(26))
    assert plan.columns.column("reason")[1] == "finit après A (fin le 25/11/2026, + 1 j)"


@pytest.mark.parametrize("said", [{"remaining_days": Decimal(0)}, {"done_rate": Decimal(1)}])
def test_a_task_whose_session_leaves_nothing_is_finished_as_terminé_is(said: dict[str, Any]) -> None:
    # What Planning left of it was typed before the session: 100 % leaves nothing all the same.
    typed = {"state": "Option 1", "option_until": nov(16), "remaining_days": Decimal(1)}
    plan = planned(task("A", "3", **typed), task("B", "1", "A"), sessions=[session("A", nov(19), **said)])
    assert days(plan, 0) == (nov(19), nov(19))
    assert days(plan, 1) == (MONDAY, MONDAY)
    columns = plan.columns
    assert [columns.column(name)[0] for name in ("reason", "alert", "slack_days")] == ["", "", None]
    assert plan.remaining["A"] == 0
    assert not [problem for problem in plan.problems if "A : " in problem.message]


def test_a_later_session_that_leaves_a_day_reopens_a_finished_task() -> None:
    sessions = [
        session("A", nov(18), remaining_days=Decimal(0)),
        session("A", nov(20), remaining_days=Decimal(1)),
    ]
    plan = planned(task("A", "3"), sessions=sessions)
    assert days(plan, 0) == (nov(18), nov(23))
    assert plan.columns.column("reason") == ["reste 1 j à faire"]


def test_a_milestone_without_session_is_finished_by_its_state_alone() -> None:
    sessions = [session("A", nov(19), done_rate=Decimal(1))]
    plan = planned(task("A", "3"), task("VAL", "0", "A", state="En cours"), sessions=sessions)
    assert plan.columns.column("reason")[1] == "plus rien à faire : passez la tâche en Terminé"


def test_a_task_finished_by_its_session_keeps_its_days_in_a_settled_project() -> None:
    settled = [{"code": "P1", "status": "Soldé"}]
    sessions = [session("A", nov(19), remaining_days=Decimal(0))]
    plan = planned(task("A", "3"), sessions=sessions, projects=settled)
    assert days(plan, 0) == (nov(19), nov(19))
    assert not [problem for problem in plan.problems if "reste ouvert" in problem.message]


def test_a_task_declared_under_way_without_session_is_laid_from_today() -> None:
    plan = planned(task("A", "4", state="En cours", earliest_day=nov(17), done_rate=Decimal("0.3")))
    # 4 × 0.7 = 2.8, rounded up to 3: 23, 24, 25.
    assert days(plan, 0) == (nov(17), nov(25))


@pytest.mark.parametrize(
    ("typed", "sessions", "left"),
    [
        ({}, [], "4"),
        ({"state": "Terminé", "remaining_days": Decimal(2)}, [], "0"),
        ({"state": "Annulé"}, [], "0"),
        ({"remaining_days": Decimal(3)}, [session("A", nov(18), remaining_days=Decimal(2))], "2"),
        # A progress announced later makes the remainder announced before it obsolete: 4 × (1 − 0.9) = 0.4.
        (
            {},
            [
                session("A", nov(18), remaining_days=Decimal(2)),
                session("A", nov(19), done_rate=Decimal("0.9")),
            ],
            "0.5",
        ),
        ({"remaining_days": Decimal(3)}, [session("A", nov(18), done_rate=Decimal("0.5"))], "3"),
        ({"remaining_days": Decimal(3)}, [session("A", nov(18), done_rate=Decimal(1))], "0"),
        ({}, [session("A", nov(18), done_rate=Decimal(1), remaining_days=Decimal(1))], "1"),
        ({"done_rate": Decimal("0.9")}, [session("A", nov(18), done_rate=Decimal("0.5"))], "2"),
        ({"done_rate": Decimal("0.5")}, [session("A", nov(18))], "2"),
        ({}, [session("A", nov(18)), session("A", nov(19), end=750)], "2.75"),  # 8 h + 3 h 30 = 1.4375 j
        ({}, [session("A", nov(day)) for day in (12, 13, 16, 17, 18)], "0.25"),
        ({}, [session("A", nov(25), remaining_days=Decimal(1))], "4"),  # planned for later
    ],
)
def test_what_remains_is_the_latest_word_known(
    typed: dict[str, Any], sessions: list[dict[str, Any]], left: str
) -> None:
    assert remaining_days(made(task("A", "4", **typed), sessions=sessions)) == {"A": Decimal(left)}


def test_hours_worked_and_left_are_compared_with_the_duration() -> None:
    sessions = [session("A", nov(18), remaining_days=Decimal(3)), session("A", nov(19))]
    plan = planned(task("A", "4"), task("B", "2"), task("M", "0"), sessions=sessions)
    assert plan.columns.column("worked_minutes") == [960, 0, 0]
    # 16 h worked + 3 × 8 h left − 4 × 8 h = 8 h.
    assert plan.columns.column("variance_minutes") == [480, 0, None]


def test_a_session_to_come_is_not_worked_on_its_task() -> None:
    sessions = [session("A", nov(20)), session("A", nov(24), start=540, end=1140)]
    plan = planned(task("A", "4"), sessions=sessions)
    # 8 h worked, 3 days left of 4: 8 + 24 - 32
    assert plan.columns.column("worked_minutes") == [480]
    assert plan.columns.column("variance_minutes") == [0]


def test_a_day_of_a_task_is_a_day_of_the_line_that_pays_it() -> None:
    quoted = {"line": "L1", "project": "P1", "version": 1, "item": "IMG", "unit": "jour"}
    # 09:00 to 16:00: 7 hours, one day of the rate card and not of the house
    held = made(task("A", "2", line="L1"), task("B", "2"), sessions=[session("A", nov(20), end=960)])
    held = held.with_rows("Devis", table_rows("Devis", [quoted]))
    held = held.with_rows(
        "Tarifs", table_rows("Tarifs", [{"item": "IMG", "unit": "jour", "unit_minutes": 420}])
    )
    plan = schedule(held)
    assert plan.remaining == {"A": Decimal(1), "B": Decimal(2)}
    # 7 h worked + 1 × 7 h left - 2 × 7 h
    assert plan.columns.column("variance_minutes") == [0, 0]


def test_cancelled_tasks_have_no_dates_and_hold_nobody() -> None:
    plan = planned(
        task("A", "10", state="Annulé", technician="T1"), task("B", "1", "A"), task("C", project="P2"),
        projects=[{"code": "P1"}, {"code": "P2", "status": "Annulé"}],
    )  # fmt: skip
    assert days(plan, 0) == days(plan, 2) == (None, None)
    assert days(plan, 1) == (nov(23), nov(23))
    assert plan.columns.column("assigned_technician") == ["", "", ""]


def test_the_reason_names_the_task_waited_for() -> None:
    plan = planned(task("A", "3"), task("B", "1", "A DD+1,5j"), task("C", "1", "A; B"))
    assert plan.columns.column("reason")[1:] == [
        "attend A (début le 23/11/2026, + 1,5 j)",
        "attend A (fin le 25/11/2026)",
    ]


def test_the_lag_of_a_link_is_no_slack() -> None:
    projects = [{"code": "P1", "department": "75", "delivery_day": dec(18)}]
    plan = planned(task("S1"), task("S2", "1", "S1 FD+2j"), projects=projects)
    assert [days(plan, place)[0] for place in range(2)] == [nov(23), nov(26)]
    # From Friday 27 November to Friday 18 December: 1 + 3 × 5 working days, for one as for the other.
    assert plan.columns.column("slack_days") == [16, 16]


def test_slack_is_what_a_task_may_slip_before_the_promised_day() -> None:
    tasks = [task("A", "2"), task("B", "1", "A"), task("C", "0.5", "A"), task("D", "1", "B ; C")]
    plan = planned(*tasks, projects=[{"code": "P1", "delivery_day": nov(27)}])
    # A 23-24, B 25, D 26: one day left before the 27th. C (half a day) has half a day more.
    assert plan.columns.column("slack_days") == [1, 1, Decimal("1.5"), 1]
    assert not any(plan.columns.column("critical"))


def test_without_promised_day_the_end_of_the_project_rules() -> None:
    plan = planned(task("A", "2"), task("B", "1"))
    assert plan.columns.column("slack_days") == [0, 1]
    assert plan.columns.column("critical") == [True, False]


def test_a_late_delivery_is_counted_in_working_days_and_told_once() -> None:
    given_office = made(
        task("A", "3"), task("B", "2", "A"), projects=[{"code": "P1", "delivery_day": nov(25)}]
    )
    plan = schedule(given_office)
    # B ends on Friday 27: two working days after Wednesday 25.
    assert plan.columns.column("late_days") == [None, 2]
    assert plan.columns.column("slack_days") == [-2, -2]
    assert plan.columns.column("alert") == ["", "Retard de 2 j"]
    assert messages(plan) == [
        f"P1 : {PROMISED} le 25/11/2026, fin prévue le 27/11/2026 : 2 j ouvrés de retard ; à l'origine : A pas "
        "commencée : ne peut débuter avant aujourd'hui ; enchaînement : A → B → livraison ; délai trop court de "
        "2 j ouvrés même sans attendre personne ; il manque encore 2 j aux durées planchers"
    ]
    columns = delivery_columns(given_office.with_columns("Planning", plan.columns))
    assert columns.column("expected_day") == [nov(27)]
    assert columns.column("late_days") == [Decimal(2)]
    assert columns.numbers == given_office["Projets"].numbers


def test_a_due_day_before_the_delivery_rules_its_task() -> None:
    plan = planned(task("A", "3", due_day=nov(24)), projects=[{"code": "P1", "delivery_day": dec(18)}])
    assert plan.columns.column("late_days") == [1]
    assert plan.columns.column("slack_days") == [-1]


def test_a_late_delivery_before_its_rushes_is_one_line() -> None:
    project = {"code": "P1", "rushes_day": dec(1), "delivery_day": nov(25)}
    (message,) = messages(planned(task("A", "1"), projects=[project]))
    assert message.startswith(
        f"P1 : {PROMISED} le 25/11/2026, avant la réception des rushes le 01/12/2026 ; fin prévue le 01/12/2026"
    )


def test_a_late_delivery_tells_its_tasks_from_the_cause_and_what_they_wait_for() -> None:
    """Of eight tasks, five are told: the ends, the one that waits for somebody, the nearest ones."""
    chained = [task(f"B{n}", "1", f"B{n - 1}" if n > 1 else "") for n in range(1, 8)]
    chained[2] |= {"technician": "T1"}
    other = task("A", "6", technician="T1", state="Confirmé", fixed_day=nov(23)) | {"project": "P2"}
    projects = [{"code": "P1", "delivery_day": nov(25)}, {"code": "P2"}]
    (message,) = messages(planned(other, *chained, projects=projects))
    # A holds T1 from 23 to 30 November: B3 waits for it, whatever comes before.
    assert "; enchaînement : A → B3 (attend T1) → … → B5 → B6 → B7 → livraison ;" in message


def test_a_delivery_before_the_rushes_is_told() -> None:
    plan = planned(projects=[{"code": "P1", "rushes_day": dec(1), "delivery_day": nov(25)}])
    assert messages(plan) == [f"P1 : {PROMISED} le 25/11/2026, avant la réception des rushes le 01/12/2026"]


@pytest.mark.parametrize(
    ("until", "alert"),
    [
        (nov(20), "Option échue le 20/11 : à confirmer"),
        (nov(23), "Option à confirmer avant le 23/11"),
        (nov(26), "Option à confirmer avant le 26/11"),
        (nov(27), ""),
        (None, ""),
    ],
)
def test_options_are_called_three_days_before_their_last_day(until: date | None, alert: str) -> None:
    plan = planned(
        task("A", state="Option 1", option_until=until), task("B", state="Confirmé", option_until=until)
    )
    assert plan.columns.column("alert") == [alert, ""]
    assert bool(messages(plan)) == alert.startswith("Option échue")


def test_an_empty_duration_is_a_milestone_and_is_told() -> None:
    plan = planned(task("A", None))
    assert days(plan, 0) == (nov(23), nov(23))
    assert plan.problems[0].heading == "Durée (j)"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A XX", "A XX"),
        ("A FD+2", "A FD+2"),
        ("A +2,3j", "A +2,3j"),
        ("ZZZ", "ZZZ"),
        ("A; ZZZ FD+1j", "ZZZ"),
        ("B", "B"),
        ("b DD", "B"),
    ],
)
def test_a_wrong_predecessor_blocks_at_its_row(text: str, found: str) -> None:
    plan = planned(task("A"), task("B", "1", text))
    (problem,) = [problem for problem in plan.problems if problem.is_blocking]
    assert (problem.table, problem.row, problem.heading, problem.found) == (
        "Planning",
        6,
        "Prédécesseurs",
        found,
    )


def test_a_cycle_is_told_once_task_by_task() -> None:
    plan = planned(
        task("A", "1", "C"), task("B", "1", "A"), task("C", "1", "B"), task("D", "1", "C"), task("E")
    )
    (problem,) = [problem for problem in plan.problems if problem.is_blocking]
    assert (problem.row, problem.found) == (5, "A → B → C → A")
    assert days(plan, 3) == (None, None)
    assert days(plan, 4) == (nov(23), nov(23))


@pytest.mark.parametrize(
    ("pairs", "order", "cycles"),
    [
        ([], [0, 1, 2, 3], []),
        ([(3, 1), (1, 0), (3, 0)], [2, 3, 1, 0], []),
        ([(0, 1), (1, 0), (1, 2), (2, 3), (3, 2)], [], [[0, 1], [2, 3]]),
        ([(3, 1), (1, 2), (2, 1), (2, 0)], [3], [[1, 2]]),
        ([(0, 1), (1, 2), (2, 0), (1, 0)], [3], [[0, 1], [0, 1, 2]]),
    ],
)
def test_tasks_follow_what_they_wait_for_and_cycles_begin_at_their_smallest(pairs, order, cycles) -> None:
    links = [TaskLink(before, after, LinkKind.END_START, 0) for before, after in pairs]
    assert ordered(4, links) == (order, cycles)


def test_two_cycles_are_two_problems() -> None:
    plan = planned(task("A", "1", "B"), task("B", "1", "A"), task("C", "1", "D"), task("D", "1", "C"))
    assert [problem.found for problem in plan.problems if problem.is_blocking] == ["A → B → A", "C → D → C"]


def test_codes_may_look_like_lags_or_hold_spaces_when_they_exist() -> None:
    assert read_links("MIX-2j", {"MIX-2j"}) == [WrittenLink("MIX-2j", read_links("A")[0].kind, 0)]
    assert read_links("mon 10 ff+1j", {"mon 10"})[0].code == "mon 10"
    with pytest.raises(UnreadableLink):
        read_links("mon 10 ff+1j")


def test_a_successor_of_a_cancelled_task_is_told_whom_it_follows() -> None:
    plan = planned(
        task("A"),
        task("B", "5", "A", state="Annulé"),
        task("C", "1", "B"),
        task("D", "5", state="Annulé"),
        task("E", "1", "D"),
    )
    assert [(p.row, p.severity.name, p.message) for p in plan.problems] == [
        (7, "INFO", "B est annulée : C suit ce qui la précédait (A), comme si elle durait 0 jour"),
        (9, "INFO", "D est annulée : elle ne retient plus E, faute de prédécesseur"),
    ]
    assert days(plan, 2) == (nov(24), nov(24))


def test_links_that_cannot_be_read_in_a_cancelled_task_block_only_when_another_follows_it() -> None:
    plan = planned(task("A"), task("B", "5", "ZZZ", state="Annulé"), task("C", "1", "A"))
    assert not plan.problems
    plan = planned(task("A"), task("B", "5", "ZZZ", state="Annulé"), task("C", "1", "B"), task("D", "1", "B"))
    assert [(p.row, p.found) for p in plan.problems if p.is_blocking] == [(6, "ZZZ")]


def test_a_chain_of_a_thousand_cancelled_tasks_holds() -> None:
    chain = [task(f"T{n}", "1", f"T{n - 1}", state="Annulé") for n in range(1, 1500)]
    plan = planned(task("T0"), *chain, task("Z", "1", "T1499"))
    assert days(plan, 1500) == (nov(24), nov(24))


CODES = {"3", "12", "15", "MON-10", "SYN-20", "MIX-2j", "FF", "DD", "MON-FF", "A,B", "VO", "VO FF"}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("12FS+3d", [("12", "FD", 12)]),
        ("12FS+3 days", [("12", "FD", 12)]),
        ("12FD+2 jours", [("12", "FD", 8)]),
        ("12SS-1w", [("12", "DD", -20)]),
        ("12SF", [("12", "DF", 0)]),
        ("15DD", [("15", "DD", 0)]),
        ("15 DD + 1 sem.", [("15", "DD", 20)]),
        ("3;12", [("3", "FD", 0), ("12", "FD", 0)]),
        ("3,12FS+1,5d,15SS", [("3", "FD", 0), ("12", "FD", 6), ("15", "DD", 0)]),
        ("MON-10, SYN-20 DD+0,5j", [("MON-10", "FD", 0), ("SYN-20", "DD", 2)]),
        ("3", [("3", "FD", 0)]),
        ("3-1j", [("3", "FD", -4)]),
        ("FF", [("FF", "FD", 0)]),
        ("FF FF", [("FF", "FF", 0)]),
        ("DD+2j", [("DD", "FD", 8)]),
        ("MON-FF", [("MON-FF", "FD", 0)]),
        ("MON-FF+1j", [("MON-FF", "FD", 4)]),
        ("MIX-2j-1j", [("MIX-2j", "FD", -4)]),
        ("A,B", [("A,B", "FD", 0)]),
        ("A,B DD", [("A,B", "DD", 0)]),
        ("VO FF", [("VO FF", "FD", 0)]),
        ("15DC", [("15DC", "FD", 0)]),
        ("MON-20", [("MON-20", "FD", 0)]),
    ],
)
def test_the_links_of_ms_project_are_read_when_their_meaning_is_certain(
    text: str, links: list[tuple[str, str, int]]
) -> None:
    assert read_links(text, CODES) == links


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("3FD+2jé", "jours calendaires"),
        ("12FS+3ed", "jours calendaires"),
        ("12FS+1 emo", "jours calendaires"),
        ("MON-10 FD+50%", "pourcentage"),
        ("MON-10 FD+3h", "en heures"),
        ("MON-10 FD+30 min", "en heures"),
        ("MON-10 FD+1 mois", "un mois n'a pas toujours autant de jours ouvrés"),
        ("MON-10 FD+2", "l'unité du décalage manque"),
        ("MON-10 FD+2,3j", "par quart de jour"),
        ("MON-10 FD+2 lunes", "unité inconnue"),
        ("VO FF+1j", "deux tâches conviennent, « VO » et « VO FF »"),
    ],
)
def test_a_lag_that_is_no_working_day_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(UnreadableLink) as refused:
        read_links(text, CODES)
    assert str(refused.value) == text and reason in refused.value.reason


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3FD+2jé", "« 3FD+2jé » : un décalage en jours calendaires n'est pas pris"),
        ("3FD+2j", "le prédécesseur « 3 » n'existe pas"),
        ("15DC", "le prédécesseur « 15DC » n'existe pas"),
    ],
)
def test_a_link_that_is_refused_says_how_to_write_it(text: str, said: str) -> None:
    (problem,) = [p for p in planned(task("A"), task("B", "1", text)).problems if p.is_blocking]
    assert problem.message.startswith(said) and "MON-10 FD+2j" in problem.message


def test_a_conflict_joins_the_other_alerts() -> None:
    alerts = Rows(BY_NAME["Planning"], [5, 6, 9], {"alert": ["Retard de 2 j", "", ""]})
    merged = with_conflicts(alerts, {5: "Conflit le 24/11 : T1 absent", 9: "Conflit le 25/11 : T2 absent"})
    assert merged.column("alert") == [
        "Retard de 2 j ; Conflit le 24/11 : T1 absent",
        "",
        "Conflit le 25/11 : T2 absent",
    ]


def test_an_empty_office_has_an_empty_schedule() -> None:
    empty = office()
    plan = schedule(empty)
    promises = {column.name for column in promise_columns("", "")}
    computed = [column.name for column in BY_NAME["Planning"].columns if column.is_computed]
    assert list(plan.columns.columns) == [name for name in computed if name not in promises]
    assert len(plan.columns) == 0 and not plan.problems
    assert len(delivery_columns(empty.with_columns("Planning", plan.columns))) == 0


QUARTERS = st.integers(0, 40).map(lambda quarters: str(Decimal(quarters) / 4))


@given(st.lists(QUARTERS, min_size=1, max_size=8), st.data())
def test_every_link_is_respected_and_no_task_starts_before_today(
    lengths: list[str], data: st.DataObject
) -> None:
    kinds = st.sampled_from(["FD", "DD", "FF", "DF"])
    texts = [
        "; ".join(
            f"T{data.draw(st.integers(0, place - 1))} {data.draw(kinds)}+{data.draw(st.integers(0, 3))}j"
            for _ in range(data.draw(st.integers(0, 2)) if place else 0)
        )
        for place in range(len(lengths))
    ]
    tasks = [task(f"T{place}", *pair) for place, pair in enumerate(zip(lengths, texts, strict=True))]
    plan = planned(*tasks)
    today = plan.plan.model.axis.at(MONDAY)
    found = [plan.placements[5 + place] for place in range(len(tasks))]
    for place, text in enumerate(texts):
        own = found[place]
        assert own.start >= today and own.end - own.start == ceil(Decimal(lengths[place]) * 2)
        for link in read_links(text):
            before = found[int(link.code[1:])]
            moment = before.end if link.kind.leaves_the_end else before.start
            held = own.start if link.kind.holds_the_start else own.end
            assert held >= moment + ceil(link.lag / 2)  # quarters of a day as half-days
    assert min(plan.columns.column("slack_days")) == 0  # something always holds the end of the project
