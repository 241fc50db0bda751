"""Names that people misspell: the known one they most likely meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
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


@lru_cache(maxsize=4096)
def plain_letters(name: str) -> str:
    """A name as it is compared: in any case, without its accents.

    >>> plain_letters("DÉBIT €")
    'debit €'
    """
    marks = unicodedata.normalize("NFD", folded(name))
    return "".join(letter for letter in marks if not unicodedata.combining(letter))
