"""The month that is paid, and the whole working weeks its sessions stand in."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta


def month_bounds(month: str) -> tuple[date, date]:
    """First and last day of a month written `2026-11`.

    >>> month_bounds("2026-02")
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    """
    first = date.fromisoformat(f"{month}-01")
    return first, first + relativedelta(day=31)


@cache
def week_start(day: date) -> date:
    """The Monday of a working week, Monday to Sunday (C. trav. L3121-35).

    >>> week_start(date(2026, 11, 1))
    datetime.date(2026, 10, 26)
    """
    return day - timedelta(days=day.weekday())
