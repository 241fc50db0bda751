"""Columns added at the right of the tables of a workbook, made as those of another workbook in the same cells.

Nothing moves: a formula, a chart or a name of a person's points where it pointed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lxml import etree

from postprod_xl.engines.ooxml.addresses import LAST_COLUMN, Area, column_letters
from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.grafting.palette import Palette
from postprod_xl.engines.ooxml.grafting.sheet_copy import free_styles, free_table_styles
from postprod_xl.engines.ooxml.grafting.style_graft import StyleGraft
from postprod_xl.engines.ooxml.markup import main, serialise, whole_number
from postprod_xl.engines.ooxml.parts.stylesheet import StyleSheet
from postprod_xl.engines.ooxml.sheets.cells import CellCodec, Value
from postprod_xl.engines.ooxml.sheets.sections import with_columns, with_entries, with_section
from postprod_xl.engines.ooxml.sheets.sheet import SheetText
from postprod_xl.engines.ooxml.tables import pivots
from postprod_xl.engines.ooxml.tables.anchors import commented_rows
from postprod_xl.engines.ooxml.tables.collisions import Obstacle, as_obstacles, pivot_areas
from postprod_xl.engines.ooxml.tables.places import TablePlace, date1904

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package
    from postprod_xl.engines.ooxml.tables.collisions import SheetContents

ROWS_KEPT_FREE = 50
"""Below a table, in the columns it gets: what stands there would be taken for its rows, or stop it from growing."""
_DECLARED = re.compile(r"""\sxmlns(?::\w+)?="[^"]*\"""")
_PRIORITY = re.compile(r"""\spriority\s*=\s*["'](\d+)""")

Cells = Mapping[tuple[int, str], Value]
"""Values by row number and heading."""


@dataclass(frozen=True)
class Sketch:
    """The columns to be added to a table, as another workbook has them.

    Parameters
    ----------
    place
        Where the table stands in the workbook that gets them.
    model
        A table of the added columns alone, in the other workbook: its headings and its first row stand in the very
        cells where they will stand.
    """

    place: TablePlace
    model: TablePlace

    @property
    def area(self) -> Area:
        """The cells that the columns will fill."""
        last = self.place.last_column
        return Area(last + 1, self.place.header_row, last + len(self.model.headings), self.place.end_row)

    @property
    def widened(self) -> TablePlace:
        """Where the table stands once it has them."""
        return replace(self.place, headings=(*self.place.headings, *self.model.headings))


class Widening:
    """Columns added to tables of a target, as a source has them.

    Parameters
    ----------
    target, source
        The workbook that gets the columns and the one that has them; the source is only read.
    places
        Every table of the target, by name.
    """

    def __init__(self, target: Package, source: Package, places: Mapping[str, TablePlace]) -> None:
        self._target, self._source = target, source
        self._places = places
        own, self._styles = StyleSheet.of(source), StyleSheet.of(target)
        self._graft = StyleGraft(own, self._styles, Palette(source, target, (own, self._styles)))
        self._widened: list[TablePlace] = []

    def add(self, sketch: Sketch, cells: Cells) -> None:
        """Add columns to one table.

        Parameters
        ----------
        sketch
            The columns.
        cells
            What they hold; the other cells are blank.

        Raises
        ------
        CannotEdit
            Something stands where the columns go, or the table shows no headings.
        """
        place = sketch.place
        sheet = SheetText(self._target.read(place.sheet_part), place.sheet)
        self._check_room(sheet, sketch)
        root = self._source.parse_xml(sketch.model.sheet_part)
        free_styles(root, self._graft)
        self._fill(sheet, sketch, root, cells)
        sheet.head = with_columns(sheet.head, sheet.prefix, _column_attributes(root, sketch))
        sheet.tail = _with_rules(sheet, root)
        self._target.replace(place.sheet_part, sheet.to_bytes())
        self._target.replace(place.table_part, self._widened_table(sketch))
        self._widened.append(sketch.widened)

    def finish(self) -> None:
        """Write the formats that the columns brought, and let pivot tables see the columns."""
        self._styles.write_to(self._target)
        pivots.follow_tables(self._target, self._places, self._widened)

    def _check_room(self, sheet: SheetText, sketch: Sketch) -> None:
        part = sketch.place.sheet_part
        others = [
            place
            for place in self._places.values()
            if place.sheet_part == part and place.name != sketch.place.name
        ]
        check_room(sheet, sketch, as_obstacles(others) + _others(self._target, part, sketch.area))

    def _fill(self, sheet: SheetText, sketch: Sketch, root: etree._Element, cells: Cells) -> None:
        place, model = sketch.place, sketch.model
        codec = CellCodec(sheet.prefix, date1904(self._target), lambda: ())
        styles = {cell.get("r"): whole_number(cell.get("s")) for cell in root.iter(main("c"))}
        for number in range(place.header_row, place.last_row + 1):
            row = sheet.row(number)
            like = min(number, place.first_row)
            for column, heading in enumerate(model.headings, place.last_column + 1):
                letters = column_letters(column)
                value = heading if number == place.header_row else cells.get((number, heading))
                style = styles.get(f"{letters}{like}")
                new = codec.updated(None, f"{letters}{number}", style, value)
                if new is not None:
                    row.cells[column] = new
            sheet.put(number, row)

    def _widened_table(self, sketch: Sketch) -> bytes:
        """The table's part with its columns, its range and its filter widened."""
        place = sketch.place
        data = self._target.read(place.table_part)
        root, model = (
            self._target.parse_xml(place.table_part),
            self._source.parse_xml(sketch.model.table_part),
        )
        free_table_styles(model, self._graft)
        whole = replace(place.area, last_column=sketch.area.last_column)
        root.set("ref", str(whole))
        for shown in root.findall(main("autoFilter")):
            old = Area.parse(shown.get("ref", ""))
            if old is not None and old.last_column == place.last_column:
                shown.set("ref", str(replace(old, last_column=whole.last_column)))
        columns = root.find(main("tableColumns"))
        last = max(whole_number(column.get("id")) or 0 for column in columns)
        for number, column in enumerate(list(model.iter(main("tableColumn"))), last + 1):
            column.set("id", str(number))
            columns.append(column)
        columns.set("count", str(len(columns)))
        return serialise(root, data)


def check_room(sheet: SheetContents, sketch: Sketch, obstacles: Sequence[Obstacle]) -> None:
    """Refuse to widen a table over something, or right above what would be taken for its rows.

    Parameters
    ----------
    sheet
        The tab.
    sketch
        The columns.
    obstacles
        What fills ranges of the tab besides its cells.

    Raises
    ------
    CannotEdit
        Naming the tab and the first cell in the way.
    """
    place, area = sketch.place, sketch.area
    if not place.has_header:
        raise CannotEdit(
            f"{place.sheet} — le tableau « {place.name} », qui doit recevoir des colonnes, n'a pas d'en-têtes ; "
            "cochez « Ligne d'en-tête » (Création de tableau), puis recommencez."
        )
    if area.last_column > LAST_COLUMN:
        raise CannotEdit(f"{place.sheet} — aucune colonne n'est libre à droite du tableau « {place.name} ».")
    found = [("des cellules fusionnées se trouvent", merged) for merged in sheet.merged]
    found += [("une formule matricielle se trouve", block) for block in sheet.blocks]
    found += [(f"{what} se trouve", taken) for what, taken in obstacles]
    for what, taken in found:
        if taken.intersects(area):
            raise _in_the_way(sketch, f"{column_letters(taken.first_column)}{taken.first_row}", what)
    below = replace(area, last_row=area.last_row + ROWS_KEPT_FREE)
    taken_below = [taken for _, taken in obstacles]
    for row, column in sheet.contents_in(below):
        if not any(taken.contains(row, column) for taken in taken_below):
            raise _in_the_way(sketch, f"{column_letters(column)}{row}", "du texte ou une valeur se trouve")


def _others(package: Package, part: str, area: Area) -> list[Obstacle]:
    """What stands over cells of a tab without being in them."""
    found: list[Obstacle] = [("un tableau croisé", taken) for taken in pivot_areas(package, part)]
    for row in sorted(commented_rows(package, part, area)):
        found.append(("un commentaire", replace(area, first_row=row, last_row=row)))
    return found


def _in_the_way(sketch: Sketch, cell: str, what: str) -> CannotEdit:
    count = len(sketch.model.headings)
    columns = f"{count} colonnes doivent" if count > 1 else "une colonne doit"
    return CannotEdit(
        f"{sketch.place.sheet}!{cell} — {what} à droite du tableau « {sketch.place.name} », où {columns} s'ajouter ; "
        f"coupez ce contenu et collez-le {count} colonne{'s' if count > 1 else ''} plus à droite, puis recommencez."
    )


def _column_attributes(root: etree._Element, sketch: Sketch) -> dict[int, dict[str, str]]:
    """The width and the format of each added column, as the source has them."""
    found = {}
    wanted = range(sketch.area.first_column, sketch.area.last_column + 1)
    for element in root.iter(main("col")):
        attributes = {name: value for name, value in element.attrib.items() if name not in ("min", "max")}
        for number in range(int(element.get("min")), int(element.get("max")) + 1):
            if number in wanted:
                found[number] = attributes
    return found


def _with_rules(sheet: SheetText, root: etree._Element) -> str:
    """The end of a sheet with the conditional formats and the validations of the added columns."""
    tail = sheet.tail
    last = max(map(int, _PRIORITY.findall(tail)), default=0)
    for element in root.iter(main("conditionalFormatting")):
        for rule in element.iter(main("cfRule")):
            rule.set("priority", str(last + int(rule.get("priority"))))
        tail = with_section(tail, "conditionalFormatting", _text(element, sheet.prefix))
    entries = [_text(element, sheet.prefix) for element in root.iter(main("dataValidation"))]
    return with_entries(tail, "dataValidations", sheet.prefix, entries)


def _text(element: etree._Element, prefix: str) -> str:
    """An element as text, without the declaration that a sheet without prefix makes already."""
    element.tail = None
    etree.cleanup_namespaces(element)
    text = str(etree.tostring(element, encoding="unicode"))
    opening, closing, rest = text.partition(">")
    return text if prefix else _DECLARED.sub("", opening) + closing + rest
