"""Decoding of written cells: numbers, texts, days and times, or why a cell holds no reliable value."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import numpy as np

from postprod_xl.engines.ooxml.escapes import decoded_escapes
from postprod_xl.engines.ooxml.reading.number_formats import Shown
from postprod_xl.engines.ooxml.reading.written_cells import CellType, WrittenCells
from postprod_xl.engines.ooxml.tables.places import DAYS_TO_1904

UNSHOWABLE = "#####"
"""What a spreadsheet shows of a number that no day or time of its calendar is."""

_PAST_THE_CALENDAR = 2_958_466  # 10000-01-01, counted from 1900
_ORIGIN = datetime(1899, 12, 30)
_LEAP_OF_1900 = 60  # 29 February 1900, which spreadsheets count and which never was
_MILLISECONDS_A_DAY = 86_400_000
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}

Converter = Callable[[bytes], Any]


@dataclass(frozen=True)
class CellFaults:
    """What the caller wants for a cell that holds no value to trust.

    Parameters
    ----------
    error
        Made from the code of the error shown, `#N/A`.
    not_computed
        Made from the text of a formula that the file holds no result of.
    damaged
        Made from the reason, in French, why the cell cannot be read.
    """

    error: Callable[[str], Any]
    not_computed: Callable[[str], Any]
    damaged: Callable[[str], Any]


@dataclass(frozen=True)
class CellContext:
    """What the cells of a sheet refer to in their workbook.

    Parameters
    ----------
    shared
        Gives the texts that sheets share, asked for when a cell refers to one.
    formats
        What each cell format makes of a number.
    since_1904
        Whether days are counted from 1904.
    faults
        What to give where there is no value to trust.
    """

    shared: Callable[[], Sequence[str]]
    formats: Sequence[Shown]
    since_1904: bool
    faults: CellFaults


def cell_values(cells: WrittenCells, context: CellContext) -> np.ndarray:
    """What each written cell of a sheet holds.

    Returns
    -------
    numpy.ndarray of object
        In the order of the cells: float, text, bool, date, datetime, time, timedelta; what `context.faults` makes
        of it where there is no value to trust. What a cell of numbers or of days holds that is none is given as the
        text it is.
    """
    values = np.empty(len(cells.contents), dtype=object)
    for kind in np.unique(cells.types).tolist():
        at = np.flatnonzero(cells.types == kind)
        if kind == CellType.NUMBER:
            _put_numbers(values, at, cells, context)
        else:
            _put(values, at, cells, _converter(CellType(kind), cells, context))
    for position, formula in cells.formulas.items():
        values[position] = context.faults.not_computed(formula)
    return values


def _put_numbers(values: np.ndarray, at: np.ndarray, cells: WrittenCells, context: CellContext) -> None:
    known = np.array([*context.formats, Shown.UNKNOWN], dtype=np.uint8)
    shown = known[np.minimum(cells.styles[at], len(context.formats))]
    for kind in np.unique(shown).tolist():
        here = at[shown == kind]
        if kind == Shown.UNKNOWN:
            values[here] = context.faults.damaged("son format manque au classeur ou y est ambigu")
        elif kind == Shown.NUMBER:
            _put(values, here, cells, partial(number, text=cells.text))
        else:
            _put(values, here, cells, partial(_moment, cells.text, Shown(kind), context))


def _put(values: np.ndarray, at: np.ndarray, cells: WrittenCells, convert: Converter) -> None:
    """Convert each distinct content once: most of a column repeats itself."""
    contents = list(map(cells.contents.__getitem__, at.tolist()))
    known = {content: convert(content) for content in set(contents)}
    values[at] = list(map(known.__getitem__, contents))


def _converter(kind: CellType, cells: WrittenCells, context: CellContext) -> Converter:
    faults = context.faults
    if kind is CellType.SHARED:
        return partial(_shared_text, cells.text, context.shared(), faults)
    if kind is CellType.BOOLEAN:
        return lambda content: _truth(cells.text(content), faults)
    if kind is CellType.ERROR:
        return lambda content: faults.error(cells.text(content).strip() or "#?")
    if kind is CellType.ISO_DATE:
        return lambda content: _iso_date(cells.text(content))
    return lambda content: decoded_escapes(cells.text(content))


def number(content: bytes, text: Callable[[bytes], str]) -> float | str:
    """The number that a content writes, or its text when it writes none that is finite.

    >>> number(b"12.50", bytes.decode), number(b"1e999", bytes.decode), number(b"1_0", bytes.decode)
    (12.5, '1e999', '1_0')
    """
    found = _finite(content)
    if found is None and b"&" in content:
        found = _finite(text(content).encode())
    return text(content) if found is None else found


def _finite(content: bytes) -> float | None:
    try:
        found = float(content)
    except ValueError:
        return None
    # Python also reads digits in groups, and the names of what is no number.
    return found if math.isfinite(found) and b"_" not in content else None


def _shared_text(
    text: Callable[[bytes], str], shared: Sequence[str], faults: CellFaults, content: bytes
) -> Any:
    written = content.decode() if content.isdigit() else text(content).strip()
    if written.isdecimal() and (index := int(written)) < len(shared):
        return shared[index]
    return faults.damaged(f"son texte n° {written} manque au classeur")


def _truth(written: str, faults: CellFaults) -> Any:
    found = _TRUTHS.get(written.strip().lower())
    return faults.damaged(f"« {written.strip()} » n'y est ni vrai ni faux") if found is None else found


def _iso_date(written: str) -> date | datetime | time | str:
    for read in (date.fromisoformat, datetime.fromisoformat, time.fromisoformat):
        try:
            found = read(written.strip())
        except ValueError:
            continue
        return found if getattr(found, "tzinfo", None) is None else written
    return written


def _moment(text: Callable[[bytes], str], shown: Shown, context: CellContext, content: bytes) -> Any:
    serial = number(content, text)
    if isinstance(serial, str):
        return serial
    found = moment(serial, shown, context.since_1904)
    return context.faults.error(UNSHOWABLE) if found is None else found


def moment(
    serial: float, shown: Shown, since_1904: bool = False
) -> date | datetime | time | timedelta | None:
    """The day or the time that a cell shows for a number of days; None where it shows `UNSHOWABLE`.

    A time of day under one day is a `time`; from one day on, before March of the calendar's first year, what a
    clock format shows is a length of time over 24 hours, for no day of work is that old.

    >>> moment(46203.395833333336, Shown.DAY), moment(0.75, Shown.CLOCK), moment(-0.2, Shown.CLOCK)
    (datetime.datetime(2026, 6, 30, 9, 30), datetime.time(18, 0), None)
    >>> moment(1.0625, Shown.CLOCK), moment(44741, Shown.DAY, since_1904=True)
    (datetime.timedelta(days=1, seconds=5400), datetime.date(2026, 6, 30))
    """
    if shown is Shown.ELAPSED:
        return _length(serial)
    last = _PAST_THE_CALENDAR - (DAYS_TO_1904 if since_1904 else 0)
    if not 0 <= serial < last:
        return _length(serial) if since_1904 and shown is Shown.CLOCK else None
    length = _rounded(serial)
    if length < timedelta(days=1):
        return (datetime.min + length).time()
    if length.days < _LEAP_OF_1900 + 1 and (
        shown is Shown.CLOCK or since_1904 or length.days == _LEAP_OF_1900
    ):
        return length
    if since_1904:
        length += timedelta(days=DAYS_TO_1904)
    elif length.days < _LEAP_OF_1900:
        return datetime(1899, 12, 31) + length
    if length.days >= _PAST_THE_CALENDAR:
        return None
    found = _ORIGIN + length
    return found if length % timedelta(days=1) else found.date()


def _length(serial: float) -> timedelta | None:
    return _rounded(serial) if abs(serial) < _PAST_THE_CALENDAR else None


def _rounded(serial: float) -> timedelta:
    """Days to the millisecond: a fraction of a day never falls right on a second."""
    return timedelta(milliseconds=math.floor(serial * _MILLISECONDS_A_DAY + 0.5))
