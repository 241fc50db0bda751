"""What cells hold, in and out of Calc: values, dates, truth values and errors, a whole range at a time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from postprod_xl.hosts.libreoffice import number_formats, references, values
from postprod_xl.hosts.libreoffice.addresses import Box
from postprod_xl.hosts.libreoffice.number_formats import DATE, DATETIME, LOGICAL, TEXT, TIME

Grid = list[list[Any]]

_ALL_FORMULAS = 7
_NUMERIC_RESULTS = 1
_DIGITS = re.compile(r"\d+")


def read(document: Any, cells: Any) -> Grid:
    """The values of a range, row by row: float, text, bool, datetime, None, or Excel's code of an error.

    One call reads the values; formats are read once per format, errors once per kind of error.
    """
    box = references.box_of(cells)
    grid = [[None if value == "" else value for value in row] for row in _used_rows(cells, box)]
    # To look formats up costs a millisecond each: nothing to look up where no number is.
    if any(isinstance(value, float) for row in grid for value in row):
        _convert_by_format(document, cells, grid)
    _convert_formulas(document, cells, grid)
    return grid


def _used_rows(cells: Any, box: Box) -> Sequence[Sequence[Any]]:
    """The raw rows; those below the used area of the sheet, all empty, are not asked for."""
    sheet = cells.Spreadsheet
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    used = references.box_of(cursor)
    height = max(1, min(box.height, used.last_row - box.row + 1))
    width = max(1, min(box.width, used.last_column - box.column + 1))
    if (height, width) == (box.height, box.width):
        return cells.getDataArray()
    rows = cells.getCellRangeByPosition(0, 0, width - 1, height - 1).getDataArray()
    padding = ("",) * (box.width - width)
    return [tuple(row) + padding for row in rows] + [("",) * box.width] * (box.height - height)


def _convert_by_format(document: Any, cells: Any, grid: Grid) -> None:
    """Numbers that their format shows as dates or truth values become such."""
    whole = references.box_of(cells)
    for key, boxes in _keys(cells, whole):
        kind = number_formats.kind_of(document, key)
        if kind in (DATE, LOGICAL):
            for box in boxes:
                _convert(grid, whole, box, _converter(document, kind))


def _keys(cells: Any, whole: Box) -> list[tuple[int, list[Box]]]:
    if cells.getPropertyState("NumberFormat").value != "AMBIGUOUS_VALUE":
        # The property of one cell tells what its formula shows; the pattern of the cells is what counts.
        key = cells.getUniqueCellFormatRanges().getByIndex(0).NumberFormat
        return [(int(key), [whole])]
    return number_formats.boxes_by_key(cells)


def epoch(document: Any) -> dt.datetime:
    """The day that number 0 stands for in this document."""
    start = document.NullDate
    return dt.datetime(start.Year, start.Month, start.Day)


def _converter(document: Any, kind: int) -> Callable[[float], Any]:
    if kind == LOGICAL:
        return lambda number: bool(number) if number in (0.0, 1.0) else number
    start = epoch(document)
    return lambda number: values.from_serial(number, start)


def _convert(grid: Grid, whole: Box, box: Box, converter: Callable[[float], Any]) -> None:
    columns = range(box.column - whole.column, box.last_column - whole.column + 1)
    for row in grid[box.row - whole.row : box.last_row - whole.row + 1]:
        for column in columns:
            if isinstance(row[column], float):
                row[column] = converter(row[column])


def _convert_formulas(document: Any, cells: Any, grid: Grid) -> None:
    """Results of formulas without a format of their own: dates and truth values, then errors."""
    whole = references.box_of(cells)
    if not cells.queryFormulaCells(_ALL_FORMULAS).Count:
        return
    shown: dict[str, int] = {}
    for area in cells.queryFormulaCells(_NUMERIC_RESULTS):
        _convert_area(document, area, grid, whole, shown)
    _name_errors(cells, grid, whole)


def _convert_area(document: Any, area: Any, grid: Grid, whole: Box, shown: dict[str, int]) -> None:
    """Formulas that differ only by the numbers of their rows show their results alike: one asks for all."""
    box = references.box_of(area)
    for down, row in enumerate(area.getFormulaArray()):
        for right, formula in enumerate(row):
            values_row = grid[box.row - whole.row + down]
            place = box.column - whole.column + right
            if not isinstance(values_row[place], float):
                continue
            shape = f"{place}{_DIGITS.sub('#', formula)}"
            if shape not in shown:
                key = area.getCellByPosition(right, down).NumberFormat
                shown[shape] = number_formats.kind_of(document, int(key))
            if shown[shape] in (DATE, LOGICAL):
                values_row[place] = _converter(document, shown[shape])(values_row[place])


def _name_errors(cells: Any, grid: Grid, whole: Box) -> None:
    """Cells in error, which Calc reads as nothing, get Excel's code of their error."""
    failed = {
        (down, right)
        for area in cells.queryFormulaCells(4)
        for down, right in _places(references.box_of(area), whole)
    }
    while failed:
        down, right = min(failed)
        cell = cells.getCellByPosition(right, down)
        code = values.error_code(cell.getError())
        alike = {(down, right)} | (_places_showing(cells, cell.String, whole) & failed)
        for row, column in alike:
            grid[row][column] = code
        failed -= alike


def _places(box: Box, whole: Box) -> Iterable[tuple[int, int]]:
    for row in range(box.row - whole.row, box.last_row - whole.row + 1):
        for column in range(box.column - whole.column, box.last_column - whole.column + 1):
            yield row, column


def _places_showing(cells: Any, text: str, whole: Box) -> set[tuple[int, int]]:
    search = cells.createSearchDescriptor()
    search.SearchString, search.SearchType, search.SearchWords = text, 1, True
    found = cells.findAll(search)
    areas = found.RangeAddresses if found is not None else ()
    return {place for area in areas for place in _places(references.box_at(area), whole)}


def write(document: Any, cells: Any, rows: Sequence[Sequence[Any]]) -> None:
    """Put values in a range of the same shape: text stays text; dates and truth values take their format.

    Parameters
    ----------
    rows
        float, int, text, bool, date, datetime, time or None (which empties the cell). A text that begins with
        « ' » is the text without it, as in Excel. Formulas are for `formula_cells.write_mixed`.
    """
    before = _keys(cells, references.box_of(cells))
    start = epoch(document)
    cells.setDataArray(tuple(tuple(_plain(value, start) for value in row) for row in rows))
    general = [box for key, boxes in before for box in boxes if number_formats.is_general(document, key)]
    general += _back_to_general(document, cells, before, general)
    kinds = [[_kind(value) for value in row] for row in rows]
    _give_formats(document, cells, kinds, general)


def _kind(value: Any) -> int:
    if isinstance(value, bool):
        return LOGICAL
    if isinstance(value, dt.datetime):
        return DATETIME if value.time() != dt.time() else DATE
    if isinstance(value, dt.time):
        return TIME
    return DATE if isinstance(value, dt.date) else 0


def _plain(value: Any, start: dt.datetime) -> float | str:
    """The value as Calc takes it. Nothing is « "" »: a void would be written as the error #N/A."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.removeprefix("'")
    if isinstance(value, dt.datetime):
        return values.to_serial(value, start)
    if isinstance(value, dt.date):
        return values.to_serial(dt.datetime(value.year, value.month, value.day), start)
    if isinstance(value, dt.time):
        return (dt.datetime.combine(dt.date.min, value) - dt.datetime.min) / dt.timedelta(days=1)
    return float(value)


def _back_to_general(document: Any, cells: Any, before: Any, general: list[Box]) -> list[Box]:
    """Cells that held truth values lose that format; so do those Calc made « text » by itself, for « 001 »."""
    logical = [area for key, areas in before for area in areas if _is(document, key, LOGICAL)]
    after = _keys(cells, references.box_of(cells))
    texts = [area for key, areas in after for area in areas if _is(document, key, TEXT)]
    made_text = [common for text in texts for area in general if (common := _overlap(text, area))]
    sheet_index = cells.RangeAddress.Sheet
    number_formats.set_property(document, sheet_index, logical + made_text, "NumberFormat", 0)
    return logical


def _is(document: Any, key: int, kind: int) -> bool:
    return number_formats.kind_of(document, key) == kind


def _give_formats(document: Any, cells: Any, kinds: list[list[int]], general: list[Box]) -> None:
    """Dates take a format where there was none, truth values always."""
    sheet_index, box = cells.RangeAddress.Sheet, references.box_of(cells)
    for kind in {kind for row in kinds for kind in row if kind}:
        places = rectangles(kinds, kind, box)
        if kind != LOGICAL:
            places = [common for place in places for area in general if (common := _overlap(place, area))]
        key = number_formats.default_key(document, kind)
        number_formats.set_property(document, sheet_index, places, "NumberFormat", key)


def rectangles(grid: Sequence[Sequence[Any]], wanted: Any, box: Box) -> list[Box]:
    """The rectangles that the cells holding `wanted` make up, as few as runs down the columns allow.

    Parameters
    ----------
    grid
        What each cell of `box` holds, row by row.

    Examples
    --------
    >>> rectangles([[1, 1, 0], [1, 1, 1]], 1, Box(10, 0, 11, 2))
    [Box(row=10, column=0, last_row=11, last_column=1), Box(row=11, column=2, last_row=11, last_column=2)]
    """
    open_runs: dict[tuple[int, int], int] = {}
    found: list[Box] = []
    width = len(grid[0]) if grid else 0
    for column in range(width + 1):
        runs = _runs([row[column] == wanted for row in grid]) if column < width else set()
        for run in sorted(set(open_runs) - runs):
            found.append(_box(box, run, open_runs.pop(run), column - 1))
        for run in runs - set(open_runs):
            open_runs[run] = column
    return sorted(found)


def _runs(marks: Sequence[bool]) -> set[tuple[int, int]]:
    """First and last place of every unbroken run of True."""
    edges = [place for place in range(len(marks) + 1) if _mark(marks, place) != _mark(marks, place - 1)]
    return {(first, after - 1) for first, after in zip(edges[::2], edges[1::2], strict=True)}


def _mark(marks: Sequence[bool], place: int) -> bool:
    return 0 <= place < len(marks) and marks[place]


def _box(whole: Box, run: tuple[int, int], column: int, last_column: int) -> Box:
    row, left = whole.row, whole.column
    return Box(row + run[0], left + column, row + run[1], left + last_column)


def _overlap(one: Box, other: Box) -> Box | None:
    row, column = max(one.row, other.row), max(one.column, other.column)
    last_row, last_column = min(one.last_row, other.last_row), min(one.last_column, other.last_column)
    return Box(row, column, last_row, last_column) if row <= last_row and column <= last_column else None
