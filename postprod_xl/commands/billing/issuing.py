"""The command that issues an invoice, a deposit invoice or a credit note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from postprod_xl.commands.adding import apart
from postprod_xl.commands.billing.rebuilding import rebuilt_files
from postprod_xl.commands.outcome import Outcome, stopped
from postprod_xl.commands.refresh import charts
from postprod_xl.commands.watched import asked, to_check
from postprod_xl.documents.invoice import DRAFT_TAB
from postprod_xl.domain.invoicing.credits.issue import Credit, issue_credit
from postprod_xl.domain.invoicing.issue import Issue, issue_step
from postprod_xl.domain.invoicing.register.originals import NO_FILE, original_rows
from postprod_xl.domain.invoicing.steps import is_by_progress, step_name
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.vocabulary import Severity


def invoice(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    project: str = "",
    day: date | None = None,
    step: int | None = None,
    credit: str | None = None,
    lines: str = "",
    draft: bool = False,
    rebuild: str = "",
) -> Outcome:
    """Issue the invoice of a step, or a credit note, then refresh the office with it in the ledger.

    Parameters
    ----------
    project
        Code of the project; a credit note has that of its invoice, and refuses another.
    day
        Day of the document; None for the day the office is looked at.
    step
        Rank of the step; None for the next one.
    credit
        Number of the invoice to credit, instead of a step.
    lines
        The lines to credit of it (`domain.invoicing.credits.lines`); empty for the whole invoice.
    draft
        Whether the document is only drawn, without a number: nothing of it goes in the ledger.
    rebuild
        The number of a document whose file is to be made again, or `all`, instead of issuing one.
    """
    if rebuild:
        return rebuilt_files(office, rebuild)
    day = day or office.today
    wanted = Credit(credit, lines, project) if credit else None
    issued, problems = issue_credit(office, wanted, day) if wanted else issue_step(office, project, step, day)
    if issued is None:
        return Outcome(problems=tuple(problems))
    if issued.unidentified and not draft:
        return Outcome(problems=tuple(issued.unidentified))
    row = rows_of(INVOICES, [issued.invoice])
    run = refreshed(_with_issue(office, issued, row), [*known, *problems])
    if draft:
        blocking = [problem for problem in run.problems if problem.is_blocking]
        return _drafted(issued, [*issued.unidentified, *blocking])
    if run.is_blocked:
        return stopped(run)
    columns, added = apart(office, run.columns, {"Factures": row, "LignesFacture": issued.lines})
    document = issued.document
    return Outcome(
        columns,
        run.rows,
        added,
        (document,),
        charts(run.office),
        tuple(run.problems),
        _issued_line(issued),
        _issued_details(issued),
        memory=run.memory,
        lines=(*to_check(f"{document.number} avant l'envoi", issued.watched), *run.remarks),
        covers_the_office=True,
        question=asked(_question(office, issued), issued.watched, issued.odd),
        unasked=tuple(issued.unasked),
        needed={"LignesFacture": _needed_cells(office, issued)},
        noted=run.noted,
    )


def _drafted(issued: Issue, refusals: Sequence[Problem]) -> Outcome:
    """The tab of a draft, with what would refuse its document as warnings.

    The summary names no document: what it names is issued (`lost.traces`).
    """
    document = replace(issued.document, number="")
    kind = "avoir" if document.origin else document.type.lower()
    return Outcome(
        documents=(document,),
        problems=(
            *(replace(problem, severity=Severity.WARNING) for problem in refusals),
            *issued.problems,
        ),
        summary=f"brouillon dans l'onglet {DRAFT_TAB}, {kind} pour {document.project}, "
        f"net {euros_text(-document.payable_cents if document.origin else document.payable_cents)}",
        details={**_issued_details(issued), "invoice": ""},
        lines=to_check("le brouillon", issued.watched),
    )


def _with_issue(office: Office, issued: Issue, row: Rows) -> Office:
    """The office as it is once the document stands in its ledger."""
    # What was found of the office as it was read stays with it: its register is looked up again for the file.
    after = replace(office, facts=dict(office.facts))
    after = after.with_rows("Factures", office["Factures"].followed_by(row))
    after = after.with_rows("LignesFacture", office["LignesFacture"].followed_by(issued.lines))
    kept = original_rows(office, issued.document, row, issued.lines, NO_FILE)
    after = after.with_rows("Originaux", office["Originaux"].followed_by(kept))
    if issued.step_row is None:
        return after
    steps = office["Echeancier"]
    invoices = [
        issued.step_invoice if row == issued.step_row else invoice
        for row, invoice in zip(steps.numbers, steps.column("invoice"), strict=True)
    ]
    return after.with_columns("Echeancier", {"invoice": invoices})


def _needed_cells(office: Office, issued: Issue) -> tuple[str, ...]:
    """The cells without which a later document would bill or annex the same again; earlier workbooks lack them."""
    by_progress = any(is_by_progress(step) for step in office["Echeancier"] if step.row == issued.step_row)
    return ("credited_rank", "sessions") if by_progress else ("credited_rank",)


def _question(office: Office, issued: Issue) -> str:
    """What is about to be issued: the document, its amount, its client, its day to pay."""
    document = issued.document
    client = f"{document.buyer.name} ({document.client})"
    amount = f"{euros_text(document.total_with_vat_cents)} TTC"
    if document.origin:
        what = f"{document.subject[:1].lower()}{document.subject[1:]}, projet {document.project}"
        return f"Émettre {document.number}, {what}, {amount} au crédit de {client} ?"
    steps = office["Echeancier"]
    step = next(step for step in steps if step.row == issued.step_row)
    what = f"étape {step.rank} de {document.project} ({step_name(step)})"
    if document.deposits_cents:
        amount += f", net à payer {euros_text(document.payable_cents)}"
    due = f", échéance le {document.due_day:%d/%m/%Y}" if document.due_day else ""
    return f"Émettre {document.number}, {what}, {amount}, à {client}{due} ?"


def _issued_line(issued: Issue) -> str:
    """What came out, as the journal keeps it: the numbers that it names are those issued here (`lost.traces`)."""
    document = issued.document
    what = f"{document.type} {document.number} pour {document.project}"
    if not document.origin:
        return f"{what}, net à payer {euros_text(document.payable_cents)}"
    refund = f", dont {euros_text(issued.refund_cents)} à rembourser" if issued.refund_cents else ""
    return f"{what}, net {euros_text(-document.payable_cents)}{refund}"


def _issued_details(issued: Issue) -> dict[str, Any]:
    document = issued.document
    refund = {"refund_cents": issued.refund_cents} if document.origin else {}
    return {
        "invoice": document.number,
        "type": document.type,
        "project": document.project,
        "total_cents": document.total_cents,
        "vat_cents": document.vat_cents,
        "payable_cents": document.payable_cents,
        "due": document.due_day,
        **refund,
    }
