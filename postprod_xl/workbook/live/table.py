"""One table of a live workbook: cells set, rows added at the end, the whole table rebuilt by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.sheets.cells import Formula
from postprod_xl.engines.ooxml.tables import rebuilding
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.engines.ooxml.tables.rebuilding import RowValues, TableContent
from postprod_xl.workbook.kept_rows import kept_line
from postprod_xl.workbook.live import notes
from postprod_xl.workbook.live.changes import LiveChanges, Standing, standing
from postprod_xl.workbook.live.places import live_table
from postprod_xl.workbook.live.protection import writing_in
from postprod_xl.workbook.live.reading import block
from postprod_xl.workbook.live.rows import LiveRows, is_held

if TYPE_CHECKING:
    from xlwings import Range, Sheet
    from xlwings.main import Table


class LiveTable:
    """One table of a live workbook, being changed.

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
        self.changes = changes
        self.others = others

    @cached_property
    def sheet(self) -> Sheet:
        """The tab it stands on."""
        return self.changes.book.sheets[self.place.sheet]

    def set(self, cells: Mapping[tuple[int, str], Any]) -> None:
        """Set cells given by row number and heading; a formula that stands already is left to the application."""
        before = self.changes.remember(self.sheet, self.place.data)
        targets = {(row, self.place.column_of(heading)): value for (row, heading), value in cells.items()}
        changed = {
            cell: value
            for cell, value in targets.items()
            if not (isinstance(value, Formula) and is_held(before.content(cell), value))
        }
        self.changes.enter(self.sheet, changed, before.content)

    def adopt(self, last_row: int) -> None:
        """Take the rows typed right below the table into it."""
        self.resize(last_row)

    def append(self, rows: Sequence[RowValues]) -> None:
        """Write rows after the last one that holds something, in the table's blank rows first."""
        rebuilding.append(LiveRows(self), rows)

    def rebuild(self, content: TableContent) -> list[str]:
        """Make the table hold ``content``; gives the lines about rows kept for a person's notes."""
        kept = rebuilding.rebuild(LiveRows(self), content)
        return [kept_line(self.place, row, content) for row in kept]

    def grow(self, before: Standing, last_row: int, like: int) -> Standing:
        """Let the table end at a row at least, its new rows formatted as another; gives what stands there now."""
        old_last = self.place.last_row
        if last_row <= old_last:
            self.changes.keep(self.sheet, before)
            return before
        whole = replace(before.area, last_row=last_row)
        self.changes.remember(self.sheet, whole)
        self.resize(last_row)
        self._copy_row(like, old_last + 1, last_row)
        return standing(self.sheet, whole)

    def shrink(self, left_over: Area) -> None:
        """Let the table end above an area, which is cleared once everything else has succeeded."""
        self.resize(left_over.first_row - 1)
        self.changes.finally_(lambda: self._clear_below(left_over))

    def _clear_below(self, left_over: Area) -> None:
        """Clear an area, less the rows that the table has taken again since."""
        first = max(left_over.first_row, self.place.last_row + 1)
        if first <= left_over.last_row:
            block(self.sheet, replace(left_over, first_row=first)).clear()

    def resize(self, last_row: int) -> None:
        """Let the table end at a row."""
        self.stand_at(replace(self.place, last_row=last_row))

    def stand_at(self, place: TablePlace) -> None:
        """Let the table end at another row or another column."""
        table = live_table(self.changes.book, self.place)
        old, new = (
            block(self.sheet, replace(one.data, first_row=one.header_row)) for one in (self.place, place)
        )
        resize = _resized_over_totals if place.has_totals else _resized
        self.changes.done(lambda: resize(table, old))
        with writing_in(place.sheet):
            resize(table, new)
        self.place = place

    def _copy_row(self, like: int, first: int, last: int) -> None:
        """Copy a row of the table over its new rows: formats, entry rules, formulas."""
        left, right = self.place.first_column, self.place.last_column
        model = block(self.sheet, Area(left, like, right, like))
        new = Area(left, first, right, last)
        self.changes.done(lambda: block(self.sheet, new).clear())
        with writing_in(self.place.sheet):
            model.copy(block(self.sheet, new))
        notes.forget_notes(self.sheet, new)


def _resized(table: Table, cells: Range) -> None:
    table.resize(cells)


def _resized_over_totals(table: Table, cells: Range) -> None:
    """Make a table fill a range; its totals row, whose formulas the application remembers, follows."""
    table.show_totals = False
    table.resize(cells)
    table.show_totals = True
