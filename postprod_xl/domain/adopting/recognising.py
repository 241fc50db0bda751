"""Which lists the sheets of an office's workbook hold, and where each begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import NamedTuple

from postprod_xl.documents.grid import Grid
from postprod_xl.domain.mapping.listing import Listing, listing_at
from postprod_xl.domain.mapping.synonyms import heading_key, names_of
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables.planning import PLANNING, SESSIONS
from postprod_xl.schema.tables.projects import CLIENTS, PROJECTS, RATES
from postprod_xl.schema.tables.team import ROOMS, TEAM

READ = (TEAM, CLIENTS, ROOMS, RATES, PROJECTS, PLANNING)
"""The tables that are read, each after those that it refers to."""
_RECOGNISED = (*READ, SESSIONS)
"""Session reports are recognised so that they are not taken for a planning."""
_TITLES = {
    TEAM.name: re.compile(r"equipe|technicien|intermittent|personnel|staff|team|crew|collaborateur"),
    CLIENTS.name: re.compile(r"client|societe|producteur|customer"),
    ROOMS.name: re.compile(r"salle|studio|station|room|auditorium"),
    RATES.name: re.compile(r"tarif|prix|grille|rate|price"),
    PROJECTS.name: re.compile(r"projet|film|programme|project|show|affaire"),
    PLANNING.name: re.compile(r"plan|tache|calendrier|schedule|task"),
    SESSIONS.name: re.compile(r"seance|session|feuille|heures|timesheet|pointage|\bbons?\b"),
}
"""What the title of a tab says of its list."""
_SUPPLIERS = re.compile(
    r"\b(?:fournisseurs?|prestataires?|sous-?traitants?|loueurs?|suppliers?|vendors?|subcontractors?)\b"
)
_DOCUMENTS = re.compile(
    r"\b(?:factur\w*|invoices?|devis|quotes?|reglements?|paiements?|payments?|achats?|depenses?|avoirs?)\b"
)
"""Titles of lists of documents, which have headings of ours: the clients and amounts of invoices, prices of a quote."""
_CLIENTS = re.compile(r"\b(?:clients?|customers?)\b")
_NEEDED: dict[str, tuple[str, str]] = {
    TEAM.name: (
        "last_name first_name code",
        "first_name job skills status hourly_rate_cents day_cost_cents email phone",
    ),
    CLIENTS.name: ("name code", "street postcode city siren siret vat_number email payment_days vat_regime"),
    ROOMS.name: ("name code", "type site opening closing open_days day_cost_cents places"),
    RATES.name: ("label item", "price_cents cost_cents"),
    PROJECTS.name: (
        "title code",
        "type client director producer delivery_day rushes_day status length_minutes",
    ),
    PLANNING.name: (
        "label task step",
        "project technician room fixed_day earliest_day due_day duration_days end_day",
    ),
    SESSIONS.name: ("day", "start end worked_minutes pause_minutes"),
}
"""What a list of each table says at the least: one column of each group."""
_LEAST_NAMED, _SHARE, _SHARE_TITLED, _TITLE_WEIGHT = 2, 0.5, 0.3, 1.5
"""How many headings must be those of a table, which part of all of them, or where the title says it too."""
_LEAST_DAYS = 5
_HELD = 4
"""Letters from which a name may be held in a longer heading: « Prix » in « Prix / jour HT »."""
_LOOKED_AT = 60
"""Rows in which the headings of a list are looked for."""


class RecognisedList(NamedTuple):
    """A list recognised in a sheet."""

    table: Table
    listing: Listing


def wanted(table: Table) -> tuple[Column, ...]:
    """The columns that a list of an office may say; of a planning also its end, from which a duration is found.

    No list gives the lines of quotes that tasks serve.
    """
    if table is not PLANNING:
        return table.typed
    return (*(column for column in table.typed if column.name != "line"), table.by_name["end_day"])


def parts_of(grid: Grid) -> list[RecognisedList]:
    """The lists of a sheet, side by side or one under the other; none where nothing is recognised.

    Lists that stand side by side are parted by an empty column, lists one under the other by an empty row and the
    headings of the next.
    """
    whole, bands = _stacked(grid), list(_bands(grid))
    if len(bands) < 2:
        return whole
    apart = [part for band in bands for part in _stacked(band)]
    return apart if _tables(apart) > _tables(whole) else whole


def is_day_grid(grid: Grid) -> bool:
    """Whether a sheet is a planning drawn day by day: a row of it holds days side by side."""
    return any(
        sum(isinstance(value, date) for value in row.values()) >= _LEAST_DAYS
        for row in list(grid.rows.values())[:_LEAST_DAYS]
    )


def _tables(parts: Sequence[RecognisedList]) -> int:
    return len({part.table.name for part in parts})


def _bands(grid: Grid) -> Iterator[Grid]:
    """The parts of a sheet between its empty columns."""
    columns = sorted({column for _, column in grid.cells})
    first = 0
    for at, column in enumerate(columns):
        if at + 1 == len(columns) or columns[at + 1] > column + 1:
            held = set(columns[first : at + 1])
            yield _only(grid, {place: value for place, value in grid.cells.items() if place[1] in held})
            first = at + 1


def _stacked(grid: Grid) -> list[RecognisedList]:
    """The lists of a sheet one under the other: each goes on, over empty rows, until the headings of the next."""
    starts: list[tuple[int, Table]] = []
    for group in _groups(list(grid.rows)):
        cells = {
            (row, column): value for row in group[:_LOOKED_AT] for column, value in grid.rows[row].items()
        }
        if table := _table_of(_only(grid, cells)):
            starts.append((group[0], table))
    found = []
    rows = list(grid.rows)
    for at, (start, table) in enumerate(starts):
        # What stands above the first list, such as the name of a project, is about it.
        first = start if at else rows[0]
        last = starts[at + 1][0] - 1 if at + 1 < len(starts) else rows[-1]
        cells = {place: value for place, value in grid.cells.items() if first <= place[0] <= last}
        listing = _listing(_only(grid, cells), table)
        if (
            listing is not None
            and listing.rows
            and not (table in (CLIENTS, RATES) and _is_of_suppliers(listing))
        ):
            found.append(RecognisedList(table, listing))
    return found


def says_supplier(text: object) -> bool:
    """Whether a text says that a company is paid, not invoiced."""
    return isinstance(text, str) and bool(_SUPPLIERS.search(plain_letters(text)))


def says_client(text: object) -> bool:
    """Whether a text says that a company is a client."""
    return isinstance(text, str) and bool(_CLIENTS.search(plain_letters(text)))


def _is_of_suppliers(listing: Listing) -> bool:
    """Whether the title of a tab, or what stands over a list or at its head, is of suppliers alone.

    Their list has the very headings of one of clients, and that of their prices those of our rates.
    """
    told = [
        value
        for row, cells in listing.grid.rows.items()
        if row <= listing.header_row
        for value in cells.values()
        if isinstance(value, str)
    ]
    told.append(listing.title)
    return any(map(says_supplier, told)) and not any(map(says_client, told))


def _groups(rows: Sequence[int]) -> Iterator[list[int]]:
    """Rows in use, by runs without an empty row."""
    group: list[int] = []
    for row in rows:
        if group and row > group[-1] + 1:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _only(grid: Grid, cells: Mapping[tuple[int, int], object]) -> Grid:
    return replace(grid, cells=cells)


def _table_of(grid: Grid) -> Table | None:
    """The table whose headings stand in a part of a sheet; None where none is sure enough."""
    title = plain_letters(grid.title)
    best, table = 0.0, None
    for candidate in _RECOGNISED:
        is_titled = bool(_TITLES[candidate.name].search(title))
        if _DOCUMENTS.search(title) and not is_titled:
            continue
        listing = _listing(grid, candidate)
        if listing is None:
            continue
        columns = [_columns_named(candidate, heading, or_held=is_titled) for heading in listing.headings]
        named, said = sum(map(bool, columns)), set().union(*columns)
        share = _SHARE_TITLED if is_titled else _SHARE
        if named < max(_LEAST_NAMED, share * len(columns)):
            continue
        if any(said.isdisjoint(group.split()) for group in _NEEDED[candidate.name]):
            continue
        weight = named + _TITLE_WEIGHT * is_titled
        if weight > best:
            best, table = weight, candidate
    return table


def _listing(grid: Grid, table: Table) -> Listing | None:
    """The list of a part of a sheet, under the row most of whose texts are headings of a table; None without any."""
    tops = islice(grid.rows, _LOOKED_AT)
    scored = {row: sum(_weight(table, value) for value in grid.rows[row].values()) for row in tops}
    header = max(scored, key=lambda row: (scored[row], -row), default=None)
    if header is None or scored[header] <= 1:
        return None
    known = {name for column in wanted(table) for name in names_of(table, column)}
    return listing_at(grid, header, known)


def _weight(table: Table, value: object) -> float:
    """How much a cell is a heading of a table: as much as two that only hold one when it is."""
    if not isinstance(value, str):
        return 0
    if _columns_named(table, value, or_held=False):
        return 1
    return 0.5 if _columns_named(table, value, or_held=True) else 0


def _columns_named(table: Table, heading: str, or_held: bool) -> set[str]:
    """The columns of a table that a heading names; also those whose name it holds among other words, if need be."""
    key = heading_key(heading)
    words = f" {key} "
    return {
        column.name
        for column in wanted(table)
        if key in (names := names_of(table, column))
        or (or_held and any(len(name) >= _HELD and f" {name} " in words for name in names))
    }
