"""An optional family of tabs put into an open workbook; it is not saved."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from postprod_xl.hosts.live.kept import keep_saved_version
from postprod_xl.hosts.live.master import read_live
from postprod_xl.hosts.runs.computing import Report, journal_update
from postprod_xl.hosts.runs.families import (
    added,
    family_additions,
    held_already,
    refusal_of,
    starting_updates,
)
from postprod_xl.hosts.runs.upgrading import macros_line
from postprod_xl.schema.drawn_tabs import DRAWN_TABS
from postprod_xl.workbook.adopt.collisions import LOCKED
from postprod_xl.workbook.declared import declared_places
from postprod_xl.workbook.live.apply import apply
from postprod_xl.workbook.live.changes import all_or_nothing
from postprod_xl.workbook.live.places import find_tables
from postprod_xl.workbook.live.protection import is_structure_locked
from postprod_xl.workbook.live.session import undisturbed
from postprod_xl.workbook.live.tabs.drawing import drawn_sheet
from postprod_xl.workbook.live.upgrade import add_family

if TYPE_CHECKING:
    from xlwings import Book

    from postprod_xl.schema.families import TabFamily


def add_live(book: Book, family: TabFamily) -> Report:
    """Add to an open workbook the tabs that it has not of an optional family, empty; all of them or none.

    Raises
    ------
    UnusableFile
        The workbook holds none of our tables, or something of a person's is in the way; it is as it was.
    """
    started = time.perf_counter()
    master = read_live(book)
    drawn = [tab for tab in DRAWN_TABS if drawn_sheet(book, tab) is not None]
    additions = family_additions(master, family, drawn)
    if refusal := refusal_of(master):
        return refusal
    if not additions:
        return held_already(master, family)
    if is_structure_locked(book) and (refusal := refusal_of(master, [LOCKED])):
        return refusal
    kept = keep_saved_version(book)
    with undisturbed(book), all_or_nothing(book) as changes:
        add_family(changes, additions)
        report = added(master, family, additions)
        journal = journal_update(master, "add", report.summary, time.perf_counter() - started)
        # The rows typed below a table, which it takes in when written, are those of the tables read.
        declared = declared_places(book.name, find_tables(book))
        places = {**declared, **master.places}
        apply(changes, declared, places, [*starting_updates(places, additions), journal])
    if master.path.suffix.lower() == ".xlsm":
        report.notes.append(macros_line(master))
    report.notes += kept
    report.seconds = time.perf_counter() - started
    return report
