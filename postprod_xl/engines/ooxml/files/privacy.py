"""Who may read what is made from a workbook: nobody who may not read the workbook itself.

POSIX rights only. Elsewhere a new file takes the rights of its folder, and nothing here changes them.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PRIVATE, PRIVATE_FOLDER = 0o600, 0o700
_GROUP = 0o070
_ACCESS_LIST = "system.posix_acl_access"


@dataclass(frozen=True)
class Readers:
    """Those who may read a file: its mode as the umask narrows it, and its group; None where any group will do."""

    mode: int
    group: int | None = None


def ordinary_readers() -> Readers:
    """Those who may read a new file that comes from no other one."""
    return Readers(0o666 & ~_umask())


def readers_of(model: Path) -> Readers:
    """Those who may read a file, and hence what is made from it; the ordinary ones when it is not there.

    A file with an access list shows the widest rights of the list as those of its group, which may have none:
    they are left out.
    """
    try:
        status = model.stat()
    except OSError:
        return ordinary_readers()
    mode = stat.S_IMODE(status.st_mode) & ordinary_readers().mode
    if os.name == "nt":
        return ordinary_readers()
    return Readers(mode & ~_GROUP if _has_access_list(model) else mode, status.st_gid)


def narrower(readers: Readers, existing: Path) -> Readers:
    """The readers of a file that takes the place of another one, whose own rights may be narrower."""
    try:
        return Readers(readers.mode & stat.S_IMODE(existing.stat().st_mode), readers.group)
    except OSError:
        return readers


def admit(private: Path, readers: Readers) -> None:
    """Open a private file or folder to its readers; where the system refuses, it stays private."""
    if os.name == "nt":
        return
    mode = readers.mode | stat.S_IMODE(private.stat().st_mode)
    if private.is_dir():
        mode |= (readers.mode & 0o444) >> 2
    with suppress(OSError):
        if readers.group is not None and private.stat().st_gid != readers.group:
            mode = _given(private, readers.group, mode)
        private.chmod(mode)


def make_folder(folder: Path, readers: Readers) -> None:
    """Make a folder, and those above it that are missing, for these readers; one that exists is left as it is."""
    missing = [step for step in (folder, *folder.parents) if not step.exists()]
    for step in reversed(missing):
        step.mkdir(PRIVATE_FOLDER, exist_ok=True)
        admit(step, readers)
    folder.mkdir(exist_ok=True)


def _given(private: Path, group: int, mode: int) -> int:
    """Give a file to a group; the mode to set, without rights for the group when that is not allowed."""
    try:
        os.chown(private, -1, group)
    except OSError:
        return mode & ~_GROUP
    return mode


def _has_access_list(path: Path) -> bool:
    if not hasattr(os, "getxattr"):
        return False
    try:
        return bool(os.getxattr(path, _ACCESS_LIST))
    except OSError:
        return False


def _umask() -> int:
    """The umask, which can only be read by setting it; a stricter one is in force meanwhile."""
    current = os.umask(0o077)
    os.umask(current)
    return current
