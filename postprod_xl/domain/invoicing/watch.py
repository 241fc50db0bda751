"""What is watched when a document is issued: figures it could not bear, sessions and amounts to look at first."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.documents.invoice import InvoiceDocument
from postprod_xl.domain.home.proportion import most_line_cents, questioned
from postprod_xl.domain.invoicing.billing.annex import unbilled_sessions
from postprod_xl.domain.invoicing.register.ledger import ledger_row
from postprod_xl.domain.limits import too_large
from postprod_xl.domain.office import Office
from postprod_xl.domain.people.paperwork import REPORTED_BY_PAPERWORK, paperwork_about
from postprod_xl.domain.sessions.done import sessions_in_order
from postprod_xl.domain.sessions.faults.problems import fault_problems, faults_about, session_faults
from postprod_xl.domain.sessions.waiting.to_confirm import sessions_to_confirm, unconfirmed
from postprod_xl.domain.sessions.waiting.unpaid import unpaid
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.bounds import expected_text, is_outside
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.problems import Problem, blocking, warning
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import InvoiceType


def unwritable_invoice(document: InvoiceDocument) -> Problem | None:
    """What refuses a document whose amounts or days the ledger could not read back, None when it can."""
    row = ledger_row(document)
    for column in BY_NAME["Factures"].columns:
        value = row[column.name]
        if column.kind is Kind.DAY and value is not None and is_outside(value, column.bounds):
            found, expected = f"{value:%d/%m/%Y}", expected_text(column.kind, column.bounds)
            message = (
                f"{document.number}, projet {document.project} : trouvé « {found} », attendu : {expected}"
            )
            return blocking("Factures", None, column.heading, found, expected, message)
    figures = [("Factures", column, [row[column.name]]) for column in BY_NAME["Factures"].columns]
    amount = BY_NAME["LignesFacture"].by_name["amount_cents"]
    figures.append(("LignesFacture", amount, [line.amount_cents for line in document.lines]))
    for figure in figures:
        if large := too_large(*figure):
            return replace(large, message=f"{document.number}, projet {document.project} : {large.message}")
    return None


def billed_watched(office: Office, document: InvoiceDocument) -> list[Problem]:
    """What is to be looked at in the sessions that a document bills; a deposit and a credit note bill none."""
    if document.type in (InvoiceType.DEPOSIT, InvoiceType.CREDIT_NOTE):
        return []
    rows = set(unbilled_sessions(office, document.project, document.day).numbers)
    waiting = sessions_to_confirm(office)
    own = (
        project == document.project and day <= document.day
        for project, day in waiting.select("project", "day")
    )
    return [
        *fault_problems(faults_about(session_faults(office), rows)),
        *unpaid(
            office,
            [session for session in sessions_in_order(office) if session.row in rows],
            reported=REPORTED_BY_PAPERWORK,
        ),
        *paperwork_about(office, rows),
        *unconfirmed(waiting.where(own)),
    ]


def outsized_lines(office: Office, document: InvoiceDocument) -> list[Problem]:
    """One warning per line of a document that is out of proportion."""
    most, heading = most_line_cents(office.today), BY_NAME["LignesFacture"].heading("amount_cents")
    return [
        warning(
            "LignesFacture",
            None,
            heading,
            euros_text(line.amount_cents),
            f"{euros_text(most)} au plus",
            questioned(f"{document.number}, « {line.label} »", line.amount_cents, most),
        )
        for line in document.lines
        if abs(line.amount_cents) > most
    ]
