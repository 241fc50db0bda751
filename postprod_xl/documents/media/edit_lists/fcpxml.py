"""The FCPXML of Final Cut Pro X and of Resolve, versions 1.3 to 1.13.

Read here rather than by the adapter of opentimelineio, which asks for a module that left Python in 3.9. Times are exact
fractions of a second: « 1001/30000s ». Source: « FCPXML Reference », Apple.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING
from urllib.parse import unquote

from postprod_xl.documents.media.edit_lists.laid import LaidCut, with_dissolves
from postprod_xl.documents.media.edit_lists.records import (
    EditListFacts,
    SkippedLine,
    SourceKind,
    SpeedEffect,
)
from postprod_xl.documents.media.edit_lists.shares import Event, Range, kind_of
from postprod_xl.documents.media.untrusted import UnreadableMedia, local_name, whole

if TYPE_CHECKING:
    from lxml import etree

_TIME = re.compile(r"(-?\d{1,15})(?:/(\d{1,12}))?s")
_NESTED = ("ref-clip", "mc-clip", "sync-clip")
_STORY = ("asset-clip", "clip", "video", "title", "gap", "audition", "spine", "audio", *_NESTED)
_DEEPEST = 40
"""Compound clips inside clips inside clips: past that, the file is a trap."""


def read_fcpxml(root: etree._Element, file: str) -> EditListFacts:
    """The facts of the first project of a FCPXML.

    Raises
    ------
    UnreadableMedia
        It holds no sequence, or a sequence without the length of its frames.
    """
    sequences = [found for found in root.iter("{*}sequence") if local_name(found.getparent()) == "project"]
    if not sequences:
        raise UnreadableMedia("FCPXML sans projet : rien n'y est monté")
    reading = _Project(
        sequences[0], {element.get("id", ""): element for element in root.iterfind("{*}resources/{*}*")}
    )
    others = [found.getparent().get("name", "") for found in sequences[1:]]
    if others:
        reading.cut.remarks.append(f"seul le premier projet est lu ; autres : {', '.join(others)}")
    reading.read()
    return reading.cut.facts(file, f"FCPXML {root.get('version', '')}".strip())


def time_of(text: str | None) -> Fraction | None:
    """A time of FCPXML in seconds; None for anything else.

    >>> time_of("1001/30000s"), time_of("3600s"), time_of("1h")
    (Fraction(1001, 30000), Fraction(3600, 1), None)
    """
    found = _TIME.fullmatch(text or "")
    if found is None or (found[2] is not None and not int(found[2])):
        return None
    return Fraction(int(found[1]), int(found[2] or 1))


@dataclass
class _Project:
    """A project while it is read."""

    sequence: etree._Element
    resources: dict[str, etree._Element]
    frame: Fraction = Fraction(0)
    cut: LaidCut = field(default_factory=LaidCut)

    def read(self) -> None:
        frame = self._frame_of(self.sequence.get("format", ""))
        if frame is None:
            raise UnreadableMedia("FCPXML : le format de la séquence ne dit pas la durée d'une image")
        start = time_of(self.sequence.get("tcStart")) or Fraction(0)
        self.frame, self.cut.rate = frame, 1 / frame
        self.cut.title = self.sequence.getparent().get("name", "")
        shown = self.sequence.get("tcFormat", "")
        self.cut.is_drop_frame = None if not shown else shown == "DF"
        self.cut.first_frame = int(start / frame)
        for spine in self.sequence.iterfind("{*}spine"):
            self._read_spine(spine, -start, 0, 0)

    def _frame_of(self, format_id: str) -> Fraction | None:
        found = self.resources.get(format_id)
        frame = time_of(found.get("frameDuration")) if found is not None else None
        return frame if frame is not None and frame > 0 else None

    def _read_spine(self, spine: etree._Element, origin: Fraction, layer: int, depth: int) -> None:
        """The shots of a storyline: `origin` is where its time 0 falls in the cut."""
        events: list[Event] = []
        dissolves: list[Range] = []
        at = -origin
        for item in spine:
            offset = time_of(item.get("offset"))
            start = at if offset is None else offset
            length = time_of(item.get("duration")) or Fraction(0)
            if local_name(item) == "transition":
                shown = self._frames(origin + start, length, item)
                dissolves += [shown] if shown else []
            elif local_name(item) in _STORY:
                events += self._read_item(item, origin + start, layer, depth)
                at = start + length
        self.cut.events += with_dissolves(events, dissolves)

    def _read_item(self, item: etree._Element, position: Fraction, layer: int, depth: int) -> list[Event]:
        """The shot of an element of a storyline; what is connected to it is added to the cut."""
        if local_name(item) == "audition":
            chosen = next((child for child in item if local_name(child) in _STORY), None)
            return [] if chosen is None else self._read_item(chosen, position, layer, depth)
        self._read_connected(item, position, layer, depth)
        if local_name(item) == "gap":
            return []
        if item.get("enabled") == "0":
            self.cut.disabled += 1
            return []
        if self._is_sound(item):
            self.cut.sound_names.append(self._name_of(item)[0])
            return []
        shown = self._frames(position, time_of(item.get("duration")), item)
        if shown is None:
            return []
        event = self._event(item, shown, layer)
        self._read_speed(item, event)
        return [event]

    def _read_connected(self, item: etree._Element, position: Fraction, layer: int, depth: int) -> None:
        if depth > _DEEPEST:
            raise UnreadableMedia("FCPXML : plans accrochés les uns aux autres sans fin, fichier suspect")
        origin = position - (time_of(item.get("start")) or Fraction(0))
        for child in item:
            lane = whole(child.get("lane", ""))
            if local_name(child) not in _STORY or lane is None:
                continue
            at, above = origin + (time_of(child.get("offset")) or Fraction(0)), layer + lane
            if local_name(child) == "spine":
                self._read_spine(child, at, above, depth + 1)
            else:
                self.cut.events += self._read_item(child, at, above, depth + 1)

    def _frames(self, position: Fraction, length: Fraction | None, item: etree._Element) -> Range | None:
        if not length or length < 0 or position < 0:
            name = item.get("name", local_name(item))
            reason = "plan sans durée, ou avant le début du montage"
            self.cut.skipped.append(SkippedLine(item.sourceline or 0, name, reason))
            return None
        start, end = position / self.frame, (position + length) / self.frame
        if start.denominator != 1 or end.denominator != 1:
            self.cut.remarks.append(
                f"ligne {item.sourceline} : « {item.get('name', '')} » ne tombe pas sur une image entière, arrondi"
            )
        return round(start), round(end)

    def _event(self, item: etree._Element, shown: Range, layer: int) -> Event:
        name, is_reel = self._name_of(item)
        clip = item.get("name", "")
        if local_name(item) in _NESTED:
            self.cut.nested.append(name)
        kind = SourceKind.TITLE if local_name(item) == "title" else kind_of(clip)
        asset = self._asset_of(item)
        frame = self._frame_of(asset.get("format", "")) if asset is not None else None
        return Event(
            name, is_reel, kind, (clip,) if clip != name else (), shown, layer, 1 / frame if frame else None
        )

    def _asset_of(self, item: etree._Element) -> etree._Element | None:
        """The file an element plays: its own, or that of the first picture inside it."""
        inner = next((child for child in item if local_name(child) in ("video", "asset-clip")), None)
        for element in (item, inner):
            found = None if element is None else self.resources.get(element.get("ref", ""))
            if found is not None and local_name(found) == "asset":
                return found
        return None

    def _name_of(self, item: etree._Element) -> tuple[str, bool]:
        asset = self._asset_of(item)
        clip = item.get("name", "") or "sans nom"
        if asset is None:
            return clip, False
        reel = _reel_of(item) or _reel_of(asset)
        return (reel, True) if reel else (_file_of(asset) or asset.get("name", "") or clip, False)

    def _is_sound(self, item: etree._Element) -> bool:
        asset = self._asset_of(item)
        if local_name(item) == "audio" or item.get("srcEnable") == "audio":
            return True
        if local_name(item) == "clip" and asset is None:
            return next(item.iter("{*}audio"), None) is not None
        return asset is not None and asset.get("hasVideo", "0") == "0" and asset.get("hasAudio") == "1"

    def _read_speed(self, item: etree._Element, event: Event) -> None:
        points = [
            (time_of(point.get("time")), time_of(point.get("value")))
            for point in item.iterfind("{*}timeMap/{*}timept")
        ]
        if not points:
            return
        speed: Fraction | None = None
        if len(points) == 2:
            (t0, v0), (t1, v1) = points
            if t0 is not None and t1 is not None and v0 is not None and v1 is not None and t0 != t1:
                speed = (v1 - v0) / (t1 - t0)
        if speed != 1:
            self.cut.speeds.append(SpeedEffect(event.name, speed, event.shown[0] if event.shown else None))


def _reel_of(element: etree._Element) -> str:
    for item in element.iterfind("{*}metadata/{*}md"):
        if item.get("key", "").endswith(".reel"):
            return item.get("value", "").strip()
    return ""


def _file_of(asset: etree._Element) -> str:
    """The name of the file of an asset: in `src` until 1.8, in a `media-rep` since."""
    representation = asset.find("{*}media-rep")
    written = asset.get("src") or (representation.get("src") if representation is not None else "") or ""
    return unquote(written.rstrip("/").rpartition("/")[2])
