"""A list in a sheet of another program: where its headings are, what stands above them, its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from postprod_xl.documents.grid import Grid
from postprod_xl.domain.mapping.synonyms import heading_key, names_of
from postprod_xl.schema.cells.characters import cleaned, one_line
from postprod_xl.schema.kinds import Kind, shown_in
from postprod_xl.schema.table import Column, Table

_HEADER_WITHIN = 40
"""Rows above the headings of a list: a logo, a title, a name, a month."""
_LEAST_HEADINGS = 2
_ABOVE = " (au-dessus)"
"""What is added to the name of a cell that stands above the headings and holds for each row."""


@dataclass(frozen=True)
class Listing:
    """A list found in a sheet.

    Parameters
    ----------
    title
        Title of the sheet, or name of the CSV file.
    header_row
        The row of its headings.
    headings
        Each heading as it is written, on one line, and its column in the sheet; two of the same name are told apart by
        a number. A label above the list whose value holds for each row is one, marked « (au-dessus) », in column 0.
    rows
        The rows under the headings that hold something: number, and cells in use by heading.
    grid
        The sheet.
    """

    title: str
    header_row: int
    headings: Mapping[str, int]
    rows: Sequence[tuple[int, Mapping[str, Any]]]
    grid: Grid

    def cells(self, heading: str) -> list[Any]:
        """The cells in use of a column, from top to bottom."""
        return [cells[heading] for _, cells in self.rows if heading in cells]


def found_listing(grid: Grid, table: Table, wanted: Sequence[Column]) -> Listing | None:
    """The list of a sheet whose headings say most of the columns wanted of a table; None when none says two.

    Parameters
    ----------
    grid
        The sheet.
    table, wanted
        A table of ours, and the columns of it looked for.
    """
    known = {name for column in wanted for name in names_of(table, column)}
    limit = min(grid.rows, default=0) + _HEADER_WITHIN
    tops = list(takewhile(lambda row: row <= limit, grid.rows))
    scored = {row: sum(_is_known(value, known) for value in grid.rows[row].values()) for row in tops}
    header = max(tops, key=lambda row: (scored[row], -row), default=None)
    if header is None or scored[header] < _LEAST_HEADINGS:
        return None
    return listing_at(grid, header, known)


def _is_known(value: Any, known: set[str]) -> bool:
    return isinstance(value, str) and heading_key(value) in known


def listing_at(grid: Grid, header: int, known: Set[str]) -> Listing:
    """The list whose headings stand on a row; `known` are the keys of the labels looked for above it."""
    columns = _headings(grid, header)
    named = {column: heading for heading, column in columns.items()}
    above = dict(_labels(grid, header, known - {heading_key(heading) for heading in columns}))
    labels = {heading_key(label.removesuffix(_ABOVE)) for label in above}
    held, rows = above, []
    for number, row in grid.rows.items():
        if number <= header:
            continue
        if told := dict(_labels_of(row, labels)):
            # The list goes on for somebody else: `Technicien : Awa Diop`, then perhaps its headings again.
            held = {**held, **{_heading_of(label, above): value for label, value in told.items()}}
            continue
        cells = {
            named[column]: value for column, value in row.items() if column in named and _is_filled(value)
        }
        if cells and not _repeats(cells):
            said = {heading: value for heading, value in held.items() if value is not None}
            rows.append((number, {**said, **cells}))
    return Listing(grid.title, header, {**columns, **dict.fromkeys(above, 0)}, rows, grid)


def _headings(grid: Grid, header: int) -> dict[str, int]:
    """The headings of a row and their columns; one without a text over filled cells is named by its column."""
    last = max((column for row in grid.rows.values() for column in row), default=0)
    below = {column for number, row in grid.rows.items() if number > header for column in row}
    found: dict[str, int] = {}
    for column in range(1, last + 1):
        text = one_line(cleaned(shown_in(Kind.ANY, grid.rows[header].get(column)))).rstrip(" :*")
        if not text and column not in below:
            continue
        stem = text or f"colonne {column}"
        name, number = stem, 1
        while name in found:
            number += 1
            name = f"{stem} ({number})"
        found[name] = column
    return found


def _labels(grid: Grid, header: int, known: Set[str]) -> Iterator[tuple[str, Any]]:
    """The labels above a list that name a column looked for, and the value beside each: `Technicien : Anne Huet`."""
    for number, row in grid.rows.items():
        if number >= header:
            return
        yield from ((label, value) for label, value in _labels_of(row, known) if value is not None)


def _labels_of(row: Mapping[int, Any], known: Set[str]) -> Iterator[tuple[str, Any]]:
    """The labels of a row, and the value beside each; None beside one left empty."""
    cells = list(row.values())
    for cell, after in zip(cells, [*cells[1:], None], strict=True):
        if not isinstance(cell, str):
            continue
        label, colon, value = cell.partition(":")
        held = value.strip() if colon and value.strip() else after
        if heading_key(label) in known:
            yield f"{one_line(cleaned(label))}{_ABOVE}", held


def _heading_of(label: str, above: Mapping[str, Any]) -> str:
    """The heading above the list that a label under it writes again, perhaps in other letters."""
    key = heading_key(label)
    return next((heading for heading in above if heading_key(heading) == key), label)


def _is_filled(value: Any) -> bool:
    return not isinstance(value, str) or bool(cleaned(value))


def _repeats(cells: Mapping[str, Any]) -> bool:
    """Whether a row writes the headings again, as a list printed on several pages does."""
    return len(cells) >= _LEAST_HEADINGS and all(
        isinstance(value, str) and heading_key(value) == heading_key(heading)
        for heading, value in cells.items()
    )
