"""Cell addresses and rectangular areas in A1 notation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CORNER = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


@cache
def column_letters(column: int) -> str:
    """Give the letters of a column counted from 1.

    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def column_number(letters: str) -> int:
    """Give the number, from 1, of a column named by its letters.

    >>> column_number("AB")
    28
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(frozen=True)
class Area:
    """A rectangle of cells, every bound included and counted from 1."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int

    @classmethod
    def parse(cls, text: str) -> Area | None:
        """Read ``A1``, ``A1:B9`` or ``$A$1:$B$9``; None for anything else (whole columns, names, `#REF!`).

        >>> Area.parse("$A$1:B9")
        Area(first_column=1, first_row=1, last_column=2, last_row=9)
        """
        corners = [_CORNER.fullmatch(corner) for corner in text.split(":")]
        if len(corners) > 2 or None in corners:
            return None
        first, last = corners[0], corners[-1]
        assert first and last
        return cls(column_number(first[1]), int(first[2]), column_number(last[1]), int(last[2]))

    def __str__(self) -> str:
        first = f"{column_letters(self.first_column)}{self.first_row}"
        last = f"{column_letters(self.last_column)}{self.last_row}"
        return first if first == last else f"{first}:{last}"

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.last_column - self.first_column + 1

    @property
    def is_within_sheet(self) -> bool:
        """Whether the corners are in order and a sheet has such cells."""
        return (
            1 <= self.first_column <= self.last_column <= LAST_COLUMN
            and 1 <= self.first_row <= self.last_row <= LAST_ROW
        )

    def contains(self, row: int, column: int) -> bool:
        """Tell whether the cell lies inside."""
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column

    def intersects(self, other: Area) -> bool:
        """Tell whether the two rectangles share a cell."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )

    def columns_within(self, other: Area) -> bool:
        """Tell whether every column of this rectangle is a column of the other."""
        return other.first_column <= self.first_column and self.last_column <= other.last_column


def with_last_row(text: str, last_row: int) -> str:
    """Give the range of ``text`` ending at another row; a single cell becomes a range, ``$`` marks are kept.

    >>> with_last_row("$B$5:$B$9", 12), with_last_row("B5", 7), with_last_row("B5:B9", 5)
    ('$B$5:$B$12', 'B5:B7', 'B5:B5')
    """
    first, _, last = text.partition(":")
    return first + ":" + re.sub(r"[0-9]+$", str(last_row), last or first)
