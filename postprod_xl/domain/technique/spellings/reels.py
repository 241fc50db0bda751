"""The reel names that a cell holds."""

from __future__ import annotations

import re

from postprod_xl.domain.technique.spellings.written import says_nothing
from postprod_xl.schema.units import folded

_BETWEEN = re.compile(r"[;,/\n]|\s-\s|\s+et\s+")
_NONE = re.compile(r"(?:sans|pas de|aucune?)\s.*", re.IGNORECASE)


def reels_of(text: str) -> tuple[str, ...]:
    """The reel names that a cell holds, each once; none where it says that there is none.

    >>> reels_of("A001 ; A002 et B001"), reels_of("a001, A001"), reels_of("n/a"), reels_of("sans nom de bande")
    (('A001', 'A002', 'B001'), ('a001',), (), ())
    """
    if says_nothing(text):
        return ()
    named: dict[str, str] = {}
    for part in map(str.strip, _BETWEEN.split(text)):
        if not says_nothing(part) and not _NONE.fullmatch(part):
            named.setdefault(folded(part), part)
    return tuple(named.values())
