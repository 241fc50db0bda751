"""An open workbook of an earlier version brought to the present one; it is not saved."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from postprod_xl.hosts.live.kept import keep_saved_version
from postprod_xl.hosts.live.master import read_live
from postprod_xl.hosts.runs.computing import Report, journal_update
from postprod_xl.hosts.runs.upgrading import (
    added_rows,
    additions_to,
    macros_line,
    unfit,
    up_to_date,
    upgraded,
)
from postprod_xl.schema.versions import CURRENT
from postprod_xl.workbook.declared import declared_places
from postprod_xl.workbook.live.apply import apply
from postprod_xl.workbook.live.changes import all_or_nothing
from postprod_xl.workbook.live.places import find_tables
from postprod_xl.workbook.live.session import undisturbed
from postprod_xl.workbook.live.upgrade import upgrade_book
from postprod_xl.workbook.version import marked_live

if TYPE_CHECKING:
    from xlwings import Book


def upgrade_live(book: Book) -> Report:
    """Add to an open workbook what came after its version; all of it or nothing.

    Raises
    ------
    UnusableFile
        The workbook holds none of our tables, or something of a person's is in the way; it is as it was.
    """
    started = time.perf_counter()
    master = read_live(book)
    if problem := unfit(master):
        return problem
    additions = additions_to(master)
    if not additions and marked_live(book) == CURRENT:
        return up_to_date(master)
    used = {name: master.tables[name].numbers for name in additions.columns}
    kept = keep_saved_version(book)
    with undisturbed(book), all_or_nothing(book) as changes:
        completed = upgrade_book(changes, master.declared, master.places, additions, used)
        report = upgraded(master, additions, completed)
        master.declared = declared_places(book.name, find_tables(book))
        master.places = {
            name: replace(place, last_row=max(place.last_row, master.places.get(name, place).last_row))
            for name, place in master.declared.items()
        }
        journal = journal_update(master, "upgrade", report.summary, time.perf_counter() - started)
        apply(changes, master.declared, master.places, [*added_rows(master, additions), journal])
    if master.path.suffix.lower() == ".xlsm":
        report.notes.append(macros_line(master))
    report.notes += kept
    report.seconds = time.perf_counter() - started
    return report
