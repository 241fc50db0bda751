"""The file of a month's pay, written with its workbook. Shared by every host."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.outcome import Outcome
from postprod_xl.hosts.runs.issuing import IssuedFiles


def with_pay_file(outcome: Outcome, files: IssuedFiles) -> tuple[Outcome, IssuedFiles]:
    """The outcome of a command and the files that go with it, that of the pay it exports among them."""
    export = outcome.pay_export
    if export is None:
        return outcome, files
    from postprod_xl.documents.payroll.export_file import export_bytes

    said = replace(
        outcome,
        lines=(f"Fichier : {export.path}", *outcome.lines),
        details={**outcome.details, "exported": [export.path]},
    )
    return said, {**files, export.path: export_bytes(export)}
