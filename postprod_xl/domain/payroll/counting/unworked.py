"""Public holidays that are paid without being worked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from postprod_xl.domain.payroll.counting.terms import ContractRules, month_of
from postprod_xl.domain.payroll.rules.public_holidays import holidays_between
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import SATURDAY
from postprod_xl.schema.vocabulary import ContractType

PersonDay = tuple[str, date]
"""A person, and a day."""

_A_MONTH = timedelta(days=31)


class HolidayPay(NamedTuple):
    """A holiday that a contract is paid for."""

    contract: Row
    day: date
    minutes: int


def unworked_holidays(terms: ContractRules, least: Mapping[PersonDay, int]) -> Iterator[HolidayPay]:
    """The holidays within the dates of a CDDU contract that its rules pay though they are not worked.

    A contract has none without both its dates, nor in a month in which it is not worked; a person has each holiday
    once, under the first contract that pays it. A holiday worked for less, under any contract, is completed: no hour
    off on a holiday lowers what is paid (C. trav. L3133-3); what completes the day already (3097 art. 16) is not
    completed again. The days of effective work that the rules ask for are the
    days worked under the contract, in any month. Source: 2642 art. VII.2, 3097 art. 42. Those of a permanent are in
    the salary.

    Parameters
    ----------
    least
        Minutes that complete a day to the least that its rules pay, less those worked on it, past midnight, that the
        least of the day before pays.
    """
    held = {(one.contract.technician, one.day): one for one in reversed([*_within_contracts(terms)])}
    worked = _worked_minutes(terms, {who for who, _ in held})
    for person_day, holiday in held.items():
        if (missing := holiday.minutes - worked[person_day] - least.get(person_day, 0)) > 0:
            yield holiday._replace(minutes=missing)


def _within_contracts(terms: ContractRules) -> Iterator[HolidayPay]:
    """The holidays that the rules of each contract pay, whatever its person did on them."""
    for code, days in terms.workdays.items():
        contract = terms.contracts[code]
        first, last = contract.first_day, contract.last_day
        if contract.type != ContractType.FIXED_TERM or not (first and last):
            continue
        for day in holidays_between(max(first, min(days) - _A_MONTH), min(last, max(days) + _A_MONTH)):
            if (minutes := _paid_minutes(terms, code, day)) and month_of(day) in map(month_of, days):
                yield HolidayPay(contract, day, minutes)


def _worked_minutes(terms: ContractRules, people: Container[str]) -> Counter[PersonDay]:
    """Minutes worked by some people on each civil day, under any contract."""
    found: Counter[PersonDay] = Counter()
    for code, days in terms.civil_days.items():
        if (who := terms.contracts[code].technician) in people:
            for day, minutes in days.items():
                found[who, day] += minutes
    return found


def _paid_minutes(terms: ContractRules, code: str, day: date) -> int:
    rules = terms.rules(code, day)
    rule = rules and rules.unworked_holiday
    if not rules or not rule or not rules.holidays_of(day):
        return 0
    if rule.weekdays_only and day.weekday() >= SATURDAY:
        return 0
    return rule.minutes if len(terms.workdays[code]) > rule.more_than_days else 0
