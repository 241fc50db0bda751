from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.money import amount_cents, margin_rate, share_cents
from postprod_xl.domain.vat import vat_rate
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.units import half_up

DAY = date(2026, 11, 23)


def test_a_half_is_rounded_away_from_zero_both_ways():
    assert [half_up(Decimal(text)) for text in ("0.5", "1.5", "2.5", "-0.5", "-1.5")] == [1, 2, 3, -1, -2]


def test_an_amount_is_quantity_times_price_less_the_discount_rounded_once():
    # 1.5 × 333.33 € × 0.9 = 449.9955 €
    assert amount_cents(Decimal("1.5"), 33_333, Decimal("0.1")) == 45_000


@pytest.mark.parametrize(
    "terms", [(None, 60_000, None), (Decimal(2), None, None), (Decimal(0), 60_000, None)]
)
def test_an_amount_without_quantity_or_price_is_nothing(terms):
    assert amount_cents(*terms) == 0


def test_a_share_of_a_negative_amount_mirrors_that_of_the_positive_one():
    assert (share_cents(150, Decimal("0.05")), share_cents(-150, Decimal("0.05"))) == (8, -8)


def test_an_empty_rate_is_no_share():
    assert share_cents(1_000, None) == 0


def test_a_margin_has_four_decimals_and_none_on_nothing():
    # (300 - 100) / 300 = 0.66666…
    assert margin_rate(300, 100) == Decimal("0.6667")
    assert margin_rate(0, 100) is None


@given(st.integers(-(10**9), 10**9), st.decimals(0, 1, places=4))
def test_a_share_and_the_rest_are_never_a_cent_apart_from_the_whole(cents, rate):
    assert abs(share_cents(cents, rate) + share_cents(cents, 1 - rate) - cents) <= 1


@pytest.mark.parametrize(
    ("regime", "postcode", "expected"),
    [
        ("France", "75010", "0.20"),
        ("", "75010", "0.20"),
        ("DOM", "97400", "0.085"),
        ("DOM", "97300", "0"),
        ("DOM", "97600", "0"),
        ("DOM", "97100", "0.085"),
        ("DOM", "97200", "0.085"),
        ("DOM", "", "0.085"),
        ("DOM", "97500", "0"),
        ("DOM", "97700", "0"),
        ("DOM", "97800", "0"),
        ("DOM", "97133", "0"),  # Saint-Barthélemy, under its former code of Guadeloupe
        ("DOM", "97150", "0"),  # Saint-Martin
        ("DOM", "98600", "0"),
        ("DOM", "98714", "0"),
        ("DOM", "98800", "0"),
        ("UE autoliquidation", "1000", "0"),
        ("Hors UE", "1200", "0"),
    ],
)
def test_the_vat_rate_is_that_of_the_regime_and_of_the_territory(regime, postcode, expected):
    assert vat_rate(regime, postcode, DAY) == Decimal(expected)


def test_a_day_before_the_first_known_rate_has_no_rate():
    with pytest.raises(UnknownRate):
        vat_rate("France", "75010", date(2013, 12, 31))
