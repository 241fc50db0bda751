"""The working half-days of a permanent in a month: those of the contract, and those of each absence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.calendar import UnreadableWeek, parse_week
from postprod_xl.domain.people.contracts import covers
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import AbsencePay, DayPart

UNSAID = ""
"""The effect on pay of an absence of which nobody said it, or of which two rows say two."""
_MONDAY_TO_FRIDAY = frozenset(range(5))
_HALVES = {"": (0, 1), DayPart.MORNING: (0,), DayPart.AFTERNOON: (1,)}

HalfDay = tuple[int, int]
"""A day (ordinal), and its morning (0) or its afternoon (1)."""


class MonthAbsence(NamedTuple):
    """An absence within a month: what it does to pay, why, its first and last days, its half-day."""

    effect: str
    reason: str
    first: date
    last: date
    half_day: str

    @property
    def text(self) -> str:
        """Its reason and its dates: « Maladie du 02/11/2026 au 04/11/2026 »."""
        half = f" ({self.half_day.lower()})" if self.half_day else ""
        if self.first == self.last:
            return f"{self.reason or 'absence'} le {self.first:%d/%m/%Y}{half}"
        return f"{self.reason or 'absence'} du {self.first:%d/%m/%Y} au {self.last:%d/%m/%Y}{half}"


@dataclass(frozen=True)
class MonthPresence:
    """The half-days of a month that the salary of a contract pays.

    Parameters
    ----------
    days_a_week
        Usual working days of the person in a week.
    in_month
        Half-days of the usual working days of the month. A public holiday on one of them is paid by the salary, and
        counts both in the hours of the month and in those of an absence.
    covered
        Those within the contract.
    away
        Those of absences within the contract, by what they do to pay.
    absences
        The absences that take at least one of them, in order, within the month and the contract.
    """

    days_a_week: int
    in_month: int
    covered: int
    away: Mapping[str, int]
    absences: Sequence[MonthAbsence]

    @property
    def unpaid(self) -> int:
        """Half-days of absence that are not paid."""
        return self.away.get(AbsencePay.UNPAID, 0)

    def of_effect(self, effect: str) -> list[MonthAbsence]:
        """The absences that do something to pay."""
        return [absence for absence in self.absences if absence.effect == effect]


def month_presence(
    contract: Row, working_days: str, bounds: tuple[date, date], absences: Iterable[Row]
) -> MonthPresence:
    """The half-days of a month under a contract.

    Parameters
    ----------
    contract
        Its row, `first_day` and `last_day`.
    working_days
        `Equipe[Jours travaillés]` of its holder; Monday to Friday where it names none.
    bounds
        First and last day of the month.
    absences
        Rows of `Absences` of its holder. One that ends before it begins counts for nothing; one without end is a day.
    """
    week = _week(working_days)
    first, last = bounds
    days = [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)]
    usual = [day for day in days if day.weekday() in week]
    held = [day for day in usual if covers(contract, day)]
    effects: defaultdict[HalfDay, set[str]] = defaultdict(set)
    found = []
    for row in absences:
        taken = _taken(row, held)
        if taken:
            found.append(_within(row, held))
        for half in taken:
            effects[half].add(row.pay_effect)
    away: defaultdict[str, int] = defaultdict(int)
    for said in effects.values():
        away[next(iter(said)) if len(said) == 1 else UNSAID] += 1
    return MonthPresence(
        len(week),
        2 * len(usual),
        2 * len(held),
        dict(away),
        sorted(found, key=lambda one: (one.first, one.last)),
    )


def days_away(absence: Row) -> tuple[date, date]:
    """The first and last days of an absence; one without end is a day."""
    return absence.first_day, absence.last_day or absence.first_day


def _within(absence: Row, held: Sequence[date]) -> MonthAbsence:
    """An absence between the first and the last of some days."""
    first, last = days_away(absence)
    return MonthAbsence(
        absence.pay_effect, absence.reason, max(first, held[0]), min(last, held[-1]), absence.half_day
    )


def _taken(absence: Row, held: Sequence[date]) -> list[HalfDay]:
    first, last = days_away(absence)
    days = [day for day in held if first <= day <= last]
    return [(day.toordinal(), half) for day in days for half in _HALVES[absence.half_day]]


def _week(text: str) -> frozenset[int]:
    try:
        return parse_week(text) or _MONDAY_TO_FRIDAY
    except UnreadableWeek:
        return _MONDAY_TO_FRIDAY
