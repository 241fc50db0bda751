"""Words of the trade in all their spellings: one canonical word each, from tables that people can read and extend.

A spelling is compared without case, accents, spaces or punctuation; one that stands nowhere is kept and not known.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

from postprod_xl.domain.technique.spellings.written import Written, absent, known, says_nothing, unknown_word
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.spelling import closest, plain_letters

W = TypeVar("W", bound=StrEnum)


@cache
def tables(name: str) -> Mapping[str, Any]:
    """One file of spellings, read once: `codecs.toml`, `words.toml`."""
    held: Mapping[str, Any] = tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return held


def word_key(text: str) -> str:
    """A text as spellings are compared.

    >>> word_key("X′Y′Z′"), word_key("Apple ProRes 422 (HQ)"), word_key("Rec. 709")
    ('xyz', 'appleprores422hq', 'rec709')
    """
    return "".join(letter for letter in plain_letters(text) if letter.isalnum())


@dataclass(frozen=True)
class Lexicon(Generic[W]):
    """The canonical words of one subject.

    Parameters
    ----------
    what
        French, with its article: « un codec ».
    words
        The canonical word of each spelling, by its `word_key`.
    covered
        The precise words that a general one does not contradict: ProRes, those of its flavours.
    ambiguous
        What is said of a spelling that stands for several words, by its `word_key`.
    """

    what: str
    words: Mapping[str, W]
    covered: Mapping[W, frozenset[W]]
    ambiguous: Mapping[str, str]

    def read(self, text: str | None) -> Written[W]:
        """The canonical word of a text; not known, with why and the nearest word, when it is none."""
        text = cleaned(text or "")
        if says_nothing(text):
            return absent(text)
        key = word_key(text)
        if key in self.words:
            return known(text, self.words[key])
        if key in self.ambiguous:
            return unknown_word(text, self.ambiguous[key])
        meant = closest(text, {word.value for word in self.words.values()})
        note = f"n'est pas {self.what} que nous connaissons"
        return unknown_word(text, f"{note} : vouliez-vous dire « {meant} » ?" if meant else note)

    def first_known(self, *texts: str | None) -> Written[W]:
        """The word of the first text that is known; else what is said of the first one written."""
        read = [self.read(text) for text in texts if text]
        return next((word for word in read if word.is_known), read[0] if read else absent())

    def agree(self, one: W, other: W) -> bool:
        """Whether two words do not contradict each other: one, or a general word and a precise one that it covers."""
        return one is other or other in self.covered.get(one, ()) or one in self.covered.get(other, ())


def lexicon(words: type[W], file: str, section: str, what: str) -> Lexicon[W]:
    """The words of a section of a file of spellings, each spelled by its value too."""
    held = tables(file)
    entries = held[section]
    spelled = {word_key(word.value): word for word in words}
    for word in words:
        spelled |= {word_key(text): word for text in entries[word.name]["spellings"]}
    covered = {
        word: frozenset(words[name] for name in entries[word.name].get("covers", ())) for word in words
    }
    ambiguous = {word_key(text): note for text, note in held.get("ambiguous", {}).get(section, {}).items()}
    return Lexicon(what, spelled, covered, ambiguous)
