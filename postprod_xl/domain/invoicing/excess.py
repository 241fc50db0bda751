"""Why the amount of a document refuses it: nothing to bill, or more than the project is worth."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from postprod_xl.documents.invoice import InvoiceDocument
from postprod_xl.domain.invoicing.ledger import entries, standing
from postprod_xl.domain.invoicing.lines import AcceptedQuote, percent_text
from postprod_xl.domain.invoicing.receivables import receivables
from postprod_xl.domain.money import RATE_DIGITS
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import effects
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import InvoiceType, StepType


def amount_refusal(
    office: Office, step: Row, quote: AcceptedQuote, document: InvoiceDocument
) -> Problem | None:
    """What refuses a document for its amount, None when nothing does.

    A Solde below zero, or less than the deposits it deducts; a deposit or a Situation that would bring what
    is invoiced above the accepted quote and change orders; nothing to invoice.
    """
    is_balance = step.type == StepType.BALANCE
    message = _below_zero(office, document) if is_balance else _above_quote(office, step, quote, document)
    if document.total_cents == 0 and not message:
        message = f"l'étape {step.rank} de {step.project} est nulle : il n'y a rien à facturer"
    if not message:
        return None
    found = euros_text(document.payable_cents)
    return step.blocking("rank", found, "un montant à facturer", message)


def _below_zero(office: Office, document: InvoiceDocument) -> str:
    project, total = document.project, document.total_cents
    if total < 0 and not _billed(office, project):
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


def _billed(office: Office, project: str) -> bool:
    return any(e.project == project and e.type == InvoiceType.INVOICE for e in standing(entries(office)))


def _above_quote(office: Office, step: Row, quote: AcceptedQuote, document: InvoiceDocument) -> str:
    """Deposits are deducted by the Solde alone: until then they add up with the situations."""
    worth = quote.totals.total + effects(office).project_cents[step.project]
    earlier = [entry for entry in standing(entries(office)) if entry.project == step.project]
    reached = receivables(office).invoiced[step.project] + document.total_cents
    # Each part is rounded to the cent: together they may pass the whole by less than a cent each.
    if document.total_cents == 0 or reached <= worth + len(earlier):
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
