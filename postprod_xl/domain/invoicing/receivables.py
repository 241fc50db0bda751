"""What each project was invoiced, has paid and owes late."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import InvoiceType


@dataclass(frozen=True)
class Receivables:
    """Cents by project: invoiced HT, received TTC, due and unpaid TTC; and the invoices that are late."""

    invoiced: Counter[str] = field(default_factory=Counter)
    paid: Counter[str] = field(default_factory=Counter)
    overdue: Counter[str] = field(default_factory=Counter)
    late_invoices: list[str] = field(default_factory=list)


class Unpaid(NamedTuple):
    """What is still owed on one invoice or deposit, in cents with VAT."""

    number: str
    project: str
    client: str
    due_day: date | None
    cents: int


@fact(Factures="number type project client payable_cents due_day origin paid_day paid_cents")
def unpaid_invoices(office: Office) -> list[Unpaid]:
    """The invoices and deposits not paid in full, in ledger order; a credited one owes nothing, nor a credit note."""
    invoices = office["Factures"]
    credited = _credited(invoices)
    owed = (
        Unpaid(i.number, i.project, i.client, i.due_day, (i.payable_cents or 0) - received_cents(i))
        for i in invoices
        if i.type != InvoiceType.CREDIT_NOTE and i.number not in credited
    )
    return [unpaid for unpaid in owed if unpaid.cents > 0]


@fact(
    Factures="number type project client total_cents total_with_vat_cents deposits_cents payable_cents due_day origin"
    " paid_day paid_cents"
)
def receivables(office: Office) -> Receivables:
    """What each project was invoiced, has paid and owes late, from `Factures`.

    Invoiced is HT: invoices and deposits less credit notes, less the part of an invoice that deposits had
    already billed (its deducted TTC, at the HT to TTC ratio of the project's deposits). A refund noted on a
    credit note is deducted from what was paid. A credited invoice owes nothing and has deducted nothing.
    """
    invoices = office["Factures"]
    credited = _credited(invoices)
    ratios = _deposit_ratios(invoices, credited)
    found = Receivables()
    for invoice in invoices:
        sign = -1 if invoice.type == InvoiceType.CREDIT_NOTE else 1
        found.invoiced[invoice.project] += sign * (invoice.total_cents or 0)
        found.paid[invoice.project] += sign * received_cents(invoice)
        if invoice.type == InvoiceType.CREDIT_NOTE or invoice.number in credited:
            continue
        if invoice.type == InvoiceType.INVOICE and invoice.deposits_cents:
            found.invoiced[invoice.project] -= half_up(invoice.deposits_cents * ratios[invoice.project])
    for unpaid in unpaid_invoices(office):
        if unpaid.due_day and unpaid.due_day < office.today:
            found.overdue[unpaid.project] += unpaid.cents
            found.late_invoices.append(unpaid.number)
    return found


def _credited(invoices: Rows) -> set[str]:
    """The numbers of the documents that a credit note cancelled."""
    return {invoice.origin for invoice in invoices if invoice.type == InvoiceType.CREDIT_NOTE}


def received_cents(invoice: Row) -> int:
    """What was paid; a day of payment without an amount is a payment in full."""
    if invoice.paid_cents is not None:
        return int(invoice.paid_cents)
    return (invoice.payable_cents or 0) if invoice.paid_day else 0


def _deposit_ratios(invoices: Rows, credited: set[str]) -> defaultdict[str, Decimal]:
    """HT to TTC of the deposits of each project, of those not credited where one is left."""
    kept = {i.project for i in invoices if i.type == InvoiceType.DEPOSIT and i.number not in credited}
    without_tax: Counter[str] = Counter()
    with_tax: Counter[str] = Counter()
    for invoice in invoices:
        if invoice.type == InvoiceType.DEPOSIT and (
            invoice.number not in credited or invoice.project not in kept
        ):
            without_tax[invoice.project] += invoice.total_cents or 0
            with_tax[invoice.project] += invoice.total_with_vat_cents or 0
    ratios: defaultdict[str, Decimal] = defaultdict(Decimal)
    for project, taxed in with_tax.items():
        ratios[project] = Decimal(without_tax[project]) / taxed if taxed else Decimal(0)
    return ratios
