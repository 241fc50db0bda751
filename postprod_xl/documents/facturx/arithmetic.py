"""What must hold of an invoice before its XML is made: the library that writes it checks no figure.

Neither the schema of Factur-X 1.09 nor the writer sees a total that is not the sum of its lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from postprod_xl.documents.invoice import InvoiceDocument, InvoiceLine
from postprod_xl.schema.cells.formats import SIREN, SIRET, is_of_another
from postprod_xl.schema.units import half_up

DEPOSIT, DEPOSIT_CREDIT = "386", "503"
CREDITS = frozenset({"381", DEPOSIT_CREDIT})
TYPES = frozenset({"380", DEPOSIT, *CREDITS})
FINAL_PROCESS, PROCESSES = "S4", frozenset({"S1", "S2", "S4"})
CATEGORIES = frozenset({"S", "AE", "G", "E", "Z"})
NOTES = ("PMT", "PMD", "AAB")
REVERSE_CHARGE = "AE"
# BR-FR-01, BR-FR-02, BR-FR-03.
LONGEST_NUMBER = 35
_NUMBER = re.compile(r"[A-Za-z0-9+_/-]+")
_YEARS = range(2000, 2100)
# The last of several credit notes of an invoice gives back what stands of its VAT: the rules admit less than one unit.
_CREDITED_CENTS = 99


def faults(document: InvoiceDocument) -> list[str]:
    """What is wrong in a numbered document, a French line each; none when its XML may be made.

    Sources: EN 16931-1 (BR-CO-10 to BR-CO-16, BR-S-08, BR-S-09), rules BR-FR-01 to 05, CO-05, CO-07 and CO-08.
    """
    checks: tuple[Callable[[InvoiceDocument], Iterator[str]], ...] = (
        _number, _days, _kind, _lines, _vat, _parties, _notes,
    )  # fmt: skip
    return [
        f"{document.number or document.heading} : {fault}" for check in checks for fault in check(document)
    ]


def _number(document: InvoiceDocument) -> Iterator[str]:
    for what, number in (("numéro", document.number), ("numéro de la facture d'origine", document.origin)):
        if len(number) > LONGEST_NUMBER:
            yield f"son {what} a {len(number)} caractères, {LONGEST_NUMBER} au plus"
        elif number and not _NUMBER.fullmatch(number):
            yield f"son {what} « {number} » a d'autres signes que des lettres, des chiffres et + - _ /"
    if not document.number:
        yield "elle n'a pas de numéro"


def _days(document: InvoiceDocument) -> Iterator[str]:
    first, last = document.service_days
    days = (document.day, document.due_day, document.origin_day, first, last)
    for day in days:
        if day and day.year not in _YEARS:
            yield f"sa date du {day:%d/%m/%Y} n'est pas entre 2000 et 2099"
    if first > last:
        yield f"sa période commence le {first:%d/%m/%Y}, après sa fin le {last:%d/%m/%Y}"
    if document.due_day and document.due_day < document.day and document.type_code != DEPOSIT:
        yield f"son échéance du {document.due_day:%d/%m/%Y} est avant sa date, le {document.day:%d/%m/%Y}"
    if document.origin_day and document.origin_day > document.day:
        yield f"la facture d'origine est du {document.origin_day:%d/%m/%Y}, après elle, le {document.day:%d/%m/%Y}"


def _kind(document: InvoiceDocument) -> Iterator[str]:
    if document.type_code not in TYPES:
        yield f"son type « {document.type_code} » n'est pas l'un de {', '.join(sorted(TYPES))}"
    if document.process not in PROCESSES:
        yield f"son cadre de facturation « {document.process} » n'est pas l'un de {', '.join(sorted(PROCESSES))}"
    if document.type_code in CREDITS and not (document.origin and document.origin_day):
        yield "c'est un avoir sans le numéro et la date de sa facture d'origine"
    if document.process == FINAL_PROCESS and document.type_code in (DEPOSIT, DEPOSIT_CREDIT):
        yield "un acompte ne peut pas être une facture finale (cadre S4)"


def _lines(document: InvoiceDocument) -> Iterator[str]:
    if not document.lines:
        yield "elle n'a aucune ligne"
    for line in document.lines:
        if (expected := _line_cents(line)) != line.amount_cents:
            yield (
                f"la ligne « {line.label} » porte {_euros(line.amount_cents)}, et sa quantité à son prix, remise "
                f"déduite, donne {_euros(expected)}"
            )


def _line_cents(line: InvoiceLine) -> int:
    return half_up(line.quantity * line.unit_price_cents * (1 - (line.discount_rate or Decimal(0))))


def _vat(document: InvoiceDocument) -> Iterator[str]:
    if document.vat_category not in CATEGORIES:
        yield f"sa catégorie de TVA « {document.vat_category} » n'est pas l'une de {', '.join(sorted(CATEGORIES))}"
    bases: dict[Decimal, int] = {}
    for line in document.lines:
        bases[line.vat_rate] = bases.get(line.vat_rate, 0) + line.amount_cents
    shares = {share.rate: share for share in document.vat}
    if len(shares) != len(document.vat) or shares.keys() != bases.keys():
        yield "les taux de sa TVA ne sont pas ceux de ses lignes"
        return
    for rate, base in bases.items():
        share, name = shares[rate], f"{rate * 100:f}".rstrip("0").rstrip(".").replace(".", ",")
        if share.base_cents != base:
            yield f"la base à {name} % est {_euros(share.base_cents)}, et ses lignes font {_euros(base)}"
        if abs(share.vat_cents - half_up(base * rate)) > (_CREDITED_CENTS if document.origin else 0):
            yield f"la TVA à {name} % est {_euros(share.vat_cents)}, et sa base donne {_euros(half_up(base * rate))}"
    if any(not rate for rate in bases) and not document.vat_reason:
        yield "une ligne est sans TVA, et rien ne dit pourquoi"


def _parties(document: InvoiceDocument) -> Iterator[str]:
    seller, buyer = document.seller, document.buyer
    if not SIREN.fits(seller.siren):
        yield f"le SIREN de la maison « {seller.siren} » n'en est pas un"
    for who, party in (("la maison", seller), ("le client", buyer)):
        if not party.name:
            yield f"{who} n'a pas de nom"
        if (
            party.siret
            and SIRET.fits(party.siret)
            and party.siren
            and is_of_another(party.siret, party.siren)
        ):
            yield f"le SIRET {party.siret} n'est pas de l'entreprise {party.siren} ({who})"
    if document.vat_category == REVERSE_CHARGE and not buyer.vat_number:
        yield "elle est en autoliquidation, et le client n'a pas de numéro de TVA"


def _notes(document: InvoiceDocument) -> Iterator[str]:
    codes = [mention.code for mention in document.mentions]
    names = {"PMT": "l'indemnité de recouvrement", "PMD": "les pénalités de retard", "AAB": "l'escompte"}
    for code in NOTES:
        if codes.count(code) != 1:
            yield f"la mention de {names[code]} ({code}) y est {codes.count(code)} fois, et non une"


def _euros(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f} €".replace(".", ",")
