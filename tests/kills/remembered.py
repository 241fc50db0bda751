"""What a command computes from the same bytes, computed once: the runs of a test then cost their calls alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.files import creation, master, runs, shares, tables
from postprod_xl.hosts.files.master import FileMaster
from postprod_xl.hosts.files.printing import papers
from postprod_xl.hosts.runs.computing import Computed, Report
from postprod_xl.workbook.draw.sharing import copy_workbook


def remember(monkeypatch: pytest.MonkeyPatch, exported: int) -> None:
    """Compute once, in the hosts of files: reading, the commands, the bytes of the workbook that they give.

    Every call of the system is made as before: only pure functions are remembered, by the bytes of the workbook they
    work on. `exported` is how many tables an export writes.
    """
    _remember_packages(monkeypatch)
    remember_by(monkeypatch, master, "master_of", lambda package: package.sha256, same_master)
    for module in (runs, papers):
        remember_by(monkeypatch, module, "compute", lambda read, *_: read.package.sha256, same_computed)
    remember_by(
        monkeypatch, runs, "written", lambda read, *_: read.package.sha256, lambda notes, *_: [*notes]
    )
    remember_by(monkeypatch, tables, "_imported", lambda read, *_: read.package.sha256, _same_report)
    remember_by(
        monkeypatch, FileMaster, "written", lambda read, *_: read.package.sha256, lambda notes, *_: [*notes]
    )
    remember_by(monkeypatch, tables, "show_last_run", lambda package, *_: package.sha256, lambda *_: None)
    remember_by(monkeypatch, Package, "to_bytes", lambda package: package.sha256, lambda data, *_: data)
    remember_by(monkeypatch, creation, "build", lambda *_: "", lambda data, *_: data)
    remember_by(monkeypatch, copy_workbook, "copy_workbook", lambda copy: "", lambda data, *_: data)
    monkeypatch.setattr(shares, "drawn_mark", lambda: "ABCD")
    genuine = tables._csv_files
    monkeypatch.setattr(tables, "_csv_files", lambda *given: dict(list(genuine(*given).items())[:exported]))


def remember_by(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, key: Any, same: Any) -> None:
    """Have a pure function of a module or a class answer as it did for the same key; `same` makes the answer anew."""
    genuine, found = getattr(owner, name), {}

    def remembered(*arguments: Any, **named: Any) -> Any:
        known = key(*arguments, **named)
        if known not in found:
            found[known] = genuine(*arguments, **named)
        return same(found[known], *arguments)

    monkeypatch.setattr(owner, name, remembered)


def _remember_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine, found = Package.__init__, {}

    def remembered(self: Package, path: Any, source: bytes) -> None:
        if source not in found:
            genuine(self, path, source)
            found[source] = dict(vars(self))
        vars(self).update(found[source], path=path)

    monkeypatch.setattr(Package, "__init__", remembered)


def same_master(found: FileMaster, package: Package) -> FileMaster:
    return replace(found, path=package.path, raw=dict(found.raw), package=package)


def same_computed(found: Computed, *_: Any) -> Computed:
    return replace(found, report=_same_report(found.report))


def _same_report(found: Report, *_: Any) -> Report:
    return replace(found, notes=[*found.notes], details=dict(found.details))
