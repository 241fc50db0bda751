"""The hidden tab where the plans of the last days of refresh are kept, in the file of a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.addresses import column_letters
from postprod_xl.engines.ooxml.errors import CannotEdit, UnusableFile
from postprod_xl.engines.ooxml.markup import main
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.engines.ooxml.sheets.cells import CellCodec
from postprod_xl.engines.ooxml.sheets.sheet import SheetText
from postprod_xl.engines.ooxml.tables.places import date1904, sheets
from postprod_xl.schema.memory_tab import FIRST_ROW, HEADINGS_ROW, MEMORY, MemoryLine
from postprod_xl.workbook.reader import CELL_FAULTS
from postprod_xl.workbook.style import FONT, PALE_INK, Formats

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from postprod_xl.engines.ooxml.tables.places import SheetInfo

UNREADABLE = MemoryLine("", "", "", "", "")
"""A line that no memory has, for one that cannot be read."""
LOCKED = (
    f"{MEMORY.title} — l'onglet manque et la structure du classeur est protégée : ôtez cette protection "
    "(Révision > Protéger le classeur)."
)
"""Why the tab is not added to a workbook whose list of tabs a person locked."""


def add_memory_tab(book: Workbook, formats: Formats) -> None:
    """Add the tab, hidden and without any day, to a workbook being made."""
    sheet = book.add_worksheet(MEMORY.title)
    sheet.write_string(0, 0, MEMORY.title, formats(bold=True, font_size=18))
    sheet.write_string(1, 0, MEMORY.help, formats(font_color=PALE_INK))
    for column, heading in enumerate(MEMORY.headings):
        sheet.write_string(HEADINGS_ROW - 1, column, heading, formats(bold=True))
    sheet.hide()


def read_memory(package: Package) -> list[MemoryLine]:
    """The lines of the tab, none when the workbook does not have it."""
    place = _place(package)
    return lines_in(_rows(package, place)) if place else []


def lines_in(rows: Sequence[Sequence[Any]]) -> list[MemoryLine]:
    """The lines among the rows of the tab, from its first one; a tab without our headings cannot be read as one."""
    return [_line(row) for row in rows[FIRST_ROW - 1 :]] if is_ours(rows) else [UNREADABLE]


def is_ours(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether a tab of that title is the program's: its headings stand where they are written."""
    return len(rows) >= HEADINGS_ROW and tuple(rows[HEADINGS_ROW - 1]) == MEMORY.headings


def not_kept(reason: CannotEdit | str) -> str:
    """The line about a day that the tab could not take: a hidden tab stops no command."""
    return f"Ce jour d'actualisation n'est pas gardé : {reason}"


def write_memory(package: Package, lines: Sequence[MemoryLine]) -> list[str]:
    """Let the tab hold these lines; it is added to a workbook that lacks it, unless its list of tabs is locked.

    Nothing else changes, nor does any byte when the lines stand there already.

    Returns
    -------
    list of str
        Why the day is not kept, in a French line; nothing of a damaged tab, as each reading says that it is.
    """
    place = _place(package) or _added(package)
    if place is None:
        return [not_kept(LOCKED)]
    rows = _rows(package, place)
    if not is_ours(rows):
        return []
    try:
        sheet = SheetText(package.read(place.part), place.title)
    except CannotEdit:
        return []
    codec = CellCodec(sheet.prefix, date1904(package), tuple)
    held = lines_in(rows)
    for number, (before, line) in enumerate(zip_longest(held, lines), FIRST_ROW):
        if before != line:
            sheet.remove(number)
            _put(sheet, codec, number, line or ())
    package.replace(place.part, sheet.to_bytes())
    return []


def _put(sheet: SheetText, codec: CellCodec, number: int, texts: Sequence[str]) -> None:
    row = sheet.row(number)
    for column, text in enumerate(texts, 1):
        cell = codec.updated(None, f"{column_letters(column)}{number}", None, text)
        if cell is not None:
            row.cells[column] = cell
    sheet.put(number, row)


def _line(row: Sequence[Any]) -> MemoryLine:
    texts = ["" if cell is None else cell for cell in row]
    return MemoryLine(*texts) if all(isinstance(text, str) for text in texts) else UNREADABLE


def _place(package: Package) -> SheetInfo | None:
    title = MEMORY.title.casefold()
    return next((sheet for sheet in sheets(package) if sheet.title.casefold() == title), None)


def _rows(package: Package, place: SheetInfo) -> list[tuple[Any, ...]]:
    from postprod_xl.engines.ooxml.reading.sheet_cells import Sheets

    try:
        cells = Sheets(package, CELL_FAULTS).cells(place.part, place.title)
    except UnusableFile:
        return [(), (), MEMORY.headings, UNREADABLE]
    columns = [cells.column(at, 1, cells.height) for at in range(1, len(MEMORY.headings) + 1)]
    return list(zip(*columns, strict=True))


def _added(package: Package) -> SheetInfo | None:
    """The tab added at the end of the list; None where a person locked the list."""
    from postprod_xl.engines.ooxml.grafting.graft import graft_sheets

    locked = TabList(package).root.find(main("workbookProtection"))
    if locked is not None and locked.get("lockStructure") in ("1", "true"):
        return None
    graft_sheets(package, Package(Path("memoire.xlsx"), _tab_alone()), [MEMORY.title])
    return _place(package)


def _tab_alone() -> bytes:
    """A workbook of the tab, and of another one since a workbook shows one at least."""
    from xlsxwriter import Workbook

    output = io.BytesIO()
    book = Workbook(output, {"in_memory": True, "default_format_properties": FONT})
    book.add_worksheet()
    add_memory_tab(book, Formats(book))
    book.close()
    return output.getvalue()
