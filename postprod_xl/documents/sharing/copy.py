"""The records of a copy of a project, or of what is a rights holder's.

`domain.sharing` cuts it out, `workbook.draw.sharing` draws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from postprod_xl.documents.sharing.gantt import SharedGantt
from postprod_xl.schema.languages import Language
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.vocabulary import Audience


@dataclass(frozen=True)
class SharedTotal:
    """What stands under the rows of a table: its name, a rate when it is a share, and an amount."""

    label: str
    rate: Decimal | None
    cents: int


@dataclass(frozen=True)
class SharedColumn:
    """A column of a tab of a copy.

    Parameters
    ----------
    column
        Its declaration; the choices of one that is answered are those that may be answered. That of what no table
        holds, a readable name beside a key, is made for the copy.
    heading
        In the language of the copy.
    values
        What the copy shows of each row, as typed rows hold it, whatever the language.
    is_answered
        Whether the receiver may write in it.
    is_declared
        Whether the table of the master has it.
    """

    column: Column
    heading: str
    values: tuple[Any, ...]
    is_answered: bool = False
    is_declared: bool = True


@dataclass(frozen=True)
class SharedTable:
    """A tab of a copy.

    Parameters
    ----------
    table
        The master's table that its rows come from.
    title
        Of the tab, in the language of the copy.
    columns
        From left to right.
    identifiers
        Of each row: the name of the table and the key of the row, `Planning/P001-MON-10`; all empty, and not drawn,
        where nothing comes back of the copy.
    closed
        Of each row, the code names of the answered columns that may not be answered in it.
    held
        Of each row, what the master holds in the answered columns that leave empty; never drawn.
    about
        Which rows they are.
    totals
        What they come to.
    spare_rows
        Rows left blank for the receiver to add some.
    """

    table: Table
    title: str
    columns: tuple[SharedColumn, ...]
    identifiers: tuple[str, ...]
    closed: tuple[tuple[str, ...], ...]
    held: tuple[tuple[tuple[str, Any], ...], ...]
    about: str = ""
    totals: tuple[SharedTotal, ...] = ()
    spare_rows: int = 0

    def __len__(self) -> int:
        return len(self.identifiers)

    @cached_property
    def by_name(self) -> dict[str, SharedColumn]:
        """The columns that the master's table has, by code name."""
        return {each.column.name: each for each in self.columns if each.is_declared}

    @property
    def is_answered(self) -> bool:
        """Whether the receiver may write somewhere in it."""
        return any(each.is_answered for each in self.columns)

    def values(self, name: str) -> tuple[Any, ...]:
        """What a column shows, by its code name."""
        return self.by_name[name].values


@dataclass(frozen=True)
class SharedCopy:
    """What a copy of a project holds.

    Parameters
    ----------
    project, title
        Code and title of the project; of a rights holder's copy, his code and his name.
    audience, technician
        Whom it is for; the code of the technician of a technician's copy, else empty.
    house
        Name of the house.
    lines
        What stands under the title of each tab: client, dates.
    tables
        Its tabs.
    day
        The day it speaks of.
    language
        That of its headings and of the words of closed lists.
    number
        Of the share; empty until it is written.
    gantt
        Its tasks drawn; None where it shows none.
    """

    project: str
    title: str
    audience: Audience
    technician: str
    house: str
    lines: tuple[str, ...]
    tables: tuple[SharedTable, ...]
    day: date
    language: Language = Language.FRENCH
    number: str = ""
    gantt: SharedGantt | None = None
