"""Figures of readers as `Medias` holds them: exact where a cell can be, nothing where it cannot hold them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from postprod_xl.domain.technique.timing.rates import FrameRate
from postprod_xl.schema.kinds import LIMITS, Kind

T = TypeVar("T")

MEGA = 10**6
_DECIMALS = Decimal("0.000001")
_NUMBER: int = LIMITS[Kind.NUMBER]
_WHOLE: int = LIMITS[Kind.INT]


def number(value: Fraction | Decimal | int | None) -> Decimal | None:
    """A figure to the sixth decimal; None for one that no cell of the workbook may hold.

    >>> number(Fraction(12012, 30000)), number(Decimal("-23.10")), number(10**7)
    (Decimal('0.4004'), Decimal('-23.1'), None)
    """
    if value is None or abs(exact := Fraction(value)) >= _NUMBER:
        return None
    rounded = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_DECIMALS).normalize()
    return Decimal(int(rounded)) if rounded == rounded.to_integral_value() else rounded


def whole(value: int | None) -> int | None:
    """A count that a cell may hold."""
    return None if value is None or abs(value) >= _WHOLE else value


def rate_name(rate: Fraction | None) -> str:
    """Frames a second as technicians write them; empty when not known.

    >>> rate_name(Fraction(24000, 1001)), rate_name(None)
    ('23,976', '')
    """
    return FrameRate(rate).name if rate and rate > 0 else ""


def only(values: Iterable[T | None]) -> T | None:
    """The one value that all share; None when one is not known, or when they differ.

    >>> only([48000, 48000]), only([48000, 44100]), only([48000, None])
    (48000, None, None)
    """
    found = list(values)
    return found[0] if found and all(value == found[0] for value in found) else None
