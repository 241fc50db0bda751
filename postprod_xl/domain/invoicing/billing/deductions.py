"""The deposits that a document deducts, all taxes included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from postprod_xl.documents.invoice import Deposit, InvoiceDocument
from postprod_xl.domain.invoicing.billing.excess import project_worth_cents
from postprod_xl.domain.invoicing.billing.lines import AcceptedQuote
from postprod_xl.domain.invoicing.receivables import receivables
from postprod_xl.domain.invoicing.register.ledger import deposits_left, entries
from postprod_xl.domain.invoicing.steps import is_by_progress
from postprod_xl.domain.office import Office
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import StepType


def deducted_deposits(
    office: Office, step: Row, quote: AcceptedQuote, document: InvoiceDocument
) -> tuple[Deposit, ...]:
    """The deposits that the document of a step deducts.

    A Solde deducts all that are left; the cents by which the taxes of several deposits, each rounded, pass those of the
    whole are left out. A Situation by progress deducts what brings deposits and situations back to what the project is
    worth, all it asks for at most; the others deduct none.
    """
    left = deposits_left(entries(office), step.project)
    if step.type == StepType.BALANCE:
        passed = sum(deposit.amount_cents for deposit in left) - document.total_with_vat_cents
        return _less(left, passed) if 0 < passed <= len(left) else tuple(left)
    if not is_by_progress(step):
        return ()
    reached = receivables(office).invoiced[step.project] + document.total_cents
    excess = reached - project_worth_cents(office, quote)
    if excess <= 0 or not document.total_cents:
        return ()
    taxed = Decimal(excess) * document.total_with_vat_cents / document.total_cents
    return _first(left, min(int(taxed.to_integral_value(ROUND_CEILING)), document.total_with_vat_cents))


def _less(deposits: Sequence[Deposit], cents: int) -> tuple[Deposit, ...]:
    *before, last = deposits
    return (*before, replace(last, amount_cents=last.amount_cents - cents))


def _first(deposits: Sequence[Deposit], cents: int) -> tuple[Deposit, ...]:
    """The oldest deposits that make some cents, the last of them in part."""
    taken = []
    for deposit in deposits:
        part = min(deposit.amount_cents, cents)
        if part:
            taken.append(replace(deposit, amount_cents=part))
        cents -= part
    return tuple(taken)
