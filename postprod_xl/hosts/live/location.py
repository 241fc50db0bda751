"""Where an open workbook lies: in a folder of this machine, in a cloud, or nowhere yet."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.errors import UnusableFile

if TYPE_CHECKING:
    from xlwings import Book


def path_of(book: Book) -> Path:
    """The file of an open workbook; its name alone when it was never saved or lies in a cloud."""
    return Path(book.name) if is_in_cloud(book) else Path(address_of(book))


def is_in_cloud(book: Book) -> bool:
    """Whether the application gives the workbook an address of the web, as it does for OneDrive and SharePoint."""
    return "://" in address_of(book)


def file_of(book: Book) -> Path:
    """The file of an open workbook on this machine; for one of a cloud, the copy that is kept in step here.

    Raises
    ------
    UnusableFile
        It was never saved, or lies in a cloud of which this machine keeps no copy.
    """
    path = _local_copy(book) if is_in_cloud(book) else path_of(book)
    if path is not None and path.is_absolute():
        return path
    if path is not None:
        raise UnusableFile(
            f"{path} — ce classeur n'a pas encore d'emplacement : enregistrez-le, puis recommencez."
        )
    raise UnusableFile(
        f"{book.name} — classeur ouvert depuis OneDrive, SharePoint ou un autre site ({address_of(book)}), sans "
        "dossier sur cette machine où écrire : ouvrez-le depuis le dossier que OneDrive y synchronise, ou "
        "enregistrez-en une copie sur cette machine, puis recommencez."
    )


def address_of(book: Book) -> str:
    """What the application says of a workbook's place: a path, an address of the web, or a name alone.

    `Book.fullname` of xlwings would look for the copy of a cloud, through all of it, and fail where there is none.
    """
    if book.app.engine.name != "excel":
        return book.fullname
    if sys.platform != "darwin":
        return str(book.api.FullName)
    # The property alone has Excel ask for the password of a protected tab; all of them do not.
    return str(book.api.properties()[import_module("appscript").k.full_name])


def _local_copy(book: Book) -> Path | None:
    """The file that a cloud keeps in step here, where xlwings finds it; None where it finds none.

    Source: https://docs.xlwings.org/en/latest/onedrive_sharepoint.html. Where nothing says in which folder SharePoint
    is kept, xlwings 0.37 fails on a variable of its own.
    """
    from xlwings import XlwingsError

    try:
        path = Path(book.fullname)
    except (XlwingsError, UnboundLocalError):
        return None
    return path if path.is_absolute() else None
