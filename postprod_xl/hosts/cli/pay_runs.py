"""What the command line does for the commands of pay."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from postprod_xl.hosts.cli.asked import yes_of
from postprod_xl.hosts.cli.computed import check_alone
from postprod_xl.hosts.cli.told import tell


def payroll(
    file: Path,
    month: str,
    preview: bool,
    form: str | None,
    output: Path,
    raw: bool,
    corrections: bool,
    yes: bool,
    today: date,
    as_json: bool,
) -> int:
    from postprod_xl.hosts.files.runs import preview_file, run_file
    from postprod_xl.hosts.files.tables import made_ready

    check_alone({"--preview": preview, "--export": form is not None})
    for flag, is_given, why in (
        ("--raw", raw, "il dit comment les textes y sont écrits"),
        ("--corrections", corrections, "il dit ce qui est exporté"),
        ("--yes", yes, "il répond à sa question"),
    ):
        if is_given and form is None:
            raise click.UsageError(f"{flag} ne va qu'avec --export : {why}")
    if preview:
        return tell(
            "payroll", [preview_file(file, "payroll", today, {"month": month, "preview": True})], as_json
        )
    if form is None:
        return tell("payroll", [run_file(file, "payroll", today, {"month": month})], as_json)
    options = {"month": month, "form": form, "folder": str(output.absolute()), "raw": raw}
    with made_ready(output, file):
        asked = yes_of(yes, as_json)
        report = run_file(file, "payroll", today, {**options, "corrections": corrections}, asked)
    return tell("payroll", [report], as_json)


def paysheet(file: Path, month: str, output: Path, person: str, today: date, as_json: bool) -> int:
    from postprod_xl.hosts.files.printing.papers import print_folder

    options = {"month": month, "person": person}
    return tell("paysheet", [print_folder(file, "paysheet", today, options, output)], as_json)
