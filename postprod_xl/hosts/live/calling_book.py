"""The open workbook whose button was pressed."""

from __future__ import annotations

import os
import sys
import urllib.parse
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.errors import UnusableFile

if TYPE_CHECKING:
    from xlwings import Book

LIBREOFFICE = "POSTPROD_LIBREOFFICE"
WORKBOOK, WINDOW = "--wb=", "--hwnd="


def calling_book() -> Book:
    """Give the workbook that called: Excel tells xlwings; LibreOffice, the environment and the arguments.

    Raises
    ------
    UnusableFile
        LibreOffice has no such workbook open any more.
    """
    import xlwings

    wanted = _argument(WORKBOOK)
    if LIBREOFFICE not in os.environ or hasattr(xlwings.Book, "_mock_caller"):
        return _of_excel(wanted) if "=" in wanted else xlwings.Book.caller()
    from postprod_xl.engines.calc.engine import register

    # Showing a tab makes its application the active one: xlwings must know that it is no Excel.
    engine = register()
    engine.activate()
    for app in engine.apps:
        for book in app.books:
            if _is(book, wanted):
                return book
    raise UnusableFile(
        f"{wanted} — ce classeur n'est plus ouvert dans LibreOffice : rouvrez-le, puis recommencez."
    )


def _argument(name: str) -> str:
    return next((given.removeprefix(name) for given in sys.argv if given.startswith(name)), "")


def _of_excel(name: str) -> Book:
    """A workbook of the Excel that called; xlwings cuts a name at its second `=`.

    Source: `Book.caller` of xlwings 0.37, whose arguments `--wb` and `--hwnd` the macros give.
    """
    import xlwings

    window = _argument(WINDOW)
    callers = [app for app in xlwings.apps if str(app.hwnd) == window] or list(xlwings.apps)
    with suppress(KeyError, IndexError):
        return callers[0].books[name]
    raise UnusableFile(f"{name} — ce classeur n'est plus ouvert dans Excel : rouvrez-le, puis recommencez.")


def _is(book: Book, wanted: str) -> bool:
    """Whether a workbook is the one named by its address, its path or its title."""
    if not wanted.startswith("file:"):
        return wanted in (book.name, book.fullname)
    path = urllib.request.url2pathname(urllib.parse.urlsplit(wanted).path)
    return Path(book.fullname) == Path(path)
