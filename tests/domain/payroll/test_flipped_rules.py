"""Every value of the published rules that pays is watched: changed, it changes a case worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.payroll.declarations import payroll
from postprod_xl.domain.payroll.rules import agreements
from postprod_xl.domain.payroll.rules.names import NOT_COMPUTED, WORDS, Rule, RuleUnit, unit_of
from postprod_xl.domain.payroll.rules.published import Agreement, PublishedRule, all_published, published
from postprod_xl.schema.units import MINUTES_PER_DAY
from tests.domain.payroll.test_cases import CASES, described, items_of

UNPAID = {Rule.YEARLY_SUNDAYS, Rule.YEARLY_OVERTIME, *NOT_COMPUTED}
"""What alerts read, or nobody computes with: `rules/test_published.py` states their values."""
UNPAID_HERE = {("Aucune", Rule.NIGHT_WINDOW)}
"""The law gives no premium to the night: its hours are counted, and shown."""
STEP = Decimal("0.1")
LEAP_YEAR = 2000


def flips(rule: PublishedRule) -> Iterator[Any]:
    """Other values of a rule, each a step away: one a side of a window or of a season."""
    unit, value = unit_of(rule.rule), rule.value
    if unit in (RuleUnit.PERCENT, RuleUnit.COEFFICIENT):
        # Downwards: the premiums of 3097 are at their cap.
        least = 0 if unit is RuleUnit.PERCENT else 1
        yield value + (STEP if value == least else -STEP)  # type: ignore[operator]
    elif unit is RuleUnit.WINDOW:
        start, end = value  # type: ignore[misc]
        yield (start + 30) % MINUTES_PER_DAY, end
        yield start, (end + 30) % MINUTES_PER_DAY
    elif unit is RuleUnit.SEASON:
        first, last = (date(LEAP_YEAR, *at) for at in value)  # type: ignore[union-attr, misc]
        yield _season(first + timedelta(days=1), last)
        yield _season(first, last - timedelta(days=1))
    elif unit is RuleUnit.WORD:
        yield next(word for word in WORDS[rule.rule] if word is not value)
    else:
        yield value + 1  # type: ignore[operator]


def _season(first: date, last: date) -> Any:
    return (first.month, first.day), (last.month, last.day)


FLIPS = [
    pytest.param(agreement, rule, value, id=f"{agreement.code} {rule.name} : {value}")
    for agreement in all_published()
    if not agreement.proposes
    for rule in agreement.rules
    if rule.text and rule.rule not in UNPAID and (agreement.code, rule.rule) not in UNPAID_HERE
    for value in flips(rule)
]


def flipped(agreement: Agreement, rule: PublishedRule, value: Any) -> Agreement:
    other = replace(rule)
    vars(other)["value"] = value
    return replace(agreement, rules=tuple(other if one is rule else one for one in agreement.rules))


@pytest.fixture(scope="module")
def as_published() -> list[tuple[dict[str, Any], set[str], list[Any]]]:
    """Each case, the agreements that it is about, and what it pays under the published rules."""
    return [(case, conventions_of(case), paid(case)) for case in (one.values[0] for one in CASES)]


@pytest.mark.parametrize(("agreement", "rule", "value"), FLIPS)
def test_a_rule_changed_changes_a_case(
    agreement: Agreement,
    rule: PublishedRule,
    value: Any,
    as_published: list[tuple[dict[str, Any], set[str], list[Any]]],
    monkeypatch: pytest.MonkeyPatch,
):
    other = flipped(agreement, rule, value)
    monkeypatch.setattr(
        agreements, "published", lambda code: other if code == agreement.code else published(code)
    )
    about = [(case, pay) for case, codes, pay in as_published if agreement.code in codes]
    assert any(paid(case) != pay for case, pay in about)


def conventions_of(case: dict[str, Any]) -> set[str]:
    return {contract.get("Convention") or "Aucune" for contract in case["contrats"]}


def paid(case: dict[str, Any]) -> list[Any]:
    """The items and the alerts of the months of a case."""
    place = described(case)
    months = [payroll(place, month) for month in case["mois"].split()]
    return [*items_of(months), *(month.pay.column("alert") for month in months)]
