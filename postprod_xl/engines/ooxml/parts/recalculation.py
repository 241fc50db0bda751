"""After cells change: the values that formulas keep, whether the spreadsheet must compute them, the calculation chain.

A workbook keeps the last value of each formula, and a spreadsheet shows it as it stands when it opens the workbook.
It is asked to compute every formula then (`fullCalcOnLoad`), which takes long in a heavy workbook and makes Excel
propose to save on closing, only where a value kept may be wrong:

- a formula reads a cell that changed, a table whose range changed, or something that its text does not tell;
- a formula written here has no value.

A formula whose value this program writes itself is neither: its value is right, and where it changed, the formulas that
read its cell count. What reads a formula that is counted needs no look: all are computed. `TODAY`, `NOW` and `RAND` are
computed at each opening whatever is asked. A request that stands in the workbook stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.engines.ooxml.reading.precedents import Changes, Known, Precedents, columns_of, formulas_of

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

_SHARED = re.compile(r"""\st\s*=\s*["']shared["']""")
_DATA_TABLE = re.compile(r"""\st\s*=\s*["']dataTable["']""")


def drop_calculation_chain(package: Package) -> None:
    """Remove the list of formula cells, which Excel writes again by itself; it may be declared and absent."""
    workbook = package.workbook_part
    for relation in package.relationships(workbook):
        if relation.type.endswith("/calcChain"):
            package.remove_relationship(workbook, relation.id)
            package.remove_override(relation.target)
            if relation.target in package:
                package.remove(relation.target)


def recalculate_if_needed(package: Package, changes: Changes, edited: Collection[str], known: Known) -> None:
    """Ask the spreadsheet to compute every formula on opening, where a value kept may be wrong.

    Parameters
    ----------
    package
        The workbook, its cells written.
    changes
        The cells that changed.
    edited
        The sheet parts written: a formula without value counts there.
    known
        Tells the formulas whose value is written with them.
    """
    tabs = TabList(package)
    if tabs.recalculates or not changes:
        return
    sheets = [tab for tab in tabs.tabs if tab.kind == "worksheet"]
    precedents = Precedents({tab.title.casefold(): tab.part for tab in sheets}, _names(tabs), changes)
    if any(_may_be_wrong(package, tab.part, tab.part in edited, precedents, known) for tab in sheets):
        ask_recalculation(package)


def ask_recalculation(package: Package) -> None:
    """Ask the spreadsheet to compute every formula when it opens the workbook; asking twice changes nothing."""
    tabs = TabList(package)
    if not tabs.recalculates:
        tabs.recalculate()
        tabs.write()


def _names(tabs: TabList) -> dict[str, list[str]]:
    found = defaultdict(list)
    for name in tabs.names():
        found[name.get("name", "").casefold()].append(name.text or "")
    return found


def _may_be_wrong(package: Package, part: str, edited: bool, precedents: Precedents, known: Known) -> bool:
    """Whether a sheet has a formula whose value may be wrong."""
    sheet = package.read(part)
    for formula in formulas_of(sheet):
        shared = _SHARED.search(formula.attributes) is not None
        if _DATA_TABLE.search(formula.attributes) or (edited and not formula.has_value):
            return True
        if formula.text and precedents.reads_a_change(formula.text, part, shared=shared):
            columns = columns_of(sheet, formula.text)
            if not columns or not all(known(part, letters, formula.text) for letters in columns):
                return True
    return False


def nothing_known(_part: str, _letters: str, _text: str) -> bool:
    """For a workbook whose formulas are all somebody else's."""
    return False


def merged_changes(found: Iterable[Changes]) -> Changes:
    """The cells that changed in several ways."""
    areas: defaultdict[str, list[Area]] = defaultdict(list)
    columns: dict[str, frozenset[str] | None] = {}
    for changes in found:
        for part, more in changes.areas.items():
            areas[part] += more
        for name, headings in changes.columns.items():
            before = columns.get(name, frozenset())
            columns[name] = None if before is None or headings is None else before | headings
    return Changes(areas, columns)
