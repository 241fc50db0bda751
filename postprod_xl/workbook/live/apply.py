"""What a command computed, written in a live workbook: the counterpart of `update.apply_update` for a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.workbook.live.protection import refuse_protected
from postprod_xl.workbook.live.table import LiveTable
from postprod_xl.workbook.update import TableUpdate

if TYPE_CHECKING:
    from postprod_xl.workbook.live.changes import LiveChanges


def apply(
    changes: LiveChanges,
    declared: Mapping[str, TablePlace],
    places: Mapping[str, TablePlace],
    updates: Iterable[TableUpdate],
) -> list[str]:
    """Write the differences of each table in a live workbook.

    Parameters
    ----------
    changes
        The changes to the workbook, undone when something fails.
    declared, places
        Where the tables stand, and the same grown to the rows typed right below them, which they take in.
    updates
        The differences, table by table.

    Returns
    -------
    list of str
        One French line for each row kept for a person's notes.

    Raises
    ------
    CannotEdit
        Something stands where a table must grow, a cell cannot be written, or a tab is protected: the latter is
        checked before anything is written.
    """
    updates = list(updates)
    refuse_protected(changes.book, _tabs_written(declared, places, updates))
    tables = {
        name: LiveTable(changes, place, _neighbours(place, places.values()))
        for name, place in declared.items()
    }
    for name, table in tables.items():
        if places[name].last_row > table.place.last_row:
            table.adopt(places[name].last_row)
    return [line for update in updates for line in _applied(tables[update.table.name], update)]


def _tabs_written(
    declared: Mapping[str, TablePlace], places: Mapping[str, TablePlace], updates: Iterable[TableUpdate]
) -> list[str]:
    """The tabs where something changes, in the order of the updates."""
    updated = [
        update.table.name
        for update in updates
        if update.cells or update.appended or update.content is not None
    ]
    grown = [name for name, place in declared.items() if places[name].last_row > place.last_row]
    return list(dict.fromkeys(places[name].sheet for name in (*updated, *grown)))


def _applied(table: LiveTable, update: TableUpdate) -> list[str]:
    if update.cells:
        table.set(update.cells)
    lines = table.rebuild(update.content) if update.content else []
    if update.appended:
        table.append(update.appended)
    return lines


def _neighbours(place: TablePlace, places: Iterable[TablePlace]) -> list[TablePlace]:
    return [other for other in places if other.sheet == place.sheet and other.name != place.name]
