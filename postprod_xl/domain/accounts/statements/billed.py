"""What a client was sent of a project, paid of it and still owes, document by document."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.documents.project_statement import StatedInvoice
from postprod_xl.domain.invoicing.credits.standing import document_sign
from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.lettering import lettering
from postprod_xl.schema.rows import Row


def stated_invoices(office: Office, project: Row) -> Iterator[StatedInvoice]:
    """The documents of `Factures` of a project that were addressed to its client, in ledger order.

    A credit note takes back what it cancels; what is owed on each is that of `lettering`.
    """
    paid = lettering(office)
    for invoice in office["Factures"]:
        if invoice.project == project.code and invoice.client == project.client:
            sign = document_sign(invoice)
            yield StatedInvoice(
                invoice.number,
                invoice.type,
                invoice.day,
                sign * (invoice.total_cents or 0),
                sign * (invoice.payable_cents or 0),
                None if sign < 0 else invoice.due_day,
                paid.received[invoice.number],
                paid.due_cents(invoice.number),
            )


def billed_elsewhere_cents(office: Office, project: Row) -> int:
    """What was invoiced of a project to somebody else than its present client, before tax."""
    return sum(
        document_sign(invoice) * (invoice.total_cents or 0)
        for invoice in office["Factures"]
        if invoice.project == project.code and invoice.client != project.client
    )
