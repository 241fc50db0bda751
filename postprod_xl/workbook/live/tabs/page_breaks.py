"""The rows at which a page of a live tab begins, which copying cells leaves behind."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.markup import main
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.workbook.live.protection import application_errors

if TYPE_CHECKING:
    from xlwings import Sheet


def page_starts_of(drawn: bytes, position: int) -> tuple[int, ...]:
    """Read the first row of each page after the first, of a tab given by its position counted from 0."""
    package = Package(Path("Dessins.xlsx"), drawn)
    root = package.parse_xml(TabList(package).tabs[position].part)
    breaks = root.find(main("rowBreaks"))
    return () if breaks is None else tuple(int(each.get("id")) + 1 for each in breaks)


def start_pages(sheet: Sheet, rows: Sequence[int]) -> None:
    """Begin a page at these rows of a tab and at no other, where the application can be asked; nothing for no row."""
    if not rows:
        return
    if sheet.book.app.engine.name == "libreoffice":
        sheet.api.removeAllManualPageBreaks()
        for row in rows:
            sheet.range(f"{row}:{row}").api.Rows.IsStartOfNewPage = True
    elif sys.platform != "darwin":
        # Excel knows no page on a machine without a printer: the tab is right all the same.
        with suppress(*application_errors()):
            sheet.api.ResetAllPageBreaks()
            for row in rows:
                sheet.api.HPageBreaks.Add(sheet.range(f"A{row}").api)
