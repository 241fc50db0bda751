"""What is proposed to be read of an office's own workbook: which list where, in which columns, how sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from postprod_xl.documents.grid import Grid
from postprod_xl.domain.wording import counted, listed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables import BY_NAME

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
    """

    table: Table
    sheet: str
    header_row: int
    columns: Sequence[FoundColumn]
    read: int

    @property
    def line(self) -> str:
        """Where the list stands, how many of its rows are read, and as what each of its headings is."""
        as_what = [column.text for column in self.columns if column.heading]
        left = [f"« {column.theirs} »" for column in self.columns if not column.heading]
        unread = f" ; non lues : {', '.join(left)}" if left else ""
        return (
            f"{self.sheet}, titres en ligne {self.header_row} → {self.table.tab}, {counted(self.read, 'ligne')} : "
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
        counts = [(len(records), BY_NAME[name].tab) for name, records in self.rows.items() if records]
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
        return {"lists": [found.as_details() for found in self.lists], "remarks": [*self.remarks]}


def proposed(grids: Sequence[Grid], today: date) -> Adoption:
    return Adoption((), {})
