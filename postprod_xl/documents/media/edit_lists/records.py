"""What an edit list says: the sources of a cut, and how much of the picture each one gives.

Durations are in frames of the list; a fact that needs a rate nobody gave is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class EditListKind(StrEnum):
    """What a list is."""

    CUT = "Montage"
    RUSHES = "Liste de rushes"


class SourceKind(StrEnum):
    """What a source shows."""

    PICTURE = "Image"
    TITLE = "Titre"
    BLACK = "Noir"
    LEADER = "Amorce"


@dataclass(frozen=True)
class SpeedEffect:
    """A shot played at another speed.

    Parameters
    ----------
    source
        The source it is taken from.
    speed
        Played speed over shot speed, exact: 1/2 is a slow motion, −1 plays backwards, 0 is a frozen frame; None
        where the list says that there is an effect, and not which one, or where the rate is not known.
    record_in
        Its first frame in the cut, counted from the first one; None where not known.
    """

    source: str
    speed: Fraction | None
    record_in: int | None = None


@dataclass(frozen=True)
class CutSource:
    """A source of a cut.

    Parameters
    ----------
    name
        The reel (tape, camera roll) that the list names; the clip where it names no reel.
    is_reel
        Whether `name` is a reel.
    kind
        Picture; or title, black, leader, which are counted apart.
    clips
        The clips and files that are named with it, in the order of the list.
    events
        How many times it is used in the picture.
    frames
        Frames of the cut on which it shows, each counted once; both sources of a dissolve show all along it.
    share
        Of the length of the cut, exact. The sum may pass 1 by the dissolves.
    rate
        Its own rate, where the list says it.
    length_frames
        In a list of rushes, its length in its own frames.
    """

    name: str
    is_reel: bool
    kind: SourceKind = SourceKind.PICTURE
    clips: tuple[str, ...] = ()
    events: int = 0
    frames: int | None = None
    share: Fraction | None = None
    rate: Fraction | None = None
    length_frames: int | None = None


@dataclass(frozen=True)
class SkippedLine:
    """A line of the list that was not understood, and why; `number` counts from 1."""

    number: int
    text: str
    reason: str


@dataclass(frozen=True)
class EditListFacts:
    """An edit list.

    Parameters
    ----------
    file, format
        Its name; « EDL CMX 3600 », « ALE », « FCPXML 1.10 », « XML Final Cut Pro 7 », « AAF ».
    kind
        A cut, or a list of rushes (ALE), which has no record side.
    title
        As written.
    modified
        The day the file was last written, on this machine's clock.
    rate, is_rate_given
        Frames a second; whether it comes from the caller, the list having none (EDL).
    is_drop_frame
        As the list says it; None where it does not.
    record_in, record_out
        First timecode of the picture, and the one after its last frame, as written.
    duration_frames
        Between them.
    sources
        Of the picture, in the order of their first use.
    empty_frames
        Frames of the cut that no event covers: black that the list does not name.
    sound_events
        Events of sound, which count for nothing in the shares.
    sound_sources
        The reels or clips they name, that the picture does not use.
    speeds
        The speed effects of the picture.
    skipped
        Lines that were not understood.
    remarks
        What a reader of this list must know, in French lines.
    """

    file: str
    format: str
    kind: EditListKind
    title: str = ""
    modified: date | None = None
    rate: Fraction | None = None
    is_rate_given: bool = False
    is_drop_frame: bool | None = None
    record_in: str = ""
    record_out: str = ""
    duration_frames: int | None = None
    sources: tuple[CutSource, ...] = ()
    empty_frames: int | None = None
    sound_events: int = 0
    sound_sources: tuple[str, ...] = ()
    speeds: tuple[SpeedEffect, ...] = ()
    skipped: tuple[SkippedLine, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def duration_s(self) -> Fraction | None:
        """Its length in seconds, exact; None where a rate is missing."""
        return self.duration_frames / self.rate if self.duration_frames is not None and self.rate else None

    @property
    def without_reel(self) -> tuple[CutSource, ...]:
        """The sources of picture that the list names by a clip only: nobody can find their reel in it."""
        return tuple(
            source for source in self.sources if source.kind is SourceKind.PICTURE and not source.is_reel
        )

    @property
    def source_rates(self) -> tuple[Fraction, ...]:
        """The rates of its sources, each once, where the list says them."""
        return tuple(dict.fromkeys(source.rate for source in self.sources if source.rate is not None))
