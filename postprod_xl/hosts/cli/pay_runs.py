"""What the command line does for the commands of pay."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from pathlib import Path

import click

from postprod_xl.commands.payroll.forms import TABLES
from postprod_xl.hosts.cli.computed import check_alone, reader_of
from postprod_xl.hosts.cli.told import tell


def payroll(
    file: Path,
    month: str,
    preview: bool,
    form: str | None,
    output: Path,
    raw: bool,
    today: date,
    as_json: bool,
) -> int:
    from postprod_xl.hosts.files.runs import preview_file, run_file
    from postprod_xl.hosts.files.tables import export_pay, made_ready

    check_alone({"--preview": preview, "--export": form is not None})
    if raw and form is None:
        raise click.UsageError("--raw ne va qu'avec --export : il dit comment les textes y sont écrits")
    if preview:
        return tell(
            "payroll", [preview_file(file, "payroll", today, {"month": month, "preview": True})], as_json
        )
    options = {"month": month, "form": form or "", "folder": str(output.absolute()), "raw": raw}
    with made_ready(output, file) if form else nullcontext():
        report = run_file(file, "payroll", today, options)
        if form == TABLES and report.status == 0:
            export_pay(report, month, output, reader_of(raw))
    return tell("payroll", [report], as_json)


def paysheet(file: Path, month: str, output: Path, person: str, today: date, as_json: bool) -> int:
    from postprod_xl.hosts.files.printing.papers import print_folder

    options = {"month": month, "person": person}
    return tell("paysheet", [print_folder(file, "paysheet", today, options, output)], as_json)
