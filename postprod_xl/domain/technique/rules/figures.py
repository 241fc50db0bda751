"""How rates and shares are written in a finding, and the rates of `parameters/technique_picture.toml`."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from postprod_xl.domain.technique.timing.rates import FrameRate
from postprod_xl.domain.wording import decimal_text
from postprod_xl.parameters import in_force

NO_BREAK = "\u00a0"
PERCENT = 100
_HUNDREDTH = Decimal("0.01")


def rate_text(rate: FrameRate) -> str:
    """A rate with its unit, on one line.

    >>> rate_text(FrameRate.of(24000, 1001)).replace(chr(160), " ")
    '23,976 i/s'
    """
    return f"{rate.name}{NO_BREAK}i/s"


def share_text(share: Decimal) -> str:
    """A share in percent, to the hundredth.

    >>> share_text(Decimal("0.125")).replace(chr(160), " "), share_text(Decimal("0.666666")).replace(chr(160), " ")
    ('12,5 %', '66,67 %')
    """
    percent = (share * PERCENT).quantize(_HUNDREDTH, ROUND_HALF_UP)
    return f"{decimal_text(percent.normalize())}{NO_BREAK}%"


def picture_parameter(name: str, day: date) -> Any:
    """What `technique_picture.toml` says on a day."""
    return in_force(f"technique_picture.{name}", day).value


def picture_rate(name: str, day: date) -> FrameRate:
    """A rate of `technique_picture.toml`."""
    return FrameRate.of(int(picture_parameter(name, day)))


def picture_rates(name: str, day: date) -> frozenset[FrameRate]:
    """A list of rates of `technique_picture.toml`."""
    return frozenset(FrameRate.of(int(rate)) for rate in picture_parameter(name, day))
