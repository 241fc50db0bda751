"""Columns repeated on each printed page, taken off the tabs that print one page across: they repeat nothing there.

LibreOffice takes a tenth of a second more to open a workbook for each tab that repeats columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.engines.ooxml.sheets.cell_markup import attributes_of
from postprod_xl.engines.ooxml.sheets.sections import sections
from postprod_xl.engines.ooxml.sheets.sheet import SheetText

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package
    from postprod_xl.engines.ooxml.tables.places import TablePlace

_TITLES = "_xlnm.Print_Titles"
_TITLES_OF_OURS = (
    re.compile(r"(?P<tab>.+)!\$A:\$[AB],(?P<rows>(?P=tab)!\$(?P<row>\d+):\$(?P=row))"),
    re.compile(r"(?P<rows>(?P<tab>.+)!\$(?P<row>\d+):\$(?P=row)),(?P=tab)!\$A:\$[AB]"),
)
"""Columns and rows; other programs write the rows first."""
_FITTED = re.compile(r"""<(?:\w+:)?pageSetUpPr\s[^>]*\bfitToPage\s*=\s*["'](?:1|true)["']""")
_PAGE_SETUP = re.compile(r"<(?:\w+:)?pageSetup\s([^>]*?)/?>")


def drop_repeated_columns(package: Package, places: Mapping[str, TablePlace]) -> None:
    """Have the tabs of tables that print one page across repeat the row of their headings alone.

    Only titles as the program wrote them are changed: the first columns, and the row of the headings.
    """
    listed = TabList(package)
    titles = [tab.title for tab in listed.tabs]
    by_position = {str(titles.index(place.sheet)): place for place in places.values()}
    changed = False
    for name in listed.names():
        place = by_position.get(name.get("localSheetId", ""))
        if name.get("name") != _TITLES or place is None:
            continue
        found = next((match for one in _TITLES_OF_OURS if (match := one.fullmatch(name.text or ""))), None)
        if found and int(found["row"]) == place.header_row and _prints_one_page_across(package, place):
            name.text = found["rows"]
            changed = True
    if changed:
        listed.write()


def _prints_one_page_across(package: Package, place: TablePlace) -> bool:
    sheet = SheetText(package.read(place.sheet_part), place.sheet)
    setups = (
        _PAGE_SETUP.match(sheet.tail, section.start)
        for section in sections(sheet.tail)
        if section.name == "pageSetup"
    )
    found = next((setup for setup in setups if setup), None)
    return (
        bool(_FITTED.search(sheet.head))
        and found is not None
        and attributes_of(found[1]).get("fitToWidth", "1") == "1"
    )
