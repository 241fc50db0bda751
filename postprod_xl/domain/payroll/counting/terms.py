"""Under which rules each part of a session is counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from postprod_xl.domain.payroll.counting.engaged import is_daily
from postprod_xl.domain.payroll.hours.parts import WorkedPart
from postprod_xl.domain.payroll.monthly.salary import monthly_rules
from postprod_xl.domain.payroll.rules.agreements import Agreements
from postprod_xl.domain.payroll.rules.pay_rules import DailyCount, PayRules
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import week_start
from postprod_xl.schema.vocabulary import ContractType


class ContractRules:
    """The rules of the contracts of an office, and the days worked under each.

    Parameters
    ----------
    contracts
        Rows of `Contrats` by code.
    agreements
        The rules that the office applies.
    parts
        Every part worked.

    Attributes
    ----------
    workdays
        The days on which work began, by contract.
    civil_days
        Minutes worked on each civil day, by contract.
    unruled
        The months of a day of which some rule is not known, and which.
    """

    def __init__(
        self, contracts: Mapping[str, Row], agreements: Agreements, parts: Iterable[WorkedPart]
    ) -> None:
        self.contracts = contracts
        self.agreements = agreements
        self.workdays: defaultdict[str, set[date]] = defaultdict(set)
        self.civil_days: defaultdict[str, Counter[date]] = defaultdict(Counter)
        self.unruled: dict[str, str] = {}
        self._on_top: dict[tuple[int, int | None, int], PayRules] = {}
        self._daily: dict[tuple[str, date], bool] = {}
        for part in parts:
            self.workdays[part.session.contract].add(part.began)
            self.civil_days[part.session.contract][part.day] += part.minutes

    def rules(self, contract: str, day: date) -> PayRules | None:
        """The rules of a contract on a civil day; None, and the month is noted, where one is not known.

        Those of a CDI contract are of the hours that its salary does not pay (`monthly_rules`).
        """
        row = self.contracts[contract]
        try:
            rules = self.agreements.of(row, day)
            return rules if row.type != ContractType.PERMANENT else self._monthly(row, rules, day)
        except UnknownRate as unknown:
            self.unruled.setdefault(month_of(day), str(unknown))
            return None

    def _monthly(self, row: Row, rules: PayRules, day: date) -> PayRules:
        # One object a set of rules and a month of hours: what is counted by them is remembered by it.
        key = id(rules), row.month_minutes, day.year
        if key not in self._on_top:
            self._on_top[key] = monthly_rules(row, rules, day)
        return self._on_top[key]

    def daily(self, part: WorkedPart, rules: PayRules) -> DailyCount | None:
        """The count by the day of a part, None of one counted by the week."""
        if rules.daily is None:
            return None
        contract = part.session.contract
        key = contract, week_start(part.began)
        found = self._daily.get(key)
        if found is None:
            row, worked = self.contracts[contract], self.workdays[contract]
            found = self._daily[key] = is_daily(rules.daily, row, worked, part.began)
        return rules.daily if found else None


@lru_cache(maxsize=4096)
def month_of(day: date) -> str:
    """The month of a day, as pay names it.

    >>> month_of(date(2026, 11, 2))
    '2026-11'
    """
    return day.isoformat()[:7]
