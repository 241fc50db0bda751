"""A payment to note: what refuses it, what it pays, what there is to say of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple

from postprod_xl.domain.invoicing.credits.standing import standings
from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.lettering import lettering
from postprod_xl.domain.payments.problems import payment_faults, same_payment
from postprod_xl.domain.wording import closest_names, euros_text
from postprod_xl.schema.bounds import PAYMENT, expected_text, is_outside
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.tables.payments import PAYMENTS
from postprod_xl.schema.tables.projects import CLIENTS
from postprod_xl.schema.vocabulary import InvoiceType, PaymentMethod

_NUMBER = re.compile(r"RG-(\d{4})-(\d{4,})")


class NewPayment(NamedTuple):
    """A payment as it is asked for: code names of `Reglements`, amounts in cents."""

    invoice: str
    client: str
    day: date
    amount_cents: int
    method: str = ""
    reference: str = ""
    bank_line: str = ""
    remarks: str = ""


def payment_numbers(office: Office, day: date, count: int) -> list[str]:
    """The numbers of the next payments of a year: `RG-2026-0001`, after the last one used."""
    matches = map(_NUMBER.fullmatch, office[PAYMENTS.name].column("payment"))
    ranks = [int(match[2]) for match in matches if match and int(match[1]) == day.year]
    first = max(ranks, default=0) + 1
    return [f"RG-{day.year}-{rank:04d}" for rank in range(first, first + count)]


def new_payments(office: Office, wanted: list[NewPayment]) -> Rows:
    """The rows to add to `Reglements`, numbered behind those it has."""
    records: list[dict[str, Any]] = []
    taken: dict[int, list[str]] = {}
    for year in {each.day.year for each in wanted}:
        own = [each for each in wanted if each.day.year == year]
        taken[year] = payment_numbers(office, own[0].day, len(own))
    for each in wanted:
        records.append({"payment": taken[each.day.year].pop(0), **each._asdict()})
    return rows_of(PAYMENTS, records, office[PAYMENTS.name].next_number)


def refusals(office: Office, row: Row) -> list[Problem]:
    """What keeps a payment from being noted: each blocks, at no cell, since the row is not there yet."""
    invoice, found = _named(office, row)
    if found:
        return [found]
    faults = [
        *payment_faults(row, invoice, standings(office).get(row.invoice), office.today),
        *_sized(row),
        *_exceeding(office, row, invoice),
        *_noted_already(office, row),
    ]
    return [
        blocking(PAYMENTS.name, None, fault.heading, fault.found, fault.expected, _without_number(fault, row))
        for fault in faults
    ]


def _noted_already(office: Office, row: Row) -> list[Problem]:
    """The payment that is already noted with the same day, amount and reference."""
    if row.bank_line:
        # Two lines of a statement are two payments, whatever they have in common.
        return []
    same = [other.payment for other in office[PAYMENTS.name] if same_payment(other) == same_payment(row)]
    if not same:
        return []
    reference = f"« {row.reference} »" if row.reference else "aucune référence"
    message = (
        f"{same[0]} est déjà noté, même date, même montant, {reference} : si c'est un autre règlement, donnez-lui une "
        "référence qui les distingue"
    )
    return [_refusal("reference", row.reference or "vide", "un règlement noté une fois", message)]


def _named(office: Office, row: Row) -> tuple[Row | None, Problem | None]:
    """The document that a payment names, and what refuses a name that nothing bears."""
    if row.invoice:
        known = office["Factures"].column("number")
        for invoice in office["Factures"]:
            if invoice.number == row.invoice:
                return invoice, None
        message = f"« {row.invoice} » n'est pas dans {INVOICES.tab} ; {closest_names(row.invoice, known)}"
        return None, _refusal("invoice", row.invoice, f"un numéro de {INVOICES.tab}", message)
    codes = office["Clients"].column("code")
    if row.client and row.client not in codes:
        message = f"« {row.client} » n'est pas dans {CLIENTS.tab} ; {closest_names(row.client, codes)}"
        return None, _refusal("client", row.client, f"un code de {CLIENTS.tab}", message)
    return None, None


def _refusal(name: str, found: str, expected: str, message: str) -> Problem:
    return blocking(PAYMENTS.name, None, PAYMENTS.heading(name), found, expected, message)


def _sized(row: Row) -> list[Problem]:
    if not is_outside(row.amount_cents, PAYMENT):
        return []
    found, expected = euros_text(row.amount_cents), expected_text(Kind.EURO, PAYMENT)
    return [_refusal("amount_cents", found, expected, f"{found} n'est pas une somme que ce classeur garde")]


def _exceeding(office: Office, row: Row, invoice: Row | None) -> list[Problem]:
    """What a use of an advance or a refund takes beyond what there is to take."""
    paid, cents = lettering(office), row.amount_cents
    client = invoice.client if invoice else row.client
    advance = paid.advances[client]
    if row.method == PaymentMethod.ADVANCE and invoice is not None:
        most = min(advance, paid.due_cents(invoice.number))
        if cents > most:
            due = euros_text(paid.due_cents(invoice.number))
            message = (
                f"{client} a {euros_text(max(0, advance))} d'avance et doit {due} sur {invoice.number} : "
                f"{euros_text(max(0, most))} au plus"
            )
            return [
                _refusal("amount_cents", euros_text(cents), f"{euros_text(max(0, most))} au plus", message)
            ]
    if (
        cents < 0
        and (invoice is None or invoice.type == InvoiceType.CREDIT_NOTE)
        and -cents > max(0, advance)
    ):
        message = (
            f"{client} n'a que {euros_text(max(0, advance))} d'avance, avoirs compris : on ne rend pas "
            f"{euros_text(-cents)}"
        )
        return [
            _refusal("amount_cents", euros_text(cents), f"{euros_text(-max(0, advance))} au moins", message)
        ]
    return []


def _without_number(fault: Problem, row: Row) -> str:
    """The message of a fault, without the number that the payment does not have yet."""
    return fault.message.replace(row.payment, "ce règlement", 1)
