"""Money in integer cents: one rounding rule, half up, once per printed line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TypeVar

from postprod_xl.domain.works import Work
from postprod_xl.schema.units import half_up

RATE_DIGITS = Decimal("0.0001")
_CELL_DIGITS = 15

Shared = TypeVar("Shared", Work, str)


def amount_cents(
    quantity: Decimal | None, unit_price_cents: int | None, discount_rate: Decimal | None = None
) -> int:
    """Quantity × unit price less the discount, in cents; an empty term counts as nothing.

    >>> amount_cents(Decimal("1.5"), 60_000, Decimal("0.1"))
    81000
    """
    if quantity is None or unit_price_cents is None:
        return 0
    gross = quantity * unit_price_cents
    return half_up(gross * (1 - discount_rate) if discount_rate else gross)


def shown_quantity(exact: Decimal, least_digits: int, gives_amount: Callable[[Decimal], bool]) -> Decimal:
    """A quantity with the fewest decimals from which its printed amount is found again.

    Rounded half up, else up: a quantity without end may stand just below a half of a cent.

    Parameters
    ----------
    exact
        The quantity, all its decimals.
    least_digits
        Decimals that are never dropped.
    gives_amount
        Whether a quantity gives the printed amount.

    Examples
    --------
    >>> shown_quantity(Decimal(460) / 60, 2, lambda hours: half_up(hours * 2000) == 15_333)
    Decimal('7.6667')
    """
    for digits in range(least_digits, _CELL_DIGITS):
        for rounding in (ROUND_HALF_UP, ROUND_UP):
            shown = exact.quantize(Decimal(1).scaleb(-digits), rounding)
            if gives_amount(shown):
                return shown
    return exact


def known_sum(cents: Iterable[int | None]) -> int | None:
    """A sum in cents, None as soon as one of its parts is not known.

    >>> known_sum([100, 20]), known_sum([100, None]), known_sum([])
    (120, None, 0)
    """
    parts = list(cents)
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def share_cents(cents: int, rate: Decimal | None) -> int:
    """A share of an amount, in cents; an empty rate is no share.

    >>> share_cents(12_345, Decimal("0.05"))
    617
    """
    return 0 if rate is None else half_up(cents * rate)


def shares(cents: int, weights: Mapping[Shared, int]) -> list[tuple[Shared, int]]:
    """An amount shared by weights, in the order of their keys; the shares sum to the amount.

    >>> shares(100, {"A": 1, "B": 1, "C": 1})
    [('A', 33), ('B', 34), ('C', 33)]
    """
    total, weight_so_far, given = sum(weights.values()), 0, 0
    found = []
    for key in sorted(weights):
        weight_so_far += weights[key]
        reached = half_up(Decimal(cents * weight_so_far) / total)
        found.append((key, reached - given))
        given = reached
    return found


def margin_rate(revenue_cents: int, cost_cents: int) -> Decimal | None:
    """What a cost leaves of a revenue, as a fraction of it to four decimals; None of no revenue.

    >>> margin_rate(60_000, 37_200)
    Decimal('0.3800')
    """
    if revenue_cents == 0:
        return None
    return (Decimal(revenue_cents - cost_cents) / revenue_cents).quantize(RATE_DIGITS, rounding=ROUND_HALF_UP)


def sale_margin_rate(price_cents: int, cost_cents: int) -> Decimal | None:
    """As `margin_rate`, of what is sold; None of what is given back.

    A rate of a negative price says the contrary of what it seems to.

    >>> sale_margin_rate(60_000, 37_200), sale_margin_rate(-60_000, -37_200)
    (Decimal('0.3800'), None)
    """
    return margin_rate(price_cents, cost_cents) if price_cents > 0 else None
