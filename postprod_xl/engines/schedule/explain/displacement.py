"""Bookings which, moved elsewhere, would let a late activity end earlier while nothing else ends late."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from postprod_xl.engines.schedule.explain.proof import Aim
from postprod_xl.engines.schedule.explain.reschedule import Attempt
from postprod_xl.engines.schedule.explain.timeline import Position, Timeline

# Bookings that a person would agree to move for one delivery, those tried, and activities moved behind them.
_MOST_BOOKINGS, _MOST_TRIED, _MOST_MOVED = 3, 8, 40


class Displacement(NamedTuple):
    """A schedule in which an activity ends by a moment once a few bookings have moved.

    Attributes
    ----------
    end
        The end of the activity.
    bookings
        The fixed activities that stand elsewhere.
    places
        Where all that moves then stands: nothing else is later than its due date, or than it was.
    """

    end: int
    bookings: tuple[int, ...]
    places: Mapping[int, Position]


def displacement(timeline: Timeline, asked: Aim) -> Displacement | None:
    """The fewest bookings found whose move lets the target end in time, or else by as much as any lets it.

    Those that need not move are put back one by one; the others are placed again, with what follows them, at or
    after the place they leave, else wherever they fit. None when nothing is found.
    """
    if not timeline.is_supported:
        return None
    held = _concerned(timeline, asked)
    best = _without(timeline, asked.target, held)
    end = best.place(asked.target).end
    if end >= timeline.place(asked.target).end:
        return None
    asked = asked._replace(moment=max(asked.moment, end))
    crossed = _crossed(best, held)
    lifted = _needed(timeline, asked, crossed) if len(crossed) <= _MOST_TRIED else crossed
    if len(lifted) > _MOST_BOOKINGS:
        return None
    for is_later in (True, False):
        attempt = _without(timeline, asked.target, lifted)
        attempt.put_back(asked.target, held)
        found = _settled(attempt, asked, _crossed(attempt, lifted), is_later)
        if found is not None:
            return found
    return None


def _concerned(timeline: Timeline, asked: Aim) -> frozenset[int]:
    """The bookings that the target follows, and those of the people and rooms it may need, until it ends."""
    held = frozenset(asked.bookings) - timeline.clashing
    arrays, end = timeline.arrays, timeline.place(asked.target).end
    upstream = Attempt(timeline, (), held).upstream(asked.target)
    wanted = {
        who
        for a in upstream
        for at, row in ((arrays.people_at, arrays.people), (arrays.rooms_at, arrays.rooms))
        for who in row[at[a] : at[a + 1]]
    }
    return held.intersection(upstream) | {
        a
        for a in held
        if (place := timeline.place(a)).start < end and place.end > timeline.problem.now
        if not wanted.isdisjoint(place[2:])
    }


def _without(timeline: Timeline, target: int, lifted: Collection[int]) -> Attempt:
    """The target as early as it goes when some bookings are not there; those it follows itself may move."""
    attempt = Attempt(timeline, (), lifted)
    own = set(attempt.upstream(target))
    for a in lifted:
        if a not in own:
            attempt.lift(a)
    attempt.advance(target)
    return attempt


def _crossed(attempt: Attempt, bookings: Collection[int]) -> frozenset[int]:
    """The bookings that moved, and those whose place is taken."""
    moved = attempt.moved()
    return frozenset(a for a in bookings if a in moved or attempt.is_crossed(a))


def _needed(timeline: Timeline, asked: Aim, crossed: frozenset[int]) -> frozenset[int]:
    """The bookings without whose move the target is not reached, each tried in its place."""
    kept = crossed
    for a in sorted(crossed):
        if _without(timeline, asked.target, kept - {a}).place(asked.target).end <= asked.moment:
            kept -= {a}
    return kept


def _settled(attempt: Attempt, asked: Aim, lifted: Collection[int], is_later: bool) -> Displacement | None:
    """The schedule once the bookings lifted, and what they push, have a place; None if something gets late."""
    timeline = attempt.timeline
    queue = [(timeline.rank[a], a) for a in lifted if attempt.is_lifted(a)]
    heapify(queue)
    pushed = {a for _, a in queue}
    while queue:
        _, a = heappop(queue)
        if not attempt.insert(a, timeline.place(a).start if is_later else 0) or attempt.is_late(a):
            return None
        for after in attempt.broken(a):
            if after in pushed or len(pushed) > _MOST_MOVED:
                return None
            if after in timeline.fixed and after not in asked.bookings:
                return None
            pushed.add(after)
            attempt.lift(after)
            heappush(queue, (timeline.rank[after], after))
    places = attempt.moved()
    bookings = tuple(a for a in timeline.order if a in places and a in timeline.fixed)
    end = attempt.place(asked.target).end
    if len(bookings) > _MOST_BOOKINGS or not bookings or end > asked.moment:
        return None
    return Displacement(end, bookings, places)
