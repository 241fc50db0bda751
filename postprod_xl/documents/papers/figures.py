"""Figures as a French document prints them: no-break spaces, narrow ones between thousands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from postprod_xl.schema.units import CENTS_PER_EURO, MINUTES_PER_HOUR, plain

NO_BREAK, NARROW = "\u00a0", "\u202f"
"""Before a unit, and between thousands (Lexique des règles typographiques, Imprimerie nationale)."""
_MINUS = "\u2212"
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def euros(cents: int) -> str:
    r"""Cents as an amount.

    >>> euros(123456789).replace(NARROW, "_").replace(NO_BREAK, "~"), euros(-5)
    ('1_234_567,89~€', '−0,05\xa0€')
    """
    whole, rest = divmod(abs(cents), CENTS_PER_EURO)
    return f"{_MINUS if cents < 0 else ''}{_grouped(str(whole))},{rest:02d}{NO_BREAK}€"


def number(value: Decimal) -> str:
    """A quantity, with the decimals it has.

    >>> number(Decimal("2.50")), number(Decimal(-12)), number(Decimal(12000)).replace(NARROW, "_")
    ('2,5', '−12', '12_000')
    """
    whole, _, part = plain(abs(value)).partition(".")
    return f"{_MINUS if value < 0 else ''}{_grouped(whole)}{f',{part}' if part else ''}"


def percent(rate: Decimal) -> str:
    r"""A rate.

    >>> percent(Decimal("0.055")), percent(Decimal("0.2"))
    ('5,5\xa0%', '20\xa0%')
    """
    return f"{number(rate * 100)}{NO_BREAK}%"


def long_day(day: date) -> str:
    r"""A day in full.

    >>> long_day(date(2026, 12, 1)), long_day(date(2026, 11, 29))
    ('1er\xa0décembre 2026', '29\xa0novembre 2026')
    """
    first = "1er" if day.day == 1 else str(day.day)
    return f"{first}{NO_BREAK}{MONTHS[day.month - 1]} {day.year}"


def full_day(day: date) -> str:
    r"""A day in full, with its name.

    >>> full_day(date(2026, 12, 1))
    'mardi 1er\xa0décembre 2026'
    """
    return f"{WEEKDAYS[day.weekday()]} {long_day(day)}"


def clock(minutes: int) -> str:
    r"""A time of the day, in minutes after midnight.

    >>> clock(570), clock(1140)
    ('9\xa0h\xa030', '19\xa0h')
    """
    whole, rest = divmod(minutes, MINUTES_PER_HOUR)
    return f"{whole}{NO_BREAK}h{f'{NO_BREAK}{rest:02d}' if rest else ''}"


def hours(minutes: int) -> str:
    r"""Minutes as hours.

    >>> hours(750).replace(NO_BREAK, "~"), hours(-5)
    ('12~h~30', '−0\xa0h\xa005')
    """
    whole, rest = divmod(abs(minutes), MINUTES_PER_HOUR)
    return f"{_MINUS if minutes < 0 else ''}{_grouped(str(whole))}{NO_BREAK}h{NO_BREAK}{rest:02d}"


def _grouped(digits: str) -> str:
    return f"{int(digits):,}".replace(",", NARROW)
