"""The tabs of a workbook: their list, the defined names, and the file's summary of both."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from postprod_xl.engines.ooxml.errors import Refused
from postprod_xl.engines.ooxml.markup import REL, insert_in_order, main, serialise, whole_number

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

# fmt: off
_WORKBOOK_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize",
    "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
)
# fmt: on
_VARIANTS = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"
_PROPERTIES = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_TEXT = re.compile(r'"[^"]*"')
_SHEET_REFERENCE = re.compile(r"'((?:[^']|'')+)'!|([^\s'!(),;+\-*/^&=<>{}\"]+)!")


@dataclass(frozen=True)
class Tab:
    """One tab of a workbook, in the order of the tabs: its title, its part and its visibility."""

    title: str
    part: str
    kind: str
    state: str | None = None


class TabList:
    """The tabs and the defined names of a workbook, as its `workbook.xml` lists them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.part = package.workbook_part
        self.root = package.parse_xml(self.part)

    @property
    def tabs(self) -> list[Tab]:
        """The tabs in order; the last word of a relationship's type is their kind (`worksheet`…)."""
        by_id = {r.id: r for r in self._package.relationships(self.part)}
        found = []
        for entry in self._entries():
            title, relationship = entry.get("name", ""), by_id.get(entry.get(f"{{{REL}}}id"))
            if relationship is None:
                raise Refused(
                    f"l'onglet « {title} » n'a pas de contenu : reprenez une copie ou une sauvegarde."
                )
            kind = relationship.type.rpartition("/")[2]
            found.append(Tab(title, relationship.target, kind, entry.get("state")))
        return found

    @property
    def windows(self) -> int:
        """How many windows (`workbookView`) the workbook opens."""
        return len(list(self.root.iter(main("workbookView"))))

    @property
    def recalculates(self) -> bool:
        """Whether Excel is asked to recalculate the whole workbook when it opens it."""
        found = self.root.find(main("calcPr"))
        return found is not None and found.get("fullCalcOnLoad") in ("1", "true")

    def names(self) -> list[etree._Element]:
        """The defined names, of the workbook and of its sheets."""
        return list(self.root.iterfind(f"{main('definedNames')}/{main('definedName')}"))

    def workbook_names(self) -> dict[str, etree._Element]:
        """The defined names of the workbook itself, by name without case; of two that are the same, the first."""
        found: dict[str, etree._Element] = {}
        for name in self.names():
            if name.get("localSheetId") is None:
                found.setdefault(name.get("name", "").casefold(), name)
        return found

    def insert(self, tabs: Sequence[Tab], relationship_ids: Sequence[str], position: int) -> None:
        """List `tabs` from `position` (0 = first) on; what counts tabs by position is shifted."""
        entries = self._entries()
        sheets = self.root.find(main("sheets"))
        first = sheets.index(entries[position]) if position < len(entries) else len(sheets)
        identifier = max((whole_number(entry.get("sheetId")) or 0 for entry in entries), default=0)
        for offset, (tab, relationship) in enumerate(zip(tabs, relationship_ids, strict=True)):
            entry = etree.Element(main("sheet"), name=tab.title, sheetId=str(identifier + offset + 1))
            if tab.state is not None:
                entry.set("state", tab.state)
            entry.set(f"{{{REL}}}id", relationship)
            sheets.insert(first + offset, entry)
        self._shift(position, len(tabs))

    def add_name(self, name: etree._Element, tab_position: int | None) -> None:
        """Add a copy of a defined name, of the workbook (`None`) or of the tab at a position."""
        own = etree.Element(main("definedName"), dict(name.attrib))
        own.text = name.text
        if tab_position is not None:
            own.set("localSheetId", str(tab_position))
        holder = self.root.find(main("definedNames"))
        if holder is None:
            holder = etree.Element(main("definedNames"))
            insert_in_order(self.root, holder, _WORKBOOK_ORDER)
        holder.append(own)

    def set_names(self, wanted: Mapping[str, str]) -> None:
        """Give names of the workbook what they refer to, and put `workbook.xml` back if one changed."""
        held = self.workbook_names()
        changed = False
        for name, text in wanted.items():
            entry = held.get(name.casefold())
            if entry is None:
                entry = etree.Element(main("definedName"), name=name)
                entry.text = text
                self.add_name(entry, None)
                changed = True
            elif entry.text != text:
                entry.text = text
                changed = True
        if changed:
            self.write()

    def retitle(self, titles: Mapping[str, str]) -> None:
        """Give tabs other titles, here and in what the defined names refer to; formulas of cells are left to others."""
        for entry in self._entries():
            entry.set("name", titles.get(entry.get("name", ""), entry.get("name", "")))
        for name in self.names():
            name.text = with_titles(name.text or "", titles)

    def recalculate(self) -> None:
        """Ask Excel to recalculate the whole workbook when it opens it."""
        found = self.root.find(main("calcPr"))
        if found is None:
            found = etree.Element(main("calcPr"))
            insert_in_order(self.root, found, _WORKBOOK_ORDER)
        found.set("fullCalcOnLoad", "1")

    def write(self) -> None:
        """Put `workbook.xml` back into the package."""
        self._package.replace(self.part, serialise(self.root, self._package.read(self.part)))

    def _entries(self) -> list[etree._Element]:
        return self.root.findall(f"{main('sheets')}/{main('sheet')}")

    def _shift(self, position: int, count: int) -> None:
        for name in self.names():
            _shift_attribute(name, "localSheetId", position, count)
        for window in self.root.iter(main("workbookView")):
            _shift_attribute(window, "activeTab", position, count)
            _shift_attribute(window, "firstSheet", position, count)


def sheets_referred_to(formula: str) -> set[str]:
    """Titles of the sheets that a formula names, as they are written on their tabs, without case."""
    titles: set[str] = set()
    for quoted, bare in _SHEET_REFERENCE.findall(_TEXT.sub("", formula)):
        reference = quoted.replace("''", "'") or bare
        titles.update(title.casefold() for title in reference.split(":"))
    return titles


def with_titles(formula: str, titles: Mapping[str, str]) -> str:
    """A formula without texts, the sheets that it names under other titles.

    >>> with_titles("Planning!$A:$A,'Mes tâches'!$4:$4", {"Planning": "L'an 2", "Mes tâches": "Tâches"})
    "'L''an 2'!$A:$A,'Tâches'!$4:$4"
    """

    def renamed(match: re.Match[str]) -> str:
        title = match[1].replace("''", "'") if match[1] else match[2]
        if title not in titles:
            return match[0]
        return "'" + titles[title].replace("'", "''") + "'!"

    return _SHEET_REFERENCE.sub(renamed, formula)


def list_in_summary(package: Package, titles: Sequence[str], position: int, present: Sequence[str]) -> None:
    """Add tabs to `docProps/app.xml`, which lists the titles of the worksheets.

    Parameters
    ----------
    titles
        The worksheets added.
    position
        How many worksheets stand before them.
    present
        Titles of the worksheets there were; a summary that lists others is left as it is.
    """
    part = _summary_part(package)
    if part is None or part not in package:
        return
    root = package.parse_xml(part)
    counts = root.findall(f"{_PROPERTIES}HeadingPairs//{_VARIANTS}i4")
    vector = root.find(f"{_PROPERTIES}TitlesOfParts/{_VARIANTS}vector")
    listed = [] if vector is None else [entry.text or "" for entry in vector]
    start = 0
    for count in counts:
        end = start + (whole_number(count.text) or 0)
        if listed[start:end] == list(present):
            for offset, title in enumerate(titles):
                entry = etree.Element(f"{_VARIANTS}lpstr")
                entry.text = title
                vector.insert(start + position + offset, entry)
            count.text = str(end - start + len(titles))
            vector.set("size", str(len(vector)))
            package.replace(part, serialise(root, package.read(part)))
            return
        start = end


def _summary_part(package: Package) -> str | None:
    found = (r.target for r in package.relationships("") if r.type.endswith("/extended-properties"))
    return next(found, None)


def _shift_attribute(element: etree._Element, attribute: str, position: int, count: int) -> None:
    value = whole_number(element.get(attribute))
    if value is not None and value >= position:
        element.set(attribute, str(value + count))
