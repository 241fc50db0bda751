"""The files that Excel and LibreOffice leave beside an open workbook: whether it is open, and by whom."""

from __future__ import annotations

import os
import stat
import struct
import sys
from pathlib import Path

from postprod_xl.engines.ooxml.errors import Refused

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


def _refuse_if_held(mark: Path, program: str) -> None:
    if not os.path.lexists(mark):
        return
    refuse_odd(mark)
    if sys.platform == "win32" and _removed(mark):
        return
    read_name = _excel_user if program == "Excel" else _libreoffice_user
    user = one_line(read_name(content_of(mark))) or "une autre personne"
    raise Refused(
        f"ouvert dans {program} par {user} : fermez-le, puis recommencez "
        f"(s'il est déjà fermé, supprimez « {mark.name} », resté à côté de lui)."
    )


def refuse_odd(mark: Path) -> None:
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


def content_of(mark: Path) -> bytes:
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


def one_line(text: str) -> str:
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
