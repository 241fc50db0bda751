"""The figures drawn from the measures of growth."""

from __future__ import annotations

import pytest

from tests.benchmarks.growth import chart, exponent


def test_a_time_that_is_multiplied_by_four_when_the_projects_double_has_exponent_two() -> None:
    assert exponent([(5, 1.0), (10, 4.0), (20, 16.0)]) == pytest.approx(2)


def test_bars_are_as_long_as_the_logarithms_beside_even_growth() -> None:
    # The scale goes from 0.5 to 32 in six doublings of two characters: 1, 4 and 32, where even growth is 1, 2, 4.
    assert chart([(5, 1.0), (10, 4.0), (20, 32.0)], width=13) == [
        "██|          ",
        "████|██      ",
        "██████|██████",
    ]


def test_a_slower_growth_leaves_a_gap_before_the_mark() -> None:
    assert chart([(1, 1.0), (4, 1.0)], width=7) == ["██|    ", "███   |"]
