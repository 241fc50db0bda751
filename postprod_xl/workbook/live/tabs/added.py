"""Tabs added to a live workbook from small workbooks drawn for the purpose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.documents.invoice import DRAFT_TAB
from postprod_xl.workbook.draw.invoice.draft_tab import check_mark
from postprod_xl.workbook.live.protection import writing_in
from postprod_xl.workbook.live.tabs.passing_file import passing_file

if TYPE_CHECKING:
    from xlwings import Book, Sheet

    from postprod_xl.workbook.live.changes import LiveChanges


def add_tabs(changes: LiveChanges, tabs: Sequence[tuple[str, str | None]], drawn: bytes) -> None:
    """Copy tabs of a workbook into a live workbook.

    Parameters
    ----------
    changes
        The changes to the live workbook, undone when something fails.
    tabs
        The title of each tab, and that of the tab which it follows; None for the last one.
    drawn
        The `.xlsx` that holds them.
    """
    book = changes.book
    with passing_file(book.app, drawn) as path:
        source = book.app.books.open(
            str(_source(path, book)), update_links=False, read_only=True, add_to_mru=False
        )
        try:
            for title, after in tabs:
                changes.done(partial(remove_tab, changes, title))
                with writing_in(title):
                    source.sheets[title].copy(after=book.sheets[-1 if after is None else after])
        finally:
            source.close()
    book.activate()


def former_draft(changes: LiveChanges) -> str | None:
    """Put the tab of the last draft aside, for a new one to take its title; its title then, None when there is none.

    Raises
    ------
    CannotEdit
        The tab of that title is a person's.
    """
    for sheet in changes.book.sheets:
        if sheet.name.casefold() == DRAFT_TAB.casefold():
            check_mark(sheet.range("A1").value)
            title, aside = sheet.name, f"{DRAFT_TAB} {len(changes.book.sheets)}"
            changes.done(partial(setattr, sheet, "name", title))
            sheet.name = aside
            return aside
    return None


def _source(path: Path, book: Book) -> Path:
    """The file to copy the tab from, of a kind that the live workbook takes.

    LibreOffice 7.4 breaks the connection when a tab is copied from a workbook without macro project into one
    that has a project: there the source gets an empty project.
    """
    if book.app.engine.name != "libreoffice" or Path(book.name).suffix.lower() != ".xlsm":
        return path
    from pyopenvba import ExcelFile

    source = path.rename(path.with_suffix(".xlsm"))
    with ExcelFile(source) as macros:
        macros.add_vba_project()
        macros.vba_project().add_module("Vide", 'Attribute VB_Name = "Vide"\r\n')
        macros.save()
    return source


def remove_tab(changes: LiveChanges, title: str) -> None:
    """Delete a tab, without a question of the application."""
    app = changes.book.app
    for sheet in _titled(changes, title):
        shown, app.display_alerts = app.display_alerts, False
        sheet.delete()
        app.display_alerts = shown


def _titled(changes: LiveChanges, title: str) -> list[Sheet]:
    return [sheet for sheet in changes.book.sheets if sheet.name == title]
