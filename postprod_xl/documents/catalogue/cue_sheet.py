"""The cue sheet of a version of a work: `domain.catalogue.cues` makes it, papers, workbooks and CSV files print it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from postprod_xl.schema.tables.catalogue.works import CUES

TITLE, TOTAL = "Relevé musical", "Durée totale"
TO_COMPLETE = "à compléter"
"""In the place of what every sheet must say and this one does not: title, composers, duration."""
COLUMNS = (
    "rank",
    "timecode",
    "duration_seconds",
    "title",
    "composers",
    "authors",
    "publishers",
    "label",
    "performers",
    "iswc",
    "isrc",
    "use",
    "music_origin",
)
"""Those of `RelevesMusicaux` that a sheet shows, from left to right."""
REQUIRED = ("duration_seconds", "title", "composers")
_DURATION = "Durée"
_SECONDS_PER_MINUTE, _MINUTES_PER_HOUR = 60, 60


def headings() -> tuple[str, ...]:
    """The headings of a sheet: a duration is printed as a clock does, not in seconds."""
    return tuple(_DURATION if name == "duration_seconds" else CUES.heading(name) for name in COLUMNS)


def duration_text(seconds: int) -> str:
    """A duration as hours, minutes and seconds.

    >>> duration_text(3725)
    '01:02:05'
    """
    minutes, rest = divmod(seconds, _SECONDS_PER_MINUTE)
    hours, minutes = divmod(minutes, _MINUTES_PER_HOUR)
    return f"{hours:02d}:{minutes:02d}:{rest:02d}"


@dataclass(frozen=True)
class Cue:
    """A piece of music, as `COLUMNS` name what is said of it; `duration_seconds` is None where nobody said it."""

    rank: int
    timecode: str
    duration_seconds: int | None
    title: str
    composers: str
    authors: str = ""
    publishers: str = ""
    label: str = ""
    performers: str = ""
    iswc: str = ""
    isrc: str = ""
    use: str = ""
    music_origin: str = ""

    def cells(self) -> tuple[str, ...]:
        """What is printed of it, under `headings`; what must be said and is not is « à compléter »."""
        return tuple(self._text(name) for name in COLUMNS)

    def _text(self, name: str) -> str:
        value = getattr(self, name)
        if name in REQUIRED and not value:
            return TO_COMPLETE
        return duration_text(value) if name == "duration_seconds" else str(value)


@dataclass(frozen=True)
class CueSheet:
    """The music of a version of a work.

    Parameters
    ----------
    work, version
        Their codes; no version, the sheet is that of all of them.
    title
        Title of the work.
    day
        The day the sheet speaks of.
    house
        Name of the house that makes it.
    facts
        What the work and the version are; French name and value.
    cues
        In their order.
    """

    work: str
    version: str
    title: str
    day: date
    house: str
    facts: tuple[tuple[str, str], ...]
    cues: tuple[Cue, ...]

    @property
    def heading(self) -> str:
        """« Relevé musical CRUE, version VF »."""
        return f"{TITLE} {self.work}{f', version {self.version}' if self.version else ''}"

    @property
    def known_seconds(self) -> int:
        """How long the cues last in all, but those whose duration nobody said."""
        return sum(cue.duration_seconds or 0 for cue in self.cues)

    @property
    def untimed(self) -> tuple[int, ...]:
        """The ranks of the cues whose duration nobody said."""
        return tuple(cue.rank for cue in self.cues if not cue.duration_seconds)

    @property
    def total(self) -> str:
        """How long the cues last in all; one that is not known leaves the total unknown, by name."""
        if not self.untimed:
            return duration_text(self.known_seconds)
        ranks = ", ".join(map(str, self.untimed))
        return (
            f"non connue (durée {TO_COMPLETE} : {ranks}) ; les autres : {duration_text(self.known_seconds)}"
        )
