"""What is odd about a document that is about to be issued: said with the question, and with the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from postprod_xl.documents.invoice import InvoiceDocument
from postprod_xl.domain.invoicing.billing.lines import (
    CONTINGENCY,
    DISCOUNT,
    OVERHEAD,
    AcceptedQuote,
    percent_text,
    standing_lines,
)
from postprod_xl.domain.invoicing.billing.progress import on_day
from postprod_xl.domain.invoicing.credits.standing import standings
from postprod_xl.domain.invoicing.parties.regimes import at_other_rates, other_rates_text
from postprod_xl.domain.invoicing.register.ledger import invoiced_steps, standing_entries, standing_invoices
from postprod_xl.domain.invoicing.steps import step_name
from postprod_xl.domain.money import share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.lettering import lettering
from postprod_xl.domain.sessions.done import done
from postprod_xl.domain.wording import counted, euros_text, first_names, listed
from postprod_xl.parameters import rate
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import MONTHS_PER_YEAR, half_up
from postprod_xl.schema.vocabulary import InvoiceType, ProjectStatus, Severity, StepType

_DELIVERED = frozenset({ProjectStatus.DELIVERED, ProjectStatus.SETTLED})
_ADJUSTMENTS = (DISCOUNT, CONTINGENCY, OVERHEAD)


def ahead_of_its_day(step: Row, document: InvoiceDocument) -> Problem | None:
    """The warning of a step invoiced before the day planned in `Echeancier`; None when it is not."""
    planned = step.planned_day
    if planned is None or planned <= document.day:
        return None
    message = (
        f"l'étape {step.rank} de {step.project} ({step_name(step)}, {euros_text(document.total_cents)} HT) est prévue "
        f"le {planned:%d/%m/%Y}, {_later_text(document.day, planned)} la date de la facture"
    )
    return step.warning(
        "planned_day", f"{planned:%d/%m/%Y}", f"{document.day:%d/%m/%Y} au plus tard", message
    )


def refused_unasked(odd: Sequence[Problem], step: Row) -> list[Problem]:
    """What refuses a step that the program chose by itself when nobody can be asked, from the oddities of its document.

    A step invoiced ahead of its day is refused; the rest is said with the document.
    """
    heading = step.table.heading("planned_day")
    return [
        replace(
            problem,
            severity=Severity.BLOCKING,
            message=f"{problem.message} : --yes pour l'émettre quand même, ou --step {step.rank}",
        )
        for problem in odd
        if problem.heading == heading
    ]


def step_oddities(
    office: Office, step: Row, quote: AcceptedQuote, document: InvoiceDocument
) -> list[Problem]:
    """What is odd about the document of a step: its day, what was worked, its amount, the steps before it."""
    ahead = ahead_of_its_day(step, document)
    found = [
        *([ahead] if ahead else []),
        *_skipped(office, step),
        *_other_client(office, document),
        *_other_regime(office, step, document),
    ]
    if step.type != StepType.DEPOSIT:
        found += _unworked(office, step, document)
    if step.type == StepType.BALANCE:
        found += [*_undelivered(office, step), *_unplanned_amount(step, quote, document)]
    return found


def _later_text(day: date, planned: date) -> str:
    """How long after a day another one is.

    >>> _later_text(date(2026, 11, 30), date(2027, 7, 30)), _later_text(date(2026, 11, 30), date(2027, 1, 29))
    ('8 mois après', "plus d'un mois après")
    """
    between = relativedelta(planned, day)
    months = between.years * MONTHS_PER_YEAR + between.months
    if not months:
        return f"{counted((planned - day).days, 'jour')} après"
    if not between.days:
        return f"{'un' if months == 1 else months} mois après"
    return f"plus de {months} mois après" if months > 1 else "plus d'un mois après"


def _skipped(office: Office, step: Row) -> Iterator[Problem]:
    """The steps of a lower rank that are not invoiced."""
    done = invoiced_steps(office)
    before = [
        other
        for other in office["Echeancier"]
        if other.project == step.project and other.rank < step.rank and other.row not in done
    ]
    if before:
        first = min(before, key=lambda other: other.rank)
        message = (
            f"l'étape {first.rank} de {step.project} ({step_name(first)}), avant l'étape {step.rank}, n'est pas "
            "facturée"
        )
        yield first.warning("invoice", "vide", "une étape facturée", message)


def _other_client(office: Office, document: InvoiceDocument) -> Iterator[Problem]:
    """The documents of the project that another client was sent: a Solde takes them back from this one."""
    others: dict[str, list[str]] = {}
    for entry in standing_entries(office):
        if entry.project == document.project and entry.client != document.client:
            others.setdefault(entry.client, []).append(entry.number)
    project = next(row for row in office["Projets"] if row.code == document.project)
    for client, numbers in others.items():
        message = (
            f"{first_names(numbers)} {'sont' if numbers[1:] else 'est'} au nom de {client}, ce document au nom de "
            f"{document.client} : vérifiez le client de {document.project}"
        )
        yield project.warning("client", document.client, client, message)


def _other_regime(office: Office, step: Row, document: InvoiceDocument) -> Iterator[Problem]:
    """The invoices of the project that bear the VAT of another regime: this one gives none of it back."""
    invoices = standing_invoices(office, step.project)
    text = other_rates_text(office, at_other_rates(office, invoices, document.client), document.client)
    if text:
        message = (
            f"TVA d'un autre régime déjà facturée, {text} ; si elle est fausse, seul un avoir la reprend"
        )
        yield step.warning("type", step.type, "un même régime", message)


def _unworked(office: Office, step: Row, document: InvoiceDocument) -> Iterator[Problem]:
    office = on_day(office, document.day)
    day, done_rows = office.today, done(office)
    projects = zip(office["Seances"].column("project"), done_rows, strict=True)
    if (step.project, True) not in projects:
        message = (
            f"aucune heure n'est faite sur {step.project} au {day:%d/%m/%Y} : « {step_name(step)} » facture du "
            "travail à venir"
        )
        yield step.warning("type", step.type, "des séances faites", message)


def _undelivered(office: Office, step: Row) -> Iterator[Problem]:
    project = next(row for row in office["Projets"] if row.code == step.project)
    if project.status not in _DELIVERED:
        status = project.status or "sans statut"
        message = (
            f"{step.project} n'est pas livré ({status.lower()}) : le solde facture tout ce qui reste du devis"
        )
        yield project.warning("status", status, ProjectStatus.DELIVERED, message)


def _unplanned_amount(step: Row, quote: AcceptedQuote, document: InvoiceDocument) -> Iterator[Problem]:
    """A balance far from the part of the quote that its step plans: situations or deposits were not invoiced."""
    planned = share_cents(quote.totals.total, step.share_rate)
    if not planned or not document.total_with_vat_cents:
        return
    untaxed = Decimal(document.total_cents) / document.total_with_vat_cents
    due = half_up(document.payable_cents * untaxed)
    if abs(due - planned) > share_cents(planned, rate("proportion.balance_gap", document.day)):
        message = (
            f"le solde de {step.project} demande {euros_text(due)} HT, acomptes déduits : l'échéancier prévoit "
            f"{percent_text(step.share_rate)} du devis, {euros_text(planned)}"
        )
        yield step.warning("share_rate", euros_text(due), euros_text(planned), message)


def credit_oddities(office: Office, entry: Row, document: InvoiceDocument) -> list[Problem]:
    """What is odd about a credit note: what it leaves to refund, discounts that it keeps, lines billed again later."""
    found = [*_refund(office, entry, document)]
    if document.total_cents != standings(office)[entry.number].total_cents:
        found += [*_kept_adjustments(office, entry, document), *_billed_again(entry, document)]
    return found


def refund_cents(office: Office, entry: Row, document: InvoiceDocument) -> int:
    """What of a credit note is to be given back to the client: what was paid beyond what then stands of the invoice."""
    paid = lettering(office)
    left = max(0, paid.owed.get(entry.number, 0) - document.payable_cents)
    return max(0, paid.lettered[entry.number] - left)


def _refund(office: Office, entry: Row, document: InvoiceDocument) -> Iterator[Problem]:
    if refund := refund_cents(office, entry, document):
        message = (
            f"{entry.number} est payée au-delà de ce qui en reste : {euros_text(refund)} sont à rembourser à "
            f"{document.buyer.name}"
        )
        yield entry.warning("payable_cents", euros_text(refund), "rien à rembourser", message)


def _kept_adjustments(office: Office, entry: Row, document: InvoiceDocument) -> Iterator[Problem]:
    """What a partial credit note leaves whole: discounts still given, contingency and overhead still due."""
    credited = {line.credited_rank for line in document.lines}
    kept = [
        line
        for rank, line in standing_lines(office, {entry.number})[entry.number].items()
        if line.label.startswith(_ADJUSTMENTS) and rank not in credited
    ]
    if kept:
        names = listed([f"« {line.label} » ({euros_text(line.amount_cents)} HT)" for line in kept])
        found = euros_text(sum(line.amount_cents for line in kept))
        message = f"l'avoir ne reprend pas {names} de {entry.number}"
        yield entry.warning("total_cents", found, "la part des lignes créditées", message)


def _billed_again(entry: Row, document: InvoiceDocument) -> Iterator[Problem]:
    if entry.type == InvoiceType.INVOICE and any(line.line or line.version for line in document.lines):
        message = (
            f"ces {euros_text(document.total_cents)} HT redeviennent à facturer sur {entry.project} : si c'est une "
            "remise, ajoutez un avenant en moins"
        )
        yield entry.warning("total_cents", euros_text(document.total_cents), "un avenant en moins", message)
