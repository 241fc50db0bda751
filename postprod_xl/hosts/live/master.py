"""A master workbook open in a spreadsheet application: read, validated, and how changes are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.hosts.live.location import file_of, is_in_cloud, path_of
from postprod_xl.hosts.runs.computing import Computed
from postprod_xl.hosts.runs.master import Master, unreadable_mark, validated
from postprod_xl.schema.tables import TABLES
from postprod_xl.workbook.declared import declared_places, workbook_version
from postprod_xl.workbook.live.apply import apply
from postprod_xl.workbook.live.places import find_tables
from postprod_xl.workbook.live.reading import read_tables
from postprod_xl.workbook.live.tabs.added import add_tabs, former_draft, remove_tab
from postprod_xl.workbook.live.tabs.memory_tab import read_memory, write_memory
from postprod_xl.workbook.update import TableUpdate
from postprod_xl.workbook.version import marked_live, refuse_later

if TYPE_CHECKING:
    from xlwings import Book

    from postprod_xl.workbook.live.changes import LiveChanges


@dataclass
class LiveMaster(Master):
    """A master workbook read where it is open."""

    book: Book

    @property
    def is_in_cloud(self) -> bool:
        return is_in_cloud(self.book)

    def on_disk(self) -> Path:
        return file_of(self.book)


def read_live(book: Book) -> LiveMaster:
    """Read and validate a whole open workbook.

    Raises
    ------
    UnusableFile
        It holds none of our tables, or two tables of one name, or was written by a later version.
    """
    mark = marked_live(book)
    refuse_later(book.name, mark)
    found = find_tables(book)
    version = workbook_version(mark, found, partial(read_tables, book))
    declared = declared_places(book.name, found, version)
    reading = read_tables(book, declared, [table.name for table in TABLES])
    read = validated(path_of(book), declared, reading, unreadable_mark(book.name, mark), version)
    read.tabs = frozenset(sheet.name for sheet in book.sheets)
    read.memory = read_memory(book)
    return LiveMaster(**vars(read), book=book)


def write_live(
    changes: LiveChanges, master: LiveMaster, computed: Computed, journal: TableUpdate | None
) -> list[str]:
    """Put a command's changes, the documents' tabs and the charts into the open workbook.

    Returns
    -------
    list of str
        The lines about what was kept or not.

    Raises
    ------
    CannotEdit
        Something stands where a table must grow, a cell cannot be written, or a tab that is drawn is protected.
    """
    redraw = _drawing(master.book, computed)
    updates = [*computed.updates, *([journal] if journal else ())]
    notes = apply(changes, master.declared, master.places, updates)
    for document in computed.documents:
        from postprod_xl.workbook.draw.issued import document_title, document_workbook

        drawn, title = document_workbook(document), document_title(document)
        former = former_draft(changes) if document.is_draft else None
        add_tabs(changes, [(title, None)], drawn)
        if former is not None:
            remove_tab(changes, former)
    if computed.memory is not None:
        notes += write_memory(changes, computed.memory)
    redraw()
    return notes


def _drawing(book: Book, computed: Computed) -> Callable[[], None]:
    """Make ready to draw the charts, once all the rest is written: what would keep from it is said before."""
    if not computed.charts:
        return _nothing
    from postprod_xl.workbook.live.tabs.drawing import drawn_sheets, redraw

    sheets = drawn_sheets(book, computed.charts)
    return lambda: redraw(book, sheets, computed.charts)


def _nothing() -> None:
    """What is left to do when nothing is."""
