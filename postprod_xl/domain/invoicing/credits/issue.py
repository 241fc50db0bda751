"""Issuing the credit note of an invoice, whole or of some of its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from postprod_xl.documents.invoice import Deposit, InvoiceDocument, InvoiceLine
from postprod_xl.domain.invoicing.billing.annex import credited_days
from postprod_xl.domain.invoicing.billing.lines import credited_lines, standing_lines
from postprod_xl.domain.invoicing.credits.lines import NoSuchCredit, partial_lines, whole_lines
from postprod_xl.domain.invoicing.credits.standing import InvoiceStanding, VatLeft, standings
from postprod_xl.domain.invoicing.issue import Issue, Remarks, document_of, issued, ledger_refusals
from postprod_xl.domain.invoicing.oddities import credit_oddities, refund_cents
from postprod_xl.domain.invoicing.parties.regimes import at_other_rates, other_rates_text
from postprod_xl.domain.invoicing.register.ledger import (
    deposits_left,
    entries,
    invoiced_steps,
    standing_entries,
)
from postprod_xl.domain.invoicing.steps import refusal
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import euros_text, listed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.projects import CLIENTS
from postprod_xl.schema.vocabulary import InvoiceType

ISSUED = "une facture émise"
STANDING = "une facture sans avoir"


@dataclass(frozen=True)
class Credit:
    """The credit note asked for.

    Parameters
    ----------
    number
        The invoice or deposit to credit.
    lines
        What of it, as `credits.lines.partial_lines` reads it; empty for all that stands of it.
    project
        The project that it must be of; empty when nobody said.
    """

    number: str
    lines: str = ""
    project: str = ""


def issue_credit(office: Office, credit: Credit, day: date) -> tuple[Issue | None, list[Problem]]:
    """The credit note of an invoice or deposit, ready to be written.

    Parameters
    ----------
    credit
        What is credited; neither a credit note nor an invoice of which nothing stands.
    day
        Day of the credit note, not before the last of its series nor before the invoice.

    Returns
    -------
    issue
        Type Avoir, series `AV-`, amounts above zero, VAT at the rates of the invoice. One of the whole invoice has its
        amounts, gives back the deposits that it deducted, and its step is to invoice again; one of some lines
        (`--lines`) only lowers what it asks for.
    problems
        As `issue_step`.
    """
    refusals = [
        *_credit_refusals(office, credit, day),
        *ledger_refusals(office, InvoiceType.CREDIT_NOTE, day),
    ]
    if refusals:
        return None, refusals
    entry = next(entry for entry in entries(office) if entry.number == credit.number)
    try:
        lines = _lines(office, credit)
    except NoSuchCredit as error:
        found = credit.lines or credit.number
        return None, [entry.blocking("number", found, "ce qui reste de la facture", str(error))]
    document = _document(office, entry, lines, day)
    stands = standings(office)[credit.number]
    if message := (
        _above_standing(entry, document, stands)
        or _deducted(office, entry, document)
        or _left_out(office, entry, lines, stands)
    ):
        found, most = euros_text(document.total_cents), f"{euros_text(stands.total_cents)} HT au plus"
        return None, [entry.blocking("total_cents", found, most, message)]
    is_last = document.total_cents == stands.total_cents
    held = invoiced_steps(office)
    row = next((row for row, number in held.items() if number == credit.number), None) if is_last else None
    odd = credit_oddities(office, entry, document)
    issue, problems = issued(office, document, lines, (row, ""), Remarks(odd))
    if issue is not None:
        issue = replace(issue, refund_cents=refund_cents(office, entry, document))
    return issue, problems


def _lines(office: Office, credit: Credit) -> list[InvoiceLine]:
    stands = standings(office)[credit.number]
    if not stands.credits and not credit.lines:
        return credited_lines(office, credit.number)
    left = standing_lines(office, {credit.number})[credit.number]
    if sum(line.amount_cents for line in left.values()) != stands.total_cents:
        raise NoSuchCredit(
            f"{listed(stands.credits)} ne dit pas quelles lignes de {credit.number} sont créditées : ce qui en reste "
            "ne peut pas être crédité ligne à ligne"
        )
    return partial_lines(office, credit.number, credit.lines) if credit.lines else whole_lines(left)


def _document(office: Office, entry: Row, lines: Sequence[InvoiceLine], day: date) -> InvoiceDocument:
    stands = standings(office)[entry.number]
    document = document_of(
        office,
        entry.project,
        day,
        lines,
        type=InvoiceType.CREDIT_NOTE,
        client=entry.client,
        due_day=None,
        service_days=credited_days(office, entry),
    )
    deducted = Deposit(f"acomptes déduits de {entry.number}", entry.day, stands.deposits_cents)
    is_last = document.total_cents == stands.total_cents
    part = "" if is_last and not stands.credits else " du reste" if is_last else " partiel"
    what = f"{InvoiceType.CREDIT_NOTE}{part}"
    vat = VatLeft(credited_lines(office, entry.number))
    for number in stands.credits:
        vat.credited(credited_lines(office, number))
    return replace(
        document,
        vat=vat.credited(lines),
        subject=f"{what} sur {entry.number} — {entry.subject}",
        origin=entry.number,
        origin_day=entry.day,
        deposits=(deducted,) if is_last and deducted.amount_cents else (),
    )


def _credit_refusals(office: Office, credit: Credit, day: date) -> list[Problem]:
    number, ledger = credit.number, entries(office)
    entry = next((entry for entry in ledger if entry.number == number), None)
    if entry is None:
        message = f"la facture « {number} » n'est pas dans le registre"
        return [refusal("Factures", None, "number", number, ISSUED, message)]
    if credit.project and credit.project != entry.project:
        message = (
            f"{number} est une facture de {entry.project}, pas de {credit.project} : donnez le numéro d'une facture de "
            f"{credit.project}, ou demandez l'avoir sans projet"
        )
        return [entry.blocking("project", entry.project, credit.project, message)]
    if entry.type == InvoiceType.CREDIT_NOTE:
        message = f"{number} est déjà un avoir : émettez une nouvelle facture"
        return [entry.blocking("type", InvoiceType.CREDIT_NOTE, ISSUED, message)]
    stands = standings(office)[number]
    if stands.is_annulled:
        notes = stands.credits
        by = "les avoirs" if notes[1:] else "l'avoir"
        message = f"{number} est déjà annulée par {by} {listed(notes)}"
        last = next(other for other in ledger if other.number == notes[-1])
        return [last.blocking("origin", number, STANDING, message)]
    if entry.client not in office["Clients"].column("code"):
        message = f"le client {entry.client} de {number} n'est plus dans {CLIENTS.tab} : remettez-le"
        return [entry.blocking("client", entry.client, "un code de client", message)]
    if text := other_rates_text(office, at_other_rates(office, [entry], entry.client), entry.client):
        message = f"{text}, l'avoir porterait la mention d'un autre régime : remettez l'ancien le temps de l'émettre"
        return [entry.blocking("client", entry.client, "le régime de la facture", message)]
    if day < entry.day:
        found, limit = f"{day:%d/%m/%Y}", f"{entry.day:%d/%m/%Y}"
        message = f"l'avoir ne peut pas être daté du {found}, avant {number} du {limit}"
        return [entry.blocking("day", found, f"une date à partir du {limit}", message)]
    return []


def _above_standing(entry: Row, document: InvoiceDocument, stands: InvoiceStanding) -> str:
    number, total = entry.number, document.total_cents
    if total <= 0:
        return f"ces lignes de {number} font {euros_text(total)} HT : il n'y a rien à créditer"
    if total > stands.total_cents:
        return (
            f"{number} ne porte plus que {euros_text(stands.total_cents)} HT : {euros_text(total)} ne peuvent pas "
            "en être crédités"
        )
    if total < stands.total_cents and stands.deposits_cents and document.payable_cents > stands.payable_cents:
        return (
            f"{number} ne demande plus que {euros_text(stands.payable_cents)} TTC, acomptes déduits : au-delà, "
            "demandez son avoir entier, sans lignes, puis facturez de nouveau"
        )
    return ""


def _deducted(office: Office, entry: Row, document: InvoiceDocument) -> str:
    """Why a deposit cannot be credited: an invoice deducted it, which would then be owed more than it says."""
    if entry.type != InvoiceType.DEPOSIT:
        return ""
    left = {deposit.number: deposit.amount_cents for deposit in deposits_left(entries(office), entry.project)}
    if document.total_with_vat_cents <= left.get(entry.number, 0):
        return ""
    stands = standings(office)
    deducting = [
        other.number
        for other in standing_entries(office)
        if other.project == entry.project and stands[other.number].deposits_cents
    ]
    return (
        f"l'acompte {entry.number} est déduit par {listed(deducting)} : créditez d'abord {deducting[-1]}, qui "
        "demanderait sinon trop peu"
    )


def _left_out(office: Office, entry: Row, lines: Sequence[InvoiceLine], stands: InvoiceStanding) -> str:
    """Why lines that come to all that stands of an invoice, and are not all of its lines, cannot be credited."""
    held = standing_lines(office, {entry.number})[entry.number].values()
    left = sorted(filter(None, (line.amount_cents for line in held)))
    credited = sorted(filter(None, (line.amount_cents for line in lines)))
    if sum(credited) != stands.total_cents or credited == left:
        return ""
    return (
        f"ces lignes font tout ce qui reste de {entry.number} et n'en sont pas toutes : demandez son avoir entier, "
        "sans lignes"
    )
