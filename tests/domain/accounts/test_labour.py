"""Labour costs what pay says: overtime, premiums and charges, to the cent, on the project that was worked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from postprod_xl.commands.payroll.preparing import payroll
from postprod_xl.domain.accounts.costs import costs
from postprod_xl.domain.accounts.labour import labour
from postprod_xl.domain.accounts.projects import accounts
from postprod_xl.domain.accounts.unpriced import unpriced_problems
from postprod_xl.domain.money import known_sum
from tests.domain.offices import office, table_rows
from tests.domain.payroll.oracle.offices import drawn, office_of

MONDAY, SUNDAY = date(2026, 11, 2), date(2026, 11, 8)
PEOPLE = [
    {"code": "INT", "status": "Intermittent", "hourly_rate_cents": 2_000},
    {"code": "DAY", "status": "Intermittent", "day_cost_cents": 30_000},
]
CONTRACTS = [
    {"contract": "LAW", "technician": "INT", "type": "CDDU", "convention": "Aucune"},
    {"contract": "C2717", "technician": "INT", "type": "CDDU", "convention": "2717"},
    {"contract": "POOR", "technician": "DAY", "type": "CDDU", "convention": "Aucune"},
    {"contract": "ZERO", "technician": "INT", "type": "CDDU", "convention": "Aucune", "hourly_rate_cents": 0},
]


def session(day=0, hours=9, project="P1", **rest):
    return {"number": "", "day": MONDAY + timedelta(day), "project": project, "contract": "LAW", "start": 480,
            "end": 480 + round(hours * 60), **rest}  # fmt: skip


def house(*sessions, today=date(2026, 11, 30), **tables):
    rows = {
        "Equipe": PEOPLE,
        "Contrats": CONTRACTS,
        "Projets": [{"code": code, "status": "En cours"} for code in ("P1", "P2")],
        "Planning": [{"task": "T1", "project": "P1", "line": "L1"}],
        "Seances": list(sessions),
        **tables,
    }
    return office(today, **{name: table_rows(name, records) for name, records in rows.items()})


def test_overtime_is_part_of_what_a_week_costs():
    week = [session(day) for day in range(5)]
    # 35 h × 20 € + 8 h × 25 € + 2 h × 30 € = 960 €, and 65 %: 624 €; plain hours would be 45 × 33 € = 1 485 €
    assert costs(house(*week)).labour_cents() == {"P1": 158_400}


def test_the_overtime_of_a_week_is_borne_by_the_project_worked_past_the_threshold():
    week = [*(session(day) for day in range(4)), session(4, project="P2")]
    # P1: 35 h × 20 € + 1 h × 25 € = 725 €; P2: 7 h × 25 € + 2 h × 30 € = 235 €
    # charges 624 €: 624 × 725 / 960 = 471.25 €, and 152.75 €
    assert costs(house(*week)).labour_cents() == {"P1": 119_625, "P2": 38_775}


def test_the_premiums_of_a_line_are_part_of_what_the_line_costs():
    week = [*(session(day) for day in range(4)), session(4, task="T1")]
    spent = costs(house(*week))
    assert [spent.work_cents(("P1", line)) for line in ("", "L1")] == [119_625, 38_775]
    # What is left of a line is worth the average of what was worked on it: 9 h cost 387.75 €.
    assert spent.remaining_cents(("P1", "L1"), 540) == 38_775


def test_the_hours_of_somebody_else_s_contract_are_estimated_at_the_rate_of_who_worked():
    # Nothing is paid on LAW, the contract of INT: no rate says what an hour of DAY costs, a day is 300 €.
    assert costs(house(session(hours=8, technician="DAY"))).labour_cents() == {"P1": 30_000}


def test_the_sessions_to_come_have_cost_nothing_and_take_no_hour_of_those_worked():
    week = [session(day) for day in range(5)]
    held = house(*week, today=MONDAY + timedelta(1))
    # 18 h × 20 € × 1.65
    assert costs(held).labour_cents() == {"P1": 59_400}


def test_a_premium_that_nobody_could_source_leaves_the_cost_unknown_by_its_name():
    held = house(session(6, contract="C2717"), session(0, project="P2"))
    assert costs(held).unpriced == {"INT": {("P1", "")}}
    (problem,) = unpriced_problems(held, costs(held))
    assert (problem.table, problem.row) == ("Contrats", 6)
    assert problem.message == (
        "le coût de C2717 n'est pas connu dans Comptes : « Dimanche : majoration » de l'IDCC 2717 n'a pas de taux, "
        "saisissez-le dans Conventions, avec votre nom et la date"
    )
    rows = accounts(held, {})[0]
    assert [(row.labour_cents, row.unknown.split(" ; ")[-1]) for row in rows] == [
        (None, "coût de INT"),
        (29_700, "devis non accepté"),
    ]


def test_a_month_whose_rules_nobody_knows_leaves_the_cost_of_its_contracts_unknown():
    held = house(session(day=-15_000), session(project="P2"))
    assert costs(held).unpriced == {"INT": {("P1", "")}}
    (problem,) = unpriced_problems(held, costs(held))
    assert problem.message.startswith("le coût des contrats payés en 1985-10 n'est pas connu dans Comptes : ")


def test_an_agreement_that_waits_to_be_confirmed_is_estimated_by_the_rules_proposed_for_it():
    proposed = {"contract": "NEW", "technician": "INT", "type": "CDDU", "convention": "3252"}
    held = house(session(hours=10, contract="NEW"), Contrats=[proposed])
    # The rules of 2717: 10 h × 20 € and 2 h × 20 € × 10 % = 204 €, and 65 %
    assert costs(held).labour_cents() == {"P1": 33_660}


def test_a_project_bears_its_part_of_a_salary_and_nobody_the_rest():
    salaried = {"contract": "CDI", "technician": "INT", "type": "CDI", "convention": "Aucune",
                "first_day": date(2026, 1, 5), "monthly_salary_cents": 303_340}  # fmt: skip
    sessions = [
        session(day, 8, "P2" if day in (4, 7) else "P1", contract="CDI") for day in (0, 1, 2, 4, 7, 8, 9)
    ]
    held = house(*sessions, Contrats=[salaried])
    # 3 033.40 € for 151 h 40, and 42 % of charges, 1 274.03 €: 40 h are 800.01 € and 336.01 €, 16 h are 320.01 € and
    # 134.40 €; the rest, 1 913.38 € and 803.62 €, is of no project.
    assert costs(held).labour_cents() == {"P1": 113_602, "P2": 45_441}
    rows = (
        payroll(held, month="2026-11").rows["Repartition"].select("project", "worked_minutes", "total_cents")
    )
    assert [*rows] == [("P1", 2_400, 113_602), ("P2", 960, 45_441), ("", 0, 271_700)]
    assert 113_602 + 45_441 + 271_700 == 303_340 + 127_403


def test_the_hours_of_a_permanent_out_of_its_contract_cost_nobody_knows_what():
    # No salary is due in November: 8 h at nothing would be a cost of 0.
    ended = {"contract": "CDI", "technician": "INT", "type": "CDI", "convention": "Aucune",
             "last_day": date(2026, 10, 31), "monthly_salary_cents": 303_340}  # fmt: skip
    held = house(session(hours=8, contract="CDI"), Contrats=[ended])
    assert costs(held).unpriced == {"INT": {("P1", "")}}
    (problem,) = unpriced_problems(held, costs(held))
    assert problem.message == (
        "le coût de CDI (INT) en 2026-11 n'est pas connu dans Comptes : heures faites sans jour ouvré du contrat : "
        "aucun salaire ne les paie, corrigez ses dates ou les séances"
    )
    (paid,) = payroll(held, month="2026-11").rows["Paie"]
    assert (paid.gross_cents, paid.alert.split(" ; ")[0]) == (None, problem.message.split(" : ", 1)[1])


def test_an_employee_without_an_hourly_rate_costs_nobody_knows_what():
    held = house(session(contract="POOR"), session(1, contract="ZERO"))
    assert costs(held).unpriced.keys() == {"DAY", "INT"}
    poor, zero = unpriced_problems(held, costs(held))
    assert (poor.table, poor.row, zero.row) == ("Contrats", 7, 8)
    assert poor.message == (
        "le coût de POOR (DAY) n'est pas connu dans Comptes : saisissez un taux horaire, ou le salaire d'un CDI, dans "
        "Contrats ou dans Équipe"
    )


def pay_rows(held, table):
    """The rows that the pay of every month worked writes in a table."""
    months = {f"{day:%Y-%m}" for day in held["Seances"].column("day")}
    return [row for month in months for row in payroll(held, month=month).rows[table] if row.month == month]


def summed(parts):
    """Amounts by key, None where one of them is not known."""
    found = {}
    for key, cents in parts:
        found[key] = known_sum([found.get(key, 0), cents])
    return found


@pytest.mark.parametrize("seed", range(12))
def test_the_labour_of_the_contracts_of_an_office_is_the_cost_of_their_pay(seed):
    held = replace(office_of(*drawn(seed)), today=date(2028, 1, 31))
    borne = [row for row in pay_rows(held, "Repartition") if row.total_cents != 0]
    sheets = [row for row in pay_rows(held, "Paie") if row.total_cents != 0]
    by_contract = summed(((row.month, row.contract), row.total_cents) for row in borne)
    assert by_contract == {(row.month, row.contract): row.total_cents for row in sheets}
    by_project = summed((row.project, row.total_cents) for row in borne if row.project)
    assert (
        summed((time.project, cost.cents) for time, cost in labour(held).items() if cost.cents != 0)
        == by_project
    )
    unknown = {project for works in costs(held).unpriced.values() for project, _ in works}
    spent = costs(held).labour_cents()
    for project, cents in by_project.items():
        assert project in unknown if cents is None else spent[project] == cents
