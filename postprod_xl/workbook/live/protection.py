"""What keeps a live workbook from being written: a tab's protection, or the application itself."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.errors import CannotEdit

if TYPE_CHECKING:
    from xlwings import Book, Sheet

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


def _is_protected(sheet: Sheet) -> bool:
    """Ask each application in its own words: xlwings tells nothing of protection."""
    if sheet.book.app.engine.name == "libreoffice":
        return bool(sheet.api.isProtected())
    if sys.platform == "darwin":
        return bool(sheet.api.protect_contents.get())
    return bool(sheet.api.ProtectContents)


def application_errors() -> tuple[type[Exception], ...]:
    """The errors of xlwings, and those of the application, which are loaded when it is driven."""
    from xlwings import XlwingsError

    loaded = [(sys.modules[module], name) for module, name in _NATIVE_ERRORS if module in sys.modules]
    return (XlwingsError, *(getattr(module, name) for module, name in loaded))
