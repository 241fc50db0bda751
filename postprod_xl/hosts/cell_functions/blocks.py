"""Cells as spreadsheets hand them over: one value, one row, or rows of equal length; and how they spread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Block = Sequence[Sequence[Any]]
Shape = tuple[int, int]

ONE_CELL = (1, 1)


class CellFault(ValueError):
    """What a person should fix in a formula: the French text shown in its cell, without the function's name."""


def block_of(value: Any) -> Block:
    """Rows of cells; a single value is one cell, a flat sequence is one row."""
    if not isinstance(value, list | tuple):
        return [[value]]
    if value and all(isinstance(row, list | tuple) for row in value):
        return value
    return [value]


def shape_of(block: Block) -> Shape:
    """Rows and columns of a block.

    Raises
    ------
    CellFault
        When its rows are not of one length, or it holds no cell.
    """
    widths = {len(row) for row in block}
    if len(widths) != 1 or widths == {0}:
        raise CellFault("une plage de cellules est vide ou inégale")
    return len(block), widths.pop()


def common_shape(shapes: Sequence[Shape]) -> Shape:
    """The shape of the result: one cell, one row or one column spreads over the others, as in Excel.

    Raises
    ------
    CellFault
        When two blocks have neither the same height (width) nor a height (width) of one.

    Examples
    --------
    >>> common_shape([(10, 1), (1, 1)]), common_shape([(10, 1), (1, 3)])
    ((10, 1), (10, 3))
    """
    height = max((rows for rows, _ in shapes), default=1)
    width = max((columns for _, columns in shapes), default=1)
    for rows, columns in shapes:
        if rows not in (1, height) or columns not in (1, width):
            raise CellFault(
                f"les plages n'ont pas la même taille ({rows} × {columns} et {height} × {width} cellules)"
            )
    return height, width


def spread(block: Block, shape: Shape) -> list[Any]:
    """The cells of a block, row by row, repeated so as to fill a shape."""
    height, width = shape
    rows = [list(row) * width if len(row) < width else row for row in block]
    cells = [cell for row in rows for cell in row]
    return cells * height if len(rows) < height else cells


def in_rows(cells: Sequence[Any], shape: Shape) -> list[list[Any]]:
    """The same cells as rows of a shape."""
    width = shape[1]
    return [list(cells[start : start + width]) for start in range(0, len(cells), width)]
