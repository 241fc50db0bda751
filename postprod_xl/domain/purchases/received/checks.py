"""Whether an electronic invoice holds together: its figures, who sells to whom, and when.

Sources: the French rules BR-FR-04, BR-FR-10 and BR-FR-CO-07 (XP Z12-012); check digits are those of `python-stdnum`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from postprod_xl.documents.facturx.received import DEPOSIT_CODES, PAID_PROCESSES, ReceivedInvoice, TradeParty
from postprod_xl.domain.purchases.received.amounts import EURO
from postprod_xl.domain.purchases.received.arithmetic import arithmetic_problems
from postprod_xl.parameters import UnknownRate, in_force
from postprod_xl.schema.cells.formats import IBAN, SIREN, SIRET, VAT_NUMBER, is_of_another
from postprod_xl.schema.problems import Problem, blocking, warning

_LIKE_IBAN = re.compile(r"[A-Za-z]{2}[0-9]{2}")


def invoice_problems(invoice: ReceivedInvoice, today: date) -> list[Problem]:
    """What does not hold in an electronic invoice, blocking, and what is to be looked at, warnings.

    Parameters
    ----------
    invoice
        What its XML says.
    today
        The day it is looked at.
    """
    return [
        *_type_problems(invoice),
        *arithmetic_problems(invoice),
        *_party_problems(invoice),
        *_day_problems(invoice, today),
    ]


def _type_problems(invoice: ReceivedInvoice) -> Iterator[Problem]:
    try:
        types = in_force("purchases.document_types", invoice.day).value
    except UnknownRate:
        types = ()
    if invoice.seller.is_french and types and invoice.type_code not in types:
        message = f"le type de document « {invoice.type_code} » (BT-3) n'est pas admis en France : {', '.join(types)}"
        yield blocking("", None, "", invoice.type_code, "un type admis", message)
    if invoice.currency != EURO:
        message = f"facture en {invoice.currency} : les comptes sont en euros"
        yield warning("", None, "", invoice.currency, EURO, message)
    negative = (invoice.totals.with_tax or 0) < 0
    if negative and invoice.is_credit:
        message = "avoir dont le total est négatif : il dirait à la fois de rendre et de payer"
        yield blocking("", None, "", "total négatif", "un total positif", message)
    elif negative:
        message = "facture dont le total est négatif : c'est un avoir, demandez un document de type 381"
        yield warning("", None, "", "total négatif", "un avoir", message)


def _party_problems(invoice: ReceivedInvoice) -> Iterator[Problem]:
    for party, who in ((invoice.seller, "vendeur"), (invoice.buyer, "client")):
        if not party.name:
            yield blocking("", None, "", "absent", "un nom", f"le {who} n'a pas de nom : facture à refaire")
        yield from _identifier_problems(party, who)
    if invoice.seller.is_french and not invoice.seller.siren:
        message = "le vendeur n'a pas de SIREN (BT-30) : obligatoire sur une facture française"
        yield warning("", None, "", "absent", "un SIREN", message)
    for account in invoice.ibans:
        if complaint := IBAN.complaint(account):
            # An account of a country without IBAN says so by its form.
            make = blocking if _LIKE_IBAN.match(account) else warning
            yield make("", None, "", account, IBAN.expected, f"IBAN « {account} » : {complaint}")


def _identifier_problems(party: TradeParty, who: str) -> Iterator[Problem]:
    numbers = [("N° de TVA", party.vat_number, VAT_NUMBER)]
    if party.is_french:
        numbers += [("SIREN", party.siren, SIREN), ("SIRET", party.siret, SIRET)]
    for name, number, form in numbers:
        if number and (complaint := form.complaint(number)):
            message = f"{name} du {who} « {number} » : {complaint}"
            yield blocking("", None, "", number, form.expected, message)
        elif number and party.siren and name != "SIREN" and is_of_another(number, party.siren):
            message = f"{name} du {who} « {number} » : ce n'est pas celui du SIREN {party.siren}"
            yield blocking("", None, "", number, party.siren, message)


def _day_problems(invoice: ReceivedInvoice, today: date) -> Iterator[Problem]:
    if invoice.day > today:
        message = f"facture datée du {invoice.day:%d/%m/%Y}, après aujourd'hui"
        yield warning("", None, "", f"{invoice.day:%d/%m/%Y}", "une date passée", message)
    is_due_before = invoice.type_code in DEPOSIT_CODES or invoice.process in PAID_PROCESSES
    if invoice.due_day and invoice.due_day < invoice.day and not is_due_before:
        message = f"échéance du {invoice.due_day:%d/%m/%Y}, avant la facture du {invoice.day:%d/%m/%Y}"
        yield blocking("", None, "", f"{invoice.due_day:%d/%m/%Y}", "une échéance après la facture", message)
    first, last = invoice.period
    if first and last and first > last:
        message = f"période du {first:%d/%m/%Y} au {last:%d/%m/%Y} : elle finit avant de commencer"
        yield blocking("", None, "", f"{last:%d/%m/%Y}", "une fin après le début", message)
