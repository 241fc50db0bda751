"""The hidden tab where the plans of the last days of refresh are kept, in an open workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.schema.memory_tab import FIRST_ROW, HEADINGS_ROW, MEMORY, MemoryLine
from postprod_xl.workbook.live.protection import refuse_protected, writing_in
from postprod_xl.workbook.live.reading import block, cells_of
from postprod_xl.workbook.live.tabs import remove_tab
from postprod_xl.workbook.memory_tab import is_ours, lines_in

if TYPE_CHECKING:
    from xlwings import Book, Sheet

    from postprod_xl.workbook.live.changes import LiveChanges


def read_memory(book: Book) -> list[MemoryLine]:
    """The lines of the tab, none when the workbook does not have it."""
    sheet = _sheet(book)
    return [] if sheet is None else lines_in(_rows(sheet))


def memory_writing(changes: LiveChanges, lines: Sequence[MemoryLine]) -> Callable[[], None]:
    """What lets the tab hold these lines; it is added, hidden, where there is none and the application allows it.

    Raises
    ------
    CannotEdit
        The tab is protected, before anything is written.
    """
    sheet = _sheet(changes.book)
    rows = [] if sheet is None else _rows(sheet)
    if sheet is not None:
        if not is_ours(rows) or lines_in(rows) == list(lines):
            return lambda: None
        refuse_protected(changes.book, [sheet.name])
    held = [] if sheet is None else lines_in(rows)
    return lambda: _write(changes, sheet or _added(changes), held, lines)


def _write(
    changes: LiveChanges, sheet: Sheet | None, held: Sequence[MemoryLine], lines: Sequence[MemoryLine]
) -> None:
    if sheet is None:
        return
    width = len(MEMORY.headings)
    last = FIRST_ROW - 1 + max(len(held), len(lines))
    changes.remember(sheet, Area(1, FIRST_ROW, width, last))
    blank = ("",) * width
    cells: dict[tuple[int, int], Any] = {}
    for number, (before, line) in enumerate(zip_longest(held, lines, fillvalue=blank), FIRST_ROW):
        if before != line:
            cells |= {(number, column): text or None for column, text in enumerate(line, 1)}
    changes.enter(sheet, cells)


def _added(changes: LiveChanges) -> Sheet | None:
    """The tab added behind the last one; None where the application refuses, as when the list of tabs is locked."""
    book = changes.book
    shown = book.sheets.active
    try:
        with writing_in(MEMORY.title):
            changes.done(lambda: remove_tab(changes, MEMORY.title))
            sheet = book.sheets.add(MEMORY.title, after=book.sheets[-1])
            sheet.range((1, 1)).value = MEMORY.title
            sheet.range((2, 1)).value = MEMORY.help
            sheet.range((HEADINGS_ROW, 1)).value = list(MEMORY.headings)
            shown.activate()
            sheet.visible = False
    except CannotEdit:
        return None
    return sheet


def _sheet(book: Book) -> Sheet | None:
    title = MEMORY.title.casefold()
    return next((sheet for sheet in book.sheets if sheet.name.casefold() == title), None)


def _rows(sheet: Sheet) -> list[list[Any]]:
    used = sheet.used_range
    last = used.row + used.shape[0] - 1
    return cells_of(block(sheet, Area(1, 1, len(MEMORY.headings), last)))
