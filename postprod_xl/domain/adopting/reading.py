"""The rows of one list of an office, as typed records of our table; each cell that cannot be read is named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from postprod_xl.domain.adopting.full_names import with_names_apart
from postprod_xl.domain.adopting.heading_units import other_unit
from postprod_xl.domain.adopting.recognising import RecognisedList, says_client, says_supplier, wanted
from postprod_xl.domain.mapping.known_names import KnownNames, name_key
from postprod_xl.domain.mapping.listing import Listing
from postprod_xl.domain.mapping.proposal import ColumnMapping, MappedColumn, Sureness, proposed
from postprod_xl.domain.mapping.values import CellForm, converted
from postprod_xl.domain.wording import counted_whole
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.kinds import Kind, Unreadable, is_empty, shown_in
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.projects import CLIENTS
from postprod_xl.schema.tables.team import ROOMS, TEAM
from postprod_xl.schema.units import folded

NAMED_BY = {
    "Equipe": ("last_name", "first_name"),
    "Clients": ("name",),
    "Salles": ("name",),
    "Tarifs": ("label",),
    "Projets": ("title",),
    "Planning": ("label", "step"),
}
"""By table, the columns that say what a row is called, from which a code is made."""
_CODE = re.compile(r"(?=.*\d|[^a-zà-ÿ]+$)[\w./-]{1,15}")
"""What can only be a code: short, in one word, with a figure or in capitals."""
_SKILLS = re.compile(r"\s*[;,/\n]\s*")
_SEVERAL = re.compile(r"[/+&;\n]|\bet\b", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:(?:sous[ -]?)?tota(?:l|ux)|somme|moyenne)(?: (?:g[ée]n[ée]ral|ht|ttc|tva))*\s*:?", re.IGNORECASE
)


@dataclass
class ReadRow:
    """A row of a list: its number in the sheet, and its values by code name."""

    number: int
    record: dict[str, Any]


@dataclass
class ReadList:
    """A list once read.

    Parameters
    ----------
    table, listing, mapping
        Our table, the list, and which of our columns each of its own is.
    rows
        Its rows that are kept.
    problems
        What could not be read, in the order of the rows.
    remarks
        What else is to be known of it.
    """

    table: Table
    listing: Listing
    mapping: ColumnMapping
    rows: list[ReadRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def problem(self, number: int, name: str, found: str, expected: str, message: str = "") -> Problem:
        """A problem of the cell of a row that a column of ours is read from; of the row where no cell is it."""
        mapped = self.mapping.read.get(name)
        heading = mapped.heading if mapped else ""
        column = self.listing.headings.get(heading, 0)
        told = warning("", None, heading, found, expected, message)
        cell = self.listing.grid.address((number, column)) if column else f"ligne {number}"
        return replace(told, tab=self.listing.title, cell=cell)


def mapped_list(part: RecognisedList) -> ReadList:
    """A list with the columns that its own are proposed as, none of its rows read yet.

    A column proposed as codes that holds names — spaces, repeats — is read as names where no other column is. What
    only the look of its cells speaks for is not read.
    """
    listing, split = with_names_apart(part.listing) if part.table.name == "Equipe" else (part.listing, "")
    mapping = _named_by_names(_proposed(part.table, listing), listing)
    if part.table is PLANNING and "task" not in mapping.read:
        mapping = _without_links(mapping)
    found = ReadList(part.table, listing, mapping)
    if split:
        found.remarks.append(
            f"{listing.title} : « {split} » est lu comme un prénom et un nom, à relire pour les noms en plusieurs mots"
        )
    return found


def _proposed(table: Table, listing: Listing) -> ColumnMapping:
    """Which column each of a list is, those that something speaks against set apart, for others to take their place."""
    refused: dict[str, MappedColumn] = {}
    while True:
        left = {name: at for name, at in listing.headings.items() if name not in refused}
        found = {
            each.heading: each
            for each in proposed(table, replace(listing, headings=left), wanted(table)).columns
        }
        against = {
            heading: _not_read(each, reason)
            for heading, each in found.items()
            if each.column and (reason := _against(table.by_name[each.column], each))
        }
        if not against:
            return ColumnMapping(table, tuple((found | refused)[heading] for heading in listing.headings))
        refused |= against


def _against(column: Column, proposed_as: MappedColumn) -> str:
    """What speaks against a column being one of ours; empty when nothing does."""
    if proposed_as.sureness is Sureness.BY_VALUES:
        return "son titre ne dit pas ce qu'elle est"
    unit = other_unit(column, proposed_as.heading)
    return unit and f"en {unit}, et « {column.heading} » ne l'est pas"


def _not_read(column: MappedColumn, reason: str) -> MappedColumn:
    return MappedColumn(column.heading, "", Sureness.NONE, reason)


def _named_by_names(mapping: ColumnMapping, listing: Listing) -> ColumnMapping:
    key, (name, *_) = mapping.table.key[0], NAMED_BY[mapping.table.name]
    held = mapping.read.get(key)
    if held is None or name in mapping.read or _are_codes(listing.cells(held.heading)):
        return mapping
    as_name = MappedColumn(held.heading, name, Sureness.CONTAINED, "des noms, non des codes")
    columns = tuple(as_name if column is held else column for column in mapping.columns)
    return ColumnMapping(mapping.table, columns)


def _without_links(mapping: ColumnMapping) -> ColumnMapping:
    """A planning whose predecessors are not read: those of tasks without code are numbers of rows elsewhere."""
    return ColumnMapping(
        mapping.table,
        tuple(
            _not_read(each, "vos tâches n'ont pas de code") if each.column == "predecessors" else each
            for each in mapping.columns
        ),
    )


def _are_codes(cells: Sequence[Any]) -> bool:
    texts = [shown(cell).strip() for cell in cells]
    return len(set(map(folded, texts))) == len(texts) and all(map(_CODE.fullmatch, texts))


def read_rows(found: ReadList, names: KnownNames) -> None:
    """Read the rows of a list; totals are left out, and named.

    Parameters
    ----------
    found
        The list, which gets its rows and its problems.
    names
        The codes of what its columns refer to.
    """
    since_1904 = found.listing.grid.counts_from_1904
    columns = [
        (found.table.by_name[name], mapped.heading, found.mapping.form(name, since_1904))
        for name, mapped in found.mapping.read.items()
    ]
    hidden = found.listing.grid.hidden_rows.intersection(number for number, _ in found.listing.rows)
    if hidden:
        found.remarks.append(
            f"{found.listing.title} : {counted_whole(len(hidden), 'ligne masquée lue')} comme les autres"
        )
    unread: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, cells in found.listing.rows:
        if _is_total(found, cells):
            found.problems.append(_left_out(found, number, "un total n'est pas une ligne de la liste"))
            continue
        if found.table is CLIENTS and (said := _supplier(found, cells)):
            found.problems.append(_left_out(found, number, f"« {said} » n'est pas un client"))
            continue
        record = {}
        for column, heading, form in columns:
            raw = cells.get(heading)
            try:
                record[column.name] = _read(column, raw, form, names)
            except Unreadable as error:
                unread[column.name, shown_in(column.kind, raw), str(error)].append(number)
        found.rows.append(ReadRow(number, record))
    found.problems += _unread(found, unread)


def names_given(found: ReadList, name: str) -> list[str]:
    """The names by which a column of a list refers to another table; of people or rooms, not two in one cell."""
    column, heading = found.table.by_name[name], found.mapping.read[name].heading
    is_one_of_many = not {TEAM.name, ROOMS.name}.isdisjoint(column.references)
    texts = []
    for cell in found.listing.cells(heading):
        with suppress(Unreadable):
            text = str(converted(column, cell))
            if not (is_one_of_many and _SEVERAL.search(text)):
                texts.append(text)
    return texts


def _read(column: Column, raw: Any, form: CellForm, names: KnownNames) -> Any:
    if column.kind is Kind.DAY and isinstance(raw, datetime):
        # Hours of a planning are those of the house here.
        raw = raw.date()
    value = converted(column, raw, form, names)
    return "; ".join(_SKILLS.split(value)) if column.name == "skills" else value


def _supplier(found: ReadList, cells: Mapping[str, Any]) -> str:
    """The word of a column that is not read which says that a row is not of a client."""
    read = {mapped.heading for mapped in found.mapping.read.values()}
    told = (value for heading, value in cells.items() if heading not in read and says_supplier(value))
    return next((value for value in told if not says_client(value)), "")


def _is_total(found: ReadList, cells: Mapping[str, Any]) -> bool:
    first = next((value for heading, value in cells.items() if found.listing.headings[heading]), None)
    return isinstance(first, str) and bool(_TOTAL.fullmatch(first.strip()))


def _unread(found: ReadList, unread: Mapping[tuple[str, str, str], list[int]]) -> Iterator[Problem]:
    """One problem for each text that cannot be read in a column, with every cell where it stands."""
    for (name, text, expected), numbers in unread.items():
        first, *others = numbers
        column = found.listing.headings[found.mapping.read[name].heading]
        also = [found.listing.grid.address((number, column)) for number in others] if column else []
        more = f" ; de même en {', '.join(also)}" if also else ""
        message = f"« {text} » n'est pas lu, attendu : {expected}{more}"
        yield found.problem(first, name, text, expected, message)


def _left_out(found: ReadList, number: int, why: str) -> Problem:
    return found.problem(number, "", "", "une ligne de la liste", f"ligne non lue : {why}")


def keep_named(found: ReadList, first: dict[Any, str]) -> None:
    """Keep the rows that something names and that none before repeats; the others are named.

    Parameters
    ----------
    found
        The list.
    first
        Where each row of the table was first read, by what tells it from another; those of this list are added.
    """
    key = found.table.key[0]
    kept: list[ReadRow] = []
    for row in found.rows:
        names = [row.record.get(name) for name in (key, *NAMED_BY[found.table.name])]
        if all(is_empty(name) for name in names):
            found.problems.append(_left_out(found, row.number, _without_name(found)))
            continue
        identity = _identity(found.table, row.record)
        if identity in first:
            why = f"« {called(found.table, row.record)} » est déjà lu, {first[identity]}"
            found.problems.append(_left_out(found, row.number, why))
            continue
        first[identity] = f"{found.listing.title}, ligne {row.number}"
        # One of the same name that has no code repeats it too.
        first.setdefault(_identity(found.table, {**row.record, key: ""}), first[identity])
        kept.append(row)
    found.rows = kept


def _without_name(found: ReadList) -> str:
    wanted_names = (found.table.key[0], *NAMED_BY[found.table.name])
    said = [found.table.heading(name).lower() for name in wanted_names]
    return f"rien ne la nomme ({', '.join(said)})"


def _identity(table: Table, record: Mapping[str, Any]) -> Any:
    """What tells a row from another: its code, else its name; of a task or a rate without code, all that it says."""
    if not is_empty(record.get(table.key[0])):
        return "code", name_key(str(record[table.key[0]]))
    if table.name in ("Planning", "Tarifs"):
        return tuple(sorted((name, str(value)) for name, value in record.items()))
    return "name", name_key(called(table, record))


def called(table: Table, record: Mapping[str, Any]) -> str:
    """What people call a row."""
    said = [str(record[name]) for name in reversed(NAMED_BY[table.name]) if not is_empty(record.get(name))]
    return " ".join(said) or str(record.get(table.key[0], ""))
