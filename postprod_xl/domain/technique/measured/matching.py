"""Which source or deliverable of a project a file is for: what is written tells it, nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from postprod_xl.domain.office import Office
from postprod_xl.domain.technique.spellings.reels import reels_of
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.tables.technique import DELIVERABLES, SOURCES
from postprod_xl.schema.units import folded

_BETWEEN = re.compile(r"[^0-9a-z]+")
_CLIP = r"(?=c[0-9]{3,4}(?![0-9]))"
"""A clip number straight after the reel, as cameras name their files: `A001C003_…` is of the reel A001."""
_CAMERA = re.compile(r"[a-z]{1,2}")
_CARD = r"(?=[0-9]{3,4}(?:(?![0-9a-z])|c[0-9]{3,4}(?![0-9])))"
"""The number of a card straight after the letter of its camera: `A001`, `A002C003_…` are cards of the camera A."""


@dataclass(frozen=True)
class WrittenObject:
    """What a name says of its object.

    Parameters
    ----------
    object
        The code of the only source or deliverable that is written in it; empty where there is none.
    several
        Those that are written in it where there are several: none is chosen.
    """

    object: str = ""
    several: tuple[str, ...] = ()


class Objects:
    """The sources and the deliverables of a project, by their codes and the names of their reels."""

    def __init__(
        self, codes: Sequence[str], reels: Iterable[tuple[str, str]] = (), promised: Iterable[str] = ()
    ) -> None:
        self.codes = tuple(dict.fromkeys(codes))
        self.promised = frozenset(promised)
        """Those of `codes` that are deliverables."""
        self._words = [(code, _pattern(code)) for code in self.codes if _key(code)]
        self._reels = [(code, _pattern(reel, *_endings(reel))) for code, reel in reels if _key(reel)]

    def of_code(self, code: str) -> str:
        """The code as it is written in its table; empty when the project has none of that name."""
        return next((known for known in self.codes if folded(known) == folded(code)), "")

    def named_in(self, *texts: str) -> WrittenObject:
        """What texts say, the surest first: the first that names an object is believed, the others are not looked at.

        A code counts as a whole word, whatever separates its parts; one that is a part of another that is written
        there (PAD in PAD-FTV) does not count. Codes come before reels.
        """
        for text in texts:
            for words in (self._words, self._reels):
                found = _written(_key(text), words)
                if len(found) == 1:
                    return WrittenObject(found[0])
                if found:
                    return WrittenObject(several=found)
        return WrittenObject()


def objects_of(office: Office, project: str) -> Objects:
    """What the files of a project may be for, deliverables first."""
    sources = [row for row in office[SOURCES.name] if row.project == project and row.source]
    promised = [
        row.deliverable for row in office[DELIVERABLES.name] if row.project == project and row.deliverable
    ]
    reels = [(row.source, reel) for row in sources for reel in reels_of(row.reel)]
    return Objects([*promised, *(row.source for row in sources)], reels, promised)


def _key(text: str) -> str:
    """Letters and digits alone, one dash between words."""
    return _BETWEEN.sub("-", plain_letters(text)).strip("-")


def _endings(reel: str) -> tuple[str, ...]:
    """What may follow a reel: the letter of a camera is that of all its cards, unless one is another source's reel."""
    return (_CLIP, _CARD) if _CAMERA.fullmatch(_key(reel)) else (_CLIP,)


def _pattern(word: str, *endings: str) -> re.Pattern[str]:
    after = "|".join((r"(?![0-9a-z])", *endings))
    return re.compile(rf"(?<![0-9a-z]){re.escape(_key(word))}(?:{after})")


def _written(text: str, words: Sequence[tuple[str, re.Pattern[str]]]) -> tuple[str, ...]:
    """The objects whose word is in a text, but those whose word is only there inside the word of another."""
    spans = [(code, match.span()) for code, pattern in words for match in pattern.finditer(text)]
    kept = [
        code
        for code, (start, end) in spans
        if not any(
            other_start <= start and end <= other_end and (other_start, other_end) != (start, end)
            for _, (other_start, other_end) in spans
        )
    ]
    return tuple(dict.fromkeys(kept))
