"""The hidden tab where the plans of the last days of refresh are kept, in an open workbook."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.schema.memory_tab import FIRST_ROW, HEADINGS_ROW, MEMORY, MemoryLine
from postprod_xl.workbook.live.protection import is_structure_locked, refuse_protected, writing_in
from postprod_xl.workbook.live.reading import block, cells_of
from postprod_xl.workbook.live.tabs.added import remove_tab
from postprod_xl.workbook.memory_tab import LOCKED, is_ours, lines_in, not_kept

if TYPE_CHECKING:
    from xlwings import Book, Sheet

    from postprod_xl.workbook.live.changes import LiveChanges


def read_memory(book: Book) -> list[MemoryLine]:
    """The lines of the tab, none when the workbook does not have it."""
    sheet = _sheet(book)
    return [] if sheet is None else lines_in(_rows(sheet))


def write_memory(changes: LiveChanges, lines: Sequence[MemoryLine]) -> list[str]:
    """Let the tab hold these lines; it is added, hidden, where there is none and the list of tabs is not locked.

    Returns
    -------
    list of str
        Why the day is not kept, in a French line: a hidden tab that cannot be written stops nothing.
    """
    try:
        _write(changes, _sheet(changes.book) or _added(changes), lines)
    except CannotEdit as reason:
        return [not_kept(reason)]
    return []


def _write(changes: LiveChanges, sheet: Sheet, lines: Sequence[MemoryLine]) -> None:
    rows = _rows(sheet)
    held = lines_in(rows)
    if not is_ours(rows) or held == list(lines):
        return
    refuse_protected(changes.book, [sheet.name])
    width = len(MEMORY.headings)
    last = FIRST_ROW - 1 + max(len(held), len(lines))
    changes.remember(sheet, Area(1, FIRST_ROW, width, last))
    blank = ("",) * width
    cells: dict[tuple[int, int], Any] = {}
    for number, (before, line) in enumerate(zip_longest(held, lines, fillvalue=blank), FIRST_ROW):
        if before != line:
            cells |= {(number, column): text or None for column, text in enumerate(line, 1)}
    changes.enter(sheet, cells)


def _added(changes: LiveChanges) -> Sheet:
    """The tab added behind the last one.

    Raises
    ------
    CannotEdit
        The list of tabs is locked, before anything is added: LibreOffice adds a tab all the same, and cannot hide it.
    """
    book = changes.book
    if is_structure_locked(book):
        raise CannotEdit(LOCKED)
    shown = book.sheets.active
    with writing_in(MEMORY.title):
        changes.done(lambda: remove_tab(changes, MEMORY.title))
        sheet = book.sheets.add(MEMORY.title, after=book.sheets[-1])
        sheet.range((1, 1)).value = MEMORY.title
        sheet.range((2, 1)).value = MEMORY.help
        sheet.range((HEADINGS_ROW, 1)).value = list(MEMORY.headings)
        shown.activate()
        sheet.visible = False
    return sheet


def _sheet(book: Book) -> Sheet | None:
    title = MEMORY.title.casefold()
    return next((sheet for sheet in book.sheets if sheet.name.casefold() == title), None)


def _rows(sheet: Sheet) -> list[list[Any]]:
    used = sheet.used_range
    last = used.row + used.shape[0] - 1
    return cells_of(block(sheet, Area(1, 1, len(MEMORY.headings), last)))
