"""Edit lists in CMX 3600: the events laid on the record side, and the share of each source.

The format has no rate: the caller gives it, or every length stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from postprod_xl.documents.media.edit_lists.edl_lines import Edit, EdlLines
from postprod_xl.documents.media.edit_lists.records import (
    EditListFacts,
    EditListKind,
    SkippedLine,
    SpeedEffect,
)
from postprod_xl.documents.media.edit_lists.shares import Event, frames_in, sources_of
from postprod_xl.documents.media.edit_lists.timecodes import base_of, drops, frames_at
from postprod_xl.documents.media.texts import lines_of
from postprod_xl.documents.media.untrusted import UnreadableMedia

FORMAT = "EDL CMX 3600"
_NAMED = 5
_CUT_REEL = 8
"""The letters of a reel in the format: longer names are cut there by who writes it."""


def read_edl(path: Path, rate: Fraction | None) -> EditListFacts:
    """The facts of an EDL.

    Parameters
    ----------
    path
        The file.
    rate
        Its frames a second, which it does not say; None leaves every length unknown.

    Raises
    ------
    UnreadableMedia
        It holds no event.
    """
    lines, remark = lines_of(path)
    reading = EdlLines()
    for number, line in enumerate(lines, 1):
        reading.take(number, line.strip())
    if not reading.edits:
        raise UnreadableMedia("aucune ligne de montage reconnue : ce n'est pas une EDL CMX 3600")
    reading.remarks += [remark] if remark else []
    return _Cut(reading, rate).facts(path.name)


@dataclass
class _Cut:
    """The events of an EDL laid on its record side."""

    reading: EdlLines
    rate: Fraction | None
    events: list[Event] = field(default_factory=list)
    spans: list[tuple[int, int, Edit]] = field(default_factory=list)
    speeds: list[SpeedEffect] = field(default_factory=list)
    latest: dict[int | None, Edit] = field(default_factory=dict)
    """The last event of each track."""
    endings: dict[tuple[str, bool, int | None, int], int] = field(default_factory=dict)
    """Where each source of each track stands in `events`, by the frame it ends on."""

    def facts(self, file: str) -> EditListFacts:
        reading = self.reading
        drop_frame = self._drop_frame()
        counted = self.rate is not None and self._is_countable(drop_frame)
        pictures = [edit for edit in reading.edits if edit.layer is not None]
        if counted:
            pictures = [edit for edit in pictures if self._lay(edit, bool(drop_frame))]
        else:
            self.events = [_event(edit, None) for edit in pictures if edit.times[2] != edit.times[3]]
        self._read_speeds(pictures)
        start, end = self._ends()
        length = end - start if self.spans else None
        covered = frames_in(event.shown for event in self.events if event.shown)
        sources = sources_of(self.events, length)
        return EditListFacts(
            file=file,
            format=FORMAT,
            kind=EditListKind.CUT,
            title=reading.title,
            rate=self.rate,
            is_rate_given=self.rate is not None,
            is_drop_frame=drop_frame,
            record_in=self._written(pictures, start, 2),
            record_out=self._written(pictures, end, 3),
            duration_frames=length,
            sources=sources,
            empty_frames=None if length is None else max(0, length - covered),
            sound_events=sum(edit.layer is None and edit.has_sound for edit in reading.edits),
            sound_sources=self._sound_only({source.name for source in sources}),
            speeds=tuple(self.speeds),
            skipped=tuple(sorted(reading.skipped, key=lambda line: line.number)),
            remarks=tuple(dict.fromkeys((*reading.remarks, *self._cut_reels(), *self._overlaps()))),
        )

    def _remark(self, text: str) -> None:
        self.reading.remarks.append(text)

    def _drop_frame(self) -> bool | None:
        said = self.reading.drop_frames
        if len(set(said)) > 1:
            self._remark("la liste se dit tour à tour drop-frame et non drop-frame : la première l'emporte")
        if said:
            return said[0]
        marked = any(";" in time for edit in self.reading.edits for time in edit.times[2:])
        return True if marked else None

    def _is_countable(self, drop_frame: bool | None) -> bool:
        if drop_frame and not drops(self.rate or Fraction(1)):
            self._remark(
                "la liste est en drop-frame, qui n'existe qu'à 29,97 et 59,94 i/s : la cadence donnée ne va pas avec"
                " elle, aucune durée calculée"
            )
            return False
        if drop_frame is None and drops(self.rate or Fraction(1)):
            self._remark(
                "la liste ne dit pas si son timecode est drop-frame : aucune durée calculée à cette cadence"
            )
            return False
        return True

    def _lay(self, edit: Edit, drop_frame: bool) -> bool:
        """Put an event on the record side; a line whose timecodes do not exist is named."""
        rate = self.rate or Fraction(1)
        frames = [frames_at(time, rate, drop_frame=drop_frame) for time in edit.times[2:]]
        source = [frames_at(time, rate, drop_frame=";" in time) for time in edit.times[:2]]
        start, end = frames
        if start is None or end is None:
            self._refuse(edit, f"timecode d'enregistrement impossible à {base_of(rate)} images par seconde")
            return False
        if end < start:
            self._refuse(edit, "la sortie d'enregistrement précède l'entrée")
            return False
        if edit.is_transition:
            self._dissolve(edit, start, end)
        self.latest[edit.layer] = edit
        if end > start:
            self._add(_event(edit, (start, end)))
            self.spans.append((start, end, edit))
            self._compare(edit, source, end - start)
        return True

    def _refuse(self, edit: Edit, reason: str) -> None:
        line = f"{edit.event} {edit.reel} {edit.channels} {edit.edit} {' '.join(edit.times)}"
        self.reading.skipped.append(SkippedLine(edit.number, line, reason))

    def _compare(self, edit: Edit, source: Sequence[int | None], length: int) -> None:
        first, last = source
        if edit.speeds or edit.is_frozen or first is None or last is None or last - first == length:
            return
        self._remark(
            f"ligne {edit.number} : {last - first} images de source pour {length} images de montage, sans effet de"
            " vitesse annoncé ; celles du montage sont comptées"
        )

    def _dissolve(self, edit: Edit, start: int, end: int) -> None:
        """The outgoing source shows all along a dissolve or a wipe, which begins with the incoming event."""
        outgoing = self.latest.get(edit.layer)
        if outgoing is None:
            self._remark(f"ligne {edit.number} : fondu ou volet sans source sortante")
            return
        if start + edit.length > end:
            self._remark(f"ligne {edit.number} : fondu ou volet plus long que le plan qu'il introduit")
        last = min(end, start + edit.length)
        at = self.endings.pop((outgoing.name, outgoing.is_reel, edit.layer, start), None)
        if at is None:
            self._add(_event(outgoing, (start, last)))
        else:
            first = self.events[at].shown or (start, start)
            self.events[at] = replace(self.events[at], shown=(first[0], last))

    def _add(self, event: Event) -> None:
        if event.shown:
            self.endings[event.name, event.is_reel, event.layer, event.shown[1]] = len(self.events)
        self.events.append(event)

    def _read_speeds(self, pictures: Sequence[Edit]) -> None:
        first = min((start for start, _, _ in self.spans), default=0)
        starts = {edit.number: start - first for start, _, edit in self.spans}
        for edit in pictures:
            for text in edit.speeds:
                speed = self._speed(text)
                if speed != 1:
                    self.speeds.append(SpeedEffect(edit.name, speed, starts.get(edit.number)))
            if edit.is_frozen and not edit.speeds:
                self.speeds.append(SpeedEffect(edit.name, Fraction(0), starts.get(edit.number)))

    def _speed(self, text: str) -> Fraction | None:
        """The speed of an M2: its frames a second over those of the list, whole (24 for 23.976) or not."""
        played = Fraction(text)
        if played == 0:
            return Fraction(0)
        if self.rate is None:
            return None
        exact = abs(played - self.rate) < Fraction(1, 100)
        return Fraction(1) if exact else played / base_of(self.rate)

    def _ends(self) -> tuple[int, int]:
        starts, ends = [start for start, _, _ in self.spans], [end for _, end, _ in self.spans]
        return (min(starts), max(ends)) if starts else (0, 0)

    def _written(self, pictures: Sequence[Edit], frames: int, at: int) -> str:
        """The timecode of an end of the cut as its line writes it; without a rate, that of the first or last line."""
        if self.spans:
            side = at - 2
            return next(edit.times[at] for *ends, edit in self.spans if ends[side] == frames)
        return pictures[0 if at == 2 else -1].times[at] if pictures else ""

    def _sound_only(self, pictures: set[str]) -> tuple[str, ...]:
        names = (edit.name for edit in self.reading.edits if edit.layer is None and edit.has_sound)
        return tuple(dict.fromkeys(name for name in names if name not in pictures))

    def _overlaps(self) -> Iterator[str]:
        ordered = sorted(self.spans, key=lambda span: (span[2].layer or 0, span[0]))
        for (_, end, before), (start, _, edit) in pairwise(ordered):
            if before.layer == edit.layer and start < end and not edit.edit.startswith("K"):
                yield f"lignes {before.number} et {edit.number} : elles se chevauchent à l'enregistrement, sans fondu"

    def _cut_reels(self) -> Iterator[str]:
        """Reels whose eight letters stand for several longer names."""
        for short in dict.fromkeys(edit.reel for edit in self.reading.edits if len(edit.reel) == _CUT_REEL):
            full = {_stem(clip) for edit in self.reading.edits if edit.reel == short for clip in edit.clips}
            full |= {name for cut, name in self.reading.full_reels.items() if cut == short}
            start = short.casefold()
            longer = sorted(
                name for name in full if len(name) > _CUT_REEL and name.casefold().startswith(start)
            )
            if len(longer) > 1:
                more = f" et {len(longer) - _NAMED} autres" if len(longer) > _NAMED else ""
                names = ", ".join(longer[:_NAMED]) + more
                yield f"bobine « {short} » coupée à {_CUT_REEL} caractères : elle désigne {names}"


def _event(edit: Edit, shown: tuple[int, int] | None) -> Event:
    return Event(edit.name, edit.is_reel, edit.kind, tuple(edit.clips), shown, edit.layer or 0)


def _stem(name: str) -> str:
    """The name of a file without its folders and its extension."""
    return re.sub(r"\.[A-Za-z0-9]{2,4}$", "", re.split(r"[\\/]", name)[-1])
