"""The share of each source in a cut, frame by frame, whatever the format of the list."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from postprod_xl.documents.media.edit_lists.records import CutSource, SourceKind

Range = tuple[int, int]
"""Frames of the cut from the first to the one after the last."""

_BLACK = re.compile(r"(bl|black( video)?|noir|vid[ée]o noire|slug|gap)", re.IGNORECASE)
_LEADER = re.compile(
    r"((hd )?bars?( and tone)?|barres et tonalité|mire|smptebars|colorbars|(universal counting )?leader.*"
    r"|amorce.*|countdown.*|d[ée]compte.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Event:
    """A source on the picture of a cut.

    Parameters
    ----------
    name, is_reel, clips
        As in `CutSource`.
    kind
        What it shows.
    shown
        The frames on which it shows, the dissolves that begin and end it included; None without a rate.
    layer
        0 for the first track, more above.
    rate
        Its own rate, where known.
    """

    name: str
    is_reel: bool
    kind: SourceKind
    clips: tuple[str, ...] = ()
    shown: Range | None = None
    layer: int = 0
    rate: Fraction | None = None


def kind_of(*names: str) -> SourceKind:
    """What a source shows, by a reel or clip that says it in so many words: « BL », « BARS », « AMORCE ».

    A name that only begins so is a source like another, leaders excepted: nothing of a cut may be left out on a guess.
    """
    for name in names:
        if _BLACK.fullmatch(name.strip()):
            return SourceKind.BLACK
        if _LEADER.fullmatch(name.strip()):
            return SourceKind.LEADER
    return SourceKind.PICTURE


def sources_of(events: Sequence[Event], length: int | None) -> tuple[CutSource, ...]:
    """The sources of a cut in the order of their first use, each with its frames and its share.

    Where several tracks show at once, the highest hides the others, titles excepted: what they are laid on is seen.
    """
    grouped: dict[tuple[str, bool, SourceKind], list[Event]] = {}
    for event in events:
        grouped.setdefault((event.name, event.is_reel, event.kind), []).append(event)
    above = _above(events)
    return tuple(_source(group, _seen(group, above), length) for group in grouped.values())


def hidden_frames(events: Sequence[Event]) -> int:
    """The frames of the cut on which a track of picture is hidden by one above."""
    above = _above(events)
    hidden: list[Range] = []
    for event in events:
        if event.shown:
            hidden += without([event.shown], without([event.shown], above[event.layer]))
    return frames_in(hidden)


def _source(group: Sequence[Event], frames: int | None, length: int | None) -> CutSource:
    first = group[0]
    return CutSource(
        name=first.name,
        is_reel=first.is_reel,
        kind=first.kind,
        clips=tuple(dict.fromkeys(clip for event in group for clip in event.clips if clip)),
        events=len(group),
        frames=frames,
        share=Fraction(frames, length) if frames is not None and length else None,
        rate=next((event.rate for event in group if event.rate is not None), None),
    )


def _above(events: Sequence[Event]) -> dict[int, list[Range]]:
    """For each track, what the tracks above it hide."""
    return {
        layer: joined(
            event.shown
            for event in events
            if event.shown and event.layer > layer and event.kind is not SourceKind.TITLE
        )
        for layer in {event.layer for event in events}
    }


def _seen(group: Sequence[Event], above: Mapping[int, Sequence[Range]]) -> int | None:
    seen: list[Range] = []
    for event in group:
        if event.shown is None:
            return None
        seen += without([event.shown], above[event.layer])
    return frames_in(seen)


def joined(ranges: Iterable[Range]) -> list[Range]:
    """Ranges in order, without overlap.

    >>> joined([(5, 9), (0, 3), (2, 4)]), joined([(0, 3), (3, 5)])
    ([(0, 4), (5, 9)], [(0, 5)])
    """
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif end > start:
            found.append((start, end))
    return found


def frames_in(ranges: Iterable[Range]) -> int:
    """How many frames ranges cover, each once."""
    return sum(end - start for start, end in joined(ranges))


def without(ranges: Sequence[Range], others: Sequence[Range]) -> list[Range]:
    """What ranges cover and others do not; the others are in order, without overlap.

    >>> without([(0, 10)], [(2, 4), (8, 12)])
    [(0, 2), (4, 8)]
    """
    left: list[Range] = []
    for start, end in joined(ranges):
        at = start
        for first, last in others[max(0, bisect_right(others, (start, start)) - 1) :]:
            if first >= end:
                break
            if last > at:
                left.append((at, max(at, first)))
                at = last
        left.append((at, end))
    return [part for part in left if part[0] < part[1]]
