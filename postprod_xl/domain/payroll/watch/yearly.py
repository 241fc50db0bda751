"""What a person may do of in a civil year: overtime within the quota of an agreement, Sundays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from postprod_xl.domain.payroll.rules.agreements import Agreements
from postprod_xl.domain.payroll.rules.pay_rules import PayRules
from postprod_xl.domain.payroll.watch.breaches import Breach, BreachKind
from postprod_xl.domain.payroll.watch.limits import hours_limit
from postprod_xl.domain.payroll.watch.person_time import DAYS_PER_WEEK, PersonTime, beyond, monday_of
from postprod_xl.domain.payroll.watch.work_periods import WorkPeriod
from postprod_xl.domain.wording import counted, hours_text
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.units import MINUTES_PER_DAY
from postprod_xl.schema.vocabulary import ContractType, Convention

_YearAgreement = tuple[int, str]
_Held = dict[_YearAgreement, list[tuple[WorkPeriod, int]]]


def too_much_in_a_year(time: PersonTime, agreements: Agreements) -> Iterator[Breach]:
    """The years in which a person works more overtime, or more Sundays, than the agreement of its contracts allows.

    Overtime is what a civil week has beyond the legal one, in the order worked; a week belongs to the year of its
    Monday. A Sunday counts when something of it is worked. Each agreement counts what is worked under it; one whose
    texts say nothing is not watched.

    Parameters
    ----------
    agreements
        The rules of the office: what it typed and signed in `Conventions` wins.
    """
    for (year, convention), held in _overtime(time, agreements).items():
        rules = _rules(agreements, convention, date(year, 12, 31))
        most, total = rules.yearly_overtime_minutes if rules else None, sum(minutes for _, minutes in held)
        if most is not None and total > most:
            yield _too_much_overtime(time.person, (year, convention), (total, most), beyond(held, most))
    for (year, convention), held in _sundays(time).items():
        rules = _rules(agreements, convention, date(year, 12, 31))
        if rules and rules.yearly_sundays is not None and len(held) > rules.yearly_sundays:
            yield _too_many_sundays(time.person, (year, convention), held, rules.yearly_sundays)


def _overtime(time: PersonTime, agreements: Agreements) -> _Held:
    """What each period has beyond the legal week (C. trav. L3121-30), by year and agreement."""
    found: _Held = {}
    worked: dict[int, int] = {}
    legal = {week: _legal_week(agreements, date.fromordinal(week)) for week in time.weeks}
    for period in time.periods:
        for day, minutes in period.parts:
            week = monday_of(day)
            before = worked.get(week, 0)
            worked[week] = total = before + minutes
            if total > legal[week]:
                year = date.fromordinal(week).year
                over = total - max(before, legal[week])
                found.setdefault((year, period.convention), []).append((period, over))
    return found


def _legal_week(agreements: Agreements, monday: date) -> int:
    """The minutes of a week beyond which there is overtime; a whole week before the first known value."""
    law = _rules(agreements, Convention.NONE, monday)
    return law.week[0].after_minutes if law and law.week else DAYS_PER_WEEK * MINUTES_PER_DAY


def _sundays(time: PersonTime) -> _Held:
    """The periods of each Sunday, by year and agreement: the first of each."""
    sundays = {day for day, minutes in time.days.items() if minutes and day % DAYS_PER_WEEK == 0}
    found: _Held = {}
    seen: set[tuple[int, str]] = set()
    for period in time.periods if sundays else ():
        for day, minutes in period.parts:
            if minutes and day in sundays and (day, period.convention) not in seen:
                seen.add((day, period.convention))
                year = date.fromordinal(day).year
                found.setdefault((year, period.convention), []).append((period, minutes))
    return found


def _rules(agreements: Agreements, convention: str, day: date) -> PayRules | None:
    try:
        return agreements.rules(convention, "", ContractType.FIXED_TERM, day)
    except UnknownRate:
        return None


def _too_much_overtime(
    person: str, under: _YearAgreement, minutes: tuple[int, int], cause: Sequence[WorkPeriod]
) -> Breach:
    (year, convention), (total, most) = under, minutes
    found, bound = hours_text(total), hours_limit(most)
    text = f"{found} supplémentaires en {year}, contingent de {bound} par an (IDCC {convention})"
    day = date.fromordinal(cause[0].day)
    return Breach(BreachKind.OVERTIME, person, day, f"{found} supplémentaires, {bound} par an", text, cause)


def _too_many_sundays(
    person: str, under: _YearAgreement, held: Sequence[tuple[WorkPeriod, int]], most: int
) -> Breach:
    year, convention = under
    cause = [period for period, _ in held][most:]
    count = counted(len(held), "dimanche")
    text = f"{count} travaillés en {year}, {most} au plus par an (IDCC {convention})"
    day = date.fromordinal(cause[0].day)
    return Breach(BreachKind.SUNDAYS, person, day, f"{count}, {most} par an au plus", text, cause)
