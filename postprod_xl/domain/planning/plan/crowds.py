"""Rooms that take several tasks at once: which bookings are too many, half-day by half-day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from postprod_xl.domain.planning.plan.claims import Claim, Piece
from postprod_xl.domain.planning.problem.axis import HALVES_PER_DAY

HalfDay = tuple[int, int]
"""A day (ordinal) and one of its halves, as a bit."""
Strength = Callable[[Claim], int]


def crowded_pairs(
    claims: Sequence[Claim], places: Mapping[str, int], strength: Strength
) -> dict[tuple[int, int], list[Piece]]:
    """The pairs of claims that cannot both have a place, and on which half-days.

    On a half-day when a room is asked for more than it has places, the firmest claims have theirs. One that finds
    none left is in a pair with each of these; where equals are too many for what is left, they are among themselves.

    Parameters
    ----------
    places
        How many places each room has; only these rooms are looked at.
    strength
        How firm a claim is.
    """
    found: dict[tuple[int, int], dict[int, int]] = {}
    for code, count in places.items():
        for (day, half), there in _by_half_day(claims, code).items():
            for pair in _too_many([(strength(claims[place]), place) for place in there], count):
                halves = found.setdefault(pair, {})
                halves[day] = halves.get(day, 0) | half
    return {pair: _pieces(halves) for pair, halves in found.items()}


def _too_many(there: Sequence[tuple[int, int]], count: int) -> Iterator[tuple[int, int]]:
    if len(there) <= count:
        return
    # The strength of the first one that finds no place.
    least = sorted(there, key=lambda item: -item[0])[count][0]
    sure = {place for strength, place in there if strength > least}
    for pair in combinations(sorted(place for _, place in there), 2):
        if len(sure.intersection(pair)) == (1 if len(sure) == count else 0):
            yield pair


def without_place(
    claims: Sequence[Claim], room: tuple[str, int], outside: Mapping[HalfDay, int], strength: Strength
) -> dict[int, list[Piece]]:
    """The claims that find no place in a room beside what other workbooks hold of it, and on which half-days.

    Parameters
    ----------
    room
        Its code and how many places it has.
    outside
        How many places others hold, by half-day.
    strength
        How firm a claim is: the firmest have the places left, then the first in the order of `claims`.
    """
    found: dict[int, dict[int, int]] = {}
    code, count = room
    for (day, half), there in _by_half_day(claims, code).items() if outside else ():
        taken = outside.get((day, half), 0)
        left = max(count - taken, 0) if taken else len(there)
        for place in sorted(there, key=lambda place: (-strength(claims[place]), place))[left:]:
            halves = found.setdefault(place, {})
            halves[day] = halves.get(day, 0) | half
    return {place: _pieces(halves) for place, halves in found.items()}


def _by_half_day(claims: Sequence[Claim], room: str) -> dict[HalfDay, list[int]]:
    found: dict[HalfDay, list[int]] = {}
    for place, claim in enumerate(claims):
        if claim.room == room:
            for half_day in half_days_of(claim.pieces):
                found.setdefault(half_day, []).append(place)
    return found


def half_days_of(pieces: Sequence[Piece]) -> Iterator[HalfDay]:
    """Parts of days, half by half."""
    for piece in pieces:
        yield from ((piece.day, 1 << half) for half in range(HALVES_PER_DAY) if piece.halves >> half & 1)


def _pieces(halves: Mapping[int, int]) -> list[Piece]:
    return [Piece(*item) for item in sorted(halves.items())]
