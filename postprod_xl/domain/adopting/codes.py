"""Codes for rows that have none, made of what they are called: short, unique, the same at each reading."""

from __future__ import annotations

import re
from collections.abc import Collection

from postprod_xl.schema.cells.spelling import plain_letters

LONGEST = 12
"""Characters of a code made of a name: people type it again."""
_WORD = re.compile(r"[a-z0-9]+")
_ELIDED = re.compile(r"\b[cdjlmnst]['’]")
_ARTICLES = ("au", "aux", "de", "des", "du", "en", "et", "la", "le", "les", "un", "une")
_SMALL = frozenset((*_ARTICLES, "sa", "sarl", "sas", "sasu", "eurl", "scop"))
"""Articles, and forms of companies: a code says what tells a name from another."""


def code_of(name: str, taken: Collection[str] = (), before: str = "") -> str:
    """A code for what has a name.

    Parameters
    ----------
    name
        What the row is called.
    taken
        The codes there are, in capitals.
    before
        What the code begins with, beyond its length.

    Returns
    -------
    str
        Capitals and digits, words joined by hyphens, 12 characters at most, then a number where it is taken.

    Examples
    --------
    >>> code_of("Les Dames de la côte"), code_of("Studio Lumière SAS"), code_of("Salle 1"), code_of("…")
    ('DAMES-COTE', 'STUDIO-LUMIE', 'SALLE-1', 'CODE')
    >>> code_of("Diop", {"DIOP"}), code_of("Étalonnage couleur", {"ETALONNAGE"})
    ('DIOP-2', 'ETALONNAGE-2')
    >>> code_of("Mixage", before="P001-")
    'P001-MIXAGE'
    """
    words = _WORD.findall(_ELIDED.sub(" ", plain_letters(name)))
    told = [word for word in words if word not in _SMALL] or words or ["code"]
    base = f"{before.upper()}{_cut('-'.join(told).upper())}"
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code


def _cut(code: str) -> str:
    """A code within the longest one, at the end of a word when that leaves half of it."""
    if len(code) <= LONGEST:
        return code
    whole = code[: LONGEST + 1].rpartition("-")[0]
    return whole if 2 * len(whole) > LONGEST else code[:LONGEST]
