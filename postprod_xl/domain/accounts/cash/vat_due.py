"""The VAT that the house pays on, month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from dateutil.relativedelta import relativedelta

from postprod_xl.domain.accounts.cash.flows import INCOMING, OUTGOING, Flow
from postprod_xl.parameters import UnknownRate, rate


def vat_due(flows: Iterable[Flow]) -> dict[date, int]:
    """The VAT paid each month, by its first day: what was collected less what is deducted, some months before.

    Each movement says when its VAT is due (`Flow.taxed_day`). What is deducted beyond what was collected is carried to
    the next month, never refunded. It is paid with the return of the month (`vat.return_months`); a month that no
    sourced rule covers pays nothing.
    """
    owed: Counter[date] = Counter()
    for flow in flows:
        day = flow.taxed_day or flow.day
        if day is not None and flow.vat_cents:
            sign = (flow.column in INCOMING) - (flow.column in OUTGOING)
            owed[day.replace(day=1)] += sign * flow.vat_cents
    due: dict[date, int] = {}
    credit = 0
    for month in sorted(owed):
        balance = owed[month] + credit
        credit = min(balance, 0)
        if balance > 0 and (later := _return_months(month)) is not None:
            due[month + relativedelta(months=later)] = balance
    return due


def _return_months(month: date) -> int | None:
    try:
        return int(rate("vat.return_months", month))
    except UnknownRate:
        return None
