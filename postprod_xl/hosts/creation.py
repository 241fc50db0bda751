"""New master workbooks, empty or filled with the demonstration office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from postprod_xl.hosts.master import master_of
from postprod_xl.hosts.runs import compute, written
from postprod_xl.workbook.build import build
from postprod_xl.workbook.errors import UnusableFile
from postprod_xl.workbook.package import Package
from postprod_xl.workbook.saving import create

WORKBOOK_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}


def create_master(path: Path) -> str:
    """Write an empty master workbook; gives the line that says so.

    Raises
    ------
    click.UsageError
        The name does not end in `.xlsx` or `.xlsm`.
    UnusableFile
        The file exists already or the folder cannot be written.
    """
    create(path, _package(path, {}).to_bytes())
    return f"{path} : classeur maître créé"


def create_demo(path: Path, today: date) -> str:
    """Write a master workbook filled with the demonstration office of a day, already computed.

    Same errors as `create_master`. Two demonstrations of one day are byte-identical.
    """
    from postprod_xl.domain.demo import demo_office

    master = master_of(_package(path, demo_office(today)))
    computed = compute(master, "refresh", today, {})
    if computed.report.status:
        raise AssertionError(
            "; ".join(problem.line for problem in computed.report.problems if problem.is_blocking)
        )
    written(master, computed)
    create(path, master.package.to_bytes())
    return f"{path} : bureau de démonstration créé au {today:%d/%m/%Y}, {computed.report.summary}"


def _package(path: Path, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Package:
    if path.suffix.lower() not in WORKBOOK_TYPES:
        raise click.UsageError(f"« {path.name} » : le nom d'un classeur finit par .xlsx ou .xlsm")
    if path.exists():
        raise UnusableFile(f"{path.name} — ce fichier existe déjà : choisissez un autre nom")
    package = Package(path, build(rows))
    kind = WORKBOOK_TYPES[path.suffix.lower()]
    if package.content_type(package.workbook_part) != kind:
        package.remove_override(package.workbook_part)
        package.add_override(package.workbook_part, kind)
    return package
