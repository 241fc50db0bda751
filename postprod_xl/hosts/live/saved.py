"""An open workbook saved by a command: an issued document must not wait for somebody to save its row."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.errors import UnusableFile, reason_of
from postprod_xl.engines.ooxml.files.disk_record import note_written
from postprod_xl.hosts.live.location import file_of, is_in_cloud

if TYPE_CHECKING:
    from xlwings import Book

_NOT_SAVED = (
    "{} — {} : rien n'est émis et le classeur est remis comme il était ; enregistrez-le sous un nom où vous pouvez "
    "écrire, puis recommencez."
)


def save_book(book: Book) -> None:
    """Save an open workbook where it lies.

    Raises
    ------
    UnusableFile
        It was opened to be read only, or the application does not save it.
    """
    path = file_of(book)
    if _is_read_only(book):
        raise UnusableFile(_NOT_SAVED.format(book.name, "ce classeur est ouvert en lecture seule"))
    before = None if is_in_cloud(book) else path.stat().st_mtime_ns
    try:
        book.save()
    except Exception as error:
        # Excel on Windows and on macOS, and LibreOffice, have errors of their own, with no other base in common; one
        # that is busy is told by pywin32 as an attribute that it lacks.
        reason = f"l'application n'a pas enregistré ce classeur ({reason_of(error)})"
        raise UnusableFile(_NOT_SAVED.format(book.name, reason)) from error
    if before is not None and path.stat().st_mtime_ns == before:
        raise UnusableFile(_NOT_SAVED.format(book.name, "l'application n'a pas enregistré ce classeur"))
    note_written(path)


def _is_read_only(book: Book) -> bool:
    """Whether Excel for Windows holds the workbook to be read only: saving it would ask for another name."""
    is_asked = book.app.engine.name == "excel" and sys.platform != "darwin"
    return bool(book.api.ReadOnly) if is_asked else False
