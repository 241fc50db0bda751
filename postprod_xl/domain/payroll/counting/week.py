"""The overtime of one week of one contract, counted as its pay is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from postprod_xl.domain.payroll.counting.items import is_overtime
from postprod_xl.domain.payroll.counting.person import paid_parts
from postprod_xl.domain.payroll.counting.terms import ContractRules
from postprod_xl.domain.payroll.hours.parts import WorkedPart
from postprod_xl.domain.payroll.rules.agreements import Agreements
from postprod_xl.domain.payroll.rules.pay_rules import PayRules
from postprod_xl.domain.sessions.done import Session
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.rows import Row

_NOTHING = dict.fromkeys(Session._fields)


class _OvertimeRules(ContractRules):
    """The rules of contracts without what overtime does not depend on: rest, and the cap of all premiums together."""

    def rules(self, contract: str, day: date) -> PayRules | None:
        rules = super().rules(contract, day)
        return rules and replace(rules, rest=None, cumulation_cap=None)


def week_overtime(
    contract: Row, minutes: Sequence[int], monday: date, agreements: Agreements
) -> Counter[Decimal | None]:
    """Minutes of overtime by premium, as the items of overtime of `Rubriques`; None for one that nobody could source.

    Parameters
    ----------
    contract
        Its row: its agreement, its genre, its type and the hours of its month; without dates, the days worked say
        whether it is counted by the day.
    minutes
        Worked each day from Monday, all by day.
    monday
        The first day of the week.
    agreements
        The rules that apply.

    Raises
    ------
    UnknownRate
        When a rule of the week is not known.
    """
    session = Session._make((_NOTHING | {"contract": contract.contract}).values())
    days = [(monday + timedelta(days=after), worked) for after, worked in enumerate(minutes) if worked]
    parts = [WorkedPart(session, day, day, monday, 0, worked, False, (0, 0)) for day, worked in days]
    terms = _OvertimeRules({contract.contract: contract}, agreements, parts)
    found: Counter[Decimal | None] = Counter()
    for paid in paid_parts(parts, terms):
        for item, counted in paid.counted:
            if is_overtime(item):
                found[item.premium_rate] += counted
    if terms.unruled:
        raise UnknownRate(next(iter(terms.unruled.values())))
    return found
