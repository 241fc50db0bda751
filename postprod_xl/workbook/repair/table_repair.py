"""Putting our tables back over the headings that another program left without tables."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from lxml import etree

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.errors import Refused, naming
from postprod_xl.engines.ooxml.grafting.palette import Palette
from postprod_xl.engines.ooxml.grafting.sheet_copy import free_table_styles
from postprod_xl.engines.ooxml.grafting.style_graft import StyleGraft
from postprod_xl.engines.ooxml.markup import REL, main, serialise, whole_number
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.stylesheet import StyleSheet
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.engines.ooxml.sheets.sections import with_entries
from postprod_xl.engines.ooxml.sheets.sheet import SheetText
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.engines.ooxml.tables.renaming import rename_references
from postprod_xl.schema.drawn_tabs import DRAWN_TABS
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.units import folded
from postprod_xl.workbook.draw.drawn_tabs import drawn_place
from postprod_xl.workbook.make.validations import list_name, list_names
from postprod_xl.workbook.places import find_tables, plain_heading
from postprod_xl.workbook.repair.lost_tables import Lost

_TABLE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"
_TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_FILTER_NAME = "_xlnm._FilterDatabase"
_BREAKS = re.compile("[\t\n\r]")
_LITERAL_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def repair_tables(package: Package, lost: Sequence[Lost]) -> list[str]:
    """Put tables back where their headings stand, and the names by which lists and drawings find them.

    A table under another name gets its own back, in the formulas that name it too. Cells are left byte for byte.

    Parameters
    ----------
    package
        The workbook.
    lost
        The tables, from `lost_tables`, without a problem.

    Returns
    -------
    list of str
        One French line for each table put back or renamed.

    Raises
    ------
    UnusableFile
        A filter with criteria stands across a table, or a name of the workbook is that of a table.
    """
    with naming(package.path):
        _refuse_taken_names(package, lost)
        repair = _Repair(package)
        lines = [repair.renamed(one) if one.renamed else repair.restored(one) for one in lost]
        repair.finish()
        _restore_names(package, {one.table.name for one in lost})
    return lines


class _Repair:
    """The tables of a new workbook, brought over the cells of a damaged one."""

    def __init__(self, target: Package) -> None:
        from postprod_xl.workbook.make.build import build

        self._target = target
        # Optional tabs are made for those who name them.
        self._source = Package(
            Path("modele.xlsx"), build({table.name: () for table in TABLES if table.family})
        )
        self._models = find_tables(self._source)
        own, self._styles = StyleSheet.of(self._source), StyleSheet.of(target)
        self._graft = StyleGraft(own, self._styles, Palette(self._source, target, (own, self._styles)))
        self._last_id = max(_ids(target, find_tables(target).values()), default=0)

    def renamed(self, lost: Lost) -> str:
        place = lost.renamed
        assert place is not None
        root = self._target.parse_xml(place.table_part)
        root.set("name", lost.table.name)
        root.set("displayName", lost.table.name)
        self._target.replace(place.table_part, serialise(root, self._target.read(place.table_part)))
        rename_references(self._target, place.name, lost.table.name)
        return f"{lost.sheet.title}!{lost.area} — le tableau « {place.name} » reprend son nom : « {lost.table.name} »"

    def restored(self, lost: Lost) -> str:
        part = self._free_part()
        sheet = SheetText(self._target.read(lost.sheet.part), lost.sheet.title)
        children = _take_filter(sheet, lost.area)
        if children is not None:
            _drop_filter_name(self._target, lost.sheet.title)
        self._target.add(part, self._table(lost, children or []))
        self._target.add_override(part, _TABLE_TYPE)
        identifier = self._target.add_relationship(lost.sheet.part, _TABLE, part)
        entry = f'<{sheet.prefix}tablePart xmlns:r="{REL}" r:id="{identifier}"/>'
        sheet.tail = with_entries(sheet.tail, "tableParts", sheet.prefix, [entry])
        self._target.replace(lost.sheet.part, sheet.to_bytes())
        return f"{lost.sheet.title}!{lost.area} — table « {lost.table.name} » rétablie sur ses en-têtes"

    def finish(self) -> None:
        """Write the formats that the tables brought."""
        self._styles.write_to(self._target)

    def _free_part(self) -> str:
        number = 1
        while f"xl/tables/table{number}.xml" in self._target:
            number += 1
        return f"xl/tables/table{number}.xml"

    def _table(self, lost: Lost, criteria: Sequence[etree._Element]) -> bytes:
        """The part of a table: as a new workbook has it, over the columns that stand in this one."""
        model = self._models[lost.table.name]
        root = self._source.parse_xml(model.table_part)
        self._last_id += 1
        root.set("id", str(self._last_id))
        root.set("ref", str(lost.area))
        for shown in root.findall(main("autoFilter")):
            shown.set("ref", str(lost.area))
            shown.extend(criteria)
        self._fill_columns(root.find(main("tableColumns")), lost)
        free_table_styles(root, self._graft)
        return serialise(root, self._source.read(model.table_part))

    def _fill_columns(self, columns: etree._Element, lost: Lost) -> None:
        models = {folded(plain_heading(column.get("name"))): column for column in columns}
        shown = {folded(text) for text in lost.headings}
        for column in list(columns):
            columns.remove(column)
        for number, text in enumerate(lost.headings, 1):
            model = models.get(folded(plain_heading(text)))
            column = etree.Element(main("tableColumn")) if model is None else copy.deepcopy(model)
            column.set("id", str(number))
            column.set("name", _column_name(text))
            declared = {folded(one.heading): one for one in lost.table.columns}.get(
                folded(plain_heading(text))
            )
            inputs = lost.table.formula_inputs(declared) if declared else ()
            if not all(folded(heading) in shown for heading in inputs):
                for formula in column.findall(main("calculatedColumnFormula")):
                    column.remove(formula)
            columns.append(column)
        columns.set("count", str(len(columns)))


def _ids(package: Package, places: Iterable[TablePlace]) -> list[int]:
    return [whole_number(package.parse_xml(place.table_part).get("id")) or 0 for place in places]


def _column_name(text: str) -> str:
    """A heading as a table names its column: line breaks escaped."""
    plain = _LITERAL_ESCAPE.sub("_x005F_", text)
    return _BREAKS.sub(lambda match: f"_x{ord(match[0]):04x}_", plain)


def _take_filter(sheet: SheetText, area: Area) -> list[etree._Element] | None:
    """Take away the filter of a tab that stands on a table's headings, which has its own; gives its criteria.

    None when no filter stands there: Excel refuses a file with both.
    """
    pattern = rf"<{sheet.prefix}autoFilter\b[^>]*?(?:/>|>.*?</{sheet.prefix}autoFilter\s*>)"
    found = re.search(pattern, sheet.tail, re.DOTALL)
    reference = re.search(r"""\sref=["']([^"']+)""", found[0]) if found else None
    filtered = Area.parse(reference[1]) if reference else None
    if found is None or filtered is None or not filtered.intersects(area):
        return None
    opening = (sheet.head[sheet.head.index(f"<{sheet.prefix}worksheet") :]).partition(">")[0]
    holder = etree.fromstring(f"{opening.rstrip('/')}>{found[0]}</{sheet.prefix}worksheet>".encode())
    criteria = list(holder[0])
    if criteria and (filtered.first_row, filtered.first_column) != (area.first_row, area.first_column):
        raise Refused(
            f"{sheet.title}!{filtered} : un filtre actif est posé en travers de la table ; "
            "retirez-le (Données > Filtrer), puis recommencez."
        )
    sheet.tail = sheet.tail[: found.start()] + sheet.tail[found.end() :]
    return criteria


def _drop_filter_name(package: Package, title: str) -> None:
    """Remove the hidden name by which Excel keeps the filter of a tab."""
    listed = TabList(package)
    position = str([tab.title for tab in listed.tabs].index(title))
    for name in listed.names():
        if name.get("name") == _FILTER_NAME and name.get("localSheetId") == position:
            holder = name.getparent()
            holder.remove(name)
            if not len(holder):
                holder.getparent().remove(holder)
    listed.write()


def _refuse_taken_names(package: Package, lost: Sequence[Lost]) -> None:
    wanted = {folded(one.table.name): one.table.name for one in lost}
    for name in TabList(package).names():
        if folded(name.get("name", "")) in wanted:
            raise Refused(
                f"le nom « {name.get('name')} » désigne une plage ({name.text}), et une table doit le porter : "
                "supprimez-le (Formules > Gestionnaire de noms), puis recommencez."
            )


def _restore_names(package: Package, restored: set[str]) -> None:
    """Give back the names of the lists of the tables put back, and of the drawn tabs that lost theirs."""
    names, listed = list_names(find_tables(package)), TabList(package)
    wanted = {list_name(table): names[list_name(table)] for table in restored if list_name(table) in names}
    wanted |= {
        drawn.name: "'" + tab.title.replace("'", "''") + "'!$A$1"
        for drawn in DRAWN_TABS
        if drawn_place(listed, drawn) is None
        for tab in listed.tabs
        if tab.kind == "worksheet" and folded(tab.title) == folded(drawn.title)
    }
    listed.set_names(wanted)
