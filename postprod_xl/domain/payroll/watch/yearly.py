"""What a person may do of in a civil year: overtime within the quota of an agreement, Sundays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from postprod_xl.domain.payroll.rules.agreements import Agreements, AgreementStanding
from postprod_xl.domain.payroll.rules.pay_rules import PayRules
from postprod_xl.domain.payroll.watch.breaches import Breach, BreachKind
from postprod_xl.domain.payroll.watch.limits import hours_limit
from postprod_xl.domain.payroll.watch.person_time import PersonTime, beyond, monday_of
from postprod_xl.domain.payroll.watch.work_periods import WorkPeriod
from postprod_xl.domain.wording import counted, hours_text
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.units import DAYS_PER_WEEK, MINUTES_PER_DAY
from postprod_xl.schema.vocabulary import ContractType, Convention

_DOUBTS = {
    AgreementStanding.PROPOSED: ", règles à confirmer",
    AgreementStanding.ENDED: ", qui a pris fin",
    AgreementStanding.NOT_YET: ", pas encore en vigueur",
}
_Held = dict[tuple[int, str], list[tuple[WorkPeriod, int]]]
"""Some minutes of some periods, by year and agreement."""


class YearlyLimits:
    """What the agreements of an office allow in a year.

    Parameters
    ----------
    agreements
        The rules of the office: what it typed and signed in `Conventions` wins.
    """

    def __init__(self, agreements: Agreements) -> None:
        self._agreements = agreements
        self._legal: dict[int, int] = {}

    def rules(self, convention: str, day: date) -> PayRules | None:
        """The rules of an agreement on a day; None where they are not known."""
        try:
            return self._agreements.rules(convention, "", ContractType.FIXED_TERM, day)
        except UnknownRate:
            return None

    def origin(self, convention: str, day: date) -> str:
        """The agreement, in parentheses, and what is not sure of it."""
        doubt = _DOUBTS.get(self._agreements.standing_of(convention, day), "")
        return f"(IDCC {convention}{doubt})"

    def legal_week(self, monday: int) -> int:
        """The minutes of a week beyond which there is overtime; a whole week before the first known value."""
        if monday not in self._legal:
            law = self.rules(Convention.NONE, date.fromordinal(monday))
            whole = DAYS_PER_WEEK * MINUTES_PER_DAY
            self._legal[monday] = law.week[0].after_minutes if law and law.week else whole
        return self._legal[monday]

    @cached_property
    def least_overtime(self) -> int:
        """The smallest yearly overtime that any agreement allows: less is within all of them."""
        known = (self.rules(convention, date.max) for convention in Convention)
        quotas = [rules.yearly_overtime_minutes for rules in known if rules]
        return min((quota for quota in quotas if quota is not None), default=0)


def too_much_in_a_year(time: PersonTime, limits: YearlyLimits) -> Iterator[Breach]:
    """The years in which a person works more overtime, or more Sundays, than the agreement of its contracts allows.

    Overtime is what a civil week has beyond the legal one, in the order worked; a week belongs to the year of its
    Monday. A Sunday counts when something of it is worked. Each agreement counts what is worked under it; one whose
    texts say nothing is not watched.
    """
    for (year, convention), held in _overtime(time, limits).items():
        last = date(year, 12, 31)
        rules, total = limits.rules(convention, last), sum(minutes for _, minutes in held)
        most = rules.yearly_overtime_minutes if rules else None
        if most is not None and total > most:
            found, bound = hours_text(total), hours_limit(most)
            origin = limits.origin(convention, last)
            text = f"{found} supplémentaires en {year}, contingent de {bound} par an {origin}"
            brief = f"{found} supplémentaires, {bound} par an"
            yield _breach(BreachKind.OVERTIME, time.person, (brief, text), beyond(held, most))
    for (year, convention), held in _sundays(time).items():
        last = date(year, 12, 31)
        rules = limits.rules(convention, last)
        if rules and rules.yearly_sundays is not None and len(held) > rules.yearly_sundays:
            count, origin = counted(len(held), "dimanche"), limits.origin(convention, last)
            text = f"{count} travaillés en {year}, {rules.yearly_sundays} au plus par an {origin}"
            brief = f"{count} travaillés, {rules.yearly_sundays} par an au plus"
            cause = [period for period, _ in held][rules.yearly_sundays :]
            yield _breach(BreachKind.SUNDAYS, time.person, (brief, text), cause)


def _breach(kind: BreachKind, person: str, texts: tuple[str, str], cause: Sequence[WorkPeriod]) -> Breach:
    return Breach(kind, person, date.fromordinal(cause[0].day), *texts, cause)


def _overtime(time: PersonTime, limits: YearlyLimits) -> _Held:
    """What each period has beyond the legal week (C. trav. L3121-30), by year and agreement."""
    found: _Held = {}
    if (
        sum(max(0, held - limits.legal_week(week)) for week, held in time.weeks.items())
        <= limits.least_overtime
    ):
        return found
    worked: dict[int, int] = {}
    for period in time.periods:
        for day, minutes in period.parts:
            week = monday_of(day)
            before, legal = worked.get(week, 0), limits.legal_week(week)
            worked[week] = total = before + minutes
            if total > legal:
                year = date.fromordinal(week).year
                found.setdefault((year, period.convention), []).append((period, total - max(before, legal)))
    return found


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
