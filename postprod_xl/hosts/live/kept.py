"""The version of an open workbook that is on disk, kept before a button changes the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.files.disk_record import recorded
from postprod_xl.engines.ooxml.files.saving import keep_version
from postprod_xl.hosts.live.location import path_of
from postprod_xl.hosts.runs.computing import warning_lines

if TYPE_CHECKING:
    from xlwings import Book


def keep_saved_version(book: Book) -> list[str]:
    """Keep what a person would lose by saving after a button: nothing of it can be undone.

    A workbook of a cloud has its versions there. One that cannot be kept stops nothing.

    Returns
    -------
    list of str
        What could not be kept, in French lines.
    """
    path = path_of(book)
    if not path.is_absolute():
        return []
    with recorded() as record:
        try:
            keep_version(path)
        except UnusableFile as error:
            return [f"La version enregistrée n'a pas été gardée : {error}"]
    return warning_lines(record)
