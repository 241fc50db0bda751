"""What a machine is to us: its system, its Python, the programs, packages and registry keys it answers with.

Everything that looks at a machine takes a `Machine`, so that Windows and macOS can be described anywhere.
"""

from __future__ import annotations

import locale
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata, util
from pathlib import Path

from postprod_xl.hosts.setup.registry import Registry, StoredRegistry, WindowsRegistry

WINDOWS, MACOS = "win32", "darwin"
PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Machine:
    """A machine, described.

    Attributes
    ----------
    platform
        As `sys.platform` says it: `win32`, `darwin`, `linux`.
    home, executable
        The person's folder, and the Python that runs `postprod`.
    bits, python
        32 or 64, and the version of that Python.
    encoding
        How programs without Unicode read text files here: the code page on Windows.
    version_of, folder_of
        Version of an installed distribution, folder of an importable package; nothing when absent.
    program
        Full path of a program found on the path, None when there is none.
    answer
        What a command prints, "" when it fails, is absent or stays silent too long.
    applications
        Where macOS keeps its applications.
    """

    platform: str
    home: Path
    executable: Path
    python: tuple[int, int, int]
    bits: int
    environment: Mapping[str, str]
    encoding: str
    version_of: Callable[[str], str]
    folder_of: Callable[[str], Path | None]
    program: Callable[[str], str | None]
    answer: Callable[[Sequence[str]], str]
    registry: Registry = field(default_factory=StoredRegistry)
    applications: Path = Path("/Applications")

    @property
    def is_windows(self) -> bool:
        return self.platform == WINDOWS

    @property
    def python_command(self) -> str:
        """How to start that Python in a terminal."""
        return f'"{self.executable}"' if " " in str(self.executable) else str(self.executable)

    @property
    def is_macos(self) -> bool:
        return self.platform == MACOS


def is_on_network(machine: Machine, path: Path) -> bool:
    r"""Whether a path of Windows leads to another computer: a share, or a letter given to one.

    Source: Windows keeps the letters a person gave to shares under `HKCU\Network`.
    """
    if not machine.is_windows:
        return False
    letters = {f"{letter.upper()}:" for letter in machine.registry.subkeys(r"HKCU\Network")}
    return str(path).startswith("\\\\") or str(path)[:2].upper() in letters


def this_machine() -> Machine:
    """The machine this process runs on."""
    return Machine(
        platform=sys.platform,
        home=Path.home(),
        executable=Path(sys.executable),
        python=sys.version_info[:3],
        bits=struct.calcsize("P") * 8,
        environment=os.environ,
        encoding=locale.getencoding(),
        version_of=_version_of,
        folder_of=_folder_of,
        program=shutil.which,
        answer=_answer,
        registry=WindowsRegistry() if sys.platform == WINDOWS else StoredRegistry(),
    )


def _version_of(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""


def _folder_of(package: str) -> Path | None:
    found = util.find_spec(package)
    return Path(found.origin).parent if found and found.origin else None


def _answer(command: Sequence[str]) -> str:
    try:
        run = subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE_SECONDS,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return run.stdout.strip() if run.returncode == 0 else ""
