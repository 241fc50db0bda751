"""Where a technical rule comes from, as the sheets tell it."""

from __future__ import annotations

from collections.abc import Sequence


def sources_text(keys: Sequence[str]) -> str:
    """The sources of a rule, by their keys.

    >>> sources_text(("RES1", "KNUT2"))
    'RES1 ; KNUT2'
    """
    return " ; ".join(keys)
