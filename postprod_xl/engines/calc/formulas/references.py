"""Cells from what a caller gives: addresses, coordinates, defined names, tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.calc.formulas.addresses import Box, column_index

if TYPE_CHECKING:
    from postprod_xl.engines.calc.sheets.sheet import Sheet

CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]+)")
COLUMN = re.compile(r"\$?([A-Za-z]{1,3})")
ROW = re.compile(r"\$?([0-9]+)")
TABLE_PART = re.compile(r"(?P<table>[^\[\]]+)\[#?(?P<part>All|Data|Headers|Totals|)\]", re.I)
LAST_ROW, LAST_COLUMN = 1048575, 16383
ZERO_BASED = "Les cellules se comptent à partir de 1 : {found} trouvé, deux nombres d'au moins 1 attendus."
OUTSIDE = "{sheet} — « {found} » hors de la feuille : au plus XFD1048576 est attendu."
UNKNOWN = "{sheet} — « {found} » ne désigne pas de cellules : une adresse, un nom ou un tableau est attendu."


def cells_named(sheet: Sheet, first: Any, last: Any = None) -> Any:
    """The UNO cell range from one corner to another.

    Parameters
    ----------
    sheet
        The sheet the cells are on.
    first, last
        Each an address (``"A1:C3"``, ``"A:A"``, ``"2:4"``), a pair (row, column) counted from 1, or a range of
        the sheet; `first` may also be a defined name or the name of a table. The result covers both.

    Raises
    ------
    IndexError
        A pair holds a 0, or lies outside the sheet.
    ValueError
        Nothing of that name is on the sheet.
    """
    boxes = [_box(sheet, corner) for corner in (first, last) if corner is not None]
    return cells_at(sheet, _hull(boxes))


def cells_at(sheet: Sheet, box: Box) -> Any:
    """The UNO cell range of a rectangle."""
    if not (0 <= box.row <= box.last_row <= LAST_ROW and 0 <= box.column <= box.last_column <= LAST_COLUMN):
        raise IndexError(OUTSIDE.format(sheet=sheet.name, found=tuple(box)))
    return sheet.xl.getCellRangeByPosition(box.column, box.row, box.last_column, box.last_row)


def box_of(cell_range: Any) -> Box:
    """The rectangle of a UNO cell range."""
    return box_at(cell_range.getRangeAddress())


def box_at(address: Any) -> Box:
    """The rectangle of a UNO CellRangeAddress."""
    return Box(address.StartRow, address.StartColumn, address.EndRow, address.EndColumn)


def box_of_address(text: str) -> Box | None:
    """The rectangle an A1 address names; None for anything else.

    >>> box_of_address("$B$2:C5")
    Box(row=1, column=1, last_row=4, last_column=2)
    >>> box_of_address("2:3"), box_of_address("Taux")
    (Box(row=1, column=0, last_row=2, last_column=16383), None)
    """
    first, _, last = text.partition(":")
    boxes = [_corner(part, whole=":" in text) for part in (first, last or first)]
    if None in boxes:
        return None
    return _hull([box for box in boxes if box is not None])


def _corner(text: str, *, whole: bool) -> Box | None:
    """The box of one side of an address: a cell, or a whole column or row where a colon stands beside."""
    cell, column, row = (pattern.fullmatch(text) for pattern in (CELL, COLUMN, ROW))
    if cell:
        at, across = int(cell[2]) - 1, column_index(cell[1])
        return Box(at, across, at, across) if 0 <= at <= LAST_ROW and across <= LAST_COLUMN else None
    if whole and column:
        return Box(0, column_index(column[1]), LAST_ROW, column_index(column[1]))
    if whole and row:
        return Box(int(row[1]) - 1, 0, int(row[1]) - 1, LAST_COLUMN)
    return None


def _hull(boxes: list[Box]) -> Box:
    """The smallest rectangle around all of them."""
    return Box(
        min(box.row for box in boxes),
        min(box.column for box in boxes),
        max(box.last_row for box in boxes),
        max(box.last_column for box in boxes),
    )


def _box(sheet: Sheet, corner: Any) -> Box:
    if isinstance(corner, tuple):
        return _box_of_numbers(corner)
    if isinstance(corner, str):
        return box_of_address(corner) or _box_of_name(sheet, corner)
    if hasattr(corner, "xl"):
        return box_of(corner.xl)
    raise ValueError(UNKNOWN.format(sheet=sheet.name, found=corner))


def _box_of_numbers(numbers: tuple[int, ...]) -> Box:
    """The box of (row, column), or of (row, column, height, width)."""
    row, column, height, width = numbers if len(numbers) == 4 else (*numbers, 1, 1)
    if row < 1 or column < 1:
        raise IndexError(ZERO_BASED.format(found=numbers))
    return Box(row - 1, column - 1, row + height - 2, column + width - 2)


def _box_of_name(sheet: Sheet, name: str) -> Box:
    """The box of a defined name seen from a sheet, or of a table or one of its parts."""
    if "," in name:
        raise NotImplementedError("a range of several areas")
    table_range = _table_part(sheet, name)
    if table_range is not None:
        return box_of(table_range.xl)
    for names in (sheet.names, sheet.book.names):
        if names.contains(name):
            cells = names(name).xl.getReferredCells()
            if cells is not None and cells.getSpreadsheet().Name == sheet.name:
                return box_of(cells)
    raise ValueError(UNKNOWN.format(sheet=sheet.name, found=name))


def _table_part(sheet: Sheet, text: str) -> Any:
    """The range ``Table``, ``Table[]``, ``Table[#All]``, ``[#Data]``, ``[#Headers]`` or ``[#Totals]`` names."""
    match = TABLE_PART.fullmatch(text)
    name, part = (match["table"], match["part"].lower()) if match else (text, "data")
    if name not in sheet.tables:
        if match is None and "[" in text:
            raise NotImplementedError("a structured reference to columns")
        return None
    table = sheet.tables(name)
    return {
        "all": table.range,
        "headers": table.header_row_range,
        "totals": table.totals_row_range,
    }.get(part, table.data_body_range)
