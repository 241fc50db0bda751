"""What makes an activity late, proven: made easier, the schedule has it earlier."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from postprod_xl.engines.schedule.explain.binding import holders, is_bound, soonest, waits_for_release
from postprod_xl.engines.schedule.explain.relaxation import Relaxation, RelaxationKind
from postprod_xl.engines.schedule.explain.reschedule import Attempt
from postprod_xl.engines.schedule.explain.timeline import Position, Timeline

# Causes tried alone, then rounds of causes taken together.
_ALONE, _ROUNDS, _TOGETHER = 6, 4, 8

_HELD = frozenset({RelaxationKind.UNIT, RelaxationKind.PRESENCE, RelaxationKind.PLACE})
_DATES, _WORK = frozenset({RelaxationKind.RELEASE}), frozenset({RelaxationKind.WORK})

Wait = tuple[Relaxation, ...]
"""What one activity waits for: relaxations that let it end earlier together, and no fewer of them."""

Releases = Callable[[int], Sequence[Relaxation]]
"""What moves the release of an activity earlier; nothing when it is `now` that holds it."""


class Proof(NamedTuple):
    """Relaxations under which an activity ends by a moment, while no other ends later; none can be spared.

    Attributes
    ----------
    target
        The late activity.
    changes
        The causes. Without any, and without `bookings`, the schedule could have the target earlier as it is.
    bookings
        Fixed activities that must move earlier with it: none of them can stay where it is.
    places
        Where the activities that move then stand.
    """

    target: int
    changes: Wait
    bookings: tuple[int, ...]
    places: Mapping[int, Position]

    @property
    def relaxations(self) -> Wait:
        """The causes and the bookings moved, as relaxations of the problem."""
        return (*self.changes, *(Relaxation(RelaxationKind.PLACE, a) for a in self.bookings))


class Aim(NamedTuple):
    """What is asked of a schedule: that an activity end by a moment.

    Attributes
    ----------
    target, moment
        The late activity, and when it should end at the latest.
    releases
        What moves the release of an activity earlier; nothing when it is `now` that holds it.
    bookings
        Fixed activities that follow what they wait for when it comes earlier.
    """

    target: int
    moment: int
    releases: Releases
    bookings: Collection[int] = ()


def proven(timeline: Timeline, asked: Aim) -> Proof | None:
    """The causes, fewest first and nearest to the target, without which it would end in time; None if none is proven.

    One cause alone is looked for first, then bookings alone, then several causes. People, rooms, absences and fixed
    places come before dates, dates before work that could have been done.
    """
    proofs = _Search(timeline, asked).proofs() if timeline.is_supported else iter(())
    return next(filter(None, proofs), None)


def waits(attempt: Attempt, a: int) -> Wait:
    """The people, rooms and presences that an activity lacks to end earlier where it stands, fewest of them.

    Empty when its links or releases hold it, and when it could be earlier with people and rooms that are free.
    """
    if not attempt.timeline.is_supported or is_bound(attempt, a) or attempt.sooner(a):
        return ()
    singles = list(_lacking(attempt, a))
    together = [(one, two) for rank, one in enumerate(singles) for two in singles[rank + 1 :]]
    tried: Iterator[Wait] = chain(((one,) for one in singles), together, [tuple(singles)])
    return next((changes for changes in tried if attempt.sooner(a, changes)), ())


def _lacking(attempt: Attempt, a: int) -> Iterator[Relaxation]:
    """One more unit of its person and of its room, and their presence where they are away just before it or in it."""
    place = attempt.place(a)
    served = [who for who in place[2:] if who >= 0]
    for who in served:
        yield Relaxation(RelaxationKind.UNIT, a, who)
    calendar = attempt.timeline.availability.calendars[attempt.arrays.calendar[a]]
    first = attempt.bounds(a)[0]
    for start, end in ((first, place.start), (place.start, place.end)):
        for who in served:
            closed = calendar & ~attempt.timeline.availability.open[who] & ((1 << end) - 1)
            last = closed.bit_length() - 1
            if last >= max(start, 0):
                yield Relaxation(RelaxationKind.PRESENCE, a, who, last)


class _Search:
    """The proofs of one late activity."""

    def __init__(self, timeline: Timeline, asked: Aim) -> None:
        self.timeline, self.asked = timeline, asked
        self.imposed = timeline.fixed - timeline.clashing - set(asked.bookings)
        self.bookings: frozenset[int] = frozenset()

    def proofs(self) -> Iterator[Proof | None]:
        """What is tried, the simplest first."""
        if self._may_be_reached():
            yield self._proof(())
            yield from self._by(_HELD, _DATES)
        if self._follow() and self._may_be_reached():
            yield self._proof(())
            yield from self._by(_HELD, _DATES)
        # Of the bookings free to move, a proof keeps none that can stay: this is tried last, and once.
        yield from self._by(_WORK)

    def _may_be_reached(self) -> bool:
        """Whether the target could end in time with everybody there and free, and no date to wait for."""
        attempt = Attempt(self.timeline, (), self.bookings | self.imposed)
        for a in attempt.upstream(self.asked.target):
            changes = self.asked.releases(a)
            attempt.release |= {item.activity: item.moment or 0 for item in changes}
            attempt.end_at(a, soonest(attempt, a))
        return self._is_reached(attempt)

    def _follow(self) -> bool:
        """Let the bookings move; whether the target follows some."""
        held = frozenset(self.asked.bookings) - self.timeline.clashing
        self.bookings = frozenset(
            held.intersection(Attempt(self.timeline, (), held).upstream(self.asked.target))
        )
        return bool(self.bookings)

    def _by(self, *kinds: frozenset[RelaxationKind]) -> Iterator[Proof | None]:
        """One cause of some kinds, in their order, then several of these kinds or of those that come before."""
        found = list(self._waits(self._advanced(())))
        for allowed in kinds:
            for changes in [item for item in found if item[0].kind in allowed][:_ALONE]:
                yield self._proof(changes)
        if len(found) or self.bookings:
            yield self._together(frozenset().union(_HELD, _DATES, *kinds))

    def _together(self, kinds: frozenset[RelaxationKind]) -> Proof | None:
        """Several causes: all that bind are relaxed until the target is reached, then each that can be is spared."""
        waited: list[Wait] = []
        for _ in range(_ROUNDS):
            attempt = self._advanced(_flat(waited))
            if self._is_reached(attempt):
                return self._proof(_flat(self._fewest(waited)))
            more = [item for item in self._waits(attempt) if item[0].kind in kinds and item not in waited]
            if not more or len(waited) + len(more) > _TOGETHER:
                return None
            waited += more
        return None

    def _fewest(self, waited: Sequence[Wait]) -> list[Wait]:
        kept = list(waited)
        for item in waited[::-1]:
            fewer = [other for other in kept if other != item]
            if self._is_reached(self._advanced(_flat(fewer))):
                kept = fewer
        return kept

    def _proof(self, changes: Wait) -> Proof | None:
        """The proof that some causes are enough, with the bookings on the way alone if these are."""
        attempt = self._advanced(changes)
        if not self._is_reached(attempt):
            return None
        if self.bookings:
            fewer = self._advanced(changes, self.bookings.intersection(self._followed()))
            attempt = fewer if self._is_reached(fewer) else attempt
            attempt.put_back(self.asked.target, self.bookings)
        moved = attempt.moved()
        bookings = tuple(a for a in self.timeline.order if a in self.bookings and a in moved)
        return Proof(self.asked.target, changes, bookings, moved)

    def _followed(self) -> list[int]:
        """The activities that lead to the target by the links that hold each of them."""
        attempt, queue = Attempt(self.timeline), [self.asked.target]
        for a in queue:
            queue += [before for before in holders(attempt, a) if before not in queue]
        return queue

    def _is_reached(self, attempt: Attempt) -> bool:
        return attempt.place(self.asked.target).end <= self.asked.moment

    def _advanced(self, changes: Wait, free: Collection[int] | None = None) -> Attempt:
        attempt = Attempt(self.timeline, changes, self.bookings if free is None else free)
        if attempt.is_legal:
            attempt.advance(self.asked.target)
        return attempt

    def _waits(self, attempt: Attempt) -> Iterator[Wait]:
        """What binds the target in a schedule, the nearest to it first: the waits on the paths that hold it."""
        queue, behind = [self.asked.target], {self.asked.target: self.asked.target}
        for a in queue:
            if not attempt.may_move(a):
                if a in self.imposed:
                    yield (Relaxation(RelaxationKind.PLACE, a),)
            elif not is_bound(attempt, a):
                yield from filter(None, [waits(attempt, a)])
            else:
                for before in holders(attempt, a):
                    if before not in behind:
                        behind[before] = a
                        queue.append(before)
                if waits_for_release(attempt, a):
                    yield tuple(self.asked.releases(a)) or self._undone(a, behind)

    def _undone(self, a: int, behind: Mapping[int, int]) -> Wait:
        """The work that today holds: that of an activity or, for a milestone, of what first follows it."""
        while not self.timeline.arrays.duration[a] and behind[a] != a:
            a = behind[a]
        return (Relaxation(RelaxationKind.WORK, a),)


def _flat(waited: Sequence[Wait]) -> Wait:
    return tuple(dict.fromkeys(chain.from_iterable(waited)))
