"""Putting a workbook on disk: whole or not at all, with the previous version kept."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from postprod_xl.engines.ooxml.errors import Refused, naming
from postprod_xl.engines.ooxml.files.locking import (
    exclusive,
    real_path,
    refuse_if_open,
    state_folder,
    temporary_prefix,
)
from postprod_xl.engines.ooxml.files.privacy import Readers, admit, ordinary_readers

__all__ = ["create", "exclusive", "save"]

BACKUPS_KEPT = 10
_PRIVATE, _ORDINARY = 0o600, 0o666  # the second is narrowed by the umask
_WITHOUT_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


def save(path: Path, package_bytes: bytes, source_sha256: str | None) -> Path | None:
    """Replace a workbook in one step; a failure or a crash leaves the former version.

    The new bytes go to a temporary file beside the workbook, flushed to disk and read again, and take its
    place only then. The former version is copied to ``.postprod/backups``, where the last 10 are kept.
    To be called inside `exclusive`.

    Parameters
    ----------
    path
        The workbook; through a symbolic link, the file it points at is replaced. Mode, owner and extended
        attributes are kept where the system allows it.
    package_bytes
        The whole file to write; nothing happens if the workbook holds these bytes already.
    source_sha256
        SHA-256 of the version these bytes were made from, in hexadecimal; None not to check it.

    Returns
    -------
    Path or None
        The backup, None when there was nothing to back up or nothing to write.

    Raises
    ------
    UnusableFile
        If the workbook changed since it was read, is open elsewhere or read-only, or cannot be written
        (full disk, rights).
    """
    real = real_path(path)
    with naming(path):
        refuse_if_open(path)
        if not real.exists():
            _write_first_version(real, package_bytes, source_sha256)
            return None
        before = real.stat()
        previous = _previous_version(real, source_sha256)
        if previous == package_bytes:
            return None
        with _staged(real, package_bytes, _PRIVATE) as staged, _backed_up(real, previous) as backup:
            _take_attributes(real, staged)
            if _identity(real.stat()) != _identity(before):
                raise _changed_meanwhile()
            os.replace(staged, real)
        _settle(real)
    return backup


def create(path: Path, data: bytes, readers: Readers | None = None) -> None:
    """Write a new file in one step; an existing file is never overwritten.

    Parameters
    ----------
    path
        The file to create, in a folder that exists.
    data
        Its whole content.
    readers
        Who may read it, those of the file it is made from; None when it comes from no other one.

    Raises
    ------
    UnusableFile
        If the file exists, or cannot be written.
    """
    with naming(path):
        if os.path.lexists(path):
            raise _exists_already()
        with _staged(path, data, _PRIVATE) as staged:
            admit(staged, readers or ordinary_readers())
            _publish(staged, path)
        sync_folder(path.parent)


def _write_first_version(real: Path, data: bytes, source_sha256: str | None) -> None:
    if source_sha256 is not None:
        raise Refused(
            "le fichier a disparu pendant la commande : rien n'a été écrit ; vérifiez son emplacement."
        )
    with _staged(real, data, _ORDINARY) as staged:
        _publish(staged, real)
    sync_folder(real.parent)


def _previous_version(real: Path, source_sha256: str | None) -> bytes:
    if not stat.S_IMODE(real.stat().st_mode) & 0o222 or not os.access(real, os.W_OK):
        raise Refused(
            "fichier en lecture seule : retirez cette protection (Propriétés du fichier), puis recommencez."
        )
    previous = real.read_bytes()
    if source_sha256 is not None and sha256(previous).hexdigest() != source_sha256:
        raise _changed_meanwhile()
    return previous


def _changed_meanwhile() -> Refused:
    return Refused("modifié par quelqu'un d'autre pendant la commande : rien n'a été écrit ; recommencez.")


def _exists_already() -> Refused:
    return Refused("ce fichier existe déjà ; choisissez un autre nom, ou déplacez-le.")


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


@contextmanager
def _staged(target: Path, data: bytes, mode: int) -> Iterator[Path]:
    """Give a temporary file beside `target` that holds `data`, on disk and read again; removed at the end."""
    staged = target.with_name(f"{temporary_prefix(target)}{secrets.token_hex(4)}.tmp")
    try:
        write_through(staged, data, mode)
        if staged.read_bytes() != data:
            raise Refused(
                "le disque ne rend pas ce qui vient d'y être écrit : rien n'a été modifié ; vérifiez-le."
            )
        yield staged
    finally:
        staged.unlink(missing_ok=True)


def write_through(path: Path, data: bytes, mode: int) -> None:
    """Write a file that does not exist yet, on disk before this returns."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _publish(staged: Path, target: Path) -> None:
    """Give a staged file its name, unless the name is taken."""
    try:
        if os.name == "nt":
            os.rename(staged, target)
        else:
            os.link(staged, target)
    except FileExistsError as error:
        raise _exists_already() from error
    except OSError as error:
        # Some shares and USB keys know no hard link; there, two creations at the same instant can collide.
        if error.errno not in _WITHOUT_LINKS or os.path.lexists(target):
            raise
        os.rename(staged, target)


def _take_attributes(model: Path, staged: Path) -> None:
    """Give `staged` the owner, mode and extended attributes of `model`, and its own modification time."""
    status = model.stat()
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(staged, status.st_uid, status.st_gid)
    shutil.copystat(model, staged)
    os.utime(staged)


@contextmanager
def _backed_up(real: Path, previous: bytes) -> Iterator[Path]:
    """Keep the former version for the block that replaces it; a block that fails leaves no backup."""
    folder = state_folder(real) / "backups"
    folder.mkdir(exist_ok=True)
    numbers = [number for number, _ in _backups(folder, real)]
    number = numbers[-1] + 1 if numbers else 1
    backup = folder / f"{real.stem}.{datetime.now():%Y%m%d-%H%M%S}-{number:04d}{real.suffix}"
    staged = folder / f"{temporary_prefix(real)}{secrets.token_hex(4)}.tmp"
    try:
        write_through(staged, previous, _PRIVATE)
        shutil.copystat(real, staged)
        os.replace(staged, backup)
        sync_folder(folder)
    finally:
        staged.unlink(missing_ok=True)
    try:
        yield backup
    except BaseException:
        backup.unlink(missing_ok=True)
        raise


def _backups(folder: Path, real: Path) -> list[tuple[int, Path]]:
    """Number and path of a workbook's backups, oldest first; the number, unlike the clock, never goes back."""
    pattern = re.compile(rf"{re.escape(real.stem)}\.\d{{8}}-\d{{6}}-(\d{{4,}}){re.escape(real.suffix)}")
    found = [(pattern.fullmatch(entry.name), entry) for entry in folder.iterdir()]
    return sorted((int(match[1]), entry) for match, entry in found if match)


def _settle(real: Path) -> None:
    """Flush the folder and drop the oldest backups, once the new version is in place."""
    sync_folder(real.parent)
    folder = state_folder(real) / "backups"
    for _, old in _backups(folder, real)[:-BACKUPS_KEPT]:
        # A backup somebody is looking at can wait for the next save: this one has succeeded.
        with suppress(PermissionError):
            old.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to disk; not every file system can, and the new file is in place already."""
    if os.name == "nt":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
