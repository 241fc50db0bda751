"""The pay rules of one agreement for one contract on one day: what the pay of its hours is computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from postprod_xl.domain.payroll.rules.public_holidays import Holiday, holidays_on

Window = tuple[int, int]
"""Start and end of a night in minutes after midnight; an end before the start is the next day."""
MonthDay = tuple[int, int]
Season = tuple[MonthDay, MonthDay]
"""First and last day of a part of the year, both in it; it may pass 31 December."""

_FULL = Decimal(1)


class Base(StrEnum):
    """What a premium is a share of, and so how overtime is listed in `Rubriques`."""

    SIMPLE_HOUR = "horaire simple"
    """Each premium is a share of the plain hourly rate, listed apart from the hours it is added to."""
    WHOLE_HOUR = "heure entière"
    """An overtime hour is one item, paid whole with its premium."""


class EngagementSpan(StrEnum):
    """Which days tell whether an engagement is short enough to be counted by the day."""

    CONTRACT = "jours du contrat"
    CIVIL_WEEK = "jours du contrat dans la semaine"
    CONSECUTIVE = "jours consécutifs"


class Rate(NamedTuple):
    """A share of the hourly rate.

    `value` is None where nobody could source it; `name` is then what to type in `Conventions`. `to_confirm` marks a
    rate known without a text that was read.
    """

    value: Decimal | None
    name: str
    to_confirm: bool = False


class Tier(NamedTuple):
    """The minutes worked after `after_minutes` have this premium, up to the next tier."""

    after_minutes: int
    premium: Rate


@dataclass(frozen=True)
class DailyCount:
    """Overtime counted by the day, for short engagements, in place of the week.

    Parameters
    ----------
    fewer_than_days
        The engagements of fewer days than this are counted so.
    span
        Which days are counted against it.
    tiers
        Premiums of the day, ascending. The first may begin at 0: every hour has it.
    least_minutes
        Minutes paid for a day at the least; 0 for those worked.
    """

    fewer_than_days: int
    span: EngagementSpan
    tiers: tuple[Tier, ...]
    least_minutes: int = 0


@dataclass(frozen=True)
class Night:
    """When it is night, and what a night hour is paid on top.

    Parameters
    ----------
    window
        All year long, but for the days of `winter`.
    tiers
        Premiums by the minutes of one night, ascending; the first begins at 0.
    winter, winter_window
        Another night in a part of the year; None where there is none.
    """

    window: Window
    tiers: tuple[Tier, ...]
    winter: Season | None = None
    winter_window: Window | None = None

    def window_on(self, day: date) -> Window:
        """The night of a civil day.

        >>> fiction = Night((1320, 420), (), ((12, 21), (3, 20)), (1200, 360))
        >>> fiction.window_on(date(2026, 12, 20)), fiction.window_on(date(2026, 12, 21))
        ((1320, 420), (1200, 360))
        """
        if self.winter and self.winter_window and _is_in(day, self.winter):
            return self.winter_window
        return self.window


@dataclass(frozen=True)
class UnworkedHoliday:
    """The public holidays that are paid without being worked, to a contract long enough.

    Parameters
    ----------
    minutes
        Paid for each, at the simple rate.
    more_than_days
        The days of effective work that the contract must have more than.
    weekdays_only
        Whether those on a Saturday or a Sunday are left out.
    """

    minutes: int
    more_than_days: int = 0
    weekdays_only: bool = True


@dataclass(frozen=True)
class Rest:
    """The premium of hours taken on the rest due between two days of work."""

    due_minutes: int
    premium: Rate


@dataclass(frozen=True)
class PayRules:
    """The rules of an agreement for the genre and the type of a contract, on a day.

    Parameters
    ----------
    agreement
        Its IDCC, or « Aucune » for the law alone.
    week
        Premiums of the hours of a civil week, ascending: Monday 0:00 to Sunday 24:00.
    daily
        The count of short engagements; None where there is none for the contract.
    week_rounding_minutes
        The hours of a week are rounded up to a multiple of this; 0 for no rounding.
    night
        None where no night is known.
    sunday
        Premium of the hours of a Sunday.
    holidays
        What a holiday worked is paid, 2 for twice the rate; a holiday that has no premium may be left out.
    solidarity_day
        The holiday worked without premium, and not paid when it is not worked.
    recovery_minutes
        Rest due for a holiday worked, paid where it is not taken; 0 for none.
    unworked_holiday
        None where those not worked are not paid.
    base
        What a premium is a share of.
    cumulation_cap
        The most that all premiums of an hour add up to; None where they add up without limit.
    rest
        None where the agreement has no premium for it.
    yearly_overtime_minutes, yearly_sundays
        How much a person may do in a year for one employer; None where the texts read do not say.
    """

    agreement: str
    week: tuple[Tier, ...]
    daily: DailyCount | None
    week_rounding_minutes: int
    night: Night | None
    sunday: Rate
    holidays: Mapping[Holiday, Rate]
    solidarity_day: Holiday | None
    recovery_minutes: int
    unworked_holiday: UnworkedHoliday | None
    base: Base
    cumulation_cap: Decimal | None
    rest: Rest | None
    yearly_overtime_minutes: int | None
    yearly_sundays: int | None

    def night_on(self, day: date) -> Window | None:
        """Start and end of the night of a civil day, in minutes after midnight; None where it is not known."""
        return None if self.night is None else self.night.window_on(day)

    def holidays_of(self, day: date) -> list[Holiday]:
        """The public holidays of a day, less the solidarity day, which is a day of work (C. trav. L3133-7)."""
        return [holiday for holiday in holidays_on(day) if holiday is not self.solidarity_day]

    def holiday_premium(self, day: date) -> Rate | None:
        """The premium of the hours of a day that is a public holiday; None on other days and on the solidarity day.

        Of two holidays on one day the better paid one holds, and an unknown one before all.
        """
        found = [self.holidays[holiday] for holiday in self.holidays_of(day) if holiday in self.holidays]
        if not found:
            return None
        paid = max(found, key=lambda rate: (rate.value is None, rate.value or 0))
        return paid if paid.value is None else paid._replace(value=paid.value - _FULL)


def _is_in(day: date, season: Season) -> bool:
    first, last = season
    at = day.month, day.day
    return first <= at <= last if first <= last else at >= first or at <= last
