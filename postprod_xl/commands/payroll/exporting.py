"""The export of a month's pay, as its rows are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from postprod_xl.commands.outcome import Outcome
from postprod_xl.documents.payroll.export import PayExport, PayForm
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.exports.checks import addressing_problems, export_problems
from postprod_xl.domain.payroll.exports.items import exported_items
from postprod_xl.domain.payroll.frozen.freezing import correction_items
from postprod_xl.domain.payroll.frozen.months import rows_of_month
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Rows


class ExportOptions(NamedTuple):
    """How a month is exported: the form, the folder from that of the workbook, whether texts stay as they are."""

    form: str
    folder: str = ""
    is_raw: bool = False


def exported(office: Office, prepared: Outcome, month: str, options: ExportOptions) -> Outcome:
    """What prepares a month, with its export; blocked by what would make the payroll office pay somebody else or wrong.

    Parameters
    ----------
    prepared
        The rows of `Rubriques` and `Paie` as they will be written.
    """
    if prepared.is_blocked:
        return prepared
    written = replace(office, tables={**office.tables, **prepared.rows})
    rows, form = rows_of_month(written, month), PayForm(options.form)
    if not len(rows.pay):
        message = f"aucun contrat payé en {month} : il n'y a rien à exporter"
        refusal = blocking("Paie", None, "", month, "un mois payé", message)
        return Outcome(problems=(*prepared.problems, refusal))
    found = [] if form is PayForm.TABLES else export_problems(office, rows.items, rows.pay, form)
    export = _export(office, month, options, rows.items, rows)
    return replace(
        prepared,
        problems=(*prepared.problems, *found),
        summary=f"{prepared.summary}, exportée ({form})",
        details={**prepared.details, "form": str(form), "exported_rows": len(rows.items)},
        pay_export=export,
    )


def exported_corrections(office: Office, sent: Rows, options: ExportOptions) -> PayExport:
    """The corrections of a month that leave: what is added to each item that left, or taken back.

    Parameters
    ----------
    sent
        Rows of `CorrectionsExportees`, of one month and one export.
    """
    month, rank = sent.column("month")[0], sent.column("rank")[0]
    return _export(office, month, options, correction_items(sent), [sent], f"corrections-{rank - 1}")


def correction_export_problems(office: Office, sent: Rows, options: ExportOptions) -> list[Problem]:
    """What is wrong with the export of the corrections of a month; nothing with that of their tables."""
    form = PayForm(options.form)
    return [] if form is PayForm.TABLES else addressing_problems(office, correction_items(sent), form)


def _export(
    office: Office, month: str, options: ExportOptions, items: Rows, tables: Sequence[Rows], part: str = ""
) -> PayExport:
    form = PayForm(options.form)
    whole = PayExport(form, month, (), part, options.folder, options.is_raw)
    if form is PayForm.TABLES:
        return replace(whole, tables=tables)
    return replace(whole, items=exported_items(office, items))
