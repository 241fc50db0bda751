"""Putting a workbook on disk: whole or not at all, with the previous version kept."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from postprod_xl.engines.ooxml.errors import Refused, naming, reason_of
from postprod_xl.engines.ooxml.files.disk_record import warn
from postprod_xl.engines.ooxml.files.interrupts import shielded
from postprod_xl.engines.ooxml.files.leftovers import removed
from postprod_xl.engines.ooxml.files.locking import (
    STATE_FOLDER,
    exclusive,
    state_folder,
    sweep_temporary_files,
)
from postprod_xl.engines.ooxml.files.open_elsewhere import real_path, refuse_if_open
from postprod_xl.engines.ooxml.files.privacy import (
    PRIVATE,
    Readers,
    admit,
    copy_attributes,
    make_folder_within,
    ordinary_readers,
)
from postprod_xl.engines.ooxml.files.staging import (
    StagedFile,
    UncertainFile,
    confirm,
    exists_already,
    staged_file,
    sync_folder,
)

__all__ = ["create", "exclusive", "save"]

BACKUPS_KEPT = 10
_WITHOUT_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
_NOT_THEIR_GROUP = (
    "« {} » n'a pas pu rester à son groupe, dont vous n'êtes pas : ses collègues ne l'ouvrent plus, rendez-leur ce "
    "droit."
)


def save(path: Path, package_bytes: bytes, source_sha256: str | None) -> Path | None:
    """Replace a workbook in one step; a failure or a crash leaves the former version.

    The new bytes go to a temporary file beside the workbook, flushed to disk and read again, and take its
    place only then. The former version is copied to ``.postprod/backups``, where the last 10 are kept.
    To be called inside `exclusive`. What fails once the new version is in place is a warning of the `DiskRecord`
    being recorded; a signal that asks to stop waits for the end.

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
    with naming(path), shielded():
        refuse_if_open(path)
        if not real.exists():
            _write_first_version(real, package_bytes, source_sha256)
            return None
        before = real.stat()
        previous = _previous_version(real, source_sha256)
        if previous == package_bytes:
            return None
        with (
            staged_file(real, real.parent, package_bytes, PRIVATE) as staged,
            _backed_up(real, previous) as backup,
        ):
            lacking = _take_attributes(real, staged)
            if _identity(real.stat()) != _identity(before):
                raise _changed_meanwhile()
            staged.put(os.replace, real)
        for line in [*lacking, *_other_names(real, before)]:
            warn(line)
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
    with naming(path), shielded():
        if os.path.lexists(path):
            raise exists_already()
        sweep_temporary_files(path.parent)
        with staged_file(path, path.parent, data, PRIVATE) as staged:
            admit(staged.path, readers or ordinary_readers())
            staged.put(give_free_name, path)
        confirm(path, path.parent)


def keep_version(path: Path) -> Path | None:
    """Keep the version of a workbook that is on disk, as `save` does before it replaces it; it may be open elsewhere.

    Returns
    -------
    Path or None
        The backup, None when the last one kept is that version already.

    Raises
    ------
    UnusableFile
        The workbook cannot be read, or its folder cannot be written.
    """
    real = real_path(path)
    with naming(path), shielded():
        version, kept = real.read_bytes(), kept_versions(path)
        if kept and kept[0].read_bytes() == version:
            return None
        with _backed_up(real, version) as backup:
            pass
        _settle(real)
    return backup


def kept_versions(path: Path) -> list[Path]:
    """The former versions of a workbook kept beside it, the newest first; none when they cannot be listed."""
    try:
        real = real_path(path)
        return [backup for _, backup in reversed(_backups(real.parent / STATE_FOLDER / "backups", real))]
    except OSError:
        return []


def _write_first_version(real: Path, data: bytes, source_sha256: str | None) -> None:
    if source_sha256 is not None:
        raise Refused(
            "le fichier a disparu pendant la commande : rien n'a été écrit ; vérifiez son emplacement."
        )
    with staged_file(real, real.parent, data, PRIVATE) as staged:
        admit(staged.path, ordinary_readers())
        staged.put(give_free_name, real)
    confirm(real, real.parent)


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


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def give_free_name(staged: Path, target: Path) -> None:
    """Give a staged file its name, unless the name is taken."""
    try:
        if os.name == "nt":
            os.rename(staged, target)
        else:
            os.link(staged, target)
    except OSError as error:
        # Some shares and USB keys know no hard link; there, two creations at the same instant can collide.
        if error.errno not in _WITHOUT_LINKS or os.path.lexists(target):
            raise
        os.rename(staged, target)


def _take_attributes(model: Path, staged: StagedFile) -> list[str]:
    """Give `staged` the owner, mode and extended attributes of `model`; the warnings about those it did not take."""
    status = model.stat()
    if hasattr(os, "chown"):
        with suppress(PermissionError):  # whoever saves another person's file becomes its owner
            os.chown(staged.path, status.st_uid, status.st_gid)
    try:
        keeps_group = copy_attributes(model, staged.path)
        os.utime(staged.path)
    except PermissionError as error:
        return [
            f"« {model.name} » : ses droits d'accès n'ont pas pu être gardés ({reason_of(error)}) : "
            "vérifiez qui peut l'ouvrir."
        ]
    return [] if keeps_group else [_NOT_THEIR_GROUP.format(model.name)]


def _other_names(real: Path, before: os.stat_result) -> list[str]:
    """The warning about the hard links of a file that was replaced: they lead to the former version."""
    others = before.st_nlink - 1
    if others < 1:
        return []
    names = "un autre nom" if others == 1 else f"{others} autres noms"
    return [
        f"« {real.name} » portait {names} sur le disque (lien physique), où la version d'avant est restée : "
        "ne travaillez plus que dans celui-ci, et supprimez les autres ou refaites-les."
    ]


@contextmanager
def _backed_up(real: Path, previous: bytes) -> Iterator[Path]:
    """Keep the former version for the block that replaces it; a block that fails leaves no backup."""
    folder = state_folder(real) / "backups"
    make_folder_within(folder)
    numbers = [number for number, _ in _backups(folder, real)]
    number = numbers[-1] + 1 if numbers else 1
    backup = folder / f"{real.stem}.{datetime.now():%Y%m%d-%H%M%S}-{number:04d}{real.suffix}"
    try:
        with staged_file(real, folder, previous, PRIVATE) as staged:
            copy_attributes(real, staged.path)
            os.replace(staged.path, backup)
        sync_folder(folder)
        yield backup
    except UncertainFile:
        raise
    except BaseException:
        removed(backup)
        raise


def _backups(folder: Path, real: Path) -> list[tuple[int, Path]]:
    """Number and path of a workbook's backups, oldest first; the number, unlike the clock, never goes back."""
    pattern = re.compile(rf"{re.escape(real.stem)}\.\d{{8}}-\d{{6}}-(\d{{4,}}){re.escape(real.suffix)}")
    found = [(pattern.fullmatch(entry.name), entry) for entry in folder.iterdir()]
    return sorted((int(match[1]), entry) for match, entry in found if match)


def _settle(real: Path) -> None:
    """Flush the folder and drop the oldest backups, once the new version is in place: nothing undoes it any more."""
    confirm(real, real.parent)
    try:
        old = [path for _, path in _backups(state_folder(real) / "backups", real)[:-BACKUPS_KEPT]]
    except (OSError, Refused) as error:
        warn(f"les sauvegardes de « {real.name} » n'ont pas pu être comptées ({reason_of(error)}).")
        return
    for path in old:
        if reason := removed(path):
            warn(
                f"la sauvegarde « {path.name} », de trop, est restée ({reason}) : elle partira au prochain tour."
            )
