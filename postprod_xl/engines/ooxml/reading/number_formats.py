"""What a number format makes of a number: a plain number, a day, a time of day or a length of time."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache

_LITERALS = re.compile(r'"[^"]*"?|\\.|_.|\*.', re.DOTALL)
_BRACKETS = re.compile(r"\[([^\]]*)\]")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_GENERAL = re.compile(r"general|standard|est[aá]ndar|standaard", re.IGNORECASE)
_HALVES_OF_DAY = re.compile(r"am/pm|a/p", re.IGNORECASE)
_SECOND_FRACTION = re.compile(r"(s+)[.,]0+", re.IGNORECASE)


class Shown(IntEnum):
    """How a cell shows its number."""

    NUMBER = 0
    DAY = 1
    CLOCK = 2
    ELAPSED = 3
    UNKNOWN = 4
    """The format is not in the workbook: nothing tells a day from a number."""


BUILT_IN = {
    **dict.fromkeys([14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58], Shown.DAY),
    **dict.fromkeys([18, 19, 20, 21, *range(32, 36), 45, 47, 55, 56], Shown.CLOCK),
    46: Shown.ELAPSED,
}
"""Formats that need no declaration, other than plain numbers (ISO/IEC 29500-1, 18.8.30)."""


@cache
def shown_as(code: str) -> Shown:
    """Tell what a format code makes of a number, whatever its colours, literal texts and languages.

    Parameters
    ----------
    code
        As the file spells it, in English: up to three sections for numbers, then one for text.

    Examples
    --------
    >>> shown_as("dd/mm/yyyy").name, shown_as('[Red]0.0 "jour"').name, shown_as("[h]:mm").name
    ('DAY', 'NUMBER', 'ELAPSED')
    >>> shown_as('[=0]"";hh:mm').name, shown_as("General").name, shown_as("0.00 h").name
    ('CLOCK', 'NUMBER', 'NUMBER')
    """
    sections = _LITERALS.sub("", code).split(";")[:3]
    # A section that shows no number at all, such as a hidden zero, says nothing about the others.
    found = (_section(section) for section in sections)
    return next((shown for shown in found if shown is not None), Shown.NUMBER)


def _section(section: str) -> Shown | None:
    """What one section makes of a number, None when it shows none."""
    marks = _BRACKETS.findall(section)
    if any(_ELAPSED.fullmatch(mark) for mark in marks):
        return Shown.ELAPSED
    letters = _SECOND_FRACTION.sub(r"\1", _HALVES_OF_DAY.sub("h", _BRACKETS.sub("", section))).lower()
    if _GENERAL.search(letters) or any(placeholder in letters for placeholder in "0#?"):
        return Shown.NUMBER
    if any(letter in letters for letter in "ydegb"):
        return Shown.DAY
    if any(letter in letters for letter in "hs"):
        return Shown.CLOCK
    # Months alone, `mmm`, are a day shown in part.
    return Shown.DAY if "m" in letters else None
