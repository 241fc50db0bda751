"""Timecodes of edit lists, as counts of frames: exact, with the numbers that drop-frame timecode leaves out.

Source: SMPTE ST 12-1, 4: at 30000/1001 the numbers 00 and 01 of each minute are dropped, every tenth minute excepted;
at 60000/1001, 00 to 03. No other rate drops numbers.
"""

from __future__ import annotations

import re
from fractions import Fraction

_WRITTEN = re.compile(r"(\d{1,3})[:;.](\d\d)[:;.](\d\d)([:;.,])(\d{2,3})")
_DROPPED = {Fraction(30000, 1001): 2, Fraction(60000, 1001): 4}


_WORDS = {
    "23.976": Fraction(24000, 1001),
    "23.98": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001),
    "47.952": Fraction(48000, 1001),
    "47.95": Fraction(48000, 1001),
    "59.94": Fraction(60000, 1001),
    "119.88": Fraction(120000, 1001),
}


def rate_written(text: str) -> Fraction | None:
    """A rate as a list writes it: « 25 », « 25.000 », « 23.976 » or « 23.98 », which stand for 24000/1001.

    >>> rate_written("23.98"), rate_written("25.00"), rate_written("25 i/s")
    (Fraction(24000, 1001), Fraction(25, 1), None)
    """
    plain = text.strip().replace(",", ".")
    if not re.fullmatch(r"\d{1,4}(\.\d{1,6})?", plain):
        return None
    short = plain.rstrip("0").rstrip(".") if "." in plain else plain
    rate = _WORDS.get(short, Fraction(short or "0"))
    return rate or None


def base_of(rate: Fraction) -> int:
    """The frames a timecode counts in a second: 24 for 23.976.

    >>> base_of(Fraction(24000, 1001)), base_of(Fraction(25))
    (24, 25)
    """
    return -(-rate.numerator // rate.denominator)


def drops(rate: Fraction) -> int:
    """How many numbers a minute of drop-frame timecode leaves out; 0 for a rate that has none."""
    return _DROPPED.get(rate, 0)


def is_timecode(text: str) -> bool:
    """Whether a text is written as a timecode, of any rate."""
    return _WRITTEN.fullmatch(text) is not None


def frames_at(text: str, rate: Fraction, *, drop_frame: bool) -> int | None:
    """The frames before a timecode; None when it does not exist at this rate.

    >>> frames_at("01:00:00:12", Fraction(25), drop_frame=False)
    90012
    >>> frames_at("00:01:00;02", Fraction(30000, 1001), drop_frame=True)
    1800
    >>> frames_at("00:01:00;01", Fraction(30000, 1001), drop_frame=True)
    """
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return None
    hours, minutes, seconds, frames = (int(written[group]) for group in (1, 2, 3, 5))
    base = base_of(rate)
    if minutes > 59 or seconds > 59 or frames >= base:
        return None
    count = ((hours * 60 + minutes) * 60 + seconds) * base + frames
    dropped = drops(rate) if drop_frame else 0
    if not dropped:
        return count
    if seconds == 0 and frames < dropped and minutes % 10:
        return None
    whole_minutes = hours * 60 + minutes
    return count - dropped * (whole_minutes - whole_minutes // 10)


def timecode_at(frames: int, rate: Fraction, *, drop_frame: bool) -> str:
    """The timecode of a frame.

    >>> timecode_at(90012, Fraction(25), drop_frame=False)
    '01:00:00:12'
    >>> timecode_at(1800, Fraction(30000, 1001), drop_frame=True)
    '00:01:00;02'
    """
    base, dropped = base_of(rate), drops(rate) if drop_frame else 0
    if dropped:
        a_minute, ten_minutes = base * 60 - dropped, base * 600 - 9 * dropped
        tens, rest = divmod(frames, ten_minutes)
        frames += 9 * dropped * tens + dropped * max(0, (rest - dropped) // a_minute)
    seconds, frame = divmod(frames, base)
    mark = ";" if dropped else ":"
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{frame:02}"
