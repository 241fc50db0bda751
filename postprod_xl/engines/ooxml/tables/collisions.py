"""Collisions of a table that is written or grows: merged cells, array formulas, other tables, contents below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

from postprod_xl.engines.ooxml.addresses import LAST_ROW, Area, column_letters
from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.tables.places import TablePlace

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

_PIVOT_RANGE = re.compile(rb"""<(?:\w+:)?location\s(?:[^>]*?\s)?ref\s*=\s*["']([A-Z0-9:]+)["']""")

Obstacle: TypeAlias = tuple[str, Area]
"""What fills a range of a tab: its French name, with its article, and the range."""


def as_obstacles(places: Iterable[TablePlace]) -> list[Obstacle]:
    """Tables of a tab, as what another one must not cover."""
    return [(f"le tableau « {place.name} »", place.area) for place in places]


class SheetContents(Protocol):
    """A tab, in a file or in an application: what a table may not cover or tear."""

    @property
    def title(self) -> str:
        """What its tab shows."""

    @property
    def merged(self) -> Sequence[Area]:
        """Merged ranges."""

    @property
    def blocks(self) -> Sequence[Area]:
        """Ranges of more than one cell filled by one array formula or data table."""

    def contents_in(self, area: Area) -> Iterator[tuple[int, int]]:
        """The row and column of each cell of an area that holds a value or a formula."""


def pivot_areas(package: Package, sheet_part: str) -> list[Area]:
    """Give the ranges that the pivot tables of a tab fill."""
    found = []
    for relation in package.relationships(sheet_part):
        if relation.type.endswith("/pivotTable"):
            location = _PIVOT_RANGE.search(package.read(relation.target))
            area = Area.parse(location[1].decode()) if location else None
            found += [area] if area else []
    return found


def check_cells(sheet: SheetContents, cells: Iterable[tuple[int, int]]) -> None:
    """Refuse to write in a merged cell or in a part of an array formula.

    Raises
    ------
    CannotEdit
        Naming the first such cell, given as (row, column).
    """
    if not sheet.merged and not sheet.blocks:
        return
    for row, column in cells:
        for area in sheet.merged:
            if area.contains(row, column):
                raise merged_refusal(sheet.title, area)
        for area in sheet.blocks:
            if area.contains(row, column):
                raise array_refusal(sheet.title, area)


def check_growth(
    sheet: SheetContents, place: TablePlace, last_row: int, obstacles: Sequence[Obstacle]
) -> None:
    """Refuse to let a table end at another row when that would cover or tear something.

    Parameters
    ----------
    sheet, place
        The tab, and the table as it stands.
    last_row
        Its last data row to be; a totals row follows it.
    obstacles
        What else fills ranges of this tab.

    Raises
    ------
    CannotEdit
        Naming the tab and the first cell in the way.
    """
    end_row = max(place.end_row, last_row + place.has_totals)
    if end_row > LAST_ROW:
        raise CannotEdit(
            f"{place.sheet} — le tableau « {place.name} » aurait {last_row - place.header_row} lignes ; "
            f"une feuille s'arrête à la ligne {LAST_ROW} : retirez les lignes des projets finis, puis recommencez."
        )
    whole = Area(place.first_column, place.first_row, place.last_column, end_row)
    for area in sheet.merged:
        if area.intersects(whole):
            raise merged_refusal(sheet.title, area)
    for area in sheet.blocks:
        if area.intersects(whole):
            raise array_refusal(sheet.title, area)
    if end_row > place.end_row:
        below = Area(place.first_column, place.end_row + 1, place.last_column, end_row)
        _check_below(sheet, place, below, obstacles)


def _check_below(sheet: SheetContents, place: TablePlace, below: Area, obstacles: Sequence[Obstacle]) -> None:
    for name, area in obstacles:
        if area.intersects(below):
            raise _in_the_way(
                place, f"{column_letters(area.first_column)}{area.first_row}", f"{name} se trouve"
            )
    for row, column in sheet.contents_in(below):
        raise _in_the_way(place, f"{column_letters(column)}{row}", "du texte ou une valeur se trouve")


def _in_the_way(place: TablePlace, cell: str, what: str) -> CannotEdit:
    """Why a table cannot grow: the cell in its way, and what is there, in French with its verb."""
    return CannotEdit(
        f"{place.sheet}!{cell} — {what} sous le tableau « {place.name} », qui doit s'agrandir ; "
        "déplacez ce contenu (sur un autre onglet, ou à droite du tableau), puis recommencez."
    )


def merged_refusal(title: str, area: object) -> CannotEdit:
    """Why a range with merged cells is not written."""
    return CannotEdit(
        f"{title}!{area} — cellules fusionnées dans la plage à écrire ; annulez la fusion, puis recommencez."
    )


def array_refusal(title: str, area: object) -> CannotEdit:
    """Why a range with an array formula is not written."""
    return CannotEdit(
        f"{title}!{area} — formule matricielle ou table de données dans la plage à écrire ; "
        "déplacez-la, puis recommencez."
    )
