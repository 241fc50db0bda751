"""Who may read what is made from a workbook: nobody who may not read the workbook itself.

POSIX rights only. Elsewhere a new file takes the rights of its folder, and nothing here changes them.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from operator import and_
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


def readers_of_all(models: Sequence[Path]) -> Readers:
    """Those who may read each of several files, and hence what is made from all of them."""
    readers = [readers_of(model) for model in models]
    mode = reduce(and_, (each.mode for each in readers))
    groups = {each.group for each in readers}
    return Readers(mode if len(groups) == 1 else mode & ~_GROUP, readers[0].group)


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
        if readers.group is not None and not given_to(private, readers.group):
            mode &= ~_GROUP
        private.chmod(mode)


def make_folder(folder: Path, readers: Readers) -> None:
    """Make a folder, and those above it that are missing, for these readers; one that exists is left as it is."""
    missing = [step for step in (folder, *folder.parents) if not step.exists()]
    for step in reversed(missing):
        step.mkdir(PRIVATE_FOLDER, exist_ok=True)
        admit(step, readers)
    folder.mkdir(exist_ok=True)


def make_folder_within(folder: Path) -> None:
    """Make a folder for all those who use the one that holds it, its group included, where the system allows it."""
    if folder.is_dir():
        return
    folder.mkdir(exist_ok=True)
    with suppress(PermissionError):  # a share may keep the rights to itself
        status = folder.parent.stat()
        if os.name != "nt":
            given_to(folder, status.st_gid)
        folder.chmod(stat.S_IMODE(status.st_mode))


def given_to(path: Path, group: int) -> bool:
    """Give a file to a group; False when the system refuses: its rights would be those of another group."""
    if path.stat().st_gid == group:
        return True
    try:
        os.chown(path, -1, group)
    except OSError:
        return False
    return True


def copy_attributes(model: Path, copy: Path) -> bool:
    """Give a copy of a file its group, mode, times and extended attributes.

    False when the group could not be kept: the copy then has no right for any group, lest another one reads it.
    """
    keeps_group = os.name == "nt" or given_to(copy, model.stat().st_gid)
    shutil.copystat(model, copy)
    if not keeps_group:
        copy.chmod(stat.S_IMODE(copy.stat().st_mode) & ~_GROUP)
    return keeps_group


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
