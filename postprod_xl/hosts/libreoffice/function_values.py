"""What crosses between the cells of LibreOffice and the custom functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from postprod_xl.schema.kinds import ExcelError

# Calc counts days from 30 December 1899, as Excel does from March 1900 on.
_EPOCH = date(1899, 12, 30).toordinal()
_SECONDS_A_DAY = 86400
# Calc says that a cell is in error, not which error it shows.
_SOME_ERROR = ExcelError("#VALEUR!")


def arguments_of(values: Sequence[Any]) -> list[Any]:
    """The arguments of a custom function, as Excel would hand them.

    Parameters
    ----------
    values
        What the macro sends: numbers, text, or blocks (rows of cells); None for an argument left out.

    Returns
    -------
    list
        Numbers are floats, an empty cell or text is None, a cell in error is an `ExcelError`, a range is a list
        of rows, and a range of one cell is its value.
    """
    return [_argument(value) for value in values]


def _argument(value: Any) -> Any:
    if not isinstance(value, tuple):
        return _plain(value)
    block = [[_cell(cell) for cell in row] for row in value]
    return block[0][0] if len(block) == 1 and len(block[0]) == 1 else block


def _cell(value: Any) -> Any:
    return _SOME_ERROR if value is None else _plain(value)


def _plain(value: Any) -> Any:
    """Basic sends a whole number as an integer: a cell knows only floats."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return None if value == "" else value


def answer_of(value: Any) -> Any:
    """What a custom function gives, as a cell or a block of cells shows it.

    Returns
    -------
    object
        A float, text, or bool; rows of them for a block. A day or an hour is a serial number, nothing is `""`.
    """
    if not isinstance(value, list):
        return _shown(value)
    rows = value if value and isinstance(value[0], list) else [value]
    return tuple(tuple(_shown(cell) for cell in row) for row in rows)


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, (bool, str)):
        return value
    if isinstance(value, datetime):
        return _serial(value.date()) + _fraction(value.time())
    if isinstance(value, date):
        return _serial(value)
    if isinstance(value, time):
        return _fraction(value)
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    raise TypeError(f"no cell shows a {type(value).__name__}")


def _serial(day: date) -> float:
    return float(day.toordinal() - _EPOCH)


def _fraction(hour: time) -> float:
    return (hour.hour * 3600 + hour.minute * 60 + hour.second) / _SECONDS_A_DAY
