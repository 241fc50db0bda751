"""The time between two clock times, and what is worked of it: the arithmetic of one session."""

from __future__ import annotations

from postprod_xl.schema.units import MINUTES_PER_DAY


def elapsed(start: int, end: int) -> int:
    """Minutes from a start to an end, minutes after midnight; an end before the start is on the next day.

    >>> elapsed(18 * 60, 2 * 60), elapsed(540, 540)
    (480, 0)
    """
    return (end - start) % MINUTES_PER_DAY


def worked(start: int, end: int, pause: int) -> int:
    """Minutes worked from a start to an end, pause deducted, none when the pause is longer.

    >>> worked(9 * 60, 17 * 60, 60)
    420
    """
    return max(0, elapsed(start, end) - pause)
