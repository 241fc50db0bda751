"""The file of a workbook brought to the present version, in place; every part that gets nothing stays to the byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from postprod_xl.engines.ooxml.errors import CannotEdit, naming
from postprod_xl.engines.ooxml.grafting.graft import graft_sheets
from postprod_xl.engines.ooxml.markup import main
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.engines.ooxml.sheets.cells import Formula
from postprod_xl.engines.ooxml.tables.edit import WorkbookEdit
from postprod_xl.engines.ooxml.tables.widening import Sketch, Widening
from postprod_xl.schema.kinds import cell_value, typed
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.units import folded
from postprod_xl.schema.versions import CURRENT
from postprod_xl.workbook.draw.drawn_tabs import drawn_place
from postprod_xl.workbook.make.additions import added_columns, added_tabs
from postprod_xl.workbook.make.validations import list_names
from postprod_xl.workbook.places import find_tables, headings_of
from postprod_xl.workbook.printed_area import printed_area
from postprod_xl.workbook.upgrade.lists import ChoiceColumn, complete_lists
from postprod_xl.workbook.upgrade.print_titles import drop_repeated_columns
from postprod_xl.workbook.version import MARK, Additions, mark_text

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.tables.places import TablePlace

_PRINTED, _DELETED = "_xlnm.Print_Area", "#REF!"
Places = Mapping[str, "TablePlace"]
UsedRows = Mapping[str, Sequence[int]]
"""By table, the numbers of the rows in use."""


def upgrade_package(
    package: Package, places: Places, grown: Places, additions: Additions, used: UsedRows
) -> list[ChoiceColumn]:
    """Add to a workbook what it has not yet, and mark it as of the present version.

    Columns stand at the right of their table, tabs after those of the tables declared before them. The tabs of widened
    tables print no private column, where nobody chose what they print, and those that print one page across repeat no
    column.

    Parameters
    ----------
    package
        The workbook.
    places, grown
        Where its tables stand, spelled as declared, and the same grown to the rows typed right below them.
    additions
        What it has not yet.
    used
        The rows that get the defaults.

    Returns
    -------
    list
        The columns whose menu gained words.

    Raises
    ------
    UnusableFile
        Something of a person's stands where a column or a tab goes; the package is then of no use any more.
    """
    with naming(package.path):
        completed = complete_lists(package, places)
        _add_columns(package, _taken_in(package, places, grown, additions), additions, used)
        _limit_prints(package, additions)
        drop_repeated_columns(package, places)
        _add_tabs(package, additions)
        _set_names(package, additions)
    return completed


def add_family(package: Package, additions: Additions) -> None:
    """Add the tabs of an optional family to a workbook of the present version, and the names that lead to them.

    Raises
    ------
    UnusableFile
        A title or a name is taken; the package is then of no use any more.
    """
    with naming(package.path):
        _add_tabs(package, additions)
        _set_names(package, additions)


def _taken_in(package: Package, places: Places, grown: Places, additions: Additions) -> dict[str, TablePlace]:
    """The places once the tables that get columns have taken in the rows typed below them."""
    edit = WorkbookEdit(package, places)
    for name in additions.columns:
        edit.adopt(grown[name])
    edit.finish()
    return {name: edit.place(name) for name in places}


def _add_columns(package: Package, places: Places, additions: Additions, used: UsedRows) -> None:
    if not additions.columns:
        return
    source = Package(Path("colonnes.xlsx"), added_columns(additions.columns, places))
    models = find_tables(source)
    widening = Widening(package, source, places)
    sketches = [Sketch(places[name], models[name]) for name in additions.columns]
    wide = {**places, **{sketch.place.name: sketch.widened for sketch in sketches}}
    for sketch in sketches:
        name = sketch.place.name
        widening.add(sketch, first_cells(BY_NAME[name], additions.columns[name], wide, used[name]))
    widening.finish()


def _limit_prints(package: Package, additions: Additions) -> None:
    """Have the tabs of widened tables print what may leave the house, where nobody chose what they print."""
    listed, places = TabList(package), find_tables(package)
    titles = [tab.title for tab in listed.tabs]
    chosen = {name.get("localSheetId") for name in listed.names() if name.get("name") == _PRINTED}
    for name in additions.columns:
        position, area = titles.index(places[name].sheet), printed_area(BY_NAME[name], places[name])
        if area and str(position) not in chosen:
            entry = etree.Element(main("definedName"), name=_PRINTED)
            title = places[name].sheet.replace("'", "''")
            entry.text = f"'{title}'!{area}"
            listed.add_name(entry, position)
    listed.write()


def first_cells(
    table: Table, columns: Sequence[Column], places: Places, used: Sequence[int]
) -> dict[tuple[int, str], Any]:
    """What the rows of a table hold in the columns it gets, by row and heading: formulas, and defaults in those in use.

    Parameters
    ----------
    table, columns
        The declaration, and the columns.
    places
        Where the tables of the workbook stand once it has them.
    used
        The numbers of the rows in use.
    """
    cells: dict[tuple[int, str], Any] = {}
    place, others = places[table.name], headings_of(places)
    for column in columns:
        if text := table.formula_in(column, place.headings, others):
            formula = Formula(text)
            cells |= {(row, column.heading): formula for row in range(place.first_row, place.last_row + 1)}
        elif column.default is not None:
            value = cell_value(column.kind, typed(column.kind, column.default))
            cells |= {(row, column.heading): value for row in used}
    return cells


def _add_tabs(package: Package, additions: Additions) -> None:
    listed, places = TabList(package), find_tables(package)
    drawn = (tab for tab in additions.drawn if drawn_place(listed, tab) is None)
    additions = replace(additions, drawn=tuple(drawn))
    if not additions.tabs:
        return
    names = (name.get("name", "") for name in listed.names())
    refuse_taken(additions, [tab.title for tab in listed.tabs], [*places, *names])
    source = Package(Path("onglets.xlsx"), added_tabs(additions.tables, additions.drawn))
    for title, after in tabs_to_add(additions, {place.name: place.sheet for place in places.values()}):
        graft_sheets(package, source, [title], after)


def refuse_taken(additions: Additions, tabs: Iterable[str], names: Iterable[str]) -> None:
    """Refuse to add tabs and tables under a title or a name that a person has given already.

    Parameters
    ----------
    additions
        What the workbook is to get.
    tabs, names
        The titles of its tabs; its tables and its names, which share one list.

    Raises
    ------
    CannotEdit
        Naming the first one.
    """
    titles, taken = set(map(folded, tabs)), set(map(folded, names))
    for title in additions.tabs:
        if folded(title) in titles:
            raise CannotEdit(
                f"{title} — un onglet à vous porte le titre d'un onglet nouveau : renommez-le, puis recommencez."
            )
    for table in additions.tables:
        if folded(table.name) in taken:
            raise CannotEdit(
                f"un tableau ou un nom à vous s'appelle « {table.name} », comme une table nouvelle : renommez-le "
                "(Formules > Gestionnaire de noms), puis recommencez."
            )


def tabs_to_add(additions: Additions, tabs: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """The tabs that a workbook gets, in order, each with the title of the tab it follows; None for the last place.

    Parameters
    ----------
    additions
        What the workbook has not yet.
    tabs
        Titles of its tabs, by the names of their tables.
    """
    known = dict(tabs)
    before: str | None = None
    for table in TABLES:
        if table in additions.tables and table.name not in known:
            yield table.tab, before
            known |= {other.name: table.tab for other in additions.tables if other.tab == table.tab}
        before = known.get(table.name, before)
    last_beside: dict[str, str] = {}
    for tab in additions.drawn:
        yield tab.title, last_beside.get(tab.beside, known.get(tab.beside))
        last_beside[tab.beside] = tab.title


def _set_names(package: Package, additions: Additions) -> None:
    """Give the names that lists look codes up by, those of the drawn tabs added, and the mark of the version.

    A name that a deleted tab left behind leads nowhere: it is given again.
    """
    present = {table.name for table in TABLES} & find_tables(package).keys()
    listed = TabList(package)
    held = {name: found.text or "" for name, found in listed.workbook_names().items()}
    wanted = {**list_names(present), **{tab.name: tab.first_cell for tab in additions.drawn}}
    missing = {name: text for name, text in wanted.items() if leads_nowhere(held.get(name.casefold(), ""))}
    listed.set_names({**missing, MARK: mark_text(CURRENT)})


def leads_nowhere(text: str) -> bool:
    """Whether what a name refers to is nothing, or was deleted."""
    return not text or _DELETED in text
