"""How other offices head the columns of our tables, in French and in English (`synonyms.toml`)."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from functools import cache, lru_cache
from importlib.resources import files

from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.english import english_heading
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables import BY_NAME

_NUMBER_SIGN = re.compile(r"\b(n[°º]|num\.?|no\.|nbre?|nb)(?!\w)")
_PUNCTUATION = re.compile(r"[^\w%€/+]+|_")
_UNIT = re.compile(r"\((?:h|hh mm|heures|min|mn|minutes|j|jours|en heures|en minutes|€|eur|ht|en)\)")


@lru_cache(maxsize=4096)
def heading_key(heading: str) -> str:
    """A heading as it is compared: its case, accents, punctuation and unit in brackets set aside.

    >>> heading_key("Nb d'heures (h)"), heading_key("N° de bon :"), heading_key("START_TIME *")
    ('numero d heures', 'numero de bon', 'start time')
    """
    plain = _UNIT.sub("", plain_letters(heading).replace("'", " "))
    numbered = _NUMBER_SIGN.sub("numero ", plain)
    return " ".join(_PUNCTUATION.sub(" ", numbered).split())


def names_of(table: Table, column: Column) -> dict[str, str]:
    """What a column may be headed, and why it is known, in French, our own heading first."""
    return _names(table.name, column.name)


@cache
def _names(table_name: str, column_name: str) -> dict[str, str]:
    # Asked for each list of each file: the declarations themselves are long to compare.
    table = BY_NAME[table_name]
    column = table.by_name[column_name]
    found = {heading_key(column.heading): "son en-tête", heading_key(column.name): "son nom de code"}
    # What never leaves the house has no English.
    with suppress(KeyError):
        found.setdefault(heading_key(english_heading(table, column.name)), "son en-tête en anglais")
    for synonym in _declared().get(table.name, {}).get(column.name, ()):
        found.setdefault(synonym, "un synonyme")
    return found


@cache
def _declared() -> dict[str, dict[str, list[str]]]:
    """By table, then by code name of the column."""
    return tomllib.loads(files(__package__).joinpath("synonyms.toml").read_text(encoding="utf-8"))
