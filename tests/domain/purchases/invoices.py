"""A received invoice of two lines at 20 %, as a record: its figures are changed one at a time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

from postprod_xl.documents.facturx.received import (
    ReceivedInvoice,
    TradeLine,
    TradeParty,
    TradeTotals,
    TradeVat,
)

TODAY = date(2026, 11, 23)
STANDARD = D("0.20")
HOUSE, DOCKS = "552100554", "732829320"


def line(number: str, quantity: str, price: str, amount: str, rate: D = STANDARD, **rest: Any) -> TradeLine:
    return TradeLine(
        **{
            "number": number,
            "label": f"Ligne {number}",
            "quantity": D(quantity),
            "unit": "DAY",
            "price": D(price),
            "price_quantity": D(1),
            "amount": D(amount),
            "adjustment": D(0),
            "vat_category": "S",
            "vat_rate": rate,
            **rest,
        }
    )


def totals(base: str, tax: str, with_tax: str, **rest: Any) -> TradeTotals:
    return TradeTotals(
        **{
            "lines": D(base),
            "allowances": None,
            "charges": None,
            "base": D(base),
            "tax": D(tax),
            "with_tax": D(with_tax),
            "prepaid": None,
            "rounding": None,
            "payable": D(with_tax),
            **rest,
        }
    )


SAMPLE = ReceivedInvoice(
    syntax="CII",
    profile="en16931",
    guideline="urn:cen.eu:en16931:2017",
    process="S1",
    number="SD-117",
    day=date(2026, 11, 12),
    type_code="380",
    currency="EUR",
    seller=TradeParty("Studio des Docks", DOCKS, "73282932000074", "FR44732829320", "FR"),
    buyer=TradeParty("Atelier du Môle", HOUSE),
    payee="",
    lines=(line("1", "3", "400.00", "1200.00"), line("2", "1", "500.00", "500.00")),
    adjustments=(),
    vat=(TradeVat("S", STANDARD, D("1700.00"), D("340.00")),),
    totals=totals("1700.00", "340.00", "2040.00"),
    due_day=date(2026, 12, 12),
    ibans=("FR7630006000011234567890189",),
)
