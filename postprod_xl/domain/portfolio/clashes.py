"""People and rooms that two workbooks book on the same half-day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from postprod_xl.documents.portfolio import ClashingBooking, PortfolioClash
from postprod_xl.domain.planning.problem.outside import Busy
from postprod_xl.domain.portfolio.matching import MatchedResource
from postprod_xl.domain.portfolio.summary import ResourceBooking

Half = tuple[date, int]
Bookings = Mapping[tuple[str, str, str], Sequence[ResourceBooking]]
"""By workbook, kind and code."""


def clashes_of(shared: Sequence[MatchedResource], bookings: Bookings) -> list[PortfolioClash]:
    """The clashes between workbooks, the nearest first; those within one workbook are its own."""
    found = [clash for each in shared if len(each.members) > 1 for clash in _clashes(each, bookings)]
    return sorted(found, key=lambda clash: (clash.first, clash.name, clash.one.line, clash.other.line))


def _clashes(shared: MatchedResource, bookings: Bookings) -> Iterator[PortfolioClash]:
    pairs: dict[tuple[ClashingBooking, ClashingBooking], list[Half]] = {}
    # As in the load, of two workbooks that say otherwise the lesser is believed: no clash is passed over.
    places = min(member.places for member in shared.members)
    for half, held in _by_half(shared, bookings).items():
        if len(held) <= places:
            continue
        for one, other in combinations(held, 2):
            if one.workbook != other.workbook:
                pairs.setdefault((one, other), []).append(half)
    first = shared.first
    codes = ", ".join(dict.fromkeys(member.code for member in shared.members))
    for (one, other), halves in pairs.items():
        days = [day for day, _ in halves]
        yield PortfolioClash(
            first.kind,
            first.name or first.code,
            codes,
            shared.reason,
            min(days),
            max(days),
            len(halves),
            one,
            other,
        )


def _by_half(shared: MatchedResource, bookings: Bookings) -> dict[Half, list[ClashingBooking]]:
    """What holds it on each half-day, in the order of the workbooks."""
    held: dict[Half, list[ClashingBooking]] = {}
    for member in shared.members:
        for booking in bookings.get((member.workbook, member.kind, member.code), ()):
            booked = ClashingBooking(member.workbook, booking.project, booking.task, booking.state)
            for half in Busy(booking.code, booking.day, booking.half_day).halves:
                held.setdefault((booking.day, half), []).append(booked)
    return held
