"""The rows of the registers that refreshes add to: sealed, numbered project by project, none missing."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from postprod_xl.domain.wording import counted, first_names
from postprod_xl.schema.kinds import Kind, cell_value, typed
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.units import plain

if TYPE_CHECKING:
    from postprod_xl.domain.office import Office
    from postprod_xl.domain.planning.memory.run_days import Memory
    from postprod_xl.schema.table import Table

_SEPARATOR = chr(31)


def seal_of(letter: str, *parts: object) -> str:
    """The mark of a row that holds these parts; a letter first, that no spreadsheet takes it for a number.

    >>> seal_of("P", "TERR", 1, None)
    'P6a9b3c8d'
    """
    text = _SEPARATOR.join("" if part is None else str(part) for part in parts)
    return f"{letter}{zlib.crc32(text.encode()):08x}"


def as_read(rows: Rows) -> Rows:
    """Rows as they will be read back from their cells."""
    kinds = {name: column.kind for name, column in rows.table.by_name.items()}
    return rows.with_columns(
        {
            name: [typed(kinds[name], cell_value(kinds[name], value)) for value in values]
            for name, values in rows.columns.items()
        }
    )


def row_texts(rows: Rows, names: Sequence[str]) -> list[str]:
    """Some cells of each row as one text, to be sealed.

    An empty cell has no part in it: a column that comes later changes no seal.
    """
    return ["".join(cells) for cells in zip(*(_cell_texts(rows, name) for name in names), strict=True)]


def _cell_texts(rows: Rows, name: str) -> list[str]:
    values = rows.column(name)
    if rows.table.by_name[name].kind in (Kind.NUMBER, Kind.AMOUNT, Kind.PERCENT):
        values = [value if value is None else plain(value) for value in values]
    return ["" if value is None or value == "" else f"|{name}={value}" for value in values]


class NextNumbers:
    """The numbers of the rows to add, after the last one of each project."""

    def __init__(self, last_numbers: Mapping[str, int]) -> None:
        self._last_numbers = last_numbers
        self._counts: dict[str, count[int]] = {}

    def of(self, project: str) -> int:
        """The next number of a project."""
        first = self._last_numbers.get(project, 0) + 1
        return next(self._counts.setdefault(project, count(first)))


def is_settled(office: Office, days: Memory, noted_days: Iterable[date]) -> bool:
    """Whether no refresh of a later day than the present one may be the right one.

    Parameters
    ----------
    office
        Its memory may be lost: the days of the register alone then tell.
    days
        The days of refresh, those that are mistakes left out (`Recall.days`).
    noted_days
        The days on which something that stands was noted.
    """
    is_known = office.memory or all(day <= office.today for day in noted_days)
    return bool(is_known) and all(run.day <= office.today for run in days)


def typed_over(row: Row, message: str) -> Problem:
    """The warning of a row that is not as the program wrote it."""
    return row.warning("seal", row.seal or "vide", "la ligne telle qu'elle a été écrite", message)


def cut_rows(table: Table, project: str, numbers: Sequence[int], noun: str, remedy: str) -> Problem:
    """The warning of a project whose rows, by their numbers, are no longer there; `noun` is what a row is called."""
    named = first_names([str(number) for number in numbers])
    message = f"{project} : {counted(len(numbers), noun)} en moins dans {table.tab} (n° {named}) ; {remedy}"
    return warning(table.name, None, table.heading("number"), named, "les numéros sans trou", message)
