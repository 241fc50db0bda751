"""The values of live cells as xlwings gives them, whatever one of them holds.

An application gives the values of a range in one call, and fails as a whole when one cell shows a date that no calendar
has: Excel for Windows refuses the range, and Python has no such moment (https://github.com/xlwings/xlwings/issues/2003,
https://github.com/mhammond/pywin32/issues/1466). That cell is then looked for, and given what a file's reader gives.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.reading.number_formats import shown_as
from postprod_xl.engines.ooxml.reading.values import UNSHOWABLE, moment
from postprod_xl.schema.kinds import ExcelError
from postprod_xl.workbook.live.values import ERRORS, ORIGIN

if TYPE_CHECKING:
    from xlwings import Range


def raw_cells(cells: Range) -> list[list[Any]]:
    """Give the cells of a range by row: in one call, or in more where one of them cannot be given."""
    try:
        rows = _read(cells)
    except _refusals():
        return _read_in_halves(cells)
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, datetime) and value.year < 1900 and value < ORIGIN:
                values[column] = _shown(cells[row, column], (value - ORIGIN) / timedelta(days=1))
    return rows


def _read_in_halves(cells: Range) -> list[list[Any]]:
    height, width = cells.shape
    if height == width == 1:
        return [[_shown(cells, _number(cells))]]
    if width > 1:
        left, right = raw_cells(cells[:, : width // 2]), raw_cells(cells[:, width // 2 :])
        return [one + other for one, other in zip(left, right, strict=True)]
    return raw_cells(cells[: height // 2, :]) + raw_cells(cells[height // 2 :, :])


def _read(cells: Range) -> list[list[Any]]:
    if sys.platform == "darwin" and cells.sheet.book.app.engine.name == "excel":
        return _read_on_macos(cells)
    rows: list[list[Any]] = cells.options(ndim=2, err_to_str=True).value
    return _with_whole_amounts(cells, rows) if sys.platform == "win32" else rows


def _with_whole_amounts(cells: Range, rows: list[list[Any]]) -> list[list[Any]]:
    """The numbers of cells that Excel for Windows gives as amounts, cut to four decimals, by their currency format.

    Source: https://github.com/xlwings/xlwings/issues/640.
    """
    if not any(isinstance(value, Decimal) for row in rows for value in row):
        return rows
    numbers = cells.api.Value2
    return [
        [number if isinstance(value, Decimal) else value for value, number in zip(*pair, strict=True)]
        for pair in zip(rows, numbers if isinstance(numbers, tuple) else ((numbers,),), strict=True)
    ]


def _read_on_macos(cells: Range) -> list[list[Any]]:
    """What `err_to_str` is for: xlwings 0.37 loses a range of several rows there (`raw_value` of its `_xlmac`)."""
    rows = cells.options(ndim=2).value
    texts = cells.api.string_value.get()
    if not isinstance(texts, list):
        texts = [[texts]]
    elif not isinstance(texts[0], list):
        texts = [texts]
    return [
        [text if text in ERRORS else value for value, text in zip(*pair, strict=True)]
        for pair in zip(rows, texts, strict=True)
    ]


@cache
def _refusals() -> tuple[type[Exception], ...]:
    """What a range is refused with when one of its cells holds no moment."""
    if sys.platform == "win32":
        return ValueError, OverflowError, import_module("pywintypes").com_error
    return ValueError, OverflowError


def number_in(text: Any) -> float | None:
    """The number that a cell was given, as its formula tells it; None where it tells another thing."""
    try:
        return float(text)
    except ValueError:
        return None


def _number(cell: Range) -> float | None:
    """The number in a cell, whatever its format shows; None for the result of a formula that only Windows could tell.

    An application that no longer answers fails here, and not once for each cell.
    """
    return number_in(cell.api.Value2 if sys.platform == "win32" else cell.formula)


def _shown(cell: Range, number: float | None) -> Any:
    """What a file's reader gives for a number that its format shows as a date, a time or a duration."""
    found = None if number is None else moment(number, shown_as(cell.number_format or ""))
    return ExcelError(UNSHOWABLE) if found is None else found
