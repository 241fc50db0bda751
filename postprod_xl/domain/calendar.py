"""Working days in France, by département: Monday to Friday, public holidays excepted."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import MAXYEAR, MINYEAR, date
from decimal import ROUND_CEILING, Decimal
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from typing import Any

from postprod_xl.documents.papers.figures import WEEKDAYS
from postprod_xl.schema.cells.departments import department_code
from postprod_xl.schema.units import folded

_FEWEST_LETTERS = 2
_EVERY_DAY = re.compile(r"tous les jours|7 ?(?:j|jours)? ?(?:/|sur) ?7(?: ?j(?:ours)?)?")
_WEEK_WORD = re.compile(r"[^\W\d_]+\.?|[^\s,;]")
_WEEK_SPANS = frozenset({"-", "–", "—", "à", "a", "au"})
_WEEK_FILLERS = frozenset({"et", "du", "le", "les", "+", "&"})
_MONDAY_TO_FRIDAY = 5
_ORIGIN = date(2020, 1, 1)  # any fixed day: positions are only compared and subtracted
_FIRST_YEARS = (2015, 2040)
_YEARS_AT_A_TIME = 10
_HOLIDAY_YEARS = (1900, 2100)  # the last is the package's own
_CLOSURES_KEPT = 64

_SUBDIVISIONS = {
    "57": "57",
    "67": "6AE",
    "68": "6AE",
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "PM",
    "976": "976",
    "977": "BL",
    "978": "MF",
}


class UnreadableWeek(ValueError):
    """The text does not name days of the week."""


class WorkCalendar:
    """The working days of one place, on an axis where days off do not exist.

    Public holidays are those of the `holidays` package (Code du travail, L3133-1; Alsace-Moselle,
    L3134-13; overseas, L3422-2). Good Friday and 26 December are days off in Alsace-Moselle: the law
    gives Good Friday only where there is a protestant church or a mixed church, the package gives it
    everywhere there, and so does this calendar.

    Examples
    --------
    >>> france, moselle = WorkCalendar.of("75"), WorkCalendar.of("57")
    >>> france.is_working(date(2026, 4, 3)), moselle.is_working(date(2026, 4, 3))
    (True, False)
    """

    def __init__(self, subdivision: str | None, closed: frozenset[date] = frozenset()) -> None:
        self._subdivision = subdivision
        self._closed = frozenset(day.toordinal() for day in closed)
        self._years = (_FIRST_YEARS[0], _FIRST_YEARS[1])
        self._days = self._working_ordinals(*self._years)
        self._zero = bisect_left(self._days, _ORIGIN.toordinal())

    @staticmethod
    def of(department: str) -> WorkCalendar:
        """The calendar of a département; unknown or empty: the national one."""
        return _calendar(_SUBDIVISIONS.get(department_code(department)))

    def closed_on(self, days: frozenset[date]) -> WorkCalendar:
        """The same calendar with more days off, such as those the house is closed.

        Examples
        --------
        >>> bridge = WorkCalendar.of("75").closed_on(frozenset({date(2026, 5, 15)}))
        >>> bridge.working_days_between(date(2026, 5, 11), date(2026, 5, 15))
        3
        """
        return _closed_calendar(self._subdivision, days) if days else self

    def is_working(self, day: date) -> bool:
        """Whether people work that day."""
        place = self._place(day)
        return place < len(self._days) and self._days[place] == day.toordinal()

    def index(self, day: date) -> int:
        """Position on the axis of that day, or of the next working day."""
        return self._place(day) - self._zero

    def day(self, position: int) -> date:
        """The day at a position of the axis; beyond the calendar's years, its very first or last day."""
        place = position + self._zero
        while place >= len(self._days) and self._years[1] < MAXYEAR:
            self._extend_to(self._years[1] + 1)
        while place < 0 and self._years[0] > MINYEAR:
            self._extend_to(self._years[0] - 1)
            place = position + self._zero
        return date.fromordinal(self._days[min(max(place, 0), len(self._days) - 1)])

    def shift(self, day: date, working_days: int) -> date:
        """The day so many working days later (earlier if negative), from the next working day."""
        return self.day(self.index(day) + working_days)

    def day_before(self, day: date) -> date:
        """The last working day before a day.

        >>> WorkCalendar.of("75").day_before(date(2026, 11, 30))
        datetime.date(2026, 11, 27)
        """
        return self.shift(day, -1)

    def day_after(self, day: date) -> date:
        """The first working day after a day.

        >>> france = WorkCalendar.of("75")
        >>> france.day_after(date(2026, 11, 27)), france.day_after(date(2026, 11, 28))
        (datetime.date(2026, 11, 30), datetime.date(2026, 11, 30))
        """
        return self.shift(date.fromordinal(day.toordinal() + 1), 0)

    def last_day(self, first: date, working_days: Decimal) -> date:
        """The day a work begun in the morning of the first day ends, its first day counted.

        As the schedule places a task: a part of a day takes that day, and no work at all stands on the first
        working day.

        Examples
        --------
        >>> WorkCalendar.of("75").last_day(date(2026, 11, 9), Decimal("2.25"))
        datetime.date(2026, 11, 12)
        """
        return self.shift(first, _days_after_the_first(working_days))

    def first_day(self, last: date, working_days: Decimal) -> date:
        """The latest day a work may begin, in the morning, to be over on the last day: the inverse of `last_day`.

        A last day that nobody works counts as the working day before it.

        Examples
        --------
        >>> WorkCalendar.of("75").first_day(date(2026, 11, 15), Decimal("2.25"))
        datetime.date(2026, 11, 10)
        """
        return self.shift(self.last_working_day(last), -_days_after_the_first(working_days))

    def last_working_day(self, day: date) -> date:
        """That day, or the working day before it.

        Examples
        --------
        >>> WorkCalendar.of("75").last_working_day(date(2026, 11, 11))
        datetime.date(2026, 11, 10)
        """
        return day if self.is_working(day) else self.shift(day, -1)

    def working_days_between(self, first: date, last: date) -> int:
        """Number of working days from first to last, both counted; 0 if last is before first."""
        if last < first:
            return 0
        self._place(last)  # the years of both are known before either place is read
        start = self._place(first)
        return bisect_right(self._days, last.toordinal(), start) - start

    def working_days_late(self, promised: date, expected: date) -> int:
        """Number of working days after the promised day, up to and including the expected one.

        Examples
        --------
        >>> WorkCalendar.of("75").working_days_late(date(2026, 11, 20), date(2026, 11, 24))
        2
        """
        if expected <= promised:
            return 0
        return self.working_days_between(date.fromordinal(promised.toordinal() + 1), expected)

    def _place(self, day: date) -> int:
        if not self._years[0] <= day.year <= self._years[1]:
            self._extend_to(day.year)
        return bisect_left(self._days, day.toordinal())

    def _extend_to(self, year: int) -> None:
        first, last = self._years
        if year > last:
            until = min(max(year, last + _YEARS_AT_A_TIME), MAXYEAR)
            self._days += self._working_ordinals(last + 1, until)
            self._years = (first, until)
        else:
            since = max(min(year, first - _YEARS_AT_A_TIME), MINYEAR)
            earlier = self._working_ordinals(since, first - 1)
            self._days = earlier + self._days
            self._zero += len(earlier)
            self._years = (since, last)

    def _working_ordinals(self, first_year: int, last_year: int) -> list[int]:
        days = _working_ordinals(self._subdivision, first_year, last_year)
        return [day for day in days if day not in self._closed] if self._closed else days


def _days_after_the_first(working_days: Decimal) -> int:
    """How many days a work takes after its first one; a part of a day takes that day, and no work none."""
    return max(int(working_days.to_integral_value(ROUND_CEILING)) - 1, 0)


@cache
def _calendar(subdivision: str | None) -> WorkCalendar:
    return WorkCalendar(subdivision)


@lru_cache(_CLOSURES_KEPT)
def _closed_calendar(subdivision: str | None, closed: frozenset[date]) -> WorkCalendar:
    return WorkCalendar(subdivision, closed)


@cache
def parse_week(text: str) -> frozenset[int]:
    """The days of the week named by a text, Monday being 0; empty text names none.

    A day is told by two letters of its name or more; a span by a dash, « à » or « au ».

    Raises
    ------
    UnreadableWeek
        When a part is neither a day (`lu`) nor a span of two days (`lu-ve`).

    Examples
    --------
    >>> sorted(parse_week("lu-me, ve")), sorted(parse_week("du Sam. au lundi")), len(parse_week("7j/7"))
    ([0, 1, 2, 4], [0, 5, 6], 7)
    """
    words = _WEEK_WORD.findall(_EVERY_DAY.sub("lu-di", folded(text)))
    words = [word for word in words if word not in _WEEK_FILLERS]
    days: set[int] = set()
    while words:
        last = first = _weekday(words.pop(0), text)
        if words and words[0] in _WEEK_SPANS:
            last = _weekday(words[1] if len(words) > 1 else "", text)
            del words[:2]
        days.update((first + offset) % 7 for offset in range((last - first) % 7 + 1))
    if text.strip() and not days:
        raise UnreadableWeek(text)
    return frozenset(days)


def _weekday(word: str, text: str) -> int:
    letters = word.rstrip(".")
    for number, name in enumerate(WEEKDAYS):
        if len(letters) >= _FEWEST_LETTERS and f"{name}s".startswith(letters):
            return number
    raise UnreadableWeek(text)


def _working_ordinals(subdivision: str | None, first_year: int, last_year: int) -> list[int]:
    off = _holiday_ordinals(subdivision, first_year, last_year)
    days = range(date(first_year, 1, 1).toordinal(), date(last_year, 12, 31).toordinal() + 1)
    return [day for day in days if (day - 1) % 7 < _MONDAY_TO_FRIDAY and day not in off]


@cache
def _holidays_of_france() -> Any:
    """The class `France` of the package, imported when a date is computed.

    Its own file is read: importing it by its name runs `holidays.countries`, which imports 250 countries and takes
    as long as the rest of the package.
    """
    package = find_spec("holidays")
    assert package is not None and package.submodule_search_locations
    path = f"{package.submodule_search_locations[0]}/countries/france.py"
    spec = spec_from_file_location("holidays.countries.france", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except FileNotFoundError:
        module = import_module("holidays.countries.france")
    return module.France


def _holiday_ordinals(subdivision: str | None, first_year: int, last_year: int) -> frozenset[int]:
    years = range(max(first_year, _HOLIDAY_YEARS[0]), min(last_year, _HOLIDAY_YEARS[1]) + 1)
    days = (
        _holidays_of_france()(subdiv=subdivision, language="fr", years=years, expand=False) if years else ()
    )
    return frozenset(day.toordinal() for day in days)
