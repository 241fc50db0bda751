"""The last command shown on the home page: formulas on the journal's last row, and their cached results."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.addresses import LAST_COLUMN, Area
from postprod_xl.engines.ooxml.reading.precedents import Changes
from postprod_xl.engines.ooxml.sheets.cells import CellCodec, Formula, formula_of
from postprod_xl.engines.ooxml.sheets.sheet import SheetText
from postprod_xl.engines.ooxml.tables.places import date1904

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package
    from postprod_xl.engines.ooxml.tables.places import TablePlace

_SHOWN = re.compile(
    r'IF\(COUNTA\(Journal\[[^\]]+\]\)=0,"[^"]*",INDEX\(Journal\[([^\]]+)\],ROWS\(Journal\[\1\]\)\)\)'
)
_LAST_OF_JOURNAL = re.compile(r"INDEX\(Journal\[([^\]]+)\],ROWS\(Journal\[\1\]\)\)")


def show_last_run(package: Package, home: TablePlace, row: Mapping[str, Any]) -> None:
    """Write the cached results of the home page's formulas on the journal.

    A spreadsheet recomputes them; a viewer that does not, or a print without recalculation, shows these.

    Parameters
    ----------
    package
        The workbook, its journal already written.
    home
        A table of the home page.
    row
        The journal's last row, by French heading.
    """
    sheet = SheetText(package.read(home.sheet_part), home.sheet)
    codec = CellCodec(sheet.prefix, date1904(package), lambda: ())
    for number in sheet.row_numbers:
        if number >= home.header_row:
            break
        held = sheet.row(number)
        for column, raw in held.cells.items():
            formula = formula_of(raw)
            shown = _LAST_OF_JOURNAL.search(formula[1]) if formula else None
            if formula and shown and shown[1] in row:
                held.cells[column] = codec.updated(raw, "", None, Formula(formula[1], row[shown[1]])) or raw
        sheet.put(number, held)
    package.replace(home.sheet_part, sheet.to_bytes())


def last_run_changes(home: TablePlace) -> Changes:
    """The cells where `show_last_run` writes: the rows of the home page above its tables."""
    return Changes({home.sheet_part: [Area(1, 1, LAST_COLUMN, home.header_row - 1)]})


def shows_last_run(formula: str) -> bool:
    """Whether a formula is one of those of the home page on the journal's last row."""
    return _SHOWN.fullmatch(formula) is not None
