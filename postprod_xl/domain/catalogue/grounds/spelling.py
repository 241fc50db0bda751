"""How the words of rights are compared and parted, as contracts write them."""

from __future__ import annotations

import re
from functools import lru_cache

from postprod_xl.schema.cells.spelling import plain_letters

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o"})
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015_'’.()]+")
_PARTS = re.compile(r"[;,\n]")
_EXCEPT = re.compile(
    r"[\s,;(]+(?:sauf|hors|except[ée]s?|excluding|excl\.?|à\s+l['’]exc(?:eption|lusion)\s+de)[\s:]+",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:de )?(?:la|le|les|l|d|des|du) ")
_JOINED = re.compile(r"\s+(?:et|and)\s+|\s*[/+&]\s*", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def word_key(text: str) -> str:
    """A word as it is compared: capitals and accents do not count, a hyphen or an apostrophe is a space.

    Spaces are kept, so that two codes side by side are never read as a name: « IN DE » is not « Inde ».

    >>> word_key("Royaume-Uni"), word_key("TV_GRATUITE"), word_key("U.S.A."), word_key("IN-DE")
    ('royaume uni', 'tv gratuite', 'usa', 'in de')
    """
    words = _BETWEEN.sub(" ", plain_letters(text).translate(_LIGATURES)).split()
    if all(len(word) == 1 for word in words):
        return "".join(words)
    return " ".join(words)


def without_article(key: str) -> str:
    """A word as it is compared, without the article before it.

    >>> without_article("la belgique"), without_article("l allemagne"), without_article("laos")
    ('belgique', 'allemagne', 'laos')
    """
    return _ARTICLE.sub("", key, count=1) if _ARTICLE.match(key) else key


def parts_of(text: str) -> list[str]:
    """The words of a list, parted by semicolons, commas or lines.

    >>> parts_of("FR ; BE, Suisse")
    ['FR', 'BE', 'Suisse']
    """
    return [word for part in _PARTS.split(text) if (word := part.strip())]


def excepted(text: str) -> tuple[str, str] | None:
    """What stands before and after « sauf », where a text says it once.

    >>> excepted("Monde sauf États-Unis, Canada")
    ('Monde', 'États-Unis, Canada')
    """
    sides = [side.strip(" \n,;)") for side in _EXCEPT.split(text)]
    return (sides[0], sides[1]) if len(sides) == 2 and all(sides) else None


def joined_parts(word: str) -> list[str]:
    """The words that « et », « / », « + » or « & » join; the word alone where nothing does.

    >>> joined_parts("Belgique et Luxembourg")
    ['Belgique', 'Luxembourg']
    """
    return [part.strip() for part in _JOINED.split(word) if part.strip()]
