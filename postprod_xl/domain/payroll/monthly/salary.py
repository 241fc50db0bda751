"""The monthly salary of a permanent: what it is, the hours it pays, and what an hour beyond them is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from postprod_xl.domain.payroll.counting.items import COMPLEMENTARY
from postprod_xl.domain.payroll.monthly.hours import paid_month_minutes, week_minutes
from postprod_xl.domain.payroll.rules.pay_rules import Base, PayRules, Rate, Tier
from postprod_xl.domain.people.contracts import hourly_rate_cents
from postprod_xl.domain.wording import euros_text, hours_text
from postprod_xl.parameters import UnknownRate, rate
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.units import MINUTES_PER_HOUR, half_up


class Salary(NamedTuple):
    """What a whole month of a contract is paid.

    Parameters
    ----------
    cents
        None when neither a salary nor an hourly rate above zero is typed.
    base_minutes
        The hours of a month that it pays.
    hourly_cents
        Of an hour beyond them, before any premium; None when it is not known.
    note
        How the salary was found when nobody typed it, in French.
    """

    cents: int | None
    base_minutes: int
    hourly_cents: int | None
    note: str = ""


def monthly_salary(contract: Row, usual_rate_cents: int | None, rules: PayRules, day: date) -> Salary:
    """The salary of a contract in a month.

    It is `Contrats[Salaire mensuel]`, else the hourly rate of the contract, or of its person in `Equipe`, for the
    hours of the month. These are `Contrats[Heures par mois]`, else the legal ones; the salary of more hours than the
    legal ones pays the premiums of those beyond too. An hour beyond those of the month is worth the hourly rate typed
    in the contract, else the salary by the hours that it pays, rounded half up to the cent.

    Parameters
    ----------
    usual_rate_cents
        `Equipe[Taux horaire]` of its holder.
    rules
        Those of the contract: their week says the premiums of the hours beyond the legal ones.
    day
        A day of the month.

    Raises
    ------
    UnknownRate
        When the legal hours are not known on the day.
    """
    base = paid_month_minutes(contract.month_minutes, day)
    paid_minutes = _equivalent_minutes(base, rules.week, day)
    own_rate = contract.hourly_rate_cents or None
    if contract.monthly_salary_cents:
        return Salary(contract.monthly_salary_cents, base, own_rate or _hourly_of(contract, paid_minutes))
    hourly = hourly_rate_cents(contract.hourly_rate_cents, usual_rate_cents)
    if hourly is None or paid_minutes is None:
        return Salary(None, base, hourly)
    origin = "" if own_rate else f", repris de l'{TEAM.tab}"
    note = f"salaire déduit du taux horaire ({hours_text(base)} à {euros_text(hourly)}{origin})"
    return Salary(half_up(hourly * paid_minutes / MINUTES_PER_HOUR), base, hourly, note)


def salary_hourly_cents(contract: Row, rules: PayRules, day: date) -> int | None:
    """What an hour of the typed salary of a contract is worth; None without salary, or when a premium is not known.

    Raises
    ------
    UnknownRate
        When the legal hours are not known on the day.
    """
    base = paid_month_minutes(contract.month_minutes, day)
    return _hourly_of(contract, _equivalent_minutes(base, rules.week, day))


def _hourly_of(contract: Row, paid_minutes: Decimal | None) -> int | None:
    if not contract.monthly_salary_cents or not paid_minutes:
        return None
    return half_up(contract.monthly_salary_cents * MINUTES_PER_HOUR / paid_minutes)


def monthly_rules(contract: Row, rules: PayRules, day: date) -> PayRules:
    """The rules of the hours that a contract pays on top of its salary.

    The hours of a week that the salary pays have no premium. Those beyond are paid whole, with the premium of their
    place in the week: overtime beyond the legal week, and under it the hours that a part-time contract adds
    (C. trav. L3123-29, no agreement on them being known).

    Parameters
    ----------
    contract
        A CDI, its `month_minutes`.
    rules
        Those of its agreement.
    day
        A day of the week.

    Raises
    ------
    UnknownRate
        When the legal hours of a month are not known on the day.
    """
    base = week_minutes(paid_month_minutes(contract.month_minutes, day), day)
    legal = rules.week[0].after_minutes
    added = _complementary(base, legal, day) if base < legal else ()
    beyond = [*added, *(tier._replace(after_minutes=max(tier.after_minutes, base)) for tier in rules.week)]
    # Of the tiers that begin together, the hours of all but the last are in the salary.
    kept = [one for one, other in pairwise(beyond) if one.after_minutes < other.after_minutes]
    return replace(rules, week=(*kept, beyond[-1]), base=Base.WHOLE_HOUR)


def _complementary(base: int, legal: int, day: date) -> Sequence[Tier]:
    """The premiums of the hours between those of a part-time week and the legal ones."""
    try:
        first, second, share = (
            rate(f"part_time.{name}", day) for name in ("first_rate", "second_rate", "first_share")
        )
    except UnknownRate:
        return (Tier(base, Rate(None, COMPLEMENTARY)),)
    limit = min(half_up(base * (1 + share)), legal)
    return (Tier(base, Rate(first, COMPLEMENTARY)), Tier(limit, Rate(second, COMPLEMENTARY)))


def _equivalent_minutes(base: int, week: Sequence[Tier], day: date) -> Decimal | None:
    """The plain minutes that a month is paid like, the premiums of its weeks included; None where one is not known.

    A base of 169 hours at +10 % from the 36th hour is paid like 151.67 h + 17.33 h × 1.10.
    """
    of_week, legal = week_minutes(base, day), week[0].after_minutes
    if of_week <= legal:
        return Decimal(base)
    ends = [*(tier.after_minutes for tier in week[1:]), of_week]
    added = Decimal(0)
    for tier, end in zip(week, ends, strict=True):
        minutes = min(end, of_week) - tier.after_minutes
        if minutes <= 0:
            break
        if tier.premium.value is None:
            return None
        added += minutes * tier.premium.value
    return base + added * base / of_week
