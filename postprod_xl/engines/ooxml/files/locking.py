"""One writer at a time: our own lock, and those that Excel and LibreOffice leave beside an open workbook."""

from __future__ import annotations

import ctypes
import getpass
import hashlib
import os
import socket
import stat
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from postprod_xl.engines.ooxml.errors import Refused, naming

_STATE_FOLDER = ".postprod"
_HIDDEN_ATTRIBUTE = 0x02
_SHARED = 0o666
_LONGEST_MARK, _LONGEST_NAME = 4096, 100
_ODD_KINDS = (
    (stat.S_ISDIR, "un dossier"),
    (stat.S_ISLNK, "un lien"),
    (stat.S_ISFIFO, "un tube nommé"),
    (stat.S_ISSOCK, "une prise réseau"),
    (stat.S_ISCHR, "un périphérique"),
    (stat.S_ISBLK, "un périphérique"),
)
_EXCEL_WIDE_NAME_AT = 55  # a length byte and 54 one-byte characters come first


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold a workbook for the length of the block, against other commands and against an open Excel.

    The lock is the operating system's: a process that dies releases it. Temporary files left by a process
    that died are removed on the way in. A workbook that the first block leaves as it was, refused or not, keeps
    neither lock nor folder beside it.

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
    real = real_path(path)
    with naming(path):
        refuse_if_open(path)
        lock, is_first = _acquired(real)
    folder = real.parent / _STATE_FOLDER
    held, holder = _lock_files(folder, real)
    before = _version(real)
    try:
        with naming(path):
            holder.unlink(missing_ok=True)
            holder.write_text(_whoami(), encoding="utf-8")
            _sweep(real.parent, real)
            _sweep(folder / "backups", real)
        yield
    finally:
        is_unused = is_first and _version(real) == before
        if is_unused:
            _remove_traces(folder, held, holder)
        lock.release()
        if is_unused and sys.platform == "win32":  # where a file in use is removed by nobody
            _remove_traces(folder, held, holder)


def _acquired(real: Path) -> tuple[FileLock, bool]:
    """Lock a workbook, and tell whether its lock file is new.

    Whoever leaves a workbook as it was removes the lock file it created: a file that was opened before and locked after
    that is nobody's any more, so that its place is looked at again once it is locked.
    """
    while True:
        folder = state_folder(real)
        held, holder = _lock_files(folder, real)
        _refuse_odd(held)
        _refuse_folder(holder)
        try:
            is_first = _created(held)
            before = held.stat()
            lock = FileLock(held, timeout=0, mode=_SHARED, fallback_to_soft=False)
            lock.acquire()
        except Timeout as error:
            raise Refused(
                f"en cours de mise à jour par {_holder_text(holder)} : attendez la fin, puis recommencez."
            ) from error
        except FileNotFoundError:
            if real.parent.is_dir():
                continue
            raise
        if held.exists() and os.path.samestat(held.stat(), before):
            return lock, is_first
        lock.release()


def _version(workbook: Path) -> tuple[int, int, int] | None:
    """What tells one version of a file from another, None while there is no file."""
    try:
        status = workbook.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _lock_files(folder: Path, workbook: Path) -> tuple[Path, Path]:
    return folder / f"{workbook.name}.lock", folder / f"{workbook.name}.holder"


def _created(held: Path) -> bool:
    """Create a lock file that everybody may lock; False when there is one."""
    try:
        os.close(os.open(held, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _SHARED))
    except FileExistsError:
        return False
    held.chmod(_SHARED)
    return True


def _remove_traces(folder: Path, held: Path, holder: Path) -> None:
    """Leave nothing beside a workbook that did not change; called under its lock, except on Windows."""
    for trace in (held, holder):
        with suppress(PermissionError):
            trace.unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()


def real_path(path: Path) -> Path:
    """Give the file that a path stands for, its symbolic links followed; links in a loop stand for themselves."""
    return Path(os.path.realpath(path))


def refuse_if_open(path: Path) -> None:
    """Refuse a workbook that Excel or LibreOffice has open, from the files they leave beside it.

    Raises
    ------
    Refused
        Naming the program, the person when the file says so, and the file to delete if it is a leftover.
    """
    real = real_path(path)
    for folder, name in dict.fromkeys([(path.parent, path.name), (real.parent, real.name)]):
        _refuse_if_held(folder / f"~${name}", "Excel")
        _refuse_if_held(folder / f".~lock.{name}#", "LibreOffice")


def state_folder(workbook: Path) -> Path:
    """Give the hidden folder beside a workbook where locks and backups are kept, created if need be.

    Raises
    ------
    Refused
        Something else than folders bears the name of this one, or that of the backups in it.
    """
    folder = workbook.parent / _STATE_FOLDER
    for wanted in (folder, folder / "backups"):
        if os.path.lexists(wanted) and not wanted.is_dir():
            raise Refused(
                f"« {wanted.relative_to(workbook.parent)} », à côté de lui, n'est pas un dossier alors que le "
                "programme y garde ses verrous et ses sauvegardes : renommez-le ou supprimez-le, puis recommencez."
            )
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
        folder.chmod(stat.S_IMODE(workbook.parent.stat().st_mode))
        _hide(folder)
    return folder


def temporary_prefix(workbook: Path) -> str:
    """Give how the names of a workbook's temporary files start, whatever the length of its own name."""
    return f".postprod-{hashlib.sha256(os.fsencode(workbook.name)).hexdigest()[:16]}-"


def _sweep(folder: Path, workbook: Path) -> None:
    """Remove the temporary files of a workbook; only under its lock, where nobody is writing one."""
    for orphan in folder.glob(f"{temporary_prefix(workbook)}*.tmp"):
        orphan.unlink(missing_ok=True)


def _refuse_if_held(mark: Path, program: str) -> None:
    if not os.path.lexists(mark):
        return
    _refuse_odd(mark)
    if sys.platform == "win32" and _removed(mark):
        return
    read_name = _excel_user if program == "Excel" else _libreoffice_user
    user = _one_line(read_name(_content(mark))) or "une autre personne"
    raise Refused(
        f"ouvert dans {program} par {user} : fermez-le, puis recommencez "
        f"(s'il est déjà fermé, supprimez « {mark.name} », resté à côté de lui)."
    )


def _refuse_odd(mark: Path) -> None:
    """Refuse what bears the name of a lock file and is none: opening a named pipe may never end."""
    try:
        mode = mark.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        kind = next((word for test, word in _ODD_KINDS if test(mode)), "un objet inattendu")
        raise Refused(
            f"« {mark.name} » doit être un fichier de verrou, et c'est {kind} : supprimez-le "
            f"du dossier « {mark.parent.name} », puis recommencez."
        )


def _refuse_folder(holder: Path) -> None:
    """Refuse a folder in place of the file that names the holder; anything else there is replaced."""
    if holder.is_dir() and not holder.is_symlink():
        _refuse_odd(holder)


def _content(mark: Path) -> bytes:
    """The start of a small file, empty when it cannot be read; a named pipe put there meanwhile never waits."""
    try:
        descriptor = os.open(mark, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return b""
    try:
        return os.read(descriptor, _LONGEST_MARK) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
    except OSError:
        return b""
    finally:
        os.close(descriptor)


def _one_line(text: str) -> str:
    """A name as one short line, whatever the file held."""
    printed = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printed.split())[:_LONGEST_NAME]


def _removed(mark: Path) -> bool:
    """Remove a leftover; Windows refuses to remove the file of a program that still runs."""
    try:
        mark.unlink(missing_ok=True)
    except PermissionError:
        return False
    return True


def _excel_user(content: bytes) -> str:
    """Decode Excel's owner file: the name in one-byte characters, then again in UTF-16, each after its length."""
    if len(content) > _EXCEL_WIDE_NAME_AT + 2:
        (length,) = struct.unpack_from("<H", content, _EXCEL_WIDE_NAME_AT)
        start = _EXCEL_WIDE_NAME_AT + 2
        name = content[start : start + 2 * length].decode("utf-16-le", "replace").strip("\0 ")
        if name:
            return name
    return content[1 : 1 + content[0]].decode("cp1252", "replace").strip("\0 ") if content else ""


def _libreoffice_user(content: bytes) -> str:
    """Decode LibreOffice's lock: name, system user, machine, time and profile, separated by commas."""
    fields = [field.strip() for field in content.decode("utf-8", "replace").split(",")]
    return next((field for field in fields[:3] if field), "")


def _holder_text(holder: Path) -> str:
    return _one_line(_content(holder).decode("utf-8", "replace")) or "une autre commande"


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
