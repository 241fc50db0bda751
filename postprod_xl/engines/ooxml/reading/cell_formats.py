"""What each cell format of a workbook makes of a number, by its index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.errors import naming
from postprod_xl.engines.ooxml.parts.stylesheet import StyleSheet, styles_part
from postprod_xl.engines.ooxml.reading.number_formats import BUILT_IN, Shown, shown_as

if TYPE_CHECKING:
    from lxml import etree

    from postprod_xl.engines.ooxml.parts.package import Package


def cell_formats(package: Package) -> list[Shown]:
    """Tell what each entry of ``cellXfs`` makes of a number.

    A declared format is taken even under the number of a built-in one; a number that is neither is General, as
    in Excel. Alternative contents that do not agree are `Shown.UNKNOWN`.

    Raises
    ------
    UnusableFile
        The style sheet is missing or damaged, or alternative contents leave indexes ambiguous.
    """
    if styles_part(package) is None:
        return [Shown.NUMBER]
    sheet = StyleSheet.of(package)
    known = BUILT_IN | {number: shown_as(code) for number, code in sheet.number_formats().items()}
    with naming(package.path):
        return [_agreed(entries, known) for entries in sheet.alternatives("cellXfs")]


def _agreed(entries: tuple[etree._Element, ...], known: dict[int, Shown]) -> Shown:
    found = {_shown(entry, known) for entry in entries}
    return found.pop() if len(found) == 1 else Shown.UNKNOWN


def _shown(entry: etree._Element, known: dict[int, Shown]) -> Shown:
    number = entry.get("numFmtId", "0").strip()
    return known.get(int(number), Shown.NUMBER) if number.isdecimal() else Shown.UNKNOWN
