"""What a live cell holds, as the file's reader would give it, and what to enter for a value to keep its type."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.sheets.cells import LONGEST_TEXT
from postprod_xl.schema.kinds import ExcelError

_ERROR_NUMBERS = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!", 2042: "#N/A",
    2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!", 2047: "#BLOCKED!", 2048: "#UNKNOWN!", 2049: "#FIELD!",
    2050: "#CALC!",
}  # fmt: skip
"""Errors by their number in Excel (`XlCVError`)."""
ERRORS = frozenset(_ERROR_NUMBERS.values()) | {"#BUSY!", "#EXTERNAL!", "#PYTHON!"}
# Excel for Windows gives an error that xlwings does not know as its COM code, a whole number; its numbers are floats.
_FIRST_ERROR_CODE = -2_146_828_288
_ERROR_CODES = range(_FIRST_ERROR_CODE, _FIRST_ERROR_CODE + 0x10000)
ORIGIN = datetime(1899, 12, 30)
"""The moment that number 0 stands for."""
_FIRST_DAY = datetime(1900, 3, 1)
_HALF_A_MILLISECOND = timedelta(microseconds=500)
# Spreadsheets make numbers, dates, formulas or truth values of texts entered; these they always leave alone.
_PLAIN_TEXT = re.compile(r"(?!(?:true|false|vrai|faux)$)[^\W\d_][^\d\n]*", re.IGNORECASE)


def held(cell: Any) -> Any:
    """Give what a live cell holds: times and durations apart from dates, errors as `ExcelError`.

    Parameters
    ----------
    cell
        As xlwings gives it with ``err_to_str``: None, text, float, bool or datetime; the code of a recent error.

    >>> held(datetime(1899, 12, 30, 9, 30)), held("#N/A")
    (datetime.time(9, 30), ExcelError(code='#N/A'))
    >>> held(-2146826243), held(-2146826000)
    (ExcelError(code='#SPILL!'), ExcelError(code='#?'))
    """
    if isinstance(cell, datetime):
        return _moment(cell)
    if isinstance(cell, str) and cell in ERRORS:
        return ExcelError(cell)
    if type(cell) is int and cell in _ERROR_CODES:
        return ExcelError(_ERROR_NUMBERS.get(cell - _FIRST_ERROR_CODE, "#?"))
    return cell


def _moment(cell: datetime) -> Any:
    """Give a date to the millisecond, as a file's reader does: an application keeps it as a fraction of a day."""
    cell = cell.replace(tzinfo=None) + _HALF_A_MILLISECOND
    cell = cell.replace(microsecond=cell.microsecond // 1_000 * 1_000)
    if cell >= _FIRST_DAY:
        return cell
    length = cell - ORIGIN
    return cell.time() if timedelta() <= length < timedelta(days=1) else length


def entered(value: Any) -> Any:
    """Give what to enter in a cell so that it holds a value; a text that could be taken for something else is quoted.

    Raises
    ------
    CannotEdit
        A text is longer than a cell.

    >>> entered("=1+1"), entered("MAR-10"), entered("Montage image"), entered(date(2026, 11, 23))
    ("'=1+1", "'MAR-10", 'Montage image', datetime.datetime(2026, 11, 23, 0, 0))
    """
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise CannotEdit(f"texte de {len(value)} caractères ; Excel en accepte {LONGEST_TEXT} au plus.")
        return value if not value or _PLAIN_TEXT.fullmatch(value) else f"'{value}"
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    return value
