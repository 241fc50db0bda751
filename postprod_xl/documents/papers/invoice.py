"""An invoice, a deposit or a credit note as the data of its template, `facture.typ`: every figure ready to be printed.

It says everything that the XML attached to it says, so that who reads the one need not open the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from postprod_xl.documents.invoice import Deposit, InvoiceDocument, InvoiceLine, Party, SessionLine
from postprod_xl.documents.papers.figures import NO_BREAK, euros, hours, long_day, number, percent
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.parties import party_data
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.tables.projects import CLIENTS
from postprod_xl.schema.vocabulary import InvoiceType, PaymentMethod

DRAFT, CREDITED = "BROUILLON", "Net à votre crédit"
_UNGROUPED = "Autres"


def invoice_paper(invoice: InvoiceDocument) -> Paper:
    """The paper of an invoice; one without number is a draft, and says so across its pages."""
    heading = f"{invoice.heading} {invoice.number}".strip()
    return Paper(
        "facture",
        f"{heading} — {invoice.subject}" if invoice.subject else heading,
        invoice.day,
        invoice.number or f"{invoice.project} - brouillon de facture {invoice.day:%Y-%m-%d}",
        {
            "tampon": DRAFT if invoice.is_draft else "",
            "numero": heading,
            "objet": invoice.subject,
            "date_longue": long_day(invoice.day),
            "vendeur": _party("Prestataire", invoice.seller),
            "client": _party("Client", invoice.buyer),
            "renseignements": [list(fact) for fact in _facts(invoice)],
            **_lines(invoice),
            "totaux": list(_totals(invoice)),
            "titre_reglement": "Règlement",
            "reglement": [list(fact) for fact in _payment(invoice)],
            "credit": invoice.credit_terms,
            "mentions": list(_mentions(invoice)),
            "periode": "période du {:%d/%m/%Y} au {:%d/%m/%Y}".format(*invoice.service_days),
            "seances": [_session(session) for session in invoice.sessions],
            "heures": list(_hours(invoice)),
        },
    )


def _party(title: str, party: Party) -> dict[str, Any]:
    """A party of an invoice: what a quote says of it, its capital, its SIRET and its electronic address."""
    data = party_data(title, party)
    if party.capital_mention:
        data["lignes"].insert(1 if party.form else 0, party.capital_mention)
    if party.siret:
        data["lignes"].append(f"SIRET{NO_BREAK}{party.siret}")
    if party.electronic_address:
        data["lignes"].append(f"{CLIENTS.heading('electronic_address')} {party.electronic_address}")
    return data


def _facts(invoice: InvoiceDocument) -> Iterator[tuple[str, str]]:
    first, last = invoice.service_days
    yield INVOICES.heading("day"), f"{invoice.day:%d/%m/%Y}"
    if invoice.origin:
        dated = f" du {invoice.origin_day:%d/%m/%Y}" if invoice.origin_day else ""
        yield "Avoir sur", f"facture {invoice.origin}{dated}"
    if invoice.due_day:
        yield INVOICES.heading("due_day"), f"{invoice.due_day:%d/%m/%Y}"
    if invoice.type != InvoiceType.DEPOSIT:
        yield "Prestations", f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}"
    if invoice.purchase_order:
        yield "N° de commande", invoice.purchase_order
    yield "Projet", " — ".join(text for text in (invoice.project, invoice.title) if text)


def _lines(invoice: InvoiceDocument) -> dict[str, Any]:
    """The lines by group, and which columns they need."""
    groups = [(title, list(lines)) for title, lines in groupby(invoice.lines, key=lambda line: line.group)]
    allowances = invoice.allowances
    return {
        "codes": any(line.line for line in invoice.lines),
        "remises": any(line.off_cents for line in invoice.lines),
        "taux": len(invoice.vat) > 1,
        "groupes": [
            {
                "titre": title or (_UNGROUPED if len(groups) > 1 else ""),
                "lignes": [_line(line, line in allowances) for line in lines],
                "total": euros(sum(line.amount_cents for line in lines)),
            }
            for title, lines in groups
        ],
    }


def _line(line: InvoiceLine, is_allowance: bool) -> dict[str, str]:
    """A line; what is taken off the whole has an amount alone."""
    return {
        "code": line.line,
        "libelle": line.label,
        "quantite": "" if is_allowance else number(line.stated_quantity),
        "unite": "" if is_allowance else line.unit,
        "prix": "" if is_allowance else euros(line.stated_price_cents),
        "remise": f"{line.off_reason} {euros(-line.off_cents)}" if line.off_cents else "",
        "tva": percent(line.vat_rate),
        "montant": euros(line.amount_cents),
    }


def _totals(invoice: InvoiceDocument) -> Iterator[list[Any]]:
    """Name, amount and whether it stands out, in the order they are added."""
    if off := -sum(line.amount_cents for line in invoice.allowances):
        yield ["Total des lignes", euros(invoice.total_cents + off), False]
        yield ["Remises et déductions", euros(-off), False]
    yield [INVOICES.heading("total_cents"), euros(invoice.total_cents), True]
    for share in invoice.vat:
        yield [f"TVA {percent(share.rate)} sur {euros(share.base_cents)}", euros(share.vat_cents), False]
    if len(invoice.vat) > 1:
        yield [INVOICES.heading("vat_cents"), euros(invoice.vat_cents), False]
    whole = INVOICES.heading("total_with_vat_cents")
    yield [whole, euros(invoice.total_with_vat_cents), not invoice.deposits]
    for deposit in invoice.deposits:
        yield [_deposit_label(invoice, deposit), euros(-deposit.amount_cents), False]
    payable = CREDITED if invoice.is_credit else INVOICES.heading("payable_cents")
    yield [payable, euros(invoice.payable_cents), True]


def _deposit_label(invoice: InvoiceDocument, deposit: Deposit) -> str:
    """On a credit note it is what its invoice had deducted, already in words."""
    if invoice.is_credit:
        return deposit.number[:1].upper() + deposit.number[1:]
    return f"Acompte {deposit.number} du {deposit.day:%d/%m/%Y}, TTC"


def _payment(invoice: InvoiceDocument) -> Iterator[tuple[str, str]]:
    if invoice.is_credit:
        return
    if invoice.terms:
        yield "Conditions", invoice.terms
    if groups := invoice.seller.iban_groups:
        yield PaymentMethod.TRANSFER, f"IBAN{NO_BREAK}{NO_BREAK.join(groups)}"
    if invoice.number:
        yield "Référence", invoice.number


def _mentions(invoice: InvoiceDocument) -> Iterator[str]:
    """What the law wants said, then what the electronic invoice says besides."""
    printed = [mention.text for mention in invoice.mentions]
    yield from printed
    if invoice.vat_reason and invoice.vat_reason not in printed:
        yield invoice.vat_reason
    if invoice.vat_point == "payment":
        yield "TVA exigible à l'encaissement."
    yield f"Facture électronique : cadre {invoice.process}, type {invoice.type_code}, traitement {invoice.treatment}."


def _session(session: SessionLine) -> dict[str, str]:
    return {
        "date": f"{session.day:%d/%m/%Y}",
        "ligne": session.line,
        "tache": session.task,
        "fonction": session.job,
        "facturation": session.billing,
        "heures": "" if session.minutes is None else hours(session.minutes),
    }


def _hours(invoice: InvoiceDocument) -> Iterator[list[str]]:
    """The total of the annex, then what each way of billing has of it when there are several."""
    parts: dict[str, int] = {}
    for session in invoice.sessions:
        parts[session.billing] = parts.get(session.billing, 0) + (session.minutes or 0)
    yield ["Total des heures", hours(sum(parts.values()))]
    if len(parts) > 1:
        for billing, minutes in parts.items():
            yield [f"dont {billing or 'non précisé'}", hours(minutes)]
