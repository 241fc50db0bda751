"""Exact rates, their families, and what each speed change does to time, pitch and sound."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.technique.timing.rates import (
    FrameRate,
    RateFamily,
    SpeedChange,
    frames_in,
    is_multiple,
    multiple_of,
    same_family,
    same_rate,
    trade_rates,
)

FILM_NTSC, FILM, PAL = FrameRate.of(24000, 1001), FrameRate.of(24), FrameRate.of(25)
NTSC, NTSC_60 = FrameRate.of(30000, 1001), FrameRate.of(60000, 1001)
KNOWN = st.sampled_from([FrameRate(rate) for rate in trade_rates().exact])


@pytest.mark.parametrize(
    ("rate", "name"),
    [
        (FILM_NTSC, "23,976"),
        (FILM, "24"),
        (FrameRate(Fraction("12.5")), "12,5"),
        (NTSC, "29,97"),
        (FrameRate.of(48000, 1001), "47,952"),
        (NTSC_60, "59,94"),
        (FrameRate.of(120000, 1001), "119,88"),
        (FrameRate.of(100), "100"),
    ],
)
def test_a_rate_is_named_as_technicians_write_it(rate: FrameRate, name: str):
    assert rate.name == name


@pytest.mark.parametrize("frames", [0, -1])
def test_there_is_no_rate_of_no_frame(frames: int):
    with pytest.raises(ValueError, match="positive"):
        FrameRate.of(frames)


def test_23_976_is_not_24_and_is_not_whole():
    assert not same_rate(FILM_NTSC, FILM)
    assert same_rate(FrameRate.of(48000, 2002), FILM_NTSC)
    assert FILM.is_whole
    assert not FILM_NTSC.is_whole


def test_the_four_rates_of_ntsc_are_one_family():
    assert {rate.family for rate in (FILM_NTSC, NTSC, NTSC_60, FrameRate.of(120000, 1001))} == {
        RateFamily.NTSC
    }
    assert same_family(FILM_NTSC, NTSC_60)


def test_24_25_and_30_are_three_families_and_an_archive_is_of_none():
    assert [FrameRate.of(rate).family for rate in (24, 48, 25, 50, 30, 60, 18)] == [
        RateFamily.FILM,
        RateFamily.FILM,
        RateFamily.EUROPE,
        RateFamily.EUROPE,
        RateFamily.THIRTY,
        RateFamily.THIRTY,
        RateFamily.OTHER,
    ]
    assert not same_family(FILM, PAL)
    assert not same_family(FrameRate.of(16), FrameRate.of(18))


def test_a_multiple_is_exact():
    assert multiple_of(FrameRate.of(50), PAL) == 2
    assert multiple_of(FrameRate.of(120000, 1001), FILM_NTSC) == 5
    assert multiple_of(FrameRate.of(48), FILM_NTSC) == 0
    assert multiple_of(PAL, FrameRate.of(50)) == 0


def test_a_rate_is_no_multiple_of_itself_and_direction_does_not_count():
    assert is_multiple(PAL, FrameRate.of(50))
    assert is_multiple(FrameRate.of(50), PAL)
    assert not is_multiple(PAL, PAL)
    assert not is_multiple(FILM, PAL)


@pytest.mark.parametrize(
    ("start", "end", "speed", "duration", "semitones", "hertz"),
    [
        # Facts A1.1; semitones recomputed by 39.863137 × log10(speed).
        (FILM, PAL, "1.041667", "0.960000", "0.707", 50_000),
        (PAL, FILM, "0.960000", "1.041667", "-0.707", 46_080),
        (FILM_NTSC, FILM, "1.001000", "0.999001", "0.017", 48_048),
        (FILM_NTSC, PAL, "1.042708", "0.959041", "0.724", 50_050),
        (PAL, NTSC, "1.198801", "0.834167", "3.139", Fraction(48_000 * 30_000, 25 * 1001)),
        (FILM, FILM_NTSC, "0.999001", "1.001000", "-0.017", Fraction(48_000 * 1000, 1001)),
        (PAL, FILM_NTSC, "0.959041", "1.042708", "-0.724", Fraction(48_000 * 24_000, 25 * 1001)),
    ],
)
def test_a_speed_change_moves_duration_pitch_and_sample_rate_as_the_facts_say(
    start: FrameRate, end: FrameRate, speed: str, duration: str, semitones: str, hertz: Fraction
):
    change = SpeedChange(start, end)
    assert f"{float(change.speed):.6f}" == speed
    assert f"{float(change.duration_factor):.6f}" == duration
    assert f"{change.pitch_semitones:.3f}" == semitones
    assert f"{12 / math.log10(2) * math.log10(float(change.speed)):.3f}" == semitones
    assert change.sample_rate(48_000) == hertz


def test_ninety_minutes_at_25_last_93_minutes_45_at_24():
    assert SpeedChange(PAL, FILM).duration(Fraction(90 * 60)) == 93 * 60 + 45


@given(KNOWN, KNOWN, st.integers(0, 10**7))
def test_a_speed_change_keeps_the_number_of_frames(start: FrameRate, end: FrameRate, frames: int):
    assert SpeedChange(start, end).duration(start.seconds(frames)) == end.seconds(frames)


@given(KNOWN, KNOWN)
def test_a_speed_change_and_its_inverse_change_nothing(start: FrameRate, end: FrameRate):
    there, back = SpeedChange(start, end), SpeedChange(end, start)
    assert there.speed * back.speed == 1
    assert math.isclose(there.pitch_semitones, -back.pitch_semitones, abs_tol=1e-12)


@given(KNOWN, st.integers(0, 10**7))
def test_frames_are_found_again_from_their_length(rate: FrameRate, frames: int):
    assert frames_in(rate.seconds(frames), rate) == frames_in(rate.seconds(frames), rate)
    assert frames_in(rate.seconds(frames), rate).frames == frames
    assert frames_in(rate.seconds(frames), rate).error == 0


@given(KNOWN, st.fractions(0, 10**5, max_denominator=10**6))
def test_a_length_is_rounded_by_half_a_frame_at_most_and_says_by_how_much(rate: FrameRate, seconds: Fraction):
    count = frames_in(seconds, rate)
    assert count.frames / rate.frames_per_second == seconds + count.error
    assert abs(count.error) <= Fraction(1, 2) / rate.frames_per_second


def test_half_a_frame_is_rounded_up():
    assert frames_in(Fraction(1, 50), PAL).frames == 1
    assert frames_in(Fraction(199, 10_000), PAL).frames == 0


def test_a_timecode_counts_the_nominal_rate():
    assert [rate.nominal for rate in (FILM_NTSC, FILM, PAL, NTSC, NTSC_60)] == [24, 24, 25, 30, 60]
    with pytest.raises(ValueError, match="no timecode"):
        _ = FrameRate(Fraction("12.5")).nominal
    with pytest.raises(ValueError, match="no timecode"):
        _ = FrameRate.of(25, 1001).nominal


def test_numbers_are_dropped_at_29_97_and_59_94_only():
    assert [FrameRate(rate).name for rate in trade_rates().exact if FrameRate(rate).may_drop] == [
        "29,97",
        "59,94",
    ]


def test_every_known_rate_is_near_its_name():
    for rate in trade_rates().exact:
        named = Fraction(Decimal(FrameRate(rate).name.replace(",", ".")))
        assert abs(named - rate) < Fraction(1, 1000)
