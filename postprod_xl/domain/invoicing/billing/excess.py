"""Why the amount of a document refuses it: nothing to bill, or more than the project is worth."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from postprod_xl.documents.invoice import InvoiceDocument
from postprod_xl.domain.invoicing.billing.lines import AcceptedQuote, percent_text
from postprod_xl.domain.invoicing.parties.regimes import at_other_rates, other_rates_text
from postprod_xl.domain.invoicing.receivables import receivables
from postprod_xl.domain.invoicing.register.ledger import entries, standing_entries, standing_invoices
from postprod_xl.domain.money import RATE_DIGITS
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import effects
from postprod_xl.domain.quotes.line_work import line_work
from postprod_xl.domain.quotes.line_worth import billed_hours
from postprod_xl.domain.wording import euros_text, first_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import InvoiceType, StepType


def amount_refusal(
    office: Office, step: Row, quote: AcceptedQuote, document: InvoiceDocument
) -> Problem | None:
    """What refuses a document for its amount, None when nothing does.

    A Solde below zero, or less than the deposits it deducts; a deposit or a Situation that would bring what
    is invoiced above the accepted quote and change orders; nothing to invoice; deposits of another VAT regime.
    """
    is_balance = step.type == StepType.BALANCE
    message = _below_zero(office, document) if is_balance else _above_quote(office, step, quote, document)
    if document.total_cents == 0 and not message:
        message = _nothing(office, step)
    message = message or _deposits_of_another_regime(office, document)
    if not message:
        return None
    found = euros_text(document.payable_cents)
    return step.blocking("rank", found, "un montant à facturer", message)


def _deposits_of_another_regime(office: Office, document: InvoiceDocument) -> str:
    """Why deposits cannot be deducted all taxes included: their VAT is not that of the document."""
    numbers = {deposit.number for deposit in document.deposits}
    deposits = [entry for entry in entries(office) if entry.number in numbers]
    text = other_rates_text(office, at_other_rates(office, deposits, document.client), document.client)
    if not text:
        return ""
    return (
        f"acompte déduit à une autre TVA, {text} : créditez-le sous son régime, puis facturez-le de nouveau"
    )


def _nothing(office: Office, step: Row) -> str:
    """Why a step bills nothing: its part is nothing, or all that the project is worth to date is invoiced."""
    message = f"l'étape {step.rank} de {step.project} est nulle : il n'y a rien à facturer"
    if step.type != StepType.BALANCE:
        return message
    billed = [entry.number for entry in standing_invoices(office, step.project)]
    if not billed:
        return f"{message}, le devis accepté et les avenants ne font rien"
    verb = "facturent" if billed[1:] else "facture"
    return f"{message}, {first_names(billed)} {verb} déjà tout ce que vaut {step.project} à ce jour"


def _below_zero(office: Office, document: InvoiceDocument) -> str:
    project, total = document.project, document.total_cents
    if total < 0 and not standing_invoices(office, project):
        return (
            f"le devis accepté et les avenants de {project} font {euros_text(total)} HT : rien n'est dû, "
            "vérifiez les avenants"
        )
    if total < 0:
        return f"{euros_text(-total)} HT facturés de trop sur {project} : émettez un avoir sur une situation"
    if document.payable_cents < 0:
        excess = euros_text(-document.payable_cents)
        return f"les acomptes de {project} dépassent le solde de {excess} : émettez un avoir sur l'un d'eux"
    return ""


def project_worth_cents(office: Office, quote: AcceptedQuote) -> int:
    """What a project may be billed before its Solde, in cents: its quote, change orders and hours worked beyond."""
    orders = effects(office)
    change = billed_hours(office, line_work(office), orders).change
    owners = office["Devis"].select("line", "project")
    own = {line for line, project in owners if project == quote.project}
    beyond = sum(max(change[line], 0) for line in own)
    return quote.totals.total + orders.project_cents[quote.project] + beyond


def within_the_whole(office: Office, quote: AcceptedQuote, cents: int) -> int:
    """A part of a quote, less the cents of rounding by which it and the earlier ones would pass the whole.

    Each part is rounded to the cent: two halves of an odd total are a cent too many, which no Solde could bill.
    """
    earlier = [entry for entry in standing_entries(office) if entry.project == quote.project]
    left = project_worth_cents(office, quote) - receivables(office).invoiced[quote.project]
    return left if 0 < cents - left <= len(earlier) else cents


def _above_quote(office: Office, step: Row, quote: AcceptedQuote, document: InvoiceDocument) -> str:
    """Deposits that no invoice deducted yet add up with the situations; what they pay in whole adds nothing."""
    worth = project_worth_cents(office, quote)
    earlier = [entry for entry in standing_entries(office) if entry.project == step.project]
    reached = receivables(office).invoiced[step.project] + document.total_cents
    if document.deposits:
        without_tax = Decimal(document.total_cents) / document.total_with_vat_cents
        reached -= half_up(document.deposits_cents * without_tax)
    if document.payable_cents == 0 or reached <= worth:
        return ""
    kinds = {
        step.type,
        *(StepType.DEPOSIT if entry.type != InvoiceType.INVOICE else StepType.PROGRESS for entry in earlier),
    }
    what = {1: f"les {step.type.lower()}s"}.get(len(kinds), "les acomptes et situations")
    whole = f"{euros_text(worth)} HT du devis accepté et des avenants"
    share = percent_text((Decimal(reached) / worth).quantize(RATE_DIGITS, ROUND_CEILING)) if worth > 0 else ""
    place = f"{share} des {whole}" if share else f"{euros_text(reached)} HT, au-dessus des {whole}"
    return f"l'étape {step.rank} porterait {what} à {place} : réduisez-la ou émettez un avoir"
