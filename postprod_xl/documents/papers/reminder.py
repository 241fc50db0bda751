"""A reminder as the data of its template, `relance.typ`: every figure a text ready to be printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from postprod_xl.documents.papers.figures import NO_BREAK, euros, long_day
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.parties import party_data
from postprod_xl.documents.reminder import LateInvoice, ReminderLetter
from postprod_xl.schema.vocabulary import ReminderStep

_TITLES = {
    ReminderStep.FIRST: "Rappel de factures échues",
    ReminderStep.SECOND: "Second rappel de factures échues",
    ReminderStep.FORMAL_NOTICE: "Mise en demeure de payer",
}
_OPENINGS = {
    ReminderStep.FIRST: "Sauf erreur de notre part, les factures ci-dessous sont arrivées à échéance et ne sont pas "
    "réglées en totalité. Sans doute s’agit-il d’un oubli : merci de procéder à leur règlement.",
    ReminderStep.SECOND: "Malgré notre précédent rappel, les factures ci-dessous restent impayées en tout ou partie. "
    "Merci de nous adresser leur règlement sous huit jours, ou de nous dire ce qui l’empêche.",
    ReminderStep.FORMAL_NOTICE: "Les factures ci-dessous restent impayées malgré leur échéance : nous vous mettons "
    "en demeure de régler ces sommes sous huit jours à compter de la réception de la présente. À défaut, nous en "
    "poursuivrons le recouvrement.",
}
_CLOSING = "Si votre règlement nous est parvenu entre-temps, merci de ne pas tenir compte de ce courrier."


def reminder_paper(letter: ReminderLetter) -> Paper:
    """The paper of a reminder; penalties that are not known are announced by their term, without a figure."""
    title = _TITLES[letter.step]
    return Paper(
        "relance",
        f"{title} — {letter.buyer.name}",
        letter.day,
        f"{letter.client} - {str(letter.step).lower()} {letter.day:%Y-%m-%d}",
        {
            "nature": title,
            "date_longue": long_day(letter.day),
            "vendeur": party_data("Créancier", letter.seller),
            "client": party_data("Débiteur", letter.buyer),
            "texte": _OPENINGS[letter.step],
            "factures": [_row(invoice) for invoice in letter.invoices],
            "total": euros(letter.due_cents),
            "montants": [*_amounts(letter)],
            "mentions": [*_mentions(letter)],
            "fin": _CLOSING,
        },
    )


def _row(invoice: LateInvoice) -> dict[str, str]:
    return {
        "numero": invoice.number,
        "date": f"{invoice.day:%d/%m/%Y}" if invoice.day else "",
        "echeance": f"{invoice.due_day:%d/%m/%Y}",
        "retard": f"{invoice.late_days}{NO_BREAK}j",
        "montant": euros(invoice.payable_cents),
        "regle": euros(invoice.paid_cents),
        "du": euros(invoice.due_cents),
    }


def _amounts(letter: ReminderLetter) -> Iterator[list[Any]]:
    penalty, indemnity = letter.penalty_cents, letter.indemnity_cents
    yield ["Échu et non réglé", euros(letter.due_cents), False]
    if penalty is not None:
        yield [f"Pénalités de retard au {letter.day:%d/%m/%Y}", euros(penalty), False]
    if indemnity:
        yield ["Indemnité forfaitaire de recouvrement", euros(indemnity), False]
    without = "" if penalty is not None else ", hors pénalités de retard"
    yield [f"Total exigible{without}", euros(letter.due_cents + (penalty or 0) + indemnity), True]


def _mentions(letter: ReminderLetter) -> Iterator[str]:
    yield f"Pénalités de retard : {letter.penalty_term} (C. com. L441-10)."
    yield "Indemnité forfaitaire pour frais de recouvrement, par facture payée en retard (C. com. D441-5)."
    if letter.advance_cents:
        yield f"Nous gardons {euros(letter.advance_cents)} à votre crédit, à imputer d’un commun accord."
    if letter.seller.iban:
        yield f"Virement sur le compte {letter.seller.iban}, en citant le numéro des factures."
