"""How far a value may go: what is refused, what is only questioned, and how both are said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.schema.kinds import EXPECTED, TEXT_KINDS, UNITS, Kind
from postprod_xl.schema.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, plain

Bounds = tuple[Any, Any]
"""Smallest and largest value, both allowed, in the typed unit; None for no bound."""

FREE: Bounds = (None, None)
CALENDAR: Bounds = (date(1950, 1, 1), date(2099, 12, 31))
"""The days that a cell can show: serial numbers outside of them are no dates."""
SHARE: Bounds = (Decimal(0), Decimal(1))
DAY_LENGTH: Bounds = (1, MINUTES_PER_DAY)
"""A working day is over 0 and at most 24 hours."""
USUAL_DAY_LENGTH: Bounds = (MINUTES_PER_HOUR, 12 * MINUTES_PER_HOUR)
"""Twelve hours is the most an agreement may allow a day (C. trav. L3121-19)."""
UNIT_PRICE: Bounds = (-(10**10), 10**10)
USUAL_UNIT_PRICE: Bounds = (1, 10**8)
"""A price of nothing or below it is an offer or a deduction: asked about, never refused."""
AMOUNT: Bounds = (0, 10**10)
USUAL_AMOUNT: Bounds = (1, 10**9)
PAYMENT: Bounds = (-(10**10), 10**10)
USUAL_PAYMENT: Bounds = (-(10**8), 10**8)
DAY_COST: Bounds = (0, 10**7)
USUAL_DAY_COST: Bounds = (1, 10**6)
HOURLY_RATE: Bounds = (0, 10**6)
USUAL_HOURLY_RATE: Bounds = (500, 15_000)
"""A wage of over 150 € an hour is most often that of a day."""
MONTHLY_SALARY: Bounds = (0, 10**8)
USUAL_MONTHLY_SALARY: Bounds = (50_000, 2_000_000)
"""A salary of less is most often that of a week or of a day; one of more, of a year."""
MONTH_LENGTH: Bounds = (1, 31 * MINUTES_PER_DAY)
USUAL_MONTH_LENGTH: Bounds = (20 * MINUTES_PER_HOUR, 220 * MINUTES_PER_HOUR)
"""A length of less is most often that of a day; one of a week is seldom over 48 hours."""
PLACES: Bounds = (1, 20)
"""Tasks that a room takes at once; the planner counts each place as a room."""
SHORTEST_PAUSE_MINUTES = 5
PAUSE: Bounds = (0, 12 * MINUTES_PER_HOUR)
USUAL_PAUSE: Bounds = (None, 4 * MINUTES_PER_HOUR)
DAY_START: Bounds = (0, MINUTES_PER_DAY - 1)
USUAL_DAY_START: Bounds = (6 * MINUTES_PER_HOUR, 14 * MINUTES_PER_HOUR)
"""A pause of less than that is most often one in hours."""
QUANTITY: Bounds = (Decimal(0), Decimal(10**6))
USUAL_QUANTITY: Bounds = (None, Decimal(10_000))
WORK_DAYS: Bounds = (Decimal(0), Decimal(2000))
USUAL_WORK_DAYS: Bounds = (None, Decimal(400))
FAR_RUN_DAYS = 14
"""Two refreshes of an office at work are seldom further apart: a day given or a clock may be wrong."""
WRONG_RUN_DAYS = 3
"""Refreshes on that many earlier days in a row may all be mistakes: the later plan is still come back to."""
REMEMBERED_RUN_DAYS = 10
"""Days of refresh whose plan is remembered: two weeks of working days, enough to notice a wrong one."""
JOURNAL_WHOLE_MONTHS = 3
"""Months whose rows the journal keeps whole, the present one included; the older ones are compacted."""
BIT_DEPTH: Bounds = (1, 64)
USUAL_BIT_DEPTH: Bounds = (8, 16)
SAMPLE_RATE: Bounds = (1_000, 1_000_000)
USUAL_SAMPLE_RATE: Bounds = (44_100, 192_000)
"""A rate of less is most often one in kHz."""
TRACKS: Bounds = (0, 1_000)
USUAL_TRACKS: Bounds = (None, 64)
LTO_GENERATION: Bounds = (1, 20)
LONGEST_TEXT, LONGEST_CODE = 32_767, 255
"""Characters that a cell holds; those that Excel compares in a drop-down list."""


def is_outside(value: Any, bounds: Bounds) -> bool:
    """Whether a typed value is below the first bound or above the second.

    >>> is_outside(1441, DAY_LENGTH), is_outside(1440, DAY_LENGTH), is_outside(5, FREE)
    (True, False, False)
    """
    low, high = bounds
    return bool((low is not None and value < low) or (high is not None and value > high))


def bounds_text(kind: Kind, bounds: Bounds) -> str:
    """The French words of two bounds; empty without bounds.

    >>> bounds_text(Kind.HOURS, DAY_LENGTH), bounds_text(Kind.EURO, (0, None)), bounds_text(Kind.PERCENT, SHARE)
    ('entre 0h01 et 24h', 'au moins 0 €', 'entre 0 % et 100 %')
    """
    low, high = (None if bound is None else value_text(kind, bound) for bound in bounds)
    if low is not None and high is not None:
        return f"entre {low} et {high}"
    if low is not None:
        return f"au moins {low}"
    return "" if high is None else f"au plus {high}"


def expected_text(kind: Kind, bounds: Bounds) -> str:
    """What a cell of a kind should hold, within its bounds.

    >>> expected_text(Kind.INT, (1, 9))
    'un nombre entier, entre 1 et 9'
    """
    words = bounds_text(kind, bounds)
    # The plainest kinds say a limit of their own, which narrower bounds replace.
    expected = EXPECTED[kind].partition(", moins d")[0] if words else EXPECTED[kind]
    return f"{expected}, {words}" if words else expected


def value_text(kind: Kind, value: Any) -> str:
    """A typed value as a person would say it.

    >>> value_text(Kind.EURO, 1_234_550), value_text(Kind.HOURS, 450), value_text(Kind.PERCENT, Decimal("0.055"))
    ('12 345,5 €', '7h30', '5,5 %')
    """
    if kind in TEXT_KINDS:
        return str(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if kind in (Kind.HOURS, Kind.CLOCK):
        sign, (hours, minutes) = "-" if value < 0 else "", divmod(abs(value), MINUTES_PER_HOUR)
        return f"{sign}{hours}h{minutes:02d}" if minutes else f"{sign}{hours}h"
    if kind is Kind.PERCENT:
        return f"{_french(value * 100)} %"
    number = _french(Decimal(value) / UNITS.get(kind, 1))
    return f"{number} €" if kind is Kind.EURO else number


def _french(number: Decimal) -> str:
    whole, _, part = plain(number).partition(".")
    grouped = f"{int(whole):,}".replace(",", " ") if abs(int(whole)) >= 10_000 else whole
    return f"{grouped},{part}" if part else grouped
