"""What the minutes paid come to: the items, gross and cost of each contract in each month, shared between projects."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from postprod_xl.domain.money import known_sum, share_cents
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.payroll.counting.items import NORMAL_HOURS, Item, is_worked, item_order
from postprod_xl.domain.payroll.counting.lines import PAID_FROM, PaidLine, paid
from postprod_xl.domain.payroll.counting.paid_items import PaidItem, paid_item, shared
from postprod_xl.domain.payroll.monthly.permanents import PERMANENTS_FROM, Permanent, permanents
from postprod_xl.domain.payroll.rules.agreements import pay_rules
from postprod_xl.domain.people.contracts import contracts, hourly_rate_cents
from postprod_xl.domain.works import Work
from postprod_xl.schema.rows import Row
from postprod_xl.schema.settings.house import Settings
from postprod_xl.schema.vocabulary import ContractType

CHARGES: Mapping[str, str] = {
    ContractType.FIXED_TERM: "fixed_term_charges_rate",
    ContractType.PERMANENT: "permanent_charges_rate",
}
"""The setting that estimates the employer's charges of a type of contract."""


class ContractPay(NamedTuple):
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
    notes
        What whoever pays a permanent should know of the month, in French.
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
    notes: Sequence[str] = ()

    @property
    def worked_minutes(self) -> int:
        return sum(self.worked.values())


PAY_FROM = {
    **PAID_FROM,
    **PERMANENTS_FROM,
    "Contrats": f"{PAID_FROM['Contrats']} hourly_rate_cents monthly_salary_cents",
}
"""The columns that say what the sessions are paid."""


def pay_of(office: Office, month: str) -> Mapping[str, ContractPay]:
    """What each contract that pays something in a month is paid, by its code; sessions to come included.

    A CDI contract is paid every month that it covers, worked or not.
    """
    found = pay_by_month(office).get(month, {})
    salaried = {
        code: _monthly_pay(office, month, [], permanent)
        for code, permanent in permanents(office).items()
        if code not in found and permanent.is_paid_in(month)
    }
    return {**found, **salaried}


@fact(**PAY_FROM)
def pay_by_month(office: Office) -> Mapping[str, Mapping[str, ContractPay]]:
    """What the sessions of an office are paid, by month and contract."""
    return _pay(office, paid(office).lines)


@fact(**PAY_FROM)
def pay_to_date(office: Office) -> Mapping[str, Mapping[str, ContractPay]]:
    """As `pay_by_month`, of what is worked up to today: what it has cost."""
    lines = paid(office).lines
    done = [line for line in lines if line.paid_for.is_done]
    return pay_by_month(office) if len(done) == len(lines) else _pay(office, done)


def _pay(office: Office, lines: Iterable[PaidLine]) -> dict[str, dict[str, ContractPay]]:
    rates, rows, salaried = _hourly_rates(office), contracts(office), permanents(office)
    of_contracts: defaultdict[tuple[str, str], list[PaidLine]] = defaultdict(list)
    for line in lines:
        of_contracts[line.paid_for.month, line.paid_for.contract].append(line)
    found: defaultdict[str, dict[str, ContractPay]] = defaultdict(dict)
    for (month, contract), held in of_contracts.items():
        if contract in salaried:
            pay = _monthly_pay(office, month, held, salaried[contract])
        else:
            rate = rates[contract]
            items = [] if rate is None else _items(held, rate)
            pay = contract_pay(month, rows[contract], items, _worked(held), office.settings)
        missing = _named(line.item.missing for line in held)
        to_confirm = _named(line.item.to_confirm for line in held)
        named = missing or to_confirm
        found[month][contract] = pay._replace(missing=missing, to_confirm=to_confirm) if named else pay
    return dict(found)


def _monthly_pay(office: Office, month: str, lines: Sequence[PaidLine], permanent: Permanent) -> ContractPay:
    """The pay of a permanent: the salary of the month, then the hours on top and the premiums of all."""
    normal = [line for line in lines if line.item == NORMAL_HOURS]
    paid_month = permanent.month_pay(pay_rules(office), month, _worked(normal))
    on_top = _items([line for line in lines if line.item != NORMAL_HOURS], paid_month.hourly_cents)
    items = [*paid_month.items, *on_top]
    pay = contract_pay(month, permanent.contract, items, _worked(lines), office.settings)
    return pay._replace(notes=paid_month.notes)


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
    for item in items:
        for work, cents in item.shares.items():
            costs[work] = costs.get(work, 0) + cents
    charges = share_cents(gross, settings[CHARGES[contract.type]])
    for work, cents in shared(charges, costs).items():
        costs[work] += cents
    return ContractPay(month, contract, items, worked, gross, charges, gross + charges, costs)


def _items(lines: Iterable[PaidLine], hourly: int | None) -> list[PaidItem]:
    """The rows of some lines: one a code, whatever rule each of its minutes has it from."""
    minutes: dict[str, dict[Work, int]] = {}
    items: dict[str, Item] = {}
    for paid_for, item, count in lines:
        items.setdefault(item.code, item)
        held, work = minutes.setdefault(item.code, {}), (paid_for.project, paid_for.line)
        held[work] = held.get(work, 0) + count
    return [paid_item(item, minutes[item.code], hourly) for item in sorted(items.values(), key=item_order)]


def _worked(lines: Iterable[PaidLine]) -> Counter[Work]:
    worked: Counter[Work] = Counter()
    for paid_for, item, count in lines:
        if is_worked(item):
            worked[paid_for.project, paid_for.line] += count
    return worked


def _named(names: Iterable[str]) -> list[str]:
    return [*dict.fromkeys(filter(None, names))]


def _hourly_rates(office: Office) -> dict[str, int | None]:
    """The hourly rate of each contract: its own, else the usual one of its person; none pays zero."""
    usual = office["Equipe"].by_key("code", "hourly_rate_cents")
    return {
        code: hourly_rate_cents(cents, usual.get(who))
        for code, who, cents in office["Contrats"].select("contract", "technician", "hourly_rate_cents")
    }
