"""The days of recurrent issues: one every week, every other week, every month or several a week, some left out."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from dateutil.rrule import MONTHLY, WEEKLY, rrule, rruleset, weekday

from postprod_xl.domain.calendar import UnreadableWeek, parse_week
from postprod_xl.schema.units import DAYS_PER_WEEK, folded

EXPECTED_RHYTHM = "semaine, 2 semaines, mois, ou des jours de la semaine (lu,je ou lu-ve)"
_EVERY = re.compile(r"(?:tou(?:te)?s les )?(?P<count>\d{1,2})?\s*(?P<unit>s(?:em(?:aines?)?)?|mois)")
_FORTNIGHT = "quinzaine"
_LONGEST = {WEEKLY: 52, MONTHLY: 12}
_LAST = -1
_WEEKS_OF_ALL_MONTHS = 4


class UnreadableRhythm(ValueError):
    """The text is not a rhythm; it is that text."""


@dataclass(frozen=True)
class Rhythm:
    """How often an issue comes: every so many weeks or months (`interval`), or on some days of the week."""

    frequency: Literal[1, 2] = WEEKLY
    interval: int = 1
    week: frozenset[int] = frozenset()

    def days(self, start: date, after: date, count: int, excepted: Collection[date] = ()) -> list[date]:
        """The next days of the rhythm, those excepted being left out and others taken after them.

        Parameters
        ----------
        start
            A day of the rhythm, from which weeks and months are counted.
        after
            The days are later than this one.
        count
            How many.
        excepted
            Days without issue.

        Examples
        --------
        >>> friday, excepted = date(2026, 12, 11), [date(2026, 12, 25)]
        >>> [str(day) for day in Rhythm().days(friday, friday, 2, excepted)]
        ['2026-12-18', '2027-01-01']
        >>> third_thursday = date(2026, 12, 17)
        >>> [str(day) for day in Rhythm(MONTHLY).days(third_thursday, third_thursday, 2)]
        ['2027-01-21', '2027-02-18']
        """
        rules = rruleset()
        rules.rrule(rrule(self.frequency, _at(start), self.interval, byweekday=self._weekdays(start)))
        for day in excepted:
            rules.exdate(_at(day))
        return [moment.date() for moment in rules.xafter(_at(after), count)]

    def _weekdays(self, start: date) -> list[int] | list[weekday]:
        if self.frequency == MONTHLY:
            # A monthly magazine keeps its day of the week, such as the third Thursday; a fifth one is the last.
            rank = (start.day - 1) // DAYS_PER_WEEK + 1
            return [weekday(start.weekday(), rank if rank <= _WEEKS_OF_ALL_MONTHS else _LAST)]
        return sorted(self.week) or [start.weekday()]


def read_rhythm(text: str) -> Rhythm:
    """A rhythm as a person writes it.

    Raises
    ------
    UnreadableRhythm
        When the text is none, or names more than 52 weeks or 12 months.

    Examples
    --------
    >>> read_rhythm("2 semaines").interval, read_rhythm("quinzaine").interval, sorted(read_rhythm("lu,je").week)
    (2, 2, [0, 3])
    """
    words = folded(text)
    if words == _FORTNIGHT:
        return Rhythm(interval=2)
    match = _EVERY.fullmatch(words)
    if match:
        frequency: Literal[1, 2] = MONTHLY if match["unit"] == "mois" else WEEKLY
        interval = int(match["count"] or 1)
        if 1 <= interval <= _LONGEST[frequency]:
            return Rhythm(frequency, interval)
        raise UnreadableRhythm(text)
    try:
        week = parse_week(words)
    except UnreadableWeek as unreadable:
        raise UnreadableRhythm(text) from unreadable
    if not week:
        raise UnreadableRhythm(text)
    return Rhythm(week=week)


def _at(day: date) -> datetime:
    return datetime.combine(day, time())
