"""Every table of a workbook as raw cells, wherever it stands and whatever people did around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import starmap
from typing import TYPE_CHECKING, Any, Protocol

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.reading.values import CellFaults
from postprod_xl.engines.ooxml.tables.places import DAYS_TO_1904, TablePlace, date1904
from postprod_xl.schema.kinds import Damaged, ExcelError, Kind, NoCachedValue
from postprod_xl.schema.problems import Problem, blocking, warning
from postprod_xl.schema.table import TableKind
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import folded
from postprod_xl.schema.validate import RawTable
from postprod_xl.workbook.places import plain_heading

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

STRAY_ROWS = 50
CELL_FAULTS = CellFaults(ExcelError, NoCachedValue, Damaged)
"""Cells that hold no value to trust, as `schema.validate` takes them."""


@dataclass(frozen=True)
class Reading:
    """What was read: raw cells by table name, and the tables' places, grown to the rows typed below them.

    `unread` says why a table that has a place was not read.
    """

    tables: dict[str, RawTable]
    places: dict[str, TablePlace]
    unread: list[Problem] = field(default_factory=list)


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
        Raw cells as the reader of sheets gives them (text, float, bool, date, datetime, time,
        timedelta), None or ``""`` when empty, `ExcelError`, `NoCachedValue` and `Damaged` where there is no value
        to trust. The rows are those of the table down to its last in use.

    Raises
    ------
    UnusableFile
        A sheet or a part that its cells need is missing, damaged or suspect.
    """
    grids = _Grids(package)
    reading = read_places(places, names, grids.of)
    for name in list(reading.tables):
        astray = _headings_astray(places[name], grids.of(places[name]))
        if 2 * len(astray) >= max(len(_declared(places[name])), 1):
            # What stands where the table says is not its rows: no message about them would help.
            del reading.tables[name]
            reading.unread.append(_moved(places[name], *astray[0]))
        elif astray:
            raw = reading.tables[name]
            reading.tables[name] = replace(
                raw, notes=[*raw.notes, *starmap(partial(_renamed, places[name]), astray)]
            )
    if date1904(package):
        reading.tables.update({name: _counted_from_1900(raw) for name, raw in reading.tables.items()})
    return reading


def _counted_from_1900(raw: RawTable) -> RawTable:
    """The same cells, days that have lost their date format counted as `schema` reads the number of a day."""
    table = BY_NAME.get(raw.name)
    days = {column.heading for column in table.columns if column.kind is Kind.DAY} if table else set()
    shifted = {
        heading: [cell + DAYS_TO_1904 if isinstance(cell, float) else cell for cell in cells]
        for heading, cells in raw.values.items()
        if heading in days
    }
    return replace(raw, values={**raw.values, **shifted})


def read_places(
    places: Mapping[str, TablePlace], names: Iterable[str], grid_of: Callable[[TablePlace], TableSheet]
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
        notes = [*_repeated(longer), *_merged(longer, grid), *_stray_rows(longer, grid, stop)]
        tables[place.name] = _raw_table(longer, grid, notes)
    return Reading(tables, grown)


class TableSheet(Protocol):
    """The cells of a sheet by row and column, both counted from 1."""

    @property
    def height(self) -> int:
        """Last row that may hold something."""

    @property
    def merged(self) -> Sequence[Area]:
        """Merged ranges."""

    def column(self, number: int, first: int, last: int) -> list[Any]:
        """Cells of a column, from row `first` to row `last`."""

    def is_used(self, row: int, first_column: int, last_column: int) -> bool:
        """Whether a cell of these columns holds something."""

    def last_used(self, area: Area) -> int:
        """Last row of the area that may hold something, the one above it when it is empty."""


class _Grids:
    """The sheets of one workbook, each read once."""

    def __init__(self, package: Package) -> None:
        from postprod_xl.engines.ooxml.reading.sheet_cells import Sheets

        self._sheets = Sheets(package, CELL_FAULTS)
        self._grids: dict[str, TableSheet] = {}

    def of(self, place: TablePlace) -> TableSheet:
        if place.sheet_part not in self._grids:
            self._grids[place.sheet_part] = self._sheets.cells(place.sheet_part, place.sheet)
        return self._grids[place.sheet_part]


def _first_row_of_another(place: TablePlace, others: Sequence[TablePlace], grid: TableSheet) -> int:
    """First row under a table that belongs to another one, or the first row after the sheet's last."""
    tops = [
        other.header_row
        for other in others
        if other.header_row > place.last_row and _share_columns(other, place)
    ]
    return min(tops, default=grid.height + 1)


def _last_row(place: TablePlace, grid: TableSheet, stop: int) -> int:
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


def _raw_table(place: TablePlace, grid: TableSheet, notes: Sequence[Problem]) -> RawTable:
    # A range may be declared down to the bottom of the sheet: its rows are those down to the last in use.
    first, last = place.first_row, grid.last_used(place.data)
    values = {heading: grid.column(place.column_of(heading), first, last) for heading in place.headings}
    return RawTable(place.name, range(first, last + 1), values, notes)


def _headings_astray(place: TablePlace, grid: TableSheet) -> list[tuple[str, str]]:
    """The declared headings of a table whose cells hold another text, and that text."""
    row, headings = place.header_row, _declared(place) if place.has_header else ()
    held = {heading: grid.column(place.column_of(heading), row, row)[0] for heading in headings}
    return [
        (heading, text)
        for heading, text in held.items()
        if isinstance(text, str) and folded(plain_heading(text)) != folded(heading)
    ]


def _moved(place: TablePlace, heading: str, held: str) -> Problem:
    """A table whose cells moved without it, as when a program inserts rows: its rows are not where it says."""
    message = (
        f"{_header_cell(place, heading, held)} et la table y attend l'en-tête « {heading} » : ses cellules ont été "
        "déplacées sans elle, elle n'est pas lue ; remettez-les à leur place, ou reprenez une sauvegarde"
    )
    return blocking(place.name, None, heading, held, heading, message)


def _renamed(place: TablePlace, heading: str, held: str) -> Problem:
    message = (
        f"{_header_cell(place, heading, held)} et la table l'appelle « {heading} » : retapez cet en-tête"
    )
    return blocking(place.name, None, heading, held, heading, message)


def _header_cell(place: TablePlace, heading: str, held: str) -> str:
    at = place.cell(place.header_row, heading)
    return f"{at} contient « {held} »" if held else f"{at} est vide"


def _repeated(place: TablePlace) -> Iterator[Problem]:
    for heading in _declared(place):
        if place.headings.count(heading) > 1:
            message = "deux colonnes ont ce même en-tête : renommez ou supprimez l'une des deux"
            yield blocking(place.name, None, heading, heading, "une seule colonne", message)


def _declared(place: TablePlace) -> list[str]:
    table = BY_NAME.get(place.name)
    return [heading for heading in table.headings if heading in place.headings] if table else []


def _merged(place: TablePlace, grid: TableSheet) -> Iterator[Problem]:
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


def _stray_rows(place: TablePlace, grid: TableSheet, stop: int) -> Iterator[Problem]:
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
