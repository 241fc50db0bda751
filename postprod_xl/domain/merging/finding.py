"""The tables of a copy found again in the file that came back, whatever was moved, sorted, renamed or added there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from postprod_xl.documents.grid import Comment, Grid
from postprod_xl.documents.sharing.manifest import SentTable
from postprod_xl.domain.mapping.values import CellForm, converted, is_month_first
from postprod_xl.domain.merging.found import Found, FoundRow, FoundTable, LooseComment
from postprod_xl.domain.merging.sent import Sent, declared, known_identifiers
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.spelling import closest, plain_letters
from postprod_xl.schema.kinds import Kind, Unreadable, shown_in
from postprod_xl.schema.table import Column
from postprod_xl.schema.units import folded

_LEAST_HEADINGS = 2
"""Headings of a table from which a row is taken for its header."""


class _Place(NamedTuple):
    """Where a table stands: its sheet, the row of its headings, its identifiers' column if any, and who else has it."""

    grid: Grid
    header: int
    identifiers: int | None
    others: Sequence[str]


def found_in(grids: Sequence[Grid], sent: Sent) -> Found:
    """The tables of a copy in the sheets of a file.

    A table is where most of its identifiers are; without any, in the sheet of no other table that has most of its
    headings.
    """
    bearing = [_identifier_columns(table, grids) for table in sent.tables]
    places = {
        at: place
        for at, table in enumerate(sent.tables)
        if (place := _by_identifiers(table, grids, bearing[at]))
    }
    for at, table in enumerate(sent.tables):
        taken = {id(place.grid) for place in places.values()}
        if not bearing[at] and (
            place := _by_headings(table, [grid for grid in grids if id(grid) not in taken])
        ):
            places[at] = place
    headers = {(id(place.grid), place.header) for place in places.values()}
    tables = [_found_table(sent.tables[at], place, headers) for at, place in sorted(places.items())]
    absent = [table for at, table in enumerate(sent.tables) if at not in places]
    headless = [
        (table, grids[columns[0][0]].title)
        for at, (table, columns) in enumerate(zip(sent.tables, bearing, strict=True))
        if columns and at not in places
    ]
    return Found(tables, absent, [*_loose_comments(grids, tables)], headless)


def _identifier_columns(table: SentTable, grids: Sequence[Grid]) -> list[tuple[int, int]]:
    """The columns that hold identifiers of a table, by sheet, those that hold the most first."""
    known = known_identifiers(table)
    columns: Counter[tuple[int, int]] = Counter()
    for at, grid in enumerate(grids):
        for (_, column), cell in grid.cells.items():
            if isinstance(cell, str) and folded(cell) in known:
                columns[at, column] += 1
    return [place for place, _ in columns.most_common()]


def _by_identifiers(
    table: SentTable, grids: Sequence[Grid], columns: Sequence[tuple[int, int]]
) -> _Place | None:
    for at, column in columns:
        if header := _header_of(table, grids[at], _LEAST_HEADINGS):
            others = dict.fromkeys(grids[other].title for (other, _) in columns if other != at)
            return _Place(grids[at], header[0], column, tuple(others))
    return None


def _by_headings(table: SentTable, grids: Sequence[Grid]) -> _Place | None:
    least = max(_LEAST_HEADINGS, len(table.columns) // 2)
    headers = [(grid, header) for grid in grids if (header := _header_of(table, grid, least))]
    if not headers:
        return None
    grid, (row, _) = max(headers, key=lambda found: found[1][1])
    return _Place(grid, row, _column_headed(grid, row, table.identifier), ())


def _header_of(table: SentTable, grid: Grid, least: int) -> tuple[int, int] | None:
    """The first row of a sheet that holds the most headings of a table, and how many; None under a least number."""
    headings = {plain_letters(heading) for heading in (table.identifier, *(c.heading for c in table.columns))}
    best: tuple[int, int] | None = None
    for row, cells in grid.rows.items():
        matched = sum(isinstance(cell, str) and plain_letters(cell) in headings for cell in cells.values())
        if matched >= least and (best is None or matched > best[1]):
            best = row, matched
    return best


def _column_headed(grid: Grid, row: int, heading: str) -> int | None:
    wanted = plain_letters(heading)
    cells = grid.rows.get(row, {}).items()
    return next(
        (column for column, cell in cells if isinstance(cell, str) and plain_letters(cell) == wanted), None
    )


def _found_table(table: SentTable, place: _Place, headers: set[tuple[int, int]]) -> FoundTable:
    grid, header = place.grid, place.header
    columns, renamed, added = _columns(table, place)
    below = [row for row in grid.rows if row > header]
    # The headings of another table of the sheet end this one.
    end = min((row for held, row in headers if held == id(grid) and row > header), default=None)
    comments = _comments_by_row(grid, {column: name for name, column in columns.items()})
    rows = [
        FoundRow(row, *cells, comments.get(row, {}), beside)
        for row in below
        if end is None or row < end
        if (cells := _cells(grid.rows[row], columns, place.identifiers))
        if (beside := _beside(grid.rows[row], added, cells[1]))
        or cells[0]
        or any(cell is not None for cell in cells[1].values())
    ]
    return FoundTable(
        table,
        grid.title,
        rows,
        tuple(column.heading for column in table.columns if column.heading not in columns),
        renamed,
        place.identifiers is not None,
        place.others,
        _form(table, grid, rows),
    )


def _form(table: SentTable, grid: Grid, rows: Sequence[FoundRow]) -> CellForm:
    """How the days of a table are written where they are text: as those that nobody was asked to change were sent."""
    known, agreed = known_identifiers(table), Counter[bool]()
    columns = [
        (at, column.heading, held)
        for at, column in enumerate(table.columns)
        if (held := declared(table, column)) and held.kind is Kind.DAY
    ]
    written = [(row, at, row.cells.get(heading), held) for row in rows for at, heading, held in columns]
    texts = [(row, at, cell, held) for row, at, cell, held in written if isinstance(cell, str)]
    for row, at, cell, held in texts:
        sent = known.get(folded(row.identifier))
        if sent is not None and not table.columns[at].is_answered:
            for month_first in (False, True):
                agreed[month_first] += _day(held, cell, month_first) == sent.values[at]
    if agreed[True] == agreed[False]:
        agreed[True] += is_month_first(cell for _, _, cell, _ in texts)
    return CellForm(month_first=agreed[True] > agreed[False], counts_from_1904=grid.counts_from_1904)


def _day(column: Column, cell: str, month_first: bool) -> Any:
    try:
        return converted(column, cell, CellForm(month_first=month_first))
    except Unreadable:
        return ""


def _columns(table: SentTable, place: _Place) -> tuple[dict[str, int], dict[str, str], dict[int, str]]:
    """Where each column stands, under what other heading, and the columns that the receiver added."""
    cells = place.grid.rows[place.header].items()
    held = {at: cleaned(cell) for at, cell in cells if isinstance(cell, str) and cleaned(cell)}
    held.pop(place.identifiers or 0, None)
    by_heading: dict[str, int] = {}
    for at, heading in held.items():
        by_heading.setdefault(plain_letters(heading), at)
    own = [column.heading for column in table.columns]
    found = {heading: by_heading[name] for heading in own if (name := plain_letters(heading)) in by_heading}
    known = {*map(plain_letters, own), plain_letters(table.identifier)}
    left = {heading: at for at, heading in held.items() if plain_letters(heading) not in known}
    renamed = {}
    for heading in own:
        if heading not in found and (other := closest(heading, left)):
            found[heading] = left.pop(other)
            renamed[heading] = other
    ours = {*found.values(), place.identifiers}
    across = {at for row, below in place.grid.rows.items() if row > place.header for at in below}
    added = {at: held.get(at, "") for at in sorted(across - ours)}
    identifiers = plain_letters(table.identifier)
    return found, renamed, {at: name for at, name in added.items() if plain_letters(name) != identifiers}


def _cells(
    held: Mapping[int, Any], columns: Mapping[str, int], identifiers: int | None
) -> tuple[str, dict[str, Any]]:
    """The identifier of a row, and its cells; None for those in which nothing can be seen."""
    identifier = _filled(held.get(identifiers)) if identifiers is not None else None
    return (
        "" if identifier is None else cleaned(shown_in(Kind.TEXT, identifier)),
        {name: _filled(held.get(column)) for name, column in columns.items()},
    )


def _beside(
    held: Mapping[int, Any], added: Mapping[int, str], cells: Mapping[str, Any]
) -> Mapping[str, Sequence[str]]:
    """What a row holds in no column of ours, by heading; a column copied tells only what its own does not say."""
    texts: dict[str, list[str]] = {}
    for column, heading in added.items():
        cell = _filled(held.get(column))
        if cell is not None and cell != cells.get(heading):
            texts.setdefault(heading, []).append(cleaned(shown_in(Kind.TEXT, cell)))
    return texts


def _filled(cell: Any) -> Any:
    return None if isinstance(cell, str) and not cleaned(cell) else cell


def _comments_by_row(grid: Grid, names: Mapping[int, str]) -> dict[int, dict[str, tuple[Comment, ...]]]:
    found: dict[int, dict[str, tuple[Comment, ...]]] = {}
    for (row, column), comments in sorted(grid.comments.items(), key=lambda held: held[0]):
        of_row, name = found.setdefault(row, {}), names.get(column, "")
        of_row[name] = (*of_row.get(name, ()), *comments)
    return found


def _loose_comments(grids: Sequence[Grid], tables: Sequence[FoundTable]) -> Iterator[LooseComment]:
    rows = {(table.tab, row.number) for table in tables for row in table.rows}
    for grid in grids:
        for (row, _), comments in sorted(grid.comments.items(), key=lambda held: held[0]):
            if (grid.title, row) not in rows:
                yield from (LooseComment(grid.title, row, comment) for comment in comments)
