"""A received electronic invoice as a row of `Achats`: a new one, or the order that it bills."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from postprod_xl.documents.facturx.received import ReceivedFile, ReceivedInvoice
from postprod_xl.domain.office import Office
from postprod_xl.domain.purchases.matching import (
    BY_HAND,
    Destination,
    Match,
    ReceiptRefused,
    cents_of,
    deposits_of,
    match_of,
    place_of,
    refuse_foreign,
    refuse_twice,
)
from postprod_xl.domain.purchases.suppliers import Supplier, squeezed, supplier_of
from postprod_xl.domain.wording import euros_text, first_names
from postprod_xl.schema.bounds import LONGEST_CODE, expected_text, is_outside, value_text
from postprod_xl.schema.cells.characters import cleaned, one_line
from postprod_xl.schema.kinds import is_empty
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.home import SETTINGS
from postprod_xl.schema.tables.purchases import PURCHASES
from postprod_xl.schema.vocabulary import EmploymentStatus

_LONGEST_LABEL = 120
_CODE = re.compile(r"HA-([0-9]{4})-([0-9]{4,})")


@dataclass(frozen=True)
class Receipt:
    """The row of a received invoice.

    Parameters
    ----------
    values
        What is written, by code name; of an order, only what the invoice completes.
    order
        The row of the order it bills; None for a new one.
    lines
        What a person should know of it, in French.
    """

    values: dict[str, Any]
    order: Row | None
    lines: tuple[str, ...]

    @property
    def code(self) -> str:
        return str(self.values["purchase"] if self.order is None else self.order.purchase)


def receipt(office: Office, file: ReceivedFile, path: str, wanted: Destination) -> Receipt:
    """The row of `Achats` of a received invoice.

    Parameters
    ----------
    office
        The office.
    file
        The file read; its figures hold together (`received.checks`).
    path
        Where it is kept, as the row says it.
    wanted
        Where a person wants it.

    Raises
    ------
    ReceiptRefused
        It is received already, for another company, in another currency, or its place is unknown or taken.
    """
    invoice = file.invoice
    seller = Supplier(
        invoice.seller.name, squeezed(invoice.seller.siren), squeezed(invoice.seller.vat_number).upper()
    )
    refuse_foreign(office, invoice, seller)
    known = [row for row in office["Achats"] if supplier_of(row).is_same_as(seller)]
    refuse_twice(office, file, known)
    match = match_of(office, invoice, known, wanted)
    order, deposits = match.order, deposits_of(invoice, known)
    place, said = place_of(office, wanted, order or match.origin)
    technician = _technician(office, invoice, known, order)
    values = {
        **_identity(invoice, seller, technician),
        **_amounts(invoice, deposits),
        **place,
        "origin": match.origin.purchase if match.origin else "",
        "file": path,
        "fingerprint": file.sha256,
    }
    _refuse_unwritable(values)
    lines = [
        *said,
        *_buyer_lines(office, invoice),
        *_match_lines(invoice, match),
        *_amount_lines(invoice, deposits),
    ]
    if order is None:
        return Receipt({"purchase": _next_code(office, invoice), **values}, None, tuple(lines))
    kept = {
        name
        for name in ("project", "line", "supplier", "label", "technician", "origin")
        if getattr(order, name)
    }
    told = {name: value for name, value in values.items() if value not in (None, "") and name not in kept}
    return Receipt(told, order, tuple(lines))


def _refuse_unwritable(values: Mapping[str, Any]) -> None:
    """Refuse what the cells of `Achats` could not hold, or would not read back."""
    for name, value in values.items():
        column = PURCHASES.by_name[name]
        is_long = isinstance(value, str) and len(value) > LONGEST_CODE
        if is_long or (not is_empty(value) and is_outside(value, column.bounds)):
            found = value_text(column.kind, value)
            expected = (
                f"{LONGEST_CODE} caractères au plus" if is_long else expected_text(column.kind, column.bounds)
            )
            message = f"{column.heading} : trouvé « {found} », attendu : {expected} ; {BY_HAND}"
            raise ReceiptRefused(blocking("", None, "", found, expected, message))


def _technician(office: Office, invoice: ReceivedInvoice, known: Sequence[Row], order: Row | None) -> str:
    """The independent whose invoice it is: as before for the same supplier, else the one of its name."""
    if order is not None and order.technician:
        return str(order.technician)
    before = [row.technician for row in known if row.technician]
    if before:
        return str(before[-1])
    words = set(invoice.seller.name.casefold().replace("-", " ").split())
    named = [
        person.code
        for person in office["Equipe"]
        if person.status == EmploymentStatus.SELF_EMPLOYED
        and {*person.last_name.casefold().replace("-", " ").split(), *person.first_name.casefold().split()}
        <= words
        and person.last_name
    ]
    return named[0] if len(named) == 1 else ""


def _identity(invoice: ReceivedInvoice, seller: Supplier, technician: str) -> dict[str, Any]:
    worked = invoice.period[0] or invoice.service_day or invoice.day
    return {
        "supplier": seller.name,
        "technician": technician,
        "invoice": invoice.number,
        "label": _brief(first_names([line.label for line in invoice.lines if line.label])),
        "invoice_day": invoice.day,
        "due_day": invoice.due_day,
        "month": f"{worked:%Y-%m}" if technician else "",
        "siren": seller.siren,
        "vat_number": seller.vat_number,
        "iban": squeezed(invoice.ibans[0]) if len(invoice.ibans) == 1 else "",
    }


def _brief(text: str) -> str:
    """A text of a stranger's as a cell shows it whole."""
    text = one_line(cleaned(text))
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1]}…"


def _amounts(invoice: ReceivedInvoice, deposits: Sequence[Row]) -> dict[str, int | None]:
    """What an invoice asks for in cents: less than nothing for a credit note, without what its deposits billed."""
    sign = -1 if invoice.is_credit else 1
    paid = cents_of(invoice.totals.prepaid)
    return {
        "invoiced_cents": sign * cents_of(invoice.totals.base)
        - sum(row.invoiced_cents or 0 for row in deposits),
        "vat_cents": sign * cents_of(invoice.totals.tax) - sum(row.vat_cents or 0 for row in deposits),
        "paid_cents": sign * paid if paid and not deposits else None,
    }


def _buyer_lines(office: Office, invoice: ReceivedInvoice) -> Iterator[str]:
    if not squeezed(office.settings["company_siren"]):
        yield f"le SIREN de la maison manque dans {SETTINGS.tab} : le destinataire n'a pas été vérifié"
    elif not invoice.buyer.siren:
        yield f"elle ne dit pas le SIREN du client, {invoice.buyer.name} : vérifiez que c'est bien la maison"


def _match_lines(invoice: ReceivedInvoice, match: Match) -> Iterator[str]:
    order, origin, cents = match.order, match.origin, cents_of(invoice.totals.base)
    if order is not None and order.ordered_cents is not None and order.ordered_cents != cents:
        yield f"{order.purchase} : facturé {euros_text(cents)} HT pour {euros_text(order.ordered_cents)} HT commandés"
    if origin is not None and not invoice.is_credit:
        yield f"{origin.purchase} a déjà la facture {origin.invoice} : celle-ci s'y ajoute"
    if match.others:
        names = first_names(
            [f"{row.purchase} ({euros_text(row.ordered_cents or 0)} HT)" for row in match.others]
        )
        yield f"commandes ouvertes du même fournisseur, d'un autre montant : {names} ; --purchase si c'en est une"
    if invoice.is_credit and origin is None:
        names = first_names([number for number, _ in invoice.origins]) or "?"
        yield f"avoir sur une facture que {PURCHASES.tab} n'a pas : {names}"


def _amount_lines(invoice: ReceivedInvoice, deposits: Sequence[Row]) -> Iterator[str]:
    if deposits:
        yield f"acomptes déjà reçus déduits : {first_names([row.purchase for row in deposits])}"
    if invoice.payee:
        yield f"à payer à un autre que le vendeur : {invoice.payee}"
    if len(invoice.ibans) > 1:
        yield "elle propose plusieurs comptes : choisissez celui à créditer"


def _next_code(office: Office, invoice: ReceivedInvoice) -> str:
    """The code after the last one of the year of the invoice: `HA-2026-0007`."""
    year = f"{invoice.day:%Y}"
    found = (_CODE.fullmatch(code) for code in office["Achats"].column("purchase"))
    ranks = [int(match[2]) for match in found if match and match[1] == year]
    return f"HA-{year}-{max(ranks, default=0) + 1:04d}"


def problems_of_file(problems: Sequence[Problem]) -> tuple[list[Problem], list[str]]:
    """What keeps a file from being received, and what is to be looked at in it, in French lines."""
    stopping = [problem for problem in problems if problem.is_blocking]
    return stopping, [f"à voir : {problem.message}" for problem in problems if not problem.is_blocking]
