"""How measured values are shown beside the declared ones: with their unit, the most frequent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from postprod_xl.domain.technique.facts.records import MeasuredFacts
from postprod_xl.domain.technique.rules.figures import NO_BREAK, rate_text
from postprod_xl.domain.technique.rules.known_values import clock_text, grouped, with_unit
from postprod_xl.domain.technique.timing.rates import FrameRate

Show = Callable[[MeasuredFacts], str]
_CENTS = Decimal("0.01")
_SECONDS_PER_MINUTE = 60
VARIABLE = "variable"


def in_one_cell(values: Iterable[str]) -> str:
    """The values of several files: one alone, or each with how many files say it, the most frequent first.

    >>> in_one_cell(["25", "", "25"]), in_one_cell(["H.264", "ProRes", "ProRes"])
    ('25', 'ProRes (2), H.264 (1)')
    """
    counts = Counter(value for value in values if value)
    if len(counts) < 2:
        return next(iter(counts), "")
    return ", ".join(f"{value} ({count})" for value, count in counts.most_common())


def as_read(name: str) -> Show:
    """A value as `Medias` has it, in our word for it where there is one."""

    def show(file: MeasuredFacts) -> str:
        value = getattr(file, name)
        text = getattr(file.row, name)
        named = getattr(value, "name", None) if hasattr(value, "width") else getattr(value, "value", None)
        return str(named or text or "")

    return show


def rate(file: MeasuredFacts) -> str:
    """Frames a second; a rate that varies is said so."""
    written = str(file.row.frame_rate)
    unread = f"{written}{NO_BREAK}i/s" if written[:1].isdigit() else written
    text = rate_text(file.frame_rate) if file.frame_rate else unread
    if file.is_constant is False:
        return f"{VARIABLE} (environ {text})" if text else VARIABLE
    return text


def container(file: MeasuredFacts) -> str:
    """What a tool sees of a container."""
    return str(file.container.container) if file.container else str(file.row.container)


def counted_in(name: str, unit: str = "") -> Show:
    """A whole number, by thousands, with its unit."""

    def show(file: MeasuredFacts) -> str:
        value = getattr(file, name)
        if value is None:
            return ""
        return f"{grouped(value)}{NO_BREAK}{unit}" if unit else grouped(value)

    return show


def level(name: str, unit: str) -> Show:
    """A level or a rate of bits, to the hundredth."""

    def show(file: MeasuredFacts) -> str:
        value: Any = getattr(file, name)
        return "" if value is None else with_unit(value.quantize(_CENTS), unit)

    return show


def length(file: MeasuredFacts) -> str:
    """How long the picture lasts, to the frame where frames are counted; else the sound, to the second."""
    if file.frames is not None and file.frame_rate is not None and file.is_constant is not False:
        return span(file.frames, file.frame_rate)
    seconds = file.picture_seconds if file.picture_seconds is not None else file.sound_seconds
    return "" if seconds is None else clock_text(Fraction(seconds))


def span(frames: int, rate: FrameRate) -> str:
    """A count of frames as a timecode that drops no number.

    >>> span(78_000, FrameRate.of(25)), span(24, FrameRate.of(24000, 1001))
    ('00:52:00:00', '00:00:01:00')
    """
    seconds, rest = divmod(frames, rate.nominal)
    minutes, second = divmod(seconds, _SECONDS_PER_MINUTE)
    hours, minute = divmod(minutes, _SECONDS_PER_MINUTE)
    return f"{hours:02d}:{minute:02d}:{second:02d}:{rest:02d}"
