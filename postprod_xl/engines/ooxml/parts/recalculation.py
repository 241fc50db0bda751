"""After cells change: recalculation on load is requested, and the calculation chain is dropped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.parts.tabs import TabList

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

# A mark in a comment is one too many: Excel then recomputes for nothing, and loses nothing.
_FORMULA = re.compile(rb"<(?:[^\s<>/:]+:)?f[\s/>]")


def drop_calculation_chain(package: Package) -> None:
    """Remove the list of formula cells, which Excel writes again by itself; it may be declared and absent."""
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
    return any(_FORMULA.search(package.read(part)) for part in sheet_parts)


def recalculate_on_load(package: Package) -> None:
    """Ask Excel to compute every formula when it opens the workbook; asking twice changes nothing."""
    tabs = TabList(package)
    if not tabs.recalculates:
        tabs.recalculate()
        tabs.write()
