"""One table of a live workbook: cells set, rows added at the end, the whole table rebuilt by key."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.addresses import Area, column_letters
from postprod_xl.engines.ooxml.sheets.cells import CellCodec, CellError, Formula
from postprod_xl.engines.ooxml.sheets.formulas import translated
from postprod_xl.engines.ooxml.tables.collisions import in_the_way
from postprod_xl.engines.ooxml.tables.matching import Key, OldRow, key_part, matched
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.engines.ooxml.tables.rows import RowValues, TableContent
from postprod_xl.schema.kinds import ExcelError
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.workbook.kept_rows import kept_line
from postprod_xl.workbook.live import notes
from postprod_xl.workbook.live.changes import LiveChanges, Standing, formulas_of, standing
from postprod_xl.workbook.live.places import live_table
from postprod_xl.workbook.live.protection import writing_in
from postprod_xl.workbook.live.reading import block
from postprod_xl.workbook.live.runs import Cell
from postprod_xl.workbook.live.values import entered
from postprod_xl.workbook.update import same

if TYPE_CHECKING:
    from xlwings import Range, Sheet
    from xlwings.main import Table

# How far beside a table its notes are looked for.
FARTHEST_NOTE = 32
_CODEC = CellCodec("", False, lambda: ())


class LiveTable:
    """The rows of one table of a live workbook, being changed.

    Parameters
    ----------
    changes
        The changes to the workbook, undone when something fails.
    place
        Where the table stands; changes as it grows and shrinks.
    others
        The other tables of its tab.
    """

    def __init__(self, changes: LiveChanges, place: TablePlace, others: Sequence[TablePlace]) -> None:
        self.place = place
        self._changes = changes
        self._others = others
        self._columns = {heading: place.column_of(heading) for heading in place.headings}

    @cached_property
    def _sheet(self) -> Sheet:
        return self._changes.book.sheets[self.place.sheet]

    def set(self, cells: Mapping[tuple[int, str], Any]) -> None:
        """Set cells given by row number and heading; a formula that stands already is left to the application."""
        before = self._changes.remember(self._sheet, self.place.data)
        targets = {(row, self._columns[heading]): value for (row, heading), value in cells.items()}
        changed = {
            cell: value
            for cell, value in targets.items()
            if not (isinstance(value, Formula) and _is_held(before.content(cell), value))
        }
        self._changes.enter(self._sheet, changed, before.content)

    def adopt(self, last_row: int) -> None:
        """Take the rows typed right below the table into it."""
        self._resize(last_row)

    def append(self, rows: Sequence[RowValues]) -> None:
        """Write rows after the last one that holds something, in the table's blank rows first."""
        before = standing(self._sheet, self.place.data)
        start = self._last_filled_row(before) + 1
        old_last = self.place.last_row
        last_row = max(old_last, start + len(rows) - 1)
        now = self._grown(before, last_row, like=max(start - 1, self.place.first_row))
        cells: dict[Cell, Any] = {}
        for number, values in enumerate(rows, start):
            given = values if number <= old_last else self._blank_beside(now, values)
            cells |= {(number, self._columns[heading]): value for heading, value in given.items()}
        self._changes.enter(self._sheet, cells)

    def rebuild(self, content: TableContent) -> list[str]:
        """Make the table hold ``content``; gives the lines about rows kept for a person's notes."""
        area = self._area_with_notes()
        old = standing(self._sheet, area)
        noted = notes.cells_with_notes(self._sheet, area)
        sources, kept = matched(
            self._old_rows(old, content, {row for row, _ in noted}),
            [self._key(row, content) for row in content.rows],
        )
        values: list[RowValues] = list(content.rows)
        if not sources and not kept:
            sources, values = [self.place.first_row], [dict.fromkeys(content.headings)]
        lost = dict.fromkeys([*(set(content.headings) - set(content.key)), *content.derived])
        origins = [*sources, *(row.number for row in kept)]
        given = [*values, *[lost] * len(kept)]
        moves = {origin: number for number, origin in enumerate(origins, self.place.first_row) if origin}
        self._put(old, origins, given)
        notes.move_notes(self._changes, self._sheet, noted, moves)
        return [kept_line(self.place, replace(row, number=moves[row.number]), content) for row in kept]

    def _put(self, old: Standing, origins: Sequence[int | None], given: Sequence[RowValues]) -> None:
        """Give the rows their contents: those of the row they continue, and over these what is given."""
        last_row = self.place.header_row + len(origins)
        now = self._grown(old, last_row, like=self.place.first_row)
        cells: dict[Cell, Any] = {}
        for number, (origin, values) in enumerate(zip(origins, given, strict=True), self.place.first_row):
            cells |= self._row(old, now, (origin, number), values)
        for number in range(last_row + 1, old.area.last_row + 1):
            cells |= {
                (number, column): None
                for column in range(old.area.first_column, old.area.last_column + 1)
                if not old.is_blank((number, column))
            }
        self._changes.enter(self._sheet, cells)
        if last_row < self.place.last_row:
            self._shrink(last_row, old.area)

    def _row(
        self, old: Standing, now: Standing, move: tuple[int | None, int], values: RowValues
    ) -> dict[Cell, Any]:
        """Give the cells of one row that do not hold what they must hold."""
        origin, number = move
        by_column = {self._columns[heading]: value for heading, value in values.items()}
        calculated = self._calculated(old)
        cells: dict[Cell, Any] = {}
        for column in range(old.area.first_column, old.area.last_column + 1):
            held = now.content((number, column))
            if column in by_column:
                wanted = by_column[column]
            elif column in calculated and isinstance(held, Formula):
                continue
            else:
                wanted = None if origin is None else _moved(old, (origin, column), number)
            if not _is_held(held, wanted):
                cells[number, column] = wanted
        return cells

    def _grown(self, before: Standing, last_row: int, like: int) -> Standing:
        """Let the table end at a row at least, its new rows formatted as another; gives what stands there now."""
        old_last = self.place.last_row
        if last_row <= old_last:
            self._changes.keep(self._sheet, before)
            return before
        self._check_room(last_row)
        whole = replace(before.area, last_row=last_row)
        self._changes.remember(self._sheet, whole)
        self._resize(last_row)
        self._copy_row(like, old_last + 1, last_row)
        return standing(self._sheet, whole)

    def _copy_row(self, like: int, first: int, last: int) -> None:
        """Copy a row of the table over its new rows: formats, entry rules, formulas."""
        left, right = self.place.first_column, self.place.last_column
        model = block(self._sheet, Area(left, like, right, like))
        new = Area(left, first, right, last)
        self._changes.done(lambda: block(self._sheet, new).clear())
        with writing_in(self.place.sheet):
            model.copy(block(self._sheet, new))
        notes.forget_notes(self._sheet, new)

    def _shrink(self, last_row: int, area: Area) -> None:
        left_over = Area(area.first_column, last_row + 1, area.last_column, self.place.last_row)
        self._resize(last_row)
        self._changes.finally_(lambda: block(self._sheet, left_over).clear())

    def _resize(self, last_row: int) -> None:
        table = live_table(self._changes.book, self.place)
        whole = replace(self.place.data, first_row=self.place.header_row)
        old, new = block(self._sheet, whole), block(self._sheet, replace(whole, last_row=last_row))
        resize = _resized_over_totals if self.place.has_totals else _resized
        self._changes.done(lambda: resize(table, old))
        with writing_in(self.place.sheet):
            resize(table, new)
        self.place = replace(self.place, last_row=last_row)

    def _check_room(self, last_row: int) -> None:
        below = Area(
            self.place.first_column,
            self.place.end_row + 1,
            self.place.last_column,
            last_row + self.place.has_totals,
        )
        for other in self._others:
            area = Area(other.first_column, other.header_row, other.last_column, other.end_row)
            if area.intersects(below):
                cell = f"{column_letters(area.first_column)}{area.first_row}"
                raise in_the_way(self.place, cell, f"le tableau « {other.name} » se trouve")
        found = standing(self._sheet, below)
        for row, column in found.cells():
            if not found.is_blank((row, column)):
                raise in_the_way(
                    self.place, f"{column_letters(column)}{row}", "du texte ou une valeur se trouve"
                )

    def _last_filled_row(self, before: Standing) -> int:
        filled = [
            row
            for row, column in before.cells()
            if not before.is_blank((row, column)) and not isinstance(before.content((row, column)), Formula)
        ]
        return max(filled, default=self.place.header_row)

    def _blank_beside(self, before: Standing, values: RowValues) -> dict[str, Any]:
        """Give the values of a new row, its other columns emptied of what the copied row held."""
        calculated = self._calculated(before)
        blank = {heading: None for heading, column in self._columns.items() if column not in calculated}
        return {**blank, **values}

    def _area_with_notes(self) -> Area:
        """Give the table's rows, in its columns and those filled right beside it: these follow their row."""
        data = self.place.data
        wide = Area(
            max(1, data.first_column - FARTHEST_NOTE),
            data.first_row,
            data.last_column + FARTHEST_NOTE,
            data.last_row,
        )
        found = formulas_of(block(self._sheet, wide), wide)
        filled = {
            wide.first_column + at for row in found for at, text in enumerate(row) if text not in (None, "")
        }
        first, last = data.first_column, data.last_column
        while first > wide.first_column and self._is_note_column(first - 1, filled):
            first -= 1
        while last < wide.last_column and self._is_note_column(last + 1, filled):
            last += 1
        return Area(first, data.first_row, last, data.last_row)

    def _is_note_column(self, column: int, filled: Collection[int]) -> bool:
        beside = Area(column, self.place.header_row, column, self.place.end_row)
        areas = (
            Area(other.first_column, other.header_row, other.last_column, other.end_row)
            for other in self._others
        )
        return column in filled and not any(area.intersects(beside) for area in areas)

    @cached_property
    def _declared_formulas(self) -> AbstractSet[int]:
        table = BY_NAME[self.place.name]
        return {
            self._columns[column.heading]
            for column in table.columns
            if column.formula and column.heading in self._columns
        }

    def _calculated(self, old: Standing) -> AbstractSet[int]:
        """Give the calculated columns: declared ones, and a person's whose every row holds a formula."""
        rows = range(old.area.first_row, min(old.area.last_row, self.place.last_row) + 1)
        return self._declared_formulas | {
            column
            for column in self._columns.values()
            if all(isinstance(old.content((row, column)), Formula) for row in rows)
        }

    def _old_rows(self, old: Standing, content: TableContent, noted: Collection[int]) -> list[OldRow]:
        owned = {self._columns[heading] for heading in (*content.headings, *content.derived)}
        calculated = self._calculated(old)
        personal = [
            column for column in range(old.area.first_column, old.area.last_column + 1) if column not in owned
        ]
        return [
            OldRow(
                row,
                tuple(_key_of(old.value((row, self._columns[heading]))) for heading in content.key),
                row in noted or any(not old.is_blank((row, c)) and c not in calculated for c in personal),
            )
            for row in range(old.area.first_row, old.area.last_row + 1)
        ]

    def _key(self, row: RowValues, content: TableContent) -> Key:
        return tuple(key_part(_CODEC.stored(row[heading], heading)) for heading in content.key)


def _resized(table: Table, cells: Range) -> None:
    table.resize(cells)


def _resized_over_totals(table: Table, cells: Range) -> None:
    """Make a table fill a range; its totals row, whose formulas the application remembers, follows."""
    table.show_totals = False
    table.resize(cells)
    table.show_totals = True


def _key_of(value: Any) -> object:
    if isinstance(value, ExcelError):
        return key_part(CellError(value.code))
    return key_part(_CODEC.stored(_as_stored(value), ""))


def _as_stored(value: Any) -> Any:
    return entered(value) if not isinstance(value, str) else value


def _moved(old: Standing, origin: Cell, number: int) -> Any:
    """Give what a cell of another row holds, a relative formula pointing as far from here as from there."""
    content = old.content(origin)
    row, column = origin
    if not isinstance(content, Formula) or row == number:
        return content
    letters = column_letters(column)
    return Formula(translated(content.text, f"{letters}{row}", f"{letters}{number}"))


def _is_held(held: Any, wanted: Any) -> bool:
    if isinstance(wanted, Formula) or isinstance(held, Formula):
        return isinstance(wanted, Formula) and isinstance(held, Formula) and held.text == wanted.text
    if isinstance(wanted, ExcelError) or isinstance(held, ExcelError):
        return bool(held == wanted)
    return same(held, wanted)
