"""Issuing the next invoice of a project; `credits.issue` issues the credit note of an issued one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from postprod_xl.documents.invoice import InvoiceDocument, InvoiceLine
from postprod_xl.domain.invoicing.billing.annex import annex_lines, service_days, unbilled_sessions
from postprod_xl.domain.invoicing.billing.deductions import deducted_deposits
from postprod_xl.domain.invoicing.billing.excess import amount_refusal
from postprod_xl.domain.invoicing.billing.lines import (
    AcceptedQuote,
    accepted_quote,
    lines_rows,
    printed_lines,
    with_shown_quantities,
)
from postprod_xl.domain.invoicing.billing.progress import on_day
from postprod_xl.domain.invoicing.billing.step_lines import StepLines, step_lines
from postprod_xl.domain.invoicing.oddities import refused_unasked, step_oddities
from postprod_xl.domain.invoicing.parties.electronic import with_electronic_terms
from postprod_xl.domain.invoicing.parties.identity import identity_problems
from postprod_xl.domain.invoicing.parties.parties import buyer, client_of, mentions, seller
from postprod_xl.domain.invoicing.parties.terms import client_due_day, term_refusals
from postprod_xl.domain.invoicing.register.checks import breaks, losses
from postprod_xl.domain.invoicing.register.damage import amount_damage
from postprod_xl.domain.invoicing.register.issued_files import file_refusals
from postprod_xl.domain.invoicing.register.ledger import (
    entries,
    last_day,
    ledger_row,
    next_number,
    step_subject,
)
from postprod_xl.domain.invoicing.register.sealed import sealed_problems
from postprod_xl.domain.invoicing.steps import (
    chosen_step,
    client_refusals,
    document_type,
    is_by_progress,
    no_quote,
    refusal,
    step_name,
)
from postprod_xl.domain.invoicing.watch import billed_watched, outsized_lines, unwritable_invoice
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.absurd_dates import FURTHEST, plausible
from postprod_xl.domain.quotes.pricing.unpriced import unbillable_problems
from postprod_xl.domain.quotes.versions.guard import changed_since_sent
from postprod_xl.domain.vat import vat_rate, vat_shares
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import Severity


@dataclass(frozen=True)
class Issue:
    """One document ready to be written.

    Parameters
    ----------
    invoice
        The row to append to `Factures`, by code name; the file and its fingerprint are still empty.
    lines
        The rows to append to `LignesFacture`.
    document
        What the printed tab and the PDF show.
    problems
        Warnings to show with the document.
    watched
        What to look at before it leaves: the sessions it bills, its lines out of proportion.
    odd
        Of the problems, those that the question before issuing says: what is odd about the document (`oddities`).
    unasked
        What refuses it when the program chose its step by itself and nobody can be asked.
    refund_cents
        What of a credit note is to be given back: its invoice was paid.
    unidentified
        What is missing or wrong in the identity of its parties: it refuses the document, not its draft.
    step_row, step_invoice
        Row of `Echeancier` and the value of its computed column after issuing: the number of the
        invoice, or nothing after its credit note. The row is None when no step is concerned.
    """

    invoice: dict[str, Any]
    lines: Rows
    document: InvoiceDocument
    problems: list[Problem]
    watched: list[Problem]
    step_row: int | None
    step_invoice: str
    odd: Sequence[Problem] = ()
    unasked: Sequence[Problem] = ()
    refund_cents: int = 0
    unidentified: Sequence[Problem] = ()


class Remarks(NamedTuple):
    """What is said of a document: what is odd about it (`oddities`), and what its lines leave to be looked at."""

    odd: Sequence[Problem] = ()
    notes: Sequence[Problem] = ()


def issue_step(
    office: Office, project: str, rank: int | None, day: date
) -> tuple[Issue | None, list[Problem]]:
    """The invoice of a step of `Echeancier`, ready to be written.

    Parameters
    ----------
    office
        Reads the accepted quote, accepted change orders, sessions, client, settings and ledger.
    project
        Code of the project.
    rank
        Rank of the step; None for the first not yet invoiced.
    day
        Day of the invoice, not before the last of its series.

    Returns
    -------
    issue
        None when anything blocks.
    problems
        Blocking ones alone, or the warnings of the document issued.

    Notes
    -----
    What each kind of step bills: `step_lines`; a Solde is less the deposits, all taxes included.
    Sessions count up to the day of the invoice, today at the latest. VAT is computed by rate on the total.
    """
    step, refusals = chosen_step(office, project, rank)
    quote = accepted_quote(office, project)
    if step is None or quote is None or refusals:
        return None, refusals or [no_quote(office, project)]
    refusals = [
        *ledger_refusals(office, document_type(step), day),
        *client_refusals(office, project),
        *term_refusals(office, project, day),
        *unbillable_problems(office, project, quote.version.version),
        *changed_since_sent(office, project, quote.version.version),
    ]
    if refusals:
        return None, refusals
    try:
        document, billing = _step_document(office, step, quote, day)
    except UnknownRate as unknown:
        return None, [_unknown_rate(unknown, day)]
    if document is None:
        return None, [*billing.refusals]
    if excess := amount_refusal(office, step, quote, document):
        return None, [excess]
    odd = step_oddities(office, step, quote, document)
    issue, problems = issued(
        office, document, billing.lines, (step.row, document.number), Remarks(odd, billing.notes)
    )
    if issue is not None and rank is None:
        issue = replace(issue, unasked=refused_unasked(odd, step))
    return issue, problems


def issued(
    office: Office,
    document: InvoiceDocument,
    lines: Sequence[InvoiceLine],
    step: tuple[int | None, str],
    remarks: Remarks,
) -> tuple[Issue | None, list[Problem]]:
    """A document and its lines, ready to be written, with what is to be looked at; `step` as in `Issue`."""
    document = with_electronic_terms(office, document)
    if large := unwritable_invoice(document):
        return None, [large]
    outsized = outsized_lines(office, document)
    odd = [*_future_day(office, document), *remarks.odd]
    problems = [*odd, *outsized]
    watched = [*remarks.notes, *billed_watched(office, document), *outsized]
    return Issue(
        ledger_row(document),
        lines_rows(document.number, lines),
        document,
        problems,
        watched,
        *step,
        odd,
        unidentified=identity_problems(office, document.client),
    ), problems


def _unknown_rate(unknown: UnknownRate, day: date) -> Problem:
    expected = "une date dont les taux sont connus"
    return refusal("Factures", None, "day", f"{day:%d/%m/%Y}", expected, f"{unknown} : changez la date")


def ledger_refusals(office: Office, document_type: str, day: date) -> list[Problem]:
    """What the ledger has against a document of a type and of a day: faults of its own, a day that goes back."""
    broken = breaks(office) or amount_damage(office) or losses(office) or sealed_problems(office)
    broken = [*broken, *file_refusals(office)]
    refusals = [replace(problem, severity=Severity.BLOCKING) for problem in broken]
    latest = last_day(entries(office), document_type)
    if latest and day < latest:
        expected = f"une date à partir du {latest:%d/%m/%Y}"
        message = f"daté du {day:%d/%m/%Y}, avant le dernier document de la série, du {latest:%d/%m/%Y}"
        refusals.append(refusal("Factures", None, "day", f"{day:%d/%m/%Y}", expected, message))
    if plausible(day, office.today) is None:
        expected = (
            f"une date entre le {office.today - FURTHEST:%d/%m/%Y} et le {office.today + FURTHEST:%d/%m/%Y}"
        )
        message = (
            f"daté du {day:%d/%m/%Y}, à plus de dix ans d'aujourd'hui : plus rien ne pourrait l'être avant"
        )
        refusals.append(refusal("Factures", None, "day", f"{day:%d/%m/%Y}", expected, message))
    return refusals


def _step_document(
    office: Office, step: Row, quote: AcceptedQuote, day: date
) -> tuple[InvoiceDocument | None, StepLines]:
    """The document of a step, None where something refuses its lines."""
    office = on_day(office, day)
    client = client_of(office, office["Projets"].by_key("code", "client")[step.project])
    billing = step_lines(office, step, quote, vat_rate(client.vat_regime, client.postcode, day))
    if billing.refusals:
        return None, billing
    sessions = billing.sessions if len(billing.sessions) else unbilled_sessions(office, step.project, day)
    first, last = service_days(office, step.project, day, sessions)
    document = document_of(
        office,
        step.project,
        day,
        billing.lines,
        type=document_type(step),
        client=client.code,
        due_day=client_due_day(office, client, day),
        # A progress is measured up to the day of the document, whatever the day of its last session.
        service_days=(first, max(last, office.today) if is_by_progress(step) else last),
    )
    subject = step_subject(" — ".join(part for part in (document.title, step_name(step)) if part), step.rank)
    document = replace(document, subject=subject, sessions=tuple(annex_lines(office, billing.sessions)))
    return replace(document, deposits=deducted_deposits(office, step, quote, document)), billing


def document_of(
    office: Office, project: str, day: date, lines: Sequence[InvoiceLine], **rest: Any
) -> InvoiceDocument:
    """The parts that every document has; `rest` gives its type, client, due day and period."""
    client = client_of(office, rest["client"])
    project_row = next((row for row in office["Projets"] if row.code == project), None)
    printed = tuple(with_shown_quantities(printed_lines(lines)))
    return InvoiceDocument(
        number=next_number(office, rest["type"], day),
        day=day,
        project=project,
        title=project_row.title if project_row else "",
        purchase_order=project_row.purchase_order if project_row else "",
        subject="",
        seller=seller(office),
        buyer=buyer(client),
        vat_regime=client.vat_regime,
        lines=printed,
        vat=vat_shares(printed),
        deposits=(),
        mentions=mentions(office, client, day, max((line.vat_rate for line in lines), default=Decimal(0))),
        **rest,
    )


def _future_day(office: Office, document: InvoiceDocument) -> list[Problem]:
    if document.day <= office.today:
        return []
    found, expected = f"{document.day:%d/%m/%Y}", f"une date jusqu'au {office.today:%d/%m/%Y}"
    message = (
        f"{document.number} est datée du {found}, après aujourd'hui : la suivante ne pourra pas l'être avant"
    )
    return [warning("Factures", None, BY_NAME["Factures"].heading("day"), found, expected, message)]
