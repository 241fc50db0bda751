"""An open workbook brought to the present version: the counterpart of `upgrade.package` for an application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.tables.collisions import (
    Obstacle,
    array_refusal,
    as_obstacles,
    merged_refusal,
)
from postprod_xl.engines.ooxml.tables.widening import Sketch, check_room
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.versions import CURRENT
from postprod_xl.workbook.live.notes import cells_with_notes
from postprod_xl.workbook.live.places import find_tables
from postprod_xl.workbook.live.protection import refuse_protected, writing_in
from postprod_xl.workbook.live.reading import block
from postprod_xl.workbook.live.rows import LiveSheet
from postprod_xl.workbook.live.table import LiveTable
from postprod_xl.workbook.live.tabs.added import add_tabs
from postprod_xl.workbook.live.tabs.drawing import drawn_sheet, open_apart
from postprod_xl.workbook.make.additions import added_columns, added_tabs
from postprod_xl.workbook.make.validations import list_name, list_names, validation
from postprod_xl.workbook.places import find_tables as tables_of_file
from postprod_xl.workbook.printed_area import printed_area
from postprod_xl.workbook.upgrade.lists import ChoiceColumn, choice_columns, is_outgrown
from postprod_xl.workbook.upgrade.package import (
    UsedRows,
    first_cells,
    leads_nowhere,
    refuse_taken,
    tabs_to_add,
)
from postprod_xl.workbook.version import MARK, Additions, mark_text

if TYPE_CHECKING:
    from xlwings import Book, Range, Sheet
    from xlwings.main import DataValidation

    from postprod_xl.engines.ooxml.tables.places import TablePlace
    from postprod_xl.schema.table import Column
    from postprod_xl.workbook.live.changes import LiveChanges

Places = Mapping[str, "TablePlace"]


def upgrade_book(
    changes: LiveChanges, places: Places, grown: Places, additions: Additions, used: UsedRows
) -> list[ChoiceColumn]:
    """Add to an open workbook what it has not yet, and mark it as of the present version.

    Parameters
    ----------
    changes
        The changes to the workbook, undone when something fails.
    places, grown, additions, used
        As `upgrade_package` takes them; gives what it gives.

    Raises
    ------
    CannotEdit
        Something of a person's stands where a column or a tab goes, or a tab is protected.
    """
    outgrown = _outgrown(changes.book, places)
    touched = [places[name].sheet for name in additions.columns] + [place.sheet for place, _ in outgrown]
    refuse_protected(changes.book, touched)
    wide = _taken_in(changes, places, grown, additions)
    sketches, model = _sketches(wide, additions)
    for sketch in sketches:
        _check_room(changes.book, sketch, wide)
    _add_tabs(changes, additions)
    _set_names(changes, additions)
    _look_up_in_tabs(changes.book, additions)
    if sketches:
        with open_apart(changes.book, model) as source:
            for sketch in sketches:
                name = sketch.place.name
                _add_columns(changes, source.sheets[name], sketch, additions.columns[name])
    wide |= {sketch.place.name: sketch.widened for sketch in sketches}
    _limit_prints(changes, wide, additions)
    for sketch in sketches:
        name, place = sketch.place.name, sketch.widened
        if cells := first_cells(BY_NAME[name], additions.columns[name], wide, used[name]):
            LiveTable(changes, place, ()).set(cells)
    for place, column in outgrown:
        _complete_list(changes, place, column)
    return outgrown


def add_family(changes: LiveChanges, additions: Additions) -> None:
    """Add the tabs of an optional family to an open workbook, as `upgrade.package.add_family` does to a file.

    Raises
    ------
    CannotEdit
        A title or a name is taken, or the application refuses a tab.
    """
    _add_tabs(changes, additions)
    _set_names(changes, additions)
    _look_up_in_tabs(changes.book, additions)


def _outgrown(book: Book, places: Places) -> list[ChoiceColumn]:
    """The columns whose menu lacks words."""
    return [
        (place, column)
        for place, column in choice_columns(places)
        if is_outgrown(_menu(_rule_of(book, place, column)), column)
    ]


def _rule_of(book: Book, place: TablePlace, column: Column) -> DataValidation:
    at = place.column_of(column.heading)
    return block(book.sheets[place.sheet], Area(at, place.first_row, at, place.last_row)).data_validation


def _menu(rule: DataValidation) -> list[str]:
    """The words of a menu; none where the cells have no list of words, or not all the same."""
    source = rule.source if rule.type == "list" else None
    return [] if not source or source.startswith("=") else [word.strip() for word in source.split(",")]


def _complete_list(changes: LiveChanges, place: TablePlace, column: Column) -> None:
    rule = _rule_of(changes.book, place, column)
    words = _menu(rule)
    changes.done(lambda: rule.set_list(words))
    with writing_in(place.sheet):
        rule.set_list(list(column.choices))


def _taken_in(
    changes: LiveChanges, places: Places, grown: Places, additions: Additions
) -> dict[str, TablePlace]:
    """The places once the tables that get columns have taken in the rows typed below them."""
    taken = dict(places)
    for name in additions.columns:
        if grown[name].last_row > places[name].last_row:
            table = LiveTable(changes, places[name], ())
            table.adopt(grown[name].last_row)
            taken[name] = table.place
    return taken


def _sketches(places: Places, additions: Additions) -> tuple[list[Sketch], bytes]:
    if not additions.columns:
        return [], b""
    model = added_columns(additions.columns, places)
    models = tables_of_file(Package(Path("colonnes.xlsx"), model))
    return [Sketch(places[name], models[name]) for name in additions.columns], model


def _check_room(book: Book, sketch: Sketch, places: Places) -> None:
    place, sheet = sketch.place, book.sheets[sketch.place.sheet]
    others = [other for other in places.values() if other.sheet == place.sheet and other.name != place.name]
    noted = [
        ("un commentaire", Area(column, row, column, row))
        for row, column in cells_with_notes(sheet, sketch.area)
    ]
    obstacles: list[Obstacle] = [*as_obstacles(others), *noted]
    check_room(LiveSheet(sheet), sketch, obstacles)
    cells = block(sheet, sketch.area)
    if cells.merge_cells is not False:
        raise merged_refusal(sheet.name, sketch.area)
    if cells.has_array is not False:
        raise array_refusal(sheet.name, sketch.area)


def _add_tabs(changes: LiveChanges, additions: Additions) -> None:
    book = changes.book
    drawn = (tab for tab in additions.drawn if drawn_sheet(book, tab) is None)
    additions = replace(additions, drawn=tuple(drawn))
    if not additions.tabs:
        return
    places = find_tables(book)
    refuse_taken(
        additions, [sheet.name for sheet in book.sheets], [*places, *(name.name for name in book.names)]
    )
    for tab in additions.drawn:
        # Its name comes with it, and stays behind when it goes.
        changes.done(partial(_name_back, book, tab.name, _refers_to(book, tab.name)))
    model = added_tabs(additions.tables, additions.drawn)
    held = {place.name: place.sheet for place in places.values()}
    add_tabs(changes, list(tabs_to_add(additions, held)), model)
    models = tables_of_file(Package(Path("onglets.xlsx"), model))
    for table in additions.tables:
        # LibreOffice copies the cells of a tab, and not its tables.
        sheet = book.sheets[models[table.name].sheet]
        if table.name not in sheet.tables:
            sheet.tables.add(block(sheet, models[table.name].area), name=table.name)
        if table.is_hidden:
            sheet.visible = False


def _set_names(changes: LiveChanges, additions: Additions) -> None:
    """Give the names that lists look codes up by and those of drawn tabs, where they lead nowhere, and the mark."""
    book = changes.book
    present = {table.name for table in TABLES} & find_tables(book).keys()
    drawn = {tab.name: tab.first_cell for tab in additions.drawn}
    wanted = {**list_names(present), **drawn}
    held = {name: book.names[name].refers_to or "" for name in wanted if name in book.names}
    missing = {name: text for name, text in wanted.items() if leads_nowhere(held.get(name, ""))}
    for name, text in {**missing, MARK: mark_text(CURRENT)}.items():
        changes.done(partial(_name_back, book, name, _refers_to(book, name)))
        book.names.add(name, f"={text}")


def _look_up_in_tabs(book: Book, additions: Additions) -> None:
    """Have the rules of the tabs added look codes up, once every name that they look them up by is there."""
    places = find_tables(book)
    for place, table in ((places[table.name], table) for table in additions.tables):
        _look_codes_up(book.sheets[place.sheet], place, table.typed)


def _refers_to(book: Book, name: str) -> str | None:
    return book.names[name].refers_to if name in book.names else None


def _limit_prints(changes: LiveChanges, places: Places, additions: Additions) -> None:
    """Have the tabs of widened tables print what may leave the house, where nobody chose what they print."""
    for name in additions.columns:
        setup = changes.book.sheets[places[name].sheet].page_setup
        area = printed_area(BY_NAME[name], places[name])
        if area and not setup.print_area:
            changes.done(partial(setattr, setup, "print_area", None))
            setup.print_area = area


def _name_back(book: Book, name: str, before: str | None) -> None:
    if before is not None:
        book.names.add(name, before)
    elif name in book.names:
        book.names[name].delete()


def _add_columns(changes: LiveChanges, model: Sheet, sketch: Sketch, columns: Sequence[Column]) -> None:
    """Copy headings and cells, with their formats and rules, then let the table take them in."""
    book, place, area = changes.book, sketch.place, sketch.area
    sheet = book.sheets[place.sheet]
    heads = replace(area, last_row=place.header_row)
    first = replace(area, first_row=place.first_row, last_row=place.first_row)
    changes.done(lambda: block(sheet, area).clear())
    with writing_in(place.sheet):
        for column in range(area.first_column, area.last_column + 1):
            one = Area(column, place.header_row, column, place.header_row)
            _widen(changes, block(sheet, one), block(model, one))
        # Apart: Excel makes a table of a whole one that is copied.
        for part in (heads, first):
            block(model, part).copy(block(sheet, part))
        _look_codes_up(sheet, sketch.widened, columns)
        if place.last_row > place.first_row:
            rest = replace(area, first_row=place.first_row + 1, last_row=place.last_row)
            block(sheet, first).copy(block(sheet, rest))
    LiveTable(changes, place, ()).stand_at(sketch.widened)


def _look_codes_up(sheet: Sheet, place: TablePlace, columns: Sequence[Column]) -> None:
    """Enter again the rules that look codes up by a name: LibreOffice loses it in cells copied from elsewhere."""
    book = sheet.book
    for column in columns if book.app.engine.name == "libreoffice" else ():
        if column.references:
            cell = place.cell(place.first_row, column.heading)
            rule = sheet.range(cell).data_validation
            if len(column.references) == 1:
                # `DataValidation.set_list` wants a name of cells: ours is one of a table's column.
                rule.impl.set_list(book.names[list_name(column.references[0])].impl, True)
            else:
                rule.set_custom(validation(column, cell)["value"])


def _widen(changes: LiveChanges, cell: Range, like: Range) -> None:
    before = cell.column_width or 0.0
    changes.done(lambda: setattr(cell, "column_width", before))
    cell.column_width = like.column_width or before
