"""What is proposed to be read of an office's own workbook: which list where, in which columns, how sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from postprod_xl.documents.grid import Grid
from postprod_xl.domain.adopting.named import named_records, with_codes
from postprod_xl.domain.adopting.planning import complete_tasks
from postprod_xl.domain.adopting.rates import card_with, give_unit
from postprod_xl.domain.adopting.reading import ReadList, keep_named, mapped_list, names_given, read_rows
from postprod_xl.domain.adopting.recognising import READ, is_day_grid, parts_of
from postprod_xl.domain.adopting.settling import refused_cells
from postprod_xl.domain.mapping.known_names import KnownNames, company_key, name_key
from postprod_xl.domain.mapping.proposal import UNKNOWN
from postprod_xl.domain.wording import counted, listed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.planning import PLANNING, SESSIONS
from postprod_xl.schema.tables.projects import CLIENTS, RATES

Records = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class FoundColumn:
    """A heading of a list of an office, and what it is read as.

    Parameters
    ----------
    theirs
        The heading as it is written.
    heading
        That of ours; empty where nothing of ours holds what it does.
    why
        How sure it is, and why, in French.
    """

    theirs: str
    heading: str
    why: str

    @property
    def text(self) -> str:
        return f"« {self.theirs} » = {self.heading} ({self.why})"

    @property
    def unread_text(self) -> str:
        return f"« {self.theirs} »{f' ({self.why})' if self.why != UNKNOWN else ''}"


@dataclass(frozen=True)
class FoundList:
    """A list of an office, recognised on one of its tabs.

    Parameters
    ----------
    table
        Which of our tables it is read into.
    sheet
        The title of its tab.
    header_row
        The row of its headings.
    columns
        Its headings, in order.
    read
        How many of its rows are read.
    is_hidden
        Whether its tab is hidden.
    """

    table: Table
    sheet: str
    header_row: int
    columns: Sequence[FoundColumn]
    read: int
    is_hidden: bool = False

    @property
    def line(self) -> str:
        """Where the list stands, how many of its rows are read, and as what each of its headings is."""
        as_what = [column.text for column in self.columns if column.heading]
        left = [column.unread_text for column in self.columns if not column.heading]
        unread = f" ; non lues : {', '.join(left)}" if left else ""
        return (
            f"{self.sheet}{' (onglet masqué)' if self.is_hidden else ''}, titres en ligne {self.header_row} → "
            f"{self.table.tab}, {counted(self.read, 'ligne')} : "
            f"{' ; '.join(as_what)}{unread}"
        )

    def as_details(self) -> dict[str, Any]:
        """The same for a program."""
        columns = [vars(column) for column in self.columns]
        return {
            "table": self.table.name,
            "sheet": self.sheet,
            "header_row": self.header_row,
            "rows": self.read,
            "columns": columns,
        }


@dataclass(frozen=True)
class Adoption:
    """What is read of a workbook, to be confirmed once.

    Parameters
    ----------
    lists
        The lists found, in the order of the tabs.
    rows
        Typed records by table name.
    problems
        What could not be read, cell by cell, and rows left out.
    remarks
        What else is to be known before one says yes.
    """

    lists: Sequence[FoundList]
    rows: Mapping[str, Records]
    problems: Sequence[Problem] = ()
    remarks: Sequence[str] = ()

    @property
    def summary(self) -> str:
        """What is read, in one line: `12 lignes dans Clients et 8 dans Équipe`."""
        read = {table: sum(found.read for found in self.lists if found.table is table) for table in READ}
        counts = [(count, table.tab) for table, count in read.items() if count]
        if not counts:
            return "aucune liste n'y est reconnue"
        (first, tab), *others = counts
        return listed(
            [f"{counted(first, 'ligne')} dans {tab}", *(f"{count} dans {tab}" for count, tab in others)]
        )

    @property
    def lines(self) -> list[str]:
        """What a person reads before saying yes: a line a list, then what else is to be known."""
        return [*(found.line for found in self.lists), *self.remarks]

    def as_details(self) -> dict[str, Any]:
        """The same for a program."""
        return {"lists": [found.as_details() for found in self.lists], "proposal": self.lines}


def adoption_of(grids: Sequence[Grid], today: date) -> Adoption:
    """What the sheets of a workbook give to our tables.

    Parameters
    ----------
    grids
        Its sheets.
    today
        The day before which a task whose last day is past is done.

    Returns
    -------
    Adoption
        The lists recognised, their rows with codes and references found by name. A list that the workbook has not, and
        that others refer to, is made of the names that they give.
    """
    return _Reading(grids, today).adoption()


class _Reading:
    """The lists of a workbook, read table by table, each after those that it refers to."""

    def __init__(self, grids: Sequence[Grid], today: date) -> None:
        self._grids, self._today = grids, today
        self._parts = {grid.title: parts_of(grid) for grid in grids}
        parts = [part for found in self._parts.values() for part in found]
        self._lists = [mapped_list(part) for part in parts if part.table in READ]
        self._records: dict[str, list[dict[str, Any]]] = {}
        self._made: list[str] = []

    def adoption(self) -> Adoption:
        for table in READ:
            lists = [found for found in self._lists if found.table is table]
            records = self._read(table, lists) if lists else self._named_elsewhere(table)
            if records:
                self._records[table.name] = records
        lists = sorted(self._lists, key=lambda found: self._position(found))
        remarks = [remark for found in lists for remark in found.remarks]
        rows: dict[str, Records] = {**self._records}
        if RATES.name in rows:
            rows[RATES.name], said = card_with(rows[RATES.name])
            remarks.append(said)
        problems = [problem for found in lists for problem in found.problems]
        return Adoption(
            [_found_list(found) for found in lists],
            rows,
            problems,
            [*self._made, *remarks, *self._unrecognised()],
        )

    def _position(self, found: ReadList) -> tuple[int, int]:
        return [grid.title for grid in self._grids].index(found.listing.title), found.listing.header_row

    def _names(self) -> KnownNames:
        return KnownNames({name: rows_of(BY_NAME[name], records) for name, records in self._records.items()})

    def _read(self, table: Table, lists: Sequence[ReadList]) -> list[dict[str, Any]]:
        names = self._names()
        first: dict[Any, str] = {}
        for found in lists:
            read_rows(found, names)
            if table is PLANNING:
                complete_tasks(found, names, self._today)
            elif table is RATES:
                give_unit(found)
            keep_named(found, first)
        rows = [(found, row) for found in lists for row in found.rows]
        coded = with_codes(table, [row.record for _, row in rows])
        for position, name, problem in refused_cells(table, coded):
            found, row = rows[position]
            found.problems.append(
                found.problem(row.number, name, problem.found, problem.expected, problem.message)
            )
            coded[position].pop(name, None)
        needed = [column.name for column in table.columns if column.required]
        return [record for record in coded if all(record.get(name) not in (None, "") for name in needed)]

    def _named_elsewhere(self, table: Table) -> list[dict[str, Any]]:
        """The rows of a table that no list gives, from the names that the columns of others refer to it by."""
        texts: dict[str, str] = {}
        places = []
        for found in self._lists:
            for name, mapped in found.mapping.read.items():
                if table.name not in found.table.by_name[name].references:
                    continue
                if named := names_given(found, name):
                    places.append(f"« {mapped.heading} » de {found.listing.title}")
                for text in named:
                    texts.setdefault(company_key(text) if table is CLIENTS else name_key(text), text)
        records = named_records(table, (text for key, text in texts.items() if key))
        if records:
            self._made.append(
                f"{table.tab} : aucune liste, {counted(len(records), 'ligne')} d'après {listed(places)}, à compléter"
            )
        return with_codes(table, records)

    def _unrecognised(self) -> Iterator[str]:
        """What is said of the sheets from which nothing is read."""
        unknown = []
        for grid in self._grids:
            parts = self._parts[grid.title]
            if any(part.table is SESSIONS for part in parts):
                yield (
                    f"{grid.title} : des séances, qui ne sont pas lues ici : « postprod import » les ajoute ensuite"
                )
            elif not parts and is_day_grid(grid):
                yield f"{grid.title} : un planning dessiné jour par jour, qui ne se lit pas"
            elif not parts and grid.cells:
                unknown.append(f"« {grid.title} »")
        if unknown:
            yield f"aucune liste reconnue dans {listed(unknown)} : rien n'y est lu"


def _found_list(found: ReadList) -> FoundList:
    columns = [
        FoundColumn(
            mapped.heading,
            found.table.heading(mapped.column) if mapped.column else "",
            f"{mapped.sureness.words}, {mapped.reason}" if mapped.column else mapped.reason,
        )
        for mapped in found.mapping.columns
    ]
    grid = found.listing.grid
    return FoundList(
        found.table, found.listing.title, found.listing.header_row, columns, len(found.rows), grid.is_hidden
    )
