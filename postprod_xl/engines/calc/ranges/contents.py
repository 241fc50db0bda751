"""Contents of cells, read and written in bulk: values, dates, truth values and errors."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.calc.formulas import references
from postprod_xl.engines.calc.formulas.addresses import Box
from postprod_xl.engines.calc.ranges import values
from postprod_xl.engines.calc.styles import number_formats
from postprod_xl.engines.calc.styles.number_formats import DATE, DATETIME, LOGICAL, PERCENT, TEXT, TIME

if TYPE_CHECKING:
    from postprod_xl.engines.calc.books.book import Book

Grid = list[list[Any]]

_NUMERIC_RESULTS = 1
_DIGITS = re.compile(r"\d+")
# Reading that many empty cells costs less than asking where the used area ends.
_FEW_CELLS = 10_000


def read(book: Book, cells: Any) -> Grid:
    """The values of a range, row by row: float, text, bool, datetime, None, or Excel's code of an error.

    One call reads the values. Looking up formats costs milliseconds each: only columns that hold numbers are looked
    up, and only numbers without a format are checked for one inherited from a formula.
    """
    whole = references.box_of(cells)
    used, box = _used_part(cells, whole)
    grid = _read(book, used, box)
    if box == whole:
        return grid
    beside = [None] * (whole.width - box.width)
    below = [[None] * whole.width for _ in range(whole.height - box.height)]
    return [row + beside for row in grid] + below


def _read(book: Book, cells: Any, box: Box) -> Grid:
    raw = cells.getDataArray()
    grid = [[None if value == "" else value for value in row] for row in raw]
    plain = _convert_by_format(book, cells, grid, box)
    if plain:
        _convert_formulas(book, cells, grid, plain)
    # Calc returns None for a cell in error, and "" for an empty one.
    if any(value is None for row in raw for value in row):
        _name_errors(cells, grid, box)
    return grid


def _used_part(cells: Any, box: Box) -> tuple[Any, Box]:
    """The cells and the box of what may hold something: of a large range, what lies in the used area."""
    if box.height * box.width <= _FEW_CELLS:
        return cells, box
    cursor = cells.Spreadsheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    used = references.box_of(cursor)
    last_row = max(box.row, min(box.last_row, used.last_row))
    last_column = max(box.column, min(box.last_column, used.last_column))
    part = box._replace(last_row=last_row, last_column=last_column)
    return cells.getCellRangeByPosition(0, 0, part.width - 1, part.height - 1), part


def _convert_by_format(book: Book, cells: Any, grid: Grid, whole: Box) -> list[Box]:
    """Numbers that their format shows as dates or truth values become such; gives where numbers have no format."""
    columns = [
        at for at, column in enumerate(zip(*grid, strict=True)) if any(type(cell) is float for cell in column)
    ]
    plain: list[Box] = []
    for key, boxes in number_formats.keys_of_columns(cells, whole, columns):
        kind = book.formats.kind(key)
        if kind in (DATE, LOGICAL):
            converter = _converter(book.xl, kind)
            for box in boxes:
                _convert(grid, whole, box, converter)
        elif book.formats.is_general(key):
            plain += boxes
    return plain


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


def _convert_formulas(book: Book, cells: Any, grid: Grid, plain: Sequence[Box]) -> None:
    """Results of formulas without a format of their own become the dates and truth values they show."""
    shown: dict[str, int] = {}
    results = [
        references.box_at(address) for address in cells.queryFormulaCells(_NUMERIC_RESULTS).RangeAddresses
    ]
    corner = references.box_of(cells)
    for area in [common for box in results for other in plain if (common := _overlap(box, other))]:
        placed = Box(*(at - corner[place % 2] for place, at in enumerate(area)))
        _convert_area(book, cells, grid, placed, shown)


def _convert_area(book: Book, cells: Any, grid: Grid, area: Box, shown: dict[str, int]) -> None:
    """Formulas that differ only by row numbers show the same kind of result: one look-up serves all."""
    formulas = cells.getCellRangeByPosition(area.column, area.row, area.last_column, area.last_row)
    converters = {kind: _converter(book.xl, kind) for kind in (DATE, LOGICAL)}
    for row, texts in enumerate(formulas.getFormulaArray(), area.row):
        for column, formula in enumerate(texts, area.column):
            shape = f"{column}{_DIGITS.sub('#', formula)}"
            if shape not in shown:
                key = cells.getCellByPosition(column, row).NumberFormat
                shown[shape] = book.formats.kind(int(key))
            if shown[shape] in converters:
                grid[row][column] = converters[shown[shape]](grid[row][column])


def _name_errors(cells: Any, grid: Grid, whole: Box) -> None:
    """Replace cells in error, read as None, by Excel's error code."""
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


def write(book: Book, cells: Any, rows: Sequence[Sequence[Any]]) -> None:
    """Put values in a range of the same shape; percentages, dates and truth values take their format.

    Parameters
    ----------
    rows
        float, int, text, bool, date, datetime, time or None (which empties the cell). A text that begins with
        « ' » is the text without it, and one that reads as a number or a truth value becomes such, as in Excel,
        except in a cell whose format is « text ». Formulas are for `formula_cells.write_mixed`.
    """
    box = references.box_of(cells)
    before = number_formats.keys_of_columns(cells, box, range(box.width))
    texts = [area for key, boxes in before for area in boxes if book.formats.kind(key) == TEXT]
    rows = _typed(rows, box, texts)
    start = epoch(book.xl)
    cells.setDataArray(tuple(tuple(_plain(value, start) for value in row) for row in rows))
    general = [box for key, boxes in before for box in boxes if book.formats.is_general(key)]
    logical = [box for key, boxes in before for box in boxes if book.formats.kind(key) == LOGICAL]
    has_texts = any(isinstance(value, str) for row in rows for value in row)
    made_texts = _made_texts(book, cells, general) if general and has_texts else []
    number_formats.set_property(book.xl, cells.RangeAddress.Sheet, logical + made_texts, "NumberFormat", 0)
    general += logical
    kinds = [[_kind(value) for value in row] for row in rows]
    _give_formats(book.xl, cells, kinds, general)


def _typed(rows: Sequence[Sequence[Any]], box: Box, texts: list[Box]) -> Sequence[Sequence[Any]]:
    """The values that the cells take, texts read as Excel reads them outside the cells whose format is « text »."""
    if not any(isinstance(value, str) for row in rows for value in row):
        return rows
    kept = {
        (row, column)
        for area in texts
        if (common := _overlap(area, box))
        for row in range(common.row, common.last_row + 1)
        for column in range(common.column, common.last_column + 1)
    }
    return [
        [
            values.typed(value) if isinstance(value, str) and (row, column) not in kept else value
            for column, value in enumerate(cells, box.column)
        ]
        for row, cells in enumerate(rows, box.row)
    ]


def _kind(value: Any) -> int:
    if isinstance(value, values.Percentage):
        return PERCENT
    if isinstance(value, bool):
        return LOGICAL
    if isinstance(value, dt.datetime):
        return DATETIME if value.time() != dt.time() else DATE
    if isinstance(value, dt.time):
        return TIME
    return DATE if isinstance(value, dt.date) else 0


def _plain(value: Any, start: dt.datetime) -> float | str:
    """The value as Calc takes it; None becomes "", since a void would be written as #N/A."""
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


def _made_texts(book: Book, cells: Any, general: list[Box]) -> list[Box]:
    """Cells without a format to which Calc gave the text format itself, as for "001"."""
    box = references.box_of(cells)
    after = number_formats.keys_of_columns(cells, box, range(box.width))
    texts = [area for key, areas in after for area in areas if book.formats.kind(key) == TEXT]
    return [common for text in texts for area in general if (common := _overlap(text, area))]


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
    """Rectangles covering the cells that hold `wanted`, merged down the columns.

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
