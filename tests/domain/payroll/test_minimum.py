"""Contracts under the minimum wage: which, from which day, and what the office typed of agreements."""

from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.declarations import payroll
from postprod_xl.domain.payroll.minimum import minima
from postprod_xl.domain.payroll.underpaid import minima_problems, underpaid_in, underpaid_problems
from tests.domain.offices import office, table_rows

TODAY = date(2026, 11, 23)
CDDU = {
    "contract": "C1",
    "technician": "ANNA",
    "type": "CDDU",
    "convention": "2642",
    "job": "Monteur",
    "first_day": date(2026, 5, 4),
    "last_day": date(2026, 7, 31),
    "hourly_rate_cents": 1_220,
}
CDI = {"contract": "C2", "technician": "ANNA", "type": "CDI", "first_day": date(2026, 6, 1)}


def house(*contracts: dict[str, Any], **tables: list[dict[str, Any]]) -> Office:
    held = {"Equipe": [{"code": "ANNA", "job": "Monteur"}], **tables, "Contrats": list(contracts)}
    return office(TODAY, None, **{name: table_rows(name, rows) for name, rows in held.items()})


def lines(held: Office) -> list[str]:
    return [problem.message.replace("\xa0", " ") for problem in underpaid_problems(held)]


def row(**cells: Any) -> dict[str, Any]:
    return {"convention": "2642", "job": "Monteur", "since_day": date(2026, 1, 1), **cells}


def test_a_contract_that_a_rise_of_the_minimum_wage_overtakes_is_under_it_from_that_day():
    assert lines(house(CDDU)) == [
        "le contrat C1 de ANNA paie 12,20 € de l'heure, sous le minimum de 12,31 € (SMIC) depuis le 01/06/2026"
    ]
    assert lines(house({**CDDU, "hourly_rate_cents": 1_231})) == []
    assert lines(house({**CDDU, "last_day": date(2026, 5, 31)})) == []


def test_each_side_of_a_rise_is_compared_with_its_own_minimum():
    (line,) = lines(house({**CDDU, "hourly_rate_cents": 1_200}))
    assert line.endswith("12,02 € (SMIC) depuis le 04/05/2026 et 12,31 € (SMIC) depuis le 01/06/2026")


def test_a_month_is_told_only_of_its_own_days():
    held = house({**CDDU, "hourly_rate_cents": 1_220})
    assert not underpaid_in(held, date(2026, 5, 1), date(2026, 5, 31))
    assert len(underpaid_in(held, date(2026, 6, 1), date(2026, 6, 30))) == 1


def test_the_month_of_a_rise_is_told_the_minimum_of_its_own_days_alone():
    held = house({**CDDU, "hourly_rate_cents": 1_200})
    (under,) = underpaid_in(held, date(2026, 6, 1), date(2026, 6, 30))
    assert [(first, last) for first, last, _ in under.spells] == [(date(2026, 6, 1), date(2026, 7, 31))]


def test_the_usual_rate_of_the_person_is_that_of_a_contract_without_rate():
    people = [{"code": "ANNA", "hourly_rate_cents": 1_100}]
    (line,) = lines(house({**CDDU, "hourly_rate_cents": None, "first_day": date(2026, 6, 1)}, Equipe=people))
    assert "11,00 € de l'heure" in line


@pytest.mark.parametrize(
    "cells", [{"hourly_rate_cents": 0}, {"hourly_rate_cents": None}, {"type": "Prestation"}]
)
def test_no_rate_a_rate_of_zero_and_a_service_are_not_under_the_minimum(cells: dict[str, Any]):
    assert lines(house({**CDDU, **cells})) == []


@pytest.mark.parametrize(
    ("cells", "under"),
    [
        # 12,31 € × 151,6667 h = 1 867,02 €.
        ({"monthly_salary_cents": 186_702}, False),
        ({"monthly_salary_cents": 186_701}, True),
        # 12,31 € × 104 h = 1 280,24 €.
        ({"monthly_salary_cents": 128_024, "month_minutes": 104 * 60}, False),
        ({"monthly_salary_cents": 128_023, "month_minutes": 104 * 60}, True),
        ({"hourly_rate_cents": 1_231}, False),
        ({"hourly_rate_cents": 1_230}, True),
    ],
)
def test_a_permanent_is_compared_by_the_salary_of_the_hours_that_it_pays(cells: dict[str, Any], under: bool):
    assert bool(lines(house({**CDI, **cells}))) is under


def test_the_minimum_of_an_agreement_is_that_of_its_genre_else_of_all_genres_on_the_day():
    typed = [
        row(hourly_cents=2_000),
        row(hourly_cents=2_100, since_day=date(2026, 7, 1)),
        row(hourly_cents=2_500, genre="Fiction", since_day=date(2026, 7, 1)),
    ]
    known = minima(house(Minima=typed))
    asked = [
        ("2642", "", "monteur", date(2026, 6, 30)),
        ("2642", "", "MONTEUR", date(2026, 7, 1)),
        ("2642", "Fiction", "Monteur", date(2026, 6, 30)),
        ("2642", "Fiction", "Monteur", date(2026, 7, 1)),
        ("2717", "", "Monteur", date(2026, 7, 1)),
        ("2642", "", "Mixeur", date(2026, 7, 1)),
        ("2642", "", "Monteur", date(2025, 12, 31)),
    ]
    assert [known.hour(*one).cents for one in asked] == [2_000, 2_100, 2_000, 2_500, 1_231, 1_231, 1_188]


def test_the_monthly_minimum_of_an_agreement_is_reduced_for_fewer_hours_and_not_raised_for_more():
    known = minima(house(Minima=[row(monthly_cents=300_000)]))
    hours = (75, 151, 169)
    found = [known.month("2642", "", "Monteur", TODAY, hour * 60).cents for hour in hours]
    # 3 000 × 75 / 151,6667 ; 3 000 × 151 / 151,6667.
    assert found == [148_352, 298_681, 300_000]


def test_the_minimum_of_an_agreement_is_named_with_its_function():
    typed = [row(hourly_cents=2_000)]
    (line,) = lines(house({**CDDU, "first_day": date(2026, 6, 1)}, Minima=typed))
    assert "20,00 € (minimum 2642 de « Monteur ») depuis le 01/06/2026" in line


def test_a_row_of_minimums_that_says_nothing_or_says_it_again_is_named():
    typed = [row(), row(hourly_cents=2_000), row(hourly_cents=2_100, since_day=date(2026, 2, 1))]
    assert [problem.heading for problem in minima_problems(house(Minima=typed))] == [
        "Taux horaire minimum",
        "Depuis",
    ]


def test_a_function_that_a_minimum_writes_otherwise_is_named_once():
    typed = [row(job="Monteuse", hourly_cents=2_000)]
    (problem,) = minima_problems(house(CDDU, {**CDDU, "contract": "C3"}, Minima=typed))
    assert problem.message.endswith("seul le SMIC est vérifié : vouliez-vous dire « Monteuse » ?")


def test_a_pay_sheet_says_that_it_is_under_the_minimum_in_its_month_only():
    held = house({**CDI, "first_day": date(2026, 1, 1), "monthly_salary_cents": 185_000})
    alerts = [payroll(held, month).pay.column("alert") for month in ("2026-05", "2026-06")]
    # 12,02 € × 151,6667 h = 1 823,03 € ; 12,31 € : 1 867,02 €.
    assert ["sous le salaire minimum" in alert for [alert] in alerts] == [False, True]
