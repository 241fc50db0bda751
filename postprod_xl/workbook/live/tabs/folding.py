"""The rows of a live tab that fold under the one above, and the filter of its headings."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.markup import main
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList

if TYPE_CHECKING:
    from xlwings import Sheet


@dataclass(frozen=True)
class Folding:
    """What copying cells leaves behind.

    Parameters
    ----------
    groups
        First and last row of each group of rows that fold.
    filtered
        Area of the filter, its headings included, `A7:I98`; empty when there is none.
    is_closed
        Whether the rows of the groups are hidden.
    """

    groups: tuple[tuple[int, int], ...]
    filtered: str
    is_closed: bool = False


def folding_of(drawn: bytes, position: int) -> Folding:
    """Read the groups and the filter of a tab of a workbook, given by its position counted from 0."""
    package = Package(Path("Dessins.xlsx"), drawn)
    root = package.parse_xml(TabList(package).tabs[position].part)
    folded = [row for row in root.iter(main("row")) if row.get("outlineLevel")]
    inside = (int(row.get("r")) for row in folded)
    # The rows of a run are as far from their rank.
    runs = [list(run) for _, run in groupby(enumerate(inside), key=lambda ranked: ranked[1] - ranked[0])]
    filtered = root.find(main("autoFilter"))
    return Folding(
        tuple((run[0][1], run[-1][1]) for run in runs),
        "" if filtered is None else filtered.get("ref"),
        any(row.get("hidden") == "1" for row in folded),
    )


def unfold(sheet: Sheet) -> None:
    """Show every row of a tab, without groups nor filter."""
    if sheet.book.app.engine.name == "libreoffice":
        _unfold_in_calc(sheet)
    elif sys.platform == "darwin":
        sheet.api.autofilter_mode.set(False)
    else:
        sheet.api.AutoFilterMode = False
        sheet.api.Cells.ClearOutline()
        sheet.api.Rows.Hidden = False


def fold(sheet: Sheet, folding: Folding) -> None:
    """Group the rows of an unfolded tab and put a filter on its headings, where the application can be asked."""
    if sheet.book.app.engine.name == "libreoffice":
        _fold_in_calc(sheet, folding)
    elif sys.platform != "darwin":
        for first, last in folding.groups:
            rows = sheet.range(f"{first}:{last}").api
            rows.Group()
            rows.EntireRow.Hidden = folding.is_closed
        if folding.filtered:
            sheet.range(folding.filtered).api.AutoFilter()


def _unfold_in_calc(sheet: Sheet) -> None:
    filters, position = _filters_of_calc(sheet), sheet.index - 1
    if filters.hasByTable(position):
        filters.getByTable(position).AutoFilter = False
    sheet.api.clearOutline()
    sheet.used_range.api.Rows.IsVisible = True


def _fold_in_calc(sheet: Sheet, folding: Folding) -> None:
    rows = sys.modules["uno"].Enum("com.sun.star.table.TableOrientation", "ROWS")
    for first, last in folding.groups:
        inside = sheet.range(f"{first}:{last}").api
        sheet.api.group(inside.RangeAddress, rows)
        if folding.is_closed:
            sheet.api.hideDetail(inside.RangeAddress)
    if folding.filtered:
        filters = _filters_of_calc(sheet)
        filters.setByTable(sheet.range(folding.filtered).api.RangeAddress)
        filters.getByTable(sheet.index - 1).AutoFilter = True


def _filters_of_calc(sheet: Sheet) -> Any:
    """The filters of tabs that are no table's, one a tab."""
    return sheet.book.api.getPropertyValue("UnnamedDatabaseRanges")
