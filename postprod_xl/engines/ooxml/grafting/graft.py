"""Copying whole sheets from one workbook into another; nothing else changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lxml import etree

from postprod_xl.engines.ooxml.errors import Refused, naming
from postprod_xl.engines.ooxml.grafting.palette import Palette
from postprod_xl.engines.ooxml.grafting.part_copy import PartCopy
from postprod_xl.engines.ooxml.grafting.sheet_copy import (
    free_strings,
    free_styles,
    free_table_styles,
    free_view,
    refuse_workbook_content,
    uses_dynamic_arrays,
)
from postprod_xl.engines.ooxml.grafting.sheet_dates import shift_dates
from postprod_xl.engines.ooxml.grafting.style_graft import StyleGraft
from postprod_xl.engines.ooxml.markup import main, serialise, whole_number
from postprod_xl.engines.ooxml.parts.stylesheet import StyleSheet
from postprod_xl.engines.ooxml.parts.tabs import Tab, TabList, list_in_summary, sheets_referred_to
from postprod_xl.engines.ooxml.reading.cell_formats import cell_formats
from postprod_xl.engines.ooxml.tables.places import DAYS_TO_1904, date1904, sheets

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"


def graft_sheets(target: Package, source: Package, titles: Sequence[str], after: str | None = None) -> None:
    """Copy the sheets called `titles` of `source`, in that order, into `target`.

    Cells, formats, tables, pictures, charts, comments, links, validations, page set-up and the names of the
    sheets come along, their dates counted from 1900 or 1904 as in the target; the target's other parts stay
    byte for byte, save those that list sheets and formats (`workbook.xml`, `styles.xml`, which is only added
    to, content types, relationships, `docProps/app.xml`).

    Parameters
    ----------
    target, source
        The workbook that receives and the workbook that gives; the source is only read.
    titles
        Titles of worksheets of the source, as on their tabs.
    after
        Title of the target's tab after which they are put; `None` puts them at the end.

    Raises
    ------
    UnusableFile
        Before anything is changed: a title absent from the source or already in the target, a table whose
        name is taken, a date before the calendar of the target, or a sheet with something that has no meaning
        outside its workbook (pivot table, slicer, query, threaded comment, linked data type, reference to
        another file).
    """
    with naming(target.path):
        _Grafting(target, source, titles).run(after)


class _Grafting:
    """One graft, prepared whole before the target is changed."""

    def __init__(self, target: Package, source: Package, titles: Sequence[str]) -> None:
        self._target, self._source = target, source
        self._listed, self._given = TabList(target), TabList(source)
        self._tabs = [self._tab(title) for title in titles]
        own, host = StyleSheet.of(source), StyleSheet.of(target)
        self._host_styles = host
        self._styles = StyleGraft(own, host, Palette(source, target, (own, host)))
        self._copies = PartCopy(source, target, self._adapted)
        self._names = set(self._listed.workbook_names())
        self._table_id = 0
        self._metadata: str | None = None
        self._formulas = False
        self._strings: list[etree._Element] | None = None

    def run(self, after: str | None) -> None:
        self._refuse_clashes()
        position = self._position(after)
        self._read_tables()
        parts = [self._copies.copy(tab.part) for tab in self._tabs]
        worksheets = [tab.title for tab in self._listed.tabs if tab.kind == "worksheet"]
        before = sum(tab.kind == "worksheet" for tab in self._listed.tabs[:position])
        self._copies.commit()
        self._host_styles.write_to(self._target)
        self._list(parts, position)
        list_in_summary(self._target, [tab.title for tab in self._tabs], before, worksheets)

    def _tab(self, title: str) -> Tab:
        for tab in self._given.tabs:
            if tab.title.casefold() == title.casefold() and tab.kind == "worksheet":
                return tab
        raise Refused(f"onglet « {title} » introuvable dans {self._source.path.name}, qui doit le fournir.")

    def _position(self, after: str | None) -> int:
        titles = [tab.title.casefold() for tab in self._listed.tabs]
        if after is None:
            return len(titles)
        if after.casefold() not in titles:
            raise Refused(f"onglet « {after} » introuvable : le titre d'un onglet du classeur est attendu.")
        return titles.index(after.casefold()) + 1

    def _refuse_clashes(self) -> None:
        present = {tab.title.casefold() for tab in self._listed.tabs}
        for tab in self._tabs:
            if tab.title.casefold() in present:
                raise Refused(
                    f"onglet « {tab.title} » déjà présent dans le classeur : renommez-le ou supprimez-le, "
                    "puis recommencez."
                )
            present.add(tab.title.casefold())

    def _read_tables(self) -> None:
        for sheet in sheets(self._target):
            for relationship in self._target.relationships(sheet.part):
                if relationship.type.endswith("/table"):
                    table = self._target.parse_xml(relationship.target)
                    self._names.add(table.get("displayName", "").casefold())
                    self._table_id = max(self._table_id, whole_number(table.get("id")) or 0)

    def _adapted(self, part: str, data: bytes) -> bytes:
        for tab in self._tabs:
            if tab.part == part:
                return self._adapted_sheet(tab, data)
        if self._source.content_type(part) == _TABLE_TYPE:
            return self._adapted_table(part, data)
        return data

    def _adapted_sheet(self, tab: Tab, data: bytes) -> bytes:
        root = self._source.parse_xml(tab.part)
        refuse_workbook_content(root, tab.title)
        if uses_dynamic_arrays(root):
            self._metadata = self._metadata or self._common_metadata(tab.title)
        free_strings(root, self._shared_strings())
        self._free_dates(root, tab.title)
        free_styles(root, self._styles)
        free_view(root, self._listed.windows)
        self._formulas = self._formulas or next(root.iter(main("f")), None) is not None
        return serialise(root, data)

    def _free_dates(self, root: etree._Element, title: str) -> None:
        given, received = date1904(self._source), date1904(self._target)
        if given != received:
            shift_dates(root, cell_formats(self._source), DAYS_TO_1904 if given else -DAYS_TO_1904, title)

    def _adapted_table(self, part: str, data: bytes) -> bytes:
        root = self._source.parse_xml(part)
        name = root.get("displayName", "")
        if name.casefold() in self._names:
            raise Refused(
                f"tableau « {name} » : ce nom est déjà pris dans le classeur ; renommez l'un des deux, "
                "puis recommencez."
            )
        self._names.add(name.casefold())
        self._table_id += 1
        root.set("id", str(self._table_id))
        free_table_styles(root, self._styles)
        return serialise(root, data)

    def _shared_strings(self) -> list[etree._Element]:
        if self._strings is None:
            part = _related(self._source, "sharedStrings")
            self._strings = [] if part is None else self._source.parse_xml(part).findall(main("si"))
        return self._strings

    def _common_metadata(self, title: str) -> str:
        """The source's metadata part, when the target has the same one or none."""
        own, host = _related(self._source, "sheetMetadata"), _related(self._target, "sheetMetadata")
        if own is None or (host is not None and self._target.read(host) != self._source.read(own)):
            raise Refused(
                f"onglet « {title} » : une formule matricielle dynamique ne peut pas être copiée : "
                "remplacez-la par une formule simple, puis recommencez."
            )
        return own

    def _list(self, parts: Sequence[str], position: int) -> None:
        workbook = self._target.workbook_part
        ids = [self._target.add_relationship(workbook, f"{_OFFICE}/worksheet", part) for part in parts]
        self._listed.insert(self._tabs, ids, position)
        self._bring_sheet_names(position)
        self._bring_workbook_names()
        if self._formulas and self._given.recalculates:
            self._listed.recalculate()
        self._listed.write()
        if self._metadata is not None and _related(self._target, "sheetMetadata") is None:
            self._bring_metadata(self._metadata)

    def _bring_metadata(self, part: str) -> None:
        self._target.add(part, self._source.read(part))
        self._target.add_override(part, self._source.content_type(part))
        self._target.add_relationship(self._target.workbook_part, f"{_OFFICE}/sheetMetadata", part)

    def _bring_sheet_names(self, position: int) -> None:
        order = [tab.title for tab in self._given.tabs]
        places = {str(order.index(tab.title)): position + n for n, tab in enumerate(self._tabs)}
        for name in self._given.names():
            if name.get("localSheetId") in places:
                self._listed.add_name(name, places[name.get("localSheetId")])

    def _bring_workbook_names(self) -> None:
        """Names of the source about the sheets brought, and about no sheet that the target lacks."""
        brought = {tab.title.casefold() for tab in self._tabs}
        present = {tab.title.casefold() for tab in self._listed.tabs}
        for name in self._given.names():
            about = sheets_referred_to(name.text or "")
            absent = name.get("localSheetId") is None and name.get("name", "").casefold() not in self._names
            if absent and about & brought and about <= present:
                self._listed.add_name(name, None)


def _related(package: Package, kind: str) -> str | None:
    targets = (r.target for r in package.relationships(package.workbook_part) if r.type.endswith("/" + kind))
    return next(targets, None)
