"""A file of somebody else, read into grids: a workbook of any program, or a CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.documents.csv_grid import csv_grid
from postprod_xl.documents.csv_reading import UnreadableCsv
from postprod_xl.engines.ooxml.errors import Refused, naming

if TYPE_CHECKING:
    from postprod_xl.documents.grid import Grid

_WORKBOOKS = (b"PK\3\4", b"\xd0\xcf\x11\xe0")
_WORKBOOK_NAMES = (".xlsx", ".xlsm")
_LARGEST_CSV = 50_000_000
"""Bytes of a CSV file: more than the sessions of ten years of a large house."""


def foreign_grids(path: Path) -> list[Grid]:
    """The grids of a file, a workbook or a CSV as its first bytes or its name tell.

    Raises
    ------
    UnusableFile
        It is missing, neither of the two, damaged, protected by a password or suspect.
    """
    with naming(path):
        if path.exists() and not path.is_file():
            raise Refused("ce n'est pas un fichier ; un classeur .xlsx ou un fichier CSV est attendu.")
        with path.open("rb") as file:
            data = file.read(_LARGEST_CSV + 1)
        if data.startswith(_WORKBOOKS) or path.suffix.lower() in _WORKBOOK_NAMES:
            return _sheets(path)
        if len(data) > _LARGEST_CSV:
            raise Refused("fichier CSV de plus de 50 Mo : partagez-le en plusieurs.")
        try:
            return [csv_grid(path.name, data)]
        except UnreadableCsv as error:
            at = f"ligne {error.line} : " if error.line else ""
            raise Refused(f"{at}{error}.") from error


def _sheets(path: Path) -> list[Grid]:
    from postprod_xl.engines.ooxml.parts.package import Package
    from postprod_xl.workbook.reading.grids import read_grids

    return read_grids(Package.open(path))
