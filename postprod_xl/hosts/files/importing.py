"""Session reports read from files and folders, put into a workbook in one run."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from postprod_xl.domain.importing.lists import Consent
from postprod_xl.domain.importing.source import Source
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.files.locking import STATE_FOLDER
from postprod_xl.hosts.exits import UNUSABLE
from postprod_xl.hosts.files.foreign import foreign_grids
from postprod_xl.hosts.files.runs import Confirm, run_file
from postprod_xl.hosts.runs.computing import Report, refused

_READ = (".xlsx", ".xlsm", ".csv", ".tsv")
_ASIDE = ("~$", ".")
"""Lock files and hidden ones."""


class ReadSources(NamedTuple):
    """The files read, and the reports of those that cannot be."""

    sources: list[Source]
    unusable: list[Report]


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
    options = {"sources": read.sources, "consent": consent}
    return [run_file(path, "import", today, options, confirm), *read.unusable]


def read_sources(given: Sequence[Path], workbook: Path) -> ReadSources:
    """The sheets of files and of those of folders, the workbook itself left aside; a file is read once."""
    found, read = list(dict.fromkeys(_files(given, workbook))), ReadSources([], [])
    names = _names(found)
    for file in _watched(found):
        try:
            read.sources.append(Source(names[file], foreign_grids(file)))
        except UnusableFile as error:
            read.unusable.append(refused(file, error))
    if not found:
        folders = ", ".join(map(str, given))
        message = (
            f"{folders} : aucun formulaire ni liste à lire ; attendu : des fichiers .xlsx, .xlsm ou .csv"
        )
        read.unusable.append(Report(Path(given[0]), UNUSABLE, message))
    return read


def _files(given: Sequence[Path], workbook: Path) -> Iterator[Path]:
    for path in given:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob("*")):
            is_aside = file.name.startswith(_ASIDE) or STATE_FOLDER in file.parts or not file.is_file()
            if not is_aside and file.suffix.lower() in _READ and not _is_same(file, workbook):
                yield file


def _is_same(file: Path, workbook: Path) -> bool:
    return workbook.exists() and file.samefile(workbook)


def _names(files: Sequence[Path]) -> dict[Path, str]:
    """What each file is called in messages: its name, with its folder where two have the same."""
    names = [file.name for file in files]
    return {
        file: file.name if names.count(file.name) == 1 else f"{file.parent.name}/{file.name}"
        for file in files
    }


def _watched(files: Sequence[Path]) -> Iterator[Path]:
    """The files, behind a progress bar on stderr where a person watches and there are several."""
    if len(files) < 2 or not sys.stderr.isatty():
        yield from files
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(files, "Fichiers", console=Console(stderr=True), transient=True)
