"""What a month of a permanent is paid, and the hours of a week beyond it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.payroll.monthly.salary import Salary, monthly_rules, monthly_salary
from postprod_xl.domain.payroll.rules.agreements import published_rules
from postprod_xl.domain.payroll.rules.pay_rules import PayRules
from postprod_xl.schema.rows import Row, rows_of
from postprod_xl.schema.tables.payroll import CONTRACTS

DAY = date(2026, 11, 2)


def cdi(**cells: Any) -> Row:
    held = {"contract": "C1", "technician": "ANNA", "type": "CDI", **cells}
    return next(iter(rows_of(CONTRACTS, [held])))


def rules(convention: str) -> PayRules:
    return published_rules().rules(convention, "", "CDI", DAY)


def salary(convention: str = "2642", usual: int | None = None, **cells: Any) -> Salary:
    return monthly_salary(cdi(**cells), usual, rules(convention), DAY)


def week(convention: str, hours: int | None = None) -> list[tuple[Decimal, Decimal | None]]:
    found = monthly_rules(cdi(month_minutes=hours and hours * 60), rules(convention), DAY)
    return [(Decimal(tier.after_minutes) / 60, tier.premium.value) for tier in found.week]


def test_a_salary_pays_the_legal_hours_of_a_month_and_says_what_one_more_is_worth():
    # 2 500,00 € / 151,67 h (9 100 minutes) = 16,4835 € : 16,48 €.
    assert salary(monthly_salary_cents=250_000) == (250_000, 9_100, 1_648, "")


def test_the_hourly_rate_of_the_contract_comes_before_the_one_found_from_the_salary():
    assert salary(monthly_salary_cents=250_000, hourly_rate_cents=1_700) == (250_000, 9_100, 1_700, "")
    # The usual rate of the person says nothing of a salary.
    assert salary(monthly_salary_cents=250_000, usual=9_900).hourly_cents == 1_648


@pytest.mark.parametrize(
    ("convention", "found"),
    [
        # 151,67 + 17,33 × 1,10 = 170,7333 h : 3 000 / 170,7333 = 17,571 €.
        ("2642", 1_757),
        # 151,67 + 17,33 × 1,25 = 173,3333 h : 3 000 / 173,3333 = 17,308 €.
        ("Aucune", 1_731),
    ],
)
def test_a_salary_of_169_hours_pays_the_premium_of_those_beyond_35_a_week(convention: str, found: int):
    assert salary(convention, monthly_salary_cents=300_000, month_minutes=169 * 60).hourly_cents == found


def test_a_salary_that_nobody_typed_is_the_hourly_rate_for_the_hours_of_the_month_and_says_so():
    # 20,00 € × 151,6667 h = 3 033,33 €.
    cents, base, hourly, note = salary(hourly_rate_cents=2_000)
    assert (cents, base, hourly) == (303_333, 9_100, 2_000)
    assert note.startswith("salaire déduit du taux horaire (151h40 à 20,00")
    assert "repris de l'Équipe" not in note and "repris de l'Équipe" in salary(usual=2_000).note
    # 20,00 € × 170,7333 h = 3 414,67 €.
    assert salary(hourly_rate_cents=2_000, month_minutes=169 * 60).cents == 341_467


@pytest.mark.parametrize("cells", [{}, {"hourly_rate_cents": 0}, {"monthly_salary_cents": 0}])
def test_neither_a_salary_nor_a_rate_above_zero_is_no_salary(cells: dict[str, int]):
    assert salary(**cells) == (None, 9_100, None, "")


def test_a_permanent_of_2642_has_ten_percent_the_first_four_hours():
    assert week("2642") == [(35, Decimal("0.1")), (39, Decimal("0.25")), (43, Decimal("0.5"))]
    assert week("Aucune") == [(35, Decimal("0.25")), (43, Decimal("0.5"))]


def test_the_hours_of_the_salary_have_no_premium_and_those_beyond_that_of_their_place():
    assert week("2642", 169) == [(39, Decimal("0.25")), (43, Decimal("0.5"))]
    assert week("Aucune", 160) == [(Decimal(2215) / 60, Decimal("0.25")), (43, Decimal("0.5"))]


def test_a_part_time_contract_adds_hours_at_ten_then_twenty_five_percent_up_to_35():
    # 104 h a month are 24 h a week: a tenth is 2,4 h (C. trav. L3123-29).
    assert week("Aucune", 104)[:3] == [
        (24, Decimal("0.1")),
        (Decimal("26.4"), Decimal("0.25")),
        (35, Decimal("0.25")),
    ]
