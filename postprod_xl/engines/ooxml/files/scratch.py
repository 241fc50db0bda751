"""A folder for files that one program hands to another, which goes with the run that made it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from postprod_xl.engines.ooxml.files.interrupts import shielded
from postprod_xl.engines.ooxml.files.leftovers import OPEN_FLAGS, closed, is_open_at, locked, sweep

_PREFIX, _MARK = "postprod-", "en cours.lock"


@contextmanager
def scratch_folder(within: Path | None = None) -> Iterator[Path]:
    """Give a new folder, removed at the end; those of runs that died are removed on the way in.

    Parameters
    ----------
    within
        Where it is made; None for the system's temporary folder.
    """
    where = Path(tempfile.gettempdir()) if within is None else within
    _sweep(where)
    folder, descriptor = _made(where)
    try:
        yield folder
    finally:
        with shielded():
            closed(descriptor)
            # What another program still holds there goes with the next run.
            shutil.rmtree(folder, ignore_errors=True)


def _made(where: Path) -> tuple[Path, int]:
    """Make a folder, and hold the mark that says it is in use."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=where))
        mark = folder / _MARK
        descriptor = os.open(mark, OPEN_FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            if locked(descriptor) and is_open_at(mark, descriptor):
                return folder, descriptor
        except OSError:
            return folder, descriptor
        closed(descriptor)


def _sweep(where: Path) -> None:
    with suppress(OSError):
        for mark in where.glob(f"{_PREFIX}*/{_MARK}"):
            sweep([mark])
            if not mark.exists():
                shutil.rmtree(mark.parent, ignore_errors=True)
