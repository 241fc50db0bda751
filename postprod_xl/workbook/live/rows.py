"""The rows of a live table, read once: the `TableCells` port of `rebuilding` for an application."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.addresses import Area, column_letters
from postprod_xl.engines.ooxml.sheets.cells import CellCodec, CellError, Formula
from postprod_xl.engines.ooxml.sheets.formulas import translated
from postprod_xl.engines.ooxml.tables.collisions import Obstacle, as_obstacles
from postprod_xl.engines.ooxml.tables.matching import Key, key_part
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.engines.ooxml.tables.rebuilding import Arrangement, RowValues
from postprod_xl.schema.kinds import ExcelError
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.workbook.live import notes
from postprod_xl.workbook.live.changes import LiveChanges, Standing, formulas_of, standing
from postprod_xl.workbook.live.reading import block
from postprod_xl.workbook.live.runs import CellPosition
from postprod_xl.workbook.live.values import entered
from postprod_xl.workbook.update import same

if TYPE_CHECKING:
    from xlwings import Sheet

    from postprod_xl.workbook.live.table import LiveTable

# How far beside a table its notes are looked for.
FARTHEST_NOTE = 32
_CODEC = CellCodec("", False, lambda: ())


class LiveSheet:
    """A tab of a live workbook, as a table that grows on it sees it.

    Merged cells and array formulas are the application's to tell, when something is entered in them.
    """

    merged: Sequence[Area] = ()
    blocks: Sequence[Area] = ()

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def title(self) -> str:
        """What its tab shows."""
        return str(self._sheet.name)

    def contents_in(self, area: Area) -> Iterator[CellPosition]:
        """The row and column of each cell of an area that holds a value or a formula."""
        found = standing(self._sheet, area)
        return (cell for cell in found.cells() if not found.is_blank(cell))


class LiveRows:
    """The rows of one table of a live workbook, for one change.

    Parameters
    ----------
    table
        The table, which grows and shrinks with its rows.
    """

    def __init__(self, table: LiveTable) -> None:
        self._table = table
        self._columns = {heading: self.place.column_of(heading) for heading in self.place.headings}
        self._old = Standing(self.place.data, [], [])

    @property
    def place(self) -> TablePlace:
        return self._table.place

    @property
    def sheet(self) -> LiveSheet:
        return LiveSheet(self._table.sheet)

    @cached_property
    def obstacles(self) -> list[Obstacle]:
        return as_obstacles(self._table.others)

    def is_filled(self, column: int) -> bool:
        return column in self._filled

    def read(self, first_column: int, last_column: int) -> None:
        area = replace(self.place.data, first_column=first_column, last_column=last_column)
        self._old = standing(self._table.sheet, area)

    def key(self, row: int, headings: Sequence[str]) -> Key:
        return tuple(_key_of(self._old.value((row, self._columns[heading]))) for heading in headings)

    def key_of(self, values: RowValues, headings: Sequence[str]) -> Key:
        return tuple(key_part(_CODEC.stored(values[heading], heading)) for heading in headings)

    def noted_rows(self) -> Collection[int]:
        return {row for row, _ in self._noted}

    def is_typed(self, row: int, columns: Collection[int]) -> bool:
        return any(
            column not in self._calculated and not self._old.is_blank((row, column)) for column in columns
        )

    def holds_constant(self, row: int) -> bool:
        cells = [(row, column) for column in self._columns.values()]
        return any(
            not self._old.is_blank(cell) and not isinstance(self._old.content(cell), Formula)
            for cell in cells
        )

    def add(self, start: int, rows: Sequence[RowValues], last_row: int) -> None:
        old_last = self.place.last_row
        self._table.grow(self._old, last_row, like=max(start - 1, self.place.first_row))
        blank = {heading: None for heading, column in self._columns.items() if column not in self._calculated}
        cells: dict[CellPosition, Any] = {}
        for number, values in enumerate(rows, start):
            # What was copied with the row it is like goes.
            given = values if number <= old_last else {**blank, **values}
            cells |= {(number, self._columns[heading]): value for heading, value in given.items()}
        self._changes.enter(self._table.sheet, cells)

    def arrange(self, arrangement: Arrangement) -> None:
        old, last_row = self._old, arrangement.last_row
        now = self._table.grow(old, last_row, like=self.place.first_row)
        cells: dict[CellPosition, Any] = {}
        given = zip(arrangement.origins, arrangement.values, strict=True)
        for number, (origin, values) in enumerate(given, self.place.first_row):
            cells |= self._row(now, origin, number, values)
        left_over = replace(old.area, first_row=last_row + 1)
        cells |= {cell: None for cell in old.cells() if cell[0] > last_row and not old.is_blank(cell)}
        self._changes.enter(self._table.sheet, cells)
        if last_row < self.place.last_row:
            self._table.shrink(left_over)
        notes.move_notes(self._changes, self._table.sheet, self._noted, arrangement.moves)

    def _row(
        self, now: Standing, origin: int | None, number: int, values: RowValues
    ) -> dict[CellPosition, Any]:
        """Give the cells of one row that do not hold what they must hold."""
        by_column = {self._columns[heading]: value for heading, value in values.items()}
        cells: dict[CellPosition, Any] = {}
        for column in self._old.columns():
            held = now.content((number, column))
            if column in by_column:
                wanted = by_column[column]
            elif column in self._calculated and isinstance(held, Formula):
                continue
            else:
                wanted = None if origin is None else _moved(self._old, (origin, column), number)
            if not is_held(held, wanted):
                cells[number, column] = wanted
        return cells

    @property
    def _changes(self) -> LiveChanges:
        return self._table.changes

    @cached_property
    def _filled(self) -> AbstractSet[int]:
        """The columns where a row of the table holds something, those of the table and some on both sides."""
        data = self.place.data
        wide = replace(
            data,
            first_column=max(1, data.first_column - FARTHEST_NOTE),
            last_column=data.last_column + FARTHEST_NOTE,
        )
        found = formulas_of(block(self._table.sheet, wide), wide)
        return {
            wide.first_column + at for row in found for at, text in enumerate(row) if text not in (None, "")
        }

    @cached_property
    def _noted(self) -> Mapping[CellPosition, str]:
        return notes.cells_with_notes(self._table.sheet, self._old.area)

    @cached_property
    def _calculated(self) -> AbstractSet[int]:
        """The calculated columns: declared ones, and a person's whose every row holds a formula."""
        declared = {
            self._columns[column.heading]
            for column in BY_NAME[self.place.name].columns
            if column.formula and column.heading in self._columns
        }
        rows = self._old.rows()
        return declared | {
            column
            for column in self._columns.values()
            if all(isinstance(self._old.content((row, column)), Formula) for row in rows)
        }


def is_held(held: Any, wanted: Any) -> bool:
    """Whether a cell already holds what it must hold: a value, an error or a `Formula`."""
    if isinstance(wanted, Formula) or isinstance(held, Formula):
        return isinstance(wanted, Formula) and isinstance(held, Formula) and held.text == wanted.text
    if isinstance(wanted, ExcelError) or isinstance(held, ExcelError):
        return bool(held == wanted)
    return same(held, wanted)


def _key_of(value: Any) -> object:
    if isinstance(value, ExcelError):
        return key_part(CellError(value.code))
    return key_part(_CODEC.stored(_as_stored(value), ""))


def _as_stored(value: Any) -> Any:
    return entered(value) if not isinstance(value, str) else value


def _moved(old: Standing, origin: CellPosition, number: int) -> Any:
    """Give what a cell of another row holds, a relative formula pointing as far from here as from there."""
    content = old.content(origin)
    row, column = origin
    if not isinstance(content, Formula) or row == number:
        return content
    letters = column_letters(column)
    return Formula(translated(content.text, f"{letters}{row}", f"{letters}{number}"))
