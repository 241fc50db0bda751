"""Which column of ours each column of another list is, as far as its heading and its cells say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from itertools import islice
from typing import Any, NamedTuple

from postprod_xl.domain.mapping.known_names import KnownNames
from postprod_xl.domain.mapping.listing import Listing
from postprod_xl.domain.mapping.synonyms import heading_key, names_of
from postprod_xl.domain.mapping.values import CellForm, converted, is_month_first
from postprod_xl.schema.kinds import Kind, Unreadable, is_empty
from postprod_xl.schema.table import Column, Table

SAMPLED = 50
"""Cells of a column that are looked at."""
UNKNOWN = "aucune colonne de ce nom"
"""The reason of a column that nothing speaks for."""
_LEAST_SAMPLES = 3
_LIKENESS = 0.86
_SHORTEST_MISSPELT, _LONGEST_HEADING = 3, 100
"""Letters of a heading that may be misspelt: a shorter one resembles too many, a longer one is no heading."""


class Sureness(IntEnum):
    """How sure it is that a column is the one proposed."""

    NONE = 0
    BY_VALUES = 1
    CLOSE = 2
    CONTAINED = 3
    NAMED = 4

    @property
    def words(self) -> str:
        """As the coordinator who confirms it reads it."""
        return ("non lue", "à vérifier", "à vérifier", "probable", "sûr")[self]


class MappedColumn(NamedTuple):
    """One column of another list.

    Parameters
    ----------
    heading
        As the list has it.
    column
        Code name of the column of ours that it is, empty when it is not read.
    sureness, reason
        How sure it is, and why, in French.
    month_first
        Whether its days in figures have their month first.
    """

    heading: str
    column: str
    sureness: Sureness
    reason: str
    month_first: bool = False


@dataclass(frozen=True)
class ColumnMapping:
    """Which column of a table each column of another list is.

    Parameters
    ----------
    table
        The table of ours.
    columns
        One a column of the list, in its order; no column of ours twice.
    """

    table: Table
    columns: tuple[MappedColumn, ...]

    @property
    def read(self) -> dict[str, MappedColumn]:
        """The columns that are read, by the code name of ours."""
        return {mapped.column: mapped for mapped in self.columns if mapped.column}

    def form(self, name: str, counts_from_1904: bool = False) -> CellForm:
        """How the cells of a column are written, by the code name of ours."""
        mapped = self.read[name]
        return CellForm(mapped.heading, mapped.month_first, counts_from_1904)


class _Candidate(NamedTuple):
    """A column of ours that a heading may be; the best of all is the greatest."""

    sureness: Sureness
    weight: float
    heading: str
    column: str
    reason: str


def proposed(
    table: Table, listing: Listing, wanted: Sequence[Column] = (), names: KnownNames | None = None
) -> ColumnMapping:
    """Propose which column of a table each column of a list is.

    A heading is known by our own name for it, in French or English, by a synonym, as part of a longer text, or by a
    close spelling; without any, by cells that can only be of one column: codes or names of the office, words of a
    closed list. Cells that cannot be of the kind of a column speak against it.

    Parameters
    ----------
    table
        The table of ours.
    listing
        The list, see `found_listing`.
    wanted
        The columns that may be read; those that people type when left out.
    names
        The codes of the office by name; without it no text is taken for a person, a project or a room.
    """
    columns = wanted or table.typed
    samples = {heading: list(islice(listing.cells(heading), SAMPLED)) for heading in listing.headings}
    candidates = [
        found
        for heading, cells in samples.items()
        for column in columns
        for found in _candidates(table, column, heading, (cells, names))
    ]
    order = list(listing.headings)
    ranked = sorted(candidates, key=lambda each: (-each.sureness, -each.weight, order.index(each.heading)))
    taken: dict[str, _Candidate] = {}
    for candidate in ranked:
        if candidate.heading not in taken and candidate.column not in {
            each.column for each in taken.values()
        }:
            taken[candidate.heading] = candidate
    return ColumnMapping(
        table, tuple(_mapped(heading, taken.get(heading), candidates, listing) for heading in order)
    )


def _mapped(
    heading: str, taken: _Candidate | None, candidates: Iterable[_Candidate], listing: Listing
) -> MappedColumn:
    if taken is not None:
        # One day at the end of a year may say alone how all are written.
        is_first = is_month_first(listing.cells(heading))
        return MappedColumn(heading, taken.column, taken.sureness, taken.reason, is_first)
    others = [each for each in candidates if each.heading == heading]
    reason = "une autre colonne le dit déjà" if others else UNKNOWN
    return MappedColumn(heading, "", Sureness.NONE, reason)


def _candidates(
    table: Table, column: Column, heading: str, sampled: tuple[Sequence[Any], KnownNames | None]
) -> Iterator[_Candidate]:
    """What speaks for a column, if anything does."""
    cells, names = sampled
    sureness, weight, reason = _by_heading(table, column, heading)
    fitting = _fitting(column, heading, cells, names)
    if sureness is Sureness.NONE and _is_telling(column, names) and len(cells) and fitting >= 0.8:
        sureness, weight, reason = Sureness.BY_VALUES, fitting, "d'après ses valeurs"
    is_contradicted = len(cells) >= _LEAST_SAMPLES and not fitting
    if sureness is not Sureness.NONE and not is_contradicted:
        yield _Candidate(sureness, weight + fitting, heading, column.name, reason)


def _by_heading(table: Table, column: Column, heading: str) -> tuple[Sureness, float, str]:
    key, known = heading_key(heading.removesuffix(" (au-dessus)")), names_of(table, column)
    if key in known:
        # Our own heading before a synonym, which another column may have too.
        return Sureness.NAMED, 2.0 - list(known).index(key) / len(known), known[key]
    words = f" {key} "
    held = [name for name in known if len(name) > _SHORTEST_MISSPELT and f" {name} " in words]
    if held:
        longest = max(held, key=len)
        return Sureness.CONTAINED, float(len(longest)), f"contient « {longest} »"
    if _SHORTEST_MISSPELT < len(key) < _LONGEST_HEADING and (
        close := get_close_matches(key, known, 1, _LIKENESS)
    ):
        return Sureness.CLOSE, _LIKENESS, f"ressemble à « {close[0]} »"
    return Sureness.NONE, 0.0, ""


def _fitting(column: Column, heading: str, cells: Sequence[Any], names: KnownNames | None) -> float:
    """The share of some cells that can be of a column."""
    form = CellForm(heading, is_month_first(cells))
    return sum(_fits(column, cell, form, names) for cell in cells) / len(cells) if cells else 0.0


def _fits(column: Column, cell: Any, form: CellForm, names: KnownNames | None) -> bool:
    try:
        return not is_empty(converted(column, cell, form, names))
    except Unreadable:
        return False


def _is_telling(column: Column, names: KnownNames | None) -> bool:
    """Whether the cells of a column say by themselves what it is: nearly no other has them."""
    return bool(column.choices) or (bool(column.references) and names is not None) or column.kind is Kind.DAY
