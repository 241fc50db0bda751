"""Files that live only as long as the run that made them: told apart from those of a run that died, and removed.

Several machines may share a folder, where a process number says nothing: a file is alive while its maker holds the
system's lock on it, and a maker that dies lets go of it. A file whose lock can be taken is removed under that lock.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from filelock import lock_descriptor

from postprod_xl.engines.ooxml.errors import reason_of

_ATTEMPTS, _PAUSE_SECONDS = 3, 0.02
# A named pipe put in a file's place must not be waited for, and a link not followed.
OPEN_FLAGS = os.O_RDWR | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_NONBLOCK", "O_NOFOLLOW"))


def locked(descriptor: int) -> bool:
    """Take the system's lock on an open file, for as long as it is open; False when another has it.

    It is tried again: a run that sweeps takes each lock for an instant.

    Raises
    ------
    OSError
        The file system gives no lock.
    """
    for _ in range(_ATTEMPTS):
        if lock_descriptor(descriptor, blocking=False):
            return True
        time.sleep(_PAUSE_SECONDS)
    return False


def held_file(new_path: Callable[[], Path], mode: int) -> tuple[Path, int]:
    """Create a file that lives as long as this run, and hold it where the file system gives locks.

    Whoever sweeps may take it between its creation and its lock: another one is then made, of another name.
    """
    while True:
        path = new_path()
        descriptor = os.open(path, OPEN_FLAGS | os.O_CREAT | os.O_EXCL, mode)
        try:
            if locked(descriptor) and is_open_at(path, descriptor):
                return path, descriptor
        except OSError:
            return path, descriptor
        closed(descriptor)


def is_open_at(path: Path, descriptor: int) -> bool:
    """Whether a path still leads to an open file; nobody removes one under Windows."""
    return os.name == "nt" or is_at(path, os.fstat(descriptor))


def is_at(path: Path, status: os.stat_result) -> bool:
    """Whether a path leads to the file of this status."""
    try:
        return os.path.samestat(os.stat(path, follow_symlinks=False), status)
    except FileNotFoundError:
        return False


def removed(path: Path) -> str:
    """Remove a file of ours; empty once it is gone, else the system's reason.

    It is tried again: an antivirus, an indexer or a share may hold for an instant a file that was just written.
    """
    for attempt in range(_ATTEMPTS):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            reason = reason_of(error)
            time.sleep(_PAUSE_SECONDS * attempt)
        else:
            return ""
    return reason


def closed(descriptor: int) -> None:
    """Close a file whose content is safe already: nothing is left to do about an error."""
    with suppress(OSError):
        os.close(descriptor)


def sweep(paths: Iterable[Path], *companions: Path) -> None:
    """Remove those of these files that no living run holds; what cannot be removed waits for the next run.

    ``companions`` are the files that go with one, removed just before it.
    """
    for path in paths:
        with suppress(OSError):
            _remove_if_dead([*companions, path])


def folder_removed(folder: Path) -> None:
    """Remove a folder if it is empty; one that stays is in nobody's way."""
    for _ in range(_ATTEMPTS):
        try:
            folder.rmdir()
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT):
                return
        else:
            return


def _remove_if_dead(files: list[Path]) -> None:
    """Remove files, if nobody holds the last of them."""
    descriptor = os.open(files[-1], OPEN_FLAGS)
    try:
        is_dead = lock_descriptor(descriptor, blocking=False) and is_open_at(files[-1], descriptor)
        if is_dead and os.name != "nt":
            _remove(files)
    finally:
        closed(descriptor)
    if is_dead and os.name == "nt":  # where an open file cannot be removed, not even by its opener
        _remove(files)


def _remove(files: list[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
