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
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from postprod_xl.workbook.errors import Refused, naming

_STATE_FOLDER = ".postprod"
_HIDDEN_ATTRIBUTE = 0x02
_EXCEL_WIDE_NAME_AT = 55  # a length byte and 54 one-byte characters come first


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold a workbook for the length of the block, against other commands and against an open Excel.

    The lock is the operating system's: a process that dies releases it. Temporary files left by a process
    that died are removed on the way in.

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
    real = path.resolve()
    with naming(path):
        refuse_if_open(path)
        folder = state_folder(real)
        lock = FileLock(folder / f"{real.name}.lock", timeout=0, mode=0o666, fallback_to_soft=False)
        holder = folder / f"{real.name}.holder"
        try:
            lock.acquire()
        except Timeout as error:
            raise Refused(f"en cours de mise à jour par {_holder_text(holder)} : attendez la fin.") from error
    try:
        with naming(path):
            holder.unlink(missing_ok=True)
            holder.write_text(_whoami(), encoding="utf-8")
            _sweep(real.parent, real)
            _sweep(folder / "backups", real)
        yield
    finally:
        lock.release()


def refuse_if_open(path: Path) -> None:
    """Refuse a workbook that Excel or LibreOffice has open, from the files they leave beside it.

    Raises
    ------
    Refused
        Naming the program, the person when the file says so, and the file to delete if it is a leftover.
    """
    real = path.resolve()
    for folder, name in dict.fromkeys([(path.parent, path.name), (real.parent, real.name)]):
        _refuse_if_held(folder / f"~${name}", "Excel")
        _refuse_if_held(folder / f".~lock.{name}#", "LibreOffice")


def state_folder(workbook: Path) -> Path:
    """Give the hidden folder beside a workbook where locks and backups are kept, created if need be."""
    folder = workbook.parent / _STATE_FOLDER
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
    if not mark.exists() or (sys.platform == "win32" and _removed(mark)):
        return
    try:
        content = mark.read_bytes()
    except PermissionError:
        content = b""
    read_name = _excel_user if program == "Excel" else _libreoffice_user
    user = read_name(content) or "une autre personne"
    raise Refused(
        f"ouvert dans {program} par {user} : fermez-le, puis recommencez "
        f"(s'il est déjà fermé, supprimez « {mark.name} », resté à côté de lui)."
    )


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
    try:
        return holder.read_text(encoding="utf-8") or "une autre commande"
    except FileNotFoundError:
        return "une autre commande"


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
