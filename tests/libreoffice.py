"""LibreOffice as a second reader: conversion, and the recalculation of every formula."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.masters import without_print_titles

TIMEOUT_SECONDS = 180
# 0: always recalculate a workbook on load, whatever the values it holds.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


def all_converted(paths: Sequence[Path], form: str, folder: Path) -> list[Path]:
    """Workbooks of different names opened, recalculated and saved as `xlsx`, `pdf` or `csv`, in one start.

    Those that are not printed lose what they repeat on printed pages, which takes seconds to lay out. Skipped without
    LibreOffice.
    """
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice absent")
    folder.mkdir(exist_ok=True)
    if form != "pdf":
        paths = [_unprinted(path, folder) for path in paths]
    command = [office, f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", form, "--outdir", str(folder), *map(str, paths)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False)
    results = [folder / f"{path.stem}.{form}" for path in paths]
    missing = [result.name for result in results if not result.exists()]
    assert run.returncode == 0 and not missing, f"LibreOffice could not write {missing}: {run.stderr}"
    return results


def _unprinted(path: Path, folder: Path) -> Path:
    """A copy of a workbook without print titles, in a folder of the folder where it is converted."""
    copy = folder / "ouverts" / path.name
    copy.parent.mkdir(exist_ok=True)
    copy.write_bytes(without_print_titles(path.read_bytes()))
    return copy


@cache
def _profile() -> Path:
    """A profile of this process's own: two LibreOffice on one profile answer nothing."""
    profile = Path(tempfile.mkdtemp(prefix=f"postprod-lo-{os.getpid()}-"))
    atexit.register(shutil.rmtree, profile, ignore_errors=True)
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    return profile
