"""What a file of subtitles says: when its cues show, and how large they are.

Times are in seconds, exact, from the start of the programme where the format declares it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class SubtitleCue:
    """A subtitle on screen: from when to when, in seconds, and its lines; an image has none."""

    start_s: Fraction
    end_s: Fraction
    lines: tuple[str, ...] = ()

    @property
    def duration_s(self) -> Fraction:
        return self.end_s - self.start_s


@dataclass(frozen=True)
class SubtitleFacts:
    """A file of subtitles.

    Parameters
    ----------
    file, format
        Its name; « EBU STL », « SRT », « WebVTT », « TTML », « SCC », « Sous-titres DCP SMPTE 428-7 »…
    rate
        Frames a second where the format has them; SRT and WebVTT have none.
    language, title
        As written.
    cues
        In the order of their times; those that show at the same time from end to end are one.
    images
        How many are images, whose lines nobody can count.
    programme_start
        In an EBU STL, the timecode of the start of the programme (TCP), from which the times count; empty elsewhere,
        and where the file leaves it blank.
    reel_number
        In a subtitle of a DCP, the reel it belongs to, as written.
    skipped
        Cues that were not read, and why: one French line each.
    remarks
        What a reader of these figures must know.
    """

    file: str
    format: str
    rate: Fraction | None = None
    language: str = ""
    title: str = ""
    cues: tuple[SubtitleCue, ...] = ()
    images: int = 0
    programme_start: str = ""
    reel_number: str = ""
    skipped: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def first_cue_s(self) -> Fraction | None:
        return min((cue.start_s for cue in self.cues), default=None)

    @property
    def last_end_s(self) -> Fraction | None:
        return max((cue.end_s for cue in self.cues), default=None)

    @property
    def most_lines(self) -> int | None:
        """The most lines on screen at once in a cue; None where it only has images."""
        return max((len(cue.lines) for cue in self.cues if cue.lines), default=None)

    @property
    def longest_line(self) -> int | None:
        """The characters of the longest line, spaces included."""
        return max((len(line) for cue in self.cues for line in cue.lines), default=None)

    @property
    def shortest_cue_s(self) -> Fraction | None:
        return min((cue.duration_s for cue in self.cues), default=None)

    @property
    def shortest_gap_s(self) -> Fraction | None:
        """The shortest time without any subtitle between two cues: 0 where one follows another at once."""
        return min((gap for gap in self._gaps() if gap >= 0), default=None)

    @property
    def overlaps(self) -> int:
        """How many cues begin before an earlier one has ended."""
        return sum(gap < 0 for gap in self._gaps())

    def in_frames(self, seconds: Fraction | None) -> Fraction | None:
        """A time in frames, None without a rate or a time."""
        return None if seconds is None or self.rate is None else seconds * self.rate

    def _gaps(self) -> list[Fraction]:
        gaps: list[Fraction] = []
        end: Fraction | None = None
        for cue in self.cues:
            if end is not None:
                gaps.append(cue.start_s - end)
            end = cue.end_s if end is None else max(end, cue.end_s)
        return gaps
