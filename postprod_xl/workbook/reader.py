"""Every table of a workbook as raw cells, wherever it stands and whatever people did around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Protocol

from postprod_xl.schema.kinds import ExcelError, NoCachedValue
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.table import TableKind
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.validate import RawTable
from postprod_xl.workbook.addresses import Area, column_number
from postprod_xl.workbook.escapes import decoded_entities
from postprod_xl.workbook.places import TablePlace

if TYPE_CHECKING:
    from postprod_xl.workbook.package import Package

# calamine fills the whole rectangle between the first and the last cell: past this many cells, a stray
# cell at the bottom of the sheet costs gigabytes and a slower, sparse reader takes over.
DENSE_CELLS = 20_000_000
STRAY_ROWS = 50
_SLASH = ord("/")

# Marks are chosen for their last letter, rare in a sheet's XML: plain search then leaps over most of it.
_LAST_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_FAR_COLUMN = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{3})\d+"')
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"')
_ERROR_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_NO_VALUE = re.compile(rb"[^>]*>(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


@dataclass(frozen=True)
class Reading:
    """What was read: raw cells by table name, and the tables' places, grown to the rows typed below them."""

    tables: dict[str, RawTable]
    places: dict[str, TablePlace]


def read_tables(package: Package, places: Mapping[str, TablePlace], names: Iterable[str]) -> Reading:
    """Read tables by name.

    Parameters
    ----------
    package
        The open workbook.
    places
        Every table of the workbook, by name.
    names
        The tables to read; those absent from `places` are left out of the answer.

    Returns
    -------
    Reading
        Raw cells as calamine gives them (text, float, bool, date, datetime, time, timedelta), None or
        ``""`` when empty, `ExcelError` and `NoCachedValue` where there is no value to trust.
    """
    return read_places(places, names, _Grids(package).of)


def read_places(
    places: Mapping[str, TablePlace], names: Iterable[str], grid_of: Callable[[TablePlace], Grid]
) -> Reading:
    """Read tables by name from the cells of their sheets; see `read_tables`.

    Parameters
    ----------
    places, names
        Every table of the workbook, and those to read.
    grid_of
        Gives the cells around a table.
    """
    tables, grown = {}, dict(places)
    for place in [places[name] for name in names if name in places]:
        grid = grid_of(place)
        others = [
            other for other in places.values() if other.sheet_part == place.sheet_part and other is not place
        ]
        stop = _first_row_of_another(place, others, grid)
        longer = replace(place, last_row=_last_row(place, grid, stop))
        grown[place.name] = longer
        tables[place.name] = _raw_table(
            longer, grid, [*_merged(longer, grid), *_stray_rows(longer, grid, stop)]
        )
    return Reading(tables, grown)


class Grid(Protocol):
    """The cells of a sheet by row and column, both counted from 1."""

    @property
    def height(self) -> int:
        """Last row that may hold something."""

    @property
    def special(self) -> Mapping[tuple[int, int], Any]:
        """Markers of the cells without a value to trust, by row and column."""

    @property
    def merged(self) -> Sequence[Area]:
        """Merged ranges."""

    def column(self, number: int, first: int, last: int) -> list[Any]:
        """Cells of a column, from row `first` to row `last`."""

    def is_used(self, row: int, first_column: int, last_column: int) -> bool:
        """Whether a cell of these columns holds something."""


class _Grids:
    """The sheets of one workbook, each read once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._book: Any = None
        self._grids: dict[str, _Grid] = {}

    def of(self, place: TablePlace) -> _Grid:
        if place.sheet_part not in self._grids:
            xml = self._package.read(place.sheet_part)
            cells = self._dense(place.sheet) if _area(xml) <= DENSE_CELLS else self._sparse(place)
            self._grids[place.sheet_part] = _Grid(cells, xml)
        return self._grids[place.sheet_part]

    def _dense(self, title: str) -> Sequence[Sequence[Any]]:
        from python_calamine import CalamineWorkbook

        if self._book is None:
            self._book = CalamineWorkbook.from_filelike(BytesIO(self._package.source))
        return self._book.get_sheet_by_name(title).to_python(skip_empty_area=False)

    def _sparse(self, place: TablePlace) -> Sequence[Sequence[Any]]:
        from openpyxl import load_workbook

        sheet = load_workbook(BytesIO(self._package.source), read_only=True, data_only=True)[place.sheet]
        rows = sheet.iter_rows(max_row=place.end_row, max_col=place.last_column, values_only=True)
        return [list(row) for row in rows]


class _Grid:
    """The cells of a sheet by row and column, both counted from 1, with what calamine does not tell."""

    def __init__(self, cells: Sequence[Sequence[Any]], xml: bytes) -> None:
        self._columns = list(zip_longest(*cells))
        self.height = len(cells)
        self.special = _special_cells(xml)
        self.merged = [_area_of(match) for match in _MERGED.finditer(xml, max(xml.rfind(b"sheetData>"), 0))]

    def column(self, number: int, first: int, last: int) -> list[Any]:
        found = list(self._columns[number - 1][first - 1 : last]) if number <= len(self._columns) else []
        return found + [None] * (last - first + 1 - len(found))

    def is_used(self, row: int, first_column: int, last_column: int) -> bool:
        if row > self.height:
            return False
        return any(
            column[row - 1] not in (None, "") for column in self._columns[first_column - 1 : last_column]
        )


def _first_row_of_another(place: TablePlace, others: Sequence[TablePlace], grid: Grid) -> int:
    """First row under a table that belongs to another one, or the first row after the sheet's last."""
    tops = [
        other.header_row
        for other in others
        if other.header_row > place.last_row and _share_columns(other, place)
    ]
    return min(tops, default=grid.height + 1)


def _last_row(place: TablePlace, grid: Grid, stop: int) -> int:
    """Last row of the table, rows typed right below an input table included.

    What stands under a result or a ledger is a person's note: the rows of these come from the program alone.
    """
    last = place.last_row
    while (
        _takes_typed_rows(place)
        and last + 1 < stop
        and grid.is_used(last + 1, place.first_column, place.last_column)
    ):
        last += 1
    return last


def _takes_typed_rows(place: TablePlace) -> bool:
    table = BY_NAME.get(place.name)
    return table is not None and table.kind is TableKind.INPUT and not place.has_totals


def _share_columns(one: TablePlace, other: TablePlace) -> bool:
    return one.first_column <= other.last_column and other.first_column <= one.last_column


def _raw_table(place: TablePlace, grid: Grid, notes: Sequence[Problem]) -> RawTable:
    first, last = place.first_row, place.last_row
    values = {heading: grid.column(place.column_of(heading), first, last) for heading in place.headings}
    for (row, number), marker in grid.special.items():
        if place.first_column <= number <= place.last_column and first <= row <= last:
            values[place.headings[number - place.first_column]][row - first] = marker
    return RawTable(place.name, range(first, last + 1), values, notes)


def _merged(place: TablePlace, grid: Grid) -> Iterator[Problem]:
    for area in grid.merged:
        if area.intersects(place.data):
            at = str(area)
            yield warning(
                place.name,
                None,
                "",
                at,
                "des cellules séparées",
                f"les cellules {at} sont fusionnées : seule la première est lue, défusionnez-les",
            )


def _stray_rows(place: TablePlace, grid: Grid, stop: int) -> Iterator[Problem]:
    """Rows that somebody typed under an input table without touching it: Excel did not make them part of it."""
    if not _takes_typed_rows(place):
        return
    below = range(place.end_row + 2, min(place.end_row + 2 + STRAY_ROWS, stop))
    stray = next((row for row in below if grid.is_used(row, place.first_column, place.last_column)), None)
    if stray is not None:
        message = (
            f"des cellules remplies en ligne {stray}, sous la table {place.name} et séparées d'elle par une ligne "
            "vide, ne sont pas lues"
        )
        yield warning(place.name, None, "", f"ligne {stray}", "une ligne collée à la table", message)


def _special_cells(xml: bytes) -> dict[tuple[int, int], Any]:
    """Cells with an error or with a formula that was never computed, by row and column."""
    found: dict[tuple[int, int], Any] = {}
    for at in _positions(xml, b' t="e'):
        cell = xml.rfind(b"<", 0, at)
        value = _ERROR_VALUE.search(xml, at)
        if value and (address := _CELL.match(xml, cell)):
            found[_row_and_column(address)] = ExcelError(value[1].decode())
    prefix = _prefix(xml)
    for at in _positions(xml, b"</" + prefix + b"f"):
        if _NO_VALUE.match(xml, at + 1):
            opening = xml.rfind(b"<", 0, at)
            _keep_bare(found, xml, opening, xml[xml.find(b">", opening) + 1 : at])
    for at in _positions(xml, b'"shared'):
        if xml[xml.find(b">", at) - 1] == _SLASH and _NO_VALUE.match(xml, at + 1):
            _keep_bare(found, xml, xml.rfind(b"<", 0, at), b"")
    return found


def _keep_bare(found: dict[tuple[int, int], Any], xml: bytes, opening: int, formula: bytes) -> None:
    """Keep a cell without value, given where its formula opens; a text result that is empty is a value."""
    cell = xml.rfind(b"<", 0, opening)
    if b't="str"' in xml[cell:opening]:
        return
    if address := _CELL.match(xml, cell):
        found[_row_and_column(address)] = NoCachedValue(decoded_entities(formula.decode("utf-8", "replace")))


def _positions(xml: bytes, mark: bytes) -> Iterator[int]:
    at = xml.find(mark)
    while at >= 0:
        yield at
        at = xml.find(mark, at + len(mark))


def _prefix(xml: bytes) -> bytes:
    """Namespace prefix of the sheet's elements, with its colon; most often empty."""
    match = re.search(rb"<(\w+:)?worksheet\b", xml[:4096])
    return match[1] or b"" if match else b""


def _row_and_column(address: re.Match[bytes]) -> tuple[int, int]:
    return int(address[2]), column_number(address[1].decode())


def _area(xml: bytes) -> int:
    """Cells of the rectangle from A1 to the last row and column of a sheet; few columns count for 100."""
    closing, opening = b"</" + _prefix(xml) + b"row", b"<" + _prefix(xml) + b"c "
    last_row, widest = 1, 100
    start = 0
    for end in _positions(xml, closing):
        if far := _FAR_COLUMN.match(xml, max(xml.rfind(opening, start, end), 0)):
            widest = max(widest, column_number(far[1].decode()))
        start = end
    at = xml.rfind(b"<" + _prefix(xml) + b"row ")
    if at >= 0 and (match := _LAST_ROW.match(xml, at)):
        last_row = int(match[1])
    return last_row * widest


def _area_of(match: re.Match[bytes]) -> Area:
    left, top, right, bottom = match.groups()
    return Area(column_number(left.decode()), int(top), column_number(right.decode()), int(bottom))
