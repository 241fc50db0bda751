"""The cells to type and the rows to add for the changes of a file that were accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from postprod_xl.domain.merging.changes import ReturnedChange
from postprod_xl.domain.merging.sent import COMMENT
from postprod_xl.domain.wording import in_sentence
from postprod_xl.schema.bounds import LONGEST_TEXT
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import ReturnedKind

NEXT = " ; "
"""Between what a comment column holds and what is added to it."""


def typed_cells(changes: Sequence[ReturnedChange], now: Mapping[str, Rows]) -> list[Rows]:
    """The cells that accepted changes type: a column of some rows of a table each.

    Parameters
    ----------
    changes
        Those accepted.
    now
        The rows of the workbook, by table.
    """
    cells: dict[tuple[str, str], dict[int, Any]] = {}
    for change in changes:
        if change.kind is ReturnedKind.VALUE and change.column != COMMENT and change.row is not None:
            cells.setdefault((change.table, change.column), {})[change.row] = change.returned
    for table, row, text in _noted(changes):
        held = cells.setdefault((table, COMMENT), {})
        before = held[row] if row in held else getattr(now[table].row(row), COMMENT)
        held[row] = NEXT.join([before, text] if before else [text])
    return [
        Rows(BY_NAME[table], sorted(of_row), {column: [of_row[row] for row in sorted(of_row)]})
        for (table, column), of_row in cells.items()
    ]


def too_long(cells: Sequence[Rows]) -> list[Problem]:
    """The comments that would no longer fit in their cell."""
    return [
        blocking(
            rows.table.name,
            row,
            rows.table.heading(COMMENT),
            text,
            f"un texte de {LONGEST_TEXT} caractères au plus",
            "le commentaire ne tient plus dans la cellule : raccourcissez-la d'abord",
        )
        for rows in cells
        if COMMENT in rows.columns
        for row, text in zip(rows.numbers, rows.column(COMMENT), strict=True)
        if len(text) > LONGEST_TEXT
    ]


def lands(change: ReturnedChange) -> bool:
    """Whether a comment lands in the comment column of its row; else `Retours` alone keeps it."""
    return change.row is not None and COMMENT in BY_NAME[change.table].by_name


def _noted(changes: Sequence[ReturnedChange]) -> Iterator[tuple[str, int, str]]:
    """What is added to comment columns: answers typed there, then comments pinned to other cells of the row."""
    for change in changes:
        if change.row is None or not lands(change):
            continue
        if change.kind is ReturnedKind.VALUE and change.column == COMMENT:
            yield change.table, change.row, change.returned
        elif change.kind is ReturnedKind.COMMENT:
            yield change.table, change.row, comment_text(change)


def comment_text(change: ReturnedChange) -> str:
    """What a comment says once it is in the comment column: the heading of the cell it was pinned to, who signs it.

    `début : pas avant le 14 (Claire)`.
    """
    about = f"{in_sentence(change.heading)} : " if change.heading and change.column != COMMENT else ""
    return f"{about}{change.returned}{f' ({change.author})' if change.author else ''}"
