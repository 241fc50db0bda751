"""The days of the month that is paid."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta


def month_bounds(month: str) -> tuple[date, date]:
    """First and last day of a month written `2026-11`.

    >>> month_bounds("2026-02")
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    """
    first = date.fromisoformat(f"{month}-01")
    return first, first + relativedelta(day=31)
