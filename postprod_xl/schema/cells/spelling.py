"""Names that people misspell: the known one they most likely meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

from postprod_xl.schema.units import folded

LIKENESS = 0.75
"""Share of letters in common from which one name is taken for another misspelt."""


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that a name most resembles, empty when none is close.

    >>> closest("Monteur sn", ["Monteur son", "Mixeur"]), closest("Etalonneur", ["Étalonneur"]), closest("x", ["y"])
    ('Monteur son', 'Étalonneur', '')
    """
    spelled = {plain_letters(option): option for option in known}
    found = get_close_matches(plain_letters(name), spelled, 1, LIKENESS)
    return spelled[found[0]] if found else ""


def closest_all(name: str, known: Collection[str]) -> list[str]:
    """The known names that a name most resembles, all of them as much; none when none is close.

    >>> closest_all("w1", ["w11", "w12", "x"]), closest_all("w1", ["w1", "w12"]), closest_all("z", ["w1"])
    (['w12', 'w11'], ['w1'], [])
    """
    if name in known:
        return [name]
    found = get_close_matches(name, known, len(known) or 1, LIKENESS)
    return [option for option in found if _likeness(option, name) == _likeness(found[0], name)]


def _likeness(option: str, name: str) -> float:
    return SequenceMatcher(None, option, name).ratio()


@lru_cache(maxsize=4096)
def plain_letters(name: str) -> str:
    """A name as it is compared: in any case, without its accents.

    >>> plain_letters("DÉBIT €")
    'debit €'
    """
    marks = unicodedata.normalize("NFD", folded(name))
    return "".join(letter for letter in marks if not unicodedata.combining(letter))
