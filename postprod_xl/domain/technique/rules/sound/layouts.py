"""Configurations of sound as people and tools write them: « 5.1 + stéréo », `L R C LFE Ls Rs`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from postprod_xl.schema.cells.spelling import plain_letters

MONO, STEREO, SURROUND = "mono", "stéréo", "5.1"
_WORDS = {
    "mono": MONO,
    "m": MONO,
    "c": MONO,
    "1.0": MONO,
    "stereo": STEREO,
    "st": STEREO,
    "2.0": STEREO,
    "l r": STEREO,
    "lr": STEREO,
    "lt rt": STEREO,
    "ltrt": STEREO,
    "lo ro": STEREO,
    "loro": STEREO,
    "5.0": "5.0",
    "5.1": SURROUND,
    "l r c lfe ls rs": SURROUND,
    "l r c lfe lb rb": SURROUND,
    "7.1": "7.1",
    "l r c lfe ls rs lb rb": "7.1",
    "l r c lfe lb rb ls rs": "7.1",
}
_BETWEEN = re.compile(r"\s*(?:[+&,;/]|\bet\b)\s*")
_EXTRA = re.compile(r"\b(?:mix|mixage|version|fr|vf|vo|vi|me|pcm|dediee?|smpte|itu|film|discret)\b|\([^)]*\)")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
DOLBY_E = "dolby e"
"""Two tracks of AES3 that hold up to eight: what is inside cannot be counted in tracks (facts A1.2)."""


@dataclass(frozen=True)
class SoundLayout:
    """The parts of a configuration, in the order written: « mono », « stéréo », « 5.0 », « 5.1 », « 7.1 »."""

    parts: tuple[str, ...]

    @property
    def has_stereo(self) -> bool:
        return STEREO in self.parts

    @property
    def has_surround(self) -> bool:
        return any(part not in (MONO, STEREO) for part in self.parts)


def read_layout(text: str | None) -> SoundLayout | None:
    """What a configuration says; None when it is empty, or when one of its words is not known.

    >>> read_layout("5.1 + stéréo").parts, read_layout("L R C LFE Ls Rs").parts, read_layout("Atmos")
    (('5.1', 'stéréo'), ('5.1',), None)
    """
    said = _DECIMAL_COMMA.sub(".", plain_letters(text or ""))
    if not said or DOLBY_E in said:
        return None
    words = [_word(part) for part in _BETWEEN.split(said) if part.strip()]
    known = [word for word in words if word is not None]
    return SoundLayout(tuple(known)) if known and len(known) == len(words) else None


def _word(part: str) -> str | None:
    kept = " ".join(_EXTRA.sub(" ", part).split())
    return _WORDS.get(kept)
