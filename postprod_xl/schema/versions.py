"""The versions of the workbook: the one this program writes, and how two of them compare.

A workbook's version is not the product's: it changes only when a column, a tab, a setting or a word of a closed list is
added, and says what a workbook must hold.
"""

from __future__ import annotations

import re

from postprod_xl import __version__

FIRST = "0.1"
"""What a column or a tab that names no version came with."""
CURRENT = "0.8"
"""What this program writes, and the latest that it reads."""

LATER_REMEDY = "mettez postprod à jour"
_WRITTEN = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}")


def is_version(text: str) -> bool:
    """Whether a text is a version, such as `0.3`."""
    return _WRITTEN.fullmatch(text) is not None


def plain_mark(formula: str) -> str:
    """The version that the formula of a workbook's mark gives: `0.3` for `="0.3"`."""
    return formula.strip().removeprefix("=").strip().strip('"')


def is_from_later(mark: str | None) -> bool:
    """Whether a mark is that of a version which this program does not know."""
    return mark is not None and is_version(mark) and is_later(mark, CURRENT)


def later_text(mark: str | None) -> str:
    """What is said of a workbook that a later program wrote."""
    return f"classeur de la version {mark}, plus récente que ce programme ({__version__})"


def is_later(version: str, other: str) -> bool:
    """Whether a version came after another.

    >>> is_later("0.10", "0.9"), is_later("0.3.0", "0.3"), is_later("1", "0.12")
    (True, False, True)
    """
    return numbers_of(version) > numbers_of(other)


def numbers_of(version: str) -> tuple[int, ...]:
    """The numbers of a version, in which order versions came.

    >>> numbers_of("0.10"), numbers_of("0.3.0")
    ((0, 10), (0, 3))
    """
    numbers = [int(part) for part in version.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
