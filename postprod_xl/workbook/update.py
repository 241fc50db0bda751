"""What a command computed, compared with what the workbook holds, then written where it differs."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from postprod_xl.engines.ooxml.sheets.cells import Formula
from postprod_xl.engines.ooxml.tables.places import DAYS_TO_1904
from postprod_xl.engines.ooxml.tables.rebuilding import TableContent
from postprod_xl.schema.cells.characters import brief
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.kinds import ARRAY_KINDS, TEXT_KINDS, UNITS, Kind, cell_value
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.validate import RawTable, is_expected
from postprod_xl.schema.versions import FIRST
from postprod_xl.workbook.kept_rows import kept_line
from postprod_xl.workbook.places import headings_of

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.tables.edit import WorkbookEdit
    from postprod_xl.engines.ooxml.tables.places import TablePlace

Places: TypeAlias = "Mapping[str, TablePlace]"

_SERIAL_ORIGIN = date(1899, 12, 30)
_WRITABLE = (str, int, float, date, time, type(None))
_LAST_SERIAL = (date.max - _SERIAL_ORIGIN).days


@dataclass(frozen=True)
class CellChange:
    """One cell that differs: where, what it holds and what it will hold."""

    tab: str
    cell: str
    heading: str
    before: Any
    after: Any


@dataclass(frozen=True)
class TableUpdate:
    """The differences of one table: cells to set, the whole content to rebuild, then rows to append.

    `count` says how many cells or rows differ; `changes` lists them, computed only when asked for.
    """

    table: Table
    cells: dict[tuple[int, str], Any] = field(default_factory=dict)
    appended: list[dict[str, Any]] = field(default_factory=list)
    content: TableContent | None = None
    count: int = 0
    changes: Callable[[], Iterable[CellChange]] = tuple


def column_update(table: Table, raw: RawTable, places: Places, columns: Rows) -> TableUpdate:
    """The cells of computed columns that differ from the workbook.

    Parameters
    ----------
    table, raw
        The table as declared, and as read.
    places
        Where the tables of the workbook stand, this one among them.
    columns
        New values by code name, index = row numbers; columns that the workbook lacks are left out, and those whose
        formula reads a column that it lacks: the formula that stands there, which may follow it, is a person's.
    """
    cells: dict[tuple[int, str], Any] = {}
    place, others = places[table.name], headings_of(places)
    first = place.first_row
    rows = columns.numbers
    for name in columns.columns:
        column = table.by_name[name]
        held = raw.values.get(column.heading)
        formula = table.formula_in(column, raw.values, others)
        if held is None or (column.formula and not formula):
            continue
        heading, values = column.heading, cell_values(column.kind, columns.column(name))
        reads = _read_by_earlier(table, column, formula, raw)
        for row, value in zip(rows, values, strict=True):
            before = held[row - first]
            if before is not value and not same(before, value):
                is_said = formula and not (reads and reads[row - first] in (None, ""))
                cells[row, heading] = Formula(formula, "" if value is None else value) if is_said else value

    def changes() -> Iterator[CellChange]:
        for (row, heading), value in cells.items():
            after = value.cached if isinstance(value, Formula) else value
            yield CellChange(
                place.sheet, place.cell(row, heading), heading, raw.values[heading][row - first], after
            )

    return TableUpdate(table, cells=cells, count=len(cells), changes=changes)


def _read_by_earlier(table: Table, column: Column, formula: str, raw: RawTable) -> Sequence[Any]:
    """The cells without which the formula that stands in a workbook of an earlier version does not say its value."""
    is_earlier = column.earlier_reads and formula != table.excel_formula(column)
    return raw.values[table.heading(column.earlier_reads)] if is_earlier else ()


def content_update(
    table: Table, raw: RawTable, place: TablePlace, rows: Rows, old_rows: Iterable[int]
) -> TableUpdate:
    """A result table rebuilt when it differs from its new rows.

    Parameters
    ----------
    table, raw, place
        The table as declared, as read, and where it stands.
    rows
        All its new rows, in order.
    old_rows
        Row numbers in use in the workbook.
    """
    held_columns = [column for column in table.columns if column.heading in raw.values]
    headings = [column.heading for column in held_columns]
    values = [cell_values(column.kind, rows.column(column.name)) for column in held_columns]
    used = [row - place.first_row for row in old_rows]
    held = [raw.values[heading] for heading in headings]
    if used == list(range(len(rows))) and all(map(_same_cells, held, values)):
        return TableUpdate(table)
    records = [dict(zip(headings, cells, strict=True)) for cells in zip(*values, strict=True)]
    before = [{heading: raw.values[heading][at] for heading in headings} for at in used]
    key = _key(table, headings)
    content = TableContent(headings, records, key if set(key) <= set(headings) else ())
    count = sum(1 for _ in _row_changes(place, key, before, records))
    return TableUpdate(
        table, content=content, count=count, changes=lambda: _row_changes(place, key, before, records)
    )


def input_update(table: Table, places: Places, rows: Rows, calculated: Rows | None) -> TableUpdate:
    """An input table whose typed rows are replaced, its computed cells following their row by key.

    Parameters
    ----------
    table
        The table as declared.
    places
        Where the tables of the workbook stand, this one among them.
    rows
        New typed rows.
    calculated
        For the same rows, the values of the Excel calculated columns, written beside their formulas.
    """
    given = {column.heading: cell_values(column.kind, rows.column(column.name)) for column in table.typed}
    place = places[table.name]
    if calculated is not None:
        given |= _calculated_cells(table, places, calculated)
    headings = [heading for heading in place.headings if heading in given]
    columns = [given[heading] for heading in headings]
    records = [dict(zip(headings, cells, strict=True)) for cells in zip(*columns, strict=True)]
    derived = [c.heading for c in table.computed if c.heading in place.headings and c.heading not in given]
    content = TableContent(headings, records, _key(table, headings), derived)
    return TableUpdate(table, content=content, count=len(rows))


def _key(table: Table, headings: Container[str]) -> list[str]:
    """The headings that name a row; a column of a later version that the workbook has not is left out."""
    return [table.heading(name) for name in table.key if is_expected(table, name, headings, FIRST)]


def ledger_update(table: Table, places: Places, rows: Rows) -> TableUpdate:
    """Rows added at the end of a table; those already there are never touched.

    `places` are where the tables of the workbook stand, this one among them.
    """
    place = places[table.name]
    columns = [column for column in table.columns if column.heading in place.headings]
    given = {column.heading: cell_values(column.kind, rows.column(column.name)) for column in columns}
    calculated = [column.name for column in columns if column.formula]
    given |= _calculated_cells(table, places, rows.only(*calculated))
    records = [
        {heading: cell for heading, cell in zip(given, cells, strict=True) if cell is not None}
        for cells in zip(*given.values(), strict=True)
    ]

    def changes() -> Iterator[CellChange]:
        for record in records:
            yield CellChange(place.sheet, "", "", "", " · ".join(map(str, record.values())))

    return TableUpdate(table, appended=records, count=len(records), changes=changes)


def compacting(update: TableUpdate, raw: RawTable, replaced: Rows, gone: Container[int]) -> TableUpdate:
    """Rows added to a log, some of whose rows go or become others; what is written beside a row goes with it.

    The log is left as it is where a cell holds no value: it could not be written again.

    Parameters
    ----------
    update
        The rows added.
    raw
        The log as read.
    replaced
        What some rows become, by row number.
    gone
        The row numbers of those that go.
    """
    columns = [column for column in update.table.columns if column.heading in raw.values]
    headings = [column.heading for column in columns]
    values = [cell_values(column.kind, replaced.column(column.name)) for column in columns]
    new = dict(zip(replaced.numbers, zip(*values, strict=True), strict=True))
    old = zip(*(raw.values[heading] for heading in headings), strict=True)
    rows = [new.get(number, cells) for number, cells in zip(raw.rows, old, strict=True) if number not in gone]
    if not all(isinstance(cell, _WRITABLE) for row in rows for cell in row):
        return update
    records = [
        dict(zip(headings, row, strict=True)) for row in rows if any(cell not in (None, "") for cell in row)
    ]
    return replace(update, content=TableContent(headings, records, headings))


def apply_update(edit: WorkbookEdit, update: TableUpdate) -> list[str]:
    """Hand one table's differences to the editor; gives its lines about rows kept for a person's notes."""
    place = edit.place(update.table.name)
    if update.cells:
        edit.set_cells(place, update.cells)
    lines = []
    if update.content:
        kept = edit.rebuild(place, update.content)
        now, shift = edit.place(place.name), DAYS_TO_1904 if edit.date1904 else 0
        lines = [kept_line(now, row, update.content, shift) for row in kept]
    if update.appended:
        edit.append(place, update.appended)
    return lines


def missing_columns(places: Mapping[str, TablePlace]) -> Iterator[tuple[Table, Column]]:
    """The computed columns that a person removed from input tables."""
    for name, place in places.items():
        table = BY_NAME.get(name)
        for column in table.computed if table else ():
            if column.heading not in place.headings:
                yield table, column  # type: ignore[misc]


def _calculated_cells(table: Table, places: Places, calculated: Rows) -> dict[str, list[Any]]:
    """The formulas of the Excel calculated columns with the values they have, by heading."""
    given = {}
    others = headings_of(places)
    for name in calculated.columns:
        column = table.by_name[name]
        formula = table.formula_in(column, others[table.name], others)
        if not formula:
            continue
        values = cell_values(column.kind, calculated.column(name))
        given[column.heading] = [Formula(formula, "" if value is None else value) for value in values]
    return given


def same(before: Any, after: Any) -> bool:
    """Whether a cell as read already holds a value to write.

    A value shown under another number format is the same value: `7,5` formatted as a time is 7.5.
    """
    if before.__class__ is after.__class__:
        return bool(before == after)
    if before is None or before == "":
        return after is None or after == ""
    if after is None or after == "":
        return False
    if isinstance(after, datetime):
        return bool(before == after)
    if isinstance(after, date):
        return _as_day(before) == after
    if isinstance(after, int | float):
        return _as_number(before) == after
    return bool(before == after)


def _same_cells(before: Sequence[Any], after: Sequence[Any]) -> bool:
    """Whether a column as read already holds values to write in its first rows."""
    return all(map(same, before, after))


def _as_day(cell: Any) -> Any:
    """The day a cell holds, or the cell itself when it is damaged: a time of day, a number no calendar goes to."""
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    if isinstance(cell, int | float) and 0 <= cell <= _LAST_SERIAL and cell == int(cell):
        return _SERIAL_ORIGIN + timedelta(days=int(cell))
    return cell


def _as_number(cell: Any) -> Any:
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 86400
    if isinstance(cell, datetime):
        return (cell - datetime(1899, 12, 30)).total_seconds() / 86400
    if isinstance(cell, date):
        return (cell - _SERIAL_ORIGIN).days
    if isinstance(cell, time):
        return (cell.hour * 3600 + cell.minute * 60 + cell.second) / 86400
    return cell


def cell_values(kind: Kind, values: list[Any]) -> list[Any]:
    """A whole typed column as what is written in its cells, None when empty."""
    if kind in ARRAY_KINDS:
        unit = UNITS[kind]
        return [None if value is None else value / unit for value in values] if unit > 1 else values
    if kind in TEXT_KINDS:
        # A member of a vocabulary is written as the plain text it is.
        return [str(value) if value else None for value in values]
    return [cell_value(kind, value) for value in values]


def _row_changes(
    place: TablePlace,
    key: Sequence[str],
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
) -> Iterator[CellChange]:
    old = {tuple(map(_plain, (row.get(h) for h in key))): row for row in before}
    seen = set()
    for number, row in enumerate(after, place.first_row):
        identity = tuple(map(_plain, (row.get(h) for h in key)))
        seen.add(identity)
        known = old.get(identity)
        if known is None:
            yield CellChange(
                place.sheet,
                place.cell(number, key[0]) if key else "",
                "",
                "",
                f"nouvelle ligne {_shown(identity)}",
            )
            continue
        for heading, value in row.items():
            if not same(known[heading], value):
                yield CellChange(place.sheet, place.cell(number, heading), heading, known[heading], value)
    for identity in (each for each in old if each not in seen):
        yield CellChange(place.sheet, "", "", f"ligne {_shown(identity)}", "retirée")


def _plain(cell: Any) -> Any:
    return _as_day(cell) if isinstance(cell, datetime) else ("" if cell is None else cell)


def _shown(identity: Sequence[Any]) -> str:
    return brief(" / ".join(shown(part) for part in identity))
