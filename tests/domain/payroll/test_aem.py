"""What the AEM of a month declares of a contract, and the DPAE to file before it begins."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.payroll.declarations import payroll
from postprod_xl.domain.people.hiring_declarations import hiring_declarations
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.units import folded
from tests.domain.offices import office, table_rows
from tests.domain.payroll.test_payroll import CONTRACT, MONDAY, PERSON, house, session

NOVEMBER = "2026-11"
FIRST, FRIDAY, LAST = date(2026, 11, 1), date(2026, 11, 6), date(2026, 11, 30)
PERIOD_CASES = [
    ("a contract that goes on", {}, (FIRST, LAST, True)),
    ("a contract of the month", {"first_day": MONDAY, "last_day": FRIDAY}, (MONDAY, FRIDAY, False)),
    ("a contract that ends with the month", {"last_day": LAST}, (FIRST, LAST, False)),
    ("a contract without end", {"last_day": None}, (FIRST, LAST, True)),
    ("a contract without days", {"first_day": None, "last_day": None}, (MONDAY, LAST, True)),
    ("a day worked before the contract", {"first_day": date(2026, 11, 4)}, (MONDAY, LAST, True)),
    ("a day worked after the contract", {"last_day": date(2026, 10, 30)}, (FIRST, MONDAY, False)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "period"), [case[1:] for case in PERIOD_CASES], ids=[case[0] for case in PERIOD_CASES]
)
def test_the_period_of_an_aem_is_that_of_the_contract_within_the_month(changes: dict[str, Any], period: Any):
    place = house([session(MONDAY, 8)], Contrats=[CONTRACT | changes])
    (row,) = payroll(place, NOVEMBER).declarations
    assert (row.first_day, row.last_day, row.in_progress) == period


def test_the_employment_of_an_aem_is_that_of_the_contract_else_of_the_person():
    for changes, job in ({"job": "Étalonneur"}, "Étalonneur"), ({}, "Monteur"):
        (row,) = payroll(house([session(MONDAY, 8)], Contrats=[CONTRACT | changes]), NOVEMBER).declarations
        assert (row.employment, "emploi manquant" in row.alert) == (job, False)
    nobody = house([session(MONDAY, 8)], Equipe=[PERSON | {"job": ""}])
    assert payroll(nobody, NOVEMBER).declarations.records[0].alert == "emploi manquant"


def test_the_dsn_says_what_the_aem_says_until_the_month_is_exported():
    (row,) = payroll(house([session(MONDAY, 8)]), NOVEMBER).declarations
    assert (row.dsn_minutes, row.dsn_days, row.dsn_gross_cents) == (480, 1, 16_000)
    assert row.dsn_gap == ""


TODAY = date(2026, 11, 20)
STATE_CASES = [
    ("begins in twelve days", {"first_day": date(2026, 12, 2)}, ["Pas encore"]),
    ("begins in eight days", {"first_day": date(2026, 11, 28)}, ["À déposer"]),
    ("begins today", {"first_day": TODAY}, ["À déposer"]),
    ("began yesterday", {"first_day": date(2026, 11, 19)}, ["Délai passé"]),
    ("no first day", {"first_day": None}, ["À déposer"]),
    ("filed, begins tomorrow", {"first_day": date(2026, 11, 21), "declared_day": TODAY}, ["Déposée"]),
    ("filed, began", {"first_day": date(2026, 11, 19), "declared_day": date(2026, 11, 18)}, []),
    ("filed after", {"first_day": date(2026, 11, 18), "declared_day": TODAY}, ["Déposée en retard"]),
    ("filed nine days before", {"first_day": date(2026, 11, 29), "declared_day": TODAY}, ["Déposée trop tôt"]),
    ("an independent", {"first_day": TODAY, "type": "Prestation"}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "states"), [case[1:] for case in STATE_CASES], ids=[case[0] for case in STATE_CASES]
)
def test_the_dpae_of_a_contract_says_where_it_stands(changes: dict[str, Any], states: list[str]):
    contract = {**CONTRACT, "declared_day": None, **changes}
    place = office(
        today=TODAY,
        Contrats=table_rows("Contrats", [contract]),
        Equipe=table_rows("Equipe", [PERSON]),
    )
    assert hiring_declarations(place).column("state") == states


def test_a_dpae_can_be_filed_from_eight_days_before_the_first_session_and_at_the_latest_that_day():
    contract = {**CONTRACT, "first_day": date(2026, 12, 10), "declared_day": None}
    place = office(
        today=TODAY,
        Contrats=table_rows("Contrats", [contract]),
        Seances=table_rows("Seances", [session(date(2026, 12, 9), 8)]),
        Equipe=table_rows("Equipe", [PERSON]),
    )
    (row,) = hiring_declarations(place)
    assert (row.opens, row.closes, row.begins) == (date(2026, 12, 1), date(2026, 12, 9), date(2026, 12, 9))


_PERSONAL = re.compile(r"\b(nir|securite sociale|iban|rib|bic|compte bancaire)\b")


def test_no_social_security_number_nor_bank_account_of_a_person_is_asked_for():
    asked = {
        f"{table.name}.{column.heading}"
        for table in TABLES
        for column in table.columns
        if _PERSONAL.search(folded(column.heading)) or column.name in ("nir", "iban")
    }
    # That of a supplier, on its invoice; and where the office keeps that of a holder, never the account itself.
    assert asked == {"Achats.IBAN", "AyantsDroit.Référence IBAN"}
