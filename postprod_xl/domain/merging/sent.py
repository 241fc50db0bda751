"""What was sent, as what comes back is compared with it: a copy by its manifest, or a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from postprod_xl.documents.sharing.manifest import Manifest, SentColumn, SentRow, SentTable
from postprod_xl.schema.languages import Language
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.table import Column
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import folded

COMMENT = "comment"
"""Code name of the column where comments land, in the tables that have one."""


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
    numbers
        The row numbers of the workbook by identifier, where identifiers do not say the key of their row.
    doubts
        By identifier, what makes the answers of a row doubtful: a person names them to apply them.
    """

    number: str
    receiver: str
    tables: tuple[SentTable, ...]
    language: Language = Language.FRENCH
    numbers: Mapping[str, int] = field(default_factory=dict)
    doubts: Mapping[str, str] = field(default_factory=dict)


def sent_copy(manifest: Manifest, team: Rows) -> Sent:
    """What a copy was, its receiver named.

    Parameters
    ----------
    manifest
        What was kept of it.
    team
        `Equipe`: the name of a technician.
    """
    names = (
        {row.code: f"{row.first_name} {row.last_name}".strip() for row in team} if manifest.technician else {}
    )
    who = names.get(manifest.technician) or manifest.technician
    receiver = f"{manifest.audience}, {who}" if who else str(manifest.audience)
    return Sent(manifest.number, receiver, manifest.tables, Language(manifest.language))


def declared(table: SentTable, column: SentColumn) -> Column | None:
    """The declaration of a column of a copy; None for a name that only helps to read a row."""
    return BY_NAME[table.table].by_name.get(column.name)


def values_of(table: SentTable, row: SentRow) -> Mapping[str, Any]:
    """What a row showed, by the headings of the copy."""
    return {column.heading: value for column, value in zip(table.columns, row.values, strict=True)}


def known_identifiers(table: SentTable) -> dict[str, SentRow]:
    """The rows of a table by their identifiers, as they are compared."""
    return {folded(row.identifier): row for row in table.rows}
