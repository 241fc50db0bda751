"""The command that issues an invoice, a deposit invoice or a credit note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from postprod_xl.commands.adding import apart
from postprod_xl.commands.outcome import Outcome
from postprod_xl.commands.refresh import charts
from postprod_xl.commands.watched import asked, to_check
from postprod_xl.domain.invoicing.issue import Issue, issue_credit, issue_step
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.billing import INVOICES

if TYPE_CHECKING:
    from postprod_xl.documents.invoice import InvoiceDocument


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
    columns, added = apart(office, run.columns, {"Factures": row, "LignesFacture": issued.lines})
    return Outcome(
        columns,
        run.rows,
        added,
        (issued.document,),
        charts(run.office),
        tuple(run.problems),
        _issued_line(issued.document),
        _issued_details(issued.document),
        memory=run.memory,
        lines=(*to_check(f"{issued.document.number} avant l'envoi", issued.watched), *run.remarks),
        covers_the_office=True,
        question=asked(_question(office, issued), issued.watched),
        noted=run.noted,
    )


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
