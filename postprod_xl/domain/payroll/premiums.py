"""Overtime: how the hours of one working week are paid, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from postprod_xl.domain.payroll.hours.weeks import by_week
from postprod_xl.domain.sessions.done import Session
from postprod_xl.parameters import rate
from postprod_xl.schema.units import MINUTES_PER_HOUR, half_up

NORMAL = Decimal(0)


@dataclass(frozen=True)
class Band:
    """The minutes of a week worked after `after_minutes` are paid at this premium, up to the next band."""

    after_minutes: int
    premium_rate: Decimal


def weekly_bands(monday: date) -> tuple[Band, ...]:
    """The bands in force in the week of a Monday: legal week, first then second overtime premium.

    Source: C. trav. L3121-27 and L3121-36 (no company agreement), dated in `working_time.toml`.

    Raises
    ------
    UnknownRate
        Before the first known value.
    """
    legal = int(rate("working_time.legal_week_hours", monday) * MINUTES_PER_HOUR)
    first = int(rate("working_time.first_overtime_hours", monday) * MINUTES_PER_HOUR)
    return (
        Band(0, NORMAL),
        Band(legal, rate("working_time.first_overtime_rate", monday)),
        Band(legal + first, rate("working_time.second_overtime_rate", monday)),
    )


def split(minutes: Sequence[int], bands: Sequence[Band]) -> list[dict[Decimal, int]]:
    """For each part of a week, in the order worked, its minutes by premium; no minute is lost.

    >>> split([2000, 200], (Band(0, Decimal(0)), Band(2100, Decimal("0.25"))))
    [{Decimal('0'): 2000}, {Decimal('0'): 100, Decimal('0.25'): 100}]
    """
    limits = [*(band.after_minutes for band in bands[1:]), None]
    parts = []
    worked = 0
    for length in minutes:
        end = worked + length
        part = {
            band.premium_rate: (end if limit is None else min(end, limit)) - max(worked, band.after_minutes)
            for band, limit in zip(bands, limits, strict=True)
            if end > band.after_minutes and (limit is None or worked < limit)
        }
        parts.append({premium: paid for premium, paid in part.items() if paid})
        worked = end
    return parts


def premium_minutes(sessions: Iterable[Session], first: date) -> dict[str, dict[Decimal, int]]:
    """Minutes by contract and premium of the sessions from a day on.

    Parameters
    ----------
    sessions
        Employment sessions from the Sunday before the week of `first`, in the order worked: a week that
        straddles two months counts whole, with the end of the session that passed midnight into it.
    first
        First day paid: the sessions before it only count towards the week. Each hour is paid in the month
        and contract of its session's day.

    Raises
    ------
    UnknownRate
        When no overtime rule is known for a week.
    """
    totals: dict[str, dict[Decimal, int]] = {}
    for (_, monday), week in by_week(sessions).items():
        if week[-1][0].day < first:
            continue
        parts = split([minutes for _, minutes in week], weekly_bands(monday))
        for (session, _), part in zip(week, parts, strict=True):
            if session.day >= first:
                total = totals.setdefault(session.contract, {})
                for premium, paid in part.items():
                    total[premium] = total.get(premium, 0) + paid
    return totals


def item_cents(minutes: int, hourly_rate_cents: int, premium_rate: Decimal) -> int:
    """Minutes at an hourly rate and a premium, rounded half up once, on the printed line.

    >>> item_cents(480, 2000, Decimal("0.25"))
    20000
    """
    return half_up(Decimal(minutes * hourly_rate_cents) * (1 + premium_rate) / MINUTES_PER_HOUR)


def item_code(premium_rate: Decimal) -> str:
    """`HN` for normal hours, else `HS` and the premium in percent: `HS25`."""
    return "HN" if premium_rate == NORMAL else f"HS{_percent(premium_rate)}"


def item_label(premium_rate: Decimal) -> str:
    """The printed name of an item: « Heures normales », « Heures supplémentaires +25 % »."""
    if premium_rate == NORMAL:
        return "Heures normales"
    return f"Heures supplémentaires +{_percent(premium_rate)} %"


def _percent(premium_rate: Decimal) -> str:
    return f"{(premium_rate * 100).normalize():f}".replace(".", ",")
