"""Whether the PDF of an electronic invoice says what its XML says, as far as its text can be read.

A person pays what the PDF shows, a program what the XML says: a forger alters one of the two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from postprod_xl.documents.facturx.received import PROFILE_WITHOUT_VAT, ReceivedInvoice
from postprod_xl.documents.papers.figures import MONTHS
from postprod_xl.domain.purchases.received.amounts import shown
from postprod_xl.domain.purchases.suppliers import squeezed
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.cells.formats import IBAN
from postprod_xl.schema.problems import Problem, blocking, warning

_ANY_AMOUNT = re.compile(r"[0-9][.,][0-9]{2}(?![0-9])")
_AMOUNT = re.compile(r"(?<![0-9.,])([0-9]{1,3}(?:[ .,][0-9]{3})+|[0-9]+)(?:[.,]([0-9]{2}))?(?![0-9])")
_BLANKS = "\u00a0\u202f\u2009\u2007'’"
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?\b")


def compared_problems(invoice: ReceivedInvoice, text: str) -> list[Problem]:
    """What a PDF and its XML do not say alike: blocking what a person would pay or send wrong, warnings the rest.

    Parameters
    ----------
    invoice
        What the XML says.
    text
        What the pages show. One without any amount, such as a scanned page, is compared with nothing.
    """
    printed = _plain(text)
    if not _ANY_AMOUNT.search(printed):
        message = "le texte du PDF ne se lit pas (page numérisée ?) : comparez-le au XML à l'œil"
        return [warning("", None, "", "PDF sans montant lisible", "un PDF lisible", message)]
    return [
        *_number_problems(invoice, printed),
        *_amount_problems(invoice, printed),
        *_iban_problems(invoice, text),
    ]


def _number_problems(invoice: ReceivedInvoice, printed: str) -> Iterator[Problem]:
    if _squeezed(invoice.number) not in _squeezed(printed):
        message = f"le PDF ne porte pas le numéro du XML, « {invoice.number} » : l'un des deux a été modifié"
        yield blocking("", None, "", "absent du PDF", invoice.number, message)
    if not any(_squeezed(form) in _squeezed(printed) for form in _day_forms(invoice.day)):
        message = f"le PDF ne porte pas la date du XML, le {invoice.day:%d/%m/%Y} : comparez-les"
        yield warning("", None, "", "absente du PDF", f"{invoice.day:%d/%m/%Y}", message)


def _day_forms(day: date) -> Iterator[str]:
    yield from (f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}", f"{day:%Y-%m-%d}", f"{day:%d/%m/%y}")
    month = MONTHS[day.month - 1]
    yield from (
        f"{day.day} {month} {day.year}",
        f"{day.day}er {month} {day.year}",
        f"{day:%d} {month} {day.year}",
    )


def _amount_problems(invoice: ReceivedInvoice, printed: str) -> Iterator[Problem]:
    totals, amounts = invoice.totals, _amounts_of(printed)
    due = [("total TTC", totals.with_tax), ("total HT", totals.base), ("net à payer", totals.payable)]
    if invoice.profile == PROFILE_WITHOUT_VAT or not totals.tax:
        due = [pair for pair in due if pair[0] != "total HT"]
    for name, amount in due:
        if amount and abs(amount) not in amounts:
            said = shown(amount, invoice.currency)
            message = f"le PDF ne porte nulle part le {name} du XML, {said} : l'un des deux a été modifié"
            yield blocking("", None, "", "absent du PDF", said, message)
    rest = [("la TVA", share.tax) for share in invoice.vat]
    rest += [(f"la ligne {line.number}", line.amount) for line in invoice.lines]
    missing = [
        f"{name} ({shown(amount, invoice.currency)})"
        for name, amount in rest
        if amount and abs(amount) not in amounts
    ]
    if missing:
        message = f"le PDF ne porte pas tout ce que dit le XML : {first_names(missing)}"
        yield warning("", None, "", "absent du PDF", first_names(missing), message)


def _amounts_of(printed: str) -> set[Decimal]:
    """Every amount of a text, its thousands parted by a blank, a point or a comma.

    >>> sorted(_amounts_of("3 jours à 400,00 = 1 200.00, soit 12.138,14 le 12/11/2026"))[-3:]
    [Decimal('1200.00'), Decimal('2026.00'), Decimal('12138.14')]
    """
    found = _AMOUNT.findall(printed)
    return {Decimal(f"{re.sub('[ .,]', '', whole)}.{cents or '00'}") for whole, cents in found}


def _iban_problems(invoice: ReceivedInvoice, text: str) -> Iterator[Problem]:
    """Accounts that the PDF shows and the XML does not: money would go to one of two places."""
    known = {_squeezed(iban) for iban in invoice.ibans}
    if not known:
        return
    found = {_squeezed(match) for match in _IBAN.findall(_plain(text)) if IBAN.fits(_squeezed(match))}
    if found and not found & known:
        shown, expected = (first_names(sorted(map(str.upper, accounts))) for accounts in (found, known))
        message = f"le PDF demande de payer sur {shown}, le XML sur {expected}"
        yield blocking("", None, "", shown, expected, message)


def _plain(text: str) -> str:
    """A text with plain spaces, its ligatures and full-width digits as single letters."""
    return unicodedata.normalize("NFKC", text.translate(dict.fromkeys(map(ord, _BLANKS), " ")))


def _squeezed(text: str) -> str:
    return squeezed(text).casefold()
