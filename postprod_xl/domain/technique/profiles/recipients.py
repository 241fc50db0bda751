"""Recipients, under whatever name people write them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from postprod_xl.parameters import recipient_names
from postprod_xl.schema.cells.spelling import plain_letters


def recipient_key(name: str | None) -> str:
    """A recipient as names are compared: its own name in one spelling, whatever it is called; empty without.

    >>> recipient_key("FTV") == recipient_key("France Télévisions"), recipient_key("Canal Plus"), recipient_key("Arte")
    (True, 'canal+', 'arte')
    """
    key = spelled(name or "")
    return _by_spelling().get(key, key)


def spelled(name: str) -> str:
    """A name without case, accents, spaces or marks; « + » is a letter of some."""
    return "".join(letter for letter in plain_letters(name) if letter.isalnum() or letter == "+")


@cache
def _by_spelling() -> Mapping[str, str]:
    return {
        spelled(alias): spelled(name)
        for name, aliases in recipient_names().items()
        for alias in (name, *aliases)
    }
