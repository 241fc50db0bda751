"""The XML of Final Cut Pro 7 (`xmeml`), which Premiere, Resolve and Avid write as well.

Read here rather than by the adapter of opentimelineio: that one asks for `xml.etree.cElementTree`, which left Python
in 3.9. Source: « Final Cut Pro XML Interchange Format », Apple, versions 1 to 5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from postprod_xl.documents.media.edit_lists.laid import LaidCut, with_dissolves
from postprod_xl.documents.media.edit_lists.records import (
    EditListFacts,
    SkippedLine,
    SourceKind,
    SpeedEffect,
)
from postprod_xl.documents.media.edit_lists.shares import Event, Range, kind_of
from postprod_xl.documents.media.untrusted import UnreadableMedia, local_name, text_of, whole

if TYPE_CHECKING:
    from lxml import etree

FORMAT = "XML Final Cut Pro 7"
_JOINED = -1
"""Where a clip begins or ends when it is joined to a transition, which says it."""
_SHOTS = ("clipitem", "generatoritem")


def read_final_cut(root: etree._Element, file: str) -> EditListFacts:
    """The facts of the first sequence of an `xmeml`.

    Raises
    ------
    UnreadableMedia
        It holds no sequence.
    """
    sequences = [element for element in root.iter("{*}sequence") if not _is_nested(element)]
    if not sequences:
        raise UnreadableMedia("XML de Final Cut Pro sans séquence : rien n'y est monté")
    reading = _Sequence(sequences[0], {element.get("id", ""): element for element in _files(root)})
    others = [text_of(sequence, "name") for sequence in sequences[1:]]
    if others:
        reading.cut.remarks.append(f"seule la première séquence est lue ; autres : {', '.join(others)}")
    reading.read()
    return reading.cut.facts(file, f"{FORMAT} (version {root.get('version') or 'non dite'})")


def _is_nested(sequence: etree._Element) -> bool:
    return any(local_name(parent) == "clipitem" for parent in sequence.iterancestors())


def _files(root: etree._Element) -> Iterator[etree._Element]:
    """The files that say what they are: others refer to them by their identifier alone."""
    return (element for element in root.iter("{*}file") if len(element))


def _rate_of(element: etree._Element) -> Fraction | None:
    base, ntsc = whole(text_of(element, "rate/timebase")), text_of(element, "rate/ntsc")
    if base is None or base <= 0:
        return None
    return Fraction(base * 1000, 1001) if ntsc.upper() == "TRUE" else Fraction(base)


def _whole(element: etree._Element, name: str) -> int | None:
    return whole(text_of(element, name))


@dataclass
class _Sequence:
    """A sequence while it is read."""

    sequence: etree._Element
    files: dict[str, etree._Element]
    cut: LaidCut = field(default_factory=LaidCut)

    def read(self) -> None:
        cut = self.cut
        cut.title, cut.rate = text_of(self.sequence, "name"), _rate_of(self.sequence)
        if cut.rate is None:
            cut.remarks.append("la séquence ne dit pas sa cadence : durées en images seulement")
        shown = text_of(self.sequence, "timecode/displayformat")
        cut.is_drop_frame = None if not shown else shown.upper() == "DF"
        timecode = self.sequence.find("{*}timecode")
        cut.first_frame = None if timecode is None else _whole(timecode, "frame")
        for layer, track in enumerate(self.sequence.iterfind("{*}media/{*}video/{*}track")):
            self._read_track(track, layer)
        for track in self.sequence.iterfind("{*}media/{*}audio/{*}track"):
            for clip in track.iterfind("{*}clipitem"):
                if self._is_enabled(track, clip):
                    cut.sound_names.append(self._name_of(clip)[0])

    def _read_track(self, track: etree._Element, layer: int) -> None:
        items = [item for item in track if local_name(item) in (*_SHOTS, "transitionitem")]
        events: list[Event] = []
        for at, item in enumerate(items):
            if local_name(item) not in _SHOTS:
                continue
            if not self._is_enabled(track, item):
                self.cut.disabled += 1
                continue
            shown = self._shown(items, at)
            if shown is None:
                self._skip(item)
                continue
            events.append(self._event(item, shown, layer))
            self._read_speed(item, events[-1])
        self.cut.events += with_dissolves(events, self._dissolves(items))

    def _skip(self, item: etree._Element) -> None:
        name = text_of(item, "name")
        self.cut.skipped.append(
            SkippedLine(item.sourceline or 0, name, "plan sans début ni fin de montage lisibles")
        )

    def _is_enabled(self, track: etree._Element, item: etree._Element) -> bool:
        return all(text_of(element, "enabled").upper() != "FALSE" for element in (track, item))

    def _shown(self, items: list[etree._Element], at: int) -> Range | None:
        start, end = _whole(items[at], "start"), _whole(items[at], "end")
        if start == _JOINED and at:
            start = _whole(items[at - 1], "start")
        if end == _JOINED and at + 1 < len(items):
            end = _whole(items[at + 1], "end")
        return (start, end) if start is not None and end is not None and 0 <= start < end else None

    def _dissolves(self, items: list[etree._Element]) -> list[Range]:
        found = (
            (_whole(item, "start"), _whole(item, "end"))
            for item in items
            if local_name(item) == "transitionitem"
        )
        return [(start, end) for start, end in found if start is not None and end is not None]

    def _event(self, item: etree._Element, shown: Range, layer: int) -> Event:
        name, is_reel = self._name_of(item)
        clip = text_of(item, "name")
        if item.find("{*}sequence") is not None:
            self.cut.nested.append(name)
        return Event(name, is_reel, self._kind_of(item, clip), (clip,) if clip != name else (), shown, layer,
                     self._source_rate(item))  # fmt: skip

    def _kind_of(self, item: etree._Element, clip: str) -> SourceKind:
        if local_name(item) == "clipitem":
            file = self._file_of(item)
            is_title = file is not None and text_of(file, "mediaSource") == "GraphicAndType"
            return SourceKind.TITLE if is_title else kind_of(clip)
        effect = {text_of(item, f"effect/{name}") for name in ("name", "effectid")}
        if "text" in text_of(item, "effect/effectcategory").casefold():
            return SourceKind.TITLE
        return kind_of(clip, *effect)

    def _file_of(self, item: etree._Element) -> etree._Element | None:
        file = item.find("{*}file")
        return None if file is None else self.files.get(file.get("id", ""), file)

    def _name_of(self, item: etree._Element) -> tuple[str, bool]:
        file = self._file_of(item)
        nested = text_of(item, "sequence/name")
        if file is None:
            return nested or text_of(item, "name") or "sans nom", False
        reel = text_of(file, "timecode/reel/name")
        return (reel, True) if reel else (text_of(file, "name") or text_of(item, "name") or "sans nom", False)

    def _source_rate(self, item: etree._Element) -> Fraction | None:
        file = self._file_of(item)
        return None if file is None else _rate_of(file)

    def _read_speed(self, item: etree._Element, event: Event) -> None:
        start = event.shown[0] if event.shown else None
        for effect in item.iterfind("{*}filter/{*}effect"):
            if text_of(effect, "effectid").casefold() != "timeremap":
                continue
            parameters = {
                text_of(p, "parameterid"): text_of(p, "value") for p in effect.iterfind("{*}parameter")
            }
            speed = _speed_of(parameters)
            if speed != 1:
                self.cut.speeds.append(SpeedEffect(event.name, speed, start))


def _speed_of(parameters: dict[str, str]) -> Fraction | None:
    """The speed of a time remap, in percent there; None when it varies."""
    if parameters.get("variablespeed", "0") not in ("0", "FALSE", ""):
        return None
    try:
        speed = Fraction(parameters.get("speed", "")) / 100
    except (ValueError, ZeroDivisionError):
        return None
    return -abs(speed) if parameters.get("reverse", "").upper() == "TRUE" else speed
