"""The settings file the macros read to find Python: one `"KEY","VALUE"` a line, in the system's encoding.

It is the configuration file of xlwings; keys that a person or xlwings put there stay.
"""

from __future__ import annotations

import csv
import os
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from postprod_xl.engines.ooxml.errors import Refused, naming
from postprod_xl.hosts.setup.machine import Machine

WORKBOOK_FOLDER = "ADD_WORKBOOK_TO_PYTHONPATH"
"""Whether xlwings adds the folder of the workbook to Python's: for a workbook of OneDrive it must find that folder
first, and fails before our code where there is none (`prepare_sys_path` of `xlwings.utils`)."""
CONDA_SETTINGS = ("CONDA PATH", "CONDA ENV")
_LAUNCHER_START = "#!/bin/sh\nexec "
_INTERPRETER_KEYS = {"win32": "INTERPRETER_WIN", "darwin": "INTERPRETER_MAC"}
_EXCEL_CONTAINER = Path("Library", "Containers", "com.microsoft.Excel", "Data")


def excel_settings_file(machine: Machine) -> Path:
    """Where the macros of Excel look; on macOS Excel sees its own folder only.

    Source: `USER_CONFIG_FILE` of xlwings and `GetConfigFilePath` of its VBA module.
    """
    if machine.is_macos:
        return machine.home / _EXCEL_CONTAINER / "xlwings.conf"
    return home_settings_file(machine)


def home_settings_file(machine: Machine) -> Path:
    """Where the macros of LibreOffice look, and those of Excel on Windows."""
    return machine.home / ".xlwings" / "xlwings.conf"


def interpreter_key(machine: Machine) -> str:
    """The name of the setting that says which Python to start."""
    return _INTERPRETER_KEYS.get(machine.platform, "INTERPRETER_LINUX")


def settings_in(path: Path, machine: Machine) -> dict[str, str]:
    """The settings of a file, as the macros read them: keys in lower case, none when there is no file."""
    return _as_macros_read(_text(content_of(path), machine)) if path.is_file() else {}


def content_of(path: Path, absent: bytes = b"") -> bytes:
    """What a file of settings holds, `absent` when there is none.

    Raises
    ------
    UnusableFile
        It cannot be read, or is no file: reading a named pipe may never end.
    """
    with naming(path):
        if not os.path.lexists(path):
            return absent
        if not path.is_file() and not path.is_dir():
            raise Refused("ce n'est pas un fichier : déplacez-le, puis recommencez.")
        return path.read_bytes()


def leads_to_a_file(named: str) -> bool:
    """Whether what a settings file names is there, whatever it names."""
    try:
        return bool(named) and Path(named).is_file()
    except OSError:
        return False


def interpreter_in(path: Path, machine: Machine) -> str:
    """The Python a settings file names for this system, "" when it names none; that of a launcher, not the launcher."""
    named = settings_in(path, machine).get(interpreter_key(machine).lower(), "")
    return _launched(Path(named)) or named


def launcher_file(machine: Machine) -> Path:
    """Where the launcher of Python is, for a shell that is given its path without quotes."""
    return machine.home / ".xlwings" / "postprod-python"


def launcher(machine: Machine) -> bytes:
    """The script that starts this Python, wherever it lies."""
    return f'{_LAUNCHER_START}{shlex.quote(str(machine.executable))} "$@"\n'.encode()


def is_plain(path: Path) -> bool:
    """Whether a shell takes a path for one word without quotes.

    >>> is_plain(Path("/usr/bin/python3")), is_plain(Path("/Users/anne/Mes outils/bin/python"))
    (True, False)
    """
    return shlex.quote(str(path)) == str(path)


def _launched(path: Path) -> str:
    """The Python that a launcher starts, "" for any other file."""
    start = _LAUNCHER_START.encode()
    if not leads_to_a_file(str(path)):
        return ""
    with path.open("rb") as file:
        if file.read(len(start)) != start:
            return ""
        return shlex.split(file.readline().decode(errors="replace"))[0]


def is_this_python(named: str, machine: Machine) -> bool:
    """Whether a path names the Python that runs `postprod`, under any of its names (`python`, `python3`)."""
    other = Path(named)
    if not leads_to_a_file(named):
        return False
    return other.parent.samefile(machine.executable.parent) and other.samefile(machine.executable)


def python_to_start(path: Path, machine: Machine) -> str:
    """How a settings file should name this Python: as it does already, if it does."""
    named = interpreter_in(path, machine)
    return named if is_this_python(named, machine) else str(machine.executable)


def with_settings(content: bytes, settings: Mapping[str, str | None], machine: Machine) -> bytes:
    """A settings file with these settings, the others kept as they are; the same bytes when it holds them.

    Lines that are no setting are dropped: the macros take the fields two by two, and a blank line shifts all those
    after it (https://github.com/xlwings/xlwings/issues/1584).

    Parameters
    ----------
    content, machine
        The file as it is, and whose it is.
    settings
        What each key must say; None for a key that must go.

    Raises
    ------
    Refused
        A value cannot be written so that a macro reads it back: a quote, or a letter outside the system's
        code page.
    """
    lines = _lines(_text(content, machine))
    wanted = [_written(key, value) for key, value in settings.items() if value is not None]
    ours = {key.lower() for key in settings}
    entries = [line for line in lines if len(_fields(line)) > 1]
    kept = [line for line in entries if _fields(line)[0].lower() not in ours]
    if sorted(kept + wanted) == sorted(lines):
        return content
    ending = "\r\n" if machine.is_windows else "\n"
    try:
        return "".join(line + ending for line in kept + wanted).encode(machine.encoding, "surrogateescape")
    except UnicodeEncodeError as error:
        raise _unreadable(" ; ".join(value for value in settings.values() if value)) from error


def _text(content: bytes, machine: Machine) -> str:
    return content.decode(machine.encoding, "surrogateescape")


def _as_macros_read(text: str) -> dict[str, str]:
    """Value of each key in lower case; of a key said twice, the first.

    The macros read field after field (`Input #`), whatever the lines: one field too few and the next ones shift.
    """
    fields = [field for line in _lines(text) for field in _fields(line) or [""]]
    values: dict[str, str] = {}
    for key, value in zip(fields[::2], fields[1::2], strict=False):
        values.setdefault(key.lower(), value)
    return values


def _lines(text: str) -> list[str]:
    return re.split(r"\r?\n", re.sub(r"\r?\n\Z", "", text))


def _fields(line: str) -> list[str]:
    """The fields of a line; the whole line for one that is no setting in any case."""
    try:
        return next(csv.reader([line], skipinitialspace=True), [])
    except csv.Error:
        return [line]


def _written(key: str, value: str) -> str:
    if '"' in value or "\n" in value:
        raise _unreadable(value)
    return f'"{key}","{value}"'


def _unreadable(value: str) -> Refused:
    return Refused(
        f"« {value} » contient un caractère que les macros ne savent pas lire : "
        "installez Python dans un dossier sans guillemet ni alphabet étranger au système."
    )
