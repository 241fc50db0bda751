"""A table rebuilt by key, or extended at its end: what each row becomes, in a file or in an application."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol, TypeAlias

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.sheets.cells import Value
from postprod_xl.engines.ooxml.tables.collisions import Obstacle, SheetContents, check_growth
from postprod_xl.engines.ooxml.tables.matching import KeptRow, Key, OldRow, matched
from postprod_xl.engines.ooxml.tables.places import TablePlace

RowValues: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True)
class TableContent:
    """What a table must hold, from its first row to its last.

    Parameters
    ----------
    headings
        The columns that the rows give, every one of them in every row; the other columns are the user's.
    rows
        The rows in order, values by heading.
    key
        The headings that tell which old row a row continues; none: only rows without user content are reused.
    derived
        Columns that are not given but are the program's: they follow their row, and are emptied with it.
    """

    headings: Sequence[str]
    rows: Sequence[RowValues]
    key: Sequence[str] = ()
    derived: Collection[str] = ()


@dataclass(frozen=True)
class Arrangement:
    """What the rows of a table become, from its first row on.

    Parameters
    ----------
    first_row
        The number of the first one.
    origins
        The number of the old row that each continues, None for a new one.
    values
        What each is given, by heading; its other cells are those of the row it continues.
    """

    first_row: int
    origins: Sequence[int | None]
    values: Sequence[RowValues]

    @property
    def last_row(self) -> int:
        """The number of the last row."""
        return self.first_row + len(self.origins) - 1

    @cached_property
    def moves(self) -> dict[int, int]:
        """New row number by old row number."""
        return {origin: number for number, origin in enumerate(self.origins, self.first_row) if origin}


class TableCells(Protocol):
    """The cells of one table where they stand: in the text of a tab, or in an application."""

    @property
    def place(self) -> TablePlace:
        """Where the table stands."""

    @property
    def sheet(self) -> SheetContents:
        """The whole tab."""

    @property
    def obstacles(self) -> Sequence[Obstacle]:
        """What else fills ranges of the tab."""

    def is_filled(self, column: int) -> bool:
        """Whether a row of the table holds something in a column, of the table or near it."""

    def read(self, first_column: int, last_column: int) -> None:
        """Read the rows of the table in these columns: what is asked and changed from then on is theirs."""

    def key(self, row: int, headings: Sequence[str]) -> Key:
        """The key that a row carries."""

    def key_of(self, values: RowValues, headings: Sequence[str]) -> Key:
        """The key that values would give a row."""

    def noted_rows(self) -> Collection[int]:
        """The rows that a comment is pinned to."""

    def is_typed(self, row: int, columns: Collection[int]) -> bool:
        """Whether a row holds something in these columns, formulas of calculated columns aside."""

    def holds_constant(self, row: int) -> bool:
        """Whether a row holds something that is no formula."""

    def arrange(self, arrangement: Arrangement) -> None:
        """Rearrange the rows, the end of the table following the last one."""

    def add(self, start: int, rows: Sequence[RowValues], last_row: int) -> None:
        """Fill the blank rows of the table from ``start`` on, and those it gains down to ``last_row``."""


def rebuild(table: TableCells, content: TableContent) -> list[KeptRow]:
    """Make a table hold ``content``; cells of a person's columns follow their row by key.

    A row that is gone although somebody wrote in it or beside it is kept at the end, its key and those cells only.
    The table shrinks to one blank row at least.

    Returns
    -------
    list of KeptRow
        The rows kept that way, numbered where they stand now.

    Raises
    ------
    CannotEdit
        Something stands where the table must grow, or cannot move.
    """
    place = table.place
    columns = _columns_of_rows(table)
    table.read(columns[0], columns[-1])
    owned = {place.column_of(heading) for heading in (*content.headings, *content.derived)}
    personal, noted = [column for column in columns if column not in owned], table.noted_rows()
    old = [
        OldRow(row, table.key(row, content.key), row in noted or table.is_typed(row, personal))
        for row in range(place.first_row, place.last_row + 1)
    ]
    sources, kept = matched(old, [table.key_of(row, content.key) for row in content.rows])
    values: list[RowValues] = list(content.rows)
    if not sources and not kept:
        sources, values = [place.first_row], [dict.fromkeys(content.headings)]
    lost = dict.fromkeys([*(set(content.headings) - set(content.key)), *content.derived])
    origins = [*sources, *(row.number for row in kept)]
    arrangement = Arrangement(place.first_row, origins, [*values, *[lost] * len(kept)])
    check_growth(table.sheet, place, arrangement.last_row, table.obstacles)
    table.arrange(arrangement)
    return [replace(row, number=arrangement.moves[row.number]) for row in kept]


def append(table: TableCells, rows: Sequence[RowValues]) -> None:
    """Write rows after the last one that holds something, in the table's blank rows first.

    Raises
    ------
    CannotEdit
        Something stands where the table must grow.
    """
    place = table.place
    table.read(place.first_column, place.last_column)
    backwards = range(place.last_row, place.header_row, -1)
    start = 1 + next((row for row in backwards if table.holds_constant(row)), place.header_row)
    last_row = max(place.last_row, start + len(rows) - 1)
    check_growth(table.sheet, place, last_row, table.obstacles)
    table.add(start, rows, last_row)


def _columns_of_rows(table: TableCells) -> range:
    """Give the columns that move with the rows: the table's, and those filled right beside it.

    Whoever writes against the side of a table writes about its rows, even outside its frame.
    """
    first, last = table.place.first_column, table.place.last_column
    while _holds_notes(table, first - 1):
        first -= 1
    while _holds_notes(table, last + 1):
        last += 1
    return range(first, last + 1)


def _holds_notes(table: TableCells, column: int) -> bool:
    if column < 1:
        return False
    beside = Area(column, table.place.header_row, column, table.place.end_row)
    return not any(area.intersects(beside) for _, area in table.obstacles) and table.is_filled(column)
