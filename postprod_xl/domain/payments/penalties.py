"""What a late payment costs its client: interest day by day, and the lump sum of recovery.

Source: C. com. L441-10, II (three times the legal interest rate at the least), D441-5 (40 €).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from postprod_xl.domain.office import Office
from postprod_xl.parameters import UnknownRate, in_force, rate
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.settings.house import SETTINGS
from postprod_xl.schema.units import half_up

LEGAL_MULTIPLE = "trois fois le taux d'interet legal"
_RATE = next(setting.name for setting in SETTINGS if setting.code == "late_penalty_rate")


def penalty_rate(office: Office, day: date) -> Decimal:
    """The rate of a year in force on a day: that of the house, else three times the legal rate where that is its term.

    Raises
    ------
    UnknownRate
        The legal rate of that half-year is not known, or the house says another term without its rate.
    """
    house = office.settings["late_penalty_rate"]
    if house is not None:
        return Decimal(house)
    if LEGAL_MULTIPLE not in plain_letters(office.settings["late_penalty"]):
        raise UnknownRate(f"taux des pénalités non chiffré : saisissez « {_RATE} »")
    try:
        return rate("late_payment.legal_interest", day) * rate("late_payment.penalty_multiple", day)
    except UnknownRate as unknown:
        raise UnknownRate(f"{unknown} : saisissez « {_RATE} »") from unknown


def penalty_cents(
    office: Office, due_day: date, owed_cents: int, paid: Sequence[tuple[date | None, int]]
) -> int:
    """The interest of an invoice from the day after it was due to the day the office is looked at, rounded once.

    Parameters
    ----------
    office
        For the day and the rates.
    due_day
        The last day to pay it.
    owed_cents
        What it owed before any payment.
    paid
        What each payment paid of it, with its day; one without a day is taken as in time.

    Raises
    ------
    UnknownRate
        The rate of a part of that time is not known.
    """
    cuts = {due_day, office.today, *_half_years(due_day, office.today)}
    cuts |= {day for day, _ in paid if day and due_day < day < office.today}
    interest = Decimal(0)
    for start, end in pairwise(sorted(cuts)):
        balance = owed_cents - sum(cents for day, cents in paid if day is None or day <= start)
        days = Decimal((end - start).days) / rate("late_payment.year_days", end)
        interest += balance * penalty_rate(office, end) * days if balance > 0 else 0
    return half_up(interest)


def unknown_rate(office: Office, due_days: Sequence[date]) -> str:
    """Why the interest of invoices due on some days is not known, in French; empty when it is."""
    for due_day in due_days:
        for end in (*_half_years(due_day, office.today), office.today):
            try:
                penalty_rate(office, end)
            except UnknownRate as unknown:
                return str(unknown)
    return ""


def indemnity_cents(due_day: date) -> int:
    """The lump sum of recovery of an invoice that was due on a day.

    Raises
    ------
    UnknownRate
        It is not known on that day.
    """
    return int(in_force("invoicing.recovery_indemnity", due_day).value)


def _half_years(first: date, last: date) -> list[date]:
    """The last days of the half-years between two days, after which the legal rate changes."""
    ends = [date(year, *day) for year in range(first.year, last.year + 1) for day in ((6, 30), (12, 31))]
    return [day for day in ends if first < day < last]
