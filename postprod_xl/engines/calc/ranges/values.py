"""Values of cells converted between xlwings and Calc: numbers, texts, dates, errors."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

Cell = float | str | bool | int | dt.datetime | None

# xlwings reads an error of Excel as the integer that COM gives; a number of Calc is always a float.
ERROR_TEXTS = {
    -2146826281: "#DIV/0!",
    -2146826246: "#N/A",
    -2146826259: "#NAME?",
    -2146826288: "#NULL!",
    -2146826252: "#NUM!",
    -2146826265: "#REF!",
    -2146826273: "#VALUE!",
}
_CODES = {text: code for code, text in ERROR_TEXTS.items()}
# The error numbers of Calc, as LibreOffice itself writes them to a file of Excel.
_CALC_ERRORS = {
    502: "#VALUE!",
    503: "#NUM!",
    504: "#VALUE!",
    508: "#VALUE!",
    509: "#VALUE!",
    510: "#VALUE!",
    511: "#VALUE!",
    519: "#VALUE!",
    521: "#NULL!",
    523: "#NUM!",
    524: "#REF!",
    525: "#NAME?",
    526: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
_EXCEL_EPOCH = dt.datetime(1899, 12, 30)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?%?", re.ASCII)
_LOGICALS = {"TRUE": True, "FALSE": False}
_MILLISECONDS = 86_400_000


def error_code(calc_error: int) -> int:
    """Excel's code of the error that `getError` gives; an error Excel does not have reads as #VALUE!.

    Calc gives its error 502, « invalid argument », for SQRT(-1), #NUM! in Excel, and for INDEX outside its range,
    #REF! in Excel: nothing tells them apart, and both read as the #VALUE! that LibreOffice writes to files.
    """
    return _CODES[_CALC_ERRORS.get(calc_error, "#VALUE!")]


def from_serial(serial: float, epoch: dt.datetime = _EXCEL_EPOCH) -> dt.datetime:
    """The moment that a number stands for, to the millisecond, as Excel gives it.

    Examples
    --------
    >>> from_serial(44196.50856481482)
    datetime.datetime(2020, 12, 31, 12, 12, 20)
    """
    return epoch + dt.timedelta(milliseconds=round(serial * _MILLISECONDS))


def to_serial(moment: dt.datetime, epoch: dt.datetime = _EXCEL_EPOCH) -> float:
    """The number that stands for a moment; its time zone is cut off, as xlwings does.

    Examples
    --------
    >>> import datetime
    >>> to_serial(datetime.datetime(1962, 11, 3, 12))
    22953.5
    """
    return (moment.replace(tzinfo=None) - epoch) / dt.timedelta(days=1)


def clean_value_data(
    data: Sequence[Sequence[Cell]],
    datetime_builder: Callable[..., Any],
    empty_as: Any,
    number_builder: Callable[[float], Any] | None,
    err_to_str: bool,
) -> list[list[Any]]:
    """What xlwings gives for raw cells: dates and numbers as asked, errors None or their text."""

    def cleaned(value: Cell) -> Any:
        if value is None or value == "":
            return empty_as
        if isinstance(value, dt.datetime):
            return datetime_builder(**_parts(value))
        if isinstance(value, float):
            return value if number_builder is None else number_builder(value)
        if type(value) is int and value in ERROR_TEXTS:
            return ERROR_TEXTS[value] if err_to_str else None
        return value

    return [[cleaned(value) for value in row] for row in data]


def _parts(moment: dt.datetime) -> dict[str, Any]:
    names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
    return {name: getattr(moment, name) for name in names} | {"tzinfo": None}


class Percentage(float):
    """A number that was entered with « % »."""


def typed(text: str) -> str | float | bool:
    """What Excel makes of a text entered in a cell: a number, a percentage or a truth value where it reads as one.

    Excel also makes dates of texts, by the habits of the country it is set to: here those stay texts. A text that
    begins with « ' » is left as it is.

    Examples
    --------
    >>> typed("00123"), typed("50%"), typed("true"), typed("12/31/2020"), typed("'7"), typed("1e3")
    (123.0, 0.5, True, '12/31/2020', "'7", 1000.0)
    """
    plain = text.strip(" ")
    if plain.upper() in _LOGICALS:
        return _LOGICALS[plain.upper()]
    if not _NUMBER.fullmatch(plain):
        return text
    number = float(plain.removesuffix("%"))
    if not math.isfinite(number):
        return text
    return Percentage(number / 100) if plain.endswith("%") else number


def prepare_xl_data_element(x: Any, options: Mapping[str, Any] | None) -> Any:
    """A value of Python, numpy or pandas as a cell takes it: text, float, bool, datetime, time or None.

    Raises
    ------
    TypeError
        The value has no place in a cell.
    """
    if x is None or isinstance(x, (str, bool)):
        return x
    if isinstance(x, (int, float, Decimal)):
        return None if x != x else float(x)
    if isinstance(x, dt.datetime):
        return _moment(x)
    if isinstance(x, dt.date):
        return dt.datetime(x.year, x.month, x.day)
    if isinstance(x, dt.time):
        return x
    return _from_array_scalar(x, options)


def _moment(x: dt.datetime) -> dt.datetime | None:
    # pandas' NaT is a datetime that differs from itself.
    if x != x:
        return None
    plain = x.to_pydatetime() if hasattr(x, "to_pydatetime") else x
    return plain.replace(tzinfo=None)


def _from_array_scalar(x: Any, options: Mapping[str, Any] | None) -> Any:
    """The value of a scalar of numpy or pandas."""
    if str(x) in ("<NA>", "NaT"):
        return None
    kind = x.dtype.kind if getattr(x, "shape", None) == () else ""
    if kind == "M":
        return x.astype("datetime64[us]").item()
    if kind and kind in "biufU":
        return prepare_xl_data_element(x.item(), options)
    raise TypeError(f"Une cellule ne peut pas contenir {x!r} ({type(x).__name__}).")
