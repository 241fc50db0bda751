"""What is wrong with the payments typed: on what they cannot pay, twice the same, against what `Factures` notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from postprod_xl.domain.invoicing.credits.standing import InvoiceStanding, document_sign, standings
from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.lettering import lettering, noted_cents
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.tables.payments import PAYMENTS
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import InvoiceType, PaymentMethod


def payment_problems(office: Office) -> list[Problem]:
    """The warnings of `Reglements`, and of the payments that `Factures` notes otherwise."""
    invoices = {invoice.number: invoice for invoice in office["Factures"]}
    stands = standings(office)
    problems: list[Problem] = []
    for row in office[PAYMENTS.name]:
        problems += payment_faults(row, invoices.get(row.invoice), stands.get(row.invoice), office.today)
    return [*problems, *_repeated(office), *_overdrawn(office), *_contradicted(office)]


def payment_faults(
    row: Row, invoice: Row | None, stands: InvoiceStanding | None, today: date
) -> Iterator[Problem]:
    """What one payment cannot be, whatever the others are.

    Parameters
    ----------
    row
        The payment, as typed or as about to be.
    invoice
        The document that it names, None when it names none or one that is not in the ledger.
    stands
        What stands of it, None for a credit note.
    today
        The day the office is looked at.
    """
    name, cents = row.payment, row.amount_cents or 0
    amount = euros_text(cents)
    if cents == 0:
        message = f"{name} est à 0 € : saisissez la somme reçue"
        yield row.warning("amount_cents", amount, "une somme reçue, ou rendue", message)
    if not row.invoice and not row.client:
        message = f"{name} ne dit ni facture ni client : de qui vient cet argent ?"
        yield row.warning("invoice", "vide", "une facture, ou un client pour une avance", message)
    if row.method == PaymentMethod.ADVANCE and (cents < 0 or not row.invoice):
        message = f"{name}, « {PaymentMethod.ADVANCE} », porte de l'argent déjà reçu sur une facture : dites laquelle"
        yield row.warning("method", row.method, "une facture et un montant positif", message)
    if row.day and row.day > today:
        message = f"{name} est daté du {row.day:%d/%m/%Y}, qui n'est pas arrivé : notez-le le jour venu"
        yield row.warning("day", f"{row.day:%d/%m/%Y}", f"au plus tard le {today:%d/%m/%Y}", message)
    if invoice is not None:
        yield from _on_document(row, invoice, amount)
        if stands is not None:
            yield from _on_credited(row, invoice, stands)


def _on_document(row: Row, invoice: Row, amount: str) -> Iterator[Problem]:
    name, cents = row.payment, row.amount_cents or 0
    is_credit = invoice.type == InvoiceType.CREDIT_NOTE
    if cents < 0 and not is_credit:
        message = (
            f"{name} : {amount} sur {invoice.number}, mais un remboursement porte sur un avoir, ou sur aucune facture "
            "pour rendre une avance"
        )
        yield row.warning("amount_cents", amount, "un montant positif", message)
    if cents > 0 and is_credit:
        message = (
            f"{name} : {amount} reçus sur l'avoir {invoice.number} ; un remboursement est négatif, un encaissement "
            f"porte sur {invoice.origin or 'la facture'}"
        )
        yield row.warning("amount_cents", amount, "un montant négatif", message)
    if row.day and invoice.day and row.day < invoice.day:
        found, expected = f"{row.day:%d/%m/%Y}", f"à partir du {invoice.day:%d/%m/%Y}"
        message = (
            f"{name} est daté du {found}, avant {invoice.number} du {invoice.day:%d/%m/%Y} : vérifiez la date, ou "
            "notez une avance sans facture"
        )
        yield row.warning("day", found, expected, message)
    if row.client and row.client != invoice.client:
        message = (
            f"{name} dit {row.client}, et {invoice.number} est à {invoice.client} : laissez le client vide"
        )
        yield row.warning("client", row.client, invoice.client, message)


def same_payment(row: Row) -> tuple[object, ...]:
    """What two payments have in common when they may be one noted twice; one transfer may pay several invoices."""
    return row.day, row.amount_cents, folded(row.reference), row.invoice or row.client


def _on_credited(row: Row, invoice: Row, stands: InvoiceStanding) -> Iterator[Problem]:
    """A payment of an invoice that credit notes annulled: the whole of it is an advance."""
    if stands.is_annulled and (row.amount_cents or 0) > 0:
        found = f"{invoice.number}, annulée par {stands.credits[-1]}"
        message = (
            f"{row.payment} : {found}, ne doit plus rien ; l'argent reçu est une avance de {invoice.client}, notée "
            "sans facture"
        )
        yield row.warning("invoice", found, "une facture qui doit encore", message)


def _repeated(office: Office) -> Iterator[Problem]:
    """Payments noted twice: the same line of a bank statement, or the same day, amount and reference."""
    seen: dict[tuple[object, ...], str] = {}
    lines: dict[tuple[str, str], str] = {}
    for row in office[PAYMENTS.name]:
        line = (row.bank_line, row.invoice)
        if row.bank_line and line in lines:
            message = f"{row.payment} et {lines[line]} viennent de la même ligne de relevé : gardez-en un"
            yield row.warning("bank_line", row.bank_line, "une ligne de relevé prise une fois", message)
        elif not row.bank_line and (first := seen.get(same_payment(row))):
            message = f"{row.payment} a la date, le montant et la référence de {first} : est-ce le même ?"
            yield row.warning("payment", row.payment, "un règlement noté une fois", message)
        lines.setdefault(line, row.payment)
        seen.setdefault(same_payment(row), row.payment)


def _overdrawn(office: Office) -> Iterator[Problem]:
    """Advances used or given back beyond what the client had paid ahead."""
    parts = lettering(office).parts
    for row in office[PAYMENTS.name]:
        over = parts[row.row][1]
        if over < 0:
            message = (
                f"{row.payment} prend {euros_text(-over)} de plus que les avances du client : il n'a rien payé d'autre "
                "d'avance"
            )
            yield row.warning(
                "amount_cents", euros_text(row.amount_cents or 0), "une avance du client", message
            )


def _contradicted(office: Office) -> Iterator[Problem]:
    """Documents whose *Payé* of `Factures` is not the sum of their rows, which are the ones believed."""
    sums = paid_by_rows(office)
    for invoice in office["Factures"]:
        if invoice.number not in sums or (invoice.paid_cents is None and invoice.paid_day is None):
            continue
        noted, cents = noted_cents(invoice), document_sign(invoice) * sums[invoice.number]
        if noted != cents:
            heading = INVOICES.heading("paid_cents")
            message = (
                f"{invoice.number} : {euros_text(noted)} dans « {heading} », {euros_text(cents)} dans {PAYMENTS.tab}, "
                f"qui fait foi : videz « {heading} » ou complétez {PAYMENTS.tab}"
            )
            yield invoice.warning("paid_cents", euros_text(noted), euros_text(cents), message)


def paid_by_rows(office: Office) -> Mapping[str, int]:
    """What the rows of `Reglements` say was paid of each document that they name, in cents."""
    sums: dict[str, int] = {}
    for number, cents in office[PAYMENTS.name].select("invoice", "amount_cents"):
        if number:
            sums[number] = sums.get(number, 0) + (cents or 0)
    return sums
