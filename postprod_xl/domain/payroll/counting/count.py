"""What a person has worked of the week, of the day and of the night: which premiums each minute has.

One person has one week for the house, whatever the contracts and projects: its hours are counted in the order worked,
and each minute has the premium of its place under the rules of the contract that it is worked under. It is paid by
that contract, on that project (one employer: C. trav. L3121-28, L3121-29).

A minute counted by the day has the premium of its place in the day, all contracts of the person together. What the day
increases beyond its normal hours is not increased again by the week, and does not count towards it; the normal hours
do. A minute that the day leaves at the simple rate has the premium of its place in the week, so that nobody works
beyond the legal week at the simple rate by changing contracts.

The hours taken on the rest are those of a day of work that come before the end of the rest due after the day before it:
pauses have no hour, so that they are the first ones worked of each stretch that begins before that end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.payroll.counting.items import Premium, PremiumKind
from postprod_xl.domain.payroll.hours.parts import WorkedPart
from postprod_xl.domain.payroll.rules.pay_rules import DailyCount, PayRules, Rate, Rest, Tier
from postprod_xl.domain.payroll.rules.public_holidays import holidays_on
from postprod_xl.schema.units import MINUTES_PER_HOUR, SUNDAY

_ENDLESS = 1 << 30
_LONGEST_NIGHT = 12 * MINUTES_PER_HOUR
"""No window of night is longer: what is worked at night after this time is another night."""


class Slice(NamedTuple):
    """Minutes that all have the same premiums: that of overtime, None of normal hours, then the others."""

    minutes: int
    overtime: Rate | None = None
    others: tuple[Premium, ...] = ()


class _Place(NamedTuple):
    """Where a minute stands: its overtime premium, for how many more minutes, whether it counts towards the week."""

    overtime: Rate | None
    room: int
    is_weekly: bool


class PersonCount:
    """The minutes that one person has worked so far, as the parts of sessions come in the order worked."""

    def __init__(self) -> None:
        self.week = 0
        self._day = self._night = self._on_rest = 0
        self._night_began = -_ENDLESS
        self._began: date | None = None
        self._stretch: tuple[int, int] | None = None
        self._rested_from: int | None = None

    def begin(self, part: WorkedPart, rest: Rest | None) -> None:
        """Come to the next part worked: a new day of work, a new stretch of it, a new night.

        Parameters
        ----------
        rest
            What its contract pays of the rest due between two days of work.
        """
        if part.began != self._began:
            self._rested_from = self._stretch[1] if self._stretch else None
            self._began, self._day = part.began, 0
        if part.stretch != self._stretch:
            self._stretch = start, until = part.stretch
            self._on_rest = 0
            if rest and self._rested_from is not None:
                self._on_rest = max(0, min(until, self._rested_from + rest.due_minutes) - start)
        if part.is_night and part.start - self._night_began >= _LONGEST_NIGHT:
            self._night_began, self._night = part.start, 0

    def is_plain(self, part: WorkedPart, rules: PayRules, daily: DailyCount | None) -> bool:
        """Whether no minute of the part begun has a premium: most parts are so, and are counted at once."""
        return not (
            part.is_night
            or self.week + part.minutes > rules.week[0].after_minutes
            or (daily and self._day + part.minutes > daily.tiers[0].after_minutes)
            or part.day.weekday() == SUNDAY
            or self._on_rest
            or holidays_on(part.day)
        )

    def slices(self, part: WorkedPart, rules: PayRules, daily: DailyCount | None) -> Iterator[Slice]:
        """The minutes of the part begun, cut where a premium begins or ends.

        Parameters
        ----------
        rules
            Those of its contract on its civil day.
        daily
            Their count by the day, where it applies to the contract; None of hours counted by the week.
        """
        left, of_the_day = part.minutes, day_premiums(part.day, rules)
        while left:
            place = self._place(rules, daily)
            of_the_hour, room = self._of_the_hour(part, rules)
            taken = min(left, place.room, room)
            yield Slice(taken, place.overtime, (*of_the_hour, *of_the_day))
            left -= taken
            self.take(taken)
            if not place.is_weekly:
                self.week -= taken
            if part.is_night:
                self._night += taken
            if rules.rest:
                self._on_rest -= min(taken, self._on_rest)

    def take(self, minutes: int) -> None:
        """Count minutes in the day and in the week."""
        self._day += minutes
        self.week += minutes

    def _place(self, rules: PayRules, daily: DailyCount | None) -> _Place:
        if daily is None:
            return _Place(*tier_at(rules.week, self.week), True)
        premium, room = tier_at(daily.tiers, self._day)
        if premium is not None:
            first = daily.tiers[0]
            return _Place(premium, room, first.after_minutes == 0 and premium.value == first.premium.value)
        weekly, weekly_room = tier_at(rules.week, self.week)
        return _Place(weekly, min(room, weekly_room), True)

    def _of_the_hour(self, part: WorkedPart, rules: PayRules) -> tuple[list[Premium], int]:
        """The premiums of the night and of the rest for a minute, and for how many more."""
        found: list[Premium] = []
        room = _ENDLESS
        if part.is_night and rules.night:
            premium, room = tier_at(rules.night.tiers, self._night)
            found += [(PremiumKind.NIGHT, premium)] if premium else []
        if rules.rest and self._on_rest:
            found.append((PremiumKind.REST, rules.rest.premium))
            room = min(room, self._on_rest)
        return found, room


def day_premiums(day: date, rules: PayRules) -> tuple[Premium, ...]:
    """The premiums of every hour of a civil day: Sunday, public holiday."""
    found = [(PremiumKind.SUNDAY, rules.sunday)] if day.weekday() == SUNDAY else []
    holiday = rules.holiday_premium(day)
    return (*found, (PremiumKind.HOLIDAY, holiday)) if holiday else tuple(found)


def tier_at(tiers: Sequence[Tier], minutes: int) -> tuple[Rate | None, int]:
    """The premium of the minute that follows so many, None before the first tier, and for how many more minutes.

    >>> tiers = (Tier(2100, Rate(None, "palier 1")), Tier(2580, Rate(None, "palier 2")))
    >>> tier_at(tiers, 2099), tier_at(tiers, 2100)[1], tier_at(tiers, 2580)[0].name
    ((None, 1), 480, 'palier 2')
    """
    premium = None
    for tier in tiers:
        if minutes < tier.after_minutes:
            return premium, tier.after_minutes - minutes
        premium = tier.premium
    return premium, _ENDLESS


def tiers_between(tiers: Sequence[Tier], first: int, last: int) -> Iterator[tuple[Rate | None, int]]:
    """The premiums of the minutes from one place to another, each with how many minutes it is for."""
    while first < last:
        premium, room = tier_at(tiers, first)
        taken = min(room, last - first)
        yield premium, taken
        first += taken
