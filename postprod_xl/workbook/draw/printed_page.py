"""A tab written from top to bottom for the printer: rows as high as their text, pages cut between blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from postprod_xl.schema.settings.house import TO_FILL
from postprod_xl.workbook.style import FONT, Formats

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# Neither is 15 points: XlsxWriter does not write a height that is the default of Excel, which then fits it.
LINE_HEIGHT, TABLE_HEIGHT = 13.5, 15.5
HIGHEST_ROW = 409.0
"""Points: Excel has no higher row, and the end of a longer text is not shown."""
MISSING_INK = "#C00000"
# Widths of letters in digits, the unit of column widths, in the house font.
_NARROW, _SLIM, _WIDE = set("ijlI.,:;'’| "), set("tfr()-/[]"), set("mwMW%@—")
_CAPITAL_WIDTH, _WIDE_WIDTH, _SLIM_WIDTH, _NARROW_WIDTH = 1.2, 1.6, 0.7, 0.5
# Left to the printer, whose letters are not quite those of the screen.
_MARGIN = 0.95


@dataclass(frozen=True)
class PrintedCell:
    """A value over the columns `first` to `last`, with XlsxWriter properties."""

    first: int
    last: int
    value: str | int | float | Decimal | date | None
    look: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PrintedRow:
    """Cells side by side, and the least height of the row in points."""

    cells: tuple[PrintedCell, ...] = ()
    least: float = LINE_HEIGHT


class PrintedPage:
    """The rows of one tab, in the order printed.

    Parameters
    ----------
    sheet, formats
        Where and how to write.
    widths
        Of the columns, in characters.
    room
        Height of a printed page between its margins, in points.
    first_row
        Where the rows begin, from 0.
    """

    def __init__(
        self,
        sheet: Worksheet,
        formats: Formats,
        widths: Sequence[float],
        room: float,
        first_row: int = 0,
    ) -> None:
        self._sheet, self._formats, self._widths, self._room = sheet, formats, widths, room
        self._left = room
        self._breaks: list[int] = []
        self._row = first_row
        for index, characters in enumerate(widths):
            sheet.set_column(index, index, characters)

    def add(self, rows: Sequence[PrintedRow]) -> None:
        """These rows, wherever the page stands."""
        for row in rows:
            for cell in row.cells:
                self._write(cell)
            height = self._height(row)
            self._sheet.set_row(self._row, height)
            self._left -= height
            self._row += 1

    def add_together(self, rows: Sequence[PrintedRow]) -> None:
        """These rows on one page, the next one if this one lacks room."""
        if self._lacks(rows):
            self.turn()
        self.add(rows)

    def add_table(self, heading: Sequence[PrintedRow], blocks: Sequence[Sequence[PrintedRow]]) -> None:
        """A table: no block is cut by the end of a page, and the heading is at the top of each."""
        self.add_together([*heading, *blocks[0]] if blocks else heading)
        self.add_rest(heading, blocks[1:])

    def add_rest(self, heading: Sequence[PrintedRow], blocks: Sequence[Sequence[PrintedRow]]) -> None:
        """The rest of a table whose heading and first block stand already."""
        for block in blocks:
            if self._lacks(block):
                self.turn()
                self.add(heading)
            self.add(block)

    def turn(self) -> None:
        """Go on at the top of the next page."""
        self._breaks.append(self._row)
        self._left = self._room

    def finish(self) -> None:
        """Set the print area and the page breaks: nothing is added after."""
        self._sheet.print_area(0, 0, self._row - 1, len(self._widths) - 1)
        if self._breaks:
            self._sheet.set_h_pagebreaks(self._breaks)

    def _lacks(self, rows: Sequence[PrintedRow]) -> bool:
        return self._left < sum(self._height(row) for row in rows)

    def _height(self, row: PrintedRow) -> float:
        return min(HIGHEST_ROW, max([row.least, *(self._text_height(cell) for cell in row.cells)]))

    def _text_height(self, cell: PrintedCell) -> float:
        """Excel fits neither the height of merged cells nor that of rows whose height is set."""
        if not isinstance(cell.value, str):
            return 0.0
        size: float = cell.look.get("font_size", FONT["font_size"]) / FONT["font_size"]
        room = sum(self._widths[cell.first : cell.last + 1]) / size
        return LINE_HEIGHT * size * line_count(cell.value, room)

    def _write(self, cell: PrintedCell) -> None:
        value, look = cell.value, {"valign": "vcenter", **cell.look}
        if isinstance(value, str):
            look["text_wrap"] = True
            if TO_FILL in value:
                look |= {"font_color": MISSING_INK, "italic": True}
        written = self._formats(**look)
        if cell.last > cell.first:
            self._sheet.merge_range(self._row, cell.first, self._row, cell.last, "", written)
        if value is None or value == "":
            self._sheet.write_blank(self._row, cell.first, None, written)
        elif isinstance(value, str):
            self._sheet.write_string(self._row, cell.first, value, written)
        elif isinstance(value, date):
            self._sheet.write_datetime(self._row, cell.first, datetime(*value.timetuple()[:3]), written)
        else:
            self._sheet.write_number(self._row, cell.first, value, written)


def line_count(text: str, room: float) -> int:
    """Lines of a text wrapped in a room of so many characters."""
    return sum(_wrapped_lines(part, room * _MARGIN) for part in text.splitlines()) or 1


def _wrapped_lines(text: str, room: float) -> int:
    """Lines of a paragraph wrapped between words; a word too long for a line is cut."""
    lines, used = 1, 0.0
    for word in text.split(" "):
        width = sum(map(_letter_width, word))
        if used and used + _NARROW_WIDTH + width > room:
            lines, used = lines + 1, 0.0
        cuts = int(width // room)
        lines, used = lines + cuts, used + (_NARROW_WIDTH if used else 0.0) + width - cuts * room
    return lines


def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return _NARROW_WIDTH
    if letter in _SLIM:
        return _SLIM_WIDTH
    if letter in _WIDE:
        return _WIDE_WIDTH
    return _CAPITAL_WIDTH if letter.isupper() else 1.0
