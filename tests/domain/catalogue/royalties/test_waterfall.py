"""The waterfall of a pool, cumulative."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.catalogue.royalties.waterfall import (
    CommissionScale,
    Pool,
    PoolAccount,
    Recoupable,
    SaleReceipt,
    waterfall,
)
from postprod_xl.schema.catalogue_vocabulary import CommissionBase, RecoupmentOrder
from tests.domain.catalogue.royalties.pots import Pots

QUARTER = Fraction(1, 4)
SVOD = CommissionScale(5, "SVOD", QUARTER)


def said(account: PoolAccount) -> tuple[int, int, int, int]:
    """Commissions, costs recovered, advances recouped, net."""
    return (
        sum(one.cents for one in account.commissions),
        sum(one.cents for one in account.costs),
        sum(one.cents for one in account.advances),
        account.net_cents,
    )


def receipt(
    gross: int, withholding: int = 0, scale: CommissionScale = SVOD, work: str = "CRUE"
) -> SaleReceipt:
    return SaleReceipt(work, scale, "SVOD — Belgique", gross, withholding)


COSTS, ADVANCES = (Recoupable("Affiche", 30_000),), (Recoupable("MG", 50_000),)


def test_costs_come_before_the_advance() -> None:
    """800 € : commission 200, 600 left: costs 300, then 300 of the 500 of advance."""
    account = waterfall(Pool(receipts=[receipt(80_000)], costs=COSTS, advances=ADVANCES))
    assert said(account) == (20_000, 30_000, 30_000, 0)
    assert [one.remaining_cents for one in (*account.costs, *account.advances)] == [0, 20_000]


def test_the_advance_comes_before_costs_where_the_scale_says_so() -> None:
    """800 € : commission 200, 600 left: advance 500, then 100 of the 300 of costs."""
    pool = Pool(
        order=RecoupmentOrder.ADVANCE_FIRST, receipts=[receipt(80_000)], costs=COSTS, advances=ADVANCES
    )
    account = waterfall(pool)
    assert said(account) == (20_000, 10_000, 50_000, 0)
    assert [one.remaining_cents for one in (*account.costs, *account.advances)] == [20_000, 0]


@pytest.mark.parametrize(
    ("base", "commission"),
    [
        # 1 000 € of which 150 withheld, 300 of costs: a quarter of 850, of 1 000, of 850 - 300.
        (CommissionBase.NET_RECEIPTS, 21_250),
        (CommissionBase.GROSS_RECEIPTS, 25_000),
        (CommissionBase.AFTER_COSTS, 13_750),
    ],
)
def test_the_commission_is_a_share_of_its_base(base: CommissionBase, commission: int) -> None:
    pool = Pool(receipts=[receipt(100_000, 15_000, replace(SVOD, base=base))], costs=COSTS)
    assert said(waterfall(pool)) == (commission, 30_000, 0, 55_000 - commission)


def test_a_commission_on_the_gross_never_takes_more_than_was_received() -> None:
    """80 % of 100 €, of which 30 were withheld: 70."""
    scale = CommissionScale(5, "SVOD", Fraction(4, 5), CommissionBase.GROSS_RECEIPTS)
    assert said(waterfall(Pool(receipts=[receipt(10_000, 3_000, scale)]))) == (7_000, 0, 0, 0)
    assert said(waterfall(Pool(receipts=[receipt(-10_000, -3_000, scale)]))) == (-7_000, 0, 0, 0)


def test_each_row_of_the_scale_takes_its_rate_of_its_own_receipts() -> None:
    """A quarter of 100 and 30 % of 200 €."""
    tv = CommissionScale(6, "TV", Fraction(3, 10))
    account = waterfall(Pool(receipts=[receipt(10_000), receipt(20_000, scale=tv)]))
    assert [(one.scale.label, one.cents) for one in account.commissions] == [("SVOD", 2_500), ("TV", 6_000)]


def test_a_commission_is_rounded_once_for_all_that_was_collected() -> None:
    """A quarter of 0,02 € twice is one cent of 0,04 €, not twice one of half a cent."""
    account = waterfall(Pool(receipts=[receipt(2), receipt(2)]))
    assert [one.cents for one in account.commissions] == [1]


def test_a_cap_in_euros_leaves_what_is_over_it_to_the_house() -> None:
    """Capped costs 200 + 200, cap 300; an uncapped one of 50: 350 recovered, 100 never."""
    costs = (
        Recoupable("Doublage", 20_000, is_capped=True),
        Recoupable("Festival", 20_000, is_capped=True),
        Recoupable("DCP", 5_000),
    )
    account = waterfall(Pool(cap_cents=30_000, receipts=[receipt(100_000)], costs=costs))
    assert said(account) == (25_000, 35_000, 0, 40_000)
    assert account.over_cap_cents == 10_000
    assert [(one.claim.label, one.cents, one.remaining_cents) for one in account.costs] == [
        ("DCP", 5_000, 0),
        ("Doublage", 20_000, 0),
        ("Festival", 10_000, 0),
    ]


def test_a_cap_in_percent_lets_later_receipts_recover_the_rest() -> None:
    """Costs 300, cap 10 % of net receipts: 100 of 1 000, then 300 of 3 000."""
    costs = (Recoupable("Doublage", 30_000, is_capped=True),)
    pool = Pool(cap_rate=Fraction(1, 10), costs=costs)
    first = waterfall(replace(pool, receipts=[receipt(100_000)]))
    assert (said(first), first.costs[0].remaining_cents) == ((25_000, 10_000, 0, 65_000), 20_000)
    assert first.over_cap_cents == 0
    later = waterfall(replace(pool, receipts=[receipt(300_000)]))
    assert (said(later), later.costs[0].remaining_cents) == ((75_000, 30_000, 0, 195_000), 0)


def test_a_cap_in_percent_is_a_share_of_receipts_net_of_tax_withheld() -> None:
    """10 % of 850."""
    costs = (Recoupable("Doublage", 30_000, is_capped=True),)
    pool = Pool(cap_rate=Fraction(1, 10), receipts=[receipt(100_000, 15_000)], costs=costs)
    assert said(waterfall(pool)) == (21_250, 8_500, 0, 55_250)


def test_a_credit_gives_back_whatever_was_collected() -> None:
    """A credit of 20 on a cost of 50, then one of 80: nothing collected."""
    costs = (Recoupable("Affiche", 5_000), Recoupable("Avoir", -2_000))
    account = waterfall(Pool(costs=costs))
    assert said(account) == (0, 0, 0, 0)
    assert [(one.cents, one.remaining_cents) for one in account.costs] == [(2_000, 3_000), (-2_000, 0)]
    more = waterfall(Pool(costs=(Recoupable("Affiche", 5_000), Recoupable("Avoir", -8_000))))
    assert said(more) == (0, -3_000, 0, 3_000)


def test_a_credit_beyond_all_costs_is_money_that_an_advance_takes_first_too() -> None:
    """Nothing collected, a credit of 80 on a cost of 50: 30 came back, 20 of which recoup the advance."""
    costs = (Recoupable("Affiche", 5_000), Recoupable("Avoir", -8_000))
    for order in RecoupmentOrder:
        pool = Pool(order=order, costs=costs, advances=(Recoupable("MG", 2_000),))
        assert said(waterfall(pool)) == (0, -3_000, 2_000, 1_000)


def test_a_refund_gives_back_commission_advance_and_net() -> None:
    """1 000 € then 900 refunded: as 100 € collected."""
    pool = Pool(receipts=[receipt(100_000), receipt(-90_000)], costs=COSTS)
    assert said(waterfall(pool)) == (2_500, 7_500, 0, 0)


def test_more_refunded_than_collected_is_owed_back() -> None:
    """-100 € : a quarter was the commission, the holders owe three quarters; costs wait."""
    account = waterfall(Pool(receipts=[receipt(-10_000)], costs=COSTS, advances=ADVANCES))
    assert said(account) == (-2_500, 0, 0, -7_500)


def test_costs_come_out_of_the_receipts_before_a_commission_on_what_they_leave() -> None:
    """200 € of receipts, 300 of costs: nothing is left to take a commission of."""
    after = replace(SVOD, base=CommissionBase.AFTER_COSTS)
    assert said(waterfall(Pool(receipts=[receipt(20_000, scale=after)], costs=COSTS))) == (0, 20_000, 0, 0)


EUROS = st.integers(-50, 300).map(lambda euros: 100 * euros)
POSITIVE = st.integers(0, 200).map(lambda euros: 100 * euros)
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("receipt"), EUROS),
        st.tuples(st.just("cost"), POSITIVE),
        st.tuples(st.just("capped"), POSITIVE),
        st.tuples(st.just("advance"), POSITIVE),
    ),
    max_size=12,
)
CAPS = st.one_of(
    st.tuples(st.none(), st.none()),
    st.tuples(POSITIVE, st.none()),
    st.tuples(st.none(), st.integers(1, 100).map(lambda percent: Fraction(percent, 100))),
)
ORDERS = st.sampled_from(RecoupmentOrder)
RATES = st.integers(1, 100).map(lambda percent: Fraction(percent, 100))


def pool_of(events: list[tuple[str, int]], rate: Fraction, order: RecoupmentOrder, caps: tuple) -> Pool:
    return Pool(
        order=order,
        cap_cents=caps[0],
        cap_rate=caps[1],
        receipts=[
            receipt(cents, scale=CommissionScale(5, "SVOD", rate))
            for what, cents in events
            if what == "receipt"
        ],
        costs=[
            Recoupable(what, cents, what == "capped") for what, cents in events if what in ("cost", "capped")
        ],
        advances=[Recoupable(what, cents) for what, cents in events if what == "advance"],
    )


@given(EVENTS, RATES, ORDERS, CAPS)
def test_the_cumulative_account_is_what_pots_filled_event_by_event_hold(
    events: list[tuple[str, int]], rate: Fraction, order: RecoupmentOrder, caps: tuple
) -> None:
    """Whole euros and whole percents: every figure is exact, none is rounded."""
    pots = Pots(rate, order, *caps)
    for what, cents in events:
        if what == "receipt":
            pots.receive(cents)
        elif what == "advance":
            pots.advance(cents)
        else:
            pots.spend(cents, is_capped=what == "capped")
    found = said(waterfall(pool_of(events, rate, order, caps)))
    assert found == (pots.commission, pots.filled["costs"], pots.filled["advances"], pots.net)


@st.composite
def pools(draw: st.DrawFn) -> Pool:
    """Any pool, cents and credits included; after costs, one row of the scale."""
    base = draw(st.sampled_from(CommissionBase))
    rates = draw(st.lists(st.fractions(0, 1, max_denominator=1000), min_size=1, max_size=3))
    if base is CommissionBase.AFTER_COSTS:
        rates = rates[:1]
    amounts = st.integers(-5_000, 50_000)
    receipts = draw(
        st.lists(
            st.builds(
                lambda cents, tax, at: receipt(
                    cents,
                    cents * tax // 100,
                    CommissionScale(at % len(rates), "SVOD", rates[at % len(rates)], base),
                ),
                amounts,
                st.integers(0, 100),
                st.integers(0, 2),
            ),
            max_size=6,
        )
    )
    claims = st.lists(st.builds(Recoupable, st.just("Frais"), amounts, st.booleans()), max_size=5)
    advances = draw(st.lists(st.builds(Recoupable, st.just("MG"), st.integers(0, 50_000)), max_size=3))
    caps = draw(CAPS)
    order = RecoupmentOrder.COSTS_FIRST if base is CommissionBase.AFTER_COSTS else draw(ORDERS)
    return Pool("", order, *caps, receipts, draw(claims), advances)


@given(pools())
def test_receipts_are_commission_costs_advances_and_net_to_the_cent(pool: Pool) -> None:
    account = waterfall(pool)
    assert sum(said(account)) == pool.net_receipts_cents


@given(pools())
def test_what_is_recovered_and_what_remains_never_exceed_the_claim(pool: Pool) -> None:
    account = waterfall(pool)
    for one in (*account.costs, *account.advances):
        assert one.remaining_cents >= 0
        if one.claim.cents >= 0:
            assert 0 <= one.cents <= one.cents + one.remaining_cents <= one.claim.cents
        else:
            assert one.cents == one.claim.cents
    lost = sum(one.claim.cents - one.cents - one.remaining_cents for one in account.costs)
    assert lost == account.over_cap_cents


@given(pools())
def test_nothing_is_net_while_a_claim_that_may_be_recovered_remains(pool: Pool) -> None:
    account = waterfall(pool)
    if account.net_cents > 0:
        assert all(one.remaining_cents == 0 for one in account.advances)
        free = [one for one in account.costs if not one.claim.is_capped]
        assert pool.cap_rate is not None or all(one.remaining_cents == 0 for one in free)
