"""Session reports read from files and folders, put into a workbook in one run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from postprod_xl.documents.grid import Grid
from postprod_xl.documents.sharing.returned import numbers_in
from postprod_xl.domain.importing.lists import Consent
from postprod_xl.domain.importing.source import Source
from postprod_xl.domain.wording import counted, first_names
from postprod_xl.engines.ooxml.errors import Refused, UnusableFile, naming
from postprod_xl.engines.ooxml.files.locking import STATE_FOLDER
from postprod_xl.hosts.exits import UNUSABLE
from postprod_xl.hosts.files.confirming import Confirm
from postprod_xl.hosts.files.foreign import foreign_grids
from postprod_xl.hosts.files.names import called
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.files.watching import progress
from postprod_xl.hosts.runs.computing import Report, refused
from postprod_xl.schema.tables import TABLES

_READ = (".xlsx", ".xlsm", ".csv", ".tsv", ".ods", ".xls", ".xlsb")
"""The files of a folder that are read, or refused by their name: a list may have been saved by another program."""
_PASSING = ("~$", ".")
"""Lock files and hidden ones."""
_TABS_OF_AN_OFFICE = 8


class ReadSources(NamedTuple):
    """The files read, the reports of those that cannot be, and what is said of the others of their folders."""

    sources: list[Source]
    unusable: list[Report]
    lines: list[str]


def import_files(
    path: Path, given: Sequence[Path], today: date, consent: Consent, confirm: Confirm | None = None
) -> list[Report]:
    """Add the session reports of files to a workbook; the report of the workbook first, then those of unusable files.

    Parameters
    ----------
    path
        The master workbook.
    given
        Files, and folders whose files are read at any depth.
    today
        The day it is done.
    consent
        What answers for a list of a new shape.
    confirm
        Asks the person at the terminal.
    """
    read = read_sources(given, path)
    if not read.sources:
        return read.unusable
    options = {"sources": read.sources, "consent": consent, "remarks": read.lines}
    return [run_file(path, "import", today, options, confirm), *read.unusable]


def read_sources(given: Sequence[Path], workbook: Path) -> ReadSources:
    """The sheets of files and of those of folders, the workbook itself left aside; a file is read once."""
    read, aside = ReadSources([], [], []), list[str]()
    found = list(dict.fromkeys(_files(given, workbook, aside)))
    names = called(found)
    with progress(len(found), "Fichiers") as advance:
        for file in found:
            try:
                with naming(file):
                    grids = foreign_grids(file)
                    _refuse_others(grids)
                read.sources.append(Source(names[file], grids))
            except UnusableFile as error:
                read.unusable.append(refused(file, error))
            advance(file)
    if aside:
        others = first_names(aside)
        read.lines.append(f"{counted(len(aside), 'fichier')} d'une autre nature, hors de l'import : {others}")
    if not found:
        folders = ", ".join(map(str, given))
        message = (
            f"{folders} : aucun formulaire ni liste à lire ; attendu : des fichiers .xlsx, .xlsm ou .csv"
        )
        read.unusable.append(Report(Path(given[0]), UNUSABLE, message))
    return read


def _refuse_others(grids: Sequence[Grid]) -> None:
    """Refuse what another command reads: a copy that was shared, a whole workbook of an office."""
    if numbers := numbers_in(grids):
        raise Refused(f"c'est la copie partagée {numbers[0]} : « postprod merge » la lit.")
    if len({grid.title for grid in grids} & {table.tab for table in TABLES}) >= _TABS_OF_AN_OFFICE:
        raise Refused(
            "c'est le classeur d'un bureau ; un formulaire rempli ou une liste d'heures est attendu."
        )


def _files(given: Sequence[Path], workbook: Path, aside: list[str]) -> Iterator[Path]:
    """The files given and those of folders; the names of those of another kind are added to `aside`."""
    for path in given:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob("*")):
            if file.name.startswith(_PASSING) or STATE_FOLDER in file.parts or not file.is_file():
                continue
            if file.suffix.lower() not in _READ:
                aside.append(file.name)
            elif not _is_same(file, workbook):
                yield file


def _is_same(file: Path, workbook: Path) -> bool:
    return workbook.exists() and file.samefile(workbook)
