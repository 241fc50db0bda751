"""The contents of a whole workbook, typed: each table, what one says of another, the house settings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from postprod_xl.schema.kinds import typed_csv
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.references import reference_problems
from postprod_xl.schema.rows import Rows, no_rows
from postprod_xl.schema.settings.house import Settings, read_settings
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.tables.home import SETTINGS
from postprod_xl.schema.validate import RawTable, typed_rows
from postprod_xl.schema.versions import CURRENT


@dataclass(frozen=True)
class Contents:
    """What a workbook says, and what is wrong in it.

    Parameters
    ----------
    tables
        Typed rows by table name; every declared table has some, none when it is absent.
    settings
        The house settings.
    problems
        Everything wrong in the cells, table by table.
    """

    tables: dict[str, Rows]
    settings: Settings
    problems: list[Problem]


def contents_of(raw: Mapping[str, RawTable], version: str = CURRENT) -> Contents:
    """The contents of a workbook of a version from the raw cells of its tables; absent ones are empty.

    Nobody refers to a table that is absent or has lost its key: one missing table is one problem.
    """
    tables, problems = {}, []
    for table in TABLES:
        if table.name in raw:
            tables[table.name], found = typed_rows(table, raw[table.name], version=version)
            problems += found
        else:
            tables[table.name] = no_rows(table)
    settings, unread = read_settings(tables[SETTINGS.name])
    problems += [*unread, *reference_problems(BY_NAME, tables, _without_key(raw, version))]
    return Contents(tables, settings, problems)


def contents_with(
    held: Mapping[str, Rows],
    given: Mapping[str, RawTable],
    unread: Collection[str] = (),
    version: str = CURRENT,
) -> Contents:
    """The contents of a workbook once some of its tables are replaced by those of CSV files.

    Parameters
    ----------
    held
        The typed rows of every table of the workbook.
    given
        The raw cells that replace those of their tables.
    unread
        Tables whose files could not be read: nobody refers to them.
    version
        That of the workbook: a file without a column that came later lacks nothing.
    """
    problems: list[Problem] = []
    tables = dict(held)
    for name, raw in given.items():
        tables[name], found = typed_rows(BY_NAME[name], raw, typed_csv, version)
        problems += found
    settings, strange = read_settings(tables[SETTINGS.name])
    problems += strange if SETTINGS.name in given else []
    problems += reference_problems(BY_NAME, tables, unread)
    return Contents(tables, settings, problems)


def in_workbook_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems without repeats, by table and row."""
    rank = {table.name: position for position, table in enumerate(TABLES)}
    return sorted(
        dict.fromkeys(problems), key=lambda problem: (rank.get(problem.table, -1), problem.row or 0)
    )


def _without_key(raw: Mapping[str, RawTable], version: str) -> set[str]:
    """Tables that are absent or have lost the column that names their rows."""
    return {
        table.name
        for table in TABLES
        if table.name not in raw
        or any(
            table.heading(name) not in raw[table.name].values and not table.by_name[name].came_after(version)
            for name in table.key
        )
    }
