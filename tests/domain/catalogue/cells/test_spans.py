"""Spans of days, against an enumeration of them."""

from __future__ import annotations

import itertools
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.catalogue.cells.spans import (
    DaySpan,
    common_days,
    days_without,
    span_of,
    united,
)

spans = st.tuples(st.integers(1, 30), st.integers(0, 9)).map(lambda one: DaySpan(one[0], one[0] + one[1]))
several = st.lists(spans, max_size=6)


def days(held: list[DaySpan] | tuple[DaySpan, ...]) -> set[int]:
    return {day for span in held for day in range(span.first, span.last + 1)}


def are_apart(held: tuple[DaySpan, ...]) -> bool:
    return all(one.last + 1 < other.first for one, other in itertools.pairwise(held))


@given(several, several)
def test_union_intersection_and_difference_are_those_of_the_days(
    held: list[DaySpan], others: list[DaySpan]
) -> None:
    for found, expected in (
        (united(held), days(held)),
        (common_days(held, others), days(held) & days(others)),
        (days_without(held, others), days(held) - days(others)),
    ):
        assert days(found) == expected
        assert are_apart(found)


def test_both_ends_of_a_span_count() -> None:
    span = span_of(date(2026, 1, 1), date(2026, 1, 31))
    assert (span.days, span.first_day, span.last_day) == (31, date(2026, 1, 1), date(2026, 1, 31))
