"""A file written under a temporary name, whole and on disk before it takes its own."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from postprod_xl.engines.ooxml.errors import Refused, reason_of
from postprod_xl.engines.ooxml.files.disk_record import note_uncertain, note_written, warn
from postprod_xl.engines.ooxml.files.leftovers import closed, held_file, is_at, removed
from postprod_xl.engines.ooxml.files.locking import temporary_path

_QUESTIONS = 3  # to a system that has just failed
_WITHOUT_FLUSH = {errno.EINVAL, errno.EACCES, errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


class UncertainFile(Refused):
    """The system has neither done nor refused for certain what was asked."""


@dataclass(frozen=True)
class StagedFile:
    """A temporary file, whole and on disk, held while it lives so that no other run sweeps it."""

    path: Path
    status: os.stat_result

    def put(self, give_name: Callable[[Path, Path], None], target: Path) -> None:
        """Give the file its final name; what the system says of it is compared with what the disk holds.

        A share may do what is asked and lose the answer.
        """
        try:
            give_name(self.path, target)
        except OSError as error:
            is_there = self._is_at(target)
            if is_there is None:
                note_uncertain(target)
                raise _uncertain(error) from error
            if not is_there:
                if isinstance(error, FileExistsError):
                    raise exists_already() from error
                raise
        note_written(target)

    def _is_at(self, target: Path) -> bool | None:
        """Whether the target is this file; None when the system does not say."""
        for _ in range(_QUESTIONS):
            with suppress(OSError):
                return is_at(target, self.status)
        return None


@contextmanager
def staged_file(target: Path, folder: Path, data: bytes, mode: int) -> Iterator[StagedFile]:
    """Give a temporary file in `folder` that holds `data`, on disk and read again; removed at the end."""
    path, descriptor = held_file(partial(temporary_path, target, folder), mode)
    try:
        _write_through(descriptor, data)
        # By its path, as what it is compared with: Windows may answer otherwise about an open file.
        staged = StagedFile(path, os.stat(path))
        if os.name == "nt":  # where an open file keeps its name
            os.close(descriptor)
        yield staged
    finally:
        if reason := removed(path):
            warn(f"« {path.name} » est resté à côté ({reason}) : la prochaine commande l'enlèvera.")
        if os.name != "nt":
            closed(descriptor)


def _write_through(descriptor: int, data: bytes) -> None:
    """Write a whole file to disk and read it again."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.fsync(descriptor)
    os.lseek(descriptor, 0, os.SEEK_SET)
    at = 0
    while at < len(data):
        found = os.read(descriptor, len(data) - at)
        if not found or found != data[at : at + len(found)]:
            raise Refused(
                "le disque ne rend pas ce qui vient d'y être écrit : rien n'a été modifié ; vérifiez-le."
            )
        at += len(found)


def confirm(written: Path, folder: Path) -> None:
    """Flush the entries of a folder to disk, once what is written has its name there."""
    try:
        sync_folder(folder)
    except OSError as error:
        warn(
            f"« {written.name} » est écrit, mais le disque ne l'a pas confirmé ({reason_of(error)}) : "
            "gardez-en une copie ailleurs."
        )


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to disk; not every file system can, and some let nobody open a folder."""
    if os.name == "nt":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            closed(descriptor)
    except OSError as error:
        if error.errno not in _WITHOUT_FLUSH:
            raise


def _uncertain(error: OSError) -> UncertainFile:
    return UncertainFile(
        f"le système a répondu « {reason_of(error)} » au moment de le remplacer et ne dit plus ce qu'il contient : "
        "ouvrez-le pour le voir ; la version d'avant est dans « .postprod/backups », à côté."
    )


def exists_already() -> Refused:
    return Refused("ce fichier existe déjà ; choisissez un autre nom, ou déplacez-le.")
