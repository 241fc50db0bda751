"""The files of the pay that leaves, and the row of the ledger that freezes it. Shared by every host.

As with invoices, the workbook alone says what left: the file waits, the workbook is saved with its row, the file takes
its name. A run that dies in between leaves a waiting file, which the next command names or the next export replaces.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain.payroll.frozen.freezing import stamped
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.files.waiting import waiting_path
from postprod_xl.hosts.runs.issuing import named, seen_at
from postprod_xl.schema.tables.payroll import EXPORTED_MONTHS

if TYPE_CHECKING:
    from postprod_xl.hosts.runs.master import Master

_LAST = 3
"""Exports whose files may still wait for their names: the next command names them."""


def with_stamp(outcome: Outcome, workbook: Path, target: Path, content: bytes, user: str) -> Outcome:
    """The outcome of an export, its row of `MoisExportes` saying where its file is, its SHA-256 and who exports it."""
    row = outcome.appended[EXPORTED_MONTHS.name]
    fingerprint = sha256(content).hexdigest()
    whole = stamped(row, _path_from(workbook.parent, target), fingerprint, user)
    return replace(
        outcome,
        appended={**outcome.appended, EXPORTED_MONTHS.name: whole},
        details={**outcome.details, "sha256": fingerprint},
    )


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
    target = workbook.parent / file
    waiting = waiting_path(target, workbook)
    if file and not target.exists() and seen_at(waiting).sha256 == fingerprint:
        yield from named(waiting, target, file)


def _path_from(folder: Path, target: Path) -> str:
    """A path from a folder, parted by `/`; the whole path where they are on two disks."""
    try:
        return Path(os.path.relpath(target, folder)).as_posix()
    except ValueError:
        return target.as_posix()
