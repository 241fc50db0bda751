"""An optional family of tabs put into the file of a workbook in use, in place."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.hosts.files.creation import WITH_MACROS
from postprod_xl.hosts.files.macros import give_buttons
from postprod_xl.hosts.files.master import FileMaster, master_of, opened, saved
from postprod_xl.hosts.runs.computing import Report, journal_update, reported
from postprod_xl.hosts.runs.families import (
    added,
    family_additions,
    held_already,
    lost_table_problem,
    refusal_of,
    starting_updates,
)
from postprod_xl.hosts.runs.upgrading import macros_line
from postprod_xl.schema.drawn_tabs import DRAWN_TABS
from postprod_xl.schema.families import TabFamily
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.tables.home import DASHBOARD
from postprod_xl.workbook.adopt.collisions import LOCKED, is_structure_locked
from postprod_xl.workbook.draw.drawn_tabs import drawn_place
from postprod_xl.workbook.last_run import last_run_changes, show_last_run
from postprod_xl.workbook.repair.lost_tables import lost_tables
from postprod_xl.workbook.upgrade.package import add_family


def add_to_file(path: Path, family: TabFamily) -> Report:
    """Add to a workbook the tabs that it has not of an optional family, empty; all of them or none."""
    return reported(path, lambda: _add(path, family))


def _add(path: Path, family: TabFamily) -> Report:
    started = time.perf_counter()
    with opened(path) as master:
        report = _added(master, family, started)
        report.backup = saved(master)
    return report


def _added(master: FileMaster, family: TabFamily, started: float) -> Report:
    package = master.package
    listed = TabList(package)
    drawn = [tab for tab in DRAWN_TABS if drawn_place(listed, tab) is not None]
    additions = family_additions(master, family, drawn)
    if refusal := refusal_of(master):
        return refusal
    if not additions:
        return held_already(master, family)
    if refusal := refusal_of(master, _in_the_way(master, family)):
        return refusal
    add_family(package, additions)
    report = added(master, family, additions)
    now = master_of(package)
    home = now.places[DASHBOARD.name]
    journal = journal_update(now, "add", report.summary, time.perf_counter() - started)
    now.written([*starting_updates(now.places, additions), journal], last_run_changes(home))
    show_last_run(package, home, journal.appended[-1])
    if package.path.suffix.lower() == WITH_MACROS:
        buttons = give_buttons(package)
        report.notes += [macros_line(master)] if buttons is None else _button_lines(buttons)
    return report


def _button_lines(buttons: Sequence[str]) -> list[str]:
    return [f"boutons ajoutés : {', '.join(buttons)}"] if buttons else []


def _in_the_way(master: FileMaster, family: TabFamily) -> list[Problem]:
    lost = [one.table for one in lost_tables(master.package)[0]]
    found = [lost_table_problem(master, table.name) for table in lost if table.family == family.name]
    return [*([LOCKED] if is_structure_locked(TabList(master.package)) else []), *found]
