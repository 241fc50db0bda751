"""Pay of a month: hours, weekly overtime, pay sheets and declarations."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.counting.items import item_cents
from postprod_xl.domain.payroll.declarations import Payroll, payroll
from postprod_xl.domain.people.contracts import contract_columns, earliest_declaration
from postprod_xl.parameters import in_force
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.vocabulary import Severity
from tests.domain.offices import office, records_of, table_rows

MONDAY = date(2026, 11, 2)
NINE = 9 * 60

PERSON = {
    "code": "T001",
    "job": "Monteur",
    "payroll_id": "M0001",
    "status": "Intermittent",
    "hourly_rate_cents": 1800,
}
CONTRACT = {
    "contract": "C1",
    "technician": "T001",
    "project": "P001",
    "type": "CDDU",
    "convention": "Aucune",
    "first_day": date(2026, 10, 1),
    "last_day": date(2026, 12, 31),
    "hourly_rate_cents": 2000,
    "declared_day": date(2026, 9, 28),
    "signed_day": date(2026, 9, 29),
}
DECEMBER_1 = {"first_day": date(2026, 12, 1)}
DECEMBER_2 = {"first_day": date(2026, 12, 2)}
PROJECT = {"code": "P001", "object_number": "12345678900"}
FUND = {"holiday_fund_rate": Decimal("0.155")}


def session(day: date, hours: float, **rest: Any) -> dict[str, Any]:
    """A validated session of T001 under contract C1, from 9:00, without pause."""
    end = (NINE + round(hours * 60)) % 1440
    worked = {
        "day": day,
        "project": "P001",
        "technician": "T001",
        "contract": "C1",
        "start": NINE,
        "end": end,
    }
    return {"number": f"BS-{day}", **worked, "validated": True, **rest}


def days_of_ten_hours(first: date, count: int) -> list[dict[str, Any]]:
    return [session(first + timedelta(days=i), 10) for i in range(count)]


def house(
    sessions: list[dict[str, Any]], settings: dict[str, Any] | None = None, **tables: list[dict]
) -> Office:
    rows = {"Equipe": [PERSON], "Contrats": [CONTRACT], "Projets": [PROJECT], "Seances": sessions, **tables}
    frames = {name: table_rows(name, records) for name, records in rows.items()}
    return office(settings=FUND if settings is None else settings, **frames)


def warnings(result: Payroll) -> list[Problem]:
    """The problems of a month that call for a correction."""
    return [problem for problem in result.problems if problem.severity is not Severity.INFO]


def items(result: Payroll) -> list[tuple[str, str, Decimal, int]]:
    return list(result.items.select("contract", "item", "base_hours", "amount_cents"))


def test_fifty_hours_in_a_week_are_paid_at_three_rates() -> None:
    result = payroll(house(days_of_ten_hours(MONDAY, 5)), "2026-11")
    # 35 h x 20 = 700,00; 8 h x 20 x 1,25 = 200,00; 7 h x 20 x 1,5 = 210,00
    assert items(result) == [
        ("C1", "HN", Decimal("35.00"), 70_000),
        ("C1", "HS25", Decimal("8.00"), 20_000),
        ("C1", "HS50", Decimal("7.00"), 21_000),
    ]
    assert result.items.column("premium_rate") == [0, Decimal("0.25"), Decimal("0.5")]
    assert result.items.column("label")[1] == "Heures supplémentaires +25 %"
    [beyond] = warnings(result)
    assert "50h00 dans la semaine du 02/11/2026 au 08/11/2026, 48 h au plus" in getattr(
        beyond, "message", beyond
    )


def test_the_pay_sheet_adds_the_items_the_holiday_fund_and_the_charges() -> None:
    [row] = records_of(payroll(house(days_of_ten_hours(MONDAY, 5)), "2026-11").pay)
    # gross 700 + 200 + 210 = 1 110,00; x 15,5 % = 172,05; x 65 % = 721,50; 1 110 + 721,50 = 1 831,50
    assert (row["gross_cents"], row["holiday_fund_cents"]) == (111_000, 17_205)
    assert (row["charges_cents"], row["total_cents"]) == (72_150, 183_150)
    assert (row["days"], row["worked_minutes"]) == (5, 3000)
    assert row["alert"] == "1 séance d'une semaine au-delà du maximum"


def test_exactly_thirty_five_hours_bring_no_overtime() -> None:
    worked = [session(MONDAY + timedelta(days=i), 7) for i in range(5)]
    assert items(payroll(house(worked), "2026-11")) == [("C1", "HN", Decimal("35.00"), 70_000)]


def test_exactly_forty_three_hours_stay_at_the_first_premium() -> None:
    worked = [session(MONDAY + timedelta(days=i), h) for i, h in enumerate((10, 10, 10, 10, 3))]
    assert [item[1:3] for item in items(payroll(house(worked), "2026-11"))] == [
        ("HN", Decimal("35.00")),
        ("HS25", Decimal("8.00")),
    ]


def test_a_week_over_two_months_counts_whole_and_each_hour_is_paid_in_its_month() -> None:
    # Monday 30 November, Tuesday 1 to Friday 4 December: 10 + 40 h. November pays 10 normal hours,
    # December 25 h normal, 8 h at +25 %, 7 h at +50 %.
    home = house(days_of_ten_hours(date(2026, 11, 30), 5))
    assert [item[1:3] for item in items(payroll(home, "2026-11"))] == [("HN", Decimal("10.00"))]
    assert [item[1:3] for item in items(payroll(home, "2026-12"))] == [
        ("HN", Decimal("25.00")),
        ("HS25", Decimal("8.00")),
        ("HS50", Decimal("7.00")),
    ]


def test_two_contracts_in_one_week_share_the_thirty_five_hours() -> None:
    # 4 x 10 h on C1, then 10 h on C2: C1 has 35 + 5 at +25 %, C2 has 3 at +25 % and 7 at +50 %.
    worked = [*days_of_ten_hours(MONDAY, 4), session(date(2026, 11, 6), 10, contract="C2")]
    second = {**CONTRACT, "contract": "C2", "type": "CDI"}
    assert [item[:3] for item in items(payroll(house(worked, Contrats=[CONTRACT, second]), "2026-11"))] == [
        ("C1", "HN", Decimal("35.00")),
        ("C1", "HS25", Decimal("5.00")),
        ("C2", "SAL", Decimal("151.6667")),
        ("C2", "HS25", Decimal("3.00")),
        ("C2", "HS50", Decimal("7.00")),
    ]


def test_two_people_do_not_share_their_weeks() -> None:
    other = {**PERSON, "code": "T002", "payroll_id": "M0000"}
    theirs = {**CONTRACT, "contract": "C2", "technician": "T002"}
    worked = [
        session(MONDAY + timedelta(days=i), 7, contract=contract, technician=who)
        for i in range(5)
        for contract, who in (("C1", "T001"), ("C2", "T002"))
    ]
    result = payroll(house(worked, Equipe=[PERSON, other], Contrats=[CONTRACT, theirs]), "2026-11")
    # M0000 comes before M0001
    assert [item[:2] for item in items(result)] == [("C2", "HN"), ("C1", "HN")]


def test_sunday_closes_the_week_and_monday_opens_the_next() -> None:
    # Saturday to Wednesday, 10 h a day: 20 h in the first week, 30 h in the second, no overtime
    worked = days_of_ten_hours(date(2026, 11, 7), 5)
    assert items(payroll(house(worked), "2026-11")) == [("C1", "HN", Decimal("50.00"), 100_000)]


def sunday_night(**rest: Any) -> dict[str, Any]:
    """Sunday 1 November 22:00 to 02:00 under contract C1."""
    return session(date(2026, 11, 1), 0, **{"start": 22 * 60, "end": 2 * 60, **rest})


def two_weeks(night: dict[str, Any]) -> Office:
    """40 h, a Sunday night, then 27 h on C1 and 18 h on C2, at 20,01 and 30 an hour."""
    worked = [session(date(2026, 10, 26) + timedelta(days=i), 8) for i in range(5)]
    worked += [night, *(session(MONDAY + timedelta(days=i), 9) for i in range(3))]
    worked += [session(date(2026, 11, 5) + timedelta(days=i), 9, contract="C2") for i in range(2)]
    first = {**CONTRACT, "hourly_rate_cents": 2001}
    return house(worked, Contrats=[first, {**CONTRACT, "contract": "C2", "hourly_rate_cents": 3000}])


def test_the_hours_after_sunday_midnight_open_the_next_week() -> None:
    # Week of 26 October: 40 h, then 2 h on Sunday, the 41st and 42nd: 2 x 20,01 x 1,25 = 50,025.
    # Week of 2 November: 2 + 27 on C1 = 29 x 20,01 = 580,29; then 18 h on C2, the 30th to the 47th:
    # 6 x 30 = 180,00; 8 x 30 x 1,25 = 300,00; 4 x 30 x 1,5 = 180,00; in all 660,00.
    result = payroll(two_weeks(sunday_night()), "2026-11")
    assert items(result) == [
        ("C1", "HN", Decimal("29.00"), 58_029),
        ("C1", "HS25", Decimal("2.00"), 5_003),
        ("C2", "HN", Decimal("6.00"), 18_000),
        ("C2", "HS25", Decimal("8.00"), 30_000),
        ("C2", "HS50", Decimal("4.00"), 18_000),
    ]
    assert result.pay.column("gross_cents") == [63_032, 66_000]
    assert result.pay.column("days") == [4, 2]


@pytest.mark.parametrize(
    ("pause", "sunday", "monday"),
    # 2 h before midnight: 90 min of pause leave 30 min, 150 min leave none and take 30 min from Monday
    [(90, Decimal("0.50"), 2), (150, None, Decimal("1.5"))],
)
def test_a_pause_is_taken_from_the_hours_before_midnight_first(
    pause: int, sunday: Decimal | None, monday: Decimal
) -> None:
    result = payroll(two_weeks(sunday_night(pause_minutes=pause)), "2026-11")
    paid = {item: base for contract, item, base, _ in items(result) if contract == "C1"}
    assert (paid.get("HS25"), paid["HN"]) == (sunday, 27 + monday)


def test_the_sunday_before_the_first_week_of_a_month_opens_it() -> None:
    # Sunday 29 November 22:00 to 02:00, then 5 x 7 h to Friday 4 December: December's week has 2 + 35 h
    night = session(date(2026, 11, 29), 0, start=22 * 60, end=2 * 60)
    worked = [night, *(session(date(2026, 11, 30) + timedelta(days=i), 7) for i in range(5))]
    # November pays the night and Monday: 4 + 7 normal hours; December 28 h, the last 2 at +25 %
    assert [item[1:3] for item in items(payroll(house(worked), "2026-11"))] == [("HN", Decimal("11.00"))]
    assert [item[1:3] for item in items(payroll(house(worked), "2026-12"))] == [
        ("HN", Decimal("26.00")),
        ("HS25", Decimal("2.00")),
    ]


def test_a_session_past_midnight_is_paid_in_the_month_of_the_day_it_starts() -> None:
    # Monday 30 November 20:00 to 02:00: 6 h in November
    worked = [session(date(2026, 11, 30), 0, start=20 * 60, end=2 * 60)]
    assert items(payroll(house(worked), "2026-11")) == [("C1", "HN", Decimal("6.00"), 12_000)]
    assert not payroll(house(worked), "2026-12").pay


def test_sessions_of_one_day_are_taken_in_the_order_of_their_start() -> None:
    # Thursday evening (C2) is written before Thursday morning (C1): 30 h, then 8 h on C1, then 4 h on C2
    thursday = date(2026, 11, 5)
    evening = session(thursday, 0, number="E", contract="C2", start=20 * 60, end=0)
    worked = [evening, *days_of_ten_hours(MONDAY, 3), session(thursday, 8)]
    second = {**CONTRACT, "contract": "C2"}
    assert [item[:3] for item in items(payroll(house(worked, Contrats=[CONTRACT, second]), "2026-11"))] == [
        ("C1", "HN", Decimal("35.00")),
        ("C1", "HS25", Decimal("3.00")),
        ("C2", "HS25", Decimal("4.00")),
    ]


def test_the_printed_hours_give_the_amount_of_the_minutes() -> None:
    # 7 h 40 = 460 min: 460 x 20,00 / 60 = 153,33; 7,67 h would give 153,40, 7,667 h 153,34, 7,6667 h 153,33
    result = payroll(house([session(MONDAY, 460 / 60)]), "2026-11")
    assert items(result) == [("C1", "HN", Decimal("7.6667"), 15_333)]


def test_the_usual_rate_of_the_person_is_used_and_said() -> None:
    contract = {**CONTRACT, "hourly_rate_cents": None}
    result = payroll(house([session(MONDAY, 8)], Contrats=[contract]), "2026-11")
    # 8 h x 18,00 = 144,00
    assert items(result) == [("C1", "HN", Decimal("8.00"), 14_400)]
    assert result.pay.column("alert") == ["taux repris de l'Équipe"]


def test_a_contract_without_any_rate_is_blocked_by_name() -> None:
    contract = {**CONTRACT, "hourly_rate_cents": None}
    home = house([session(MONDAY, 8)], Contrats=[contract], Equipe=[{**PERSON, "hourly_rate_cents": None}])
    result = payroll(home, "2026-11")
    assert not result.items
    assert result.pay.column("alert") == ["taux horaire manquant"]
    assert list(result.pay.select("gross_cents", "holiday_fund_cents", "total_cents")) == [(None,) * 3]
    [problem] = warnings(result)
    assert (problem.table, problem.row, problem.heading) == ("Contrats", 5, "Taux horaire")
    assert "C1" in problem.message and "8h00" in problem.message


def test_an_unknown_holiday_fund_rate_stays_empty_and_is_said_once() -> None:
    worked = [session(MONDAY, 8), session(date(2026, 11, 3), 8, contract="C2")]
    home = house(worked, settings={}, Contrats=[CONTRACT, {**CONTRACT, "contract": "C2"}])
    result = payroll(home, "2026-11")
    assert result.pay.column("holiday_fund_cents") == [None, None]
    assert result.pay.column("alert") == ["Taux congés spectacles à saisir dans Paramètres"] * 2
    assert [problem.table for problem in warnings(result)] == ["Parametres"]


def test_the_published_holiday_fund_rate_serves_where_it_is_known() -> None:
    # March 2026: 15,5 % of 160,00 = 24,80
    contract = {**CONTRACT, "first_day": date(2026, 3, 1)}
    [row] = (
        payroll(house([session(date(2026, 3, 2), 8)], settings={}, Contrats=[contract]), "2026-03")
        .pay.frame()
        .to_dict("records")
    )
    assert row["holiday_fund_cents"] == 2_480


def test_a_permanent_contract_has_no_holiday_fund_and_no_declaration() -> None:
    result = payroll(
        house([session(MONDAY, 8)], settings={}, Contrats=[{**CONTRACT, "type": "CDI"}]), "2026-11"
    )
    [row] = records_of(result.pay)
    # 20,00 x 151,6667 h = 3 033,33 ; x 42 % = 1 274,00
    assert (row["holiday_fund_cents"], row["charges_cents"]) == (0, 127_400)
    assert row["alert"].startswith("salaire déduit du taux horaire (151h40 à 20,00")
    assert not result.declarations and warnings(result) == []


def test_what_is_to_settle_before_pay_is_named() -> None:
    contract = {**CONTRACT, "declared_day": None, "signed_day": None, "last_day": MONDAY}
    worked = [
        session(MONDAY, 8),
        session(date(2026, 11, 3), 8, validated=False),
        session(date(2026, 11, 4), 8, validated=False, end=None),
        session(date(2026, 11, 5), 8, technician="T002"),
    ]
    team = [{**PERSON, "payroll_id": "M000001"}, {"code": "T002"}]
    [row] = records_of(payroll(house(worked, Contrats=[contract], Equipe=team), "2026-11").pay)
    assert row["alert"] == (
        "matricule de plus de 6 caractères ; DPAE manquante ; Non signé ; 2 séances non validées ; "
        "1 séance sans heures ; 2 séances hors contrat ; 1 séance d'une autre personne non payée"
    )
    assert (row["days"], row["worked_minutes"]) == (2, 960)


@pytest.mark.parametrize(
    ("payroll_id", "alert"),
    [
        ("000001", ""),
        ("0000001", "matricule de plus de 6 caractères"),
        ("", "matricule manquant"),
    ],
)
def test_a_payroll_id_of_exactly_six_characters_is_accepted(payroll_id: str, alert: str) -> None:
    team = [{**PERSON, "payroll_id": payroll_id}]
    [row] = records_of(payroll(house([session(MONDAY, 8)], Equipe=team), "2026-11").pay)
    assert row["alert"] == alert


def test_a_session_under_the_contract_of_another_person_is_neither_paid_nor_declared() -> None:
    worked = [session(MONDAY, 8), session(date(2026, 11, 3), 9, number="BS-7", technician="T002")]
    result = payroll(house(worked, Equipe=[PERSON, {"code": "T002", "status": "Intermittent"}]), "2026-11")
    assert items(result) == [("C1", "HN", Decimal("8.00"), 16_000)]
    [pay], [declared] = records_of(result.pay), records_of(result.declarations)
    assert (pay["days"], pay["worked_minutes"], declared["worked_minutes"]) == (1, 480, 480)
    assert pay["alert"] == declared["alert"] == "1 séance d'une autre personne non payée"
    [problem] = warnings(result)
    assert problem.severity is Severity.WARNING
    assert (problem.table, problem.row, problem.heading) == ("Seances", 6, "Contrat")
    assert problem.message == (
        "la séance BS-7 est de T002, le contrat C1 de T001 : 9h00 non payées, corrigez l'un des deux"
    )


def test_the_hours_of_another_person_do_not_fill_the_week_of_the_holder() -> None:
    # 4 x 9 h of T001 = 36 h: one hour at +25 %, whatever T002 worked on Monday
    worked = [session(MONDAY, 10, technician="T002")]
    worked += [session(MONDAY + timedelta(days=i), 9) for i in range(1, 5)]
    result = payroll(house(worked, Equipe=[PERSON, {"code": "T002"}]), "2026-11")
    assert [item[1:3] for item in items(result)] == [("HN", Decimal("35.00")), ("HS25", Decimal("1.00"))]


def test_a_contract_worked_only_by_another_person_shows_an_empty_sheet_that_says_so() -> None:
    home = house([session(MONDAY + timedelta(days=i), 8, technician="T002") for i in range(2)])
    result = payroll(home, "2026-11")
    [row] = records_of(result.pay)
    assert (row["worked_minutes"], row["gross_cents"]) == (0, 0)
    assert row["alert"] == "2 séances d'une autre personne non payées"


def test_a_session_that_names_nobody_is_paid_to_the_holder_of_its_contract() -> None:
    result = payroll(house([session(MONDAY, 8, technician="")]), "2026-11")
    assert items(result) == [("C1", "HN", Decimal("8.00"), 16_000)]
    assert warnings(result) == []


@pytest.mark.parametrize("times", [{"end": NINE}, {"end": NINE + 60, "pause_minutes": 60}])
def test_a_session_of_no_minute_at_all_is_said_to_have_no_hours(times: dict[str, int]) -> None:
    result = payroll(house([session(MONDAY, 8), session(date(2026, 11, 3), 8, **times)]), "2026-11")
    [row] = records_of(result.pay)
    assert (row["alert"], row["days"], row["worked_minutes"]) == ("1 séance sans heures", 1, 480)


def test_sessions_after_today_are_paid_and_said_on_both_sheets() -> None:
    # today is 23 November: that day's session is not to come, those of 24 and 25 are
    worked = [session(date(2026, 11, 23) + timedelta(days=i), 8) for i in range(3)]
    result = payroll(house(worked), "2026-11")
    [pay], [declared] = records_of(result.pay), records_of(result.declarations)
    assert (pay["worked_minutes"], pay["alert"]) == (1440, "2 séances à venir")
    assert declared["alert"] == "2 séances à venir"


def test_an_agreement_that_ended_or_waits_to_be_confirmed_refuses_the_whole_month() -> None:
    codes = {"C1": "2717", "C2": "3252", "C3": "2642"}
    contracts = [{**CONTRACT, "contract": name, "convention": code} for name, code in codes.items()]
    worked = [session(MONDAY + timedelta(days=i), 8, contract=name) for i, name in enumerate(codes)]
    result = payroll(house(worked, Contrats=contracts), "2026-11")
    assert not result.pay and not result.items
    assert [(problem.severity, problem.row) for problem in result.problems] == [
        (Severity.BLOCKING, 5),
        (Severity.BLOCKING, 6),
    ]
    assert result.problems[0].message == (
        "paie refusée pour C1 (T001) : 2717 a pris fin le 31/03/2025, choisissez 3252 dans Contrats"
    )


def test_a_rate_that_nobody_sourced_leaves_the_gross_the_charges_and_the_total_empty() -> None:
    contract = {
        **CONTRACT,
        "convention": "2717",
        "first_day": date(2025, 3, 1),
        "last_day": date(2025, 3, 31),
    }
    sunday = session(date(2025, 3, 9), 8)
    contract |= {"declared_day": date(2025, 2, 27), "signed_day": date(2025, 2, 27)}
    result = payroll(house([sunday], Contrats=[contract]), "2025-03")
    assert list(result.pay.select("gross_cents", "holiday_fund_cents", "charges_cents", "total_cents")) == [
        (None,) * 4
    ]
    assert result.declarations.column("gross_cents") == [None]
    assert list(result.items.select("item", "base_hours", "premium_rate", "coefficient", "amount_cents")) == [
        ("HN", 8, 0, 1, 16_000),
        ("MD", 8, None, None, None),
    ]
    [problem] = warnings(result)
    assert (problem.table, problem.row, problem.heading, problem.found) == (
        "Contrats",
        5,
        "Convention",
        "2717",
    )
    assert problem.message == (
        "« Dimanche : majoration » de l'IDCC 2717 n'est pas connu : brut vide pour C1 ; saisissez ce taux dans "
        "Conventions, avec votre nom et la date"
    )


def test_a_contract_without_project_has_that_of_its_sessions_when_it_is_the_only_one() -> None:
    contracts = [{**CONTRACT, "contract": name, "project": ""} for name in ("C1", "C2")]
    projects = [PROJECT, {**PROJECT, "code": "P002"}]
    days = [MONDAY + timedelta(days=i) for i in range(4)]
    worked = [
        session(day, 8, contract=contract, project=project)
        for day, contract, project in zip(
            days, ("C1", "C1", "C2", "C2"), ("P001", "P001", "P001", "P002"), strict=True
        )
    ]
    result = payroll(house(worked, Contrats=contracts, Projets=projects), "2026-11")
    assert [row["project"] for row in records_of(result.items)] == ["P001", ""]


def test_hours_without_contract_are_not_paid_and_named_by_person() -> None:
    worked = [session(MONDAY + timedelta(days=i), 8, contract="") for i in range(2)]
    result = payroll(house(worked), "2026-11")
    assert not result.pay and not result.items
    [problem] = result.problems
    assert problem.severity is Severity.WARNING
    assert problem.message == "16h00 de T001 sans contrat : non payées"
    assert (problem.table, problem.row, problem.heading) == ("Seances", 5, "Contrat")


@pytest.mark.parametrize(
    ("contract", "status"), [({**CONTRACT, "type": "Prestation"}, "Intermittent"), (None, "Indépendant")]
)
def test_hours_that_are_invoiced_by_the_person_are_left_out(contract: dict | None, status: str) -> None:
    worked = [session(MONDAY, 8, contract="C1" if contract else "")]
    home = house(worked, Contrats=[contract] if contract else [], Equipe=[{**PERSON, "status": status}])
    result = payroll(home, "2026-11")
    told = [problem.message.partition(" (")[0] for problem in result.problems]
    assert not result.pay and told == ["pas de paie pour T001"]


def test_a_contract_without_type_is_not_paid_and_named() -> None:
    result = payroll(house([session(MONDAY, 8)], Contrats=[{**CONTRACT, "type": ""}]), "2026-11")
    assert not result.pay
    assert [problem.message for problem in result.problems] == [
        "8h00 de T001 sous le contrat C1, qui n'a pas de type : non payées"
    ]


def test_a_declaration_bears_hours_days_gross_object_number_and_convention() -> None:
    contracts = [{**CONTRACT, "convention": "2642"}]
    result = payroll(house(days_of_ten_hours(MONDAY, 5), Contrats=contracts), "2026-11")
    [row] = records_of(result.declarations)
    assert (row["worked_minutes"], row["days"], row["gross_cents"]) == (3000, 5, 111_000)
    assert (row["object_number"], row["idcc"], row["declared_day"]) == (
        "12345678900",
        "2642",
        date(2026, 9, 28),
    )
    assert row["alert"] == ""


def test_a_declaration_names_what_is_missing() -> None:
    contract = {**CONTRACT, "convention": "", "declared_day": None}
    home = house([session(MONDAY, 8)], Contrats=[contract], Projets=[{**PROJECT, "object_number": ""}])
    [row] = records_of(payroll(home, "2026-11").declarations)
    assert row["alert"] == "n° d'objet manquant ; convention manquante ; DPAE manquante"
    assert row["declared_day"] is None


def test_no_convention_leaves_the_idcc_empty_without_alert() -> None:
    [row] = (
        payroll(house([session(MONDAY, 8)], Contrats=[{**CONTRACT, "convention": "Aucune"}]), "2026-11")
        .declarations.frame()
        .to_dict("records")
    )
    assert (row["idcc"], row["alert"]) == ("", "")


def test_a_month_before_any_known_rule_is_blocked() -> None:
    result = payroll(house([session(date(1999, 3, 1), 8)]), "1999-03")
    assert not result.pay
    assert [problem.severity for problem in result.problems] == [Severity.BLOCKING]


def test_an_empty_office_has_an_empty_month() -> None:
    result = payroll(office(), "2026-11")
    assert not result.items and not result.pay and not result.declarations and result.problems == []


@pytest.mark.parametrize(
    ("change", "alert"),
    [
        ({}, ""),
        ({"declared_day": None}, "DPAE manquante"),
        ({"declared_day": date(2026, 10, 2)}, "DPAE après le début"),
        ({"declared_day": date(2026, 10, 1)}, ""),
        ({"declared_day": date(2026, 9, 23)}, ""),
        ({"declared_day": date(2026, 9, 22)}, "DPAE trop tôt"),
        ({"declared_day": date(2026, 9, 22), "first_day": None}, ""),
        ({"declared_day": date(2026, 9, 22), "type": "Prestation"}, ""),
        ({"signed_day": date(2026, 10, 1)}, ""),
        ({"signed_day": date(2026, 10, 2)}, "signé après le début"),
        ({"signed_day": date(2026, 10, 2), "first_day": None}, ""),
        ({"signed_day": None, "hourly_rate_cents": None}, "Non signé ; taux horaire manquant"),
        ({"signed_day": None, "type": "Prestation"}, ""),
        ({"signed_day": None, "declared_day": None, **DECEMBER_1}, "DPAE manquante ; Non signé"),
        ({"signed_day": None, "declared_day": None, **DECEMBER_2}, ""),
        ({"signed_day": None, **DECEMBER_2}, "DPAE trop tôt"),
        ({"signed_day": None, "first_day": None}, "Non signé"),
    ],
)
def test_a_contract_says_what_it_lacks_from_eight_days_before_it_begins(change: dict, alert: str) -> None:
    # today is 23 November: 1 December is eight days ahead; 23 September is eight days before 1 October
    person = {**PERSON, "hourly_rate_cents": None}
    home = office(
        Contrats=table_rows("Contrats", [{**CONTRACT, **change}]), Equipe=table_rows("Equipe", [person])
    )
    columns, _ = contract_columns(home)
    assert columns.column("alert") == [alert] and columns.numbers == [5]


def test_a_contract_begins_with_its_first_session_when_it_is_earlier_than_its_first_day() -> None:
    # signed on 29 September, declared on 28: a session on 27 September is before both
    home = house([session(date(2026, 9, 27), 8)])
    columns, [problem] = contract_columns(home)
    assert columns.column("alert") == ["DPAE après le début ; signé après le début"]
    assert (problem.table, problem.row, problem.heading) == ("Contrats", 5, "Signé le")
    assert (problem.found, problem.expected) == ("29/09/2026", "une signature jusqu'au 27/09/2026")
    [row] = records_of(payroll(home, "2026-09").pay)
    assert row["alert"] == "DPAE après le début ; signé après le début ; 1 séance hors contrat"


def test_the_session_of_another_person_does_not_make_a_contract_begin() -> None:
    home = house([session(date(2026, 9, 27), 8, technician="T002")])
    columns, problems = contract_columns(home)
    assert columns.column("alert") == [""] and problems == []


def test_a_contract_declared_too_early_and_signed_too_late_is_one_problem() -> None:
    contract = {**CONTRACT, "declared_day": date(2026, 9, 22), "signed_day": date(2026, 10, 2)}
    _, [problem] = contract_columns(office(Contrats=table_rows("Contrats", [contract])))
    assert (problem.row, problem.heading, problem.found) == (5, "DPAE le", "22/09/2026")
    assert problem.message == (
        "le contrat C1 de T001 commence le 01/10/2026 : DPAE trop tôt ; signé après le début, attendu : "
        "une DPAE à partir du 23/09/2026 et une signature jusqu'au 01/10/2026"
    )


def test_no_declaration_is_too_early_before_the_rule_is_known() -> None:
    assert earliest_declaration(date(2008, 4, 30)) is None
    assert earliest_declaration(date(2008, 5, 1)) == date(2008, 4, 23)


def test_the_declaration_delay_says_that_its_source_is_to_be_checked() -> None:
    assert "à vérifier" in in_force("hiring.declaration_days", date(2026, 11, 23)).source


def test_a_contract_that_ends_before_it_begins_is_named() -> None:
    contract = {**CONTRACT, "last_day": date(2026, 9, 30)}
    _, [problem] = contract_columns(office(Contrats=table_rows("Contrats", [contract])))
    assert (problem.row, problem.heading, problem.found) == (5, "Fin", "30/09/2026")


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 1439), st.integers(1, 14 * 60)), max_size=30))
def test_every_minute_of_the_month_is_paid_once_even_reported_twice(
    worked: list[tuple[int, int, int]],
) -> None:
    first = date(2026, 10, 25)
    sessions = [
        session(first + timedelta(days=day), 0, start=start, end=(start + minutes) % 1440)
        for day, start, minutes in worked
    ]
    result = payroll(house(sessions), "2026-11")
    inside, began, reached = 0, first, -1
    for day, start, minutes in sorted(worked, key=lambda one: one[:2]):
        since, until = day * 1440 + start, day * 1440 + start + minutes
        if until > reached:
            began = began if since <= reached else first + timedelta(days=day)
            inside += until - max(since, reached) if began.month == 11 else 0
            reached = until
    assert sum(result.pay.column("worked_minutes")) == inside
    # at most three items, each printed to the nearest hundredth of an hour
    assert abs(sum(result.items.column("base_hours")) - Decimal(inside) / 60) <= Decimal("0.015")
    assert sum(result.items.column("amount_cents")) == sum(result.pay.column("gross_cents"))


@given(st.integers(0, 10_000), st.integers(0, 20_000))
def test_an_item_is_rounded_half_up_once(minutes: int, hourly: int) -> None:
    exact = Decimal(minutes * hourly) * Decimal("1.25") / 60
    assert abs(item_cents(minutes, hourly, Decimal("1.25")) - exact) <= Decimal("0.5")


def test_a_session_split_at_midnight_of_the_last_evening_of_its_contract_and_month_is_paid_as_one() -> None:
    last = date(2026, 11, 30)
    contracts = [CONTRACT | {"last_day": last}]
    evening = session(last, 0, start=20 * 60, end=0, validated=False)
    night = session(date(2026, 12, 1), 0, start=0, end=4 * 60, validated=False)
    split = house([evening, night], Contrats=contracts)
    whole = house([evening | {"end": 4 * 60}], Contrats=contracts)
    months = [payroll(place, "2026-11") for place in (split, whole)]
    for rows in ("pay", "declarations"):
        [one], [other] = (records_of(getattr(month, rows)) for month in months)
        assert one | {"alert": ""} == other | {"alert": ""}
    [one] = records_of(months[0].pay)
    assert one["alert"].startswith("2 séances non validées") and "hors contrat" not in one["alert"]
    december = payroll(split, "2026-12")
    assert [*december.pay, *december.declarations, *december.problems] == []


def test_a_value_of_the_house_that_nobody_signed_is_told_by_the_pay_of_its_agreement() -> None:
    typed = {"code": "2642", "rule": "Dimanche : majoration", "house_value": "100 %"}
    for convention, said in (("2642", 1), ("Aucune", 0)):
        place = house(
            [session(MONDAY, 8)], Contrats=[CONTRACT | {"convention": convention}], Conventions=[typed]
        )
        told = [problem for problem in payroll(place, "2026-11").watched if "pas signée" in problem.message]
        assert len(told) == said


def test_the_night_of_the_last_evening_worked_does_not_lengthen_the_period_of_a_statement() -> None:
    last = date(2026, 11, 12)
    evening = session(last, 0, start=20 * 60, end=0)
    night = session(last + timedelta(days=1), 0, start=0, end=4 * 60)
    [row] = records_of(
        payroll(house([evening, night], Contrats=[CONTRACT | {"last_day": last}]), "2026-11").declarations
    )
    assert (row["last_day"], row["days"]) == (last, 1)
