"""What the rules of an agreement say for one contract on one day, rule by rule, and what pay is computed from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from postprod_xl.domain.payroll.rules.names import (
    DAY_TIERS,
    HOLIDAY_RULES,
    WEEK_TIERS,
    Named,
    NoHoliday,
    PaidDays,
    Rule,
    rule_name,
)
from postprod_xl.domain.payroll.rules.pay_rules import (
    Base,
    DailyCount,
    Night,
    PayRules,
    Rate,
    Rest,
    Tier,
    UnworkedHoliday,
)
from postprod_xl.domain.payroll.rules.public_holidays import Holiday
from postprod_xl.domain.payroll.rules.values import RuleValue
from postprod_xl.parameters import UnknownRate

_NOTHING = Decimal(0)


class RuleEntry(NamedTuple):
    """One value of a rule, from a text or from the office.

    `value` is None where nobody knows it; `since` is the day from which it holds, None for always.
    """

    rule: Rule
    type: str
    genres: tuple[str, ...]
    value: RuleValue | None
    since: date | None = None
    to_confirm: bool = False

    @property
    def name(self) -> str:
        return rule_name(self.rule, self.type, self.genres)

    def suits(self, genre: str, type: str) -> bool:
        """Whether it is for the contracts of a genre and a type."""
        return self.type in ("", type) and (not self.genres or genre in self.genres)

    def meets(self, other: Named) -> bool:
        """Whether some contracts are those of both."""
        types, genres = {self.type, other.type} - {""}, set(self.genres) & set(other.genres)
        return len(types) < 2 and bool(genres or not self.genres or not other.genres)

    def holds(self, day: date) -> bool:
        return self.since is None or self.since <= day

    def rank(self, day: date) -> tuple[bool, bool, bool, date]:
        """Which of several entries of one rule holds: the last by this."""
        return bool(self.genres), bool(self.type), self.holds(day), self.since or date.max


class ValuesInForce:
    """The entries of an agreement that hold for the contracts of a genre and a type, on a day.

    Of several entries of one rule the one for fewer contracts holds, then the last in force; the entries of a rule
    that all begin later leave it unknown.
    """

    def __init__(self, entries: Iterable[RuleEntry], genre: str, type: str, day: date) -> None:
        self._day = day
        self._held: dict[Rule, RuleEntry] = {}
        suiting = [entry for entry in entries if entry.suits(genre, type)]
        for entry in sorted(suiting, key=lambda entry: entry.rank(day)):
            self._held[entry.rule] = entry if entry.holds(day) else entry._replace(value=None)

    def says(self, rule: Rule) -> bool:
        """Whether the agreement speaks of a rule for these contracts."""
        return rule in self._held

    def value(self, rule: Rule, otherwise: Any) -> Any:
        """The value of a rule; another where the agreement does not speak of it.

        Raises
        ------
        UnknownRate
            It does, and its value is not known on the day.
        """
        entry = self._held.get(rule)
        if entry is None:
            return otherwise
        if entry.value is None:
            raise UnknownRate(f"{entry.name} : valeur inconnue au {self._day:%d/%m/%Y}")
        return entry.value

    def rate(self, rule: Rule) -> Rate:
        """A share of the hourly rate: nothing where the agreement does not speak of it, None where it is not known."""
        entry = self._held.get(rule)
        if entry is None:
            return Rate(_NOTHING, rule.value)
        value = entry.value
        return Rate(None if value is None else Decimal(value), entry.name, entry.to_confirm)  # type: ignore[arg-type]

    def tiers(self, steps: Sequence[tuple[Rule, Rule]]) -> tuple[Tier, ...]:
        """The tiers that the agreement speaks of, ascending."""
        found = [
            Tier(self.value(after, 0), self.rate(premium))
            for after, premium in steps
            if self.says(after) and self.says(premium)
        ]
        return tuple(sorted(found, key=lambda tier: tier.after_minutes))


def pay_rules_from(agreement: str, values: ValuesInForce) -> PayRules:
    """The rules of an agreement put together.

    Raises
    ------
    UnknownRate
        A threshold is not known on the day.
    """
    return PayRules(
        agreement=agreement,
        week=values.tiers(WEEK_TIERS),
        daily=_daily(values),
        week_rounding_minutes=values.value(Rule.WEEK_ROUNDING, 0),
        night=_night(values),
        sunday=values.rate(Rule.SUNDAY_PREMIUM),
        holidays={holiday: values.rate(rule) for rule, holiday in HOLIDAY_RULES.items() if values.says(rule)},
        solidarity_day=_solidarity_day(values),
        recovery_minutes=values.value(Rule.RECOVERY, 0),
        unworked_holiday=_unworked_holiday(values),
        base=values.value(Rule.BASE, Base.SIMPLE_HOUR),
        cumulation_cap=values.value(Rule.CUMULATION_CAP, None),
        rest=_rest(values),
        yearly_overtime_minutes=values.value(Rule.YEARLY_OVERTIME, None),
        yearly_sundays=values.value(Rule.YEARLY_SUNDAYS, None),
    )


def _solidarity_day(values: ValuesInForce) -> Holiday | None:
    day = values.value(Rule.SOLIDARITY_DAY, NoHoliday.NONE)
    return None if day is NoHoliday.NONE else day


def _daily(values: ValuesInForce) -> DailyCount | None:
    tiers = values.tiers(DAY_TIERS)
    if not (tiers and values.says(Rule.DAY_FEWER_THAN) and values.says(Rule.DAY_SPAN)):
        return None
    return DailyCount(
        values.value(Rule.DAY_FEWER_THAN, 0),
        values.value(Rule.DAY_SPAN, None),
        tiers,
        values.value(Rule.DAY_LEAST, 0),
    )


def _night(values: ValuesInForce) -> Night | None:
    try:
        window = values.value(Rule.NIGHT_WINDOW, None)
    except UnknownRate:
        return None
    if window is None:
        return None
    later = values.tiers([(Rule.NIGHT_AFTER_2, Rule.NIGHT_PREMIUM_2)])
    tiers = (Tier(0, values.rate(Rule.NIGHT_PREMIUM_1)), *later)
    winter = values.value(Rule.WINTER, None), values.value(Rule.WINTER_WINDOW, None)
    return Night(window, tiers, *(winter if None not in winter else ()))


def _unworked_holiday(values: ValuesInForce) -> UnworkedHoliday | None:
    if not values.says(Rule.UNWORKED_HOURS):
        return None
    return UnworkedHoliday(
        values.value(Rule.UNWORKED_HOURS, 0),
        values.value(Rule.UNWORKED_MORE_THAN, 0),
        values.value(Rule.UNWORKED_DAYS, PaidDays.WEEKDAYS) is PaidDays.WEEKDAYS,
    )


def _rest(values: ValuesInForce) -> Rest | None:
    if not (values.says(Rule.REST_DUE) and values.says(Rule.REST_PREMIUM)):
        return None
    return Rest(values.value(Rule.REST_DUE, 0), values.rate(Rule.REST_PREMIUM))
