"""One master workbook's file open for a command: read, validated, and how changes are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from postprod_xl.engines.ooxml.errors import naming
from postprod_xl.engines.ooxml.files.interrupts import shielded
from postprod_xl.engines.ooxml.files.open_elsewhere import real_path
from postprod_xl.engines.ooxml.files.saving import exclusive, save
from postprod_xl.engines.ooxml.files.waiting import waiting_files
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.reading.precedents import NO_CHANGE, Changes
from postprod_xl.engines.ooxml.tables.edit import WorkbookEdit
from postprod_xl.engines.ooxml.tables.places import tab_titles, tabs_without_content
from postprod_xl.hosts.runs.master import Master, unreadable_mark, validated
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.rows import no_rows
from postprod_xl.schema.settings.house import default_settings
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.tables.payroll import EXPORTED_MONTHS
from postprod_xl.schema.validate import typed_rows
from postprod_xl.workbook.declared import declared_places, workbook_version
from postprod_xl.workbook.memory_tab import read_memory
from postprod_xl.workbook.own_formulas import own_formulas
from postprod_xl.workbook.places import find_tables
from postprod_xl.workbook.reader import read_tables
from postprod_xl.workbook.update import TableUpdate, apply_update
from postprod_xl.workbook.version import marked_in, refuse_later

_LEDGERS = (INVOICES.name, EXPORTED_MONTHS.name)
"""The tables that name files."""


@dataclass
class FileMaster(Master):
    """A master workbook read from its file, whose container takes the changes."""

    package: Package

    def on_disk(self) -> Path:
        """Its file, links followed: what lies beside it lies in one folder, by whatever link it is opened."""
        return real_path(self.path)

    def written(self, updates: Iterable[TableUpdate], later: Changes = NO_CHANGE) -> list[str]:
        """Apply updates to the package; gives the lines about rows kept for a person's notes.

        Parameters
        ----------
        updates
            The differences.
        later
            The cells outside of the tables that are written afterwards.
        """
        edit = WorkbookEdit(self.package, self.declared, own_formulas(self.declared))
        edit.expect(later)
        for name, place in self.places.items():
            if place != self.declared[name]:
                edit.adopt(place)
        updates = list(updates)
        last = {edit.place(update.table.name).sheet_part: update for update in updates}
        kept = []
        for update in updates:
            kept += apply_update(edit, update)
            part = edit.place(update.table.name).sheet_part
            if update is last[part]:
                edit.write(part)
        edit.finish()
        return kept


@contextmanager
def opened(path: Path) -> Iterator[FileMaster]:
    """A master workbook locked for a command that may write it."""
    with exclusive(path), naming(path):
        yield read_master(path)


def read_master(path: Path) -> FileMaster:
    """Read and validate a whole workbook.

    Raises
    ------
    UnusableFile
        The file is no workbook, is damaged, holds none of our tables, or was written by a later version.
    """
    with naming(path):
        return master_of(Package.open(path))


def master_of(package: Package, tables: Iterable[Table] = TABLES) -> FileMaster:
    """Read and validate an open workbook, or some of its tables alone; same errors as `read_master`."""
    mark = marked_in(package)
    refuse_later(package.path.name, mark)
    found = find_tables(package)
    version = workbook_version(mark, found, partial(read_tables, package))
    declared = declared_places(package.path.name, found, version)
    reading = read_tables(package, declared, [table.name for table in tables])
    noticed = [*_signed(package), *_emptied(package), *unreadable_mark(package.path.name, mark)]
    read = validated(package.path, declared, reading, noticed, version)
    read.tabs = tab_titles(package)
    read.memory = read_memory(package)
    return FileMaster(**vars(read), package=package)


def ledgers_of(package: Package) -> FileMaster:
    """The tables of an open workbook that say which files lie beside it, nothing else being read."""
    mark = marked_in(package)
    refuse_later(package.path.name, mark)
    found = find_tables(package)
    version = workbook_version(mark, found, partial(read_tables, package))
    declared = declared_places(package.path.name, found, version)
    reading = read_tables(package, declared, _LEDGERS)
    tables = {table.name: no_rows(table) for table in TABLES}
    for name, raw in reading.tables.items():
        tables[name], _ = typed_rows(BY_NAME[name], raw)
    return FileMaster(
        package.path,
        declared,
        reading.places,
        reading.tables,
        tables,
        default_settings(),
        [],
        version,
        package=package,
    )


def saved(master: FileMaster, files: Mapping[str, bytes] | None = None) -> Path | None:
    """Replace the file by its edited version; gives the backup's path, None when no byte changed.

    Parameters
    ----------
    files
        The files that go with it, by their path from its folder: they wait for it, then take their names.
    """
    data = master.package.to_bytes()
    return None if data == master.package.source else replaced(master, data, files)


def replaced(master: FileMaster, data: bytes, files: Mapping[str, bytes] | None = None) -> Path | None:
    """Replace the file by new bytes made of it, as `saved` does."""
    workbook = master.on_disk()
    beside = {workbook.parent / path: content for path, content in (files or {}).items()}
    # A signal waits for the files too: they have their names once the workbook is replaced.
    with shielded(), waiting_files(beside, workbook):
        return save(master.path, data, master.package.sha256)


def _signed(package: Package) -> list[Problem]:
    if not package.is_signed:
        return []
    message = (
        "ce classeur porte une signature numérique : elle ne sera plus valable une fois le classeur modifié"
    )
    return [warning("", None, "", "classeur signé", "un classeur sans signature", message)]


def _emptied(package: Package) -> list[Problem]:
    message = "l'onglet « {} » a perdu son contenu dans le fichier : reprenez une copie ou une sauvegarde"
    return [
        warning("", None, "", title, "un onglet et son contenu", message.format(title))
        for title in tabs_without_content(package)
    ]
