"""The cells of the sheets of a workbook's file, by row and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.errors import naming
from postprod_xl.engines.ooxml.parts.shared_strings import shared_strings
from postprod_xl.engines.ooxml.reading.cell_formats import cell_formats
from postprod_xl.engines.ooxml.reading.parsed_sheet import parsed_cells
from postprod_xl.engines.ooxml.reading.plain_sheet import plain_cells
from postprod_xl.engines.ooxml.reading.values import CellContext, CellFaults, cell_values
from postprod_xl.engines.ooxml.tables.places import date1904

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package


class Sheets:
    """The sheets of one workbook, with what their cells refer to.

    Parameters
    ----------
    package
        The workbook.
    faults
        What to give for a cell that holds no value to trust.
    """

    def __init__(self, package: Package, faults: CellFaults) -> None:
        self._package = package
        self._faults = faults

    def cells(self, part: str, title: str) -> SheetCells:
        """The cells of a worksheet part; a refusal gives its tab's title too.

        Raises
        ------
        UnusableFile
            The part, or one that its cells need, is missing, damaged or suspect.
        """
        xml = self._package.read(part)
        with naming(self._package.path):
            place = f"{title} ({part})"
            found = plain_cells(xml, place) or parsed_cells(xml, place)
        values = cell_values(found, self._context)
        return SheetCells(found.rows, found.columns, values, found.merged)

    @cached_property
    def _shared_texts(self) -> Sequence[str]:
        return shared_strings(self._package)

    @cached_property
    def _context(self) -> CellContext:
        return CellContext(
            lambda: self._shared_texts, cell_formats(self._package), date1904(self._package), self._faults
        )


class SheetCells:
    """The cells in use of one sheet; rows and columns are counted from 1.

    Parameters
    ----------
    rows, columns
        Where each cell stands, row by row, each row from left to right.
    values
        What each holds.
    merged
        Merged ranges.
    """

    def __init__(
        self, rows: np.ndarray, columns: np.ndarray, values: np.ndarray, merged: Sequence[Area]
    ) -> None:
        self._rows, self._columns, self._values = rows, columns, values
        self._by_column = np.argsort(columns, kind="stable")
        self._sorted_columns = columns[self._by_column]
        self.height = int(rows[-1]) if rows.size else 0
        self.merged = merged

    def items(self) -> Iterator[tuple[tuple[int, int], Any]]:
        """Every cell in use: its row and column, and what it holds."""
        yield from zip(
            zip(self._rows.tolist(), self._columns.tolist(), strict=True), self._values, strict=True
        )

    def column(self, number: int, first: int, last: int) -> list[Any]:
        """Cells of a column, from row `first` to row `last`, ``""`` where there is none."""
        cells = np.full(max(last - first + 1, 0), "", dtype=object)
        start, end = np.searchsorted(self._sorted_columns, [number, number + 1])
        at = self._by_column[start:end]
        start, end = np.searchsorted(self._rows[at], [first, last + 1])
        at = at[start:end]
        cells[self._rows[at] - first] = self._values[at]
        return cells.tolist()

    def is_used(self, row: int, first_column: int, last_column: int) -> bool:
        """Whether a cell of these columns holds something."""
        start, end = np.searchsorted(self._rows, [row, row + 1])
        start, end = start + np.searchsorted(self._columns[start:end], [first_column, last_column + 1])
        return any(value != "" for value in self._values[start:end])

    def last_used(self, area: Area) -> int:
        """Last row of the area that holds something, the one above it when it is empty."""
        start, end = np.searchsorted(self._rows, [area.first_row, area.last_row + 1])
        columns = self._columns[start:end]
        inside = start + np.flatnonzero((columns >= area.first_column) & (columns <= area.last_column))
        filled = (at for at in inside[::-1].tolist() if self._values[at] != "")
        at = next(filled, None)
        return area.first_row - 1 if at is None else int(self._rows[at])
