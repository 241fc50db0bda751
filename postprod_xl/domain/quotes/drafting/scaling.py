"""How the quantity of an item follows a programme: its length, its episodes, its shooting days."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from postprod_xl.domain.quotes.drafting.rate_card import Quantity, Template
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


class Ratio(NamedTuple):
    """What a quantity is multiplied by: how much there is of something over what the type of programme has."""

    over: int
    under: int = 1

    @property
    def text(self) -> str:
        """As it is written in a sum; empty when it changes nothing.

        >>> Ratio(110, 90).text, Ratio(6).text, Ratio(52, 52).text
        (' × 110/90', ' × 6', '')
        """
        if self.over == self.under:
            return ""
        return f" × {self.over}" if self.under == 1 else f" × {self.over}/{self.under}"


def ratios(scale: str, template: Template, programme: Programme) -> list[Ratio]:
    """What the quantity of one usual episode is multiplied by for a programme.

    Parameters
    ----------
    scale
        `Par minute`: minutes of programme over those of the type, and episodes; `Par épisode`: episodes; `Par jour de
        tournage`: shooting days over those of the type, or episodes where nobody says them; anything else is fixed.
    """
    minutes, episodes, shooting_days = programme
    if scale == Scale.MINUTE:
        return [Ratio(minutes, template.minutes), Ratio(episodes)]
    if scale == Scale.SHOOTING_DAY and shooting_days is not None:
        return [Ratio(shooting_days, template.shooting_days)]
    return [Ratio(episodes)] if scale in (Scale.EPISODE, Scale.SHOOTING_DAY) else []


def factor(multiplied: Sequence[Ratio]) -> Fraction:
    """How many times a quantity is taken, in all."""
    return math.prod((Fraction(*ratio) for ratio in multiplied), start=Fraction(1))


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
