"""What is said of permanents, beside what they are paid: contracts, salaries, rates of zero."""

from datetime import date
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.declarations import payroll
from postprod_xl.domain.payroll.monthly.problems import month_problems, permanent_problems
from tests.domain.offices import office, table_rows

TODAY = date(2026, 11, 23)
CDI = {
    "contract": "C1",
    "technician": "ANNA",
    "type": "CDI",
    "convention": "2642",
    "monthly_salary_cents": 250_000,
}


def house(*contracts: dict[str, Any], **tables: list[dict[str, Any]]) -> Office:
    people = [{"code": "ANNA", "status": "Permanent"}, {"code": "BOB", "status": "Intermittent"}]
    held = {"Equipe": people, **tables, "Contrats": list(contracts)}
    return office(TODAY, None, **{name: table_rows(name, rows) for name, rows in held.items()})


def told(held: Office) -> list[str]:
    return [problem.message.replace("\xa0", " ") for problem in permanent_problems(held)]


def test_a_permanent_without_contract_is_named_in_the_office_and_in_its_month():
    said = "dont le salaire n'est pas préparé : ANNA ; ajoutez un CDI dans Contrats"
    assert told(house()) == [f"1 permanent sans contrat CDI le 23/11/2026, {said}"]
    [problem] = month_problems(house({**CDI, "last_day": date(2026, 10, 31)}), "2026-11")
    assert problem.message == f"1 permanent sans contrat CDI du 01/11/2026 au 30/11/2026, {said}"
    assert told(house(CDI)) == told(house({**CDI, "first_day": date(2027, 1, 4)})) == []


def test_two_permanent_contracts_of_one_person_at_once_are_named():
    second = {**CDI, "contract": "C2", "first_day": date(2026, 11, 2)}
    [line] = told(house(CDI, second))
    assert line.startswith("ANNA a deux contrats CDI à la fois depuis le 02/11/2026, C1 et C2")
    assert told(house({**CDI, "last_day": date(2026, 11, 1)}, second)) == []


def test_an_hourly_rate_that_is_not_that_of_the_salary_is_named():
    # 2 500,00 € / 151,67 h = 16,48 €.
    [line] = told(house({**CDI, "hourly_rate_cents": 2_000}))
    assert "paie 20,00 € de l'heure, et son salaire 16,48 €" in line
    assert told(house({**CDI, "hourly_rate_cents": 1_649})) == []


def test_a_salary_or_the_hours_of_a_month_of_another_contract_are_named():
    lines = told(
        house(CDI, {**CDI, "contract": "C2", "type": "CDDU"}, {**CDI, "contract": "C3", "type": "Prestation"})
    )
    assert [line.partition(" : ")[0] for line in lines] == ["« Salaire mensuel » ne vaut que pour un CDI"] * 2


def test_a_rate_of_zero_pays_nothing_and_is_said_once_where_it_stands():
    worked = [{
        "number": "S1", "day": date(2026, 11, 2), "technician": "BOB", "contract": "C2", "project": "P1",
        "start": 540, "end": 1020, "validated": True,
    }]  # fmt: skip
    contract = {**CDI, "contract": "C2", "technician": "BOB", "type": "CDDU", "monthly_salary_cents": None}
    for typed, usual, tab in ((0, 3_000, "Contrats"), (None, 0, "Equipe")):
        people = [{"code": "BOB", "status": "Intermittent", "hourly_rate_cents": usual}]
        held = house({**contract, "hourly_rate_cents": typed}, Equipe=people, Seances=worked)
        result = payroll(held, "2026-11")
        [line] = [problem for problem in result.problems if "0 €" in problem.message]
        said = "le contrat C2 de BOB a un taux horaire de 0 € : 8h00 non payées, saisissez-le dans Contrats"
        assert (line.table, line.found, line.message) == (tab, "0 €", f"{said} ou dans Équipe")
        assert result.pay.column("gross_cents") == [None]


def test_a_permanent_whose_own_rate_is_zero_is_not_paid_the_usual_rate_of_the_person():
    people = [{"code": "ANNA", "status": "Permanent", "hourly_rate_cents": 3_000}]
    cells = {**CDI, "monthly_salary_cents": None, "hourly_rate_cents": 0}
    result = payroll(house(cells, Equipe=people), "2026-11")
    assert result.pay.column("gross_cents") == [None]
    assert any("2026-11 n'est pas payé" in problem.message for problem in result.problems)


def test_the_sessions_of_a_permanent_that_name_no_contract_are_told_to_name_it():
    worked = [{
        "number": "S1", "day": date(2026, 11, 2), "technician": "ANNA", "project": "P1", "start": 540, "end": 1020,
        "validated": True,
    }]  # fmt: skip
    told = [problem.message for problem in payroll(house(CDI, Seances=worked), "2026-11").problems]
    assert "8h00 de ANNA sans contrat : elles n'ajoutent rien à son salaire, indiquez C1" in told
