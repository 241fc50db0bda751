"""The command that prepares a month's pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress

from postprod_xl.commands.outcome import Outcome
from postprod_xl.commands.payroll.exporting import ExportOptions, exported
from postprod_xl.commands.payroll.freezing import corrected, exported_already, frozen, kept, lost_export
from postprod_xl.commands.payroll.previewing import previewed
from postprod_xl.commands.watched import asked, to_check
from postprod_xl.domain.invoicing.register.checks import losses
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.declarations import Payroll
from postprod_xl.domain.payroll.declarations import payroll as month_payroll
from postprod_xl.domain.payroll.exports.items import codes_to_fill
from postprod_xl.domain.payroll.frozen.months import beside_other_months, exported_months
from postprod_xl.domain.payroll.hours.month import month_bounds
from postprod_xl.domain.payroll.kept import kept_problems
from postprod_xl.domain.payroll.summary import summary_rows
from postprod_xl.domain.sessions.counted import counted_rows
from postprod_xl.domain.wording import counted, euros_text
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables.payroll import PAY_CODES


def payroll(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    month: str,
    form: str = "",
    folder: str = "",
    raw: bool = False,
    preview: bool = False,
    corrections: bool = False,
) -> Outcome:
    """Prepare one month's pay items, pay sheets and declarations; other months keep their rows.

    A month that is exported is frozen: its rows stay, what changes of it afterwards are corrections.

    Parameters
    ----------
    month
        Written `2026-11`.
    form
        The form in which its items leave for the payroll office too; empty, they stay in the workbook.
    folder
        Where they leave to, from the folder of the workbook; empty, beside it.
    raw
        Whether their texts stay as they are.
    preview
        Whether what would change is only said, and nothing written.
    corrections
        Whether it is what changed of an exported month that leaves.
    """
    if lost := [*losses(office), *lost_export(office, month)]:
        return Outcome(problems=tuple(lost))
    options = ExportOptions(form, folder, raw)
    if corrections:
        return corrected(office, month, options)
    if month in exported_months(office):
        return _frozen(office, month, is_export=bool(form), is_preview=preview)
    made = month_payroll(office, month)
    prepared = _prepared(office, month, made)
    if preview and not prepared.is_blocked:
        return previewed(office, prepared, month)
    if not form:
        return prepared
    return frozen(office, exported(office, prepared, month, options), month, made.watched)


def _frozen(office: Office, month: str, *, is_export: bool, is_preview: bool) -> Outcome:
    """What is done of a month that is frozen."""
    if is_export:
        return exported_already(office, month)
    found = kept(office, month)
    if not is_preview:
        return found
    return replace(found, rows={}, is_answer=True, details={**found.details, "preview": True})


def _prepared(office: Office, month: str, result: Payroll) -> Outcome:
    tables = {
        "Rubriques": result.items,
        "Paie": result.pay,
        "Repartition": result.allocation,
        "Declarations": result.declarations,
    }
    rows = {name: beside_other_months(office[name], made, month) for name, made in tables.items()}
    written = office
    for name, made in rows.items():
        written = written.with_rows(name, made)
    rows["RecapPaie"] = summary_rows(written)
    told = [cents for cents in result.pay.column("gross_cents") if cents is not None]
    gross, unknown = sum(told), len(result.pay) - len(told)
    summary = f"paie de {month} : {counted(len(result.pay), 'contrat')}, {euros_text(gross)} brut"
    if unknown:
        summary += f", {counted(unknown, 'contrat')} au brut non connu"
    if result.watched:
        summary += f", {counted(len(result.watched), 'point')} à vérifier"
    details = {"month": month, "contracts": len(result.pay), "gross_cents": gross}
    codes = codes_to_fill(office, result.items)
    return Outcome(
        {},
        rows,
        problems=(*result.problems, *_unworked(office, month), *kept_problems(office, month)),
        summary=summary,
        details=details,
        lines=to_check(f"paie de {month}", result.watched),
        question=asked(f"Préparer la paie de {month} ?", result.watched) if result.watched else "",
        noted={PAY_CODES.name: codes},
    )


def _unworked(office: Office, month: str) -> list[Problem]:
    """The warning that nobody worked in a month: it may well be another one that was meant."""
    days = compress(office["Seances"].column("day"), counted_rows(office))
    if any(f"{day:%Y-%m}" == month for day in days if day is not None):
        return []
    first, _ = month_bounds(month)
    future = f" : ce mois ne commence que le {first:%d/%m/%Y}" if first > office.today else ""
    message = f"aucune séance en {month}{future}"
    return [warning("Seances", None, "", month, "un mois travaillé", message)]
