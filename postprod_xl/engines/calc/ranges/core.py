"""A rectangle of cells: its place, protection, neighbours and navigation."""

from __future__ import annotations

from typing import Any, Self

from xlwings import XlwingsError, base_classes

from postprod_xl.engines.calc.formulas.addresses import Box, a1, quoted_sheet
from postprod_xl.engines.calc.formulas.references import LAST_COLUMN, LAST_ROW, box_at, box_of

PROTECTED = "{sheet}!{cells} — la feuille est protégée : une feuille sans protection est attendue."
WHOLE_SHEET = Box(0, 0, LAST_ROW, LAST_COLUMN)


class CellBlock(base_classes.Range):
    """A rectangle of cells and its place.

    Parameters
    ----------
    sheet
        The engine's Sheet that it lies on.
    cell_range
        Its UNO cell range; None for a range without cells, such as an empty slice.
    empty_at
        Row and column, counted from 1, then height and width, of a range without cells.
    """

    def __init__(
        self, sheet: Any, cell_range: Any, empty_at: tuple[int, int, int, int] | None = None
    ) -> None:
        self.sheet = sheet
        self.xl = cell_range
        self._empty_at = empty_at

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def document(self) -> Any:
        return self.sheet.book.xl

    @property
    def box(self) -> Box:
        """Where the range lies, counted from 0."""
        if self.xl is None:
            row, column, height, width = self._empty_at or (1, 1, 0, 0)
            return Box(row - 1, column - 1, row + height - 2, column + width - 2)
        return box_of(self.xl)

    def at(self, box: Box) -> Self:
        """The range of this sheet that lies in a rectangle."""
        cells = self.sheet.xl.getCellRangeByPosition(box.column, box.row, box.last_column, box.last_row)
        return type(self)(self.sheet, cells)

    def first_cell(self) -> Any:
        """The UNO cell in the upper left corner."""
        return self.xl.getCellByPosition(0, 0)

    def refuse_protected(self) -> None:
        """Raise on a protected sheet: Calc ignores the change silently, xlwings expects an error."""
        if self.sheet.xl.isProtected():
            raise XlwingsError(PROTECTED.format(sheet=self.sheet.name, cells=self.address))

    def refuse_locked(self) -> None:
        """Raise on locked cells of a protected sheet; unlocked ones accept contents."""
        protection = self.common("CellProtection")
        if protection is None or protection.IsLocked:
            self.refuse_protected()

    def common(self, name: str) -> Any:
        """A property that all the cells share; None when they disagree."""
        if self.xl.getPropertyState(name).value == "AMBIGUOUS_VALUE":
            return None
        return self.xl.getPropertyValue(name)

    @property
    def coords(self) -> tuple[Any, int, int, int, int]:
        box = self.box
        return self.sheet, box.row + 1, box.column + 1, box.height, box.width

    def __len__(self) -> int:
        box = self.box
        return box.height * box.width

    @property
    def row(self) -> int:
        return self.box.row + 1

    @property
    def column(self) -> int:
        return self.box.column + 1

    @property
    def shape(self) -> tuple[int, int]:
        box = self.box
        return box.height, box.width

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        address = a1(self.box, WHOLE_SHEET, row_absolute=row_absolute, column_absolute=col_absolute)
        if not external:
            return address
        book, sheet = self.sheet.book.name, self.sheet.name
        plain = quoted_sheet(sheet) == sheet and quoted_sheet(book) == book
        place = f"[{book}]{sheet}" if plain else "'" + f"[{book}]{sheet}".replace("'", "''") + "'"
        return f"{place}!{address}"

    @property
    def address(self) -> str:
        if self.xl is None:
            box = self.box
            corner = a1(Box(box.row, box.column, box.row, box.column), WHOLE_SHEET)
            return f"{corner}{{{box.height}x{box.width}}}"
        return self.get_address(True, True, False)

    def __call__(self, *args: int) -> Self:
        if not args or self.xl is None:
            raise ValueError("Une cellule se demande par sa ligne et sa colonne, ou par son rang.")
        box = self.box
        down, right = divmod(args[0] - 1, box.width) if len(args) == 1 else (args[0] - 1, args[1] - 1)
        row, column = box.row + down, box.column + right
        if not (0 <= row <= LAST_ROW and 0 <= column <= LAST_COLUMN):
            raise IndexError(f"La cellule {args} de {self.address} est hors de la feuille.")
        return self.at(Box(row, column, row, column))

    @property
    def rows(self) -> Self:
        return self

    @property
    def columns(self) -> Self:
        return self

    def end(self, direction: str) -> Self:
        """The cell that Ctrl + arrow reaches from the first cell."""
        box, way = self.box, _WAYS[direction]
        edge = {"down": LAST_ROW, "right": LAST_COLUMN}.get(way, 0)
        vertical = way in ("down", "up")
        start = box.row if vertical else box.column
        filled = self._filled_towards(box, way, edge)
        stop = _stop(start, edge, filled)
        row, column = (stop, box.column) if vertical else (box.row, stop)
        return self.at(Box(row, column, row, column))

    def _filled_towards(self, box: Box, way: str, edge: int) -> list[tuple[int, int]]:
        """The stretches of filled cells of the row or column, from the first cell to the edge."""
        if way in ("down", "up"):
            strip = self.at(Box(min(box.row, edge), box.column, max(box.row, edge), box.column))
            filled = [(area.row, area.last_row) for area in _filled_boxes(strip.xl)]
        else:
            strip = self.at(Box(box.row, min(box.column, edge), box.row, max(box.column, edge)))
            filled = [(area.column, area.last_column) for area in _filled_boxes(strip.xl)]
        return _joined(sorted(filled))

    @property
    def current_region(self) -> Self:
        if self.xl is None:
            return self
        cursor = self.sheet.xl.createCursorByRange(self.xl)
        cursor.collapseToCurrentRegion()
        return self.at(box_of(cursor))

    def select(self) -> None:
        self.sheet.activate()
        self.sheet.book.controller.select(self.xl)


_WAYS = {way: way for way in ("down", "up", "right", "left")} | {
    "d": "down",
    "u": "up",
    "r": "right",
    "l": "left",
}
# com.sun.star.sheet.CellFlags: values, dates, texts, formulas
_FILLED = 1 | 2 | 4 | 16


def _filled_boxes(cells: Any) -> list[Box]:
    return [box_at(address) for address in cells.queryContentCells(_FILLED).RangeAddresses]


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, adjacent ones merged."""
    joined: list[tuple[int, int]] = []
    for first, last in stretches:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _stop(start: int, edge: int, filled: list[tuple[int, int]]) -> int:
    """Where Ctrl + arrow stops: the end of the stretch one is in, else the next filled cell, else the edge."""
    towards_end = edge >= start
    ordered = filled if towards_end else [(last, first) for first, last in reversed(filled)]
    for near, far in ordered:
        inside = min(near, far) <= start <= max(near, far)
        if inside and start != far:
            return far
        if not inside and (near > start) == towards_end:
            return near
    return edge
