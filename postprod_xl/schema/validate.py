"""Raw cells to typed rows, and every problem met on the way, all at once."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from postprod_xl.schema.absent_columns import needed_column, unread_columns
from postprod_xl.schema.bounds import FREE, bounds_text, expected_text, is_outside, value_text
from postprod_xl.schema.cells.characters import as_drawn, cleaned
from postprod_xl.schema.doubts import doubtful_cells
from postprod_xl.schema.kinds import (
    Damaged,
    ExcelError,
    Kind,
    NoCachedValue,
    Unreadable,
    is_empty,
    shown_in,
    typed,
)
from postprod_xl.schema.problems import Problem, blocking, named_cells, warning
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.table import Column, Table, TableKind
from postprod_xl.schema.units import folded
from postprod_xl.schema.versions import CURRENT

LISTED_CHOICES = 12


@dataclass(frozen=True)
class RawTable:
    """The cells of one table as the file holds them.

    Parameters
    ----------
    name
        Table name.
    rows
        Row numbers, ascending; one per row of the table, empty rows included.
    values
        Raw cells by French heading, each as long as `rows`. User columns may be present.
    notes
        Problems the reader itself met (merged cells, two columns of one heading…).
    """

    name: str
    rows: Sequence[int]
    values: Mapping[str, Sequence[Any]]
    notes: Sequence[Problem] = field(default=())


Converter = Callable[[Kind, Any], Any]


def typed_rows(
    table: Table, raw: RawTable, convert: Converter = typed, version: str = CURRENT
) -> tuple[Rows, list[Problem]]:
    """One raw table as typed rows.

    Parameters
    ----------
    table
        The declaration.
    raw
        Its cells; columns are found by heading, in any order.
    convert
        `typed` for a workbook, `typed_csv` for CSV.
    version
        That of the workbook: a column that came later is not missing, its rows have its default.

    Returns
    -------
    rows
        One per row in use (a row whose typed cells are all empty is skipped). Unreadable cells are empty.
    problems
        Missing columns, unreadable cells, values out of bounds, unusual or off the list, empty required cells,
        duplicate keys.
    """
    problems = list(raw.notes)
    kept = _rows_in_use(table, raw)
    rows = [raw.rows[i] for i in kept]
    whole = len(kept) == len(raw.rows)
    data, unread = {}, list[Column]()
    for column in table.columns:
        cells = raw.values.get(column.heading)
        if cells is None:
            is_later = column.came_after(version)
            later = column.empty if column.default is None else typed(column.kind, column.default)
            values = [later if is_later else column.empty] * len(rows)
            found = [] if is_later else needed_column(table, column, raw.values)
            if not is_later and not found and table.trusts(column):
                unread.append(column)
        else:
            used = cells if whole else [cells[i] for i in kept]
            values, found = _column_values(table, column, used, rows, convert)
        problems += found
        data[column.name] = values
    problems += unread_columns(table, unread)
    read = Rows(table, rows, data)
    kept_cells = {name: cells if whole else [cells[i] for i in kept] for name, cells in raw.values.items()}
    key = [name for name in table.key if is_expected(table, name, kept_cells, version)]
    return read, [*problems, *doubtful_cells(read, kept_cells), *_duplicate_keys(read, key)]


def is_expected(table: Table, name: str, headings: Container[str], version: str) -> bool:
    """Whether a workbook of a version is expected to have a column: one that came later may be there all the same."""
    column = table.by_name[name]
    return column.heading in headings or not column.came_after(version)


def _rows_in_use(table: Table, raw: RawTable) -> list[int]:
    judged = [
        column for column in table.columns if table.kind is not TableKind.INPUT or not column.is_computed
    ]
    columns = [raw.values[column.heading] for column in judged if column.heading in raw.values]
    used = [False] * len(raw.rows)
    for cells in columns:
        pending = [i for i, seen in enumerate(used) if not seen]
        if not pending:
            break
        for i in pending:
            cell = cells[i]
            if cell is not None and cell != "" and not (isinstance(cell, str) and not cell.strip()):
                used[i] = True
    return [i for i, seen in enumerate(used) if seen]


def _column_values(
    table: Table, column: Column, cells: Sequence[Any], rows: Sequence[int], convert: Converter
) -> tuple[list[Any], list[Problem]]:
    known: dict[Any, Any] = {}
    wrong: dict[Any, str] = {}
    keys = list(zip(map(type, cells), cells, strict=True)) if _needs_types(cells) else cells
    for key in set(keys):
        cell = key[1] if keys is not cells else key
        try:
            known[key] = column.empty if _says_nothing(cell) else accepted(column, convert(column.kind, cell))
        except Unreadable as error:
            known[key] = column.empty
            wrong[key] = str(error)
    values = [known[key] for key in keys]
    if not table.trusts(column):
        return values, []
    problems = (
        [
            _unreadable(table, column, row, cells[i], wrong[key])
            for i, (row, key) in enumerate(zip(rows, keys, strict=True))
            if key in wrong
        ]
        if wrong
        else []
    )
    problems += _unusual(table, column, rows, [None if key in wrong else known[key] for key in keys])
    if column.required:
        problems += [
            blocking(
                table.name, row, column.heading, "vide", column.help, "cellule vide, une valeur est attendue"
            )
            for row, value, key in zip(rows, values, keys, strict=True)
            if is_empty(value) and key not in wrong
        ]
    return values, problems


def _says_nothing(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cleaned(cell))


def _needs_types(cells: Sequence[Any]) -> bool:
    """Whether True, 1 and 1.0 stand in one column: they are equal but not the same."""
    return bool in set(map(type, cells))


def accepted(column: Column, value: Any) -> Any:
    """The value of a cell as its column has it: a word of its list in our spelling, an identifier in its own.

    Raises
    ------
    Unreadable
        It is not of the list, too long, or out of bounds.
    """
    if is_empty(value):
        return value
    if column.choices:
        return _chosen(column, value)
    if isinstance(value, str) and len(value) > column.longest:
        raise Unreadable(f"un texte de {column.longest} caractères au plus")
    if column.format:
        return column.format.canonical(value)
    if is_outside(value, column.bounds):
        raise Unreadable(expected_text(column.kind, column.bounds))
    return value


def _unusual(table: Table, column: Column, rows: Sequence[int], values: Sequence[Any]) -> list[Problem]:
    """The warnings of values that are allowed and seldom meant: one a cell, or one for all when they are many."""
    if column.usual == FREE:
        return []
    strange = {value for value in set(values) if not is_empty(value) and is_outside(value, column.usual)}
    if not strange:
        return []
    strangers = [(row, value) for row, value in zip(rows, values, strict=True) if value in strange]
    cells, more = named_cells(strangers)
    usual = f"d'ordinaire {bounds_text(column.kind, column.usual)}"
    return [
        warning(
            table.name,
            row,
            column.heading,
            shown,
            usual,
            f"« {shown} » est inhabituel, {usual}{more} : vérifiez",
        )
        for row, shown in ((row, value_text(column.kind, value)) for row, value in cells)
    ]


def _chosen(column: Column, value: str) -> str:
    for option in column.choices:
        if folded(option) == folded(value):
            return option
    raise Unreadable("une valeur de la liste : " + ", ".join(column.choices[:LISTED_CHOICES]))


def _unreadable(table: Table, column: Column, row: int, cell: Any, expected: str) -> Problem:
    if isinstance(cell, ExcelError):
        return blocking(
            table.name,
            row,
            column.heading,
            cell.code,
            expected,
            f"la cellule affiche l'erreur {cell.code}, attendu : {expected}",
        )
    if isinstance(cell, NoCachedValue):
        return blocking(
            table.name,
            row,
            column.heading,
            f"={cell.formula}",
            expected,
            f"la formule « ={cell.formula} » n'a pas encore été calculée : "
            "ouvrez le classeur dans Excel et enregistrez-le",
        )
    if isinstance(cell, Damaged):
        return blocking(
            table.name,
            row,
            column.heading,
            cell.reason,
            expected,
            f"cellule illisible, {cell.reason} : retapez-la, ou reprenez une sauvegarde",
        )
    found = shown_in(column.kind, cell)
    if column.choices:
        return blocking(
            table.name,
            row,
            column.heading,
            found,
            expected,
            f"« {found} » n'est pas dans la liste : " + ", ".join(column.choices[:LISTED_CHOICES]),
        )
    return blocking(table.name, row, column.heading, found, expected)


def _duplicate_keys(rows: Rows, key_names: Sequence[str]) -> list[Problem]:
    table = rows.table
    if not key_names or not table.trusts(table.by_name[key_names[0]]):
        return []
    columns = [rows.column(name) for name in key_names]
    keys = list(zip(*(_compared(values) for values in columns), strict=True))
    if len(set(keys)) == len(keys):
        return []
    first: dict[Any, int] = {}
    problems = []
    heading = " + ".join(table.heading(name) for name in key_names)
    for row, key, written in zip(rows.numbers, keys, zip(*columns, strict=True), strict=True):
        if any(is_empty(part) for part in key):
            continue
        if key in first:
            shown = " / ".join(shown_in(Kind.ANY, part) for part in written)
            problems.append(
                blocking(
                    table.name,
                    row,
                    table.heading(key_names[0]),
                    shown,
                    "un code unique",
                    f"« {shown} » est déjà en ligne {first[key]} : {heading} doit être unique",
                )
            )
        first.setdefault(key, row)
    return problems


def _compared(values: list[Any]) -> list[Any]:
    """The parts of keys as Excel, the predecessors and the eye compare them: in any case, by what letters look like."""
    known = {value: folded(as_drawn(value)) if isinstance(value, str) else value for value in set(values)}
    return [known[value] for value in values]
