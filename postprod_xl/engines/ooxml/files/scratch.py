"""A folder for files that one program hands to another, which goes with the run that made it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from postprod_xl.engines.ooxml.files.interrupts import shielded
from postprod_xl.engines.ooxml.files.leftovers import closed, held_file, sweep
from postprod_xl.engines.ooxml.files.privacy import PRIVATE

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
    mark, descriptor = held_file(lambda: Path(tempfile.mkdtemp(prefix=_PREFIX, dir=where)) / _MARK, PRIVATE)
    folder = mark.parent
    try:
        yield folder
    finally:
        with shielded():
            closed(descriptor)
            # What another program still holds there goes with the next run.
            shutil.rmtree(folder, ignore_errors=True)


def _sweep(where: Path) -> None:
    with suppress(OSError):
        for mark in where.glob(f"{_PREFIX}*/{_MARK}"):
            sweep([mark])
            if not mark.exists():
                shutil.rmtree(mark.parent, ignore_errors=True)
