"""Two states of the tables of a workbook compared: by key where rows have one, by content and order elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from postprod_xl.domain.comparing.change import Change, ChangeKind, row_name
from postprod_xl.domain.comparing.pairing import KeyedCells, Pairing, paired, paired_by_key
from postprod_xl.schema.cells.characters import as_drawn
from postprod_xl.schema.kinds import Kind, is_empty
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.settings.house import setting_reading
from postprod_xl.schema.table import Column, Table, TableKind
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.tables.home import JOURNAL, SETTINGS
from postprod_xl.schema.units import folded


def compared(before: Mapping[str, Rows], after: Mapping[str, Rows]) -> list[Change]:
    """What differs between two states of some tables.

    Parameters
    ----------
    before, after
        Typed rows by table name. Only the tables and the columns that both sides hold are compared.

    Returns
    -------
    list of Change
        Table by table in workbook order; in each, the rows of the second state in its order, the columns that people
        type first, then the rows removed.
    """
    return [
        change
        for table in TABLES
        if table.name in before and table.name in after
        for change in _compared_table(table, before[table.name], after[table.name])
    ]


def facts(tables: Mapping[str, Rows]) -> dict[str, Rows]:
    """What people typed and what registers keep: all that a refresh does not compute again."""
    return _held(tables, _is_fact)


def everything(tables: Mapping[str, Rows]) -> dict[str, Rows]:
    """What people typed and what registers keep, and what a refresh computes."""
    return _held(tables, lambda table, column: True)


def _held(tables: Mapping[str, Rows], is_held: Callable[[Table, Column], bool]) -> dict[str, Rows]:
    """Some columns of the tables that people read; hidden registers and the journal are the program's own."""
    held = {}
    for name, rows in tables.items():
        table = rows.table
        names = [each for each in rows.columns if is_held(table, table.by_name[each])]
        if names and not table.is_hidden and table.name != JOURNAL.name:
            held[name] = rows.only(*names)
    return held


def _is_fact(table: Table, column: Column) -> bool:
    return table.kind is TableKind.LEDGER or (table.kind is TableKind.INPUT and not column.is_computed)


def _compared_table(table: Table, before: Rows, after: Rows) -> Iterator[Change]:
    names = [
        column.name
        for column in table.columns
        if column.name in before.columns and column.name in after.columns
    ]
    names.sort(key=lambda name: table.by_name[name].is_computed)
    sides = [_State(table, rows.only(*names)) for rows in (before, after)]
    if not names or sides[0].values == sides[1].values:
        return
    key = [names.index(name) for name in table.key if name in names] if {*table.key} <= {*names} else []
    first, second = (side.records(key) for side in sides)
    is_register = table.kind is TableKind.LEDGER and bool(key)
    pairing = paired_by_key(first, second) if is_register else paired(first, second, key)
    yield from _changes(sides[0], sides[1], pairing)


class _State:
    """The rows of a table on one side: their values as they are compared."""

    def __init__(self, table: Table, rows: Rows) -> None:
        self.table, self.rows = table, rows
        self.values = {name: rows.column(name) for name in rows.columns}
        self.kinds: list[Kind | None] = [None] * len(rows)
        if table.name == SETTINGS.name and {"name", "value"} <= self.values.keys():
            readings = [*map(setting_reading, self.values["name"], self.values["value"])]
            self.kinds = [kind for kind, _ in readings]
            self.values["value"] = [value for _, value in readings]
        self.names = [*self.values]
        self.cells = [*zip(*self.values.values(), strict=True)]

    def records(self, key: Sequence[int]) -> list[KeyedCells]:
        return [KeyedCells(cells, _compared_key([cells[at] for at in key])) for cells in self.cells]

    def filled(self, at: int) -> dict[str, Any]:
        cells = zip(self.names, self.cells[at], strict=True)
        return {name: value for name, value in cells if not is_empty(value) and value is not False}

    def name_of(self, at: int) -> str:
        """What a person calls a row; one that has no key is also told by its number."""
        name, number = row_name(self.table, self.filled(at)), f"ligne {self.rows.numbers[at]}"
        return name if name and self.table.key else f"{name} ({number})" if name else number


def _compared_key(parts: Sequence[Any]) -> tuple[Any, ...] | None:
    """A key as the eye compares it; None when a part of it is missing."""
    if not parts or any(is_empty(part) for part in parts):
        return None
    return tuple(folded(as_drawn(part)) if isinstance(part, str) else part for part in parts)


def _changes(before: _State, after: _State, pairing: Pairing) -> Iterator[Change]:
    moved = pairing.moved() if after.table.kind is not TableKind.RESULT else set()
    of_row: dict[int, int] = {second: first for first, second in pairing.pairs}
    for at in range(len(after.cells)):
        if at not in of_row:
            yield _alone(after, at, ChangeKind.ADDED)
            continue
        yield from _cell_changes(before, after, of_row[at], at)
        if at in moved:
            rows = before.rows.numbers[of_row[at]], after.rows.numbers[at]
            yield Change(after.table.name, after.name_of(at), ChangeKind.MOVED, "", *rows, rows=rows)
    for at in pairing.removed:
        yield _alone(before, at, ChangeKind.REMOVED)


def _alone(side: _State, at: int, kind: ChangeKind) -> Change:
    number, cells = side.rows.numbers[at], side.filled(at)
    is_new = kind is ChangeKind.ADDED
    return Change(
        side.table.name,
        side.name_of(at),
        kind,
        before=None if is_new else cells,
        after=cells if is_new else None,
        rows=(None, number) if is_new else (number, None),
    )


def _cell_changes(before: _State, after: _State, first: int, second: int) -> Iterator[Change]:
    if before.cells[first] == after.cells[second]:
        return
    rows = before.rows.numbers[first], after.rows.numbers[second]
    # A key that changed is told under its former name, a row without key where it now stands.
    named = before.name_of(first) if after.table.key else after.name_of(second)
    for name, was, now in zip(after.names, before.cells[first], after.cells[second], strict=True):
        if was != now:
            kind = after.kinds[second] if name == "value" else None
            yield Change(after.table.name, named, ChangeKind.CHANGED, name, was, now, rows, kind)
