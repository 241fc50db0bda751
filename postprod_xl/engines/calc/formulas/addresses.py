"""A1 addresses as Excel spells them."""

from __future__ import annotations

import re
from typing import NamedTuple

_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")
_LOOKS_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*([Cc]\d*)?|[Cc]\d*")


class Box(NamedTuple):
    """A rectangle of cells, counted from 0, last row and last column included."""

    row: int
    column: int
    last_row: int
    last_column: int

    @property
    def height(self) -> int:
        return self.last_row - self.row + 1

    @property
    def width(self) -> int:
        return self.last_column - self.column + 1


def column_letters(index: int) -> str:
    """The letters of a column.

    Parameters
    ----------
    index
        The column, counted from 0.

    Examples
    --------
    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    left = index + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def column_index(letters: str) -> int:
    """The column, counted from 0, that the letters name.

    Examples
    --------
    >>> column_index("A"), column_index("xfd")
    (0, 16383)
    """
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def a1(box: Box, sheet: Box, *, row_absolute: bool = True, column_absolute: bool = True) -> str:
    """The address of a rectangle, whole rows and whole columns in their short form.

    Parameters
    ----------
    box
        The rectangle.
    sheet
        The whole sheet, by which a whole column is known.
    row_absolute, column_absolute
        Whether the rows, the columns carry a dollar.

    Examples
    --------
    >>> whole = Box(0, 0, 1048575, 16383)
    >>> a1(Box(0, 0, 2, 1), whole), a1(Box(0, 0, 1048575, 3), whole), a1(Box(0, 0, 9, 16383), whole)
    ('$A$1:$B$3', '$A:$D', '$1:$10')
    """
    rows = ["$" * row_absolute + str(row + 1) for row in (box.row, box.last_row)]
    columns = ["$" * column_absolute + column_letters(column) for column in (box.column, box.last_column)]
    if box.width == sheet.width:
        return ":".join(rows)
    if box.height == sheet.height:
        return ":".join(columns)
    corners = [column + row for column, row in zip(columns, rows, strict=True)]
    return corners[0] if corners[0] == corners[1] else ":".join(corners)


def quoted_sheet(name: str) -> str:
    """The name of a sheet as it stands before « ! », between quotes when Excel needs them.

    Examples
    --------
    >>> quoted_sheet("Projets"), quoted_sheet("Mon onglet"), quoted_sheet("L'été"), quoted_sheet("A1")
    ('Projets', "'Mon onglet'", "'L''été'", "'A1'")
    """
    if _PLAIN_NAME.fullmatch(name) and not _LOOKS_LIKE_A_CELL.fullmatch(name):
        return name
    return "'" + name.replace("'", "''") + "'"
