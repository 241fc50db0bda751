"""The minutes that pay is made of: by month, contract, project, quote line and item, of the whole office."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.payroll.counting.items import LEAST_DAY, UNWORKED_HOLIDAY, Item, is_worked
from postprod_xl.domain.payroll.counting.person import paid_parts
from postprod_xl.domain.payroll.counting.terms import ContractRules, month_of
from postprod_xl.domain.payroll.counting.unworked import HolidayPay, PersonDay, unworked_holidays
from postprod_xl.domain.payroll.hours.parts import PARTS_FROM, worked_parts
from postprod_xl.domain.payroll.rules.agreements import pay_rules
from postprod_xl.domain.payroll.rules.public_holidays import holidays_on
from postprod_xl.domain.people.contracts import contracts

MonthContract = tuple[str, str]
"""A month written `2026-11`, and a contract."""


class PaidFor(NamedTuple):
    """What pays some minutes, and what they are paid for.

    Parameters
    ----------
    month
        Written `2026-11`: that of the day the work began.
    line
        Quote line of the task, empty for work no line pays.
    is_done
        Whether that day is not after today.
    """

    month: str
    contract: str
    project: str
    line: str
    is_done: bool


class PaidLine(NamedTuple):
    """Exact minutes of one item, paid for one thing."""

    paid_for: PaidFor
    item: Item
    minutes: int


@dataclass(frozen=True)
class Paid:
    """What the sessions of an office are paid for.

    Parameters
    ----------
    lines
        Minutes by what they are paid for and item. Those of the items worked (`is_worked`) are the minutes worked.
    workdays
        The days on which work began, by month and contract.
    recovery_minutes
        Rest due for the holidays worked, by month and contract.
    unruled
        The months of which some rule is not known, and which.
    """

    lines: Sequence[PaidLine]
    workdays: Mapping[MonthContract, Sequence[date]]
    recovery_minutes: Mapping[MonthContract, int]
    unruled: Mapping[str, str]


PAID_FROM = {
    **PARTS_FROM,
    "Contrats": "contract technician project type convention genre first_day last_day month_minutes",
    "Planning": "task line",
}
"""The columns that say for what the sessions are paid."""


@fact(**PAID_FROM)
def paid(office: Office) -> Paid:
    """The minutes that every CDDU and CDI contract pays, all months, exact.

    Hours are counted per person and civil week, whatever the contracts and projects, in the order worked
    (`counting/count.py`), and paid by the contract, on the project and in the month of the session that they are of
    (`paid_parts`). A holiday that is not worked is paid by the contract on its project (`unworked_holidays`).
    """
    parts = worked_parts(office)
    terms = ContractRules(contracts(office), pay_rules(office), parts)
    lines = office["Planning"].by_key("task", "line")
    minutes: dict[PaidFor, dict[Item, int]] = {}
    least: Counter[PersonDay] = Counter()
    for _, theirs in groupby(parts, key=lambda part: part.session.person):
        for part, items, secured in paid_parts(theirs, terms):
            session, day = part.session, part.began
            line = lines.get(session.task, "")
            paid_for = PaidFor(month_of(day), session.contract, session.project, line, day <= office.today)
            _add(minutes, paid_for, items)
            item, count = items[0]
            if item is LEAST_DAY:
                least[session.person, day] += count
            elif part.day != day:
                # Past midnight, what the least of the day before pays is no work of the holiday that follows.
                least[session.person, part.day] -= secured
    holidays = [*unworked_holidays(terms, least)]
    for paid_for, count in [*_unworked(holidays, office.today, minutes)]:
        _add(minutes, paid_for, [(UNWORKED_HOLIDAY, count)])
    found = [PaidLine(paid_for, *counted) for paid_for, held in minutes.items() for counted in held.items()]
    return Paid(found, _workdays(terms), _recovery(terms), terms.unruled)


def _unworked(
    holidays: Sequence[HolidayPay], today: date, minutes: Mapping[PaidFor, Mapping[Item, int]]
) -> Iterator[tuple[PaidFor, int]]:
    """What pays the holidays not worked; the project most worked for under a contract that has none."""
    by_project: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for paid_for, counted in minutes.items() if holidays else ():
        worked = sum(count for item, count in counted.items() if is_worked(item))
        by_project[paid_for.contract][paid_for.project] += worked
    for contract, day, count in holidays:
        worked_for = by_project[contract.contract]
        project = contract.project or max(sorted(worked_for), key=worked_for.__getitem__, default="")
        yield PaidFor(month_of(day), contract.contract, project, "", day <= today), count


def _add(
    minutes: dict[PaidFor, dict[Item, int]], paid_for: PaidFor, items: Iterable[tuple[Item, int]]
) -> None:
    held = minutes.setdefault(paid_for, {})
    for item, count in items:
        held[item] = held.get(item, 0) + count


def _workdays(terms: ContractRules) -> dict[MonthContract, list[date]]:
    """The days on which work began, by month and contract."""
    found: defaultdict[MonthContract, list[date]] = defaultdict(list)
    for contract, days in terms.workdays.items():
        for day in sorted(days):
            found[month_of(day), contract].append(day)
    return dict(found)


def _recovery(terms: ContractRules) -> Counter[MonthContract]:
    """The rest due for the holidays worked, by month and contract."""
    due: Counter[MonthContract] = Counter()
    for contract, days in terms.civil_days.items():
        for day in filter(holidays_on, days):
            rules = terms.rules(contract, day)
            if rules and rules.recovery_minutes and rules.holiday_premium(day):
                due[month_of(day), contract] += rules.recovery_minutes
    return due
