"""What an electronic invoice says, in lines for a person and in figures for a program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.documents.facturx.received import ReceivedInvoice, TradeLine, TradeParty
from postprod_xl.domain.purchases.received.amounts import percent_text, shown
from postprod_xl.domain.wording import counted_whole, decimal_text

LISTED_LINES = 10
_PROFILES = {
    "minimum": "MINIMUM",
    "basicwl": "BASIC WL",
    "basic": "BASIC",
    "en16931": "EN 16931",
    "extended": "EXTENDED",
    "extended-ctc-fr": "EXTENDED-CTC-FR",
}


def summary_line(invoice: ReceivedInvoice) -> str:
    """What an invoice is, from whom, of when and of how much."""
    kind = invoice.kind[:1].upper() + invoice.kind[1:]
    asked = invoice.totals.with_tax
    total = "" if asked is None else f", {shown(asked, invoice.currency)} TTC"
    return f"{kind} {invoice.number} de {invoice.seller.name} du {invoice.day:%d/%m/%Y}{total}"


def content_lines(invoice: ReceivedInvoice) -> list[str]:
    """What it says besides, a French line each."""
    return [*_people(invoice), *_days(invoice), *_line_lines(invoice), *_total_lines(invoice)]


def profile_text(invoice: ReceivedInvoice) -> str:
    """Its syntax and its profile: `CII, profil EN 16931`."""
    return f"{invoice.syntax}, profil {_PROFILES.get(invoice.profile, invoice.profile)}"


def details(invoice: ReceivedInvoice) -> dict[str, Any]:
    """The same for a program; amounts are decimal texts in the currency of the invoice."""
    totals = {name: None if amount is None else str(amount) for name, amount in vars(invoice.totals).items()}
    return {
        "syntax": invoice.syntax,
        "profile": invoice.profile,
        "type_code": invoice.type_code,
        "number": invoice.number,
        "day": invoice.day,
        "due": invoice.due_day,
        "service_day": invoice.service_day,
        "period": list(invoice.period),
        "currency": invoice.currency,
        "order": invoice.order,
        "seller": vars(invoice.seller),
        "buyer": vars(invoice.buyer),
        "ibans": list(invoice.ibans),
        "origins": [[number, day] for number, day in invoice.origins],
        "lines": [_line_details(line) for line in invoice.lines],
        "vat": [
            {
                "category": share.category,
                "rate": _text(share.rate),
                "base": str(share.base),
                "tax": str(share.tax),
            }
            for share in invoice.vat
        ],
        "totals": totals,
    }


def _people(invoice: ReceivedInvoice) -> Iterator[str]:
    yield f"vendeur : {_party_text(invoice.seller)}"
    yield f"client : {_party_text(invoice.buyer)}"
    if invoice.payee:
        yield f"à payer à un autre que le vendeur : {invoice.payee}"
    if invoice.ibans:
        yield f"compte à créditer : {', '.join(invoice.ibans)}"


def _party_text(party: TradeParty) -> str:
    numbers = (("SIREN", party.siren), ("TVA", party.vat_number))
    return ", ".join([party.name, *(f"{name} {number}" for name, number in numbers if number)])


def _days(invoice: ReceivedInvoice) -> Iterator[str]:
    first, last = invoice.period
    if first or last:
        yield f"période : du {_day_text(first)} au {_day_text(last)}"
    elif invoice.service_day:
        yield f"prestation : {_day_text(invoice.service_day)}"
    if invoice.due_day:
        yield f"échéance : {_day_text(invoice.due_day)}"
    if invoice.order:
        yield f"commande : {invoice.order}"
    for number, day in invoice.origins:
        yield f"se rapporte à {number}" + (f" du {_day_text(day)}" if day else "")


def _line_lines(invoice: ReceivedInvoice) -> Iterator[str]:
    for line in invoice.lines[:LISTED_LINES]:
        yield f"ligne {line.number} : {_line_text(line)} = {shown(line.amount, invoice.currency)}"
    if len(invoice.lines) > LISTED_LINES:
        yield f"et {counted_whole(len(invoice.lines) - LISTED_LINES, 'autre ligne')}"


def _line_text(line: TradeLine) -> str:
    if line.quantity is None or line.price is None:
        return line.label
    return f"{line.label}, {decimal_text(line.quantity)} × {decimal_text(line.price)}"


def _total_lines(invoice: ReceivedInvoice) -> Iterator[str]:
    totals, currency = invoice.totals, invoice.currency
    for adjustment in invoice.adjustments:
        kind = "remise" if adjustment.amount < 0 else "frais"
        reason = f" ({adjustment.reason})" if adjustment.reason else ""
        yield f"{kind}{reason} : {shown(adjustment.amount, currency)}"
    for share in invoice.vat:
        rate = percent_text(share.rate or Decimal(0))
        yield f"TVA {rate} sur {shown(share.base, currency)} : {shown(share.tax, currency)}"
    said = (
        ("total HT", totals.base),
        ("total TVA", totals.tax),
        ("total TTC", totals.with_tax),
        ("déjà payé", totals.prepaid),
        ("net à payer", totals.payable),
    )
    yield ", ".join(f"{name} {shown(amount, currency)}" for name, amount in said if amount is not None)


def _line_details(line: TradeLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "label": line.label,
        "quantity": _text(line.quantity),
        "unit": line.unit,
        "price": _text(line.price),
        "amount": str(line.amount),
        "vat_rate": _text(line.vat_rate),
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _day_text(day: date | None) -> str:
    return "?" if day is None else f"{day:%d/%m/%Y}"
