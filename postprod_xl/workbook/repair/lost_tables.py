"""Our tables that another program lost or renamed: where their headings still stand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.addresses import Area, column_letters
from postprod_xl.engines.ooxml.parts.shared_strings import shared_strings
from postprod_xl.engines.ooxml.sheets.cells import CellCodec, is_blank
from postprod_xl.engines.ooxml.sheets.sheet import SheetText
from postprod_xl.engines.ooxml.tables.collisions import pivot_areas
from postprod_xl.engines.ooxml.tables.places import SheetInfo, TablePlace, sheets
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.units import folded
from postprod_xl.workbook.families import families_in
from postprod_xl.workbook.places import find_tables, plain_heading
from postprod_xl.workbook.repair.heading_runs import Run, last_row, run_of_table, runs, span
from postprod_xl.workbook.version import marked_in, version_of

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

ROWS_LOOKED_AT = 1000
"""Headings are looked for this far down a tab."""

HEADINGS_NAMED = 3
_SHARE, _SHARE_ELSEWHERE = 0.6, 0.8
"""How many of a table's headings must stand side by side on its own tab, and on a tab of another title."""

_OURS = {folded(table.name) for table in TABLES}
_TABS = {folded(table.tab) for table in TABLES}


@dataclass(frozen=True)
class Lost:
    """A table to put back.

    Parameters
    ----------
    table
        Which one.
    sheet
        The tab where its headings stand.
    area
        Its cells, headings included.
    headings
        The text of its heading cells, in order.
    renamed
        The Excel table that bears another name over these cells, None when there is no table any more.
    """

    table: Table
    sheet: SheetInfo
    area: Area
    headings: tuple[str, ...]
    renamed: TablePlace | None = None


def lost_tables(package: Package) -> tuple[list[Lost], list[Problem]]:
    """Our tables that the workbook lacks: those whose headings are recognised, and one problem for each other.

    A table is looked for on the tab of its title, then on tabs that are not another table's. Where two places
    suit, none is chosen.

    Raises
    ------
    UnusableFile
        A part of the workbook cannot be read or edited.
    """
    places = find_tables(package)
    present = {folded(name) for name in places}
    missing = [table for table in TABLES if folded(table.name) not in present]
    if not missing:
        return [], []
    search = _Search(package, places)
    version = version_of(marked_in(package), places)
    families = families_in(places)
    chosen: list[tuple[Table, Run]] = []
    problems = []
    for table in missing:
        runs = search.candidates(table)
        if len(runs) == 1:
            chosen.append((table, runs[0]))
        elif runs or not (table.came_after(version) or table.family not in families):
            # A workbook of an earlier version never had the others.
            problems.append(_unrecognised(table, runs, search.missing(table)))
    found = [search.lost(table, run, [other for _, other in chosen]) for table, run in chosen]
    return found, [*problems, *_in_the_way(search, found)]


def bears_headings(table: Table, place: TablePlace) -> bool:
    """Whether an Excel table of another name has the headings of one of ours."""
    known = {folded(heading) for heading in table.first_headings} & {
        folded(heading) for heading in place.headings
    }
    return folded(place.name) not in _OURS and len(known) >= _SHARE * len(table.first_headings)


class _Search:
    """The tabs of a workbook, each read once."""

    def __init__(self, package: Package, places: Mapping[str, TablePlace]) -> None:
        self.package = package
        self.places = list(places.values())
        self._tabs = sheets(package)
        self._texts: dict[str, SheetText] = {}
        self._runs: dict[str, list[Run]] = {}
        self._strings = shared_strings(package)

    def candidates(self, table: Table) -> list[Run]:
        """Where the headings of a table stand; more than one place when they stand in several."""
        titled = [tab for tab in self._tabs if folded(tab.title) == folded(table.tab)]
        found = self._among(titled, table, _SHARE)
        others = [tab for tab in self._tabs if folded(tab.title) not in _TABS]
        return found or self._among(others, table, _SHARE_ELSEWHERE)

    def missing(self, table: Table) -> str:
        """What keeps a table from being recognised on its tab, and what to do about it."""
        tab = next((tab for tab in self._tabs if folded(tab.title) == folded(table.tab)), None)
        if tab is None:
            return f"son onglet « {table.tab} » est introuvable : reprenez-le dans une sauvegarde"
        rows: dict[int, set[str]] = {}
        for run in self._runs_of(tab):
            known = {folded(plain_heading(run.texts[at])) for at in run.known(table)}
            rows.setdefault(run.row, set()).update(known)
        row, known = max(rows.items(), key=lambda item: len(item[1]), default=(0, set()))
        if len(known) < 2:
            return f"ses en-têtes ne se retrouvent pas sur l'onglet « {tab.title} » : reprenez-le dans une sauvegarde"
        absent = [heading for heading in table.first_headings if folded(heading) not in known]
        shown = ", ".join(f"« {heading} »" for heading in absent[:HEADINGS_NAMED])
        what = (
            f"remettez {shown}{'…' if len(absent) > HEADINGS_NAMED else ''}" if absent else "rapprochez-les"
        )
        return f"ses en-têtes ne se suivent pas tous en ligne {row} de l'onglet « {tab.title} » : {what}"

    def _among(self, tabs: Iterable[SheetInfo], table: Table, share: float) -> list[Run]:
        count = len(table.first_headings)
        needed = max(2, math.ceil(share * count)) / count
        return [
            run
            for tab in tabs
            for run in self._runs_of(tab)
            if run.share(table) >= needed and not self._goes_on(table, run)
        ]

    def _goes_on(self, table: Table, run: Run) -> bool:
        """Whether more headings of a table stand on the row of a run, past a blank cell."""
        others = (other for other in self._runs_of(run.sheet) if other.row == run.row and other is not run)
        return any(
            {folded(other.texts[at]) for at in other.known(table)} - {folded(text) for text in run.texts}
            for other in others
        )

    def sheet(self, tab: SheetInfo) -> SheetText:
        if tab.part not in self._texts:
            self.package.parse_xml(tab.part)  # a damaged part is refused before its text is looked into
            self._texts[tab.part] = SheetText(self.package.read(tab.part), tab.title)
        return self._texts[tab.part]

    def _runs_of(self, tab: SheetInfo) -> list[Run]:
        if tab.part not in self._runs:
            mine = [place for place in self.places if place.sheet_part == tab.part]
            named = [run_of_table(tab, place) for place in mine if folded(place.name) not in _OURS]
            self._runs[tab.part] = [*named, *self._runs_in(tab, [place.area for place in mine])]
        return self._runs[tab.part]

    def _runs_in(self, tab: SheetInfo, taken: Sequence[Area]) -> Iterator[Run]:
        """The texts side by side outside the tables there are."""
        sheet = self.sheet(tab)
        codec = CellCodec(sheet.prefix, False, lambda: self._strings)
        for number in sheet.row_numbers:
            if number > ROWS_LOOKED_AT:
                return
            cells = {
                column: value
                for column, raw in sheet.row(number).cells.items()
                if not is_blank(raw)
                and isinstance(value := codec.held(raw), str)
                and not any(area.contains(number, column) for area in taken)
            }
            yield from runs(tab, number, cells)

    def lost(self, table: Table, run: Run, others: Sequence[Run]) -> Lost:
        """A table with the cells that it covers."""
        if run.place is not None:
            return Lost(table, run.sheet, run.place.area, run.texts, run.place)
        first, last = span(table, run)
        columns = Area(run.first_column + first, run.row, run.first_column + last, run.row)
        below = [other.row for other in others if other.sheet is run.sheet and other.row > run.row]
        below += [
            place.header_row
            for place in self.places
            if place.sheet_part == run.sheet.part and place.header_row > run.row
        ]
        end = last_row(self.sheet(run.sheet), table, columns, min(below, default=1 << 30))
        return Lost(table, run.sheet, replace(columns, last_row=end), run.texts[first : last + 1])


def _unrecognised(table: Table, runs: Sequence[Run], missing: str) -> Problem:
    if runs:
        where = " et ".join(
            f"{run.sheet.title}!{column_letters(run.first_column)}{run.row}" for run in runs[:3]
        )
        message = (
            f"les en-têtes de la table « {table.name} » se trouvent à plusieurs endroits ({where}) : "
            "effacez ceux qui sont de trop, puis recommencez"
        )
        found = where
    else:
        found = "en-têtes introuvables"
        message = f"la table « {table.name} » est perdue, et {missing}, puis recommencez"
    return blocking(table.name, None, "", found, "une seule ligne d'en-têtes", message)


def _in_the_way(search: _Search, found: Sequence[Lost]) -> Iterator[Problem]:
    """What keeps a table from standing on its cells: Excel takes only separate cells under distinct texts."""
    for lost in found:
        if lost.renamed is None:
            reason = next(_obstacles(search, lost, found), None)
            if reason:
                message = (
                    f"la table « {lost.table.name} » ne peut pas être rétablie : {reason}, puis recommencez"
                )
                yield replace(
                    blocking(lost.table.name, None, "", reason, "la table", message),
                    tab=lost.sheet.title,
                    cell=str(lost.area),
                )


def _obstacles(search: _Search, lost: Lost, found: Sequence[Lost]) -> Iterator[str]:
    sheet, area = search.sheet(lost.sheet), lost.area
    names = [folded(text) for text in lost.headings]
    for text in lost.headings:
        if names.count(folded(text)) > 1:
            yield f"l'en-tête « {plain_heading(text)} » y est deux fois ; renommez-en un"
    for what, other, remedy in _standing(search, lost, found):
        if other.intersects(area):
            yield f"{what} {other} ; {remedy}"
    last = sheet.row(area.last_row).cells
    if any("SUBTOTAL(" in raw for column, raw in last.items() if area.contains(area.last_row, column)):
        yield f"la ligne {area.last_row} est une ligne de total ; supprimez-la"


def _standing(search: _Search, lost: Lost, found: Sequence[Lost]) -> Iterator[tuple[str, Area, str]]:
    """What may stand on the cells of a table, where, and what to do about it."""
    sheet = search.sheet(lost.sheet)
    yield from (("des cellules sont fusionnées en", area, "défusionnez-les") for area in sheet.merged)
    for area in sheet.blocks:
        yield "une formule matricielle remplit", area, "remplacez-la par des formules simples"
    for area in pivot_areas(search.package, lost.sheet.part):
        yield "un tableau croisé couvre", area, "déplacez-le"
    others = [place.area for place in search.places if place.sheet_part == lost.sheet.part]
    others += [other.area for other in found if other is not lost and other.sheet is lost.sheet]
    yield from (("un autre tableau couvre", area, "séparez-les") for area in others)
