"""What Excel must be told when cells changed: recompute on opening, and forget the old order of formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postprod_xl.workbook.package import Package

_CALCULATION = re.compile(r"<(\w+:)?calcPr\b[^>]*>")
_ON_LOAD = re.compile(r"""\sfullCalcOnLoad=["'](\w+)["']""")
_SHEETS_END = re.compile(r"</(\w+:)?sheets>")
_AFTER_CALCULATION = re.compile(
    r"<(?:\w+:)?(?:oleSize|customWorkbookViews|pivotCaches|smartTagPr|smartTagTypes|webPublishing|fileRecoveryPr"
    r"|webPublishObjects|extLst)\b|</(?:\w+:)?workbook>"
)


def drop_calculation_chain(package: Package) -> None:
    """Remove the list of formula cells, which Excel writes again by itself."""
    workbook = package.workbook_part
    for relation in package.relationships(workbook):
        if relation.type.endswith("/calcChain"):
            package.remove_relationship(workbook, relation.id)
            package.remove_override(relation.target)
            if relation.target in package:
                package.remove(relation.target)


def has_formulas(package: Package, sheet_parts: list[str]) -> bool:
    """Tell whether any tab has a formula."""
    workbook = package.workbook_part
    if any(relation.type.endswith("/calcChain") for relation in package.relationships(workbook)):
        return True
    marks = (b"<f>", b"<f ", b":f>", b":f ")
    return any(mark in data for data in map(package.read, sheet_parts) for mark in marks)


def recalculate_on_load(package: Package) -> None:
    """Ask Excel to compute every formula when it opens the workbook; asking twice changes nothing."""
    part = package.workbook_part
    text = package.read(part).decode()
    package.replace(part, _asking(text).encode())


def _asking(text: str) -> str:
    calculation = _CALCULATION.search(text)
    if calculation is None:
        sheets = _SHEETS_END.search(text)
        assert sheets, "a workbook part lists its sheets"
        following = _AFTER_CALCULATION.search(text, sheets.end())
        assert following, "a workbook part ends with its closing tag"
        new = f'<{sheets[1] or ""}calcPr fullCalcOnLoad="1"/>'
        return text[: following.start()] + new + text[following.start() :]
    asked = _ON_LOAD.search(calculation[0])
    if asked and asked[1] in ("1", "true"):
        return text
    plain = _ON_LOAD.sub("", calculation[0])
    end = -2 if plain.endswith("/>") else -1
    new = f'{plain[:end].rstrip()} fullCalcOnLoad="1"{plain[end:]}'
    return text[: calculation.start()] + new + text[calculation.end() :]
