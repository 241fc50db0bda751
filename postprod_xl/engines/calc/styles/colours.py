"""Colours between xlwings (red, green, blue, or Excel's integer) and Calc."""

from __future__ import annotations

from typing import Any

from xlwings.utils import hex_to_rgb, int_to_rgb

NO_COLOUR = -1


def to_calc(colour: Any) -> int:
    """Calc's number of a colour given as (red, green, blue), « #RRGGBB », Excel's integer, or None.

    Examples
    --------
    >>> hex(to_calc((30, 100, 200))), to_calc(0xFF), to_calc("#0000ff"), to_calc(None)
    ('0x1e64c8', 16711680, 255, -1)
    """
    if colour is None:
        return NO_COLOUR
    if isinstance(colour, str):
        colour = hex_to_rgb(colour)
    red, green, blue = int_to_rgb(int(colour)) if isinstance(colour, (int, float)) else colour
    return (red << 16) + (green << 8) + blue


def from_calc(number: int | None) -> tuple[int, int, int] | None:
    """Red, green and blue; None for no colour, and for cells that disagree."""
    if number is None or number == NO_COLOUR:
        return None
    return number >> 16 & 255, number >> 8 & 255, number & 255
