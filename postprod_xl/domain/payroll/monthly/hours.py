"""The hours of a month and those of a week: the legal ones, those that a salary pays, and from one to the other."""

from __future__ import annotations

from datetime import date

from postprod_xl.domain.payroll.rules.agreements import published_rules
from postprod_xl.parameters import rate
from postprod_xl.schema.units import MONTHS_PER_YEAR, half_up
from postprod_xl.schema.vocabulary import Convention


def legal_month_minutes(day: date) -> int:
    """The legal week brought to the month (C. trav. L3121-27 and D3231-6): 151.67 hours, to the minute.

    Raises
    ------
    UnknownRate
        Before the first known value.

    Examples
    --------
    >>> legal_month_minutes(date(2026, 11, 23))
    9100
    """
    legal = published_rules().rules(Convention.NONE, "", "", day)
    return half_up(legal.week[0].after_minutes * rate("minimum_wage.weeks_per_year", day) / MONTHS_PER_YEAR)


def paid_month_minutes(typed_minutes: int | None, day: date) -> int:
    """What the salary of a contract pays for a month: the hours typed in it, else the legal ones of a day.

    Raises
    ------
    UnknownRate
        When no hours are typed and the legal ones are not known on the day.
    """
    return typed_minutes or legal_month_minutes(day)


def week_minutes(month_minutes: int, day: date) -> int:
    """The hours of a week that those of a month make, to the minute (C. trav. D3231-6).

    >>> week_minutes(9100, date(2026, 11, 23)), week_minutes(169 * 60, date(2026, 11, 23))
    (2100, 2340)
    """
    return half_up(month_minutes * MONTHS_PER_YEAR / rate("minimum_wage.weeks_per_year", day))
