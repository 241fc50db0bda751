"""A workbook as one side of a comparison: what of it can be compared, and what cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from postprod_xl.domain.comparing.compared import facts
from postprod_xl.hosts.runs.master import Master
from postprod_xl.schema.kinds import Unreadable, shown_in, typed
from postprod_xl.schema.rows import Rows, no_rows
from postprod_xl.schema.table import Column
from postprod_xl.schema.tables import TABLES, families_among
from postprod_xl.schema.validate import RawTable


@dataclass(frozen=True)
class ComparedSide:
    """The typed rows of the tables that a workbook holds whole, and a line for each table or column it has lost.

    A cell that could not be read is the text that it shows. A table or a column that came after the version of the
    workbook is not lost: its rows have its default.
    """

    tables: dict[str, Rows]
    lost: Sequence[str]


Held = Callable[[Mapping[str, Rows]], dict[str, Rows]]
"""What of the tables is compared: `facts`, or `everything`."""


def side_of(master: Master, held: Held = facts) -> ComparedSide:
    """What can be compared of a workbook."""
    tables, lost = {}, list[str]()
    families = families_among(master.places)
    wanted = held({table.name: no_rows(table) for table in TABLES})
    for table in (each.table for each in wanted.values()):
        raw = master.raw.get(table.name)
        if raw is None and table.family in families and not table.came_after(master.version):
            lost.append(f"{master.path.name} : la table {table.name} manque, elle n'est pas comparée")
            continue
        absent = [] if raw is None else [*_absent(wanted[table.name], raw, master.version)]
        lost += [
            f"{master.path.name} : la colonne « {column.heading} » de {table.tab} manque, elle n'est pas comparée"
            for column in absent
        ]
        names = {*wanted[table.name].columns} - {column.name for column in absent}
        rows = master.tables[table.name]
        kept = rows.only(*(name for name in rows.columns if name in names))
        tables[table.name] = kept if raw is None else _with_unread(kept, raw)
    return ComparedSide(tables, lost)


def _absent(wanted: Rows, raw: RawTable, version: str) -> Iterator[Column]:
    for column in (wanted.table.by_name[name] for name in wanted.columns):
        if column.heading not in raw.values and not column.came_after(version):
            yield column


def _with_unread(rows: Rows, raw: RawTable) -> Rows:
    """The same rows, with the text of the cells that could not be read."""
    replaced = {}
    for name, values in rows.columns.items():
        column = rows.table.by_name[name]
        if column.heading in raw.values:
            cells = raw.values[column.heading]
            first = raw.rows[0] if len(raw.rows) else 0
            # Nearly every cell is read, or empty: nothing is called for those.
            doubtful = [
                (at, cell)
                for at, (number, value) in enumerate(zip(rows.numbers, values, strict=True))
                if not value
                and (value is False or value != 0)
                and (cell := cells[number - first]) not in (None, "")
            ]
            unread = {at: text for at, cell in doubtful if (text := _unread(column, cell))}
            if unread:
                replaced[name] = [unread.get(at, value) for at, value in enumerate(values)]
    return rows.with_columns(replaced) if replaced else rows


def _unread(column: Column, cell: Any) -> str:
    """What a cell shows that was read as empty; nothing when it is."""
    if isinstance(cell, str) and not cell.strip():
        return ""
    try:
        is_read = not column.choices and typed(column.kind, cell) is False
    except Unreadable:
        is_read = False
    return "" if is_read else shown_in(column.kind, cell)
