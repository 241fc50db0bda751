"""Columns of a typed frame as plain Python lists, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from postprod_xl.domain.limits import NOWHERE, Place, TooLarge, too_large
from postprod_xl.schema.kinds import ARRAY_KINDS, Kind
from postprod_xl.schema.table import TableKind
from postprod_xl.schema.tables import BY_NAME


def known(column: pd.Series) -> list[Any]:
    """The values of a column, None where a number is missing."""
    if column.dtype == object:
        return column.tolist()
    return column.to_numpy(object, na_value=None).tolist()


def by_key(frame: pd.DataFrame, key: str, value: str) -> dict[str, Any]:
    """The values of one column by those of another, None where a number is missing."""
    return dict(zip(known(frame[key]), known(frame[value]), strict=True))


def computed_frame(table: str, index: Iterable[int], **values: Sequence[Any]) -> pd.DataFrame:
    """Some columns of a table as a typed frame on a given index; None is an empty cell.

    Raises
    ------
    TooLarge
        An amount, a duration or a count reaches the limit of its kind.
    """
    columns = BY_NAME[table].by_name
    rows = pd.Index(index)
    places = _places(table, rows, values)
    series = {}
    for name, column in values.items():
        held = list(column)
        large = too_large(table, columns[name], held, places) if columns[name].kind in ARRAY_KINDS else None
        if large:
            raise TooLarge(large)
        series[name] = typed_column(columns[name].kind, held, rows)
    return pd.DataFrame(series, index=rows)


def _places(table: str, rows: pd.Index, values: Mapping[str, Sequence[Any]]) -> list[Place]:
    """Where each row is; those of a result are numbered anew, their first key names them."""
    declared = BY_NAME[table]
    if declared.kind is TableKind.INPUT:
        return [(row, "") for row in rows.tolist()]
    names = values.get(declared.key[0]) if declared.key else None
    return [(None, f"{name} : ") for name in names] if names else [NOWHERE] * len(rows)


def result_frame(table: str, rows: Sequence[Sequence[Any]], first_row: int = 1) -> pd.DataFrame:
    """A whole result table from its rows, values in schema order; rows are numbered from `first_row`."""
    columns = BY_NAME[table].columns
    by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
    values = {column.name: held for column, held in zip(columns, by_column, strict=True)}
    return computed_frame(table, range(first_row, first_row + len(rows)), **values)


def typed_column(kind: Kind, values: list[Any], index: pd.Index) -> pd.Series:
    """One column in the type its kind has in every frame."""
    if kind in ARRAY_KINDS:
        return pd.Series(pd.array(values, dtype="Int64"), index=index)
    return pd.Series(values, index=index, dtype=bool if kind is Kind.BOOL else object)
