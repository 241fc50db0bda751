"""What was made of something written about technique: known, kept and not known, or impossible."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from postprod_xl.schema.cells.spelling import plain_letters

T = TypeVar("T")


class WordState(StrEnum):
    """How far something written is understood; the value is the French word for it."""

    ABSENT = "à renseigner"
    KNOWN = "connu"
    UNKNOWN = "non reconnu"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Written(Generic[T]):
    """Something written by a person or a tool, and what it says.

    Parameters
    ----------
    text
        As it was written: never rewritten.
    state
        How far it is understood.
    value
        What it says; None unless known.
    note
        French, without capital or full stop: why it is not known, or how it was taken; may be empty.
    """

    text: str
    state: WordState
    value: T | None = None
    note: str = ""

    @property
    def is_known(self) -> bool:
        """Whether rules may read it."""
        return self.state is WordState.KNOWN


_NOTHING = re.compile(
    r"[-–—?./ ]*|n\.?c\.?|n/?a|0/0|aucune?|non|rien|neant|sans|sans objet|unknown", re.IGNORECASE
)


def says_nothing(text: str) -> bool:
    """Whether a text says that there is nothing to say: « – », « Aucun », « n/a », `0/0` and `unknown` of ffprobe.

    >>> says_nothing("Aucun"), says_nothing("?"), says_nothing("Néant"), says_nothing("DCP")
    (True, True, True, False)
    """
    return _NOTHING.fullmatch(plain_letters(text)) is not None


def absent(text: str = "") -> Written[T]:
    """Nothing said: to be filled in where a rule needs it, never a fault."""
    return Written(text, WordState.ABSENT)


def known(text: str, value: T, note: str = "") -> Written[T]:
    """A text understood."""
    return Written(text, WordState.KNOWN, value, note)


def read_words(text: str) -> Written[str]:
    """Words of nobody's list, a tool or a method: nothing where they say that there is none.

    >>> read_words("ACES").value, read_words("aucune").value
    ('ACES', None)
    """
    return absent(text) if says_nothing(text) else known(text, text)


def unknown_word(text: str, note: str) -> Written[T]:
    """A text kept as it is, that no rule reads."""
    return Written(text, WordState.UNKNOWN, None, note)


def impossible(text: str, note: str) -> Written[T]:
    """A text that says what cannot be."""
    return Written(text, WordState.IMPOSSIBLE, None, note)
