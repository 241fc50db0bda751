"""How long a contract engages its person: what decides whether its hours are counted by the day or by the week."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from postprod_xl.domain.payroll.rules.pay_rules import DailyCount, EngagementSpan
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import week_start

_WEEK = [timedelta(days=days) for days in range(7)]


def is_daily(count: DailyCount, contract: Row, worked: Collection[date], day: date) -> bool:
    """Whether the hours of a day of work under a contract are counted by the day.

    The days engaged are those from the first to the last of the contract where both are typed, and those worked:
    a long contract worked two days in a week is no engagement of two days.

    Parameters
    ----------
    count
        The rule of the agreement.
    contract
        Its row, `first_day` and `last_day`.
    worked
        The days worked under it.
    day
        The day of work, which says the week.
    """
    if count.span is EngagementSpan.CONTRACT:
        return _days_of_contract(contract, worked) < count.fewer_than_days
    monday = week_start(day)
    engaged = [_is_engaged(contract, worked, monday + after) for after in _WEEK]
    if count.span is EngagementSpan.CONSECUTIVE:
        return max(_runs(engaged)) < count.fewer_than_days
    return sum(engaged) < count.fewer_than_days


def _is_engaged(contract: Row, worked: Collection[date], day: date) -> bool:
    first, last = contract.first_day, contract.last_day
    return day in worked or bool(first and last and first <= day <= last)


def _days_of_contract(contract: Row, worked: Collection[date]) -> int:
    first, last = contract.first_day, contract.last_day
    if not (first and last and first <= last):
        return len(worked)
    return (last - first).days + 1 + sum(not first <= day <= last for day in worked)


def _runs(engaged: list[bool]) -> Iterator[int]:
    """The length reached by the run of days engaged that each day stands in."""
    length = 0
    for is_engaged in engaged:
        length = length + 1 if is_engaged else 0
        yield length
