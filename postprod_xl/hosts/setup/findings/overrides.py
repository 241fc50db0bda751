"""What a workbook, or the folder it lies in, tells the macros of Excel in the place of this machine's settings.

xlwings looks in the tab `xlwings.conf` of the workbook, then in the file of that name beside it, then in the file
that `postprod install` writes (`GetConfig` of its VBA module).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.tables.places import sheets
from postprod_xl.hosts.setup.findings.excel import adds_workbook_folder
from postprod_xl.hosts.setup.findings.finding import Finding, Mark
from postprod_xl.hosts.setup.machine import Machine
from postprod_xl.hosts.setup.settings import WORKBOOK_FOLDER, interpreter_key, settings_in
from postprod_xl.schema.kinds import is_empty

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

SETTINGS_TAB = "xlwings.conf"


def override_findings(machine: Machine, package: Package, path: Path) -> Iterator[Finding]:
    """Look at the settings that go before those of `postprod install`, and at tabs that xlwings takes for programs."""
    sources = {
        f"l'onglet {SETTINGS_TAB}": _tab_settings(package),
        str(path.parent / SETTINGS_TAB): settings_in(path.parent / SETTINGS_TAB, machine),
    }
    for place, settings in sources.items():
        if interpreter_key(machine).lower() in settings:
            state = f"{place} choisit un autre Python que les réglages de cette machine"
            yield Finding(
                path.name, state, Mark.BROKEN, f"ôtez la ligne {interpreter_key(machine)} de {place}"
            )
        if adds_workbook_folder(settings, default=""):
            state = f"{place} arrêterait ses boutons s'il est ouvert depuis OneDrive ou SharePoint"
            yield Finding(path.name, state, Mark.NOTE, f"ôtez la ligne {WORKBOOK_FOLDER} de {place}")
    yield from _programs(package, path)


def _programs(package: Package, path: Path) -> Iterator[Finding]:
    """A tab named as a Python file: xlwings takes it for a program, for which it wants a licence.

    Source: `RunPython` of its VBA module, `get_udf_module` of `xlwings.udfs`.
    """
    for sheet in sheets(package):
        if sheet.title.endswith(".py"):
            state = (
                f"l'onglet « {sheet.title} », qu'xlwings prend pour un programme, arrête boutons et formules"
            )
            yield Finding(
                path.name, state, Mark.BROKEN, "donnez à cet onglet un nom qui ne finit pas par .py"
            )


def _tab_settings(package: Package) -> dict[str, str]:
    """The settings of a workbook's tab, keys in lower case: keys in column A, down to the first empty one."""
    from postprod_xl.engines.ooxml.reading.sheet_cells import Sheets
    from postprod_xl.workbook.reader import CELL_FAULTS

    part = next((sheet.part for sheet in sheets(package) if sheet.title == SETTINGS_TAB), "")
    if not part:
        return {}
    cells = Sheets(package, CELL_FAULTS).cells(part, SETTINGS_TAB)
    settings: dict[str, str] = {}
    for key, value in zip(*(cells.column(number, 1, cells.height) for number in (1, 2)), strict=True):
        if is_empty(key):
            break
        settings.setdefault(str(key).lower(), str(value))
    return settings
