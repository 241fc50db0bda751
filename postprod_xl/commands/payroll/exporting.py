"""The export of a month's pay, as its rows are written."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from postprod_xl.commands.outcome import Outcome
from postprod_xl.commands.payroll.forms import TABLES
from postprod_xl.documents.payroll.export import PayExport, PayForm
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.exports.checks import export_problems
from postprod_xl.domain.payroll.exports.items import exported_items
from postprod_xl.schema.problems import blocking
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
    items, pay = (_of_month(prepared.rows[name], month) for name in ("Rubriques", "Paie"))
    if not len(pay):
        message = f"aucun contrat payé en {month} : il n'y a rien à exporter"
        refusal = blocking("Paie", None, "", month, "un mois payé", message)
        return Outcome(problems=(*prepared.problems, refusal))
    if options.form == TABLES:
        return prepared
    form = PayForm(options.form)
    found = export_problems(office, items, pay, form)
    export = PayExport(
        form, month, exported_items(office, items), folder=options.folder, is_raw=options.is_raw
    )
    return replace(
        prepared,
        problems=(*prepared.problems, *found),
        summary=f"{prepared.summary}, exportée ({form})",
        details={**prepared.details, "form": str(form), "exported_rows": len(export.items)},
        pay_export=export,
    )


def _of_month(rows: Rows, month: str) -> Rows:
    return rows.where(held == month for held in rows.column("month"))
