"""The items that pay the work of one person, part after part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.payroll.counting.count import PersonCount, tiers_between
from postprod_xl.domain.payroll.counting.items import (
    LEAST_DAY,
    NORMAL_HOURS,
    ROUNDING,
    SIMPLE_HOURS,
    Item,
    PremiumKind,
    items_of,
    premium_item,
)
from postprod_xl.domain.payroll.counting.terms import ContractRules
from postprod_xl.domain.payroll.hours.parts import WorkedPart
from postprod_xl.domain.payroll.rules.pay_rules import Base, DailyCount, PayRules, Tier

Counted = tuple[Item, int]
"""Minutes of one item."""


class PaidPart(NamedTuple):
    """What is paid for a part worked, or because of it.

    `secured` is how many of its minutes the least of its day pays anyway.
    """

    part: WorkedPart
    counted: Sequence[Counted]
    secured: int = 0


def paid_parts(parts: Iterable[WorkedPart], terms: ContractRules) -> Iterator[PaidPart]:
    """What the parts worked by one person pay, in the order worked.

    Each minute worked stands in one item of hours, and in one item more for each premium listed apart. The rounding of
    a week stands on its last part counted by the week under rules that round; it rounds the count of overtime, so that
    a week without overtime is paid as worked (2642 art. VI.8, 2717 art. 5.7.1). A day counted by the day and shorter
    than the least that its rules pay is completed on its last part (3097 art. 16).
    """
    count, week, days = PersonCount(), _Rounded(), _LeastDays()
    for part in parts:
        rules = terms.rules(part.session.contract, part.day)
        if rules is None:
            continue
        if part.monday != week.monday:
            yield from week.rounding(count.week)
            week, count.week = _Rounded(part.monday), 0
        daily = terms.daily(part, rules)
        week.last = (part, rules) if daily is None and rules.week_rounding_minutes else week.last
        secured = days.add(part, daily) if daily and daily.least_minutes else 0
        yield PaidPart(part, _of_part(part, rules, daily, count), secured)
    yield from week.rounding(count.week)
    yield from days.completed()


def _of_part(
    part: WorkedPart, rules: PayRules, daily: DailyCount | None, count: PersonCount
) -> list[Counted]:
    count.begin(part, rules.rest)
    if count.is_plain(part, rules, daily):
        count.take(part.minutes)
        return [(SIMPLE_HOURS if rules.base is Base.SIMPLE_HOUR else NORMAL_HOURS, part.minutes)]
    return [
        (item, piece.minutes)
        for piece in count.slices(part, rules, daily)
        for item in items_of(rules.base, piece.overtime, piece.others, rules.cumulation_cap)
    ]


class _Rounded:
    """The week being counted, and its last part under rules that round it."""

    def __init__(self, monday: date | None = None) -> None:
        self.monday = monday
        self.last: tuple[WorkedPart, PayRules] | None = None

    def rounding(self, minutes: int) -> Iterator[PaidPart]:
        """What the rounding of the minutes of the week adds, where they have overtime."""
        if self.last is None:
            return
        part, rules = self.last
        more = -minutes % rules.week_rounding_minutes
        if more and minutes > rules.week[0].after_minutes:
            yield PaidPart(part, _added(ROUNDING, rules.week, (minutes, minutes + more)))


class _LeastDays:
    """The minutes of each day of a contract whose days are paid a least."""

    def __init__(self) -> None:
        self._minutes: dict[tuple[str, date], int] = {}
        self._last: dict[tuple[str, date], tuple[WorkedPart, DailyCount]] = {}

    def add(self, part: WorkedPart, daily: DailyCount) -> int:
        """Count a part in its day, and say how many of its minutes the least of that day pays anyway."""
        key = part.session.contract, part.began
        before = self._minutes.get(key, 0)
        self._minutes[key] = before + part.minutes
        self._last[key] = part, daily
        return min(part.minutes, max(0, daily.least_minutes - before))

    def completed(self) -> Iterator[PaidPart]:
        for key, (part, daily) in self._last.items():
            if (minutes := self._minutes[key]) < daily.least_minutes:
                yield PaidPart(part, _added(LEAST_DAY, daily.tiers, (minutes, daily.least_minutes)))


def _added(item: Item, tiers: Sequence[Tier], between: tuple[int, int]) -> list[Counted]:
    """Minutes paid beyond those worked, at the simple rate, then the premiums of their place."""
    first, last = between
    return [
        (item, last - first),
        *(
            (premium_item(PremiumKind.OVERTIME, premium), minutes)
            for premium, minutes in tiers_between(tiers, first, last)
            if premium and premium.value != 0
        ),
    ]
