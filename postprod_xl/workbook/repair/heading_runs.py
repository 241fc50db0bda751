"""Headings side by side on a row of a tab, and the cells of the table that stood under them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.sheets.cells import is_blank
from postprod_xl.engines.ooxml.sheets.sheet import SheetText
from postprod_xl.engines.ooxml.tables.places import SheetInfo, TablePlace
from postprod_xl.schema.table import Table, TableKind
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.units import folded
from postprod_xl.workbook.places import plain_heading

_VALIDATED = re.compile(r"""<(?:\w+:)?dataValidation\s[^>]*?\bsqref=["']([^"']+)""")


@dataclass(frozen=True)
class Run:
    """Texts side by side on one row, from a column on; `place` when they are the headings of an Excel table."""

    sheet: SheetInfo
    row: int
    first_column: int
    texts: tuple[str, ...]
    place: TablePlace | None = None

    @cached_property
    def _headings(self) -> tuple[str, ...]:
        """The texts as headings are compared; every table is looked for in every run."""
        return tuple(folded(plain_heading(text)) for text in self.texts)

    def known(self, table: Table) -> list[int]:
        """The positions of the texts that are headings of a table."""
        headings = {folded(heading) for heading in table.headings}
        return [at for at, text in enumerate(self._headings) if text in headings]

    def share(self, table: Table) -> float:
        """How much of the headings that a table came with is among the texts, from 0 to 1."""
        return len(set(self._headings).intersection(map(folded, table.first_headings))) / len(
            table.first_headings
        )


def run_of_table(tab: SheetInfo, place: TablePlace) -> Run:
    """The headings of an Excel table."""
    return Run(tab, place.header_row, place.first_column, place.headings, place)


def runs(tab: SheetInfo, row: int, cells: Mapping[int, str]) -> Iterator[Run]:
    """The texts of a row, by column, cut where a cell is blank."""
    start: int | None = None
    for column in sorted(cells):
        start = column if start is None else start
        if column + 1 not in cells:
            yield Run(tab, row, start, tuple(cells[at] for at in range(start, column + 1)))
            start = None


def span(table: Table, run: Run) -> tuple[int, int]:
    """The first and last texts of a run that belong to a table: its headings, and a person's columns after them."""
    known = run.known(table)
    others = {
        folded(heading)
        for other in TABLES
        if other.tab == table.tab and other is not table
        for heading in other.headings
    }
    last = known[-1]
    while last + 1 < len(run.texts) and folded(plain_heading(run.texts[last + 1])) not in others:
        last += 1
    return known[0], last


def last_row(sheet: SheetText, table: Table, columns: Area, stop: int) -> int:
    """The last row of a table that has no range any more.

    Its rows follow each other; an input table also covers the blank rows up to where its validations end. One
    cell alone under a result or a ledger is a person's note.
    """
    enough = 1 if table.kind is TableKind.INPUT else 2
    filled = [
        number
        for number in sheet.row_numbers
        if columns.first_row < number < stop and _filled(sheet, number, columns) >= enough
    ]
    last = columns.first_row
    for number in filled:
        if number != last + 1:
            break
        last = number
    if table.kind is TableKind.INPUT:
        end = _validated_to(sheet.tail, columns)
        last = max([last, *(number for number in filled if number <= end)])
    return max(last, columns.first_row + 1)


def _filled(sheet: SheetText, number: int, columns: Area) -> int:
    return sum(
        columns.first_column <= column <= columns.last_column and not is_blank(raw)
        for column, raw in sheet.row(number).cells.items()
    )


def _validated_to(tail: str, columns: Area) -> int:
    """The last row of the validations that start right under the headings."""
    areas = (Area.parse(one) for text in _VALIDATED.findall(tail) for one in text.split())
    return max(
        (
            area.last_row
            for area in areas
            if area and area.first_row == columns.first_row + 1 and area.columns_within(columns)
        ),
        default=0,
    )
