"""From a copy to what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass

from postprod_xl.documents.sharing.copy import SharedCopy, SharedTable
from postprod_xl.documents.sharing.manifest import Manifest, SentColumn, SentRow, SentTable
from postprod_xl.documents.sharing.words import identifier_heading
from postprod_xl.schema.versions import CURRENT


@dataclass(frozen=True)
class WrittenCopy:
    """A copy as it was written: the name of its file, the SHA-256 of it, and what tells the folder of shares apart."""

    file: str
    fingerprint: str
    office_id: str


def manifest_of(copy: SharedCopy, written: WrittenCopy) -> Manifest:
    """What is kept of a copy to merge what comes back of it."""
    return Manifest(
        number=copy.number,
        office=copy.house,
        office_id=written.office_id,
        project=copy.project,
        audience=copy.audience,
        technician=copy.technician,
        language=copy.language,
        day=copy.day,
        file=written.file,
        fingerprint=written.fingerprint,
        version=CURRENT,
        tables=tuple(_sent(table, identifier_heading(copy.language)) for table in copy.tables),
    )


def _sent(shared: SharedTable, identifier: str) -> SentTable:
    columns = tuple(
        SentColumn(each.column.name if each.is_declared else "", each.heading, each.is_answered)
        for each in shared.columns
    )
    rows = (
        SentRow(name, tuple(each.values[at] for each in shared.columns), shared.held[at], shared.closed[at])
        for at, name in enumerate(shared.identifiers)
    )
    under = tuple(total.label for total in shared.totals)
    return SentTable(
        shared.table.name, shared.title, identifier, columns, tuple(rows), shared.spare_rows, under
    )
