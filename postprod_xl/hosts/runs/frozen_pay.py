"""The files of the pay that leaves, and the row of the ledger that freezes it. Shared by every host.

As with invoices, the workbook alone says what left: the file waits, the workbook is saved with its row, the file takes
its name. A run that dies in between leaves a waiting file, which the next command names or the next export replaces.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.commands.outcome import Outcome
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.files.waiting import waiting_path
from postprod_xl.hosts.runs.issuing import IssuedFiles, named
from postprod_xl.schema.tables.payroll import EXPORTED_MONTHS

if TYPE_CHECKING:
    from postprod_xl.hosts.runs.master import Master

_SEPARATOR = " ; "
_LAST = 3
"""Exports whose files may still wait for their names: the next command names them."""


def with_pay_files(
    master: Master, outcome: Outcome, files: IssuedFiles, user: str
) -> tuple[Outcome, IssuedFiles]:
    """The outcome of a command and the files that go with it, those of the pay it exports among them.

    Its row of `MoisExportes` then says where they are, their SHA-256 and who exports.

    Raises
    ------
    UnusableFile
        The workbook lies nowhere on this machine.
    """
    export = outcome.pay_export
    if export is None or outcome.is_blocked:
        return outcome, files
    from postprod_xl.documents.payroll.export_file import export_files
    from postprod_xl.domain.payroll.frozen.freezing import stamped

    folder, contents = master.on_disk().parent, export_files(export)
    paths = [_path_from(folder, path) for path in contents]
    fingerprint = _fingerprint(contents.values())
    row = stamped(outcome.appended[EXPORTED_MONTHS.name], _SEPARATOR.join(paths), fingerprint, user)
    said = replace(
        outcome,
        appended={**outcome.appended, EXPORTED_MONTHS.name: row},
        lines=(f"Fichier : {', '.join(contents)}", *outcome.lines),
        details={**outcome.details, "exported": [*contents], "sha256": fingerprint},
    )
    return said, {**files, **contents}


def settle_exports(master: Master) -> list[str]:
    """Give their names to the files of exports that a run which died left waiting.

    To be called by whoever holds the workbook. Gives what was done, a French line each.
    """
    ledger = master.tables[EXPORTED_MONTHS.name]
    last = [*ledger.select("file", "fingerprint")][-_LAST:]
    if not last:
        return []
    try:
        workbook = master.on_disk()
    except UnusableFile:
        return []
    return [line for file, fingerprint in last for line in _settled(workbook, file, fingerprint)]


def _settled(workbook: Path, file: str, fingerprint: str) -> Iterator[str]:
    """Name the files of an export that wait, when with those that have their names they are what was exported."""
    paths = {path: workbook.parent / path for path in file.split(_SEPARATOR) if path}
    waiting = {path: waiting_path(target, workbook) for path, target in paths.items() if not target.exists()}
    if not any(path.exists() for path in waiting.values()):
        return
    try:
        held = [waiting.get(path, target).read_bytes() for path, target in paths.items()]
    except OSError:
        return
    if _fingerprint(held) == fingerprint:
        for path, file_waiting in waiting.items():
            yield from named(file_waiting, paths[path], path)


def _fingerprint(contents: Iterable[bytes]) -> str:
    """SHA-256 of a file; of several, that of them all in order."""
    digest = sha256()
    for content in contents:
        digest.update(content)
    return digest.hexdigest()


def _path_from(folder: Path, path: str) -> str:
    """A path from the folder of a workbook, parted by `/`; the whole path where they are on two disks."""
    try:
        return Path(os.path.relpath(folder / path, folder)).as_posix()
    except ValueError:
        return Path(path).as_posix()
