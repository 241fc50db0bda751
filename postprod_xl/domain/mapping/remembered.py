"""Mappings confirmed once, kept as rows of `Parametres` that a person can read, correct and remove."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from postprod_xl.domain.mapping.listing import Listing
from postprod_xl.domain.mapping.proposal import ColumnMapping, MappedColumn, Sureness
from postprod_xl.domain.mapping.synonyms import heading_key
from postprod_xl.domain.mapping.values import month_first_said
from postprod_xl.domain.wording import listed
from postprod_xl.schema.kinds import Kind, Unreadable
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.settings.house import MAPPING_SETTING
from postprod_xl.schema.table import Table
from postprod_xl.schema.units import folded

_NOT_READ = "non lues"
_MONTH_FIRST = "mois d'abord"
_ENTRY = re.compile(r"\s*([^«»;]+?)\s*«([^«»]*)»\s*(\([^()]*\))?\s*(?:;|$)")
_LOOKALIKE = 0.6
"""Share of the columns of a mapping from which a list is taken for one of those it was made for."""


@dataclass(frozen=True)
class Remembered:
    """A mapping of `Parametres`.

    Parameters
    ----------
    name
        Name of its setting: « Correspondance Séances 1 ».
    row
        Its row there; None for one not written yet.
    mapping
        What it says.
    """

    name: str
    row: int | None
    mapping: ColumnMapping


def as_text(mapping: ColumnMapping) -> str:
    """A mapping as its setting holds it: our headings, and those of the list in French quotes.

    `Date « Jour » (mois d'abord) ; Technicien « Qui » ; non lues « Signature » ; non lues « Total »`
    """
    entries = []
    for mapped in mapping.columns:
        heading = mapping.table.heading(mapped.column) if mapped.column else _NOT_READ
        note = f" ({_MONTH_FIRST})" if mapped.month_first else ""
        entries.append(f"{heading} « {_quotable(mapped.heading)} »{note}")
    return " ; ".join(entries)


def from_text(table: Table, text: str) -> ColumnMapping:
    """The mapping that a setting says; see `as_text`.

    Raises
    ------
    Unreadable
        It is not of that form, names a column that the table has not, or one twice.
    """
    by_heading = {folded(column.heading): column.name for column in table.columns}
    columns, at = list[MappedColumn](), 0
    while at < len(text.rstrip()):
        entry = _ENTRY.match(text, at)
        if entry is None:
            raise Unreadable(f"Colonne « En-tête du fichier » ; … (à partir de « {text[at : at + 30]} »)")
        at = entry.end()
        name = by_heading.get(folded(entry[1]), "")
        if not name and folded(entry[1]) != folded(_NOT_READ):
            raise Unreadable(f"un en-tête de {table.tab}, ou « {_NOT_READ} » (trouvé « {entry[1]} »)")
        if name and name in {mapped.column for mapped in columns}:
            raise Unreadable(f"« {entry[1]} » une seule fois")
        is_month_first = _MONTH_FIRST in (entry[3] or "")
        sureness = Sureness.NAMED if name else Sureness.NONE
        columns.append(MappedColumn(entry[2].strip(), name, sureness, "confirmé", is_month_first))
    return ColumnMapping(table, tuple(columns))


def _quotable(heading: str) -> str:
    return heading.replace("«", "‹").replace("»", "›")


def setting_name(table: Table, number: int) -> str:
    """The name of the setting of the mapping of a rank.

    >>> from postprod_xl.schema.tables.planning import SESSIONS
    >>> setting_name(SESSIONS, 2)
    'Correspondance Séances 2'
    """
    return f"{MAPPING_SETTING}{table.tab} {number}"


def free_name(table: Table, settings: Rows) -> str:
    """The name of the next mapping of a table."""
    taken = set(map(folded, settings.column("name")))
    return next(name for number in count(1) if folded(name := setting_name(table, number)) not in taken)


def remembered(table: Table, settings: Rows) -> tuple[list[Remembered], list[tuple[Row, str]]]:
    """The mappings of a table that `Parametres` keeps, and the rows of those that cannot be read, with why."""
    stem = folded(f"{MAPPING_SETTING}{table.tab}")
    found, unreadable = list[Remembered](), list[tuple[Row, str]]()
    for row in settings:
        if not folded(row.name).startswith(stem) or not row.value:
            continue
        try:
            found.append(Remembered(row.name, row.row, from_text(table, str(row.value))))
        except Unreadable as error:
            unreadable.append((row, str(error)))
    return found, unreadable


@dataclass(frozen=True)
class Fit:
    """How a remembered mapping fits a list.

    Parameters
    ----------
    kept
        The mapping.
    missing
        The headings it reads that the list has no more.
    new
        Headings that it does not know and that look like columns it does not read.
    turned
        Headings of days written in the other order of day and month than those it was made for.
    """

    kept: Remembered
    missing: tuple[str, ...]
    new: tuple[str, ...]
    turned: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.new or self.turned)

    @property
    def words(self) -> str:
        """What no longer fits, in French."""
        told = []
        if self.missing:
            told.append(f"n'y trouve plus {_quoted(self.missing)}")
        if self.new:
            told.append(f"ne dit rien de {_quoted(self.new)}")
        if self.turned:
            told.append(f"lit à l'envers le jour et le mois de {_quoted(self.turned)}")
        return " et ".join(told)


def best_fit(listing: Listing, kept: Sequence[Remembered], fresh: ColumnMapping) -> Fit | None:
    """The remembered mapping made for lists like this one; None when none resembles it.

    Parameters
    ----------
    listing
        The list.
    kept
        The mappings of its table.
    fresh
        What would be proposed for it.

    Returns
    -------
    Fit or None
        Of those whose headings are all there, the one that reads most; else the one that most of whose headings are.
    """
    fits = [fit for each in kept if (fit := _fit(listing, each, fresh))]
    return min(
        fits, key=lambda fit: (not fit.is_whole, len(fit.missing), -len(fit.kept.mapping.read)), default=None
    )


def _fit(listing: Listing, kept: Remembered, fresh: ColumnMapping) -> Fit | None:
    held = {heading_key(heading) for heading in listing.headings}
    read = kept.mapping.read
    found = {name for name, mapped in read.items() if heading_key(mapped.heading) in held}
    missing = tuple(mapped.heading for name, mapped in read.items() if name not in found)
    if len(missing) > len(read) * (1 - _LOOKALIKE) or not read:
        return None
    known = {heading_key(mapped.heading) for mapped in kept.mapping.columns}
    new = tuple(
        mapped.heading
        for mapped in fresh.columns
        if mapped.column and mapped.column not in found and heading_key(mapped.heading) not in known
    )
    return Fit(kept, missing, new, tuple(_turned(listing, kept.mapping)))


def _turned(listing: Listing, mapping: ColumnMapping) -> Iterator[str]:
    held = {heading_key(heading): heading for heading in listing.headings}
    for name, mapped in mapping.read.items():
        heading = held.get(heading_key(mapped.heading))
        if heading is None or mapping.table.by_name[name].kind is not Kind.DAY:
            continue
        said = month_first_said(listing.cells(heading))
        if said is not None and said is not mapped.month_first:
            yield heading


def applied(mapping: ColumnMapping, listing: Listing) -> ColumnMapping:
    """A remembered mapping with the headings as a list spells them; those it does not know are not read."""
    by_key = {heading_key(mapped.heading): mapped for mapped in mapping.columns}
    unknown = MappedColumn("", "", Sureness.NONE, "inconnue de la correspondance")
    columns = (
        by_key.get(heading_key(heading), unknown)._replace(heading=heading) for heading in listing.headings
    )
    return ColumnMapping(mapping.table, tuple(columns))


def _quoted(headings: Iterable[str]) -> str:
    return listed([f"« {heading} »" for heading in headings])
