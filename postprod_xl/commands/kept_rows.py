"""What is damaged in the rows of months that a command keeps: none of it stops the command that makes them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from postprod_xl.commands.declared import Command
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import Severity


def concerning(
    command: Command, options: Mapping[str, Any], problems: Iterable[Problem], tables: Mapping[str, Rows]
) -> list[Problem]:
    """The problems of a workbook that concern a command.

    A cell of a kept row that cannot be read is nothing to the command that writes its month again, blocks that of
    another month, which would write the row back without it, and is a warning for any other.

    Parameters
    ----------
    command, options
        The command and how it is run.
    problems
        Those met while reading the workbook.
    tables
        What was read.
    """
    seen = (_concerning(problem, command, options, tables) for problem in problems)
    return [problem for problem in seen if problem is not None]


def _concerning(
    problem: Problem, command: Command, options: Mapping[str, Any], tables: Mapping[str, Rows]
) -> Problem | None:
    table = BY_NAME.get(problem.table)
    if table is None or not table.keeps or problem.row is None or not problem.is_blocking:
        return problem
    part = _part(tables[table.name], table, problem.row)
    is_written = table.name in command.remakes
    if is_written and part and part == options.get(table.keeps):
        return None
    remedy = (
        f"« postprod payroll --month {part} » refait la ligne"
        if part
        else "effacez la ligne et refaites son mois"
    )
    severity = Severity.BLOCKING if is_written else Severity.WARNING
    return replace(problem, severity=severity, message=f"{problem.message} ; {remedy}")


def _part(rows: Rows, table: Table, row: int) -> str:
    """What a kept row is about, such as its month; empty when that cannot be read either."""
    return str(getattr(rows.row(row), table.keeps)) if row in rows else ""
