"""What the minutes paid come to: the items, gross and cost of each contract in each month, shared between projects."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.money import known_sum, share_cents, shares, shown_quantity
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.payroll.counting.items import Item, is_worked, item_cents, item_order
from postprod_xl.domain.payroll.counting.lines import PAID_FROM, PaidLine, paid
from postprod_xl.domain.people.contracts import contracts
from postprod_xl.domain.works import Work
from postprod_xl.schema.rows import Row
from postprod_xl.schema.settings import Settings
from postprod_xl.schema.units import MINUTES_PER_HOUR, half_up
from postprod_xl.schema.vocabulary import ContractType

# A minute is found again from four decimals of an hour.
_HOURS_DIGITS = 4
CHARGES: Mapping[str, str] = {
    ContractType.FIXED_TERM: "fixed_term_charges_rate",
    ContractType.PERMANENT: "permanent_charges_rate",
}
"""The setting that estimates the employer's charges of a type of contract."""


class PaidItem(NamedTuple):
    """One row of `Rubriques`, and what each quote line of each project bears of it.

    Parameters
    ----------
    base_hours
        With the decimals from which the amount is found again.
    rate_cents
        The plain hourly rate.
    amount_cents
        Base × rate × coefficient of the item, rounded half up; None when the rate or the coefficient is not known.
    shares
        The amount by project and quote line, to the cent; empty when it is not known.
    """

    item: Item
    base_hours: Decimal
    rate_cents: int | None
    amount_cents: int | None
    shares: Mapping[Work, int]


@dataclass(frozen=True)
class ContractPay:
    """What one contract is paid in one month, and what that costs.

    Parameters
    ----------
    month
        Written `2026-11`.
    items
        In the order of `Rubriques`; none without an hourly rate.
    worked
        Minutes worked by project and quote line.
    gross_cents
        The sum of the items; None when one of them is not known, or the hourly rate.
    charges_cents, total_cents
        The house's estimate of the employer's charges, and gross with them; None with the gross.
    costs
        The total by project and quote line, to the cent; empty when it is not known.
    missing, to_confirm
        The names of the rates that nobody could source, and of those that were read in no text.
    """

    month: str
    contract: Row
    items: Sequence[PaidItem]
    worked: Mapping[Work, int]
    gross_cents: int | None
    charges_cents: int | None
    total_cents: int | None
    costs: Mapping[Work, int]
    missing: Sequence[str] = ()
    to_confirm: Sequence[str] = ()

    @property
    def worked_minutes(self) -> int:
        return sum(self.worked.values())


PAY_FROM = {
    **PAID_FROM,
    "Contrats": f"{PAID_FROM['Contrats']} hourly_rate_cents",
    "Equipe": "code hourly_rate_cents",
}
"""The columns that say what the sessions are paid."""


def pay_of(office: Office, month: str) -> Mapping[str, ContractPay]:
    """What each contract that pays something in a month is paid, by its code; sessions to come included."""
    return pay_by_month(office).get(month, {})


@fact(**PAY_FROM)
def pay_by_month(office: Office) -> Mapping[str, Mapping[str, ContractPay]]:
    """What the sessions of an office are paid, by month and contract."""
    return _pay(office, paid(office).lines)


@fact(**PAY_FROM)
def pay_to_date(office: Office) -> Mapping[str, Mapping[str, ContractPay]]:
    """As `pay_by_month`, of what is worked up to today: what it has cost."""
    lines = paid(office).lines
    done = [line for line in lines if line.slot.is_done]
    return pay_by_month(office) if len(done) == len(lines) else _pay(office, done)


def _pay(office: Office, lines: Iterable[PaidLine]) -> dict[str, dict[str, ContractPay]]:
    rates, rows = _hourly_rates(office), contracts(office)
    of_contracts: defaultdict[tuple[str, str], list[PaidLine]] = defaultdict(list)
    for line in lines:
        of_contracts[line.slot.month, line.slot.contract].append(line)
    found: defaultdict[str, dict[str, ContractPay]] = defaultdict(dict)
    for (month, contract), held in of_contracts.items():
        pay = contract_pay(
            month, rows[contract], _items(held, rates[contract]), _worked(held), office.settings
        )
        missing = _named(line.item.missing for line in held)
        to_confirm = _named(line.item.to_confirm for line in held)
        named = missing or to_confirm
        found[month][contract] = replace(pay, missing=missing, to_confirm=to_confirm) if named else pay
    return dict(found)


def contract_pay(
    month: str,
    contract: Row,
    items: Sequence[PaidItem],
    worked: Mapping[Work, int],
    settings: Settings,
) -> ContractPay:
    """The pay of a contract in a month, of its items; not known where hours were worked and no item pays them."""
    gross = known_sum(item.amount_cents for item in items) if items or not worked else None
    if gross is None:
        return ContractPay(month, contract, items, worked, None, None, None, {})
    costs: dict[Work, int] = {}
    for paid_item in items:
        for work, cents in paid_item.shares.items():
            costs[work] = costs.get(work, 0) + cents
    charges = share_cents(gross, settings[CHARGES[contract.type]])
    for work, cents in _shared(charges, costs).items():
        costs[work] += cents
    return ContractPay(month, contract, items, worked, gross, charges, gross + charges, costs)


def paid_item(item: Item, by_work: Mapping[Work, int], hourly_rate_cents: int) -> PaidItem:
    """The row of an item, of its minutes by project and quote line at an hourly rate."""
    minutes, coefficient = sum(by_work.values()), item.coefficient
    hours = Decimal(minutes) / MINUTES_PER_HOUR
    if coefficient is None:
        shown = shown_quantity(hours, _HOURS_DIGITS, lambda _: True)
        return PaidItem(item, shown, hourly_rate_cents, None, {})
    hourly, cents = hourly_rate_cents * coefficient, item_cents(minutes, hourly_rate_cents, coefficient)
    shown = shown_quantity(hours, _HOURS_DIGITS, lambda base: half_up(base * hourly) == cents)
    return PaidItem(item, shown, hourly_rate_cents, cents, _shared(cents, by_work))


def _shared(cents: int, weights: Mapping[Work, int]) -> dict[Work, int]:
    """An amount by project and quote line, to the cent; nothing is shared by no weight at all."""
    if len(weights) == 1 and all(weights.values()):
        return dict.fromkeys(weights, cents)
    return dict(shares(cents, weights)) if sum(weights.values()) else {}


def _items(lines: Iterable[PaidLine], hourly: int | None) -> list[PaidItem]:
    """The rows of some lines: one a code, whatever rule each of its minutes has it from."""
    if hourly is None:
        return []
    minutes: dict[str, dict[Work, int]] = {}
    items: dict[str, Item] = {}
    for slot, item, count in lines:
        items.setdefault(item.code, item)
        held, work = minutes.setdefault(item.code, {}), (slot.project, slot.line)
        held[work] = held.get(work, 0) + count
    return [paid_item(item, minutes[item.code], hourly) for item in sorted(items.values(), key=item_order)]


def _worked(lines: Iterable[PaidLine]) -> Counter[Work]:
    worked: Counter[Work] = Counter()
    for slot, item, count in lines:
        if is_worked(item):
            worked[slot.project, slot.line] += count
    return worked


def _named(names: Iterable[str]) -> list[str]:
    return [*dict.fromkeys(filter(None, names))]


def _hourly_rates(office: Office) -> dict[str, int | None]:
    """The hourly rate of each contract: its own, else the usual one of its person."""
    usual = office["Equipe"].by_key("code", "hourly_rate_cents")
    return {
        code: usual.get(who) if cents is None else cents
        for code, who, cents in office["Contrats"].select("contract", "technician", "hourly_rate_cents")
    }
