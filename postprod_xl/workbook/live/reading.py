"""Every table of a live workbook as raw cells, in one call a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.workbook.live.raw import raw_cells
from postprod_xl.workbook.live.values import held
from postprod_xl.workbook.reader import STRAY_ROWS, Reading, read_places

if TYPE_CHECKING:
    from xlwings import Book, Range, Sheet


def read_tables(book: Book, places: Mapping[str, TablePlace], names: Iterable[str]) -> Reading:
    """Read tables of a live workbook by name, as `workbook.reader.read_tables` reads those of a file.

    Parameters
    ----------
    book
        The open workbook.
    places
        Every table of the workbook, by name, from `find_tables`.
    names
        The tables to read; those absent from `places` are left out of the answer.
    """
    used: dict[str, tuple[Sheet, int]] = {}

    def grid_of(place: TablePlace) -> _LiveGrid:
        if place.sheet not in used:
            sheet = book.sheets[place.sheet]
            used[place.sheet] = sheet, _last_row(sheet.used_range)
        return _LiveGrid(place, *used[place.sheet])

    return read_places(places, names, grid_of)


def block(sheet: Sheet, area: Area) -> Range:
    """Give the range of an area."""
    return sheet.range((area.first_row, area.first_column), (area.last_row, area.last_column))


def cells_of(cells: Range) -> list[list[Any]]:
    """Give the cells of a range by row."""
    return [list(map(held, row)) for row in raw_cells(cells)]


class _LiveGrid:
    """The cells of one table and of what stands right below it."""

    def __init__(self, place: TablePlace, sheet: Sheet, height: int) -> None:
        self._sheet, self._place = sheet, place
        self._first = place.first_row
        self.height = height
        self._cells: list[list[Any]] = []
        self._load(min(height, place.end_row + STRAY_ROWS + 2))

    @property
    def merged(self) -> list[Area]:
        """The merged ranges of the table."""
        data = block(self._sheet, self._place.data)
        return [] if data.merge_cells is False else list(dict.fromkeys(_merged_areas(data)))

    def column(self, number: int, first: int, last: int) -> list[Any]:
        """Cells of a column of the table, from row `first` to row `last`."""
        at = number - self._place.first_column
        self._load(last)
        return [row[at] for row in self._cells[first - self._first : last - self._first + 1]]

    def is_used(self, row: int, first_column: int, last_column: int) -> bool:
        """Whether a cell of the table's columns holds something."""
        if row > self.height:
            return False
        if row >= self._first + len(self._cells):
            self._load(min(self.height, row + len(self._cells)))
        return any(cell not in (None, "") for cell in self._cells[row - self._first])

    def last_used(self, area: Area) -> int:
        """Last row of the area within the sheet's used range."""
        return max(area.first_row - 1, min(area.last_row, self.height))

    def _load(self, last: int) -> None:
        first = self._first + len(self._cells)
        if last >= first:
            area = Area(self._place.first_column, first, self._place.last_column, last)
            self._cells += cells_of(block(self._sheet, area))


def _last_row(cells: Range) -> int:
    rows, _ = cells.shape
    return cells.row + rows - 1


def _merged_areas(data: Range) -> Iterator[Area]:
    for row in data.rows:
        if row.merge_cells is False:
            continue
        for cell in row:
            if cell.merge_cells:
                area = cell.merge_area
                last = area.last_cell
                yield Area(area.column, area.row, last.column, last.row)
