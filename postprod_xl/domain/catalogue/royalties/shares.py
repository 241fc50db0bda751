"""The split of a net amount between its holders: exact fractions, ranks with thresholds, caps, and every cent given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

_FRACTION = re.compile(r"(\d{1,9})\s*/\s*(\d{1,9})")
_NUMBER = re.compile(r"(\d{1,3}(?:[.,]\d{1,20})?)\s*(%?)")


@dataclass(frozen=True)
class Share:
    """A row of the split of a contract.

    Parameters
    ----------
    part
        Of the rank, more than 0 and at most 1.
    threshold_cents
        Net amount from which the rank shares; None for a rank that only takes what the one before it leaves.
    cap_cents
        The most that the holder gets at this rank.
    text
        The part as it was typed.
    number
        Row of `Repartitions`; 0 for the grantor who has all.
    """

    holder: str
    rank: int
    part: Fraction
    threshold_cents: int | None = None
    cap_cents: int | None = None
    text: str = "100 %"
    number: int = 0


class Split(NamedTuple):
    """What each share gets, in their order, and what nobody does: below the first threshold, or above every cap."""

    received: tuple[int, ...]
    unsplit_cents: int


def exact_part(text: str) -> Fraction | None:
    """The exact fraction of a share as it is typed; None for what is not understood, or not within ]0, 1].

    >>> exact_part("1/3"), exact_part("33,5 %"), exact_part("0,335"), exact_part("50"), exact_part("tiers")
    (Fraction(1, 3), Fraction(67, 200), Fraction(67, 200), None, None)
    """
    typed = text.strip()
    if found := _FRACTION.fullmatch(typed):
        over, under = int(found[1]), int(found[2])
        part = Fraction(over, under) if under else Fraction(0)
    elif found := _NUMBER.fullmatch(typed):
        part = Fraction(Decimal(found[1].replace(",", "."))) / (100 if found[2] else 1)
    else:
        return None
    return part if 0 < part <= 1 else None


def apportion(cents: int, parts: Sequence[Fraction]) -> list[int]:
    """An amount split by parts, to the cent: those that remain go to the largest remainders, then to the first.

    A negative amount is split as its opposite, so that both cancel.

    Parameters
    ----------
    parts
        Positive, of any sum: 1/2 and 1/4 give two thirds and one third.

    Examples
    --------
    >>> apportion(100, [Fraction(1, 3)] * 3), apportion(-100, [Fraction(1, 3)] * 3)
    ([34, 33, 33], [-34, -33, -33])
    """
    whole, sign = sum(parts), -1 if cents < 0 else 1
    exact = [abs(cents) * part / whole for part in parts]
    given = [int(amount) for amount in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: given[at] - exact[at])
    for at in by_remainder[: abs(cents) - sum(given)]:
        given[at] += 1
    return [sign * amount for amount in given]


def split(net_cents: int, shares: Sequence[Share]) -> Split:
    """A cumulative net amount between its holders, rank after rank.

    A rank shares the net from its threshold to the next one. What a cap keeps from a holder goes to the next rank;
    after the last, to the rows of the same rank without a cap, and without one it is not split. A negative net is
    borne by the first rank.

    Parameters
    ----------
    shares
        In the order of their ranks; the parts of a rank sum to 1, its rows have one threshold, and thresholds rise.

    Examples
    --------
    A gets the first 500 €, then A and B a half each.

    >>> shares = [Share("A", 1, Fraction(1), cap_cents=50_000)]
    >>> shares += [Share("A", 2, Fraction(1, 2)), Share("B", 2, Fraction(1, 2))]
    >>> split(80_000, shares)
    Split(received=(50000, 15000, 15000), unsplit_cents=0)
    """
    if net_cents < 0:
        first = [share for share in shares if share.rank == shares[0].rank]
        borne = apportion(net_cents, [share.part for share in first])
        return Split((*borne, *[0] * (len(shares) - len(first))), 0)
    received: list[int] = []
    excess = 0
    ranks = [[*rows] for _, rows in groupby(shares, key=lambda share: share.rank)]
    below, *slices = _slices(net_cents, ranks)
    for rows, own in zip(ranks, slices, strict=True):
        given, excess = _given(own + excess, rows)
        received += given
    if excess:
        last = ranks[-1]
        more, excess = _to_uncapped(excess, last)
        received[-len(last) :] = [
            got + extra for got, extra in zip(received[-len(last) :], more, strict=True)
        ]
    return Split(tuple(received), below + excess)


def _slices(net: int, ranks: Sequence[Sequence[Share]]) -> Iterator[int]:
    """What lies below the first threshold, then what each rank takes of the net by itself."""
    first, *others = (rows[0].threshold_cents for rows in ranks)
    starts = [first or 0, *others]
    yield min(net, first or 0)
    for at, start in enumerate(starts):
        if start is None:
            yield 0
            continue
        ends = [later for later in starts[at + 1 :] if later is not None]
        yield max(0, min([net, *ends[:1]]) - start)


def _given(cents: int, rows: Sequence[Share]) -> tuple[list[int], int]:
    """An amount between the rows of a rank, each up to its cap, and what the caps leave."""
    parts = apportion(cents, [row.part for row in rows])
    given = [
        part if row.cap_cents is None else min(part, row.cap_cents)
        for part, row in zip(parts, rows, strict=True)
    ]
    return given, cents - sum(given)


def _to_uncapped(cents: int, rows: Sequence[Share]) -> tuple[list[int], int]:
    """What the caps of the last rank leave, between its rows without one."""
    free = [at for at, row in enumerate(rows) if row.cap_cents is None]
    given = [0] * len(rows)
    if not free:
        return given, cents
    for at, extra in zip(free, apportion(cents, [rows[at].part for at in free]), strict=True):
        given[at] = extra
    return given, 0
