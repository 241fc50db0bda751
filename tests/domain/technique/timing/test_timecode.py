"""Timecodes: their labels, the frames that have them, what is out of range, and what a change of rate makes of them."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.technique.spellings.written import WordState
from postprod_xl.domain.technique.timing.rates import FrameRate
from postprod_xl.domain.technique.timing.timecode import (
    BeyondDay,
    KeptThrough,
    Retiming,
    TimeBase,
    Timecode,
    read_span,
    read_timecode,
)
from postprod_xl.schema.technical_vocabulary import TimecodeMode

FILM, PAL, FIFTY = FrameRate.of(24), FrameRate.of(25), FrameRate.of(50)
FILM_NTSC, NTSC, NTSC_60 = (FrameRate.of(nominal * 1000, 1001) for nominal in (24, 30, 60))
BASES = [
    *(
        TimeBase(rate)
        for rate in (FILM_NTSC, FILM, PAL, NTSC, FrameRate.of(30), FIFTY, NTSC_60, FrameRate.of(120))
    ),
    TimeBase(NTSC, TimecodeMode.DROP),
    TimeBase(NTSC_60, TimecodeMode.DROP),
]
DROP = [base for base in BASES if base.counting is TimecodeMode.DROP]


@st.composite
def timecodes(draw, bases=BASES):
    base = draw(st.sampled_from(bases))
    return Timecode(base, draw(st.integers(0, base.frames_per_day - 1)))


def counted(base: TimeBase):
    """The labels of a day in their order, counted one by one as SMPTE ST 12-1 says: another way than ours."""
    mark, nominal = (";" if base.counting is TimecodeMode.DROP else ":"), base.rate.nominal
    skipped = {30: (0, 1), 60: (0, 1, 2, 3)}[nominal] if base.counting is TimecodeMode.DROP else ()
    for minute in range(24 * 60):
        for second in range(60):
            for frame in range(nominal):
                if minute % 10 and second == 0 and frame in skipped:
                    continue
                yield f"{minute // 60:02d}:{minute % 60:02d}:{second:02d}{mark}{frame:02d}"


@given(timecodes())
def test_a_label_gives_its_frame_back(timecode: Timecode):
    read = read_timecode(timecode.text, timecode.base.rate, timecode.base.counting)
    assert read.value == timecode


@pytest.mark.parametrize("base", [TimeBase(PAL), *DROP], ids=lambda base: f"{base.rate.name} {base.counting}")
def test_labels_follow_each_other_as_they_are_counted_one_by_one(base: TimeBase):
    for frame, label in enumerate(islice(counted(base), base.rate.nominal * 60 * 12)):
        assert base.label(frame) == label


@pytest.mark.parametrize(
    ("base", "frames"),
    [
        (TimeBase(PAL), 24 * 3600 * 25),
        (TimeBase(FILM_NTSC), 24 * 3600 * 24),
        (TimeBase(NTSC), 24 * 3600 * 30),
        # 17 982 frames in ten minutes, 144 times a day.
        (TimeBase(NTSC, TimecodeMode.DROP), 17_982 * 144),
        (TimeBase(NTSC_60, TimecodeMode.DROP), 35_964 * 144),
    ],
)
def test_a_day_of_labels_holds_so_many_frames(base: TimeBase, frames: int):
    assert base.frames_per_day == frames
    assert Timecode(base, frames - 1).text.startswith("23:59:59")
    with pytest.raises(BeyondDay):
        Timecode(base, frames)
    with pytest.raises(BeyondDay):
        Timecode(base, -1)


@given(timecodes(DROP))
def test_a_drop_frame_label_stays_within_0_15_s_of_the_clock_all_day(timecode: Timecode):
    hours, minutes, rest = timecode.text.split(":")
    seconds, frames = rest.split(";")
    shown = (
        int(hours) * 3600
        + int(minutes) * 60
        + int(seconds)
        + Fraction(int(frames), timecode.base.rate.nominal)
    )
    assert abs(shown - timecode.real_seconds) < Fraction(15, 100)


def test_at_23_976_one_hour_of_timecode_takes_three_seconds_and_six_tenths_more():
    assert read_timecode("01:00:00:00", FILM_NTSC).value.real_seconds == Fraction(36036, 10)


def test_no_label_is_a_dropped_number():
    assert TimeBase(NTSC, TimecodeMode.DROP).label(1799) == "00:00:59;29"
    assert TimeBase(NTSC, TimecodeMode.DROP).label(1800) == "00:01:00;02"
    assert TimeBase(NTSC, TimecodeMode.DROP).label(17_982) == "00:10:00;00"
    assert TimeBase(NTSC_60, TimecodeMode.DROP).label(3600) == "00:01:00;04"


def test_numbers_are_dropped_at_no_other_rate():
    for rate in (FILM_NTSC, PAL, FrameRate.of(30), FrameRate.of(120000, 1001)):
        with pytest.raises(ValueError, match="drop-frame"):
            TimeBase(rate, TimecodeMode.DROP)


def test_a_rate_that_no_timecode_counts_has_none():
    with pytest.raises(ValueError, match="no timecode"):
        TimeBase(FrameRate(Fraction("12.5")))
    assert read_timecode("00:00:00:00", FrameRate(Fraction("12.5"))).state is WordState.IMPOSSIBLE


@pytest.mark.parametrize(
    ("text", "rate", "note"),
    [
        ("00:00:00:25", PAL, "image 25 à 25 i/s : elles vont de 00 à 24"),
        ("00:00:00:24", FILM_NTSC, "image 24 à 23,976 i/s : elles vont de 00 à 23"),
        ("00:60:00:00", PAL, "minute 60 : elles vont de 00 à 59"),
        ("00:00:60:00", PAL, "seconde 60 : elles vont de 00 à 59"),
        ("24:00:00:00", PAL, "après 23:59:59:24, le timecode revient à zéro"),
        ("00:01:00;00", NTSC, "ce numéro est sauté en DF : la minute 01 commence à l'image 02"),
        ("00:01:00;03", NTSC_60, "ce numéro est sauté en DF : la minute 01 commence à l'image 04"),
        ("10:00:00;00", PAL, "le timecode DF (;) n'existe qu'à 29,97 et 59,94 i/s"),
    ],
)
def test_a_label_that_no_frame_has_is_impossible_and_why_is_said(text: str, rate: FrameRate, note: str):
    read = read_timecode(text, rate)
    assert (read.state, read.value, read.text, read.note) == (WordState.IMPOSSIBLE, None, text, note)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("00:00:00:24", PAL),
        ("00:59:59:00", PAL),
        ("23:59:59:24", PAL),
        ("00:01:00;02", NTSC),
        ("00:10:00;00", NTSC),
        ("00:01:00:00", NTSC),
        ("00:01:01;00", NTSC),
        ("00:01:00;04", NTSC_60),
        ("00:00:00:49", FIFTY),
        ("00:00:00:119", FrameRate.of(120)),
    ],
)
def test_the_nearest_label_that_a_frame_has_is_read(text: str, rate: FrameRate):
    assert read_timecode(text, rate).value.text == text


@pytest.mark.parametrize(
    "text", ["10:00:00", "10:00:00,500", "10:00:00.12", "dix heures", "10:00;00:00", "-1:00:00:00"]
)
def test_what_is_no_timecode_is_kept_and_not_known(text: str):
    read = read_timecode(text, PAL)
    assert (read.state, read.text) == (WordState.UNKNOWN, text)


def test_an_empty_timecode_is_to_be_filled_in():
    assert read_timecode(" ", PAL).state is WordState.ABSENT


def test_colons_are_drop_frame_where_the_tool_says_so_and_a_semicolon_is_never_non_drop():
    assert read_timecode("00:01:00:02", NTSC, TimecodeMode.DROP).value.text == "00:01:00;02"
    assert read_timecode("00:01:00:00", NTSC, TimecodeMode.DROP).state is WordState.IMPOSSIBLE
    contradicted = read_timecode("00:01:00;02", NTSC, TimecodeMode.NON_DROP)
    assert contradicted.state is WordState.UNKNOWN
    assert contradicted.note == "« ; » dit DF, et le comptage déclaré est NDF"


@given(st.sampled_from(BASES), st.integers(0, 10**8))
def test_a_duration_goes_past_a_day_and_comes_back(base: TimeBase, frames: int):
    assert read_span(base.label(frames), base.rate, base.counting).value == (
        frames if frames < base.frame_of(1000, 0, 0, 0) else None
    )


def test_past_midnight_the_count_starts_again():
    last = read_timecode("23:59:59:24", PAL).value
    assert last.after(1).text == "00:00:00:00"
    assert last.after(1).after(-1) == last


@pytest.mark.parametrize(
    ("text", "whole"),
    [("10:00:00:00", True), ("00:00:00:00", True), ("10:00:00:01", False), ("09:59:30:00", False)],
)
def test_a_whole_timecode_is_on_the_hour(text: str, whole: bool):
    assert read_timecode(text, PAL).value.is_on_the_hour is whole


def at(text: str, rate: FrameRate) -> Timecode:
    return read_timecode(text, rate).value


def test_frames_kept_from_24_to_25_come_sooner_after_the_start():
    # 90 min at 24 are 129 600 frames, 5 184 s at 25: 86 min 24 s.
    retiming = Retiming(at("01:00:00:00", FILM), at("10:00:00:00", PAL), KeptThrough.FRAMES)
    assert retiming.of(at("02:30:00:00", FILM)).timecode.text == "11:26:24:00"
    assert retiming.of(at("01:00:00:00", FILM)).timecode.text == "10:00:00:00"
    assert retiming.of(at("00:59:59:23", FILM)).timecode.text == "09:59:59:24"


def test_time_kept_from_25_to_29_97_is_rounded_to_a_frame_and_says_by_how_much():
    # 10 s are 299.7 frames: 300, which last 10.01 s.
    retiming = Retiming(at("10:00:00:00", PAL), at("01:00:00;00", NTSC), KeptThrough.TIME)
    retimed = retiming.of(at("10:00:10:00", PAL))
    assert (retimed.timecode.text, retimed.error) == ("01:00:10;00", Fraction(1, 100))


def test_a_timecode_retimed_out_of_the_day_is_refused():
    retiming = Retiming(at("10:00:00:00", PAL), at("00:00:00:00", FILM), KeptThrough.FRAMES)
    with pytest.raises(BeyondDay):
        retiming.of(at("09:59:59:24", PAL))


def test_a_timecode_counted_otherwise_than_its_start_is_refused():
    retiming = Retiming(at("10:00:00:00", PAL), at("10:00:00:00", FILM), KeptThrough.FRAMES)
    with pytest.raises(ValueError, match="alike"):
        retiming.of(at("10:00:00:00", FIFTY))


@given(st.integers(0, 10**6), st.sampled_from(BASES), st.sampled_from(BASES))
def test_keeping_time_there_and_back_is_wrong_by_half_a_frame_of_each_at_most(
    passed: int, one: TimeBase, other: TimeBase
):
    start, new_start = Timecode(one, 0), Timecode(other, 0)
    there = Retiming(start, new_start, KeptThrough.TIME).of(Timecode(one, passed))
    assert abs(there.error) <= Fraction(1, 2) / other.rate.frames_per_second
    assert there.timecode.real_seconds == Timecode(one, passed).real_seconds + there.error
