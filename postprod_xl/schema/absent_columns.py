"""The columns that a table should have and has not: renamed, needed, or read as blank."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from postprod_xl.schema.problems import Problem, blocking, warning
from postprod_xl.schema.table import Column, Table

NAMED = 12


def needed_column(table: Table, column: Column, headings: Iterable[str]) -> list[Problem]:
    """The problem of a column that cannot be read as blank: it was renamed, or its rows are nothing without it."""
    if not table.trusts(column):
        return []
    message = f"la colonne « {column.heading} » manque à {table.tab}"
    stranger = _in_place_of(table, column, list(headings))
    if stranger:
        message += f", « {stranger} » est à sa place"
    needed = column.required or column.name in table.key or column.heading in table.calculated_from
    if needed or stranger:
        return [absent_column(blocking, table, column, f"{message} ; remettez cet en-tête")]
    return []


def unread_columns(table: Table, columns: Sequence[Column]) -> Iterator[Problem]:
    """The problem of the columns that are not there though the workbook is of their version: one for all."""
    if not columns:
        return
    named = ", ".join(f"« {column.heading} »" for column in columns[:NAMED])
    if len(columns) == 1:
        message = f"la colonne {named} manque à {table.tab} : elle est lue comme vide"
    else:
        more = "…" if len(columns) > NAMED else ""
        message = f"{len(columns)} colonnes manquent à {table.tab}, lues comme vides : {named}{more}"
    yield absent_column(warning, table, columns[0], message)


def _in_place_of(table: Table, column: Column, headings: list[str]) -> str:
    """The undeclared heading that stands where a missing column is declared, empty when none does."""
    at = table.headings.index(column.heading)
    before = next((heading for heading in reversed(table.headings[:at]) if heading in headings), "")
    after = next((heading for heading in table.headings[at + 1 :] if heading in headings), "")
    following = headings[headings.index(before) + 1 :][:1] if before else headings[:1]
    preceding = headings[: headings.index(after)][-1:] if after else []
    return next((heading for heading in [*following, *preceding] if heading not in table.headings), "")


def absent_column(report: Callable[..., Problem], table: Table, column: Column, message: str) -> Problem:
    """The problem of a column that a person removed or renamed."""
    return report(table.name, None, column.heading, "colonne absente", "la colonne", message)
