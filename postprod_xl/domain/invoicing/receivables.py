"""What each project was invoiced, has paid and owes late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.invoicing.credits.standing import (
    STANDING_CELLS,
    InvoiceStanding,
    document_sign,
    standings,
)
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.payments.lettering import PAYMENT_CELLS, lettering
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import InvoiceType

_CELLS = f"{STANDING_CELLS} project client due_day paid_day paid_cents"


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


@fact(
    Factures=_CELLS,
    Reglements=PAYMENT_CELLS,
)
def unpaid_invoices(office: Office) -> list[Unpaid]:
    """The invoices and deposits not paid in full, in ledger order; an annulled one owes nothing, nor a credit note.

    One credited in part owes what stands of it, less what was paid and not refunded.
    """
    paid = lettering(office)
    owed = (
        Unpaid(i.number, i.project, i.client, i.due_day, paid.due_cents(i.number)) for i in office["Factures"]
    )
    return [unpaid for unpaid in owed if unpaid.cents > 0]


@fact(
    Factures=_CELLS,
    Reglements=PAYMENT_CELLS,
)
def receivables(office: Office) -> Receivables:
    """What each project was invoiced, has paid and owes late, from `Factures` and `Reglements`.

    Invoiced is HT: invoices and deposits less credit notes, less the part of the invoices that deposits had
    already billed (`_deducted_cents`). What was paid
    is what was received on its documents (`lettering`), refunds taken off. An annulled invoice owes nothing and deducts
    nothing.
    """
    invoices, stands = office["Factures"], standings(office)
    received = lettering(office).received
    found = Receivables()
    for invoice in invoices:
        found.invoiced[invoice.project] += document_sign(invoice) * (invoice.total_cents or 0)
        found.paid[invoice.project] += received[invoice.number]
    found.invoiced.subtract(_deducted_cents(invoices, stands))
    for unpaid in unpaid_invoices(office):
        if unpaid.due_day and unpaid.due_day < office.today:
            found.overdue[unpaid.project] += unpaid.cents
            found.late_invoices.append(unpaid.number)
    return found


def _deducted_cents(invoices: Rows, stands: Mapping[str, InvoiceStanding]) -> dict[str, int]:
    """What the invoices of each project deduct of its deposits, HT, rounded once: together they deduct whole deposits.

    At the HT to TTC ratio of what stands of the deposits of the project, of those annulled where none is left. The
    cents of taxes that a Solde leaves out (`deductions`), one a deposit at most, are deducted with the rest.
    """
    deposits = [i for i in invoices if i.type == InvoiceType.DEPOSIT]
    kept = {i.project for i in deposits if not stands[i.number].is_annulled}
    without_tax, with_tax, counts, deducted = (Counter[str]() for _ in range(4))
    for deposit in deposits:
        counted = stands[deposit.number] if deposit.project in kept else deposit
        without_tax[deposit.project] += counted.total_cents or 0
        with_tax[deposit.project] += counted.total_with_vat_cents or 0
        counts[deposit.project] += 1
    for invoice in invoices:
        if invoice.type == InvoiceType.INVOICE and (cents := stands[invoice.number].deposits_cents):
            deducted[invoice.project] += cents
    return {
        project: without_tax[project]
        if 0 <= with_tax[project] - cents <= counts[project]
        else half_up(Decimal(cents) * without_tax[project] / with_tax[project])
        for project, cents in deducted.items()
        if with_tax[project]
    }
