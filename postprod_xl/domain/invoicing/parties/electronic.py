"""What an electronic invoice says of a document besides what is printed: its type, its process, its VAT, its rules."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from postprod_xl.documents.invoice import InvoiceDocument
from postprod_xl.domain.invoicing.parties.parties import client_of, vat_mention
from postprod_xl.domain.invoicing.parties.terms import payment_days
from postprod_xl.domain.invoicing.register.ledger import entries
from postprod_xl.domain.office import Office
from postprod_xl.domain.vat import vat_category
from postprod_xl.parameters import in_force
from postprod_xl.schema.vocabulary import InvoiceType

INVOICE, DEPOSIT, CREDIT_NOTE, DEPOSIT_CREDIT = "380", "386", "381", "503"
"""BT-3 (UNTDID 1001, BR-FR-04)."""
SERVICES, FINAL_SERVICES = "S1", "S4"
"""BT-23 (BR-FR-08): services, and the final invoice of services that deposits were invoiced for."""


def with_electronic_terms(office: Office, document: InvoiceDocument) -> InvoiceDocument:
    """A complete document with what its electronic invoice says of it.

    Raises
    ------
    UnknownRate
        When the rules of its day are not known.
    """
    client = client_of(office, document.client)
    rate = min((line.vat_rate for line in document.lines), default=Decimal(0))
    return replace(
        document,
        type_code=_type_code(office, document),
        process=FINAL_SERVICES if document.deposits else SERVICES,
        vat_category=vat_category(document.vat_regime, rate),
        vat_reason="" if rate else vat_mention(document.vat_regime, client.postcode, rate),
        on_debits=bool(office.settings["vat_on_debits"] and rate),
        terms=_terms(office, document),
        rules=in_force("invoicing.electronic_rules", document.day).value,
    )


def _type_code(office: Office, document: InvoiceDocument) -> str:
    if document.type == InvoiceType.DEPOSIT:
        return DEPOSIT
    if document.type != InvoiceType.CREDIT_NOTE:
        return INVOICE
    types = {entry.number: entry.type for entry in entries(office)}
    return DEPOSIT_CREDIT if types.get(document.origin) == InvoiceType.DEPOSIT else CREDIT_NOTE


def _terms(office: Office, document: InvoiceDocument) -> str:
    """When the document is to be paid, in the words of the client's terms."""
    if document.due_day is None:
        return ""
    client = client_of(office, document.client)
    days = payment_days(office, client)
    when = f"à {days} jours" if days else "à réception"
    end = ", fin de mois" if client.end_of_month else ""
    return f"Paiement {when}{end}, au plus tard le {document.due_day:%d/%m/%Y}."
