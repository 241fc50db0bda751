"""The split of a net between holders."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.catalogue.royalties.shares import Share, Split, apportion, exact_part, split
from tests.domain.catalogue.royalties.pots import poured

THIRD, HALF = Fraction(1, 3), Fraction(1, 2)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("1/3", THIRD),
        (" 1 / 3 ", THIRD),
        ("33,5 %", Fraction(335, 1000)),
        ("33.5%", Fraction(335, 1000)),
        ("0,335", Fraction(335, 1000)),
        ("0.335", Fraction(335, 1000)),
        ("100 %", Fraction(1)),
        ("1", Fraction(1)),
        ("3/3", Fraction(1)),
        ("33,5\u00a0%", Fraction(335, 1000)),
    ],
)
def test_a_part_is_read_exactly(text: str, part: Fraction) -> None:
    assert exact_part(text) == part


@pytest.mark.parametrize(
    "text",
    ["", "0", "0 %", "0/3", "1/0", "4/3", "50", "101 %", "-1/3", "un tiers", "1/3 %", "2026-03-01", "1,2,3"],
)
def test_what_is_no_part_is_not_guessed(text: str) -> None:
    assert exact_part(text) is None


def test_thirds_of_a_cent_go_to_the_first() -> None:
    """100 cents in three: 33,33… each, equal remainders, the cent that remains to the first."""
    assert apportion(100, [THIRD, THIRD, THIRD]) == [34, 33, 33]
    assert apportion(101, [THIRD, THIRD, THIRD]) == [34, 34, 33]
    assert apportion(0, [THIRD, THIRD, THIRD]) == [0, 0, 0]


def test_a_cent_that_remains_goes_to_the_largest_remainder_before_the_first() -> None:
    """10 cents at 1/4 and 3/4: 2,5 and 7,5; at 15 %, 15 % and 70 %: 1,5, 1,5 and 7; at 5/6 and 1/6: 8,33 and 1,67."""
    assert apportion(10, [Fraction(1, 4), Fraction(3, 4)]) == [3, 7]
    assert apportion(10, [Fraction(15, 100), Fraction(15, 100), Fraction(7, 10)]) == [2, 1, 7]
    assert apportion(10, [Fraction(5, 6), Fraction(1, 6)]) == [8, 2]


def test_parts_of_less_than_the_whole_share_all_of_it() -> None:
    assert apportion(90, [HALF, Fraction(1, 4)]) == [60, 30]


def test_a_corridor_shares_from_its_threshold_and_up_to_its_cap() -> None:
    """A 1 000 € first; from there B and C a half each, B at most 300 €, whose excess goes to the next rank, all C's.

    1 800 € of net: A 1 000 ; rank 2 has 800: B 400 capped to 300, C 400; the 100 that B leaves go to C at rank 3.
    """
    shares = [
        Share("A", 1, Fraction(1)),
        Share("B", 2, HALF, threshold_cents=100_000, cap_cents=30_000),
        Share("C", 2, HALF, threshold_cents=100_000),
        Share("C", 3, Fraction(1)),
    ]
    assert split(180_000, shares) == Split((100_000, 30_000, 40_000, 10_000), 0)
    assert split(100_000, shares) == Split((100_000, 0, 0, 0), 0)
    assert split(100_002, shares) == Split((100_000, 1, 1, 0), 0)


def test_above_the_caps_of_the_last_rank_the_others_have_the_rest() -> None:
    """900 €: A a half, at most 200 €; his 250 € of excess go to B and C in the ratio of their parts, 2 to 1."""
    shares = [
        Share("A", 1, HALF, cap_cents=20_000),
        Share("B", 1, THIRD),
        Share("C", 1, Fraction(1, 6)),
    ]
    assert split(90_000, shares) == Split((20_000, 46_667, 23_333), 0)


def test_above_every_cap_of_the_last_rank_nothing_is_split() -> None:
    shares = [Share("A", 1, HALF, cap_cents=20_000), Share("B", 1, HALF, cap_cents=30_000)]
    assert split(60_000, shares) == Split((20_000, 30_000), 10_000)


def test_below_the_first_threshold_nothing_is_split() -> None:
    shares = [Share("A", 1, Fraction(1), threshold_cents=50_000)]
    assert split(40_000, shares) == Split((0,), 40_000)
    assert split(50_001, shares) == Split((1,), 50_000)


def test_a_rank_without_a_threshold_takes_what_the_one_before_leaves_only() -> None:
    """Rank 2 takes the excess of A alone, rank 3 what lies over 1 000 €."""
    shares = [
        Share("A", 1, Fraction(1), cap_cents=40_000),
        Share("B", 2, Fraction(1)),
        Share("C", 3, Fraction(1), threshold_cents=100_000),
    ]
    assert split(120_000, shares) == Split((40_000, 60_000, 20_000), 0)


def test_a_negative_net_is_borne_by_the_first_rank_and_cancels_the_same_positive_one() -> None:
    shares = [Share("A", 1, THIRD), Share("B", 1, Fraction(2, 3)), Share("C", 2, Fraction(1), 50_000)]
    assert split(-100, shares) == Split((-33, -67, 0), 0)
    assert split(100, shares) == Split((33, 67, 0), 0)


def test_a_rank_from_the_first_cent_leaves_nothing_to_the_one_before() -> None:
    shares = [Share("A", 1, Fraction(1)), Share("B", 2, Fraction(1), threshold_cents=0)]
    assert split(100, shares) == Split((0, 100), 0)


PARTS = st.lists(st.integers(1, 9), min_size=1, max_size=4).map(
    lambda weights: [Fraction(one, sum(weights)) for one in weights]
)


@st.composite
def ranks(draw: st.DrawFn) -> list[Share]:
    """Splits of up to three ranks, whose thresholds rise."""
    shares: list[Share] = []
    threshold = 0
    for rank in range(1, draw(st.integers(1, 3)) + 1):
        threshold += draw(st.integers(0, 300))
        starts = draw(st.sampled_from([None, threshold]))
        for at, part in enumerate(draw(PARTS)):
            cap = draw(st.none() | st.integers(0, 200))
            shares.append(Share(f"H{at}", rank, part, starts, cap))
    return shares


@given(st.integers(-(10**12), 10**12), PARTS)
def test_parts_sum_to_the_amount_each_within_a_cent_and_cancel_their_opposite(
    cents: int, parts: list[Fraction]
) -> None:
    given_cents = apportion(cents, parts)
    assert sum(given_cents) == cents
    assert all(abs(got - cents * part) < 1 for got, part in zip(given_cents, parts, strict=True))
    assert apportion(-cents, parts) == [-got for got in given_cents]


@given(st.integers(-1_000, 1_000), ranks())
def test_shares_and_what_is_not_split_sum_to_the_net(net: int, shares: list[Share]) -> None:
    found = split(net, shares)
    assert sum(found.received) + found.unsplit_cents == net


@given(st.integers(0, 600), ranks())
def test_a_net_split_at_once_is_the_same_as_poured_cent_by_cent(net: int, shares: list[Share]) -> None:
    """But for the cents that remain: at most one a rank passed through."""
    found = split(net, shares)
    for got, exact in zip((*found.received, found.unsplit_cents), poured(net, shares), strict=True):
        assert abs(got - exact) <= 3


@given(st.integers(0, 1_000), ranks())
def test_no_holder_gets_more_than_his_cap(net: int, shares: list[Share]) -> None:
    for got, share in zip(split(net, shares).received, shares, strict=True):
        assert share.cap_cents is None or got <= share.cap_cents
