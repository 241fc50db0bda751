"""The settings file the macros read to find Python: one `"KEY","VALUE"` a line, in the system's encoding.

It is the configuration file of xlwings; keys that a person or xlwings put there stay.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

from postprod_xl.engines.ooxml.errors import Refused
from postprod_xl.hosts.setup.machine import Machine

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


def interpreter_in(path: Path, machine: Machine) -> str:
    """The Python a settings file names for this system, "" when it names none."""
    if not path.is_file():
        return ""
    return _first_values(_text(path.read_bytes(), machine)).get(interpreter_key(machine).lower(), "")


def is_this_python(named: str, machine: Machine) -> bool:
    """Whether a path names the Python that runs `postprod`, under any of its names (`python`, `python3`)."""
    other = Path(named)
    if not named or not other.is_file():
        return False
    return other.parent.samefile(machine.executable.parent) and other.samefile(machine.executable)


def python_to_start(path: Path, machine: Machine) -> str:
    """How a settings file should name this Python: as it does already, if it does."""
    named = interpreter_in(path, machine)
    return named if is_this_python(named, machine) else str(machine.executable)


def with_settings(content: bytes, settings: Mapping[str, str], machine: Machine) -> bytes:
    """A settings file with these settings, the others kept as they are; the same bytes when it holds them.

    Raises
    ------
    Refused
        A value cannot be written so that a macro reads it back: a quote, or a letter outside the system's
        code page.
    """
    lines = _lines(_text(content, machine))
    wanted = [_written(key, value) for key, value in settings.items()]
    ours = {key.lower() for key in settings}
    kept = [line for line in lines if _entry(line)[0].lower() not in ours]
    if sorted(kept + wanted) == sorted(lines):
        return content
    ending = "\r\n" if machine.is_windows else "\n"
    try:
        return "".join(line + ending for line in kept + wanted).encode(machine.encoding, "surrogateescape")
    except UnicodeEncodeError as error:
        raise _unreadable(" ; ".join(settings.values())) from error


def _text(content: bytes, machine: Machine) -> str:
    return content.decode(machine.encoding, "surrogateescape")


def _lines(text: str) -> list[str]:
    return [line for line in re.split(r"\r?\n", text) if line.strip()]


def _first_values(text: str) -> dict[str, str]:
    """Value of each key in lower case; of a key said twice, the first, as the macros read it."""
    values: dict[str, str] = {}
    for key, value in map(_entry, _lines(text)):
        values.setdefault(key.lower(), value)
    return values


def _entry(line: str) -> tuple[str, str]:
    fields = next(csv.reader([line], skipinitialspace=True), [])
    return fields[0] if fields else "", fields[1] if len(fields) > 1 else ""


def _written(key: str, value: str) -> str:
    if '"' in value or "\n" in value:
        raise _unreadable(value)
    return f'"{key}","{value}"'


def _unreadable(value: str) -> Refused:
    return Refused(
        f"« {value} » contient un caractère que les macros ne savent pas lire : "
        "installez Python dans un dossier sans guillemet ni alphabet étranger au système."
    )
