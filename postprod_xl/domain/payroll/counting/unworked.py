"""Public holidays that are paid without being worked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.payroll.counting.terms import ContractRules
from postprod_xl.domain.payroll.rules.public_holidays import holidays_between
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import ContractType

_SATURDAY = 5


class HolidayPay(NamedTuple):
    """A holiday that a contract is paid for."""

    contract: Row
    day: date
    minutes: int


def unworked_holidays(terms: ContractRules) -> Iterator[HolidayPay]:
    """The holidays within the dates of a CDDU contract on which nobody worked under it, where its rules pay them.

    A contract whose dates are not both typed has none. The days of effective work that the rules ask for are the days
    worked under it, in any month. Source: 2642 art. VII.2, 3097 art. 42. Those of a permanent are in the salary.
    """
    for code, contract in terms.contracts.items():
        first, last = contract.first_day, contract.last_day
        if contract.type != ContractType.FIXED_TERM or not (first and last) or not terms.workdays[code]:
            continue
        for day in holidays_between(first, last):
            rules = terms.rules(code, day)
            rule = rules and rules.unworked_holiday
            if not rule or day in terms.civil_days[code]:
                continue
            is_left_out = rule.weekdays_only and day.weekday() >= _SATURDAY
            if not is_left_out and len(terms.workdays[code]) > rule.more_than_days:
                yield HolidayPay(contract, day, rule.minutes)
