"""Machines described for tests: a system, a home, what is installed, and nothing of the machine of the test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from postprod_xl.hosts.setup.machine import Machine
from postprod_xl.hosts.setup.registry import StoredRegistry

EXCEL_KEY = r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
EXCEL = {EXCEL_KEY: {"": r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"}}
OFFICE_LINE = "LibreOffice 24.8.2.1 480(Build:1)"


def described(folder: Path, platform: str, **rest: Any) -> Machine:
    """A machine whose home, Python and xlwings lie in a folder of the test."""
    home, scripts, xlwings = folder / "home", folder / "venv" / "Scripts", folder / "site" / "xlwings"
    for place in (home, scripts, xlwings):
        place.mkdir(parents=True, exist_ok=True)
    python = scripts / "python.exe"
    python.touch()
    (xlwings / "xlwings-0.37.8.applescript").write_bytes(b"on VbaHandler(ParameterString)\n")
    plain = {
        "python": (3, 12, 4),
        "bits": 64,
        "environment": {},
        "encoding": "cp1252" if platform == "win32" else "utf-8",
        "version_of": {"xlwings": "0.37.8", "pywin32": "311"}.get,
        "folder_of": {"xlwings": xlwings}.get,
        "program": {}.get,
        "answer": lambda command: "",
        "applications": folder / "Applications",
    }
    return Machine(platform=platform, home=home, executable=python, **{**plain, **rest})


def windows(folder: Path, keys: Mapping[str, Mapping[str, Any]] = EXCEL, **rest: Any) -> Machine:
    """A Windows that has Excel, unless its registry says otherwise."""
    return described(folder, "win32", registry=StoredRegistry(keys), **rest)


def macos(folder: Path, **rest: Any) -> Machine:
    """A macOS that has Excel."""
    (folder / "Applications" / "Microsoft Excel.app").mkdir(parents=True, exist_ok=True)
    return described(folder, "darwin", **rest)


def linux(folder: Path, **rest: Any) -> Machine:
    """A Linux that has LibreOffice, whose bridge this Python loads."""

    def answer(command: list[str]) -> str:
        return OFFICE_LINE if "--version" in command else "ok"

    plain = {"program": {"soffice": "/usr/bin/soffice"}.get, "answer": answer}
    return described(folder, "linux", **{**plain, **rest})
