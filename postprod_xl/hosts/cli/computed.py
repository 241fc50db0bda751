"""A command computed in its file, and the options that it refuses together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postprod_xl.commands import COMMANDS
from postprod_xl.domain.wording import listed
from postprod_xl.hosts.cli.told import tell

if TYPE_CHECKING:
    from postprod_xl.documents.tables_csv import Reader


def compute_file(command: str, file: Path, today: date, as_json: bool, **options: Any) -> int:
    """Compute a command in a workbook, in place when it writes."""
    from postprod_xl.hosts.files.runs import preview_file, run_file

    run = run_file if COMMANDS[command].writes else preview_file
    return tell(command, [run(file, command, today, options)], as_json)


def check_alone(modes: Mapping[str, bool]) -> None:
    """Refuse options that each ask a command for another thing, given together.

    Parameters
    ----------
    modes
        Whether each of them is given, by its flag.
    """
    given = [flag for flag, is_given in modes.items() if is_given]
    if len(given) > 1:
        raise click.UsageError(f"{listed(given)} ne vont pas ensemble : un à la fois")


def reader_of(raw: bool) -> Reader:
    """Who opens the CSV files that are asked for: a program, or a person in a spreadsheet."""
    from postprod_xl.documents.tables_csv import Reader

    return Reader.PROGRAM if raw else Reader.SPREADSHEET
