"""One writer at a time: our own lock beside a workbook, and what runs that died left there."""

from __future__ import annotations

import ctypes
import getpass
import hashlib
import os
import secrets
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from postprod_xl.engines.ooxml.errors import Refused, naming
from postprod_xl.engines.ooxml.files.disk_record import warn
from postprod_xl.engines.ooxml.files.interrupts import Pledge, shielded
from postprod_xl.engines.ooxml.files.leftovers import (
    OPEN_FLAGS,
    closed,
    folder_removed,
    is_open_at,
    locked,
    removed,
    sweep,
)
from postprod_xl.engines.ooxml.files.open_elsewhere import (
    content_of,
    one_line,
    real_path,
    refuse_if_open,
    refuse_odd,
)
from postprod_xl.engines.ooxml.files.privacy import make_folder_within

STATE_FOLDER, _TEMPORARY = ".postprod", ".postprod-"
_HIDDEN_ATTRIBUTE = 0x02
_SHARED = 0o666
_ATTEMPTS, _FAILURES = 20, 3
_OLD_SECONDS = 3600


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold a workbook for the length of the block, against other commands and against an open Excel.

    The lock is the operating system's: a process that dies releases it. What runs that died left beside the
    workbook is removed on the way in; on the way out, the lock file goes. A workbook never saved keeps no
    folder beside it.

    Parameters
    ----------
    path
        The workbook; a symbolic link stands for the file it points at.

    Raises
    ------
    UnusableFile
        If another command, Excel or LibreOffice holds the workbook (the line says who), or if the folder is
        missing or cannot be written.
    """
    real, leaving = real_path(path), None
    try:
        with naming(path), shielded():
            refuse_if_open(path)
            lock = _acquired(real)
            leaving = Pledge(partial(_leave, lock, real))
            lock.holder.unlink(missing_ok=True)
            lock.holder.write_text(_whoami(), encoding="utf-8")
            _sweep(real)
        yield
    finally:
        with shielded():
            if leaving is not None:
                leaving.keep()
            else:
                folder_removed(real.parent / STATE_FOLDER)


def _leave(lock: _Lock, workbook: Path) -> None:
    lock.release()
    folder_removed(workbook.parent / STATE_FOLDER)


@dataclass(frozen=True)
class _Lock:
    """A workbook's lock file, locked, and the file that says by whom."""

    descriptor: int
    held: Path
    holder: Path

    def release(self) -> None:
        """Remove both files and let go; what stays of them is in nobody's way, and reported."""
        _remove(self.holder)
        if (
            sys.platform == "win32"
        ):  # where an open file is removed by nobody, and the next command may have opened it
            closed(self.descriptor)
            removed(self.held)
        else:
            _remove(self.held)
            closed(self.descriptor)


def _remove(trace: Path) -> None:
    if reason := removed(trace):
        warn(
            f"« {trace.parent.name}/{trace.name} » est resté sur le disque ({reason}) : il ne bloque "
            "rien, et la prochaine commande l'enlèvera."
        )


def _acquired(real: Path) -> _Lock:
    """Lock a workbook; what a share refuses once is tried again."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            if lock := _attempted(real):
                return lock
        except OSError:
            if attempt >= _FAILURES or not real.parent.is_dir():
                raise
    raise Refused("d'autres commandes le prennent sans cesse : attendez leur fin, puis recommencez.")


def _attempted(real: Path) -> _Lock | None:
    """Lock a workbook, unless its lock file goes meanwhile.

    Whoever leaves a workbook removes its lock file: one that was opened before and locked after that is nobody's
    any more, so that its place is looked at again once it is locked.
    """
    folder = state_folder(real)
    lock_file, holder = folder / f"{real.name}.lock", folder / f"{real.name}.holder"
    refuse_odd(lock_file)
    _refuse_folder(holder)
    descriptor, is_new = _opened(lock_file)
    try:
        if not locked(descriptor):
            raise Refused(
                f"en cours de mise à jour par {_holder_text(holder)} : attendez la fin, puis recommencez."
            )
        if is_open_at(lock_file, descriptor):
            return _Lock(descriptor, lock_file, holder)
    except BaseException as error:
        closed(descriptor)
        if is_new and isinstance(error, OSError):
            # No lock is given here: nobody holds this file, and nobody would remove it.
            removed(lock_file)
        raise
    closed(descriptor)
    return None


def _opened(lock_file: Path) -> tuple[int, bool]:
    """Open a lock file that everybody may lock; with whether it had to be created."""
    try:
        descriptor = os.open(lock_file, OPEN_FLAGS | os.O_CREAT | os.O_EXCL, _SHARED)
    except FileExistsError:
        return _opened_again(lock_file), False
    with suppress(OSError):  # narrowed by the umask: others are then told that they have no right to it
        os.chmod(lock_file, _SHARED)
    return descriptor, True


def _opened_again(lock_file: Path) -> int:
    """Open a lock file that is there, of a living command or of one that died."""
    try:
        return os.open(lock_file, OPEN_FLAGS)
    except PermissionError as error:
        raise Refused(
            f"son verrou « {lock_file.parent.name}/{lock_file.name} », laissé par une autre personne, ne peut pas "
            "être ouvert : si personne n'actualise ce classeur, supprimez ce fichier, puis recommencez."
        ) from error


def state_folder(workbook: Path) -> Path:
    """Give the hidden folder beside a workbook where locks and backups are kept, created if need be.

    Raises
    ------
    Refused
        Something else than folders bears the name of this one, or that of the backups in it.
    """
    folder = workbook.parent / STATE_FOLDER
    for wanted in (folder, folder / "backups"):
        if os.path.lexists(wanted) and not wanted.is_dir():
            raise Refused(
                f"« {wanted.relative_to(workbook.parent)} », à côté de lui, n'est pas un dossier alors que le "
                "programme y garde ses verrous et ses sauvegardes : renommez-le ou supprimez-le, puis recommencez."
            )
    if not folder.is_dir():
        make_folder_within(folder)
        _hide(folder)
    return folder


def temporary_prefix(workbook: Path) -> str:
    """Give how the names of a workbook's temporary files start, whatever the length of its own name."""
    return f"{_TEMPORARY}{hashlib.sha256(os.fsencode(workbook.name)).hexdigest()[:16]}-"


def temporary_path(target: Path, folder: Path) -> Path:
    """Give a new name in `folder` for a temporary file of `target`, whatever the length of its own name."""
    return folder / f"{temporary_prefix(target)}{_machine()}-{secrets.token_hex(4)}.tmp"


@cache
def _machine() -> str:
    """A short name of this machine, to tell its temporary files from those of the others of a share."""
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:6]


def sweep_temporary_files(folder: Path) -> None:
    """Remove the temporary files of dead runs from a folder, whatever they were to become.

    Those of another machine wait an hour: some shares do not tell their locks from one machine to another.
    """
    with suppress(OSError):
        sweep(path for path in folder.glob(f"{_TEMPORARY}*.tmp") if _is_ours(path) or _is_old(path))


def _is_ours(path: Path) -> bool:
    return f"-{_machine()}-" in path.name


def _is_old(path: Path) -> bool:
    return time.time() - path.stat().st_mtime > _OLD_SECONDS


def _sweep(workbook: Path) -> None:
    """Remove what dead runs left beside a workbook: temporary files, and the locks of other workbooks."""
    folder = workbook.parent / STATE_FOLDER
    sweep_temporary_files(workbook.parent)
    sweep_temporary_files(folder / "backups")
    own = f"{workbook.name}.lock"
    with suppress(OSError):
        for lock in folder.glob("*.lock"):
            if lock.name != own:
                sweep([lock], lock.with_suffix(".holder"))


def _refuse_folder(holder: Path) -> None:
    """Refuse a folder in place of the file that names the holder; anything else there is replaced."""
    if holder.is_dir() and not holder.is_symlink():
        refuse_odd(holder)


def _holder_text(holder: Path) -> str:
    return one_line(content_of(holder).decode("utf-8", "replace")) or "une autre commande"


def _whoami() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, ImportError, OSError):
        user = "un utilisateur inconnu"
    return f"{user} sur {socket.gethostname()} (processus {os.getpid()})"


def _hide(folder: Path) -> None:
    """Set the hidden attribute on Windows, where a leading dot hides nothing."""
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetFileAttributesW(str(folder), _HIDDEN_ATTRIBUTE)
