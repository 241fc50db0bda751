"""TTML and its profiles (IMSC, EBU-TT-D), read directly.

ttconv 1.2.3 loses what stands in a container that has a begin and no end: it ends the container too early, without a
word. Source: W3C, « Timed Text Markup Language 2 », 12 (timing) and 7.2 (parameters).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from postprod_xl.documents.media.subtitles.cues import plain_line, together
from postprod_xl.documents.media.subtitles.records import SubtitleCue, SubtitleFacts
from postprod_xl.documents.media.untrusted import UnreadableMedia, local_name, whole

if TYPE_CHECKING:
    from lxml import etree

FORMAT = "TTML"
_CLOCK = re.compile(r"(\d{2,}):(\d\d):(\d\d)(?:(\.\d+)|:(\d{2,})(?:\.\d+)?)?")
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)")
_METRICS = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}
_DEFAULT_RATE = 30
_DROPS = ("dropNTSC", "dropPAL")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

Times = tuple[Fraction, Fraction | None]


def read_ttml(root: etree._Element, file: str) -> SubtitleFacts:
    """The facts of a TTML.

    Raises
    ------
    UnreadableMedia
        Its cues follow one another (`timeContainer="seq"`), or drop numbers of timecode.
    """
    if any(_attribute(element, "timeContainer") == "seq" for element in root.iter("{*}*")):
        raise UnreadableMedia("TTML dont les sous-titres s'enchaînent (timeContainer « seq ») : non lu")
    if _attribute(root, "dropMode") in _DROPS:
        raise UnreadableMedia("TTML en timecode drop-frame (dropMode) : non lu")
    reading = _Ttml.of(root)
    body = root.find("{*}body")
    cues = together(reading.cues(body, (Fraction(0), None))) if body is not None else ()
    if reading.counts_frames and reading.declared is None:
        reading.remarks.append(
            "temps en images sans cadence déclarée : 30 par seconde, la valeur par défaut du TTML"
        )
    title = root.find("{*}head/{*}metadata/{*}title")
    return SubtitleFacts(
        file=file,
        format=FORMAT,
        rate=reading.declared,
        language=root.get(_LANGUAGE, ""),
        title=(title.text or "").strip() if title is not None else "",
        cues=cues,
        images=sum(1 for _ in root.iter("{*}image")),
        skipped=tuple(reading.skipped),
        remarks=tuple(reading.remarks),
    )


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name: the namespace of the parameters changed from one edition to the next."""
    return next(
        (str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), ""
    )


class _UnknownTime(Exception):
    """A time that no form of the standard writes: its element is not read."""


def _positive(text: str) -> int:
    """A count above nothing; 0 for anything else."""
    return max(0, whole(text) or 0)


@dataclass
class _Ttml:
    """A TTML while it is read.

    `frames` are the frames a timecode counts in a second, `declared` their true rate, `ticks` those of a `t`.
    """

    frames: int
    declared: Fraction | None
    ticks: int
    is_smpte: bool
    counts_frames: bool = False
    skipped: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, root: etree._Element) -> _Ttml:
        frames, ticks = (_positive(_attribute(root, name)) for name in ("frameRate", "tickRate"))
        parts = [
            _positive(part) for part in _attribute(root, "frameRateMultiplier").replace(":", " ").split()
        ]
        over, under = parts if len(parts) == 2 else (1, 1)
        return cls(
            frames or _DEFAULT_RATE,
            Fraction(frames * over, under) if frames and over and under else None,
            ticks or frames or 1,
            _attribute(root, "timeBase") == "smpte",
        )

    def cues(self, element: etree._Element, outer: Times) -> Iterator[SubtitleCue]:
        """The cues of an element that holds others, whose times count from its begin."""
        for child in element:
            try:
                if local_name(child) == "div":
                    yield from self.cues(child, self._times(child, outer))
                elif local_name(child) == "p":
                    yield from self._cue(child, self._times(child, outer))
            except _UnknownTime as error:
                self.skipped.append(str(error))

    def _cue(self, paragraph: etree._Element, times: Times) -> Iterator[SubtitleCue]:
        start, end = times
        lines = _lines_of(paragraph)
        spans = [self._times(span, times) for span in paragraph.iter("{*}span") if self._is_timed(span)]
        if spans:
            start = min(first for first, _ in spans)
            ends = [last for _, last in spans if last is not None]
            end = max(ends) if len(ends) == len(spans) else end
        if not lines:
            return
        name = f"ligne {paragraph.sourceline}, « {lines[0][:60]} »"
        if end is None:
            self.skipped.append(f"{name} : sous-titre sans fin")
        elif end <= start:
            self.skipped.append(f"{name} : sous-titre qui finit avant de commencer")
        else:
            yield SubtitleCue(start, end, lines)

    def _is_timed(self, element: etree._Element) -> bool:
        return any(element.get(name) for name in ("begin", "end", "dur"))

    def _times(self, element: etree._Element, outer: Times) -> Times:
        """When an element shows: within what holds it, from its begin there."""
        origin, until = outer
        begin, end, length = (self._seconds(element, name) for name in ("begin", "end", "dur"))
        start = origin + (begin or 0)
        known = [origin + end] if end is not None else []
        known += [start + length] if length is not None else []
        known += [until] if until is not None else []
        return start, min(known) if known else None

    def _seconds(self, element: etree._Element, name: str) -> Fraction | None:
        text = element.get(name, "").strip()
        if not text:
            return None
        clock, offset = _CLOCK.fullmatch(text), _OFFSET.fullmatch(text)
        if clock is not None:
            return self._clock(clock)
        if offset is None:
            raise _UnknownTime(f"ligne {element.sourceline} : temps « {text[:40]} » illisible")
        if offset[2] in _METRICS:
            return Fraction(offset[1]) * _METRICS[offset[2]]
        self.counts_frames = self.counts_frames or offset[2] == "f"
        return Fraction(offset[1]) / (self.ticks if offset[2] == "t" else self.declared or self.frames)

    def _clock(self, clock: re.Match[str]) -> Fraction:
        whole = Fraction(int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3]))
        if clock[5] is None:
            return whole + Fraction(f"0{clock[4]}" if clock[4] else 0)
        self.counts_frames = True
        rate = self.declared or Fraction(self.frames)
        # In the time base of SMPTE the seconds themselves are counts of frames.
        return (whole * self.frames + int(clock[5])) / rate if self.is_smpte else whole + int(clock[5]) / rate


def _lines_of(paragraph: etree._Element) -> tuple[str, ...]:
    return tuple(filter(None, (plain_line(line) for line in _text_of(paragraph).split("\n"))))


def _text_of(element: etree._Element) -> str:
    """The text of an element, its `br` as ends of lines; those of the file are spaces. Ruby notes are left out."""
    if local_name(element) == "br":
        return "\n"
    parts = [(element.text or "").replace("\n", " ")]
    for child in element:
        if (
            isinstance(child.tag, str)
            and local_name(child) != "metadata"
            and _attribute(child, "ruby") != "text"
        ):
            parts.append(_text_of(child))
        parts.append((child.tail or "").replace("\n", " "))
    return "".join(parts)
