"""What the command line does with an office's own workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from postprod_xl.hosts.cli.asked import yes_of
from postprod_xl.hosts.cli.told import tell


def adopt(file: Path, output: Path | None, yes: bool, dry_run: bool, today: date, as_json: bool) -> int:
    from postprod_xl.hosts.files.adopting import adopt_file, preview_adoption

    if output is not None and output.suffix.lower() != file.suffix.lower():
        raise click.UsageError(
            f"« {output.name} » : le nom finit comme celui du classeur adopté, par {file.suffix}"
        )
    if dry_run:
        return tell("adopt", [preview_adoption(file, today)], as_json)
    report = adopt_file(file, today, output, yes_of(yes, as_json))
    if yes:
        # Nobody was asked, who would have read it.
        report.notes[:0] = report.details.get("proposal", ())
    return tell("adopt", [report], as_json)
