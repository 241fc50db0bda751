"""The codes that a cell of the catalogue names, several of them parted by semicolons, and how they are told."""

from __future__ import annotations

from collections.abc import Iterable

from postprod_xl.domain.catalogue.contracts.works import names_of
from postprod_xl.domain.wording import first_names


def named_works(text: str) -> tuple[str, ...]:
    """The codes of works that a contract names, in order, each once.

    >>> named_works("ETE ; HIVER;ETE")
    ('ETE', 'HIVER')
    """
    return tuple(dict.fromkeys(names_of(text)))


def only_one(works: Iterable[str]) -> str:
    """The work that a row is about; empty when there are several.

    >>> only_one(["ETE", "ETE"]), only_one(["ETE", "HIVER"])
    ('ETE', '')
    """
    named = dict.fromkeys(works)
    return next(iter(named)) if len(named) == 1 else ""


def told_works(works: Iterable[str]) -> str:
    """Works in a sentence, the first ones of many.

    >>> told_works(["ETE", "HIVER", "ETE"])
    'ETE, HIVER'
    """
    return first_names([*dict.fromkeys(works)])
