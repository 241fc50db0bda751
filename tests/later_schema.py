"""The registry as a version to come would have it: columns, tables, settings and words that no workbook holds yet."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import patch

from postprod_xl.schema import settings as setting_declarations
from postprod_xl.schema import tables as registry
from postprod_xl.schema import versions
from postprod_xl.schema.settings import Setting
from postprod_xl.schema.table import Column, Table
from postprod_xl.workbook import style
from postprod_xl.workbook.style import Family

LATER = "0.9"
_CACHED = ("headings", "computed", "typed", "calculated_from")


@dataclass(frozen=True)
class LaterSchema:
    """What a version to come adds.

    Parameters
    ----------
    columns
        By table, each column and how many stand before it.
    tables
        Tables, with their tabs, at the end.
    settings
        Rows of `Parametres`, at the end.
    choices
        By table and code name, the words of a closed list.
    version
        That of the workbook.
    """

    columns: Mapping[str, Sequence[tuple[int, Column]]] = field(default_factory=dict)
    tables: Sequence[Table] = ()
    settings: Sequence[Setting] = ()
    choices: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    version: str = LATER


@contextmanager
def declared(later: LaterSchema) -> Iterator[None]:
    """The whole program with these declarations."""
    with ExitStack() as stack:
        for table in registry.TABLES:
            stack.callback(_set_columns, table, table.columns)
            _set_columns(table, _grown(table, later))
        stack.enter_context(patch.dict(registry.BY_NAME, {table.name: table for table in later.tables}))
        family = Family("À venir", "#123456", tuple(table.name for table in later.tables))
        _replaced(stack, "FAMILIES", style.FAMILIES, (*style.FAMILIES, family))
        _replaced(stack, "TABLES", registry.TABLES, (*registry.TABLES, *later.tables))
        settings = setting_declarations.SETTINGS
        _replaced(stack, "SETTINGS", settings, (*settings, *later.settings))
        _replaced(stack, "CURRENT", versions.CURRENT, later.version)
        yield


def _grown(table: Table, later: LaterSchema) -> tuple[Column, ...]:
    columns = [
        replace(column, choices=later.choices.get((table.name, column.name), column.choices))
        for column in table.columns
    ]
    for position, column in later.columns.get(table.name, ()):
        columns.insert(position, column)
    return tuple(columns)


def _set_columns(table: Table, columns: tuple[Column, ...]) -> None:
    object.__setattr__(table, "columns", columns)
    object.__setattr__(table, "by_name", {column.name: column for column in columns})
    for name in _CACHED:
        table.__dict__.pop(name, None)


def _replaced(stack: ExitStack, name: str, old: Any, new: Any) -> None:
    """Give a name of the registry another value in every module that took it, and back at the end."""
    _swap(name, old, new)
    stack.callback(_swap, name, new, old)


def _swap(name: str, old: Any, new: Any) -> None:
    for module in [m for n, m in sys.modules.items() if n.startswith(("postprod_xl", "tests"))]:
        if module.__dict__.get(name) is old:
            setattr(module, name, new)
