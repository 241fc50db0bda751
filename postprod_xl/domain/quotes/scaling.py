"""How the quantity of an item follows a programme: its length, its episodes, its shooting days."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from postprod_xl.domain.quotes.rate_card import Quantity, Template
from postprod_xl.schema.units import QUARTER
from postprod_xl.schema.vocabulary import Scale, Unit

STEPS: dict[str, Decimal] = {
    Unit.HOUR: QUARTER,
    Unit.HALF_DAY: 2 * QUARTER,
    Unit.DAY: QUARTER,
    Unit.WEEK: QUARTER,
}
"""The smallest part of each unit that is sold: a quarter, half a half-day; any other unit is sold whole."""
_WHOLE = Decimal(1)


class Programme(NamedTuple):
    """What is to be quoted: a length in minutes and a number of episodes of it, and shooting days in all.

    `shooting_days` is None where nobody says: each episode then has those of the type of programme.
    """

    minutes: int
    episodes: int
    shooting_days: int | None = None


def factor(scale: str, template: Template, programme: Programme) -> Fraction:
    """How many times the quantity of one usual episode a programme takes.

    Parameters
    ----------
    scale
        `Par minute`: minutes of programme over those of the type, times episodes; `Par épisode`: episodes;
        `Par jour de tournage`: shooting days over those of the type; anything else is fixed: once.
    """
    if scale == Scale.MINUTE:
        return Fraction(programme.minutes * programme.episodes, template.minutes)
    if scale == Scale.EPISODE:
        return Fraction(programme.episodes)
    if scale == Scale.SHOOTING_DAY:
        if programme.shooting_days is None:
            return Fraction(programme.episodes)
        return Fraction(programme.shooting_days, template.shooting_days)
    return Fraction(1)


def scaled(quantity: Decimal, times: Fraction, unit: str) -> Decimal:
    """A quantity times a factor, in steps of its unit: the nearest one, halves up, never nothing out of something.

    A quantity taken once is the one given, whatever its decimals.

    >>> scaled(Decimal(15), Fraction(110, 90), "jour"), scaled(Decimal(4), Fraction(1, 9), "plan")
    (Decimal('18.25'), Decimal('1'))
    """
    if times == 1 or not quantity:
        return quantity
    step = STEPS.get(unit, _WHOLE)
    steps = math.floor(Fraction(quantity) * times / Fraction(step) + Fraction(1, 2))
    return max(steps, 1) * step


def scaled_quantity(quantity: Quantity, times: Fraction, unit: str) -> Quantity:
    """The usual, lowest and highest quantities, each scaled as `scaled` does."""
    usual, least, most, flag = quantity
    return Quantity(
        scaled(usual, times, unit),
        None if least is None else scaled(least, times, unit),
        None if most is None else scaled(most, times, unit),
        flag,
    )
