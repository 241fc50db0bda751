"""Euros of collections in any currency."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.catalogue.royalties.amounts import Collected, Unconverted, cents, collected, nearest
from postprod_xl.schema.units import half_up


def test_euros_need_no_rate() -> None:
    assert collected(Decimal("1234.56"), None, "EUR", None) == Collected(123_456, 0)
    assert collected(Decimal("1234.56"), None, "EUR", Decimal(1)) == Collected(123_456, 0)


def test_a_withholding_in_the_currency_is_converted_at_the_same_rate() -> None:
    """10 000 USD at 0.9215 are 9 215,00 €; 1 500 USD withheld are 1 382,25 €; 7 832,75 € are shared."""
    found = collected(Decimal(10_000), Decimal(1_500), "USD", Decimal("0.9215"))
    assert found == Collected(921_500, 138_225)
    assert isinstance(found, Collected)
    assert found.net_cents == 783_275


def test_half_a_cent_rounds_away_from_zero_both_ways() -> None:
    """0,01 × 0,5 is half a cent."""
    assert cents(Decimal("0.01"), Decimal("0.5")) == 1
    assert cents(Decimal("-0.01"), Decimal("0.5")) == -1
    assert cents(Decimal("0.01"), Decimal("0.49")) == 0


def test_a_product_of_more_digits_than_a_decimal_keeps_is_exact() -> None:
    """Just under half a cent: 28 digits would round it up first."""
    assert cents(Decimal("0.0099999999999999"), Decimal("0.50000000000000499999")) == 0
    assert cents(Decimal("0.01"), Decimal("0.49999999999999999999999999999999")) == 0


def test_the_whole_amount_may_be_withheld() -> None:
    assert collected(Decimal(100), Decimal(100), "EUR", None) == Collected(10_000, 10_000)


def test_a_refund_gives_its_withholding_back() -> None:
    assert collected(Decimal(-100), Decimal(-15), "EUR", None) == Collected(-10_000, -1_500)


@pytest.mark.parametrize(
    ("amount", "withholding", "currency", "rate", "column", "message"),
    [
        (None, None, "EUR", None, "amount", "montant vide : ce qui est encaissé n'est pas connu"),
        (100, None, "USD", None, "rate", "montant en USD sans taux : le montant en euros n'est pas connu"),
        (100, None, "USD", "0", "rate", "taux 0 de USD : un taux est plus grand que zéro"),
        (100, None, "USD", "-1", "rate", "taux -1 de USD : un taux est plus grand que zéro"),
        (100, None, "EUR", "0.9", "rate", "taux 0,9 d'un montant en euros : videz-le, ou écrivez la devise"),
        (100, 101, "EUR", None, "withholding", "retenue 101 plus grande que le montant 100"),
        (
            -100,
            15,
            "EUR",
            None,
            "withholding",
            "retenue 15 de l'autre signe que le montant -100 : un remboursement rend sa retenue",
        ),
    ],
)
def test_what_has_no_euros_says_why(
    amount: int | None, withholding: int | None, currency: str, rate: str | None, column: str, message: str
) -> None:
    found = collected(
        None if amount is None else Decimal(amount),
        None if withholding is None else Decimal(withholding),
        currency,
        None if rate is None else Decimal(rate),
    )
    assert isinstance(found, Unconverted)
    assert (found.column, found.message) == (column, message)


@given(st.decimals(-(10**6), 10**6, places=4))
def test_a_decimal_and_its_fraction_round_alike(number: Decimal) -> None:
    assert nearest(Fraction(number)) == half_up(number)
