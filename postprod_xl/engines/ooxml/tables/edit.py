"""Editing the tables of a workbook in place: every byte outside the edit stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.parts import recalculation
from postprod_xl.engines.ooxml.parts.shared_strings import shared_strings
from postprod_xl.engines.ooxml.reading.precedents import Changes, Known
from postprod_xl.engines.ooxml.sheets.cells import CellCodec, Value
from postprod_xl.engines.ooxml.sheets.sheet import SheetText
from postprod_xl.engines.ooxml.tables import anchors, pivots, range_references, rebuilding
from postprod_xl.engines.ooxml.tables.collisions import Obstacle, as_obstacles, pivot_areas
from postprod_xl.engines.ooxml.tables.matching import KeptRow
from postprod_xl.engines.ooxml.tables.places import TablePlace, date1904, sheets
from postprod_xl.engines.ooxml.tables.range_references import Resized
from postprod_xl.engines.ooxml.tables.rebuilding import RowValues, TableContent
from postprod_xl.engines.ooxml.tables.rows import TableRows

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package


class WorkbookEdit:
    """Changes to the tables of one workbook, gathered, then written into its package by `finish`.

    Until `finish`, the package is untouched: an edit that is refused leaves nothing behind.

    Parameters
    ----------
    package
        The workbook.
    places
        Its tables, from `find_tables`.
    known
        Tells the formulas whose value is written with them: they never need the spreadsheet to compute them.
    """

    def __init__(
        self, package: Package, places: Mapping[str, TablePlace], known: Known = recalculation.nothing_known
    ) -> None:
        self._package = package
        self._known = known
        self._before = dict(places)
        self._places = dict(places)
        self._sheets: dict[str, SheetText] = {}
        self._comment_moves: list[tuple[str, Area, Mapping[int, int]]] = []
        self._edited: set[str] = set()
        self._touched: set[str] = set()
        self._changes: list[Changes] = []
        self._formulas_changed = False

    def place(self, name: str) -> TablePlace:
        """Give where a table stands after the changes made so far."""
        return self._places[name]

    @cached_property
    def date1904(self) -> bool:
        """Whether the workbook counts its days from 1904."""
        return date1904(self._package)

    def adopt(self, place: TablePlace) -> None:
        """Take the rows typed right below a table into it: its declared range grows to `place.last_row`."""
        self._places[place.name] = place

    def expect(self, changes: Changes) -> None:
        """Take into account cells that are written after this edit: a formula may read them too."""
        self._changes.append(changes)

    def set_cells(self, place: TablePlace, cells: Mapping[tuple[int, str], Value]) -> None:
        """Set cells of a table, by row number and heading; None empties a cell and keeps its format.

        Parameters
        ----------
        place
            The table.
        cells
            Values or formulas; a cell that already holds its value is left as it is, to the byte.

        Raises
        ------
        CannotEdit
            A cell is merged or belongs to an array formula, or a value does not fit in a cell.
        ValueError, KeyError
            A row is outside the table; a heading is not the table's.
        """
        table = self._rows(place)
        table.set(cells)
        self._note(table)
        if table.changed:
            self._changes.append(_changed_cells(table.place, {heading for _, heading in cells}))

    def append(self, place: TablePlace, rows: Sequence[RowValues]) -> None:
        """Add rows after the last one that holds something; blank rows of the table are used first.

        New rows are formatted as the row above, and calculated columns get their formula.

        Raises
        ------
        CannotEdit
            Something stands where the table must grow.
        """
        if rows:
            table = self._rows(place)
            rebuilding.append(table, rows)
            self._note(table)
            if table.changed:
                self._changes.append(_changed_rows(table.place, table.block))

    def rebuild(self, place: TablePlace, content: TableContent) -> list[KeptRow]:
        """Make a table hold exactly ``content``; see `rebuilding.rebuild`.

        Formats, other columns' cells (their relative formulas translated), comments and hyperlinks stay with their
        row. Days in the keys of the rows kept are as the file counts them.

        Raises
        ------
        CannotEdit
            Something stands where the table must grow, or cannot move.
        """
        table = self._rows(place)
        old_last_row = table.place.last_row
        kept = rebuilding.rebuild(table, content)
        columns = replace(table.block, last_row=old_last_row)
        self._note(table)
        if table.changed:
            last_row = max(columns.last_row, table.place.end_row)
            self._changes.append(_changed_rows(table.place, replace(columns, last_row=last_row)))
        if any(old != new for old, new in table.moves.items()):
            self._comment_moves.append((place.sheet_part, columns, table.moves))
        table.sheet.tail = anchors.moved_hyperlinks(table.sheet.tail, columns, table.moves)
        return kept

    def write(self, part: str) -> None:
        """Put a sheet whose last change is made into the package, and release its text.

        Large ones are then never all held twice; what follows on other sheets is left to `finish`.
        """
        sheet = self._sheets.pop(part, None)
        if sheet is None:
            return
        mine = [table for table in self._resized() if table.old.sheet_part == part]
        sheet.tail = range_references.followed_sheet(sheet.tail, mine)
        self._edited.add(part)
        self._formulas_changed |= sheet.formulas_changed
        self._package.replace(part, sheet.to_bytes())

    def finish(self) -> None:
        """Write the changes into the package, with what must follow them; without change, no byte changes."""
        for part in list(self._sheets):
            self.write(part)
        resized = self._resized()
        for part, columns, moves in self._comment_moves:
            anchors.move_comments(self._package, part, columns, moves)
        if resized:
            self._follow(resized)
        changed = [
            place
            for name, place in self._places.items()
            if name in self._touched or place != self._before[name]
        ]
        pivots.follow_tables(self._package, self._before, changed)
        self._announce_recalculation()
        self._before = dict(self._places)
        self._comment_moves = []
        self._edited, self._touched, self._formulas_changed = set(), set(), False

    def _note(self, table: TableRows) -> None:
        """Remember where a table stands once edited, and whether one of its rows is another."""
        self._places[table.place.name] = table.place
        if table.changed:
            self._touched.add(table.place.name)

    def _rows(self, place: TablePlace) -> TableRows:
        current = self._places[place.name]
        sheet = self._sheets.get(current.sheet_part)
        if sheet is None:
            sheet = SheetText(self._package.read(current.sheet_part), current.sheet)
            self._sheets[current.sheet_part] = sheet
        codec = CellCodec(sheet.prefix, self.date1904, lambda: self._shared_strings)
        commented = partial(anchors.commented_rows, self._package, current.sheet_part)
        return TableRows(
            sheet, codec, current, self._calculated(current), self._obstacles(current), commented
        )

    @cached_property
    def _shared_strings(self) -> Sequence[str]:
        return shared_strings(self._package)

    def _calculated(self, place: TablePlace) -> dict[str, str]:
        columns = self._package.parse_xml(place.table_part).iter("{*}tableColumn")
        formulas = [column.find("{*}calculatedColumnFormula") for column in columns]
        return {
            heading: formula.text
            for heading, formula in zip(place.headings, formulas, strict=True)
            if formula is not None and formula.text and formula.get("array") not in ("1", "true")
        }

    def _obstacles(self, place: TablePlace) -> list[Obstacle]:
        pivots = [("un tableau croisé", area) for area in pivot_areas(self._package, place.sheet_part)]
        return as_obstacles(self._neighbours(place)) + pivots

    def _neighbours(self, place: TablePlace) -> list[TablePlace]:
        return [
            other
            for other in self._places.values()
            if other.sheet_part == place.sheet_part and other.name != place.name
        ]

    def _resized(self) -> list[Resized]:
        return [
            Resized(old, self._places[name], tuple(self._neighbours(old)))
            for name, old in self._before.items()
            if old.last_row != self._places[name].last_row
        ]

    def _follow(self, resized: Sequence[Resized]) -> None:
        """Extend what points at the tables from the other parts of the workbook."""
        for table in resized:
            self._rewrite(table.old.table_part, partial(range_references.resized_table, table))
            self._check_resized(table.new)
        self._rewrite(
            self._package.workbook_part, lambda text: range_references.followed_names(text, resized)
        )
        for part in self._package.names:
            if "/charts/" in part and part.endswith(".xml"):
                self._rewrite(part, lambda text: range_references.followed_pointers(text, resized))
        for sheet in sheets(self._package):
            self._follow_after_cells(sheet.part, resized)

    def _check_resized(self, place: TablePlace) -> None:
        """Refuse to leave a table whose part says another range than the one written."""
        area = Area.parse(self._package.parse_xml(place.table_part).get("ref", ""))
        if area is None or area.last_row != place.end_row:
            raise CannotEdit(
                f"{place.sheet} — le tableau « {place.name} » est décrit d'une façon que cet outil ne modifie pas ; "
                "ouvrez le classeur dans Excel, enregistrez-le, puis recommencez."
            )

    def _follow_after_cells(self, part: str, resized: Sequence[Resized]) -> None:
        data = self._package.read(part)
        cut = max(data.rfind(b"sheetData"), 0)
        old = data[cut:].decode("utf-8", "surrogateescape")
        new = range_references.followed_pointers(old, resized)
        if new != old:
            self._package.replace(part, data[:cut] + new.encode("utf-8", "surrogateescape"))

    def _rewrite(self, part: str, rewritten: Callable[[str], str]) -> None:
        old = self._package.read(part).decode("utf-8", "surrogateescape")
        new = rewritten(old)
        if new != old:
            self._package.replace(part, new.encode("utf-8", "surrogateescape"))

    def _announce_recalculation(self) -> None:
        resized = (
            Changes(columns={name.casefold(): None})
            for name, place in self._places.items()
            if place != self._before[name]
        )
        if self._formulas_changed and self._package.changed.intersection(self._edited):
            recalculation.drop_calculation_chain(self._package)
        changes = recalculation.merged_changes([*self._changes, *resized])
        recalculation.recalculate_if_needed(self._package, changes, self._edited, self._known)
        self._changes = []


def _changed_cells(place: TablePlace, headings: set[str]) -> Changes:
    """Cells of some columns of a table; their rows are not told apart."""
    columns = [place.column_of(heading) for heading in headings]
    areas = [Area(column, place.header_row, column, place.end_row) for column in columns]
    asked = frozenset(" ".join(heading.split()).casefold() for heading in headings)
    return Changes({place.sheet_part: areas}, {place.name.casefold(): asked})


def _changed_rows(place: TablePlace, block: Area) -> Changes:
    """Rows that came, went or moved: every column of the table, and what moves beside it."""
    area = replace(block, first_row=place.header_row, last_row=max(block.last_row, place.end_row))
    return Changes({place.sheet_part: [area]}, {place.name.casefold(): None})
