"""Where the note of a row of a chart is written: beside its bar."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

# Of a letter of a note, in those of the columns.
_NOTE_LETTER = 0.85


class NotePlace(NamedTuple):
    """The column where a note is written, the side it leans to, and the columns that its text covers."""

    column: int
    align: str
    covered: range


@dataclass(frozen=True)
class NotePlaces:
    """The columns of a chart: how many, and how wide in characters."""

    count: int
    width: float

    def found(self, first: int, last: int, letters: int) -> NotePlace | None:
        """Where to write so many letters of what is drawn from a first to a last column.

        On its right, else on its left, else on it where it is long enough; None where there is no room.

        >>> NotePlaces(10, 4.0).found(2, 3, 12)
        NotePlace(column=4, align='left', covered=range(4, 7))
        >>> NotePlaces(10, 4.0).found(5, 8, 12)
        NotePlace(column=4, align='right', covered=range(2, 5))
        """
        columns = math.ceil(letters * _NOTE_LETTER / self.width)
        if last + 1 + columns <= self.count:
            return NotePlace(last + 1, "left", range(last + 1, last + 1 + columns))
        if columns <= first:
            return NotePlace(first - 1, "right", range(first - columns, first))
        if columns <= last + 1 - first:
            return NotePlace(first, "left", range(first, first + columns))
        return None
