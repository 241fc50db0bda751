"""Whole workbooks for tests, the two independent opinions on them, and what is shared beside the checkout."""

from __future__ import annotations

import importlib.util
import io
import re
import tempfile
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
DEMO_DAY = date(2026, 11, 23)
_PRINT_TITLES = re.compile(rb'<definedName name="_xlnm.Print_Titles"[^>]*>[^<]*</definedName>')


@cache
def demo_bytes(day: date = DEMO_DAY, families: tuple[str, ...] = ()) -> bytes:
    """The demonstration office of a day, computed; with the tabs of some optional families."""
    from postprod_xl.hosts.files.creation import create_demo

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bureau.xlsx"
        create_demo(path, day, families=families)
        return path.read_bytes()


@cache
def uncomputed_demo_bytes(day: date = DEMO_DAY) -> bytes:
    """The demonstration office of a day as it is before its first refresh."""
    from postprod_xl.domain.demo import demo_office
    from postprod_xl.workbook.make.build import build

    return build(demo_office(day))


def shared(path: str) -> Path:
    """A file or folder of `../shared`; the test is skipped where it is absent."""
    if not (SHARED / path).exists():
        pytest.skip("../shared absent")
    return SHARED / path


def shared_module(path: str) -> ModuleType:
    """A script of `../shared` as a module; the test is skipped where it is absent."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, shared(path))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def schema_findings(path: Path) -> list[tuple[str, str]]:
    """What the Open XML schemas and the package rules find wrong, part by part."""
    findings, validated = shared_module("tools/ooxml_check.py").check(path)
    assert validated, f"no part of {path.name} was validated"
    return [(part, message) for part, message in findings]


def contents(path: Path | io.BytesIO) -> dict[str, bytes]:
    """The decompressed parts by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def unnumbered(copy: Path) -> dict[str, bytes]:
    """The parts of a copy that was shared, without the mark and the rank that are of this share alone."""
    return {name: re.sub(rb"-[0-9]{3}-[A-Z2-9]{4} ", b"-", data) for name, data in contents(copy).items()}


def packed(path: Path) -> dict[str, bytes]:
    """The parts by name as they are packed in the file."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {member.filename: _packed(data, member) for member in archive.infolist()}


def _packed(data: bytes, member: zipfile.ZipInfo) -> bytes:
    lengths = member.header_offset + 26
    name = int.from_bytes(data[lengths : lengths + 2], "little")
    extra = int.from_bytes(data[lengths + 2 : lengths + 4], "little")
    start = lengths + 4 + name + extra
    return data[start : start + member.compress_size]


def without_print_titles(workbook: bytes) -> bytes:
    """A workbook without what it repeats on printed pages: LibreOffice takes seconds to lay out those of all tabs."""
    parts = contents(io.BytesIO(workbook))
    held = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = _PRINT_TITLES.sub(b"", held)
    return workbook if parts["xl/workbook.xml"] == held else repacked(parts)


def repacked(parts: dict[str, bytes]) -> bytes:
    """A workbook of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 2, 29, 12, 30, 58)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
