"""Figures out of proportion: they are not refused, they are questioned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.monthly.hours import legal_month_minutes
from postprod_xl.domain.wording import euros_text
from postprod_xl.parameters import UnknownRate, rate
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.units import CENTS_PER_EURO, MINUTES_PER_HOUR, half_up

_LINES = (("Devis", "line"), ("Avenants", "number"))


def minimum_monthly_cents(day: date) -> int:
    """The minimum wage of a month at the legal week, in force on a day (C. trav. L3231-2 and D3231-6).

    Raises
    ------
    UnknownRate
        Before the first known value.

    Examples
    --------
    >>> minimum_monthly_cents(date(2026, 11, 23))
    186702
    """
    hours = Decimal(legal_month_minutes(day)) / MINUTES_PER_HOUR
    return half_up(rate("minimum_wage.hourly", day) * hours * CENTS_PER_EURO)


def most_gross_cents(day: date) -> int | None:
    """The gross of a person in a month beyond which it is questioned; None where no minimum wage is known."""
    try:
        return half_up(rate("proportion.month_gross_multiple", day) * minimum_monthly_cents(day))
    except UnknownRate:
        return None


def most_line_cents(day: date) -> int:
    """The amount of a line, before tax, beyond which it is questioned."""
    return half_up(rate("proportion.line_euros", day) * CENTS_PER_EURO)


def outsized_amounts(office: Office) -> Iterator[Problem]:
    """The quote lines and change orders whose amount is out of proportion.

    Parameters
    ----------
    office
        With the computed columns of `Devis` and `Avenants`.
    """
    most = most_line_cents(office.today)
    for table, key in _LINES:
        for line in office[table]:
            cents = line.amount_cents
            if cents is not None and abs(cents) > most:
                found, expected = euros_text(cents), f"{euros_text(most)} au plus"
                message = questioned(getattr(line, key), cents, most)
                yield line.warning("amount_cents", found, expected, message)


def questioned(name: str, cents: int, most_cents: int) -> str:
    """What is asked about a figure out of proportion."""
    return f"{name} : {euros_text(cents)}, plus de {euros_text(most_cents)} : à vérifier"
