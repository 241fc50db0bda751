"""The codes that a cell of the catalogue names, several of them parted by semicolons."""

from __future__ import annotations

from postprod_xl.schema.references import SEPARATOR


def named_works(text: str) -> tuple[str, ...]:
    """The codes of works that a contract names, in order, each once.

    >>> named_works("ETE ; HIVER;ETE")
    ('ETE', 'HIVER')
    """
    return tuple(dict.fromkeys(part.strip() for part in text.split(SEPARATOR) if part.strip()))
