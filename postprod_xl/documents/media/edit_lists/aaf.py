"""AAF timelines, through opentimelineio and its adapter (pyaaf2 underneath)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from postprod_xl.documents.media.edit_lists.laid import LaidCut, with_dissolves
from postprod_xl.documents.media.edit_lists.records import EditListFacts, SpeedEffect
from postprod_xl.documents.media.edit_lists.shares import Event, Range, kind_of
from postprod_xl.documents.media.untrusted import INSTALL, UnreadableMedia, overheard

FORMAT = "AAF"
_STRUCTURED_STORAGE = bytes.fromhex("d0cf11e0a1b11ae1")
_LONGEST = 200
_NO_WHEEL = (3, 14)
"""The first version of Python for which opentimelineio 0.18.1 has no wheel."""


def read_aaf(path: Path) -> EditListFacts:
    """The facts of the first composition of an AAF.

    Raises
    ------
    UnreadableMedia
        It is no AAF, it is damaged, or the library is not installed.
    """
    _refuse_other(path)
    cut, tapes = LaidCut(), dict[str, str]()
    timelines = _timelines(path, cut, tapes)
    if not timelines:
        raise UnreadableMedia("AAF sans montage : ni piste d'image ni piste de son")
    _Timeline(timelines[0], tapes, cut).read()
    return cut.facts(path.name, FORMAT)


def _refuse_other(path: Path) -> None:
    try:
        with path.open("rb") as file:
            if file.read(8) != _STRUCTURED_STORAGE:
                raise UnreadableMedia("ce n'est pas un fichier AAF")
    except OSError as error:
        raise UnreadableMedia(f"le système refuse ce fichier ({error.strerror})") from error


def _timelines(path: Path, cut: LaidCut, tapes: dict[str, str]) -> list[Any]:
    try:
        library = import_module("opentimelineio")
        import_module("otio_aaf_adapter")  # which the library finds by its entry point
        with overheard() as said:
            tapes.update(
                _tapes_in(path, cut)
            )  # first: it closes a file that is damaged, the adapter does not
            read = library.adapters.read_from_file(str(path), "AAF")
    except ImportError as error:
        raise _not_installed() from error
    except Exception as error:  # what a library does with a damaged file is not ours to foresee
        why = " ".join(f"{type(error).__name__} {error}".split())[:_LONGEST]
        raise UnreadableMedia(f"AAF que l'adaptateur d'opentimelineio ne lit pas ({why})") from error
    cut.remarks += [f"l'adaptateur AAF signale : {line[:_LONGEST]}" for line in dict.fromkeys(said)]
    timelines = [read] if isinstance(read, library.schema.Timeline) else list(read)
    timelines = [found for found in timelines if isinstance(found, library.schema.Timeline)]
    if len(timelines) > 1:
        others = ", ".join(found.name for found in timelines[1:])
        cut.remarks.append(f"seul le premier montage est lu ; autres : {others}")
    return timelines


def _not_installed() -> UnreadableMedia:
    if sys.version_info >= _NO_WHEEL:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        return UnreadableMedia(
            f"AAF non lu : opentimelineio n'existe pas pour Python {version} ; demandez une EDL ou un XML"
        )
    return UnreadableMedia("AAF non lu : opentimelineio et son adaptateur AAF ne sont pas installés", INSTALL)


def _tapes_in(path: Path, cut: LaidCut) -> dict[str, str]:
    """What the adapter leaves out: the tape or camera roll at the end of the chain of each mob, and the drop frame."""
    tapes: dict[str, str] = {}
    with _opened(path) as file:
        cut.is_drop_frame = _drops(next(file.content.toplevel(), None))
        mobs = {str(mob.mob_id): mob for mob in file.content.mobs}
        for identifier in mobs:
            tape = _tape_of(identifier, mobs)
            if tape:
                tapes[identifier] = tape
    return tapes


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """An AAF opened by pyaaf2, which leaves a damaged one open (1.7.1): on Windows nobody could move it any more."""
    kind = import_module("aaf2.file").AAFFile
    file = kind.__new__(kind)
    try:
        file.__init__(str(path), "r")
        yield file
    finally:
        if hasattr(file, "f"):
            file.f.close()


def _drops(composition: Any) -> bool | None:
    """Whether the timecode of a composition drops numbers; None when it has none."""
    for slot in composition.slots if composition is not None else ():
        if type(slot.segment).__name__ == "Timecode":
            return bool(slot.segment["Drop"].value)
    return None


def _tape_of(identifier: str, mobs: Mapping[str, Any]) -> str:
    seen: set[str] = set()
    while identifier in mobs and identifier not in seen:
        seen.add(identifier)
        mob = mobs[identifier]
        if type(getattr(mob, "descriptor", None)).__name__ == "TapeDescriptor":
            return str(mob.name or "")
        identifier = next((str(found) for found in map(_source_of, mob.slots) if found is not None), "")
    return ""


def _source_of(slot: Any) -> Any:
    """The mob that a slot of picture or sound is taken from."""
    segment = slot.segment
    if type(segment).__name__ == "Sequence":
        segment = next((part for part in segment.components if type(part).__name__ == "SourceClip"), None)
    return getattr(segment, "mob_id", None) if type(segment).__name__ == "SourceClip" else None


def exact(rate: float) -> Fraction:
    """The exact rate behind a decimal one.

    >>> exact(25.0), exact(30000 / 1001)
    (Fraction(25, 1), Fraction(30000, 1001))
    """
    return Fraction(rate).limit_denominator(1001)


@dataclass
class _Timeline:
    """A timeline of the library while it is read."""

    timeline: Any
    tapes: Mapping[str, str]
    cut: LaidCut

    def read(self) -> None:
        timeline, cut = self.timeline, self.cut
        cut.title = timeline.name or ""
        tracks = [track for track in timeline.video_tracks() if len(track)]
        sounds = timeline.audio_tracks()
        cut.rate = next((exact(track.duration().rate) for track in (*tracks, *sounds) if len(track)), None)
        start = timeline.global_start_time
        if start is not None and cut.rate is not None:
            cut.first_frame = self._frame(start)
        for layer, track in enumerate(tracks):
            self._read_track(track, layer)
        for track in sounds:
            cut.sound_names += [self._name_of(clip)[0] for clip in track.find_clips()]

    def _read_track(self, track: Any, layer: int) -> None:
        events: list[Event] = []
        dissolves: list[Range] = []
        for item in track:
            kind = type(item).__name__
            placed = track.range_of_child(item)
            shown = self._frame(placed.start_time), self._frame(placed.end_time_exclusive())
            if kind == "Transition":
                dissolves.append(shown)
            elif kind != "Gap" and shown[0] < shown[1]:
                events.append(self._event(item, shown, layer))
                self.cut.speeds += _speeds(item, events[-1].name, shown[0])
        self.cut.events += with_dissolves(events, dissolves)

    def _frame(self, time: Any) -> int:
        return round(time.rescaled_to(float(self.cut.rate or time.rate)).value)

    def _event(self, item: Any, shown: Range, layer: int) -> Event:
        """A clip; or what a track or a stack inside the track shows: the one clip in it, else a cut of its own."""
        inside = [item] if type(item).__name__ == "Clip" else list(item.find_clips())
        if len(inside) != 1:
            name = item.name or "sans nom"
            self.cut.nested.append(name)
            return Event(name, False, kind_of(name), (), shown, layer)
        name, is_reel = self._name_of(inside[0])
        clips = tuple(found for found in (inside[0].name, _file_of(inside[0])) if found and found != name)
        return Event(name, is_reel, kind_of(name), clips, shown, layer, _rate_of(inside[0]))

    def _name_of(self, clip: Any) -> tuple[str, bool]:
        """The tape of a clip, else its name: that of its master clip."""
        written = clip.metadata.get("AAF", {})
        tape = self.tapes.get(str(written.get("MobID", "")), "")
        return (tape, True) if tape else (clip.name or "sans nom", False)


def _file_of(clip: Any) -> str:
    url = getattr(clip.media_reference, "target_url", "") or ""
    return unquote(url.rstrip("/").rpartition("/")[2])


def _rate_of(clip: Any) -> Fraction | None:
    available = getattr(clip.media_reference, "available_range", None)
    return exact(available.duration.rate) if available is not None and available.duration.rate > 0 else None


def _speeds(item: Any, name: str, start: int) -> Iterator[SpeedEffect]:
    for effect in item.effects:
        scalar = getattr(effect, "time_scalar", None)
        if scalar is None and "Time" in type(effect).__name__:
            yield SpeedEffect(name, None, start)
        elif scalar is not None and scalar != 1:
            yield SpeedEffect(name, Fraction(scalar).limit_denominator(10_000), start)
