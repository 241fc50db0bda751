"""The XML of subtitles of a DCP: Interop (CineCanvas) and SMPTE ST 428-7, read directly. ttconv reads neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from postprod_xl.documents.media.subtitles.cues import plain_line, together
from postprod_xl.documents.media.subtitles.records import SubtitleCue, SubtitleFacts
from postprod_xl.documents.media.untrusted import local_name, text_of, whole

if TYPE_CHECKING:
    from lxml import etree

INTEROP, SMPTE = "Sous-titres DCP Interop", "Sous-titres DCP SMPTE 428-7"
ROOTS = ("DCSubtitle", "SubtitleReel")
_TICKS = 250
"""Of 4 ms: the last part of a time of Interop (CineCanvas, 2.11)."""
_TIME = re.compile(r"(\d{1,2}):(\d\d):(\d\d)(?:([:.])(\d{1,3}))?")


def read_dcp_subtitles(root: etree._Element, file: str) -> SubtitleFacts:
    """The facts of a `DCSubtitle` (Interop) or of a `SubtitleReel` (SMPTE)."""
    is_interop = local_name(root) == "DCSubtitle"
    rate = None if is_interop else _rate_of(text_of(root, "TimeCodeRate"))
    reading = _Reel(root, rate if rate is not None else Fraction(_TICKS), is_interop)
    if not is_interop and rate is None:
        reading.remarks.append("pas de cadence (TimeCodeRate) : aucun temps lu")
    cues = together(reading.cues()) if is_interop or rate is not None else ()
    start = text_of(root, "StartTime")
    if start.strip("0:"):
        reading.remarks.append(
            f"début de bobine (StartTime) à {start} : les temps sont comptés depuis 00:00:00:00"
        )
    return SubtitleFacts(
        file=file,
        format=INTEROP if is_interop else SMPTE,
        rate=rate,
        language=text_of(root, "Language"),
        title=text_of(root, "MovieTitle") or text_of(root, "ContentTitleText"),
        cues=cues,
        images=sum(1 for _ in root.iter("{*}Image")),
        reel_number=text_of(root, "ReelNumber"),
        skipped=tuple(reading.skipped),
        remarks=tuple(reading.remarks),
    )


def _rate_of(text: str) -> Fraction | None:
    rate = whole(text)
    return Fraction(rate) if rate is not None and rate > 0 else None


@dataclass
class _Reel:
    """The subtitles of a reel while they are read."""

    root: etree._Element
    parts: Fraction
    is_interop: bool
    skipped: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def cues(self) -> Iterator[SubtitleCue]:
        for subtitle in self.root.iter("{*}Subtitle"):
            name = f"sous-titre {subtitle.get('SpotNumber', '')} (ligne {subtitle.sourceline})"
            start, end = (self._seconds(subtitle.get(when, "")) for when in ("TimeIn", "TimeOut"))
            if start is None or end is None:
                self.skipped.append(f"{name} : temps illisible ou impossible")
            elif end <= start:
                self.skipped.append(f"{name} : il finit avant de commencer")
            else:
                yield SubtitleCue(start, end, _lines_of(subtitle))

    def _seconds(self, text: str) -> Fraction | None:
        """A time: frames of the reel in SMPTE, ticks of 4 ms in Interop, which also allows decimals."""
        found = _TIME.fullmatch(text)
        if found is None or int(found[2]) > 59 or int(found[3]) > 59:
            return None
        whole = Fraction(int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3]))
        if found[5] is None:
            return whole if self.is_interop else None
        if found[4] == ".":
            return whole + Fraction(f"0.{found[5]}") if self.is_interop else None
        return whole + int(found[5]) / self.parts if int(found[5]) < self.parts else None


def _lines_of(subtitle: etree._Element) -> tuple[str, ...]:
    """The lines of a subtitle: texts at one height are one line."""
    lines: dict[tuple[str, str], list[str]] = {}
    for text in subtitle.iter("{*}Text"):
        height = _attribute(text, "valign"), _attribute(text, "vposition")
        lines.setdefault(height, []).append("".join(str(part) for part in text.itertext()))
    return tuple(filter(None, (plain_line(" ".join(texts)) for texts in lines.values())))


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute whatever its case: `VPosition` in Interop, `Vposition` in SMPTE."""
    return next((str(value) for key, value in element.attrib.items() if str(key).casefold() == name), "")
