"""SMPTE timecode: numbers of frames and their labels, one for one, and what they become at another rate.

A label is `HH:MM:SS:FF`, its last mark `;` when numbers are dropped (SMPTE ST 12-1): at 29.97 and 59.94 only, 2 or 4
numbers at each minute but the tenth ones, so that the label follows the clock. Frames are never dropped. Above 30
frames a second each frame has its number, as editing systems count (0 to 49 at 50).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from postprod_xl.domain.technique.spellings.written import (
    Written,
    absent,
    impossible,
    known,
    says_nothing,
    unknown_word,
)
from postprod_xl.domain.technique.timing.rates import FrameRate
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.technical_vocabulary import TimecodeMode

HOURS_PER_DAY, MINUTES_PER_HOUR, SECONDS_PER_MINUTE = 24, 60, 60
_SECONDS_PER_HOUR = MINUTES_PER_HOUR * SECONDS_PER_MINUTE
_KEPT_MINUTES = 10
"""One minute in so many drops no number."""
_FRAMES_A_DROPPED_NUMBER = 15
"""Two numbers a minute at 30 frames a second, four at 60."""
_NO_DROP = "le timecode DF (;) n'existe qu'à 29,97 et 59,94 i/s"
EXPECTED_TIMECODE = "un timecode HH:MM:SS:II (10:00:00:00), « ; » avant les images en DF"
_LABEL = re.compile(
    r"(?P<hours>[0-9]{1,3})(?P<first>[:;])(?P<minutes>[0-9]{1,2})(?P=first)(?P<seconds>[0-9]{1,2})"
    r"(?P<last>[:;])(?P<frames>[0-9]{1,3})"
)


class BeyondDay(ValueError):
    """A frame before 00:00:00:00 or after the last one of the day: no timecode names it."""


@dataclass(frozen=True)
class TimeBase:
    """A rate and how its frames are numbered.

    Raises
    ------
    ValueError
        When no timecode counts the rate, or when numbers are to be dropped at another rate than 29.97 and 59.94.

    Examples
    --------
    >>> TimeBase(FrameRate.of(30000, 1001), TimecodeMode.DROP).frames_per_day
    2589408
    """

    rate: FrameRate
    counting: TimecodeMode = TimecodeMode.NON_DROP

    def __post_init__(self) -> None:
        _ = self.rate.nominal
        if self.counting is TimecodeMode.DROP and not self.rate.may_drop:
            raise ValueError(f"no drop-frame timecode at {self.rate.frames_per_second}")

    @property
    def dropped(self) -> int:
        """Numbers dropped at each minute but the tenth ones."""
        return self.rate.nominal // _FRAMES_A_DROPPED_NUMBER if self.counting is TimecodeMode.DROP else 0

    @property
    def frames_per_day(self) -> int:
        """Frames that 24 hours of labels hold."""
        return self.frame_of(HOURS_PER_DAY, 0, 0, 0)

    def frame_of(self, hours: int, minutes: int, seconds: int, frames: int) -> int:
        """The rank of a label, from 0; hours may pass 24, as in a duration."""
        nominal, minute = self.rate.nominal, hours * MINUTES_PER_HOUR + minutes
        numbers = (minute * SECONDS_PER_MINUTE + seconds) * nominal + frames
        return numbers - self.dropped * (minute - minute // _KEPT_MINUTES)

    def is_dropped(self, minutes: int, seconds: int, frames: int) -> bool:
        """Whether no frame has these minutes, seconds and frames."""
        return seconds == 0 and frames < self.dropped and minutes % _KEPT_MINUTES != 0

    def label(self, frame: int) -> str:
        """The label of a rank from 0, its hours going on past 24: the text of a duration.

        >>> TimeBase(FrameRate.of(30000, 1001), TimecodeMode.DROP).label(1800)
        '00:01:00;02'
        """
        nominal = self.rate.nominal
        seconds, frames = divmod(self._number(frame), nominal)
        hours, seconds = divmod(seconds, _SECONDS_PER_HOUR)
        minutes, seconds = divmod(seconds, SECONDS_PER_MINUTE)
        mark = ";" if self.counting is TimecodeMode.DROP else ":"
        width = max(2, len(str(nominal - 1)))
        return f"{hours:02d}:{minutes:02d}:{seconds:02d}{mark}{frames:0{width}d}"

    def _number(self, frame: int) -> int:
        """What the rank of a frame is with the numbers dropped before it."""
        if not self.dropped:
            return frame
        minute = self.rate.nominal * SECONDS_PER_MINUTE
        tens, rest = divmod(frame, minute * _KEPT_MINUTES - self.dropped * (_KEPT_MINUTES - 1))
        dropped_minutes = max(0, (rest - self.dropped) // (minute - self.dropped))
        return frame + self.dropped * ((_KEPT_MINUTES - 1) * tens + dropped_minutes)


@dataclass(frozen=True)
class Timecode:
    """The label of one frame of a day.

    Parameters
    ----------
    base
        Its rate and counting.
    frame
        Its rank since 00:00:00:00.

    Raises
    ------
    BeyondDay
        When the day has no such frame.

    Examples
    --------
    >>> Timecode(TimeBase(FrameRate.of(25)), 900_000).text
    '10:00:00:00'
    """

    base: TimeBase
    frame: int

    def __post_init__(self) -> None:
        if not 0 <= self.frame < self.base.frames_per_day:
            raise BeyondDay(f"no frame {self.frame} in a day of {self.base.frames_per_day}")

    @property
    def text(self) -> str:
        """As it is written, `;` before the frames when numbers are dropped."""
        return self.base.label(self.frame)

    @property
    def real_seconds(self) -> Fraction:
        """Exact time since 00:00:00:00: at 23.976, 01:00:00:00 comes after 3603.6 s."""
        return self.base.rate.seconds(self.frame)

    @property
    def is_on_the_hour(self) -> bool:
        """Whether it is a « whole » timecode such as 10:00:00:00, which a programme starts at (facts: RT040B)."""
        return self.text[2:].strip(":;0") == ""

    def after(self, frames: int) -> Timecode:
        """The timecode so many frames later, or earlier; past midnight it starts again from 00:00:00:00."""
        return Timecode(self.base, (self.frame + frames) % self.base.frames_per_day)


def read_timecode(text: str, rate: FrameRate, counting: TimecodeMode | None = None) -> Written[Timecode]:
    """What a person or a tool wrote as a timecode, at a rate.

    Parameters
    ----------
    text
        `10:00:00:00`, or `10:00:00;00` when numbers are dropped.
    rate
        That of the picture.
    counting
        How frames are numbered, where it is known: some tools write `:` for both. None: as the last mark says.

    Returns
    -------
    Written[Timecode]
        Not known when the text is no timecode; impossible when no frame has it: minute 60, frame 25 at 25, hour 24,
        a dropped number, numbers dropped at another rate.

    Examples
    --------
    >>> read_timecode("10:00:00:00", FrameRate.of(25)).value.frame
    900000
    >>> read_timecode("00:00:00:25", FrameRate.of(25)).note
    'image 25 à 25 i/s : elles vont de 00 à 24'
    """
    written = _read_label(text, rate, counting)
    if written.value is None:
        return Written(written.text, written.state, None, written.note)
    base, frame = written.value
    if frame >= base.frames_per_day:
        return impossible(
            written.text, f"après {base.label(base.frames_per_day - 1)}, le timecode revient à zéro"
        )
    return known(written.text, Timecode(base, frame))


def read_span(text: str, rate: FrameRate, counting: TimecodeMode | None = None) -> Written[int]:
    """The whole frames of a duration written as a label, whose hours may pass 24; as `read_timecode` otherwise.

    >>> read_span("25:00:00:00", FrameRate.of(25)).value
    2250000
    """
    written = _read_label(text, rate, counting)
    frames = None if written.value is None else written.value[1]
    return Written(written.text, written.state, frames, written.note)


def _read_label(text: str, rate: FrameRate, counting: TimecodeMode | None) -> Written[tuple[TimeBase, int]]:
    """The base and the rank of a label."""
    text = cleaned(text)
    if says_nothing(text):
        return absent(text)
    match = _LABEL.fullmatch(text)
    if match is None:
        return unknown_word(text, f"n'est pas {EXPECTED_TIMECODE}")
    if not (rate.is_whole or rate.is_ntsc):
        return impossible(text, f"aucun timecode ne compte {rate.name} images par seconde")
    said = TimecodeMode.DROP if match["last"] == ";" else counting or TimecodeMode.NON_DROP
    if said is TimecodeMode.DROP and not rate.may_drop:
        return impossible(text, _NO_DROP)
    if counting is TimecodeMode.NON_DROP and said is TimecodeMode.DROP:
        return unknown_word(text, "« ; » dit DF, et le comptage déclaré est NDF")
    base = TimeBase(rate, said)
    hours, minutes, seconds, frames = (int(match[part]) for part in ("hours", "minutes", "seconds", "frames"))
    if fault := _fault(base, minutes, seconds, frames):
        return impossible(text, fault)
    return known(text, (base, base.frame_of(hours, minutes, seconds, frames)))


def _fault(base: TimeBase, minutes: int, seconds: int, frames: int) -> str:
    """Why no frame has a label, empty when one has."""
    if minutes >= MINUTES_PER_HOUR:
        return f"minute {minutes} : elles vont de 00 à 59"
    if seconds >= SECONDS_PER_MINUTE:
        return f"seconde {seconds} : elles vont de 00 à 59"
    if frames >= base.rate.nominal:
        return f"image {frames} à {base.rate.name} i/s : elles vont de 00 à {base.rate.nominal - 1}"
    if base.is_dropped(minutes, seconds, frames):
        first = f"{base.dropped:02d}"
        return f"ce numéro est sauté en DF : la minute {minutes:02d} commence à l'image {first}"
    return ""


class KeptThrough(StrEnum):
    """What a change of rate keeps: the frames, whose speed changes, or the durations, whose frames are made anew."""

    FRAMES = "Images (vitesse changée)"
    TIME = "Durée (images converties)"


@dataclass(frozen=True)
class Retiming:
    """How the timecodes of a programme become those of its version at another rate.

    Parameters
    ----------
    start, new_start
        The first frame of the programme before and after: what is kept is counted from there, never from 00:00:00:00.
    kept
        The frames (24 to 25 by acceleration) or the time (a motion-compensated conversion).

    Examples
    --------
    >>> film, video = TimeBase(FrameRate.of(24)), TimeBase(FrameRate.of(25))
    >>> starts = Timecode(film, 24 * 3600), Timecode(video, 25 * 36_000)
    >>> Retiming(*starts, KeptThrough.FRAMES).of(Timecode(film, 24 * 3700)).timecode.text
    '10:01:36:00'
    """

    start: Timecode
    new_start: Timecode
    kept: KeptThrough

    def of(self, timecode: Timecode) -> Retimed:
        """The new timecode, to the nearest frame, halves up.

        Raises
        ------
        ValueError
            When the timecode is not counted as the start is.
        BeyondDay
            When the new one is before 00:00:00:00 or past the day.
        """
        if timecode.base != self.start.base:
            raise ValueError("a timecode and its start are counted alike")
        base, passed = self.new_start.base, timecode.frame - self.start.frame
        if self.kept is KeptThrough.FRAMES:
            return Retimed(Timecode(base, self.new_start.frame + passed), Fraction(0))
        seconds = self.start.base.rate.seconds(passed)
        frames = math.floor(seconds * base.rate.frames_per_second + Fraction(1, 2))
        return Retimed(Timecode(base, self.new_start.frame + frames), base.rate.seconds(frames) - seconds)


@dataclass(frozen=True)
class Retimed:
    """A new timecode, and what rounding it to a frame added, in seconds."""

    timecode: Timecode
    error: Fraction
