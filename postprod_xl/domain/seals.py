"""The mark of a ledger row that nobody changed."""

from __future__ import annotations

import zlib

_SEPARATOR = chr(31)


def seal_of(letter: str, *parts: object) -> str:
    """The mark of a row that holds these parts; a letter first, that no spreadsheet takes it for a number.

    >>> seal_of("P", "TERR", 1, None)
    'P6a9b3c8d'
    """
    text = _SEPARATOR.join("" if part is None else str(part) for part in parts)
    return f"{letter}{zlib.crc32(text.encode()):08x}"
