"""Widths, heights and places of cells, in Excel's units."""

from __future__ import annotations

from typing import Any

from postprod_xl.engines.calc.formulas.addresses import Box
from postprod_xl.engines.calc.formulas.references import LAST_COLUMN, LAST_ROW, box_at
from postprod_xl.engines.calc.ranges.core import CellBlock

# Calc counts in hundredths of a millimetre, Excel in points (1/72 inch) and in widths of the digit 0 of its
# standard font, Calibri 11: 7 pixels of 1/96 inch, and 5 more for the margins (ECMA-376, 18.3.1.13).
_UNITS_PER_INCH = 2540
_POINTS_PER_INCH = 72
_PIXELS_PER_INCH = 96
_DIGIT_PIXELS = 7
_MARGIN_PIXELS = 5
# Up to this many rows, heights are added one by one: Calc rounds each to its unit, and the total would drift.
_ADDED_UP = 100


def points(units: int) -> float:
    """Points, to the twentieth that Calc keeps.

    Examples
    --------
    >>> points(529), points(8466)
    (15.0, 240.0)
    """
    return round(units * _POINTS_PER_INCH / _UNITS_PER_INCH * 20) / 20


def units_of_points(size: float) -> int:
    return round(size * _UNITS_PER_INCH / _POINTS_PER_INCH)


def characters(units: int) -> float:
    """The width of a column in characters, to the pixel, as Excel gives it.

    Examples
    --------
    >>> characters(units_of_characters(10.0)), characters(1693)
    (10.0, 8.43)
    """
    pixels = round(units * _PIXELS_PER_INCH / _UNITS_PER_INCH)
    if pixels <= _DIGIT_PIXELS + _MARGIN_PIXELS:
        return round(pixels / (_DIGIT_PIXELS + _MARGIN_PIXELS), 2)
    return round((pixels - _MARGIN_PIXELS) / _DIGIT_PIXELS, 2)


def units_of_characters(width: float) -> int:
    whole = _DIGIT_PIXELS + _MARGIN_PIXELS
    pixels = width * whole if width < 1 else width * _DIGIT_PIXELS + _MARGIN_PIXELS
    return round(round(pixels) * _UNITS_PER_INCH / _PIXELS_PER_INCH)


class SizedCells(CellBlock):
    """A range with column widths, row heights and position."""

    @property
    def column_width(self) -> float | None:
        """In characters; None when the columns disagree."""
        if self.xl is None:
            return 0
        return self._common_size(self.xl.Columns, "Width", characters)

    @column_width.setter
    def column_width(self, value: float) -> None:
        if self.xl is not None:
            self.xl.Columns.setPropertyValue("Width", units_of_characters(value))

    @property
    def row_height(self) -> float | None:
        """In points; None when the rows disagree."""
        if self.xl is None:
            return 0
        return self._common_size(self.xl.Rows, "Height", points)

    @row_height.setter
    def row_height(self, value: float) -> None:
        if self.xl is not None:
            self.xl.Rows.setPropertyValue("Height", units_of_points(value))

    def _common_size(self, lines: Any, name: str, unit: Any) -> float | None:
        """Common size of the lines up to one past the used area; None as soon as two differ."""
        cursor = self.sheet.xl.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end, box = cursor.RangeAddress, self.box
        used = end.EndRow - box.row + 2 if name == "Height" else end.EndColumn - box.column + 2
        common = unit(getattr(lines.getByIndex(0), name))
        for place in range(1, min(lines.Count, used)):
            if unit(getattr(lines.getByIndex(place), name)) != common:
                return None
        return common

    @property
    def width(self) -> float:
        return points(self.xl.Size.Width) if self.xl is not None else 0

    @property
    def height(self) -> float:
        if self.xl is None:
            return 0
        lines = self.xl.Rows
        if lines.Count > _ADDED_UP:
            return points(self.xl.Size.Height)
        return round(sum(points(lines.getByIndex(place).Height) for place in range(lines.Count)), 2)

    @property
    def left(self) -> float:
        return points(self.xl.Position.X) if self.xl is not None else 0

    @property
    def top(self) -> float:
        return points(self.xl.Position.Y) if self.xl is not None else 0

    def autofit(self, axis: str | None = None) -> None:
        if self.xl is None:
            return
        if axis in (None, "columns", "c"):
            self.xl.Columns.setPropertyValue("OptimalWidth", True)
        if axis in (None, "rows", "r"):
            self.xl.Rows.setPropertyValue("OptimalHeight", True)

    @property
    def row_hidden(self) -> bool | None:
        """Whether all the rows are hidden; None when they disagree."""
        box = self.box
        shown = [
            (area.row, area.last_row)
            for area in self._visible(box._replace(column=0, last_column=LAST_COLUMN))
        ]
        return _all_absent(shown, box.height)

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.xl.Rows.setPropertyValue("IsVisible", not value)

    @property
    def column_hidden(self) -> bool | None:
        """Whether all the columns are hidden; None when they disagree."""
        box = self.box
        shown = [
            (area.column, area.last_column) for area in self._visible(box._replace(row=0, last_row=LAST_ROW))
        ]
        return _all_absent(shown, box.width)

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.xl.Columns.setPropertyValue("IsVisible", not value)

    def _visible(self, box: Box) -> list[Box]:
        return [box_at(address) for address in self.at(box).xl.queryVisibleCells().RangeAddresses]


def _all_absent(shown: list[tuple[int, int]], count: int) -> bool | None:
    """Whether all the lines are hidden; None when only some are."""
    lines = sum(last - first + 1 for first, last in set(shown))
    return True if not lines else None if lines < count else False
