"""The columns and rows of a sheet in pixels, and what fills them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from postprod_xl.engines.ooxml.addresses import LAST_COLUMN, Area
from postprod_xl.engines.ooxml.controls.vml import Anchor
from postprod_xl.engines.ooxml.sheets.cell_markup import attributes_of
from postprod_xl.engines.ooxml.sheets.sheet import SheetText

_COLUMN = re.compile(r"<(?:\w+:)?col\s([^>]*)>")
_DEFAULTS = re.compile(r"<(?:\w+:)?sheetFormatPr\s([^>]*)>")
_WIDTH, _HEIGHT = 64, 20  # of a column and of a row that the sheet does not size, in pixels
_PIXELS_A_CHARACTER = 7  # the widest digit of Calibri 11, by which ISO 29500-1 18.3.1.13 counts widths
_PIXELS_A_POINT = 4 / 3


@dataclass(frozen=True)
class Span:
    """A range of pixels, its end excluded."""

    start: int
    end: int


class PixelGrid:
    """The sizes of a sheet; columns and rows are counted from 0."""

    def __init__(self, sheet: SheetText) -> None:
        self._sheet = sheet

    def width(self, column: int) -> int:
        """Pixels of a column, none when it is hidden."""
        for first, last, width in self._columns:
            if first <= column <= last:
                return width
        return self._default_width

    def height(self, row: int) -> int:
        """Pixels of a row, none when it is hidden."""
        if not self._sheet.has(row + 1):
            return self._default_height
        given = attributes_of(self._sheet.row(row + 1).opening)
        if given.get("hidden") in ("1", "true"):
            return 0
        return _pixels(given["ht"]) if "ht" in given else self._default_height

    def left(self, column: int) -> int:
        """Pixels before a column."""
        return sum(self.width(number) for number in range(column))

    def top(self, row: int) -> int:
        """Pixels above a row."""
        return sum(self.height(number) for number in range(row))

    def column_at(self, left: int) -> tuple[int, int]:
        """The column that a pixel belongs to, and the pixels before it in that column."""
        column = 0
        while column < LAST_COLUMN - 1 and left >= self.width(column):
            left -= self.width(column)
            column += 1
        return column, left

    def spans(self, anchor: Anchor) -> tuple[Span, Span]:
        """Pixels across and down between the two corners of a shape."""
        column, across, row, down, last_column, last_across, last_row, last_down = anchor
        return (
            Span(self.left(column) + across, self.left(last_column) + last_across),
            Span(self.top(row) + down, self.top(last_row) + last_down),
        )

    def filled(self, rows: Span) -> Iterator[Span]:
        """The cells that hold something across some rows of pixels."""
        top, number = 0, 0
        while top < rows.end:
            bottom = top + self.height(number)
            if bottom > rows.start:
                for _, column in self._sheet.contents_in(Area(1, number + 1, LAST_COLUMN, number + 1)):
                    left = self.left(column - 1)
                    yield Span(left, left + self.width(column - 1))
            top, number = bottom, number + 1

    @cached_property
    def _columns(self) -> list[tuple[int, int, int]]:
        found = []
        for raw in _COLUMN.findall(self._sheet.head):
            given = attributes_of(raw)
            hidden = given.get("hidden") in ("1", "true")
            width = 0 if hidden else self._pixels_across(given.get("width"))
            found.append((int(given.get("min", 1)) - 1, int(given.get("max", 1)) - 1, width))
        return found

    @cached_property
    def _defaults(self) -> dict[str, str]:
        found = _DEFAULTS.search(self._sheet.head)
        return attributes_of(found[1]) if found else {}

    @cached_property
    def _default_width(self) -> int:
        return self._pixels_across(self._defaults.get("defaultColWidth"))

    @cached_property
    def _default_height(self) -> int:
        return (
            _pixels(self._defaults["defaultRowHeight"]) if "defaultRowHeight" in self._defaults else _HEIGHT
        )

    def _pixels_across(self, characters: str | None) -> int:
        return _WIDTH if characters is None else int(float(characters) * _PIXELS_A_CHARACTER + 0.5)


def _pixels(points: str) -> int:
    return round(float(points) * _PIXELS_A_POINT)
