"""How a sheet is printed."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from postprod_xl.engines.calc.formulas.addresses import a1
from postprod_xl.engines.calc.formulas.references import box_at, cells_named
from postprod_xl.engines.calc.ranges.core import WHOLE_SHEET


class PageSetup(base_classes.PageSetup):
    """The print area of a sheet."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """The UNO page style of the sheet."""
        styles = self._sheet.book.xl.StyleFamilies.getByName("PageStyles")
        return styles.getByName(self._sheet.xl.PageStyle)

    @property
    def print_area(self) -> str | None:
        areas = self._sheet.xl.getPrintAreas()
        return ",".join(a1(box_at(area), WHOLE_SHEET) for area in areas) or None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        addresses = value.split(",") if value else []
        areas = tuple(cells_named(self._sheet, address).getRangeAddress() for address in addresses)
        self._sheet.xl.setPrintAreas(areas)
