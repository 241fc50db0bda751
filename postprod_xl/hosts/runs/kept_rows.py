"""What is damaged in the rows of months that a command keeps: none of it stops the command that makes them again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from postprod_xl.commands import Command
from postprod_xl.hosts.runs.master import Master
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import Severity


def concerning(master: Master, command: Command, options: dict[str, Any]) -> list[Problem]:
    """The problems met while reading that concern a command.

    A cell of a kept row that cannot be read is nothing to the command that writes its month again, blocks that of
    another month, which would write the row back without it, and is only told by any other.
    """
    return [
        seen
        for problem in master.problems
        if (seen := _concerning(problem, master, command, options)) is not None
    ]


def _concerning(
    problem: Problem, master: Master, command: Command, options: dict[str, Any]
) -> Problem | None:
    table = BY_NAME.get(problem.table)
    if table is None or not table.keeps or problem.row is None or not problem.is_blocking:
        return problem
    part = _part(master, table, problem.row)
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


def _part(master: Master, table: Table, row: int) -> str:
    """What a kept row is about, such as its month; empty when that cannot be read either."""
    frame = master.tables[table.name]
    return str(getattr(frame.row(row), table.keeps)) if row in frame else ""
