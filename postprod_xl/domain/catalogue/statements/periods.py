"""Which period of the calendar a royalty statement accounts for next."""

from __future__ import annotations

from datetime import date

from postprod_xl.domain.catalogue.royalties.periods import RoyaltyPeriod, period

_MONTHS = {"S": 6, "T": 3}


def period_between(first: date, last: date) -> RoyaltyPeriod | None:
    """The longest period that begins on a day and ends by another; None when there is none.

    >>> last = date(2026, 8, 31)
    >>> [period_between(date(2026, month, 1), last).name for month in (1, 7)]
    ['2026-S1', '2026-07']
    """
    parts = (f"-{letter}{(first.month - 1) // months + 1}" for letter, months in _MONTHS.items())
    names = (f"{first.year:04d}{part}" for part in ("", *parts, f"-{first.month:02d}"))
    held = (each for each in map(period, names) if each.first_day == first)
    return next((each for each in held if each.last_day <= last), None)
