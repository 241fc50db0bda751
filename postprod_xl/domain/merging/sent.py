"""What was sent, as what comes back is compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from postprod_xl.schema.languages import Language
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables import BY_NAME

PART = "/"
"""Between the parts of an identifier: the name of a table, then the key of a row."""


@dataclass(frozen=True)
class SentColumn:
    """One column of a copy.

    Parameters
    ----------
    heading
        As it was written.
    name
        Code name; of a column that only helps to read a row, any name that its table does not have.
    is_answerable
        Whether the receiver may fill it in.
    """

    heading: str
    name: str
    is_answerable: bool = False


@dataclass(frozen=True)
class SentTable:
    """The rows of one table in a copy.

    Parameters
    ----------
    name
        Of the table in the workbook.
    tab
        Title of the tab in the copy.
    identifier
        Heading of the column that tells the rows apart.
    columns
        In the order of the copy, the identifier aside.
    rows
        By identifier, in the order of the copy, the typed values by code name.
    takes_rows
        Whether the receiver may add rows.
    """

    name: str
    tab: str
    identifier: str
    columns: tuple[SentColumn, ...]
    rows: Mapping[str, Mapping[str, Any]]
    takes_rows: bool = False

    @property
    def declared(self) -> Table:
        return BY_NAME[self.name]

    @cached_property
    def by_name(self) -> dict[str, SentColumn]:
        return {column.name: column for column in self.columns}

    def column(self, name: str) -> Column | None:
        """The declaration of a column; None for one that only helps to read a row."""
        return self.declared.by_name.get(name)


@dataclass(frozen=True)
class Sent:
    """What one receiver was sent.

    Parameters
    ----------
    number
        That of the share, or of the form.
    receiver
        Who it was sent to, in French.
    tables
        In the order of the copy.
    language
        What its headings and its words of closed lists are written in.
    """

    number: str
    receiver: str
    tables: tuple[SentTable, ...]
    language: Language = Language.FRENCH
