"""Workbooks of earlier versions brought to the present one, in place."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from postprod_xl.domain.calculated import calculated_columns
from postprod_xl.domain.limits import TooLarge
from postprod_xl.domain.office import Office
from postprod_xl.engines.ooxml.parts.recalculation import ask_recalculation
from postprod_xl.hosts.files.batch import all_worked
from postprod_xl.hosts.files.creation import WITH_MACROS
from postprod_xl.hosts.files.macros import is_current
from postprod_xl.hosts.files.master import FileMaster, master_of, opened, saved
from postprod_xl.hosts.runs.computing import Report, journal_update, reported
from postprod_xl.hosts.runs.upgrading import (
    added_rows,
    additions_to,
    macros_line,
    unfit,
    up_to_date,
    upgraded,
)
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.home import DASHBOARD
from postprod_xl.schema.versions import CURRENT
from postprod_xl.workbook.last_run import last_run_changes, show_last_run
from postprod_xl.workbook.update import TableUpdate, column_update
from postprod_xl.workbook.upgrade.package import upgrade_package
from postprod_xl.workbook.version import Additions, marked_in


def upgrade_all(files: Sequence[Path]) -> list[Report]:
    """Upgrade workbooks in place; one bad file never stops the others."""
    return all_worked(upgrade_file, files, jobs=1)


def upgrade_file(path: Path) -> Report:
    """Add to a workbook the columns, the tabs and the settings that came after its version; all of them or none."""
    return reported(path, lambda: _upgrade(path))


def _upgrade(path: Path) -> Report:
    started = time.perf_counter()
    with opened(path) as master:
        report = _upgraded(master, started)
        report.backup = saved(master)
    return report


def _upgraded(master: FileMaster, started: float) -> Report:
    if problem := unfit(master):
        return problem
    additions = additions_to(master)
    if not additions and marked_in(master.package) == CURRENT:
        return up_to_date(master)
    used = {name: master.tables[name].numbers for name in additions.columns}
    completed = upgrade_package(master.package, master.declared, master.places, additions, used)
    report = upgraded(master, additions, completed)
    now = master_of(master.package)
    journal = journal_update(now, "upgrade", report.summary, time.perf_counter() - started)
    home = now.places[DASHBOARD.name]
    calculated, is_whole = _calculated(now, additions)
    now.written([*added_rows(now, additions), *calculated, journal], last_run_changes(home))
    show_last_run(now.package, home, journal.appended[-1])
    if master.path.suffix.lower() == WITH_MACROS and not is_current(master.package):
        report.notes.append(macros_line(master))
    if not is_whole:
        # Some values cannot be computed here.
        ask_recalculation(now.package)
    return report


def _calculated(master: FileMaster, additions: Additions) -> tuple[list[TableUpdate], bool]:
    """The values of the Excel calculated columns that were added, and whether all of them are found here."""
    formulas = {
        name: names
        for name, columns in additions.columns.items()
        if (names := [column.name for column in columns if column.formula])
    }
    if not formulas:
        return [], True
    try:
        found = {} if master.is_blocked else calculated_columns(_office(master))
    except TooLarge:
        # The next refresh says which cell.
        found = {}
    updates = []
    for name, names in formulas.items():
        if name in found:
            known = found[name].only(*(column for column in names if column in found[name].columns))
            updates.append(column_update(BY_NAME[name], master.raw[name], master.places, known))
    is_whole = all(
        name in found and set(names) <= set(found[name].columns) for name, names in formulas.items()
    )
    return updates, is_whole


def _office(master: FileMaster) -> Office:
    return Office(master.tables, master.settings, date.min)
