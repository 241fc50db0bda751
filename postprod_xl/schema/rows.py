"""The typed rows of a declared table: whole columns for those who write them, frozen records for the rules."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Any, ClassVar

from postprod_xl.schema import problems
from postprod_xl.schema.kinds import ARRAY_KINDS, is_empty
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.table import Table

if TYPE_CHECKING:
    import pandas as pd


class Row:
    """One row of a declared table: `row` is its number, then one attribute per column held, by code name.

    An empty cell is None, `""` in a text column and False in a Oui/Non column; amounts are cents, durations minutes.
    """

    __slots__ = ()
    table: ClassVar[Table]

    if TYPE_CHECKING:
        row: int

        def __getattr__(self, name: str) -> Any: ...

    def blocking(self, column: str, found: str, expected: str, message: str = "") -> Problem:
        """A problem of one cell of the row, which stops the command."""
        return problems.blocking(
            self.table.name, self.row, self.table.heading(column), found, expected, message
        )

    def warning(self, column: str, found: str, expected: str, message: str = "") -> Problem:
        """A problem of one cell of the row, which stops nothing."""
        return problems.warning(
            self.table.name, self.row, self.table.heading(column), found, expected, message
        )

    def info(self, column: str, found: str, expected: str, message: str = "") -> Problem:
        """Something worth knowing of one cell of the row, which calls for no correction."""
        return problems.info(self.table.name, self.row, self.table.heading(column), found, expected, message)


@dataclass(frozen=True)
class Rows:
    """The rows of a table, in order, or some of their columns.

    Iterating gives one `Row` per row, of the columns held.

    Parameters
    ----------
    table
        The declaration.
    numbers
        Row number of each row in its sheet, unique.
    columns
        Values by code name, each as long as `numbers`. The lists are shared: nobody changes them in place.
    """

    table: Table
    numbers: Sequence[int]
    columns: Mapping[str, list[Any]]

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.records)

    @cached_property
    def records(self) -> Sequence[Row]:
        """One frozen record per row."""
        make = _record_type(self.table, tuple(self.columns))._make
        return [*map(make, zip(self.numbers, *self.columns.values(), strict=True))]

    def column(self, name: str) -> list[Any]:
        """The values of one column."""
        return self.columns[name]

    def select(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """The values of some columns, row by row."""
        return zip(*(self.columns[name] for name in names), strict=True)

    def by_key(self, key: str, value: str) -> dict[str, Any]:
        """The values of one column by those of another; the last of equal keys holds."""
        return dict(self.select(key, value))

    @cached_property
    def _positions(self) -> dict[int, int]:
        return {number: at for at, number in enumerate(self.numbers)}

    def __contains__(self, number: object) -> bool:
        return number in self._positions

    def row(self, number: int) -> Row:
        """The record of a row number.

        Raises
        ------
        KeyError
            There is no such row.
        """
        return self.records[self._positions[number]]

    def name_of(self, number: int) -> str:
        """What a person calls the row of a number: its key, else its first cell; empty when that is not filled.

        A key of several columns is told by its first one, the others with their headings: `TERR, rang 2`.
        """
        at = self._positions.get(number)
        names = self.table.key or tuple(self.columns)[:1]
        if at is None or not all(name in self.columns for name in names):
            return ""
        first, *others = (self.columns[name][at] for name in names)
        if is_empty(first) or isinstance(first, date):
            return ""
        rest = zip(names[1:], others, strict=True)
        told = [f"{self.table.heading(name).lower()} {value}" for name, value in rest if not is_empty(value)]
        return ", ".join([str(first), *told])

    def where(self, kept: Iterable[bool]) -> Rows:
        """The rows for which `kept` is true, in the same order."""
        mask = list(kept)
        return Rows(
            self.table,
            [*compress(self.numbers, mask)],
            {name: [*compress(values, mask)] for name, values in self.columns.items()},
        )

    def at(self, positions: Sequence[int]) -> Rows:
        """The rows at some positions (from 0), in the order of these."""
        return Rows(
            self.table,
            [self.numbers[at] for at in positions],
            {name: [values[at] for at in positions] for name, values in self.columns.items()},
        )

    @property
    def next_number(self) -> int:
        """The row number behind the last one; 1 without any row."""
        return int(self.numbers[-1]) + 1 if len(self) else 1

    def of_numbers(self, numbers: Iterable[int]) -> Rows:
        """The rows of some row numbers, in the order of these."""
        return self.at([self._positions[number] for number in numbers])

    def only(self, *names: str) -> Rows:
        """The same rows with some of their columns."""
        return Rows(self.table, self.numbers, {name: self.columns[name] for name in names})

    def with_columns(self, columns: Rows | Mapping[str, list[Any]]) -> Rows:
        """The same rows with some columns added or replaced, each as long as the table."""
        added = columns.columns if isinstance(columns, Rows) else columns
        return Rows(self.table, self.numbers, {**self.columns, **added})

    def followed_by(self, others: Rows) -> Rows:
        """These rows, then others numbered behind them."""
        first = self.numbers[-1] + 1 if self.numbers else others.numbers[0] if others.numbers else 1
        return Rows(
            self.table,
            [*self.numbers, *range(first, first + len(others))],
            {name: [*values, *others.columns[name]] for name, values in self.columns.items()},
        )

    def frame(self) -> pd.DataFrame:
        """The same rows for whoever analyses them: index = row number, columns = code names."""
        import pandas as pd

        index = pd.Index(list(self.numbers), name="row", dtype="int64")
        kinds = {name: self.table.by_name[name].kind for name in self.columns}
        dtypes = {name: "Int64" if kind in ARRAY_KINDS else object for name, kind in kinds.items()}
        series = {name: pd.Series(self.columns[name], index, dtypes[name]) for name in self.columns}
        return pd.DataFrame(series, index=index)


def rows_of(table: Table, records: Sequence[Mapping[str, Any]], first_row: int = 1) -> Rows:
    """Rows from records by code name, numbered from `first_row`; what a record leaves out is empty."""
    columns = {}
    for column in table.columns:
        columns[column.name] = [record.get(column.name, column.empty) for record in records]
    return Rows(table, [*range(first_row, first_row + len(records))], columns)


def no_rows(table: Table) -> Rows:
    """A table without any row."""
    return rows_of(table, ())


_record_types: dict[tuple[str, tuple[str, ...]], Any] = {}


def _record_type(table: Table, names: tuple[str, ...]) -> Any:
    """The record of some columns of a table: a named tuple, made once."""
    known = _record_types.get((table.name, names))
    if known is None or known.table is not table:
        fields = namedtuple(f"{table.name}Row", ("row", *names))  # type: ignore[misc]
        known = type(fields.__name__, (Row, fields), {"__slots__": (), "table": table, "__doc__": table.help})
        _record_types[table.name, names] = known
    return known
