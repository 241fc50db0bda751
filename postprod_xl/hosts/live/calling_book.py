"""The open workbook whose button was pressed."""

from __future__ import annotations

import os
import sys
import urllib.parse
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.errors import UnusableFile

if TYPE_CHECKING:
    from xlwings import Book

LIBREOFFICE = "POSTPROD_LIBREOFFICE"
WORKBOOK = "--wb="


def calling_book() -> Book:
    """Give the workbook that called: Excel tells xlwings; LibreOffice, the environment and the arguments.

    Raises
    ------
    UnusableFile
        LibreOffice has no such workbook open any more.
    """
    import xlwings

    if LIBREOFFICE not in os.environ or hasattr(xlwings.Book, "_mock_caller"):
        return xlwings.Book.caller()
    from postprod_xl.engines.calc.engine import register

    # Showing a tab makes its application the active one: xlwings must know that it is no Excel.
    engine = register()
    engine.activate()
    wanted = next((given.removeprefix(WORKBOOK) for given in sys.argv if given.startswith(WORKBOOK)), "")
    for app in engine.apps:
        for book in app.books:
            if _is(book, wanted):
                return book
    raise UnusableFile(
        f"{wanted} — ce classeur n'est plus ouvert dans LibreOffice : rouvrez-le, puis recommencez."
    )


def _is(book: Book, wanted: str) -> bool:
    """Whether a workbook is the one named by its address, its path or its title."""
    if not wanted.startswith("file:"):
        return wanted in (book.name, book.fullname)
    path = urllib.request.url2pathname(urllib.parse.urlsplit(wanted).path)
    return Path(book.fullname) == Path(path)
