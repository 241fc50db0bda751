"""Records as our own reader will read them, before anything is written: a cell that it would refuse is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from postprod_xl.schema.kinds import cell_value
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.table import Table
from postprod_xl.schema.validate import RawTable, typed_rows


def refused_cells(table: Table, records: Sequence[Mapping[str, Any]]) -> list[tuple[int, str, Problem]]:
    """The cells of records that would block the workbook once written.

    Returns
    -------
    list
        By cell, the position of the record, the code name of its column, and the problem.
    """
    cells = {
        column.heading: [cell_value(column.kind, record.get(column.name)) for record in records]
        for column in table.columns
    }
    _, problems = typed_rows(table, RawTable(table.name, range(len(records)), cells))
    names = {column.heading: column.name for column in table.columns}
    return [
        (problem.row, names[problem.heading], problem)
        for problem in problems
        if problem.is_blocking and problem.row is not None and problem.heading in names
    ]
