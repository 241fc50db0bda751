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
from postprod_xl.schema.tables.payroll import EXPORTED_MONTHS
from postprod_xl.schema.tables.technique import MEDIAS
from postprod_xl.schema.vocabulary import Severity


def concerning(
    command: Command, options: Mapping[str, Any], problems: Iterable[Problem], tables: Mapping[str, Rows]
) -> list[Problem]:
    """The problems of a workbook that concern a command.

    A cell of a kept row that cannot be read is nothing to the command that writes its month again, blocks that of
    another month, which would write the row back without it, and is a warning for any other. No command writes an
    exported month again: a cell of one blocks that command for every month.

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
    is_written, is_frozen = (
        table.name in command.remakes,
        part in tables[EXPORTED_MONTHS.name].column("month"),
    )
    if is_written and part and not is_frozen and part == options.get(table.keeps):
        return None
    severity = Severity.BLOCKING if is_written else Severity.WARNING
    remedy = _INSPECTED if table is MEDIAS else _remedy(part, is_frozen)
    return replace(problem, severity=severity, message=f"{problem.message} ; {remedy}")


_INSPECTED = "effacez la ligne, puis inspectez le fichier de nouveau"


def _remedy(part: str, is_frozen: bool) -> str:
    if is_frozen:
        return f"la paie de {part} est exportée et figée : reprenez la ligne d'une version gardée du classeur"
    if part:
        return f"« postprod payroll --month {part} » refait la ligne"
    return "effacez la ligne et refaites son mois"


def _part(rows: Rows, table: Table, row: int) -> str:
    """What a kept row is about, such as its month; empty when that cannot be read either."""
    return str(getattr(rows.row(row), table.keeps)) if row in rows else ""
