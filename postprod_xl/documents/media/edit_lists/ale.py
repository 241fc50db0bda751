"""Avid Log Exchange: a list of shots with their tapes and timecodes. It is no cut: nothing has a share.

Source: the ALE format of Avid (sections `Heading`, `Column`, `Data`, fields separated by tabulations).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from postprod_xl.documents.media.edit_lists.records import (
    CutSource,
    EditListFacts,
    EditListKind,
    SkippedLine,
    SourceKind,
)
from postprod_xl.documents.media.edit_lists.shares import kind_of
from postprod_xl.documents.media.edit_lists.timecodes import frames_at, rate_written
from postprod_xl.documents.media.texts import lines_of
from postprod_xl.documents.media.untrusted import UnreadableMedia

FORMAT = "ALE"
_SECTIONS = ("Heading", "Column", "Data")
_REELS = ("Tape", "TapeID", "Tape ID", "Reel", "Camroll", "Labroll", "Source Tape")
_FILES = ("Source File", "Source File Name", "Source Path")


def read_ale(path: Path) -> EditListFacts:
    """The facts of an ALE.

    Raises
    ------
    UnreadableMedia
        It has no columns, or separates its fields by anything but tabulations.
    """
    lines, remark = lines_of(path)
    log = _Log(remarks=[remark] if remark else [])
    for number, line in enumerate(lines, 1):
        log.take(number, line)
    if not log.columns:
        raise UnreadableMedia("pas de ligne « Column » suivie de colonnes : ce n'est pas un ALE d'Avid")
    return log.facts(path.name)


@dataclass
class _Log:
    """An ALE while its lines are read."""

    section: str = ""
    heading: dict[str, str] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    shots: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    skipped: list[SkippedLine] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def take(self, number: int, line: str) -> None:
        if not line.strip():
            return
        if line.strip() in _SECTIONS:
            self.section = line.strip()
        elif self.section == "Heading":
            words = [word.strip() for word in line.split("\t")]
            self.heading |= {
                name.upper(): value for name, value in zip(words[::2], words[1::2], strict=False)
            }
        elif self.section == "Column" and not self.columns:
            self._refuse_separator()
            self.columns = [name.strip() for name in line.split("\t")]
        elif self.section == "Data":
            self._take_shot(number, line)
        else:
            self.skipped.append(SkippedLine(number, line[:200], "ligne hors des sections d'un ALE"))

    def _refuse_separator(self) -> None:
        separator = self.heading.get("FIELD_DELIM", "TABS")
        if separator.upper() != "TABS":
            raise UnreadableMedia(
                f"champs séparés par « {separator} » : un ALE les sépare par des tabulations"
            )

    def _take_shot(self, number: int, line: str) -> None:
        fields = line.split("\t")
        while len(fields) > len(self.columns) and not fields[-1].strip():
            fields.pop()
        if len(fields) > len(self.columns):
            reason = f"{len(fields)} champs pour {len(self.columns)} colonnes"
            self.skipped.append(SkippedLine(number, line[:200], reason))
            return
        names = self.columns[: len(fields)]
        self.shots.append((number, {name: text.strip() for name, text in zip(names, fields, strict=True)}))

    def facts(self, file: str) -> EditListFacts:
        rate = rate_written(self.heading.get("FPS", ""))
        if rate is None:
            self.remarks.append("pas de cadence (FPS) dans l'en-tête : aucune durée calculée")
        pictures = [shot for shot in self.shots if _has_picture(shot[1])]
        sounds = [_named(shot)[0] for _, shot in self.shots if not _has_picture(shot)]
        sources = tuple(self._sources(pictures, rate))
        names = {source.name for source in sources}
        return EditListFacts(
            file=file,
            format=FORMAT,
            kind=EditListKind.RUSHES,
            rate=rate,
            sources=sources,
            sound_events=len(sounds),
            sound_sources=tuple(dict.fromkeys(name for name in sounds if name not in names)),
            skipped=tuple(sorted(self.skipped, key=lambda line: line.number)),
            remarks=tuple(dict.fromkeys(self.remarks)),
        )

    def _sources(
        self, shots: Sequence[tuple[int, dict[str, str]]], rate: Fraction | None
    ) -> Iterator[CutSource]:
        grouped: dict[tuple[str, bool], list[tuple[int, dict[str, str]]]] = {}
        for number, shot in shots:
            grouped.setdefault(_named(shot), []).append((number, shot))
        for (name, is_reel), group in grouped.items():
            rates = {rate_written(shot.get("FPS", "")) or rate for _, shot in group}
            own = rates.pop() if len(rates) == 1 else None
            lengths = [self._length(number, shot, own) for number, shot in group]
            clips = (shot.get(column, "") for _, shot in group for column in ("Name", *_FILES))
            yield CutSource(
                name=name,
                is_reel=is_reel,
                kind=kind_of(name) if is_reel else SourceKind.PICTURE,
                clips=tuple(dict.fromkeys(clip for clip in clips if clip and clip != name)),
                events=len(group),
                rate=own,
                length_frames=sum(length or 0 for length in lengths) if None not in lengths else None,
            )

    def _length(self, number: int, shot: dict[str, str], rate: Fraction | None) -> int | None:
        """The frames of a shot: its end less its start, which its duration must confirm."""
        if rate is None:
            return None
        start, end, said = (
            frames_at(text, rate, drop_frame=";" in text) if text else None
            for text in (shot.get("Start", ""), shot.get("End", ""), shot.get("Duration", ""))
        )
        between = end - start if start is not None and end is not None else None
        if between is not None and between < 0:
            self.remarks.append(f"ligne {number} : la fin du plan précède son début")
            return None
        if between is not None and said is not None and between != said:
            self.remarks.append(f"ligne {number} : {between} images entre début et fin, {said} annoncées")
            return None
        return between if between is not None else said


def _has_picture(shot: dict[str, str]) -> bool:
    """Whether a shot has picture, by its tracks: « VA1A2 »; one that does not say has."""
    tracks = shot.get("Tracks", "").upper()
    return not tracks or "V" in tracks


def _named(shot: dict[str, str]) -> tuple[str, bool]:
    """What a shot is taken from, and whether that is a reel."""
    reel = next((shot[name] for name in _REELS if shot.get(name)), "")
    if reel:
        return reel, True
    return next((shot[name] for name in (*_FILES, "Name") if shot.get(name)), "sans nom"), False
