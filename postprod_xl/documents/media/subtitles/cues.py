"""The cues of a document of ttconv, and those that several paragraphs make together."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from postprod_xl.documents.media.subtitles.records import SubtitleCue

_THOUSANDTH = 1000


def plain_line(text: str) -> str:
    """A line as it shows: accents composed, spaces joined."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def lines_of(element: Any) -> tuple[str, ...]:
    """The lines of an element of ttconv, blank ones left out."""
    return tuple(line for line in map(plain_line, _text_of(element).split("\n")) if line)


def _text_of(element: Any) -> str:
    kind = type(element).__name__
    if kind == "Text":
        return str(element.get_text())
    if kind == "Br":
        return "\n"
    return "" if kind in ("Rt", "Rtc", "Rp") else "".join(map(_text_of, element))


def cues_of(document: Any, skipped: list[str]) -> Iterator[SubtitleCue]:
    """The cues of a document of ttconv: its paragraphs, whole from their begin even where words come one by one."""
    body = document.get_body()
    if body is not None:
        yield from _cues_in(body, Fraction(0), None, skipped)


def _cues_in(
    element: Any, origin: Fraction, until: Fraction | None, skipped: list[str]
) -> Iterator[SubtitleCue]:
    start, end = _times(element, origin, until)
    if type(element).__name__ != "P":
        for child in element:
            yield from _cues_in(child, start, end, skipped)
        return
    lines = lines_of(element)
    if not lines:
        return
    if end is None:
        skipped.append(f"« {lines[0][:60]} » : sous-titre sans fin")
    elif end <= start:
        skipped.append(f"« {lines[0][:60]} » : sous-titre qui finit avant de commencer")
    else:
        yield SubtitleCue(start, end, lines)


def _times(element: Any, origin: Fraction, until: Fraction | None) -> tuple[Fraction, Fraction | None]:
    """The times of an element, which its document counts from those of what holds it."""
    begin, end = (_seconds(time) for time in (element.get_begin(), element.get_end()))
    start = origin + (begin or 0)
    if end is None:
        return start, until
    return start, origin + end if until is None else min(until, origin + end)


def _seconds(time: Any) -> Fraction | None:
    """An exact time: the library counts the thousandths of SRT and WebVTT with floats."""
    if time is None or isinstance(time, Fraction | int):
        return None if time is None else Fraction(time)
    return Fraction(round(time * _THOUSANDTH), _THOUSANDTH)


def together(cues: Iterable[SubtitleCue]) -> tuple[SubtitleCue, ...]:
    """Cues in order; those that show at the same time from end to end are one, whose lines are joined."""
    found: dict[tuple[Fraction, Fraction], tuple[str, ...]] = {}
    for cue in cues:
        times = cue.start_s, cue.end_s
        found[times] = (*found.get(times, ()), *cue.lines)
    return tuple(SubtitleCue(*times, found[times]) for times in sorted(found))
