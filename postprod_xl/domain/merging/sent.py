"""What was sent, as what comes back is compared with it: a copy by its manifest, or a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from postprod_xl.documents.sharing.manifest import Manifest, SentColumn, SentRow, SentTable
from postprod_xl.documents.sharing.returned import ReturnedFile
from postprod_xl.domain.office import Office
from postprod_xl.domain.people.names import full_name
from postprod_xl.domain.sharing.identifiers import row_identifiers
from postprod_xl.schema.languages import Language
from postprod_xl.schema.problems import Refusal, blocking
from postprod_xl.schema.table import Column
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.planning import SESSIONS
from postprod_xl.schema.units import folded

COMMENT = "comment"
"""Code name of the column where comments land, in the tables that have one."""
VALIDATED = "cette séance est validée"


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
    added
        What the rows that the receiver adds hold besides, by code name.
    """

    number: str
    receiver: str
    tables: tuple[SentTable, ...]
    language: Language = Language.FRENCH
    numbers: Mapping[str, int] = field(default_factory=dict)
    doubts: Mapping[str, str] = field(default_factory=dict)
    added: Mapping[str, Any] = field(default_factory=dict)


def sent_copy(manifest: Manifest, office: Office) -> Sent:
    """What a copy was, its receiver named.

    Parameters
    ----------
    manifest
        What was kept of it.
    office
        Tables `Equipe`, for the name of a technician, and `Seances`, where what is validated is not changed unseen.
    """
    receiver = str(manifest.audience)
    if manifest.technician:
        names = {row.code: full_name(row) for row in office["Equipe"]}
        receiver = f"{receiver}, {names.get(manifest.technician) or manifest.technician}"
    return Sent(
        manifest.number,
        receiver,
        manifest.tables,
        Language(manifest.language),
        doubts=dict.fromkeys(_validated_sessions(office), VALIDATED),
        added={"project": manifest.project, "technician": manifest.technician},
    )


def _validated_sessions(office: Office) -> Iterator[str]:
    """The identifiers of the sessions that somebody read again."""
    rows = office[SESSIONS.name].only("number", "validated")
    return (name for name, done in zip(row_identifiers(rows), rows.column("validated"), strict=True) if done)


def refusal(returned: ReturnedFile, expected: str, message: str) -> Refusal:
    """What refuses a whole file that came back: what is expected in its place, and why it is not that."""
    return Refusal(blocking("", None, "", returned.name, expected, f"{returned.name} : {message}"))


def declared(table: SentTable, column: SentColumn) -> Column | None:
    """The declaration of a column of a copy; None for a name that only helps to read a row."""
    return BY_NAME[table.table].by_name.get(column.name)


def values_of(table: SentTable, row: SentRow) -> Mapping[str, Any]:
    """What a row showed, by the headings of the copy."""
    return {column.heading: value for column, value in zip(table.columns, row.values, strict=True)}


def known_identifiers(table: SentTable) -> dict[str, SentRow]:
    """The rows of a table by their identifiers, as they are compared."""
    return {folded(row.identifier): row for row in table.rows}
