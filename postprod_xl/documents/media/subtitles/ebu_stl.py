"""Subtitles in EBU STL (Tech 3264): a block of 1024 bytes, then blocks of 128.

The times are read here: ttconv moves a cue that overlaps the one before it, and leaves out those it finds wrong, which
is what a check must see. It decodes the letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from importlib import import_module

from postprod_xl.documents.media.subtitles.cues import lines_of, together
from postprod_xl.documents.media.subtitles.records import SubtitleCue, SubtitleFacts
from postprod_xl.documents.media.untrusted import UnreadableMedia, overheard

FORMAT = "EBU STL"
_PAGES = ("437", "850", "860", "863", "865")
_MOST_REMARKS = 5
_HEAD, _BLOCK = 1024, 128
_RATES = {
    b"STL23.01": Fraction(24000, 1001),
    b"STL24.01": Fraction(24),
    b"STL25.01": Fraction(25),
    b"STL30.01": Fraction(30),
    b"STL50.01": Fraction(50),
}
_LAST_OF_A_CUE, _USER_DATA = 0xFF, 0xFE
_LARGEST_EXTENSION = 0xEF
_COMMENT = 1
_ONE, _FIRST_OF_SEVERAL, _LAST_OF_SEVERAL = 0, 1, 3


def read_ebu_stl(data: bytes, file: str) -> SubtitleFacts:
    """The facts of an EBU STL.

    Raises
    ------
    UnreadableMedia
        It is not one, or its rate is unknown.
    """
    if len(data) < _HEAD or data[3:6] != b"STL":
        raise UnreadableMedia("ce n'est pas un EBU STL : pas de bloc GSI de 1024 octets (Tech 3264)")
    rate = _RATES.get(data[3:11])
    if rate is None:
        written = data[3:11].decode("latin-1").strip()
        raise UnreadableMedia(f"EBU STL de cadence « {written} » inconnue : STL25.01 ou STL30.01 attendu")
    with overheard() as said:
        facts = _Stl(data, rate).facts(file)
    heard = tuple(f"ttconv signale : {line}" for line in dict.fromkeys(said))
    return replace(facts, remarks=(*facts.remarks, *heard[:_MOST_REMARKS]))


@dataclass
class _Stl:
    """An EBU STL while it is read."""

    data: bytes
    rate: Fraction
    skipped: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def facts(self, file: str) -> SubtitleFacts:
        if self.rate == 30:
            self.remarks.append(
                "STL30.01 : 30 images par seconde selon la norme ; à 29,97 tout dure 0,1 % de plus"
            )
        start = self._programme_start()
        cues = together(self._cues(start or Fraction(0)))
        if start is None:
            self.remarks.append("début de programme (TCP) absent : les temps sont comptés depuis 00:00:00:00")
        if cues and cues[0].start_s < 0:
            self.remarks.append("un sous-titre précède le début de programme (TCP)")
        page = self.data[:3].decode("latin-1")
        text = self.data[256:264].decode("latin-1")
        return SubtitleFacts(
            file=file,
            format=f"{FORMAT} ({self.data[3:11].decode('latin-1')})",
            rate=self.rate,
            language=import_module("ttconv.stl.datafile").DataFile(self.data[:_HEAD]).get_language(),
            title=self.data[16:48].decode(f"cp{page}" if page in _PAGES else "cp850", "replace").strip(),
            cues=cues,
            programme_start=":".join(text[at : at + 2] for at in (0, 2, 4, 6)) if start is not None else "",
            skipped=tuple(self.skipped),
            remarks=tuple(self.remarks),
        )

    def _programme_start(self) -> Fraction | None:
        written = self.data[256:264]
        if not written.isdigit():
            return None
        return self._seconds(bytes(int(written[at : at + 2]) for at in (0, 2, 4, 6)))

    def _seconds(self, timecode: bytes) -> Fraction | None:
        """The seconds of four bytes of timecode; None for one that does not exist."""
        hours, minutes, seconds, frames = timecode
        base = -(-self.rate.numerator // self.rate.denominator)
        if hours > 23 or minutes > 59 or seconds > 59 or frames >= base:
            return None
        return Fraction((hours * 3600 + minutes * 60 + seconds) * base + frames) / self.rate

    def _blocks(self) -> Iterator[bytes]:
        body = self.data[_HEAD:]
        whole, rest = divmod(len(body), _BLOCK)
        announced = self.data[238:243].strip()
        if rest:
            self.remarks.append("fichier coupé au milieu d'un bloc")
        if announced.isdigit() and int(announced) != whole:
            self.remarks.append(
                f"{int(announced)} blocs annoncés, {whole} trouvés : fichier incomplet ou mal recopié"
            )
        return (body[at * _BLOCK : (at + 1) * _BLOCK] for at in range(whole))

    def _cues(self, origin: Fraction) -> Iterator[SubtitleCue]:
        text, pending = b"", list[SubtitleCue]()
        for block in self._blocks():
            number = int.from_bytes(block[1:3], "little")
            if block[3] == _USER_DATA or _LARGEST_EXTENSION < block[3] < _USER_DATA or block[15] == _COMMENT:
                continue
            text += block[16:].strip(b"\x8f")
            if block[3] != _LAST_OF_A_CUE:
                continue
            cue = self._cue(number, block, text, origin)
            text = b""
            if cue is None:
                continue
            if block[4] == _FIRST_OF_SEVERAL:
                pending = []
            if block[4] == _ONE:
                yield cue
            else:
                pending.append(cue)
            if block[4] == _LAST_OF_SEVERAL:
                yield _cumulated(pending)
                pending = []
        if pending:
            yield _cumulated(pending)

    def _cue(self, number: int, block: bytes, text: bytes, origin: Fraction) -> SubtitleCue | None:
        start, end = self._seconds(block[5:9]), self._seconds(block[9:13])
        if start is None or end is None:
            self.skipped.append(f"sous-titre {number} : code temporel impossible")
        elif end <= start:
            self.skipped.append(f"sous-titre {number} : il finit avant de commencer")
        else:
            return SubtitleCue(start - origin, end - origin, self._lines(text))
        return None

    def _lines(self, text: bytes) -> tuple[str, ...]:
        model = import_module("ttconv.model")
        paragraph = model.P(model.ContentDocument())
        is_teletext = self.data[11:12] in (b"1", b"2")
        import_module("ttconv.stl.tf").to_model(paragraph, is_teletext, self.data[12:14], text)
        return lines_of(paragraph)


def _cumulated(cues: list[SubtitleCue]) -> SubtitleCue:
    """A cue whose lines come one after the other, and leave together (cumulative status)."""
    lines = tuple(line for cue in cues for line in cue.lines)
    return SubtitleCue(min(cue.start_s for cue in cues), max(cue.end_s for cue in cues), lines)
