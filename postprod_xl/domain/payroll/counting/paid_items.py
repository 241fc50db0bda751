"""What the minutes of an item come to, and what each project bears of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from postprod_xl.domain.money import shares, shown_quantity
from postprod_xl.domain.payroll.counting.items import Item, item_cents
from postprod_xl.domain.works import Work
from postprod_xl.schema.units import MINUTES_PER_HOUR, half_up

HOURS_DIGITS = 4
"""The decimals of an hour from which a minute is found again."""


class PaidItem(NamedTuple):
    """One row of `Rubriques`, and what each quote line of each project bears of it.

    Parameters
    ----------
    base_hours
        With the decimals from which the amount is found again.
    rate_cents
        The plain hourly rate; None when it is not known, and of an item of a month.
    amount_cents
        Base × rate × coefficient of the item, rounded half up; None when one of them is not known.
    shares
        The amount by project and quote line, to the cent; empty when it is not known.
    """

    item: Item
    base_hours: Decimal
    rate_cents: int | None
    amount_cents: int | None
    shares: Mapping[Work, int]


def paid_item(item: Item, by_work: Mapping[Work, int], hourly_rate_cents: int | None) -> PaidItem:
    """The row of an item, of its minutes by project and quote line at an hourly rate."""
    minutes, coefficient = sum(by_work.values()), item.coefficient
    if coefficient is None or hourly_rate_cents is None:
        shown = shown_quantity(Decimal(minutes) / MINUTES_PER_HOUR, HOURS_DIGITS, lambda _: True)
        return PaidItem(item, shown, hourly_rate_cents, None, {})
    shown, cents = _amount(minutes, hourly_rate_cents, coefficient)
    return PaidItem(item, shown, hourly_rate_cents, cents, shared(cents, by_work))


# Days of one length at one rate are most of what an office pays.
@lru_cache(maxsize=1 << 14)
def _amount(minutes: int, hourly_rate_cents: int, coefficient: Decimal) -> tuple[Decimal, int]:
    """The hours that are printed for some minutes, and what they come to."""
    hours, hourly = Decimal(minutes) / MINUTES_PER_HOUR, hourly_rate_cents * coefficient
    cents = item_cents(minutes, hourly_rate_cents, coefficient)
    return shown_quantity(hours, HOURS_DIGITS, lambda base: half_up(base * hourly) == cents), cents


def shared(cents: int, weights: Mapping[Work, int]) -> dict[Work, int]:
    """An amount by project and quote line, to the cent; nothing is shared by no weight at all."""
    if len(weights) == 1 and all(weights.values()):
        return dict.fromkeys(weights, cents)
    return dict(shares(cents, weights)) if sum(weights.values()) else {}
