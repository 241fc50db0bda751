"""The statement of a project as the data of its template, `situation.typ`: every figure a text ready to be printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from postprod_xl.documents.papers.change_order import agreed_rows
from postprod_xl.documents.papers.figures import euros, long_day, number
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.papers.quote import adjustment_rows
from postprod_xl.documents.parties import party_data
from postprod_xl.documents.project_statement import (
    Awaited,
    PendingOrder,
    ProjectStatement,
    StatedDelivery,
    StatedInvoice,
    StatedLine,
)
from postprod_xl.documents.quote import LINES_TOTAL, TO_DEFINE
from postprod_xl.schema.tables.billing import ACCOUNTS, INVOICES

UNPLANNED, TOTAL = "à planifier", "Total accepté HT"


def project_statement_paper(statement: ProjectStatement) -> Paper:
    """The paper of a statement; a part that says nothing is left out of it."""
    return Paper(
        "situation",
        f"{statement.heading} — {statement.title}",
        statement.day,
        f"{statement.project} - situation {statement.day:%Y-%m-%d}",
        {
            "numero": f"Situation {statement.project}",
            "objet": statement.title,
            "date_longue": long_day(statement.day),
            "vendeur": party_data("Prestataire", statement.seller),
            "client": party_data("Client", statement.buyer),
            "renseignements": [list(fact) for fact in statement.facts],
            "montants": list(_amounts(statement)),
            "attente": [_pending(order) for order in statement.pending],
            "total_attente": euros(sum(order.cents for order in statement.pending)),
            "groupes": [
                {
                    "titre": group.title,
                    "lignes": [_line(line) for line in group.lines],
                    "total": euros(group.total_cents),
                }
                for group in statement.groups
            ],
            "totaux_lignes": list(_line_totals(statement)),
            "factures": [_invoice(each, statement.day) for each in statement.invoices],
            "total_factures": _invoice_totals(statement),
            "encours": list(_owed(statement)),
            "livraisons": [_delivery(each) for each in statement.deliveries],
            "attendu": [_awaited(each) for each in statement.awaited],
        },
    )


def _amounts(statement: ProjectStatement) -> Iterator[list[Any]]:
    """Name, amount and whether it stands out, in the order they are added."""
    yield from agreed_rows(statement.original, statement.orders)
    yield [TOTAL, euros(statement.agreed_cents), True]
    if statement.hours_cents:
        yield ["Régie et en plus, heures faites à ce jour", euros(statement.hours_cents), False]
    yield ["Déjà facturé HT", euros(-statement.invoiced_cents), False]
    yield [ACCOUNTS.heading("to_invoice_cents"), euros(statement.to_invoice_cents), True]


def _line_totals(statement: ProjectStatement) -> Iterator[list[Any]]:
    """From the lines to the total accepted."""
    if statement.adjustments:
        yield [LINES_TOTAL, euros(sum(group.total_cents for group in statement.groups)), False]
        yield from adjustment_rows(statement.adjustments)
    yield [TOTAL, euros(statement.agreed_cents), True]


def _pending(order: PendingOrder) -> dict[str, str]:
    return {
        "numero": order.number,
        "date": _short(order.day),
        "libelle": order.label,
        "quantite": "" if order.quantity is None else number(order.quantity),
        "unite": order.unit,
        "montant": euros(order.cents),
    }


def _line(line: StatedLine) -> dict[str, str]:
    progress = line.progress
    return {
        "libelle": line.label,
        "quantite": "" if line.quantity is None else number(line.quantity),
        "unite": line.unit,
        "montant": euros(line.amount_cents),
        "faites": f"{progress.finished}/{progress.tasks}" if progress else "",
        "fin": (_short(progress.end) or UNPLANNED) if progress else "",
        "retard": str(progress.late_days) if progress and progress.late_days else "",
    }


def _invoice(invoice: StatedInvoice, day: date) -> dict[str, Any]:
    return {
        "numero": invoice.number,
        "type": invoice.kind,
        "date": _short(invoice.day),
        "ht": euros(invoice.total_cents),
        "net": euros(invoice.payable_cents),
        "echeance": _short(invoice.due_day),
        "paye": euros(invoice.paid_cents),
        "du": euros(invoice.due_cents),
        "echue": bool(invoice.due_cents and invoice.due_day and invoice.due_day < day),
    }


def _invoice_totals(statement: ProjectStatement) -> dict[str, str]:
    documents = statement.invoices
    return {
        "ht": euros(sum(each.total_cents for each in documents)),
        "net": euros(sum(each.payable_cents for each in documents)),
        "paye": euros(statement.paid_cents),
        "du": euros(statement.due_cents),
    }


def _owed(statement: ProjectStatement) -> Iterator[list[Any]]:
    """From the totals of the documents to what was invoiced, then what is owed; a row that is nothing is left out."""
    documents = sum(each.total_cents for each in statement.invoices)
    changes = (
        ("Acomptes déjà comptés dans les factures", statement.counted_once_cents),
        ("Facturé à un autre destinataire", statement.elsewhere_cents),
    )
    if any(cents for _, cents in changes):
        yield [f"{INVOICES.heading('total_cents')} des documents", euros(documents), False]
        yield from ([name, euros(cents), False] for name, cents in changes if cents)
    yield [ACCOUNTS.heading("invoiced_cents"), euros(statement.invoiced_cents), True]
    if statement.overpaid_cents:
        yield ["Trop-perçu TTC", euros(statement.overpaid_cents), False]
    yield [f"{INVOICES.heading('due_cents')} TTC", euros(statement.due_cents), True]
    if statement.overdue_cents:
        yield ["dont échu TTC", euros(statement.overdue_cents), False]


def _delivery(delivery: StatedDelivery) -> dict[str, str]:
    end = _short(delivery.end)
    said = f"livrée le {end}" if end else "livrée"
    return {
        "quoi": delivery.label,
        "promise": _short(delivery.promised) or TO_DEFINE,
        "prevue": said if delivery.is_over else end or UNPLANNED,
        "retard": str(delivery.late_days) if delivery.late_days else "",
    }


def _awaited(awaited: Awaited) -> dict[str, str]:
    received = awaited.received
    return {
        "quoi": awaited.label,
        "attendu": _short(awaited.expected) or TO_DEFINE,
        "recu": _short(received) if received else "à recevoir",
        "retard": str(awaited.late_days) if awaited.late_days else "",
    }


def _short(day: date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"
