"""Exact amounts and rates of a received invoice, in words."""

from __future__ import annotations

from decimal import Decimal

CENT = Decimal("0.01")
NOTHING = Decimal(0)
EURO = "EUR"


def shown(amount: Decimal, currency: str = EURO) -> str:
    """An exact amount as a French reader expects it.

    >>> shown(Decimal("-12138.14")), shown(Decimal("1.005"), "USD")
    ('-12 138,14 €', '1,005 USD')
    """
    exact = amount.quantize(CENT) if amount == amount.quantize(CENT) else amount.normalize()
    text = f"{exact:,f}".replace(",", " ").replace(".", ",")
    return f"{text} {'€' if currency == EURO else currency}"


def percent_text(rate: Decimal) -> str:
    """A rate as `5,5 %`.

    >>> percent_text(Decimal("0.055")), percent_text(Decimal("0.200"))
    ('5,5 %', '20 %')
    """
    return f"{(rate * 100).normalize():f} %".replace(".", ",")
