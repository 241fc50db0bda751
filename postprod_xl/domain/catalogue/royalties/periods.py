"""The periods of a royalty statement, as they are typed: a year, a half, a quarter or a month."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from postprod_xl.schema.bounds import CALENDAR
from postprod_xl.schema.problems import Refusal, blocking
from postprod_xl.schema.units import MONTHS_PER_YEAR

_TYPED = re.compile(r"([0-9]{4})(?:-(?:([ST])([1-4])|([0-9]{2})))?")
_PARTS = {"S": 2, "T": 4}
EXPECTED = "une année (2026), un semestre (2026-S1), un trimestre (2026-T3) ou un mois (2026-11)"


@dataclass(frozen=True)
class RoyaltyPeriod:
    """Some whole months of one year.

    Parameters
    ----------
    name
        As it is typed: 2026, 2026-S1, 2026-T3, 2026-11.
    first_day, last_day
        Both count.
    """

    name: str
    first_day: date
    last_day: date

    @property
    def eve(self) -> date:
        """The day before it."""
        return self.first_day - timedelta(days=1)


def period(text: str) -> RoyaltyPeriod:
    """The period of a text.

    Raises
    ------
    Refusal
        The text says no period.

    Examples
    --------
    >>> period("2026-S1").last_day, period("2026-T3").first_day, period("2028-02").last_day
    (datetime.date(2026, 6, 30), datetime.date(2026, 7, 1), datetime.date(2028, 2, 29))
    """
    name = text.strip().upper()
    months = _months(name)
    if months is None:
        message = f"« {text} » n'est pas une période : écrivez {EXPECTED}"
        raise Refusal(blocking("", None, "", text, EXPECTED, message))
    year, first, last = months
    return RoyaltyPeriod(name, date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _months(name: str) -> tuple[int, int, int] | None:
    """The year of a period, its first and its last month; None of what is no period."""
    found = _TYPED.fullmatch(name)
    if found is None:
        return None
    year, letter, rank, month = int(found[1]), found[2], int(found[3] or 1), int(found[4] or 0)
    if not CALENDAR[0].year <= year <= CALENDAR[1].year:
        return None
    if found[4]:
        return (year, month, month) if 1 <= month <= MONTHS_PER_YEAR else None
    parts = _PARTS.get(letter, 1)
    length = MONTHS_PER_YEAR // parts
    return (year, 1 + length * (rank - 1), length * rank) if rank <= parts else None
