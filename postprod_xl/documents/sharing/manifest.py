"""What is kept of a share beside the workbook: what was sent, to whom, and what could be answered in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from json import loads
from typing import Any

from postprod_xl.documents.record_text import compact_json, plain, record_of
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.languages import Language
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import Audience

_EXACT = frozenset({Kind.NUMBER, Kind.AMOUNT, Kind.PERCENT, Kind.DAYS})


class UnreadableManifest(ValueError):
    """A text that is not what `to_json` gave, or that speaks of a table or a column that no longer exists."""


@dataclass(frozen=True)
class SentColumn:
    """A column of a tab of a copy.

    Parameters
    ----------
    name
        Code name in the master's table; empty for the readable name beside a key, which is nowhere in the table.
    heading
        As written in the copy, in its language.
    is_answered
        Whether the receiver may write in it, but in the rows that are `closed` to it.
    """

    name: str
    heading: str
    is_answered: bool = False


@dataclass(frozen=True)
class SentRow:
    """A row of a tab of a copy.

    Parameters
    ----------
    identifier
        As written in the last column: the master's table and the key of the row, `Planning/P001-MON-10`.
    values
        What the copy shows, one value a column, as typed rows hold it (`schema.rows.Row`): days, whole cents and
        minutes, exact decimals, and the master's words of closed lists whatever the language of the copy.
    held
        What the master held in the answered columns that the copy shows otherwise, by code name: some leave empty.
    closed
        Code names of the answered columns that this row does not let anybody answer.
    """

    identifier: str
    values: tuple[Any, ...]
    held: tuple[tuple[str, Any], ...] = ()
    closed: tuple[str, ...] = ()


@dataclass(frozen=True)
class SentTable:
    """A tab of a copy.

    Parameters
    ----------
    table
        Name of the master's table that its rows come from.
    tab
        Title of the tab.
    identifier
        Heading of the last column, of identifiers.
    columns
        From left to right, without that of identifiers.
    rows
        In the order of the tab.
    spare_rows
        Blank rows under them, which the receiver may fill in to add rows to the table.
    under
        What names the totals that stand under them.
    """

    table: str
    tab: str
    identifier: str
    columns: tuple[SentColumn, ...]
    rows: tuple[SentRow, ...]
    spare_rows: int = 0
    under: tuple[str, ...] = ()

    @cached_property
    def by_identifier(self) -> Mapping[str, SentRow]:
        return {row.identifier: row for row in self.rows}

    def shown(self, row: SentRow) -> dict[str, Any]:
        """The values of a row by code name, readable names left out."""
        return {
            column.name: value for column, value in zip(self.columns, row.values, strict=True) if column.name
        }

    def answerable(self, row: SentRow) -> tuple[str, ...]:
        """The code names of the columns that the receiver may answer in a row."""
        return tuple(
            column.name for column in self.columns if column.is_answered and column.name not in row.closed
        )


@dataclass(frozen=True)
class Manifest:
    """What was sent in one share.

    Parameters
    ----------
    number
        Of the share, shown at the top of every tab of the copy (`documents.sharing.numbers`).
    office, office_id
        Name of the house, and what tells its folder of shares apart from any other one.
    project, audience, technician
        Whose copy it is; the code of a technician for a technician's, else empty.
    language
        That of its headings.
    day
        The day it speaks of.
    file, fingerprint
        Name of the file as written, and its SHA-256.
    version
        That of the workbook it was made from.
    tables
        Its tabs.
    """

    number: str
    office: str
    office_id: str
    project: str
    audience: Audience
    technician: str
    language: Language
    day: date
    file: str
    fingerprint: str
    version: str
    tables: tuple[SentTable, ...]

    def to_json(self) -> str:
        """The manifest as its file holds it."""
        return compact_json(plain(self))


def from_json(text: str) -> Manifest:
    """The manifest that `Manifest.to_json` gave; what a later program added to it is an error.

    Raises
    ------
    UnreadableManifest
    """
    try:
        manifest = record_of(Manifest, loads(text))
        return replace(manifest, tables=tuple(_typed(table) for table in manifest.tables))
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError) as error:
        raise UnreadableManifest(str(error)) from error


def _typed(table: SentTable) -> SentTable:
    """A table as JSON gave it, its values read back by what each column holds."""
    declared = BY_NAME[table.table].by_name
    kinds = [declared[column.name].kind if column.name else Kind.TEXT for column in table.columns]
    rows = tuple(
        replace(
            row,
            values=tuple(_value(kind, value) for kind, value in zip(kinds, row.values, strict=True)),
            held=tuple((name, _value(declared[name].kind, value)) for name, value in row.held),
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


def _value(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if kind is Kind.DAY:
        return date.fromisoformat(value)
    if kind in _EXACT:
        return _exact(value)
    return value


def _exact(value: str) -> Decimal:
    try:
        return Decimal(value)
    except InvalidOperation as error:
        raise ValueError(value) from error
