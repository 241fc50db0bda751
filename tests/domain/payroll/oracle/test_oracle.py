"""The pay of random offices, beside that of each minute worked out from the texts, and what must always hold of it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest

from postprod_xl.domain.payroll.counting.amounts import pay_of
from tests.domain.payroll.oracle import model
from tests.domain.payroll.oracle.compare import differences, product_pay
from tests.domain.payroll.oracle.model import DAY, Report, Terms, minutes_of
from tests.domain.payroll.oracle.offices import drawn, office_of, split

SEEDS = range(4)


def gross_of(reports: list[Report], contracts: dict[str, Terms]) -> int | None:
    grosses = [pay.gross_cents for pay in product_pay(reports, contracts).values()]
    return None if None in grosses else sum(filter(None, grosses))


def figures(
    reports: list[Report], contracts: dict[str, Terms]
) -> dict[tuple[str, str], list[tuple[object, ...]]]:
    """Every item of every month, and what each project bears of it."""
    return {
        key: [(paid.item.code, paid.base_hours, paid.amount_cents, dict(paid.shares)) for paid in pay.items]
        for key, pay in product_pay(reports, contracts).items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_the_pay_is_that_of_each_minute_by_the_texts(seed: int) -> None:
    assert differences(*drawn(seed)) == []


def test_a_rule_read_wrong_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    night = [Report("S1", date(2026, 3, 2), 0, 60, 0, "C1", "P1", "")]
    terms = Terms("C1", "2642", "", "CDDU", date(2026, 3, 2), date(2026, 3, 20), 2000)
    assert differences(night, {"C1": terms}) == []
    monkeypatch.setitem(model.NIGHT_PREMIUM, "2642", model.percent(20))
    assert len(differences(night, {"C1": terms})) == 2


@pytest.mark.parametrize("seed", SEEDS)
def test_the_minutes_paid_are_the_minutes_worked_in_utc(seed: int) -> None:
    reports, contracts = drawn(seed)
    pays = product_pay(reports, contracts).values()
    assert sum(pay.worked_minutes for pay in pays) == len(minutes_of(reports, contracts))
    for pay in pays:
        # Overtime without agreement is paid whole; ARR, MJ, JFC and SAL pay hours that are not worked, by their names.
        hours = [paid.base_hours for paid in pay.items if paid.item.code[:2] in ("HN", "HS")]
        assert pay.contract.type == "CDI" or round(sum(hours) * 60) == pay.worked_minutes


@pytest.mark.parametrize("seed", SEEDS)
def test_splitting_sessions_in_two_at_any_minute_changes_nothing(seed: int) -> None:
    reports, contracts = alone(*drawn(seed))
    random = Random(seed)
    cut = [part for report in reports for part in split(random, report)]
    assert figures(cut, contracts) == figures(reports, contracts)


@pytest.mark.parametrize("seed", SEEDS)
def test_items_sum_to_the_gross_and_projects_bear_the_whole(seed: int) -> None:
    reports, contracts = drawn(seed)
    place = office_of(reports, contracts)
    for month in {f"{report.day:%Y-%m}" for report in reports}:
        for pay in pay_of(place, month).values():
            amounts = [paid.amount_cents for paid in pay.items]
            assert pay.gross_cents == (None if None in amounts else sum(filter(None, amounts)))
            assert sum(pay.costs.values()) == (pay.total_cents or 0)
            for paid in pay.items:
                assert sum(paid.shares.values()) == (paid.amount_cents or 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_hour_more_never_lowers_the_gross(seed: int) -> None:
    reports, contracts = drawn(seed)
    added = one_hour(Random(seed), reports, contracts)
    before, after = gross_of(reports, contracts), gross_of([*reports, added], contracts)
    assert before is None or after is None or before <= after or why_less(reports, added, contracts)


def alone(reports: list[Report], contracts: dict[str, Terms]) -> tuple[list[Report], dict[str, Terms]]:
    """The sessions that no other one overlaps: of two at one time, the first is paid, and a cut says which is first."""
    clocks = {report.number: set(model.clock_minutes(report)) for report in reports}
    shared = Counter(at for clock in clocks.values() for at in clock)
    return [report for report in reports if all(shared[at] == 1 for at in clocks[report.number])], contracts


def one_hour(random: Random, reports: list[Report], contracts: dict[str, Terms]) -> Report:
    """An hour that nobody worked yet, on a day of a contract."""
    taken = {at for report in reports for at in model.clock_minutes(report)}
    while True:
        terms = random.choice([*contracts.values()])
        day = terms.first + random.randrange((terms.last - terms.first).days + 1) * DAY
        start = random.randrange(1440)
        hour = Report("S0", day, start, (start + 60) % 1440, 0, terms.code, "P1", "P1-MON")
        if taken.isdisjoint(model.clock_minutes(hour)):
            return hour


def why_less(reports: list[Report], added: Report, contracts: dict[str, Terms]) -> str:
    """What the texts themselves pay less for an hour more; empty when nothing of it happened."""
    before, after = (minutes_of(held, contracts) for held in (reports, [*reports, added]))
    if model.daily_contracts(before, contracts).items() - model.daily_contracts(after, contracts).items():
        return "a fifth day, counted by the week from then on"
    if {(m.at, m.began) for m in before} - {(m.at, m.began) for m in after}:
        return "two days of work joined over midnight, of one day from then on"
    return ""
