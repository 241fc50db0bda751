"""What is found of a copy in the file that came back: its tables, their rows, the comments elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from postprod_xl.documents.grid import Comment
from postprod_xl.documents.sharing.manifest import SentTable
from postprod_xl.domain.mapping.values import PLAIN, CellForm


@dataclass(frozen=True)
class FoundRow:
    """One row of a table in the file that came back.

    Parameters
    ----------
    number
        In its sheet.
    identifier
        As it is written there; empty when it has none.
    cells
        Raw cells by the headings of the copy; those of the columns that are there, None when empty.
    comments
        By heading, the comments of its cells; under an empty one, those of its cells in no column of ours.
    beside
        What is written in columns that the receiver added, by their heading; under an empty one, in those without.
    """

    number: int
    identifier: str
    cells: Mapping[str, Any]
    comments: Mapping[str, Sequence[Comment]] = field(default_factory=dict)
    beside: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class FoundTable:
    """A table found again.

    Parameters
    ----------
    sent
        The table as it was sent.
    tab
        Title of the sheet it was found in.
    rows
        In the order of the sheet.
    missing
        Headings of the columns that are no longer there.
    renamed
        By heading, the one under which a column was found when it is not its own.
    has_identifiers
        Whether the column of identifiers is there.
    others
        Titles of other sheets that repeat its rows.
    form
        How its cells are written.
    """

    sent: SentTable
    tab: str
    rows: Sequence[FoundRow]
    missing: Sequence[str] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    has_identifiers: bool = True
    others: Sequence[str] = ()
    form: CellForm = PLAIN


class LooseComment(NamedTuple):
    """A comment pinned to no row of a table: its sheet, its row there, and what it says."""

    tab: str
    row: int
    comment: Comment


@dataclass(frozen=True)
class Found:
    """What was found in a file.

    Parameters
    ----------
    tables
        Those found again, in the order of the copy.
    absent
        Those that are not there.
    headless
        Of those absent, the ones whose rows are there without their headings, each with the title of its sheet.
    comments
        Comments pinned elsewhere than to their rows.
    """

    tables: Sequence[FoundTable]
    absent: Sequence[SentTable]
    comments: Sequence[LooseComment]
    headless: Sequence[tuple[SentTable, str]] = ()
