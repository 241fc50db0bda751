"""What a run says on the terminal: JSON alone on stdout, or lines."""

from __future__ import annotations

import os
import sys
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from postprod_xl.hosts.runs.computing import Report


def run_selected(arguments: Sequence[Path], run: Callable[[list[Path]], list[Report]]) -> list[Report]:
    """The reports of a run on the workbooks that arguments stand for, then those of arguments that give none.

    What was left aside in folders and by patterns is said first.
    """
    from postprod_xl.hosts.files.selection import selected

    selection = selected(arguments)
    for line in selection.lines:
        say(line, to_errors=True)
    return [*(run(selection.files) if selection.files else ()), *selection.refused]


def tell(command: str, reports: list[Report], as_json: bool = False) -> int:
    """Say what was done, for people or as JSON; gives the exit status, the worst of all files."""
    from postprod_xl.hosts.runs.reporting import (
        in_reading_order,
        note_lines,
        problem_lines,
        report_json,
        report_line,
    )

    names = Counter(report.path.name for report in reports)
    for report in reports:
        for line in [*problem_lines(in_reading_order(command, report)), *note_lines(report)]:
            say(line, to_errors=as_json)
        line = report_line(report)
        if names[report.path.name] > 1:
            # Each office of a group may call its workbook by the same name.
            line = f"{report.path}{line.removeprefix(report.path.name)}"
        say(line, to_errors=as_json or report.status > 0)
    if as_json:
        say(report_json(command, reports), to_errors=False)
    return max(report.status for report in reports)


def tell_all(command: str, reports: list[Report], as_json: bool) -> int:
    """As `tell`, then how many of several workbooks were done, and how many were not."""
    status = tell(command, reports, as_json)
    if len(reports) > 1:
        from postprod_xl.hosts.runs.reporting import tally_line

        say(tally_line(reports), to_errors=True)
    return status


def tell_changes(reports: list[Report]) -> None:
    """Say what each run would change, one line a cell or row."""
    from postprod_xl.hosts.runs.reporting import change_lines

    for report in reports:
        for line in change_lines(report):
            say(line, to_errors=False)


def say(line: str, to_errors: bool) -> None:
    """Print a line; where nobody can read it any more, the status alone says what was done."""
    try:
        click.echo(line, err=to_errors)
    except OSError:
        stream = sys.stderr if to_errors else sys.stdout
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
