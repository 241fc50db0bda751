"""Where the documents that a ledger lost are still whole: the kept versions of a workbook, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from postprod_xl.domain.invoicing.register.checks import damaged_documents
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import first_names, listed
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.files.saving import kept_versions
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.files.master import FileMaster
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.hosts.runs.master import Master
from postprod_xl.schema.rows import Rows, no_rows
from postprod_xl.schema.settings.house import default_settings
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.tables.billing import INVOICE_LINES, INVOICES
from postprod_xl.schema.tables.catalogue.accounts import STATEMENTS
from postprod_xl.schema.tables.home import JOURNAL
from postprod_xl.schema.validate import typed_rows
from postprod_xl.workbook.declared import declared_places
from postprod_xl.workbook.places import find_tables
from postprod_xl.workbook.reader import read_tables

_LEDGER = {table.name: frozenset(table.headings) for table in (INVOICES, INVOICE_LINES, JOURNAL)}
_NUMBERED = (INVOICES, STATEMENTS)
_NUMBERS = {
    **{table.name: {table.heading("number")} for table in _NUMBERED},
    JOURNAL.name: {JOURNAL.heading("at")},
}
"""The columns of a kept version that are read, by table: the whole ledger, or what says which documents it holds."""
_NUMBERING = ("check", "invoice", "statement")
"""The commands that say when the newest kept version holds documents that the workbook has not."""


def tell_where_kept(master: Master, report: Report, today: date) -> None:
    """Add to the report of a refused command where what the ledger lost is still whole."""
    if report.status == BLOCKED:
        report.notes += where_kept(master, today)


def tell_later_documents(master: Master, command: str, report: Report, today: date) -> None:
    """Add to the report of a command that the newest kept version holds documents unknown to the workbook.

    An older copy was put back in its place: nothing in it is missing, and numbers already sent would be given again.
    """
    if command in _NUMBERING and report.status == DONE and (newest := kept_versions(master.path)[:1]):
        report.notes += later_documents(master, newest[0], today)


def later_documents(master: Master, version: Path, today: date) -> list[str]:
    """The line on the documents of a kept version that the workbook has not; none when it is not one of its own."""
    kept = _kept_tables(version, today, _NUMBERS, master)
    if kept is None or not _moments(kept["Journal"]) & _moments(master.tables["Journal"]):
        return []
    held = {table.name: {*master.tables[table.name].column("number")} for table in _NUMBERED}
    later = [number for name in held for number in kept[name].column("number") if number not in held[name]]
    if not later:
        return []
    return [
        f"{_shown(version)} tient {first_names(later)}, que ce classeur n'a pas : si une version plus ancienne a été "
        "remise à sa place et qu'ils ont été envoyés, reprenez leurs lignes avant d'émettre la suivante"
    ]


def _moments(journal: Rows) -> set[datetime]:
    """When the commands of a journal ran: two versions of one workbook have some in common."""
    return {at for at in journal.column("at") if at is not None}


def where_kept(master: Master, today: date) -> list[str]:
    """Where to take back what the ledger of a workbook lost: one line a document, nothing when it lost nothing.

    Each is looked for in the kept versions, the newest first; one that cannot be read is passed over.
    """
    wanted = damaged_documents(Office(master.tables, master.settings, today, tabs=master.tabs))
    lines = []
    for version in kept_versions(master.path) if wanted else ():
        kept = _kept_tables(version, today, _LEDGER, master)
        if kept is None:
            continue
        damaged = damaged_documents(kept)
        whole = [
            number
            for number in wanted
            if number in kept["Factures"].column("number") and number not in damaged
        ]
        lines += [f"{number} : à reprendre dans {_shown(version)}, {_rows(kept, number)}" for number in whole]
        wanted = [number for number in wanted if number not in whole]
        if not wanted:
            break
    lines += [f"{number} : dans aucune des versions gardées sous le nom de ce classeur" for number in wanted]
    return lines


def _kept_tables(version: Path, today: date, read: Mapping[str, Set[str]], master: Master) -> Office | None:
    """Some columns of a kept version, all others left empty; None when the file cannot be read."""
    try:
        package = Package.open(version)
        if isinstance(master, FileMaster):
            package.take_made(master.package)
        places = declared_places(version.name, find_tables(package))
        raw = read_tables(package, places, read).tables
    except UnusableFile:
        return None
    tables = {table.name: no_rows(table) for table in TABLES}
    for name, cells in raw.items():
        held = {heading: values for heading, values in cells.values.items() if heading in read[name]}
        tables[name], _ = typed_rows(BY_NAME[name], replace(cells, values=held))
    return Office(tables, default_settings(), today)


def _shown(version: Path) -> str:
    """A kept version as it is found from the folder of the workbook."""
    return "/".join(version.parts[-3:])


def _rows(kept: Office, number: str) -> str:
    """The rows of a document, tab by tab; one taken over from another program may have no lines."""
    ledger = ((INVOICES, "number"), (INVOICE_LINES, "invoice"))
    found = {
        table.tab: [row.row for row in kept[table.name] if getattr(row, name) == number]
        for table, name in ledger
    }
    return ", ".join(f"{tab} {rows_named(rows)}" for tab, rows in found.items() if rows)


def rows_named(rows: Sequence[int]) -> str:
    """Rows of a sheet in a sentence, those that follow each other by the first and the last.

    >>> rows_named([5]), rows_named([12, 13, 14, 15]), rows_named([5, 6, 7, 9, 12, 13])
    ('ligne 5', 'lignes 12 à 15', 'lignes 5 à 7, 9 et 12 à 13')
    """
    runs = [
        [row for _, row in run] for _, run in groupby(enumerate(sorted(rows)), lambda held: held[1] - held[0])
    ]
    spans = [str(run[0]) if len(run) == 1 else f"{run[0]} à {run[-1]}" for run in runs]
    return f"ligne{'s' if len(rows) > 1 else ''} {listed(spans)}"
