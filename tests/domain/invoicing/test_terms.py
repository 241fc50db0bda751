"""When an invoice is to be paid, and the longest terms that the law lets two companies agree on."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.invoicing.parties.terms import due_day, latest_due_day
from tests.domain.invoicing.houses import CLIENT, house, issued, refusal

DAYS = st.dates(date(2009, 1, 1), date(2090, 12, 31))


def is_last_of_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


@given(day=DAYS, days=st.integers(0, 365))
def test_the_end_of_the_month_is_that_of_the_day_reached(day: date, days: int) -> None:
    reached, end = due_day(day, days, end_of_month=False), due_day(day, days, end_of_month=True)
    assert (reached - day).days == days
    assert is_last_of_month(end) and (end.year, end.month) == (reached.year, reached.month)


@given(day=DAYS, days=st.integers(0, 45))
def test_terms_within_the_law_end_by_its_last_day(day: date, days: int) -> None:
    last = latest_due_day(day)
    assert due_day(day, days, end_of_month=True) <= last
    assert due_day(day, 60, end_of_month=False) <= last <= day + timedelta(days=76)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        # 45 days after the 31st of January is the 17th of March, then its end
        (date(2026, 1, 31), date(2026, 4, 1)),
        # the end of February, then 45 days: the 14th of April; 60 days: the 2nd of April
        (date(2026, 2, 1), date(2026, 4, 14)),
        (date(2024, 2, 29), date(2024, 4, 30)),
        (date(2026, 12, 31), date(2027, 3, 1)),
    ],
)
def test_the_last_day_of_the_law_is_the_latest_of_its_three_counts(day: date, last: date) -> None:
    assert latest_due_day(day) == last


@pytest.mark.parametrize(
    ("client", "message"),
    [
        (
            {"payment_days": 75},
            "PRO paierait le 06/02/2027 une facture du 23/11/2026, à 75 jours à compter de la facture : le Code de "
            "commerce (L441-10) admet 60 jours ou 45 jours fin de mois, le 31/01/2027 au plus tard",
        ),
        (
            {"payment_days": 60, "end_of_month": True},
            "à 60 jours fin de mois : le Code de commerce (L441-10) admet 60 jours ou 45",
        ),
    ],
)
def test_terms_beyond_the_law_refuse_the_invoice(client: dict, message: str) -> None:
    assert message in refusal(house(Clients=[{**CLIENT, **client}]))


def test_the_terms_of_the_house_refuse_too_and_a_client_out_of_the_union_agrees_on_what_he_wants() -> None:
    own = {**CLIENT, "payment_days": None}
    assert "PRO paierait le 21/02/2027" in refusal(house({"payment_days": 90}, Clients=[own]))
    abroad = {**CLIENT, "vat_regime": "Hors UE", "country": "CH", "payment_days": 90}
    assert issued(house(Clients=[abroad])).invoice["due_day"] == date(2027, 2, 21)


@pytest.mark.parametrize(("days", "end_of_month"), [(60, False), (45, True), (0, False)])
def test_the_longest_terms_of_the_law_are_invoiced(days: int, end_of_month: bool) -> None:
    assert issued(house(Clients=[{**CLIENT, "payment_days": days, "end_of_month": end_of_month}]))
