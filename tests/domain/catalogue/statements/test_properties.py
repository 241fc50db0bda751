"""What must hold of statements whatever was collected, spent, shared and typed late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from postprod_xl.documents.catalogue.royalty_statement import MOVED, RoyaltyStatement
from postprod_xl.domain.catalogue.royalties.accounts import accounts
from postprod_xl.domain.catalogue.statements.checks import register_problems
from postprod_xl.domain.catalogue.statements.register import adjusted_label, gross_cents
from postprod_xl.domain.office import Office
from postprod_xl.schema.catalogue_vocabulary import StatementSection
from tests.domain.catalogue.statements.houses import collected, ledgered, rights_house, shared, stated

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
PERIODS = ("2026-T1", "2026-T2", "2026-T3", "2026-T4")
PARTS = st.sampled_from(
    [
        (("MOLE", "1/3"), ("DAUMAS", "1/3"), ("SOF", "1/3")),
        (("MOLE", "33,5 %"), ("SOF", "66,5 %")),
        (("SOF", "1"),),
    ]
)
DAYS = st.integers(0, 364).map(lambda after: FIRST + timedelta(days=after))
AMOUNTS = st.integers(-20_000, 200_000)
COLLECTIONS = st.lists(st.tuples(DAYS, AMOUNTS, st.integers(0, 3)), max_size=8)
COSTS = st.lists(st.tuples(DAYS, st.integers(1, 40_000), st.integers(0, 3)), max_size=4)


def house_at(known: int, money: Sequence[Any], costs: Sequence[Any], parts: Sequence[Any]) -> Office:
    """The office of a period: each movement has the rank of the period in which it is typed."""
    collections = [
        collected(f"E{at}", day, f"{amount / 100:.2f}")
        for at, (day, amount, typed) in enumerate(money)
        if typed <= known
    ]
    spent = [
        {
            "cost": f"F{at}", "contract": "M1", "label": f"Frais {at}", "day": day, "amount_cents": cents,
            "is_opposable": True,
        }
        for at, (day, cents, typed) in enumerate(costs)
        if typed <= known
    ]  # fmt: skip
    return rights_house(Encaissements=collections, Frais=spent, Repartitions=shared(*parts))


def issued_through(money, costs, parts, holder: str) -> tuple[Office, list[RoyaltyStatement]]:
    """The statements of each quarter to a holder, movements being typed in the quarter they are or later."""
    office, made = house_at(0, money, costs, parts), []
    for known, period in enumerate(PERIODS):
        now = house_at(known, money, costs, parts)
        office = office.with_rows("Encaissements", now["Encaissements"]).with_rows("Frais", now["Frais"])
        issued = stated(office, holder, period)
        made.append(issued.document)
        office = ledgered(office, issued)
    return office, made


def said_after(document: RoyaltyStatement) -> Counter[tuple[str, str]]:
    """What a statement says of each line since the beginning, an adjustment with its line."""
    said: Counter[tuple[str, str]] = Counter()
    for line in document.contracts[0].lines:
        said[line.section, adjusted_label(line.label)] += line.cumulative_cents
    return said


def said_before(document: RoyaltyStatement) -> dict[tuple[str, str], int]:
    """What a statement says of each line before its period."""
    lines = document.contracts[0].lines
    return {(line.section, line.label): line.prior_cents for line in lines if line.prior_cents}


@given(money=COLLECTIONS, costs=COSTS, parts=PARTS)
@settings(max_examples=40, deadline=None)
def test_statements_of_consecutive_periods_add_up_to_the_cumulative_one(money, costs, parts):
    holder = parts[-1][0]
    office, made = issued_through(money, costs, parts, holder)
    account = accounts(office, LAST).known["M1"]
    assert sum(each.share.period_cents for each in made) == account.share_cents(holder)
    for before, after in pairwise(made):
        assert after.share.prior_cents == before.share.cumulative_cents
        assert said_before(after) == {key: cents for key, cents in said_after(before).items() if cents}
    assert register_problems(office) == []
    # What was said to be due, less what is still carried, is what came to him.
    due = sum(gross_cents(row) for row in office["Releves"])
    assert due - made[-1].carried_cents == account.share_cents(holder)
    assert all(each.due_cents >= 0 and each.carried_cents >= 0 for each in made)


@given(money=COLLECTIONS, costs=COSTS, parts=PARTS)
@settings(max_examples=40, deadline=None)
def test_the_parts_of_the_holders_are_the_net_and_the_net_is_what_the_lines_leave(money, costs, parts):
    office = house_at(3, money, costs, parts)
    made = [stated(office, holder, "2026").document for holder, _ in parts]
    nets = {each.contracts[0].total(StatementSection.NET).cumulative_cents for each in made}
    assert nets == {sum(each.share.cumulative_cents for each in made)}
    for each in made:
        [contract] = each.contracts
        assert (
            contract.total(*MOVED).cumulative_cents == contract.total(StatementSection.NET).cumulative_cents
        )
        assert contract.total(*MOVED).period_cents == contract.total(StatementSection.NET).period_cents


@given(money=COLLECTIONS, costs=COSTS, parts=PARTS)
@settings(max_examples=25, deadline=None)
def test_what_is_typed_late_is_stated_once(money, costs, parts):
    holder = parts[-1][0]
    _, late = issued_through(money, costs, parts, holder)
    _, timely = issued_through(
        [(day, amount, 0) for day, amount, _ in money],
        [(day, cents, 0) for day, cents, _ in costs],
        parts,
        holder,
    )
    assert late[-1].share.cumulative_cents == timely[-1].share.cumulative_cents
    receipts = [each.contracts[0].total(StatementSection.RECEIPTS) for each in (late[-1], timely[-1])]
    assert receipts[0].cumulative_cents == receipts[1].cumulative_cents
