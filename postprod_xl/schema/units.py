"""Units of what a cell holds, and how figures and words are rounded, spelled and compared."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from postprod_xl.schema.cells.characters import cleaned

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
DAYS_PER_WEEK = 7
MONTHS_PER_YEAR = 12
SATURDAY, SUNDAY = 5, 6
"""As `date.weekday` numbers them."""
CENTS_PER_EURO = 100
QUARTER = Decimal("0.25")


def half_up(number: Decimal) -> int:
    """The nearest integer, halves away from zero as Excel's ROUND does.

    >>> half_up(Decimal("2.5")), half_up(Decimal("-2.5")), half_up(Decimal("2.49"))
    (3, -3, 2)
    """
    return int(number.to_integral_value(ROUND_HALF_UP))


def plain(number: Decimal) -> str:
    """A decimal without exponent or trailing zeros.

    >>> plain(Decimal("600.00")), plain(Decimal("0.50"))
    ('600', '0.5')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimal_hours(minutes: int) -> Decimal:
    """Minutes as decimal hours, exact to the minute when read back.

    >>> decimal_hours(450), decimal_hours(440)
    (Decimal('7.5'), Decimal('7.3333'))
    """
    return (Decimal(minutes) / MINUTES_PER_HOUR).quantize(Decimal("0.0001")).normalize()


def clock_text(minutes: int) -> str:
    """Minutes after midnight as `09:30`."""
    return f"{minutes // MINUTES_PER_HOUR:02d}:{minutes % MINUTES_PER_HOUR:02d}"


def week_code(day: date) -> str:
    """The ISO week of a day.

    >>> week_code(date(2027, 1, 1)), week_code(date(2026, 11, 30))
    ('2026-W53', '2026-W49')
    """
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


@cache
def week_start(day: date) -> date:
    """The Monday of a day's week, Monday to Sunday, as working weeks are (C. trav. L3121-35).

    >>> week_start(date(2026, 11, 1))
    datetime.date(2026, 10, 26)
    """
    return day - timedelta(days=day.weekday())


# A refresh compares the same codes and words at every rule.
@lru_cache(maxsize=1 << 15)
def folded(text: str) -> str:
    """Text without case, accents' encoding, invisible characters or repeated spaces, to compare what people type."""
    return " ".join(cleaned(text).casefold().replace("’", "'").split())
