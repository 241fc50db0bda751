"""A live workbook while a command works in it: no screen update, and its selection and settings restored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlwings import App, Book


@contextmanager
def undisturbed(book: Book) -> Iterator[None]:
    """Suspend screen updates, events and calculation, then restore them with the active tab and the selection.

    The workbook is recalculated once, at the end: when its calculation mode is restored, or explicitly where a person
    calculates by hand, who must not find and save the previous figures. Nothing of before can be undone after it.
    """
    app = book.app
    tab, selection = book.sheets.active, book.selection
    cells = None if selection is None else (selection.sheet.name, selection.address)
    with _held(app, "screen_updating", False), _held(app, "enable_events", False):
        try:
            with _calculated_once(app):
                yield
        finally:
            _select(book, tab.name, cells)
            _forget_what_to_undo(book)


def _forget_what_to_undo(book: Book) -> None:
    """Leave a person nothing to undo by steps: LibreOffice would give back its tables without their cells.

    A macro of Excel leaves nothing to undo either.
    """
    if book.app.engine.name == "libreoffice":
        book.api.getUndoManager().clear()


@contextmanager
def _calculated_once(app: App) -> Iterator[None]:
    by_hand = app.calculation != "automatic"
    with _held(app, "calculation", "manual"):
        try:
            yield
        finally:
            if by_hand:
                app.calculate()


@contextmanager
def _held(app: App, mode: str, value: Any) -> Iterator[None]:
    """Hold one of the application's modes, where it has that mode, then give it back."""
    before = getattr(app, mode)
    try:
        setattr(app, mode, value)
    except NotImplementedError:
        yield
        return
    try:
        yield
    finally:
        setattr(app, mode, before)


def _select(book: Book, tab: str, cells: tuple[str, str] | None) -> None:
    sheet = book.sheets[tab]
    if book.sheets.active.name != tab:
        sheet.activate()
    if cells is None or cells[0] != tab:
        return
    selection = book.selection
    if selection is None or selection.address != cells[1]:
        sheet.range(cells[1]).select()
