"""What rules give back: computed columns of a table, the rows of a result table, within what a cell can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from postprod_xl.domain.limits import NOWHERE, Place, TooLarge, too_large
from postprod_xl.schema.kinds import ARRAY_KINDS
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.table import TableKind
from postprod_xl.schema.tables import BY_NAME


def computed_columns(table: str, numbers: Sequence[int], **values: Sequence[Any]) -> Rows:
    """Some columns of a table, on given row numbers; None is an empty cell.

    Raises
    ------
    TooLarge
        An amount, a duration or a count reaches the limit of its kind.
    """
    declared = BY_NAME[table]
    places = _places(table, numbers, values)
    columns = {}
    for name, column in values.items():
        columns[name] = list(column)
        if declared.by_name[name].kind in ARRAY_KINDS:
            large = too_large(table, declared.by_name[name], columns[name], places)
            if large:
                raise TooLarge(large)
    return Rows(declared, numbers, columns)


def _places(table: str, numbers: Sequence[int], values: Mapping[str, Sequence[Any]]) -> list[Place]:
    """Where each row is; those of a result are numbered anew, their first key names them."""
    declared = BY_NAME[table]
    if declared.kind is TableKind.INPUT:
        return [(row, "") for row in numbers]
    names = values.get(declared.key[0]) if declared.key else None
    return [(None, f"{name} : ") for name in names] if names else [NOWHERE] * len(numbers)


def result_rows(table: str, rows: Sequence[Sequence[Any]]) -> Rows:
    """A whole result table from its rows, values in schema order; rows are numbered from 1."""
    columns = BY_NAME[table].columns
    by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
    values = {column.name: held for column, held in zip(columns, by_column, strict=True)}
    return computed_columns(table, [*range(1, 1 + len(rows))], **values)
