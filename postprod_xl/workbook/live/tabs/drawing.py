"""The drawn tabs of a live workbook: drawn apart, then copied over what was drawn before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.parts.tabs import sheets_referred_to
from postprod_xl.schema.drawn_tabs import DrawnTab
from postprod_xl.workbook.draw.drawn_tabs import Charts, drawn_workbook, in_the_drawing
from postprod_xl.workbook.live.protection import refuse_protected, writing_in
from postprod_xl.workbook.live.tabs.drawn_before import keep, shows
from postprod_xl.workbook.live.tabs.folding import Folding, fold, folding_of, unfold
from postprod_xl.workbook.live.tabs.native_charts import copy_with_charts, place_charts, take_away
from postprod_xl.workbook.live.tabs.page_breaks import page_starts_of, start_pages
from postprod_xl.workbook.live.tabs.passing_file import passing_file

if TYPE_CHECKING:
    from xlwings import Book, Sheet


def drawn_sheets(book: Book, charts: Charts) -> dict[DrawnTab, Sheet]:
    """Find the tabs of these charts, whatever their titles; those that were deleted are left out.

    Raises
    ------
    CannotEdit
        One of them is protected, or holds a table, which would be broken.
    """
    found = {tab: sheet for tab in charts if (sheet := drawn_sheet(book, tab)) is not None}
    refuse_protected(book, [sheet.name for sheet in found.values()])
    for sheet in found.values():
        if len(sheet.tables):
            raise in_the_drawing(sheet.name, "un tableau")
    return found


def redraw(book: Book, sheets: Mapping[DrawnTab, Sheet], charts: Charts) -> None:
    """Draw charts on their tabs; when one cannot be drawn, all show again what they showed, unfolded, unfiltered.

    A tab keeps its place, its title, its page, its buttons, a person's charts, and what names and links say of it;
    what a person wrote in its cells is lost. One that shows its chart already is left as it is. The person's clipboard
    may be lost too: LibreOffice copies through it.

    Parameters
    ----------
    book
        The open workbook.
    sheets
        The tabs, from `drawn_sheets`.
    charts
        What to draw on each of them.

    Raises
    ------
    CannotEdit
        The application refuses to write in a tab.
    """
    sheets = {tab: sheet for tab, sheet in sheets.items() if not shows(sheet, charts[tab])}
    if not sheets:
        return
    drawn = drawn_workbook({tab: charts[tab] for tab in sheets})
    with open_apart(book, drawn) as source:
        kept = {tab: _kept(source, sheet) for tab, sheet in sheets.items()}
        try:
            for at, (tab, sheet) in enumerate(sheets.items()):
                with writing_in(sheet.name):
                    _put(source.sheets[tab.title], sheet, folding_of(drawn, at), tab.chart_prefix)
                    start_pages(sheet, page_starts_of(drawn, at))
                    keep(sheet, charts[tab])
        except BaseException:
            for tab, sheet in sheets.items():
                _give_back(sheet, kept[tab])
            raise


def drawn_sheet(book: Book, tab: DrawnTab) -> Sheet | None:
    """The tab that the name of a drawn tab leads to, whatever its title; None when there is none."""
    if tab.name not in book.names:
        return None
    titles = sheets_referred_to((book.names[tab.name].refers_to or "").removeprefix("="))
    return next((sheet for sheet in book.sheets if sheet.name.casefold() in titles), None)


@contextmanager
def open_apart(book: Book, drawn: bytes) -> Iterator[Book]:
    """A workbook open beside another while something is copied from it."""
    with passing_file(book.app, drawn) as path:
        source = book.app.books.open(str(path), update_links=False, add_to_mru=False)
        try:
            yield source
        finally:
            source.close()
            book.activate()


def _kept(source: Book, sheet: Sheet) -> Sheet:
    """Copy what a tab shows on a spare tab, to be given back."""
    spare = source.sheets.add(after=source.sheets[-1])
    used = sheet.used_range
    used.copy(spare.range(used.address))
    return spare


def _put(drawn: Sheet, sheet: Sheet, folding: Folding, prefix: str) -> None:
    unfold(sheet)
    take_away(sheet, prefix)
    sheet.cells.clear()
    if len(drawn.shapes):
        copy_with_charts(drawn, sheet, prefix)
    else:
        drawn.cells.copy(sheet.cells)
    fold(sheet, folding)
    place_charts(drawn, sheet, prefix)


def _give_back(sheet: Sheet, kept: Sheet) -> None:
    used = kept.used_range
    sheet.cells.clear()
    used.copy(sheet.range(used.address))
