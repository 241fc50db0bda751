"""Rows that a command adds to the tables that people type in, with the whole office recomputed around them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from postprod_xl.commands.outcome import Outcome, stopped
from postprod_xl.commands.refresh import charts
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import Refresh, refreshed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows


class Said(NamedTuple):
    """What a command says of what it added: its summary, other French lines, figures for a program."""

    summary: str
    lines: Sequence[str]
    details: dict[str, Any]


def apart(
    office: Office, columns: Mapping[str, Rows], added: Mapping[str, Rows]
) -> tuple[dict[str, Rows], dict[str, Rows]]:
    """The computed columns of the rows that an office had, and its new rows with their own.

    Parameters
    ----------
    office
        The office without the new rows.
    columns
        Computed columns by table, of both.
    added
        The new rows of each table, which stand behind those it had.
    """
    before, complete = dict(columns), dict(added)
    for table in columns.keys() & added.keys():
        held = office[table].numbers
        before[table] = columns[table].of_numbers(held)
        new = columns[table].numbers[len(held) :]
        complete[table] = added[table].with_columns(columns[table].of_numbers(new))
    return before, complete


def with_added(
    office: Office, known: Sequence[Problem], added: Mapping[str, Rows], say: Callable[[Refresh], Said]
) -> Outcome:
    """What there is to write of new rows and of the office recomputed around them; see `with_entered`."""
    return with_entered(office, known, (), added, say)


def with_completed(
    office: Office, known: Sequence[Problem], cells: Rows, say: Callable[[Refresh], Said]
) -> Outcome:
    """What there is to write of typed cells that a command fills in; see `with_entered`."""
    return with_entered(office, known, (cells,), {}, say)


def with_entered(
    office: Office,
    known: Sequence[Problem],
    typed: Sequence[Rows],
    added: Mapping[str, Rows],
    say: Callable[[Refresh], Said],
) -> Outcome:
    """What there is to write of typed cells and of new rows, and of the office recomputed around them.

    Parameters
    ----------
    office
        The office without them.
    known
        Problems already met while reading it.
    typed
        Some columns of some rows of an input table each, by the numbers that these rows have.
    added
        The new rows of each input table, numbered after those it has, their computed columns empty.
    say
        What there is to say, from the office with them.

    Returns
    -------
    Outcome
        These cells alone as typed, the new rows complete; problems alone when one of them blocks.
    """
    grown = office
    for cells in typed:
        grown = grown.with_columns(cells.table.name, _filled_in(grown[cells.table.name], cells))
    for table, rows in added.items():
        grown = grown.with_rows(table, grown[table].followed_by(rows))
    run = refreshed(grown, known)
    if run.is_blocked:
        return stopped(run)
    columns, appended = apart(office, run.columns, {name: rows for name, rows in added.items() if len(rows)})
    return replace(_outcome(run, columns, say(run)), typed=tuple(typed), appended=appended)


def _filled_in(held: Rows, cells: Rows) -> dict[str, list[Any]]:
    """The columns of a table in which a command fills some cells."""
    filled = dict(zip(cells.numbers, range(len(cells)), strict=True))
    return {
        name: [
            values[filled[row]] if row in filled else value
            for row, value in zip(held.numbers, held.column(name), strict=True)
        ]
        for name, values in cells.columns.items()
    }


def _outcome(run: Refresh, columns: dict[str, Rows], said: Said) -> Outcome:
    """The outcome of a command that recomputed the office, what it adds to it or types in it left out."""
    return Outcome(
        columns,
        run.rows,
        charts=charts(run.office),
        problems=tuple(run.problems),
        summary=said.summary,
        details=said.details,
        memory=run.memory,
        lines=(*said.lines, *run.remarks),
        covers_the_office=True,
        noted=run.noted,
    )
