"""A master workbook as it was read, typed and validated, whatever it was read from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.schema.contents import contents_of, in_workbook_order
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.settings import Settings
from postprod_xl.schema.validate import RawTable
from postprod_xl.workbook.declared import absent_computed_columns, absent_tables

if TYPE_CHECKING:
    from postprod_xl.workbook.reader import Reading


@dataclass
class Master:
    """A master workbook as read.

    Parameters
    ----------
    path
        Its file, or its name alone when it was never saved.
    declared
        Where the tables stand in the workbook.
    places
        The same, grown to the rows typed right below a table.
    raw, tables
        Raw and typed cells by table name; every declared table has rows, none when it is absent.
    settings
        The house settings.
    problems
        Everything wrong found while reading, in workbook order, located.
    """

    path: Path
    declared: dict[str, TablePlace]
    places: dict[str, TablePlace]
    raw: dict[str, RawTable]
    tables: dict[str, Rows]
    settings: Settings
    problems: list[Problem]

    @property
    def is_blocked(self) -> bool:
        return any(problem.is_blocking for problem in self.problems)

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems with their tab and cell."""
        return [problem.located(self.places) for problem in problems]  # type: ignore[arg-type]


def validated(
    path: Path, declared: dict[str, TablePlace], reading: Reading, noticed: Iterable[Problem] = ()
) -> Master:
    """Type and validate what was read.

    Parameters
    ----------
    path, declared
        The workbook, and its tables as `declared_places` gives them.
    reading
        Raw cells of the declared tables, and their places grown to the rows typed below.
    noticed
        What was noticed about the workbook as a whole.
    """
    contents = contents_of(reading.tables)
    problems = [
        *contents.problems,
        *reading.unread,
        *absent_tables(path.name, declared),
        *absent_computed_columns(reading.places),
        *noticed,
    ]
    master = Master(path, declared, reading.places, reading.tables, contents.tables, contents.settings, [])
    master.problems = in_workbook_order(master.located(problems))
    return master
