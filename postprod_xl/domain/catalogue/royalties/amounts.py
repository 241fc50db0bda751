"""Euros of what was collected in any currency, exact to the cent, halves away from zero."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from postprod_xl.domain.wording import decimal_text
from postprod_xl.schema.units import CENTS_PER_EURO

EUR = "EUR"
_EUROS = ("€", "EURO", "EUROS")


class Collected(NamedTuple):
    """A collection in euro cents; what is shared is its gross amount less the tax withheld abroad."""

    gross_cents: int
    withholding_cents: int

    @property
    def net_cents(self) -> int:
        return self.gross_cents - self.withholding_cents


class Unconverted(NamedTuple):
    """Why an amount has no euros: the column to fix, what it holds, what is expected, and both in a sentence."""

    column: str
    found: str
    expected: str
    message: str


def currency_code(typed: str) -> str:
    """The letters of a currency as a person writes it; empty where nothing is.

    >>> currency_code(" usd "), currency_code("€"), currency_code("")
    ('USD', 'EUR', '')
    """
    code = typed.strip().upper()
    return EUR if code in _EUROS else code


def nearest(exact: Fraction) -> int:
    """The nearest integer, halves away from zero, as `half_up` of a decimal.

    >>> nearest(Fraction(5, 2)), nearest(Fraction(-5, 2)), nearest(Fraction(249, 100))
    (3, -3, 2)
    """
    return _nearest(exact.numerator, exact.denominator)


def _nearest(over: int, under: int) -> int:
    rounded = (2 * abs(over) + under) // (2 * under)
    return -rounded if over < 0 else rounded


def cents(amount: Decimal, rate: Decimal) -> int:
    """Amount × rate in euro cents, rounded once.

    >>> cents(Decimal("1234.5"), Decimal("0.8765")), cents(Decimal("-0.01"), Decimal("0.5"))
    (108204, -1)
    """
    (units, per_unit), (euros, per_euro) = amount.as_integer_ratio(), rate.as_integer_ratio()
    return _nearest(units * euros * CENTS_PER_EURO, per_unit * per_euro)


def collected(
    amount: Decimal | None, withholding: Decimal | None, currency: str, rate: Decimal | None
) -> Collected | Unconverted:
    """The euros of a collection.

    Parameters
    ----------
    amount
        Before tax and before the withholding, in its currency; negative, a refund.
    withholding
        What the buyer's country withheld, in the same currency and of the same sign; None for nothing.
    currency
        Three letters, in capitals; euros need no rate.
    rate
        Euros for one unit of the currency.
    """
    if amount is None:
        return Unconverted("amount", "", "un montant", "montant vide : ce qui est encaissé n'est pas connu")
    held = withholding or Decimal(0)
    if held and (held < 0) != (amount < 0):
        message = (
            f"retenue {decimal_text(held)} de l'autre signe que le montant {decimal_text(amount)} : "
            "un remboursement rend sa retenue"
        )
        return Unconverted("withholding", decimal_text(held), "du même signe que le montant", message)
    if abs(held) > abs(amount):
        message = f"retenue {decimal_text(held)} plus grande que le montant {decimal_text(amount)}"
        return Unconverted("withholding", decimal_text(held), "au plus le montant", message)
    used = _rate(currency, rate)
    if isinstance(used, Unconverted):
        return used
    return Collected(cents(amount, used), cents(held, used) if held else 0)


def _rate(currency: str, rate: Decimal | None) -> Decimal | Unconverted:
    expected = "combien d'euros pour 1 de la devise"
    if currency == EUR:
        if rate is not None and rate != 1:
            message = f"taux {decimal_text(rate)} d'un montant en euros : videz-le, ou écrivez la devise"
            return Unconverted("rate", decimal_text(rate), "vide, en euros", message)
        return Decimal(1)
    if rate is None:
        message = f"montant en {currency} sans taux : le montant en euros n'est pas connu"
        return Unconverted("rate", "", expected, message)
    if rate <= 0:
        message = f"taux {decimal_text(rate)} de {currency} : un taux est plus grand que zéro"
        return Unconverted("rate", decimal_text(rate), expected, message)
    return rate
