"""The lines of an edit list in CMX 3600: each is either understood or named.

Sources: the manual of the CMX 3600 (event line, FCM, SPLIT, M2); the comments that Avid, Resolve, Premiere and Final
Cut write (`FROM CLIP NAME`…).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from postprod_xl.documents.media.edit_lists.records import SkippedLine, SourceKind
from postprod_xl.documents.media.edit_lists.shares import kind_of
from postprod_xl.documents.media.edit_lists.timecodes import is_timecode

_EVENT = re.compile(
    r"(?P<reel>\S.*?)\s+(?P<channels>\S+)\s+(?P<edit>C|D|W\d{1,3}|KB?|KO?)(?:\s+(?P<key>[BO]))?(?:\s+(?P<length>\d+))?"
)
_COMMENT = re.compile(
    r"\*?\s*(?P<side>FROM|TO)?\s*(?:CLIP NAME|CLIP|FILE|SOURCE FILE)\s*(?:IS)?\s*:\s*(?P<text>.*)"
)
_FINAL_CUT_REEL = re.compile(r"FINAL CUT PRO REEL:\s*(?P<full>.+?)\s+REPLACED BY:\s*(?P<short>\S+)")
_SPEED = re.compile(
    r"M2\s+(?P<reel>\S.*?)?\s+(?P<speed>-?\s?\d*\.?\d+)\s+(?P<at>\d\d[:;]\d\d[:;]\d\d[:;]\d\d)"
)
_KNOWN = re.compile(r"(SPLIT|AUD\b|EFFECTS NAME|GPI|>>>|DLEDL|\[|REM\b|;|/)")
_NO_REEL = frozenset({"AX", "AUX", "UNKNOWN", "NONE", "NO_REEL"})


@dataclass
class Edit:
    """An event line, with the comments that follow it; `times` are source in and out, record in and out."""

    number: int
    event: str
    reel: str
    channels: str
    edit: str
    length: int
    times: tuple[str, str, str, str]
    clips: list[str] = field(default_factory=list)
    speeds: list[str] = field(default_factory=list)
    is_frozen: bool = False

    @property
    def layer(self) -> int | None:
        """Its track of picture, None for sound alone."""
        video = re.search(r"V(\d*)", self.channels)
        if video is None:
            return 0 if self.channels == "B" else None
        return max(0, int(video[1] or 1) - 1)

    @property
    def has_sound(self) -> bool:
        return "A" in self.channels or self.channels == "B"

    @property
    def is_transition(self) -> bool:
        return self.edit[0] in "DW"

    @property
    def name(self) -> str:
        return self.reel if self.is_reel else next(iter(self.clips), self.reel)

    @property
    def is_reel(self) -> bool:
        return self.reel.upper() not in _NO_REEL

    @property
    def kind(self) -> SourceKind:
        return kind_of(self.reel) if self.is_reel else kind_of(*self.clips[:1])


@dataclass
class EdlLines:
    """An EDL while its lines are read: `take` is given each one, with its number."""

    title: str = ""
    drop_frames: list[bool] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    full_reels: dict[str, str] = field(default_factory=dict)
    skipped: list[SkippedLine] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def take(self, number: int, line: str) -> None:
        """Read a line; one that is not understood is named in `skipped`."""
        if not line:
            return
        if line[0].isdigit():
            self._take_event(number, line)
        elif line.upper().startswith("TITLE:"):
            self.title = self.title or line[6:].strip()
        elif line.upper().startswith("FCM:"):
            self.drop_frames.append("NON" not in line.upper())
        elif line.startswith("M2"):
            self._take_speed(number, line)
        elif not self._is_comment(line):
            self._skip(number, line, "ligne d'une forme inconnue")

    def _skip(self, number: int, line: str, reason: str) -> None:
        self.skipped.append(SkippedLine(number, line[:200], reason))

    def _take_event(self, number: int, line: str) -> None:
        words = line.split()
        times = words[-4:]
        if len(words) < 8 or not all(is_timecode(time) for time in times):
            self._skip(number, line, "quatre timecodes attendus en fin de ligne")
            return
        found = _EVENT.fullmatch(" ".join(words[1:-4]))
        if found is None:
            self._skip(number, line, "bobine, pistes et type de coupe attendus avant les timecodes")
            return
        self.edits.append(
            Edit(
                number=number,
                event=words[0],
                reel=found["reel"],
                channels=found["channels"].upper(),
                edit=found["edit"],
                length=int(found["length"] or 0),
                times=(times[0], times[1], times[2], times[3]),
            )
        )

    def _take_speed(self, number: int, line: str) -> None:
        found = _SPEED.match(line)
        group = self._group()
        if found is None or not group:
            self._skip(number, line, "effet de vitesse illisible")
            return
        reel = (found["reel"] or "").strip()
        edit = next((edit for edit in reversed(group) if reel in (edit.reel, *edit.clips)), group[-1])
        edit.speeds.append(found["speed"].replace(" ", ""))

    def _is_comment(self, line: str) -> bool:
        reel = _FINAL_CUT_REEL.match(line)
        if reel:
            self.full_reels[reel["short"]] = reel["full"]
            return True
        if line.startswith("*") or _COMMENT.match(line):
            self._take_comment(line)
            return True
        return _KNOWN.match(line.upper()) is not None

    def _take_comment(self, line: str) -> None:
        group = self._group()
        if not group:
            return
        found = _COMMENT.match(line)
        if found and found["text"].strip():
            edit = group[0] if found["side"] == "FROM" else group[-1]
            edit.clips.append(found["text"].strip())
        elif re.match(r"\*\s*\*?\s*FREEZE FRAME", line.upper()):
            group[-1].is_frozen = True

    def _group(self) -> Sequence[Edit]:
        """The lines of the event that is being read: the two of a transition bear one number."""
        if not self.edits:
            return ()
        last = len(self.edits)
        while last > 1 and self.edits[last - 2].event == self.edits[-1].event:
            last -= 1
        return self.edits[last - 1 :]
