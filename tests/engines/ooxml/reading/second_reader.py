"""Every cell of a workbook as our reader and an independent one, WolfXL, see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import wolfxl

from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.reading.sheet_cells import Sheets
from postprod_xl.engines.ooxml.tables.places import date1904, sheets
from postprod_xl.schema.kinds import ExcelError, NoCachedValue
from postprod_xl.workbook.reader import CELL_FAULTS

Cells = dict[tuple[str, int, int], Any]
_DAY = timedelta(days=1)


def ours(path: Path) -> Cells:
    """What our reader gives, days and times as the numbers of days that the file holds."""
    package = Package.open(path)
    read, origin = Sheets(package, CELL_FAULTS), _origin(date1904(package))
    found: Cells = {}
    for sheet in sheets(package):
        cells = read.cells(sheet.part, sheet.title)
        for (row, column), value in cells.items():
            found[sheet.title, row, column] = _plain(value, origin)
    return {place: value for place, value in found.items() if value is not None}


def theirs(path: Path) -> Cells:
    """What WolfXL gives."""
    package = Package.open(path)
    origin = _origin(date1904(package))
    book = wolfxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.row, cell.column): value
        for sheet in sheets(package)
        for row in book[sheet.title].iter_rows()
        for cell in row
        if (value := _plain(_error(cell), origin)) is not None
    }


def differences(path: Path) -> Iterator[str]:
    """Each cell that the two do not read alike."""
    mine, other = ours(path), theirs(path)
    for place in sorted(mine.keys() | other.keys()):
        one, two = mine.get(place), other.get(place)
        if one != two and not _as_close(one, two):
            yield f"{place}: {one!r}, {two!r}"


def _error(cell: Any) -> Any:
    return ExcelError(cell.value) if cell.data_type == "e" else cell.value


def _as_close(one: Any, two: Any) -> bool:
    numbers = isinstance(one, float) and isinstance(two, float)
    return numbers and abs(one - two) <= max(1e-8, 1e-12 * abs(one))


def _origin(since_1904: bool) -> datetime:
    return datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)


def _plain(value: Any, origin: datetime) -> Any:
    if isinstance(value, NoCachedValue) or value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | date | time | timedelta):
        return value
    if isinstance(value, time):
        value = datetime.combine(date.min, value) - datetime.min
    elif isinstance(value, date):
        value = _midnight(value) - origin
    return value / _DAY if isinstance(value, timedelta) else float(value)


def _midnight(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
