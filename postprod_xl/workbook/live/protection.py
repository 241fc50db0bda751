"""What keeps a live workbook from being written: a tab's protection, or the application itself."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.errors import CannotEdit

if TYPE_CHECKING:
    from xlwings import App, Book, Sheet

REMEDY = "ôtez la protection (Révision > Ôter la protection)"
# What xlwings lets through when Excel refuses something: on Windows, then on macOS.
_NATIVE_ERRORS = (("pywintypes", "com_error"), ("appscript.reference", "CommandError"))


def refuse_protected(book: Book, tabs: Iterable[str]) -> None:
    """Refuse to write in tabs of which one is protected.

    Raises
    ------
    CannotEdit
        The line names the first one.
    """
    for tab in tabs:
        if _is_protected(book.sheets[tab]):
            raise CannotEdit(f"{tab} — la feuille est protégée : {REMEDY}.")


@contextmanager
def writing_in(tab: str) -> Iterator[None]:
    """Say in French that the application refuses what the block writes in a tab.

    Raises
    ------
    CannotEdit
        Instead of an error of xlwings or of the application.
    """
    try:
        yield
    except application_errors() as error:
        raise CannotEdit(f"{tab} — le tableur refuse d'y écrire ; {REMEDY} s'il y en a une.") from error


def is_structure_locked(book: Book) -> bool:
    """Whether a person locked the list of tabs of a workbook."""
    return _asked(book.app, book.api, "protect_structure", "ProtectStructure")


def _is_protected(sheet: Sheet) -> bool:
    return _asked(sheet.book.app, sheet.api, "protect_contents", "ProtectContents")


def _asked(app: App, native: Any, on_macos: str, on_windows: str) -> bool:
    """Ask each application in its own words: xlwings tells nothing of protection."""
    if app.engine.name == "libreoffice":
        return bool(native.isProtected())
    if sys.platform == "darwin":
        return bool(getattr(native, on_macos).get())
    return bool(getattr(native, on_windows))


def application_errors() -> tuple[type[Exception], ...]:
    """The errors of xlwings, and those of the application, which are loaded when it is driven."""
    from xlwings import XlwingsError

    loaded = [(sys.modules[module], name) for module, name in _NATIVE_ERRORS if module in sys.modules]
    return (XlwingsError, *(getattr(module, name) for module, name in loaded))
