"""Lengths of time as people write them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.technique.spellings.written import WordState
from postprod_xl.domain.technique.timing.lengths import length_text, read_length


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1:30:00", 5400),
        ("01:30:00", 5400),
        ("26:15:00", 94_500),
        ("0:52:10,5", Fraction(6261, 2)),
        ("0:52:10.500", Fraction(6261, 2)),
        ("1h30", 5400),
        ("1 h 30", 5400),
        ("1h05", 3900),
        ("2h", 7200),
        ("1h30min", 5400),
        ("1 h 30 min 15 s", 5415),
        ("90 min", 5400),
        ("90mn", 5400),
        ("52'", 3120),
        ("52′", 3120),
        ("52 minutes", 3120),
        ("52'30\"", 3150),
        ("52,5 min", 3150),
        ("45 s", 45),
    ],
)
def test_a_length_is_read_however_it_is_written(text: str, seconds: Fraction):
    assert read_length(text).value == seconds


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("1:30", "se lit de deux façons : écrivez 1:30:00 ou 0:01:30"),
        ("52:00", "se lit de deux façons : écrivez 52:00:00 ou 0:52:00"),
        ("90", "n'est pas une durée (1:30:00, 1h30, 90 min ou 52') ou un timecode (01:30:00:00)"),
        ("-1 h", "n'est pas une durée (1:30:00, 1h30, 90 min ou 52') ou un timecode (01:30:00:00)"),
    ],
)
def test_a_length_of_two_readings_is_not_chosen(text: str, note: str):
    written = read_length(text)
    assert (written.state, written.note) == (WordState.UNKNOWN, note)


@pytest.mark.parametrize("text", ["1:60:00", "1:00:60", "1h60", "5 min 60 s"])
def test_sixty_minutes_or_seconds_under_another_unit_are_impossible(text: str):
    assert read_length(text).state is WordState.IMPOSSIBLE


@pytest.mark.parametrize("text", ["1:59:59", "1h59", "5 min 59 s"])
def test_fifty_nine_are_not(text: str):
    assert read_length(text).is_known


@given(st.integers(0, 10**9))
def test_a_length_is_read_again_to_the_thousandth(thousandths: int):
    assert read_length(length_text(Fraction(thousandths, 1000))).value == Fraction(thousandths, 1000)


def test_half_a_thousandth_is_rounded_up():
    assert length_text(Fraction(1, 2000)) == "00:00:00,001"
    assert length_text(Fraction(4999, 10_000_000)) == "00:00:00"
