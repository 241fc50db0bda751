"""People whose first and last names stand in one column of a list, as two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import takewhile
from typing import Any, NamedTuple

from postprod_xl.domain.mapping.listing import Listing
from postprod_xl.domain.mapping.synonyms import heading_key, names_of
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.tables.team import TEAM

_CIVILITIES = frozenset(("m", "mr", "mme", "mlle", "madame", "monsieur", "mademoiselle"))
_PARTICLES = frozenset(
    ("le", "la", "de", "du", "des", "d'", "el", "al", "ben", "van", "von", "da", "di", "dos")
)
"""What begins a last name and no first one."""
LAST, FIRST = TEAM.heading("last_name"), TEAM.heading("first_name")


class PersonName(NamedTuple):
    """What a person is called."""

    first: str
    last: str


def with_names_apart(listing: Listing) -> tuple[Listing, str]:
    """A list of people whose one column of names is two, and the heading of that column; as it is without any."""
    keys = {heading_key(heading): heading for heading in listing.headings}
    of_first, of_last = (names_of(TEAM, TEAM.by_name[name]) for name in ("first_name", "last_name"))
    heading = next((keys[key] for key in keys if key in of_last and _has_both(listing.cells(keys[key]))), "")
    if not heading or any(key in of_first for key in keys):
        return listing, ""
    last_first = heading_key(heading).startswith("nom") and "prenom" in heading_key(heading)
    column = listing.headings[heading]
    headings = {LAST: column, FIRST: column} | {
        name: at for name, at in listing.headings.items() if name != heading
    }
    rows = [(number, _apart(cells, heading, last_first)) for number, cells in listing.rows]
    return replace(listing, headings=headings, rows=rows), heading


def _has_both(cells: list[Any]) -> bool:
    """Whether most names are of two words."""
    return 2 * sum(isinstance(cell, str) and " " in cleaned(cell) for cell in cells) > len(cells)


def _apart(cells: Mapping[str, Any], heading: str, last_first: bool) -> dict[str, Any]:
    others = {name: value for name, value in cells.items() if name != heading}
    held = cells.get(heading)
    if not isinstance(held, str):
        return {LAST: held, **others} if heading in cells else others
    name = split_name(held, last_first)
    return {LAST: name.last, FIRST: name.first, **others}


def split_name(text: str, last_first: bool = False) -> PersonName:
    """First and last name of a person written in one text.

    A last name is what stands in capitals, or before a comma; else the last words, or the first ones where the list
    says that last names come first. A title such as « M. » is of neither.

    >>> [tuple(split_name(text)) for text in ("Awa DIOP", "LE GOFF Yann", "Diop, Awa", "Yann Le Goff", "M. Le Goff")]
    [('Awa', 'DIOP'), ('Yann', 'LE GOFF'), ('Awa', 'Diop'), ('Yann', 'Le Goff'), ('', 'Le Goff')]
    >>> tuple(split_name("Martin Paul", last_first=True)), tuple(split_name("de la Tour Marie"))
    (('Paul', 'Martin'), ('Marie', 'de la Tour'))
    """
    before, comma, after = text.partition(",")
    if comma and after.strip():
        return PersonName(cleaned(after), cleaned(before))
    words = [word for word in cleaned(text).split() if word.casefold().rstrip(".") not in _CIVILITIES]
    capitals = [word for word in words if len(word) > 1 and word == word.upper()]
    if capitals and len(capitals) < len(words):
        return PersonName(" ".join(word for word in words if word not in capitals), " ".join(capitals))
    particles = len(list(takewhile(lambda word: word.casefold() in _PARTICLES, words)))
    if particles:
        return PersonName(" ".join(words[particles + 1 :]), " ".join(words[: particles + 1]))
    if len(words) < 2:
        return PersonName("", " ".join(words))
    if last_first:
        return PersonName(words[-1], " ".join(words[:-1]))
    return PersonName(words[0], " ".join(words[1:]))
