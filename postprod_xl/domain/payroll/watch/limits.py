"""The most that a person may work and the least that a person must rest, by agreement and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, NamedTuple

from postprod_xl.domain.wording import hours_text
from postprod_xl.parameters import UnknownRate, in_force, periods
from postprod_xl.schema.units import MINUTES_PER_HOUR

FILE = "working_limits"


class Limit(NamedTuple):
    """One limit in force.

    Parameters
    ----------
    minutes
        The most, or the least, that is allowed: exactly as much is.
    source
        The article it comes from.
    note
        What the text allows by exception, which nothing in a workbook can tell; empty without any.
    """

    minutes: int
    source: str
    note: str = ""

    @property
    def text(self) -> str:
        """Its figure, as a text of law says it: `10 h`."""
        return hours_limit(self.minutes)

    @property
    def origin(self) -> str:
        """The article, then the exception, in parentheses."""
        return f"({self.source} ; {self.note})" if self.note else f"({self.source})"


class Bound(StrEnum):
    """The limits of time, by the name of their parameter in `working_limits.toml`."""

    DAY = "day"
    WEEK = "week"
    AVERAGE = "average"
    DAILY_REST = "daily_rest"
    WEEKLY_REST = "weekly_rest"

    @property
    def is_least(self) -> bool:
        """Whether it is a rest, of which less is a fault, and not a time of work, of which more is."""
        return self in (Bound.DAILY_REST, Bound.WEEKLY_REST)


def hours_limit(minutes: int) -> str:
    """Minutes as `10 h`, with their minutes when there are any.

    >>> hours_limit(600), hours_limit(630)
    ('10 h', '10h30')
    """
    hours, rest = divmod(minutes, MINUTES_PER_HOUR)
    return hours_text(minutes) if rest else f"{hours} h"


def limit(bound: Bound, conventions: Iterable[str], day: date) -> Limit | None:
    """The limit of a time worked under some agreements: the strictest of theirs.

    Parameters
    ----------
    conventions
        As `Contrats` has them; one that says nothing of its own, or none, follows the law.
    day
        The day that decides which values are in force.

    Returns
    -------
    Limit or None
        None before the first known value: nothing is watched then.

    Examples
    --------
    >>> limit(Bound.DAY, ["2642"], date(2026, 11, 24)).text, limit(Bound.DAY, ["2642", ""], date(2026, 11, 24)).text
    ('12 h', '10 h')
    """
    known = _on(bound, day)
    # Of limits that are equally strict, the same one is named at each refresh: a set of texts has no order.
    ordered = sorted(conventions) or [""]
    found = [known.get(convention, known[""]) for convention in ordered] if known else []
    strictest = max if bound.is_least else min
    return strictest(found, key=lambda each: each.minutes, default=None)


@cache
def strictest_minutes(bound: Bound) -> int:
    """The strictest value that any agreement ever had: what keeps it keeps every limit."""
    values = [_minutes(row) for period in periods(f"{FILE}.{bound}") for row in period.value]
    return max(values) if bound.is_least else min(values)


class CountLimit(NamedTuple):
    """A limit counted in days, in weeks or in hours, and the article it comes from."""

    number: int
    source: str


@lru_cache(maxsize=1 << 10)
def count_limit(name: str, day: date) -> CountLimit | None:
    """A limit that no agreement changes, by the name of its parameter; None before the first known value."""
    try:
        value = in_force(f"{FILE}.{name}", day)
    except UnknownRate:
        return None
    return CountLimit(int(value.value), value.source)


@lru_cache(maxsize=1 << 12)
def _on(bound: Bound, day: date) -> Mapping[str, Limit]:
    try:
        rows: list[dict[str, Any]] = in_force(f"{FILE}.{bound}", day).value
    except UnknownRate:
        return {}
    return {row["convention"]: Limit(_minutes(row), row["source"], row.get("note", "")) for row in rows}


def _minutes(row: Mapping[str, Any]) -> int:
    return int(row["hours"] * MINUTES_PER_HOUR)
