"""Periods of statements as they are typed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from postprod_xl.domain.catalogue.royalties.periods import period
from postprod_xl.schema.problems import Refusal


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-S1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-S2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-T1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-T2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-T3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-T4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        (" 2026-s1 ", date(2026, 1, 1), date(2026, 6, 30)),
    ],
)
def test_a_period_has_its_two_days(text: str, first: date, last: date) -> None:
    found = period(text)
    assert (found.name, found.first_day, found.last_day) == (text.strip().upper(), first, last)
    assert found.eve == first - timedelta(days=1)


@pytest.mark.parametrize(
    "text",
    [
        *("", "26", "2026-", "2026-S3", "2026-S0", "2026-T5", "2026-T0", "2026-13", "2026-00", "2026-1"),
        *(
            "2026-S11",
            "S1-2026",
            "2026/11",
            "2026-11-30",
            "1949",
            "2100",
            "²026",
            "2026-Q1",
            "2026-S1 2026-S2",
        ),
    ],
)
def test_anything_else_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        period(text)
    assert refused.value.problem.line == (
        f"« {text} » n'est pas une période : écrivez une année (2026), un semestre (2026-S1), un trimestre (2026-T3) "
        "ou un mois (2026-11)"
    )


@pytest.mark.parametrize(
    "parts", [["S1", "S2"], ["T1", "T2", "T3", "T4"], [f"{one:02}" for one in range(1, 13)]]
)
def test_the_parts_of_a_year_follow_each_other(parts: list[str]) -> None:
    periods = [period(f"2026-{part}") for part in parts]
    assert periods[0].first_day == date(2026, 1, 1)
    assert periods[-1].last_day == date(2026, 12, 31)
    for one, following in pairwise(periods):
        assert following.eve == one.last_day
