"""A cut whose events are already in frames from its first one: what XML and AAF lists have in common."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from postprod_xl.documents.media.edit_lists.records import (
    EditListFacts,
    EditListKind,
    SkippedLine,
    SourceKind,
    SpeedEffect,
)
from postprod_xl.documents.media.edit_lists.shares import Event, frames_in, hidden_frames, sources_of
from postprod_xl.documents.media.edit_lists.timecodes import drops, timecode_at


@dataclass
class LaidCut:
    """A cut while it is read.

    Parameters
    ----------
    title, rate, is_drop_frame
        As the list says them.
    first_frame
        The frame that its first timecode counts; None where the list has no timecode.
    events
        Its picture.
    sound_names
        What its events of sound are taken from, one an event.
    speeds, skipped, remarks
        As in `EditListFacts`.
    disabled, nested
        How many clips are switched off, and the names of the sequences laid inside.
    """

    title: str = ""
    rate: Fraction | None = None
    is_drop_frame: bool | None = None
    first_frame: int | None = None
    events: list[Event] = field(default_factory=list)
    sound_names: list[str] = field(default_factory=list)
    speeds: list[SpeedEffect] = field(default_factory=list)
    skipped: list[SkippedLine] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    disabled: int = 0
    nested: list[str] = field(default_factory=list)

    def facts(self, file: str, format: str) -> EditListFacts:
        """The facts of the cut, from its first frame to the end of its last picture."""
        length = max((event.shown[1] for event in self.events if event.shown), default=0)
        sources = sources_of(self.events, length)
        pictures = {source.name for source in sources}
        return EditListFacts(
            file=file,
            format=format,
            kind=EditListKind.CUT,
            title=self.title,
            rate=self.rate,
            is_drop_frame=self.is_drop_frame,
            record_in=self._timecode(0),
            record_out=self._timecode(length),
            duration_frames=length,
            sources=sources,
            empty_frames=length - frames_in(event.shown for event in self.events if event.shown),
            sound_events=len(self.sound_names),
            sound_sources=tuple(dict.fromkeys(name for name in self.sound_names if name not in pictures)),
            speeds=tuple(self.speeds),
            skipped=tuple(sorted(self.skipped, key=lambda line: line.number)),
            remarks=tuple(dict.fromkeys((*self.remarks, *self._counted_apart()))),
        )

    def _timecode(self, frame: int) -> str:
        if self.first_frame is None or self.rate is None:
            return ""
        if drops(self.rate) and self.is_drop_frame is None:
            return ""
        return timecode_at(self.first_frame + frame, self.rate, drop_frame=bool(self.is_drop_frame))

    def _counted_apart(self) -> Iterator[str]:
        if self.disabled:
            yield f"{self.disabled} plan(s) désactivé(s), non compté(s)"
        for name in dict.fromkeys(self.nested):
            yield f"séquence imbriquée « {name} » : comptée comme une source, ses propres plans ne sont pas lus"
        hidden = hidden_frames(self.events)
        if hidden:
            yield (
                f"{hidden} images où plusieurs pistes d'image se superposent : la plus haute est seule comptée,"
                " les parts sont à vérifier"
            )


def with_dissolves(events: Sequence[Event], dissolves: Sequence[tuple[int, int]]) -> list[Event]:
    """The events of a track, each lengthened over the dissolves at its ends: both shots show all along.

    Parameters
    ----------
    events
        In order.
    dissolves
        The frames of each one.
    """
    ordered = sorted(dissolves)
    lengthened: list[Event] = []
    for event in events:
        if event.shown is not None and event.kind is not SourceKind.TITLE:
            first, last = event.shown
            into, out = _around(first, ordered), _around(last, ordered)
            first = into[0] if into is not None and into[1] < last else first
            last = out[1] if out is not None and event.shown[0] < out[0] else last
            event = replace(event, shown=(first, last))
        lengthened.append(event)
    return lengthened


def _around(frame: int, dissolves: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The dissolve a frame falls in, its ends included."""
    at = bisect_right(dissolves, frame, key=lambda dissolve: dissolve[0]) - 1
    return dissolves[at] if at >= 0 and frame <= dissolves[at][1] else None
