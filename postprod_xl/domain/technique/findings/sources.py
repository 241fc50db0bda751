"""Where a technical rule comes from, as the sheets tell it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from postprod_xl.parameters import technique_sources

NOWHERE = "aucune"
"""The address of what no text says."""


def sources_text(keys: Sequence[str]) -> str:
    """The sources of a rule: what each is and where; one that is no key is told as it is.

    >>> sources_text(("K", "cahier FTV, v3"))
    'Savoir du métier, sans texte : à confirmer avec le cahier des charges ; cahier FTV, v3'
    """
    return " ; ".join(map(_told, keys))


@lru_cache(maxsize=1024)
def _told(key: str) -> str:
    source = technique_sources().get(key)
    if source is None:
        return key
    title, address = source["title"], source["address"]
    return title if address == NOWHERE else f"{title} ({address})"
