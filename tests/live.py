"""Workbooks open in a headless LibreOffice, and their cells compared with those of a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from postprod_xl.engines.ooxml.sheets.cells import CellCodec
from postprod_xl.hosts.runs.master import Master
from postprod_xl.schema.kinds import ExcelError, NoCachedValue
from postprod_xl.schema.validate import RawTable
from tests.masters import without_print_titles

CODEC = CellCodec("", False, lambda: ())
# When a command ran, for how long and who ran it differ from one run to the next.
PASSING = {"Horodatage", "Utilisateur", "Durée (s)"}


@contextmanager
def office() -> Iterator[Any]:
    """A headless LibreOffice of one's own, closed at the end."""
    import xlwings

    from postprod_xl.engines.calc.engine import register

    register().activate()
    app = xlwings.apps.add(visible=False, add_book=False)
    try:
        yield app
    finally:
        app.kill()


@contextmanager
def opened(app: Any, path: Path) -> Iterator[Any]:
    """A workbook open in the office, closed without saving; its file loses what it repeats on printed pages.

    LibreOffice takes seconds to lay out the pages of all tabs, which most presses do not look at.
    """
    path.write_bytes(without_print_titles(path.read_bytes()))
    book = app.books.open(str(path))
    try:
        yield book
    finally:
        book.close()


def table_cells(master: Master) -> dict[str, dict[tuple[int, str], Any]]:
    """Every filled cell of every table, by row and heading, dates and times as numbers."""
    return {
        name: {
            (row, heading): value
            for heading, cells in raw.values.items()
            if heading not in PASSING
            for row, cell in zip(raw.rows, cells, strict=True)
            if (value := _stored(cell)) is not None and row not in blank
        }
        for name, raw in master.raw.items()
        for blank in [_blank_rows(raw)]
    }


def _blank_rows(raw: RawTable) -> set[int]:
    """The rows of formulas without a value: those of a new workbook that nobody filled in."""
    columns = [[_stored(cell) for cell in cells] for cells in raw.values.values()]
    rows = zip(*columns, strict=True)
    return {
        row
        for row, cells in zip(raw.rows, rows, strict=True)
        if all(cell is None or isinstance(cell, NoCachedValue) for cell in cells)
    }


def differences(one: Master, other: Master) -> list[str]:
    """The cells of their tables that differ, `Projets 12 Titre : 'a' / 'b'`."""
    mine, theirs = table_cells(one), table_cells(other)
    found = [f"{name} : absente d'un côté" for name in sorted(mine.keys() ^ theirs.keys())]
    for name in mine.keys() & theirs.keys():
        for key in sorted(mine[name].keys() | theirs[name].keys()):
            pair = mine[name].get(key), theirs[name].get(key)
            if pair[0] != pair[1]:
                found.append(f"{name} {key[0]} {key[1]} : {pair[0]!r} / {pair[1]!r}")
    return found


def _stored(cell: Any) -> Any:
    if isinstance(cell, ExcelError | NoCachedValue):
        return cell
    if isinstance(cell, timedelta):
        return round(cell / timedelta(days=1), 9)
    value = CODEC.stored(cell, "")
    return round(value, 9) if isinstance(value, float) else value
