"""Cells to enter gathered in rectangles, so that a live workbook is written in few calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.sheets.cells import Formula

CellPosition = tuple[int, int]
WIDEST_GAP = 12


@dataclass(frozen=True)
class Rectangle:
    """Neighbouring cells, all values or all formulas, entered in one call."""

    area: Area
    are_formulas: bool
    rows: list[list[Any]]


def rectangles(
    cells: Mapping[CellPosition, Any], between: Callable[[CellPosition], Any] | None = None
) -> Iterator[Rectangle]:
    """Gather cells by column, then neighbouring columns of the same rows.

    Parameters
    ----------
    cells
        Values, or `Formula` objects, by row and column.
    between
        Gives the value of a cell that may be entered again as it is to bridge a gap, a `Formula` for one that may
        not; None: no gap is bridged.
    """
    runs: defaultdict[tuple[int, int, bool], list[int]] = defaultdict(list)
    filled = dict(cells) if between is None else {**cells, **_bridges(cells, between)}
    for column, first, last, are_formulas in _runs(filled):
        runs[first, last, are_formulas].append(column)
    for (first, last, are_formulas), columns in runs.items():
        for left, right in _neighbours(sorted(columns)):
            area = Area(left, first, right, last)
            rows = [
                [_content(filled[row, column]) for column in range(left, right + 1)]
                for row in range(first, last + 1)
            ]
            yield Rectangle(area, are_formulas, rows)


def _bridges(
    cells: Mapping[CellPosition, Any], between: Callable[[CellPosition], Any]
) -> dict[CellPosition, Any]:
    """Give the cells that stand in short gaps of a column of values, with what they hold."""
    found: dict[CellPosition, Any] = {}
    values = sorted((column, row) for (row, column), value in cells.items() if not isinstance(value, Formula))
    for (column, row), (next_column, next_row) in pairwise(values):
        if column != next_column or not 1 < next_row - row <= WIDEST_GAP:
            continue
        gap = {(at, column): between((at, column)) for at in range(row + 1, next_row)}
        if not any(cell in cells or isinstance(value, Formula) for cell, value in gap.items()):
            found |= gap
    return found


def _runs(cells: Mapping[CellPosition, Any]) -> Iterator[tuple[int, int, int, bool]]:
    """Give column, first row, last row and nature of each unbroken run of cells."""
    ordered = sorted((column, row) for row, column in cells)
    start = 0
    for at, (column, row) in enumerate(ordered):
        is_formula = isinstance(cells[row, column], Formula)
        following = ordered[at + 1] if at + 1 < len(ordered) else None
        goes_on = following == (column, row + 1) and is_formula == isinstance(cells[row + 1, column], Formula)
        if not goes_on:
            yield column, ordered[start][1], row, is_formula
            start = at + 1


def _neighbours(columns: list[int]) -> Iterator[tuple[int, int]]:
    start = columns[0]
    for column, following in pairwise([*columns, 0]):
        if following != column + 1:
            yield start, column
            start = following


def _content(value: Any) -> Any:
    return f"={value.text}" if isinstance(value, Formula) else value
