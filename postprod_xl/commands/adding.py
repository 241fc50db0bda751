"""Rows that a command adds to the tables that people type in, with the whole office recomputed around them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from postprod_xl.commands.outcome import Outcome
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


def with_added(
    office: Office, known: Sequence[Problem], added: Mapping[str, Rows], say: Callable[[Refresh], Said]
) -> Outcome:
    """What there is to write of new rows and of the office recomputed around them.

    Parameters
    ----------
    office
        The office without them.
    known
        Problems already met while reading it.
    added
        The new rows of each input table, numbered after those it has, their computed columns empty.
    say
        What there is to say, from the office with them.

    Returns
    -------
    Outcome
        The new rows complete; problems alone when one of them blocks.
    """
    grown = office
    for table, rows in added.items():
        grown = grown.with_rows(table, office[table].followed_by(rows))
    run = refreshed(grown, known)
    if run.is_blocked:
        return Outcome(problems=tuple(run.problems), covers_the_office=True)
    columns, appended = dict(run.columns), {name: rows for name, rows in added.items() if len(rows)}
    for table in columns.keys() & appended.keys():
        computed = columns[table]
        columns[table] = computed.of_numbers(office[table].numbers)
        appended[table] = appended[table].with_columns(computed.of_numbers(appended[table].numbers))
    said = say(run)
    return Outcome(
        columns,
        run.rows,
        appended,
        charts=charts(run.office),
        problems=tuple(run.problems),
        summary=said.summary,
        details=said.details,
        memory=run.memory,
        lines=(*said.lines, *run.remarks),
        covers_the_office=True,
        noted=run.noted,
    )
