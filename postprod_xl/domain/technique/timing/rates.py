"""Exact frame rates: what they are, which are one family, and how each speed change moves time and pitch.

A rate is a fraction, never a float: 24000/1001 is neither 23.976 nor 24. Known rates are those of `rates.toml`.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files

SEMITONES_PER_OCTAVE = 12
NTSC_DIVISOR = 1001
"""Denominator of the rates that came from NTSC colour (SMPTE ST 12-1)."""


class RateFamily(StrEnum):
    """Rates that belong together: within one, a conversion repeats or leaves out frames and the speed stays.

    From 23.976 to 29.97 by 2:3 pulldown, for one. From 24 to 23.976 or to 25 the speed changes, or frames are made.
    """

    FILM = "24 i/s"
    EUROPE = "25 i/s"
    NTSC = "NTSC (23,976, 29,97, 59,94)"
    THIRTY = "30 i/s"
    OTHER = "autre"


@dataclass(frozen=True, order=True)
class FrameRate:
    """An exact number of frames per second.

    Examples
    --------
    >>> FrameRate.of(24000, 1001).name, FrameRate.of(25).name, FrameRate.of(37).is_known
    ('23,976', '25', False)
    """

    frames_per_second: Fraction

    def __post_init__(self) -> None:
        if self.frames_per_second <= 0:
            raise ValueError(f"a rate is positive: {self.frames_per_second}")

    @classmethod
    def of(cls, frames: int, seconds: int = 1) -> FrameRate:
        """So many frames in so many seconds."""
        return cls(Fraction(frames, seconds))

    @property
    def name(self) -> str:
        """As French technicians write it: `23,976`, `29,97`, `25`; any other to three decimals."""
        thousandths = math.floor(self.frames_per_second * 1000 + Fraction(1, 2))
        whole, rest = divmod(thousandths, 1000)
        return f"{whole},{rest:03d}".rstrip("0").rstrip(",")

    @property
    def is_known(self) -> bool:
        """Whether it is one of the rates that people work at."""
        return self.frames_per_second in trade_rates().exact

    @property
    def is_whole(self) -> bool:
        """Whether it counts whole frames a second, as a DCP must (facts A1.1: CINQ, EASYDCP)."""
        return self.frames_per_second.denominator == 1

    @property
    def is_ntsc(self) -> bool:
        """Whether it is a whole rate slowed by 1000/1001."""
        return self.frames_per_second.denominator == NTSC_DIVISOR

    @property
    def nominal(self) -> int:
        """Frames that a timecode counts in a second: 24 for 23.976, 30 for 29.97.

        Raises
        ------
        ValueError
            When it is neither whole nor of the NTSC family: no timecode counts it.
        """
        if self.is_ntsc:
            counted = self.frames_per_second * NTSC_DIVISOR / 1000
            if counted.denominator == 1:
                return int(counted)
        if not self.is_whole:
            raise ValueError(f"no timecode counts {self.frames_per_second} frames a second")
        return int(self.frames_per_second)

    @property
    def may_drop(self) -> bool:
        """Whether a drop-frame timecode exists at this rate: 29.97 and 59.94 only."""
        return self.frames_per_second in trade_rates().drop_frame

    @property
    def family(self) -> RateFamily:
        """The family in which no speed change is needed."""
        if self.is_ntsc:
            return RateFamily.NTSC
        for step, family in _FAMILIES:
            if self.is_whole and self.frames_per_second % step == 0:
                return family
        return RateFamily.OTHER

    def seconds(self, frames: int) -> Fraction:
        """The exact length of a number of frames.

        >>> FrameRate.of(24000, 1001).seconds(24)
        Fraction(1001, 1000)
        """
        return frames / self.frames_per_second


# 120 is of both: as a multiple of 30 it is the shooting rate of the 60 Hz countries.
_FAMILIES = ((25, RateFamily.EUROPE), (30, RateFamily.THIRTY), (24, RateFamily.FILM))


@dataclass(frozen=True)
class TradeRates:
    """What `rates.toml` says."""

    exact: tuple[Fraction, ...]
    interlaced_frames: frozenset[Fraction]
    interlaced_fields: frozenset[Fraction]
    ambiguous_interlaced: frozenset[Fraction]
    drop_frame: frozenset[Fraction]
    absurd_above: int


@cache
def trade_rates() -> TradeRates:
    """The rates that people work at, read once."""
    held = tomllib.loads(files(__package__).joinpath("rates.toml").read_text(encoding="utf-8"))
    sets = {
        name: frozenset(map(Fraction, held[name]))
        for name in ("interlaced_frames", "interlaced_fields", "ambiguous_interlaced", "drop_frame")
    }
    return TradeRates(tuple(map(Fraction, held["exact"])), absurd_above=held["absurd_above"], **sets)


def same_rate(one: FrameRate, other: FrameRate) -> bool:
    """Whether two rates are exactly one: 23.976 is not 24, however near.

    >>> same_rate(FrameRate.of(24000, 1001), FrameRate.of(24)), same_rate(FrameRate.of(50, 2), FrameRate.of(25))
    (False, True)
    """
    return one.frames_per_second == other.frames_per_second


def same_family(one: FrameRate, other: FrameRate) -> bool:
    """Whether two rates are of one family, so that a conversion may leave the speed alone.

    >>> film, video = FrameRate.of(24000, 1001), FrameRate.of(30000, 1001)
    >>> same_family(film, video), same_family(film, FrameRate.of(24))
    (True, False)
    """
    return one.family is other.family and one.family is not RateFamily.OTHER


def multiple_of(rate: FrameRate, base: FrameRate) -> int:
    """How many whole times a rate holds another; 0 when it does not.

    >>> multiple_of(FrameRate.of(50), FrameRate.of(25)), multiple_of(FrameRate.of(60), FrameRate.of(24000, 1001))
    (2, 0)
    """
    times = rate.frames_per_second / base.frames_per_second
    return int(times) if times.denominator == 1 else 0


def is_multiple(one: FrameRate, other: FrameRate) -> bool:
    """Whether one of two different rates is a whole multiple of the other, in either direction."""
    return not same_rate(one, other) and bool(multiple_of(one, other) or multiple_of(other, one))


@dataclass(frozen=True)
class SpeedChange:
    """The same frames played at another rate: what becomes of durations, of the pitch, of the sound's sample rate.

    Facts A1.1, computed: 24 to 25 is a speed of 25/24, a duration of 24/25, 12·log2(25/24) = +0.707 semitone.

    Examples
    --------
    >>> change = SpeedChange(FrameRate.of(24), FrameRate.of(25))
    >>> change.speed, change.duration_factor, round(change.pitch_semitones, 3), change.sample_rate(48_000)
    (Fraction(25, 24), Fraction(24, 25), 0.707, Fraction(50000, 1))
    """

    start: FrameRate
    end: FrameRate

    @property
    def speed(self) -> Fraction:
        """How many times faster the frames go by."""
        return self.end.frames_per_second / self.start.frames_per_second

    @property
    def duration_factor(self) -> Fraction:
        """What a duration is multiplied by."""
        return 1 / self.speed

    @property
    def pitch_semitones(self) -> float:
        """How far the sound rises, or falls when negative, unless its pitch is corrected."""
        return SEMITONES_PER_OCTAVE * math.log2(self.speed)

    def sample_rate(self, hertz: int) -> Fraction:
        """The sample rate that a file recorded at `hertz` is labelled with, so that it follows the picture.

        Source: facts A1.1 (KNUT1): 48 000 Hz labelled 48 048 (23.976 to 24), 46 080 (25 to 24), 50 000 (24 to 25).
        """
        return hertz * self.speed

    def duration(self, seconds: Fraction) -> Fraction:
        """What a length of time becomes."""
        return seconds * self.duration_factor


@dataclass(frozen=True)
class FrameCount:
    """A length of time in whole frames, rounded to the nearest, halves up; `error` is what rounding added, in seconds.

    Attributes
    ----------
    frames
        Whole frames.
    error
        Exact; zero when the length was whole.
    """

    frames: int
    error: Fraction


def frames_in(seconds: Fraction, rate: FrameRate) -> FrameCount:
    """The whole frames nearest to a length of time, and what rounding added to it.

    >>> frames_in(Fraction(1, 2), FrameRate.of(25))
    FrameCount(frames=13, error=Fraction(1, 50))
    """
    frames = math.floor(seconds * rate.frames_per_second + Fraction(1, 2))
    return FrameCount(frames, rate.seconds(frames) - seconds)
