"""The commands that prepare what leaves the house: an invoice, a month's pay, the producer's copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import compress
from typing import TYPE_CHECKING, Any

from postprod_xl.commands.outcome import Outcome
from postprod_xl.commands.refresh import charts
from postprod_xl.domain.invoicing.checks import losses
from postprod_xl.domain.invoicing.issue import Issue, issue_credit, issue_step
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.declarations import payroll as month_payroll
from postprod_xl.domain.payroll.kept import kept_problems
from postprod_xl.domain.producer_copy import (
    doubtful_documents,
    names_of_others,
    producer_copy,
    unknown_project,
)
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.sessions.counted import counted_rows
from postprod_xl.domain.wording import counted, euros_text
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.billing import INVOICES

if TYPE_CHECKING:
    from postprod_xl.documents.invoice import InvoiceDocument

ASKED_ABOUT = 3


def invoice(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    project: str = "",
    day: date | None = None,
    step: int | None = None,
    credit: str | None = None,
) -> Outcome:
    """Issue the invoice of a step, or a credit note, then refresh the office with it in the ledger.

    Parameters
    ----------
    project
        Code of the project; a credit note has that of its invoice.
    day
        Day of the document; None for the day the office is looked at.
    step
        Rank of the step; None for the next one.
    credit
        Number of the invoice to cancel, instead of a step.
    """
    day = day or office.today
    issued, problems = issue_credit(office, credit, day) if credit else issue_step(office, project, step, day)
    if issued is None:
        return Outcome(problems=tuple(problems))
    row = rows_of(INVOICES, [issued.invoice])
    run = refreshed(_with_issue(office, issued, row), [*known, *problems])
    if run.is_blocked:
        return Outcome(problems=tuple(run.problems), covers_the_office=True)
    return Outcome(
        run.columns,
        run.rows,
        {"Factures": row, "LignesFacture": issued.lines},
        (issued.document,),
        charts(run.office),
        tuple(run.problems),
        _issued_line(issued.document),
        _issued_details(issued.document),
        memory=run.memory,
        lines=(*_to_check(f"{issued.document.number} avant l'envoi", issued.watched), *run.remarks),
        covers_the_office=True,
        question=_asked(_question(office, issued), issued.watched),
        noted=run.noted,
    )


def payroll(office: Office, known: Sequence[Problem] = (), *, month: str) -> Outcome:
    """Prepare one month's pay items, pay sheets and declarations; other months keep their rows."""
    if lost := losses(office):
        return Outcome(problems=tuple(lost))
    result = month_payroll(office, month)
    tables = {"Rubriques": result.items, "Paie": result.pay, "Declarations": result.declarations}
    rows = {name: _beside_other_months(office[name], made, month) for name, made in tables.items()}
    gross = sum(result.pay.column("gross_cents"))
    summary = f"paie de {month} : {len(result.pay)} contrats, {euros_text(gross)} brut"
    if result.watched:
        summary += f", {counted(len(result.watched), 'point')} à vérifier"
    details = {"month": month, "contracts": len(result.pay), "gross_cents": gross}
    return Outcome(
        {},
        rows,
        problems=(*result.problems, *_unworked(office, month), *kept_problems(office, month)),
        summary=summary,
        details=details,
        lines=_to_check(f"paie de {month}", result.watched),
        question=_asked(f"Préparer la paie de {month} ?", result.watched) if result.watched else "",
    )


def share(office: Office, known: Sequence[Problem] = (), *, project: str) -> Outcome:
    """Cut the producer's copy of one project out of the office; nothing to write in it."""
    refusals = unknown_project(office, project) or losses(office)
    if refusals:
        return Outcome(problems=tuple(refusals))
    copy = producer_copy(office, project)
    remarks = (*names_of_others(office, copy), *doubtful_documents(office, copy))
    return Outcome(summary=f"copie du projet {project}", copy=copy, lines=remarks)


def _with_issue(office: Office, issued: Issue, row: Rows) -> Office:
    """The office as it is once the document stands in its ledger."""
    after = office.with_rows("Factures", office["Factures"].followed_by(row))
    after = after.with_rows("LignesFacture", office["LignesFacture"].followed_by(issued.lines))
    if issued.step_row is None:
        return after
    steps = office["Echeancier"]
    invoices = [
        issued.step_invoice if row == issued.step_row else invoice
        for row, invoice in zip(steps.numbers, steps.column("invoice"), strict=True)
    ]
    return after.with_columns("Echeancier", {"invoice": invoices})


def _beside_other_months(held: Rows, new: Rows, month: str) -> Rows:
    others = held.where(other != month for other in held.column("month"))
    whole = others.followed_by(new)
    months = whole.column("month")
    return whole.at(sorted(range(len(whole)), key=months.__getitem__))


def _unworked(office: Office, month: str) -> list[Problem]:
    """The warning that nobody worked in a month: it may well be another one that was meant."""
    days = compress(office["Seances"].column("day"), counted_rows(office))
    if any(f"{day:%Y-%m}" == month for day in days if day is not None):
        return []
    message = f"aucune séance en {month}"
    return [warning("Seances", None, "", month, "un mois travaillé", message)]


def _asked(question: str, watched: Sequence[Problem]) -> str:
    """A question, and what to look at before the answer."""
    if not watched:
        return question
    first = [f"• {problem.message}" for problem in watched[:ASKED_ABOUT]]
    more = [f"• et {counted(len(watched) - ASKED_ABOUT, 'autre')}"] if len(watched) > ASKED_ABOUT else []
    return "\n".join([question, "À vérifier avant :", *first, *more])


def _to_check(what: str, watched: Sequence[Problem]) -> tuple[str, ...]:
    """The remark that some of what is paid or billed is to be looked at; none when nothing is."""
    if not watched:
        return ()
    shown = " ; ".join(problem.message for problem in watched[:ASKED_ABOUT])
    more = "…" if len(watched) > ASKED_ABOUT else ""
    return (f"À vérifier, {what} ({counted(len(watched), 'point')}) : {shown}{more}",)


def _question(office: Office, issued: Issue) -> str:
    document = issued.document
    if document.origin:
        what = f"avoir de {document.origin}, projet {document.project}"
    else:
        steps = office["Echeancier"]
        rank = next(step.rank for step in steps if step.row == issued.step_row)
        what = f"étape {rank} de {document.project}"
    return f"Émettre {document.number}, {what}, {euros_text(document.total_with_vat_cents)} TTC ?"


def _issued_line(document: InvoiceDocument) -> str:
    payable = euros_text(document.payable_cents)
    return f"{document.type} {document.number} pour {document.project}, net à payer {payable}"


def _issued_details(document: InvoiceDocument) -> dict[str, Any]:
    return {
        "invoice": document.number,
        "type": document.type,
        "project": document.project,
        "total_cents": document.total_cents,
        "vat_cents": document.vat_cents,
        "payable_cents": document.payable_cents,
        "due": document.due_day,
    }
