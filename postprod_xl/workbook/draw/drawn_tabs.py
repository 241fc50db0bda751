"""Drawn tabs in a workbook: drawn apart, then put in the place of what was drawn before."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from lxml import etree

from postprod_xl.engines.ooxml import safe_xml
from postprod_xl.engines.ooxml.addresses import LAST_COLUMN, LAST_ROW, Area
from postprod_xl.engines.ooxml.errors import CannotEdit, naming
from postprod_xl.engines.ooxml.grafting.charts import put_charts
from postprod_xl.engines.ooxml.grafting.palette import Palette
from postprod_xl.engines.ooxml.grafting.sheet_copy import free_strings, free_styles
from postprod_xl.engines.ooxml.grafting.style_graft import StyleGraft
from postprod_xl.engines.ooxml.markup import insert_in_order, local_name, main, serialise
from postprod_xl.engines.ooxml.parts import recalculation
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.stylesheet import StyleSheet
from postprod_xl.engines.ooxml.parts.tabs import Tab, TabList, sheets_referred_to
from postprod_xl.engines.ooxml.reading.precedents import Changes
from postprod_xl.engines.ooxml.sheets.cell_markup import has_sections
from postprod_xl.engines.ooxml.sheets.sections import AFTER_CELLS
from postprod_xl.engines.ooxml.tables.places import date1904
from postprod_xl.schema.drawn_tabs import (
    CASH_CURVE,
    DRAWN_TABS,
    LIST,
    LOAD,
    PROGRESS,
    QUOTES,
    SERVICE,
    TECHNIQUE_SHEETS,
    DrawnTab,
)
from postprod_xl.workbook.draw.charts.cash_tab import draw_cash
from postprod_xl.workbook.draw.charts.chart_tab import VIEWS, draw_chart
from postprod_xl.workbook.draw.charts.load_tab import draw_load
from postprod_xl.workbook.draw.charts.progress_tab import draw_progress
from postprod_xl.workbook.draw.list_tab import draw_list
from postprod_xl.workbook.draw.page import set_dated_footer, set_up
from postprod_xl.workbook.draw.quotes_tab import draw_quotes
from postprod_xl.workbook.draw.service_tab import draw_service
from postprod_xl.workbook.draw.technique_tab import draw_technique
from postprod_xl.workbook.make.build import CREATED
from postprod_xl.workbook.style import FONT, Formats

_SHEET_ORDER = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", *AFTER_CELLS)
_DRAWN = frozenset(
    (
        "dimension",
        "sheetFormatPr",
        "cols",
        "sheetData",
        "autoFilter",
        "sortState",
        "mergeCells",
        "conditionalFormatting",
        "dataValidations",
        "hyperlinks",
        "rowBreaks",
        "colBreaks",
    )
)  # fmt: skip
"""What a drawing replaces; the view, the page set-up, buttons and shapes of the tab stay."""
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_DECLARED = re.compile(rb'\sxmlns(?::\w+)?="[^"]*"')
_FILTERED, _PRINTED = "_xlnm._FilterDatabase", "_xlnm.Print_Area"
_TABLE, _PIVOT = "/table", "/pivotTable"
_DRAWERS: Mapping[DrawnTab, Callable[..., None]] = {
    LIST: draw_list,
    QUOTES: draw_quotes,
    SERVICE: draw_service,
    **{view.columns.tab: partial(draw_chart, view=view) for view in VIEWS},
    LOAD: draw_load,
    PROGRESS: draw_progress,
    CASH_CURVE: draw_cash,
    TECHNIQUE_SHEETS: draw_technique,
}

Charts = Mapping[DrawnTab, Any]


def drawn_workbook(charts: Charts, *, first_year: int = 1900) -> bytes:
    """A workbook of the drawn tabs alone, in the order of `charts`, to be printed or put into another.

    Parameters
    ----------
    charts
        From `documents.charts`: a load (`load.Load`) for `LOAD`, the hours of projects (`progress.ProgressChart`) for
        `PROGRESS`, the cash (`cash.CashCurve`) for `CASH_CURVE`; quotes (`documents.quote.OpenQuotes`) for `QUOTES`;
        the board of the house (`documents.service_sheet.ServiceBoard`) for `SERVICE`; technical sheets
        (`documents.technique_sheet.TechniqueSheets`) for `TECHNIQUE_SHEETS`; a plan or a view of it (`gantt.Gantt`)
        for the others.
    first_year
        The year from which the dates are counted, 1900 or 1904.

    Returns
    -------
    bytes
        The `.xlsx`; the same for the same charts. Constants only, landscape, one page wide.
    """
    from xlsxwriter import Workbook

    output = io.BytesIO()
    options = {"in_memory": True, "default_format_properties": FONT, "date_1904": first_year == 1904}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = Workbook(output, options)
        book.set_properties({"title": " et ".join(tab.title for tab in charts), "created": CREATED})
        formats = Formats(book)
        for tab, chart in charts.items():
            sheet = book.add_worksheet(tab.title)
            set_up(sheet, tab)
            set_dated_footer(sheet, chart.today)
            _DRAWERS[tab](sheet, chart, formats)
        book.close()
    return output.getvalue()


def redraw(package: Package, charts: Charts) -> None:
    """Draw these charts on their tabs, in place of what was drawn before.

    A tab keeps its place, its title, its view, its page set-up, its buttons, a person's charts; what a person wrote in
    its cells is lost. A tab that was deleted, or that the workbook never had, is not made. Nothing changed, no byte
    changes.

    Raises
    ------
    CannotEdit
        A drawn tab holds a table or a pivot table, which would be broken.
    """
    listed = TabList(package)
    places = {tab: place for tab in charts if (place := drawn_place(listed, tab)) is not None}
    if not places:
        return
    for place in places.values():
        _refuse_tables(package, place)
    year = 1904 if date1904(package) else 1900
    wanted = {tab: charts[tab] for tab in places}
    source = Package(Path(f"{DRAWN_TABS[0].title}.xlsx"), drawn_workbook(wanted, first_year=year))
    _Redrawing(package, source, listed).run(places)


def redraw_tab(package: Package, place: Tab, drawn: bytes) -> None:
    """Draw the one tab of a drawn workbook in place of what a tab showed; what prints of it follows.

    The tab keeps its place, its title, its view and its page set-up.

    Raises
    ------
    CannotEdit
        It holds a table or a pivot table, which would be broken.
    """
    _refuse_tables(package, place)
    listed, source = TabList(package), Package(Path(f"{place.title}.xlsx"), drawn)
    _Redrawing(package, source, listed).run_one(place)


def drawn_place(listed: TabList, tab: DrawnTab) -> Tab | None:
    """The tab that the name of a drawn tab leads to, whatever its title; None when there is none."""
    name = listed.workbook_names().get(tab.name.casefold())
    if name is None:
        return None
    titles = sheets_referred_to(name.text or "")
    found = (t for t in listed.tabs if t.kind == "worksheet" and t.title.casefold() in titles)
    return next(found, None)


class _Redrawing:
    """The tabs of a source workbook put into the parts of a target's."""

    def __init__(self, target: Package, source: Package, listed: TabList) -> None:
        self._target, self._source, self._listed = target, source, listed
        own, self._host = StyleSheet.of(source), StyleSheet.of(target)
        self._styles = StyleGraft(own, self._host, Palette(source, target, (own, self._host)))
        self._strings = _shared_strings(source)

    def run(self, places: Mapping[DrawnTab, Tab]) -> None:
        """Put every tab, then what tells of them elsewhere."""
        given = {tab.title: tab for tab in TabList(self._source).tabs}
        had_formulas = False
        renamed = []
        redrawn: dict[str, list[Area]] = {}
        for tab, place in places.items():
            had_formulas |= _has_formulas(self._target.read(place.part))
            renamed.append(self._put(place, given[tab.title], redrawn))
            put_charts((self._target, place), (self._source, given[tab.title]), tab.chart_prefix)
        self._tell(any(renamed), had_formulas, redrawn)

    def run_one(self, place: Tab) -> None:
        """Put the first tab of the source on a tab, with the area of it that prints."""
        redrawn: dict[str, list[Area]] = {}
        had_formulas = _has_formulas(self._target.read(place.part))
        source = TabList(self._source)
        self._put(place, source.tabs[0], redrawn)
        printed = [name.text for name in source.names() if name.get("name") == _PRINTED]
        position = [tab.part for tab in self._listed.tabs].index(place.part)
        for name in self._listed.names():
            if (name.get("name"), name.get("localSheetId")) == (_PRINTED, str(position)):
                name.getparent().remove(name)
        for text in printed:
            entry = etree.Element(main("definedName"), name=_PRINTED)
            entry.text = _absolute(place.title, text.rpartition("!")[2].replace("$", ""))
            self._listed.add_name(entry, position)
        self._tell(True, had_formulas, redrawn)

    def _put(self, place: Tab, given: Tab, redrawn: dict[str, list[Area]]) -> bool:
        """Put one tab, and note it if it changes; whether the name of its filter changed."""
        root = self._source.parse_xml(given.part)
        free_strings(root, self._strings)
        free_styles(root, self._styles)
        old = self._target.read(place.part)
        is_renamed = self._follow_filter(place, root)
        new = self._with_drawing(old, root, place.part)
        if new != old:
            self._target.replace(place.part, new)
            redrawn[place.part] = [Area(1, 1, LAST_COLUMN, LAST_ROW)]
        return is_renamed

    def _tell(self, is_renamed: bool, had_formulas: bool, redrawn: Mapping[str, list[Area]]) -> None:
        """Put what tells of the tabs elsewhere: formats, names, the order of calculation."""
        self._host.write_to(self._target)
        if is_renamed:
            self._listed.write()
        if had_formulas:
            recalculation.drop_calculation_chain(self._target)
        recalculation.recalculate_if_needed(self._target, Changes(redrawn), (), recalculation.nothing_known)

    def _with_drawing(self, old: bytes, new: etree._Element, part: str) -> bytes:
        """The text of a tab once what a drawing is made of is replaced, and the rest left.

        The old cells are left out and the new ones joined as text: lxml takes long to move so many.
        """
        first, last = _cells_of(old)
        with naming(self._target.path):
            root = safe_xml.parse(old[:first] + old[last:], part)
        for element in list(root):
            if local_name(element) in _DRAWN and element.tag == main(local_name(element)):
                root.remove(element)
        cells = new.find(main("sheetData"))
        text = _text_under(root, cells)
        cells.clear()
        for element in list(new):
            if local_name(element) in _DRAWN:
                insert_in_order(root, element, _SHEET_ORDER)
        empty = f"<{cells.prefix}:sheetData/>" if cells.prefix else "<sheetData/>"
        return serialise(root, old).replace(empty.encode(), text, 1)

    def _follow_filter(self, place: Tab, root: etree._Element) -> bool:
        """See that the hidden name of the tab's filter says where it is; whether it had to change."""
        filtered = root.find(main("autoFilter"))
        position = [tab.part for tab in self._listed.tabs].index(place.part)
        names = [name for name in self._listed.names() if name.get("name") == _FILTERED]
        own = [name for name in names if name.get("localSheetId") == str(position)]
        if filtered is None:
            for name in own:
                name.getparent().remove(name)
            return bool(own)
        text = _absolute(place.title, filtered.get("ref"))
        if own and own[0].text == text:
            return False
        if own:
            own[0].text = text
        else:
            entry = etree.Element(main("definedName"), name=_FILTERED, hidden="1")
            entry.text = text
            self._listed.add_name(entry, position)
        return True


def _has_formulas(part: bytes) -> bool:
    return _FORMULA.search(part, part.find(b"sheetData"), part.rfind(b"sheetData")) is not None


def _cells_of(part: bytes) -> tuple[int, int]:
    """Where the rows of a tab begin and end in its text; nowhere when a prefix or a comment may hide them."""
    if has_sections(part):
        return len(part), len(part)
    first, last = part.find(b"<row "), part.rfind(b"</sheetData>")
    return (first, last) if 0 <= first < last else (len(part), len(part))


def _text_under(root: etree._Element, cells: etree._Element) -> bytes:
    """The text of the cells, without the declarations that the head of the part already makes."""
    text: bytes = etree.tostring(cells, encoding="UTF-8", xml_declaration=False)
    if root.prefix:
        return text
    end = text.index(b">")
    return _DECLARED.sub(b"", text[:end]) + text[end:]


def _absolute(title: str, area: str) -> str:
    """`'Gantt'!$A$7:$I$9` for `A7:I9`."""
    quoted = title.replace("'", "''")
    corners = (
        f"${corner.rstrip('0123456789')}${corner.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"
        for corner in area.split(":")
    )
    return f"'{quoted}'!{':'.join(corners)}"


def _shared_strings(package: Package) -> list[etree._Element]:
    for relation in package.relationships(package.workbook_part):
        if relation.type.endswith("/sharedStrings"):
            return package.parse_xml(relation.target).findall(main("si"))
    return []


def _refuse_tables(package: Package, place: Tab) -> None:
    kinds = [relation.type for relation in package.relationships(place.part)]
    for kind, what in ((_TABLE, "un tableau"), (_PIVOT, "un tableau croisé")):
        if any(found.endswith(kind) for found in kinds):
            raise in_the_drawing(place.title, what)


def in_the_drawing(title: str, what: str) -> CannotEdit:
    """The refusal to draw over what would be broken, such as `un tableau`."""
    return CannotEdit(
        f"{title} — {what} se trouve dans cet onglet, que le programme redessine en entier : "
        "déplacez-le dans un autre onglet."
    )
