"""A sheet of a file that is not ours, as cells by row and column: what `workbook.reading` reads and rules look into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import ascii_uppercase
from typing import Any, NamedTuple

Place = tuple[int, int]
"""Row and column of a cell, both counted from 1."""


class Comment(NamedTuple):
    """A comment pinned to a cell; the author is empty where the file names none."""

    author: str
    text: str


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet, or of one CSV file.

    Parameters
    ----------
    title
        Title of the sheet, or name of the CSV file.
    cells
        What each cell in use holds: text, float, bool, date, datetime, time, timedelta; `ExcelError`, `NoCachedValue`
        or `Damaged` where there is no value to trust. In a CSV file each is text, and a row is the line of the file
        that its record starts on.
    comments
        The comments of each cell, oldest first.
    hidden_rows, hidden_columns
        Those that the file hides, by a filter or by hand.
    is_hidden
        Whether the sheet itself is hidden.
    is_csv
        Whether it was read from a CSV file.
    counts_from_1904
        Whether a day that has lost its date format is a number counted from 1904.
    """

    title: str
    cells: Mapping[Place, Any]
    comments: Mapping[Place, tuple[Comment, ...]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    is_csv: bool = False
    counts_from_1904: bool = False

    @cached_property
    def rows(self) -> Mapping[int, Mapping[int, Any]]:
        """The cells in use by row, then by column, in order."""
        found: dict[int, dict[int, Any]] = {}
        for (row, column), value in sorted(self.cells.items(), key=lambda cell: cell[0]):
            found.setdefault(row, {})[column] = value
        return found

    def address(self, place: Place) -> str:
        """The address of a cell as a message names it: `B4`; the line, in a CSV file.

        >>> Grid("Équipe", {}).address((4, 2)), Grid("Équipe", {}).address((4, 28))
        ('B4', 'AB4')
        """
        return f"ligne {place[0]}" if self.is_csv else cell_address(place)


def cell_address(place: Place) -> str:
    """The address of a cell of a sheet, as Excel names it."""
    row, column = place
    letters = ""
    while column:
        column, rest = divmod(column - 1, len(ascii_uppercase))
        letters = f"{ascii_uppercase[rest]}{letters}"
    return f"{letters}{row}"
