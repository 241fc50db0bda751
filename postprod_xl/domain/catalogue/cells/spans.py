"""Days as spans of ordinals, both ends included: what is united, taken away, held in common, never day by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class DaySpan(NamedTuple):
    """Days from one to another, both included, as `date.toordinal` numbers them."""

    first: int
    last: int

    @property
    def days(self) -> int:
        """How many they are."""
        return self.last - self.first + 1

    @property
    def first_day(self) -> date:
        """The first of them."""
        return date.fromordinal(self.first)

    @property
    def last_day(self) -> date:
        """The last of them."""
        return date.fromordinal(self.last)


ALL_DAYS = DaySpan(date.min.toordinal(), date.max.toordinal())


def span_of(first: date, last: date) -> DaySpan:
    """The days from one to another, both included.

    >>> span_of(date(2026, 9, 1), date(2026, 9, 11)).days
    11
    """
    return DaySpan(first.toordinal(), last.toordinal())


def common_span(one: DaySpan, other: DaySpan) -> DaySpan | None:
    """The days of both; None when there are none.

    >>> common_span(DaySpan(1, 11), DaySpan(12, 20)), common_span(DaySpan(1, 12), DaySpan(12, 20))
    (None, DaySpan(first=12, last=12))
    """
    first, last = max(one.first, other.first), min(one.last, other.last)
    return DaySpan(first, last) if first <= last else None


def united(spans: Iterable[DaySpan]) -> tuple[DaySpan, ...]:
    """The same days as the fewest spans, in order: those that touch are one.

    >>> united([DaySpan(12, 20), DaySpan(1, 11), DaySpan(30, 40)])
    (DaySpan(first=1, last=20), DaySpan(first=30, last=40))
    """
    found: list[DaySpan] = []
    for span in sorted(spans):
        if found and span.first <= found[-1].last + 1:
            found[-1] = DaySpan(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return tuple(found)


def common_days(spans: Iterable[DaySpan], others: Iterable[DaySpan]) -> tuple[DaySpan, ...]:
    """The days that are in some of the spans and in some of the others.

    >>> common_days([DaySpan(1, 10), DaySpan(20, 30)], [DaySpan(5, 25)])
    (DaySpan(first=5, last=10), DaySpan(first=20, last=25))
    """
    others = tuple(others)
    shared = (common_span(span, other) for span in spans for other in others)
    return united(span for span in shared if span is not None)


def days_without(spans: Iterable[DaySpan], others: Iterable[DaySpan]) -> tuple[DaySpan, ...]:
    """The days of the spans that are in none of the others.

    >>> days_without([DaySpan(1, 10)], [DaySpan(3, 5)])
    (DaySpan(first=1, last=2), DaySpan(first=6, last=10))
    """
    left: list[DaySpan] = []
    taken = united(others)
    for span in united(spans):
        first = span.first
        for other in taken:
            if other.last < first or other.first > span.last:
                continue
            if first < other.first:
                left.append(DaySpan(first, other.first - 1))
            first = other.last + 1
        if first <= span.last:
            left.append(DaySpan(first, span.last))
    return tuple(left)
