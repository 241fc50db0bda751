"""One command at a time in an open workbook: two would write the same cells."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

ALREADY = "Une commande est déjà en cours dans ce classeur ; attendez la fin puis recommencez."


class AlreadyRunning(Exception):
    """A command is at work in the workbook."""


@contextmanager
def alone(application: str, workbook: str) -> Iterator[None]:
    """Hold a workbook open in an application for the length of the block, and leave no file behind.

    The file held is deleted while held, so that nobody holds one that no longer has a name; where a file in use
    cannot be deleted, under Windows, the lock itself deletes it.

    Raises
    ------
    AlreadyRunning
        Another process holds it.
    """
    name = sha256(f"{application}\n{workbook}".encode()).hexdigest()[:16]
    lock = FileLock(Path(tempfile.gettempdir()) / f"postprod-{name}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as held:
        raise AlreadyRunning from held
    try:
        yield
    finally:
        with suppress(OSError):
            Path(lock.lock_file).unlink()
        lock.release()
