"""Where what is beyond a limit of working time is told: once a person and limit, what is to come first."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from postprod_xl.domain.payroll.declarations import payroll
from postprod_xl.domain.payroll.watch.payroll_ids import payroll_id_problems
from postprod_xl.domain.payroll.watch.problems import (
    booking_marks,
    session_marks,
    to_act_on,
    watch_faults,
    watch_problems,
)
from postprod_xl.domain.refresh import refreshed
from tests.domain.offices import MONDAY, office, table_rows
from tests.domain.payroll.watch.houses import booked, contract, days_from, house, nov, worked

PLANNED = table_rows("Planning", [{"task": "A", "project": "P1", "technician": "T1"}])
NIGHTS = [worked(nov(day), "14:00", "02:00", 60) for day in (16, 18, 24)]
DAYS = [worked(nov(day), "09:30", "18:00", 60) for day in (17, 19)]


def test_one_line_a_person_and_limit_the_first_day_to_come_before_those_over() -> None:
    home = house(*NIGHTS, *DAYS, bookings=[booked(nov(25))], Planning=PLANNED)
    (problem,) = watch_problems(home)
    assert problem.message == (
        "T1 : 7h00 de repos entre le mercredi 25/11/2026 à 02:00 et le mercredi 25/11/2026 à 09:00, 11 h au moins "
        "(C. trav. L3131-1) ; A : déplacez, raccourcissez ou confiez à quelqu'un d'autre (et 2 autres jusqu'à hier)"
    )
    assert (problem.table, problem.row, problem.heading) == ("Planning", 5, "Technicien")


def test_a_session_beyond_several_averages_of_twelve_weeks_says_one_of_them() -> None:
    # 13 weeks of 50 h: the end of the first twelve weeks is beyond 44 h on average, and is in the last twelve too.
    days = [date(2026, 8, 31) + timedelta(days=7 * week + day) for week in range(13) for day in range(5)]
    home = house(*[worked(day, "09:00", "19:00") for day in days], today=nov(30))
    averages = [alert.count("en moyenne") for alert in session_marks(home).column("alert")]
    assert sum(averages) > 10 and max(averages) == 1


def test_what_is_over_is_told_at_the_session_to_check() -> None:
    (problem,) = watch_problems(house(*NIGHTS[:2], *DAYS))
    assert problem.message.endswith("S3 : vérifiez les heures (et 1 autre jusqu'à hier)")
    assert (problem.table, problem.row, problem.heading) == ("Seances", 7, "Début")


def test_what_is_to_come_stands_before_what_is_over_whoever_it_is() -> None:
    past = worked(nov(17), "08:00", "19:00", technician="T2", contract="")
    future = worked(nov(26), "08:00", "19:00")
    assert [problem.message[:2] for problem in watch_problems(house(past, future))] == ["T1", "T2"]


def test_a_booking_and_a_session_are_marked_and_the_home_page_says_who_and_when() -> None:
    home = house(*NIGHTS, *DAYS, bookings=[booked(nov(25), conflict="x"), booked(nov(26))])
    assert booking_marks(home).column("conflict") == [
        "x ; Temps de travail : 7h00 de repos, 11 h au moins",
        "",
    ]
    assert session_marks(home).column("alert") == ["", "", "", *["7h30 de repos, 11 h au moins"] * 2]
    assert list(to_act_on(home)) == ["T1 25/11 (7h00 de repos, 11 h au moins)"]


def test_what_is_allowed_is_information_and_asks_for_nothing() -> None:
    home = house(*[worked(day, "09:00", "15:00") for day in days_from(nov(19), 7)])
    (problem,) = watch_problems(home)
    assert problem.severity.name == "INFO" and "7 jours de suite" in problem.message
    assert list(to_act_on(home)) == [] and watch_faults(home) == []


def test_a_month_of_pay_says_how_many_sessions_of_a_contract_are_beyond_a_limit() -> None:
    home = house(*NIGHTS[:2], *DAYS, contracts=[contract(hourly_rate_cents=3000)])
    result = payroll(home, "2026-11")
    assert "2 séances sans le repos quotidien avant elle" in result.pay.column("alert")[0]
    assert sum("11 h au moins" in problem.message for problem in result.watched) == 2


def team_of(people: list[dict[str, Any]]) -> dict[str, Any]:
    return {"Equipe": table_rows("Equipe", people)}


def test_somebody_to_be_paid_without_payroll_number_is_named_with_the_first_day_of_the_month() -> None:
    team = [{"code": code, "status": "Intermittent"} for code in ("T1", "T2")]
    october = worked(date(2026, 10, 5), "09:00", "12:00", technician="T2", contract="")
    home = house(october, bookings=[booked(nov(25))], **team_of(team))
    (problem,) = payroll_id_problems(home)
    assert (problem.row, problem.heading) == (5, "Matricule")
    assert problem.message == (
        "T1 n'a pas de matricule, sans lequel la paie de 2026-11 ne s'exporte pas ; travail le mercredi 25/11/2026 "
        "(A) : demandez-le au bureau de paie"
    )
    assert list(payroll_id_problems(house(bookings=[booked(nov(25))], contracts=[], **team_of(team)))) == []


def confirmed(code: str, first: date, **rest: Any) -> dict[str, Any]:
    row = {
        "task": code,
        "project": "P1",
        "duration_days": Decimal(1),
        "fixed_day": first,
        "state": "Confirmé",
    }
    return {**row, "technician": "T1", **rest}


def test_a_refresh_tells_of_a_booking_before_it_is_worked() -> None:
    # Tuesday evening is typed, 19:00 to midnight; Tuesday is booked for 8 h: 13 h.
    evening = {"number": "S1", **worked(nov(24), "19:00", "00:00", project="P2")}
    home = office(
        MONDAY,
        Projets=table_rows("Projets", [{"code": "P1"}, {"code": "P2"}]),
        Equipe=table_rows("Equipe", [{"code": "T1", "status": "Intermittent", "payroll_id": "M1"}]),
        Contrats=table_rows("Contrats", [contract(hourly_rate_cents=3000)]),
        Planning=table_rows("Planning", [confirmed("A", nov(24))]),
        Seances=table_rows("Seances", [evening]),
    )
    run = refreshed(home, [])
    assert run.rows["Reservations"].column("conflict") == [
        "Temps de travail : 13h00, 10 h par jour au plus ; 15h00 d'amplitude, 13 h au plus"
    ]
    assert run.columns["Seances"].column("alert") == [
        "13h00, 10 h par jour au plus ; 15h00 d'amplitude, 13 h au plus"
    ]
    action = {row.subject: row for row in run.rows["Actions"]}["Temps de travail à revoir"]
    assert (action.count, action.tab) == (2, "Contrôles")
    assert action.detail.startswith("T1 24/11 (13h00, 10 h par jour au plus)")
    # A second refresh of what the first wrote changes nothing.
    again = refreshed(run.office, [])
    assert again.rows["Reservations"].columns == run.rows["Reservations"].columns
