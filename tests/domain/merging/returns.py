"""A copy of three tasks and the grids that come back of it, by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from postprod_xl.documents.grid import Comment, Grid, Place
from postprod_xl.documents.sharing.manifest import SentColumn, SentRow, SentTable
from postprod_xl.domain.merging.changes import ReturnedChange
from postprod_xl.domain.merging.comparison import compared
from postprod_xl.domain.merging.decisions import settled
from postprod_xl.domain.merging.finding import found_in
from postprod_xl.domain.merging.sent import Sent
from postprod_xl.schema.languages import Language
from postprod_xl.schema.rows import Rows, no_rows, rows_of
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.returns import RETURNS

NUMBER, RECEIVER = "P001-PROD-001-K7QF", "producteur"
NAMES = ("label", "start_day", "validation", "wished_day", "comment")
ANSWERED = frozenset({"validation", "wished_day", "comment"})
TASKS = {
    "P001-MON-10": ("Montage image", date(2026, 12, 7), "À valider", None, ""),
    "P001-MON-20": ("Montage paroles", date(2026, 12, 14), "À valider", None, ""),
    "P001-MIX": ("Mixage", date(2026, 12, 21), "", None, ""),
}
HEADER, FIRST = 4, 5
"""The rows of the headings and of the first task in a returned sheet."""


def sent_copy(language: Language = Language.FRENCH) -> Sent:
    columns = tuple(SentColumn(name, language.heading(PLANNING, name), name in ANSWERED) for name in NAMES)
    rows = tuple(SentRow(f"Planning/{task}", values) for task, values in TASKS.items())
    table = SentTable("Planning", language.tab(PLANNING), "Identifiant", columns, rows)
    return Sent(NUMBER, RECEIVER, (table,), language)


def planning(**now: Mapping[str, Any]) -> Rows:
    """The rows of the workbook, those that were sent with what changed since, by task (`MON_10`)."""
    records = [
        {"task": task, **dict(zip(NAMES, values, strict=True)), **now.get(task[5:].replace("-", "_"), {})}
        for task, values in TASKS.items()
    ]
    return rows_of(PLANNING, records, 10)


def lines(**answers: Mapping[str, Any]) -> list[list[Any]]:
    """The rows of a returned sheet, under its headings: `MON_10={"validation": "Validé"}` answers the first task."""
    return [
        [PLANNING.heading(name) for name in NAMES] + ["Identifiant"],
        *(
            [
                answers.get(task[5:].replace("-", "_"), {}).get(name, value)
                for name, value in zip(NAMES, values, strict=True)
            ]
            + [f"Planning/{task}"]
            for task, values in TASKS.items()
        ),
    ]


def sheet(
    rows: Sequence[Sequence[Any]],
    title: str = "Planning",
    comments: Mapping[Place, tuple[Comment, ...]] | None = None,
) -> Grid:
    """A returned sheet: a title, the number of the share, then rows from `HEADER`."""
    cells = {(1, 1): "Terre d'encre", (2, 1): f"Partage {NUMBER} du 30/11/2026"}
    cells |= {
        (HEADER + down, across): value
        for down, row in enumerate(rows)
        for across, value in enumerate(row, 1)
        if value not in (None, "")
    }
    return Grid(title, cells, comments or {})


def changes_of(
    grid: Grid, now: Rows | None = None, ledger: Rows | None = None, sent: Sent | None = None
) -> list[ReturnedChange]:
    """The changes of a returned sheet, settled."""
    sent = sent or sent_copy()
    rows = planning() if now is None else now
    found = compared(sent, found_in([grid], sent), {"Planning": rows})
    return settled(found, no_rows(RETURNS) if ledger is None else ledger, sent.number)


def told(changes: Sequence[ReturnedChange]) -> list[tuple[str, str, str]]:
    """What matters of changes: the row, the column and what came back."""
    return [(change.row_name, change.column, change.returned_text) for change in changes]
