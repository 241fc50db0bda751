"""A schedule in which one activity and what it follows move earlier under relaxations, all else in its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from postprod_xl.engines.schedule.explain.relaxation import Relaxation, RelaxationKind, opened
from postprod_xl.engines.schedule.explain.timeline import Position, Timeline, position
from postprod_xl.engines.schedule.generation.disjunctive_sgs import (
    Choices,
    Insertion,
    Timetable,
    TimeWindow,
)
from postprod_xl.engines.schedule.instance.arrays import Ints
from postprod_xl.engines.schedule.kernels.sgs import (
    COUNTS,
    MIN_END,
    MIN_START,
    NONE,
    precedence_bounds,
)

_PASSES = 2


class Attempt:
    """The result of a `Timeline` under relaxations: activities move earlier, never later, and keep every constraint.

    An activity with an extra unit of a resource takes nothing of that resource.

    Parameters
    ----------
    changes
        The relaxations.
    free
        Fixed activities that may move too.
    """

    def __init__(
        self, timeline: Timeline, changes: Sequence[Relaxation] = (), free: Collection[int] = ()
    ) -> None:
        self.timeline, self.arrays = timeline, timeline.arrays
        self.plan = list(timeline.plan)
        self.timetable = Timetable(timeline.scheme, timeline.keys)
        self.timetable.busy = list(timeline.busy)
        self.units: dict[int, set[int]] = {}
        self.open: dict[int, dict[int, int]] = {}
        self.release: dict[int, int] = {}
        self.done: set[int] = set()
        self.placed: set[int] = set(free)
        self._lifted: set[int] = set()
        self._touched: set[int] = set()
        self._bounds = [0] * COUNTS
        for change in changes:
            self._ease(change)

    @property
    def is_legal(self) -> bool:
        """Whether what may move here clashes with nothing: the slots of a clash cannot be given back."""
        return not (self.placed | self.done | self.units.keys()) & self.timeline.clashing

    def place(self, a: int) -> Position:
        """Where an activity stands."""
        return position(self.plan, self.arrays.n, a)

    def moved(self) -> dict[int, Position]:
        """The places of the activities that stand elsewhere than in the result."""
        return {a: self.place(a) for a in sorted(self._touched) if self.place(a) != self.timeline.place(a)}

    def advance(self, target: int) -> None:
        """Move an activity, and what it follows, as early as the rest of the schedule allows."""
        upstream = self.upstream(target)
        for _ in range(_PASSES):
            if not sum(self._shifted(a) for a in upstream):
                return

    def put_back(self, target: int, some: Collection[int]) -> None:
        """Move some activities back where they were, as far as that delays nothing."""
        n, before = self.arrays.n, self.timeline.plan
        for a in reversed(self.upstream(target)):
            if a not in some or a == target or self.plan[n + a] == before[n + a]:
                continue
            here = self.place(a)
            self._leave(a)
            self._write(a, self.timeline.place(a))
            if not self._is_free(a) or not all(self._holds(b) for b in self._successors(a)):
                self._write(a, here)
            self._take(a)

    def lift(self, a: int) -> None:
        """Take an activity out of the schedule until it is inserted again."""
        self._leave(a)
        self._lifted.add(a)

    def is_lifted(self, a: int) -> bool:
        """Whether an activity was taken out and not inserted again."""
        return a in self._lifted

    def is_crossed(self, a: int) -> bool:
        """Whether the place of an activity that was taken out is taken by another."""
        return self.is_lifted(a) and not self._is_free(a)

    def insert(self, a: int, start: int) -> bool:
        """Insert an activity as early as links, resources and a first start allow; whether it has a place."""
        first, end = self.bounds(a)
        found: Insertion | None
        if self.duration(a):
            window = TimeWindow(max(first, start), end, self.arrays.horizon, self.duration(a))
            found = self.timetable.best_insertion(a, window)
        else:
            moment = max(first, end)
            found = Insertion(0, moment, moment, *self.place(a)[2:])
        if found is None:
            return False
        self._write(a, Position(*found[1:]))
        self._lifted.discard(a)
        self._take(a)
        return True

    def end_at(self, a: int, end: int) -> None:
        """Let an activity start with its links and end at a moment, whoever is there: for a bound, not a schedule."""
        place = self.place(a)
        start = min(self.bounds(a)[0], place.start)
        self._write(a, place._replace(start=start, end=min(end, place.end)))

    def is_late(self, a: int) -> bool:
        """Whether an activity ends later than its due date, and than it did."""
        due, end = self.arrays.due[a], self.place(a).end
        return due != NONE and end > max(due, self.timeline.place(a).end)

    def broken(self, a: int) -> Iterator[int]:
        """The activities that follow another and no longer respect their links, but for those not in the schedule."""
        for after in self._successors(a):
            is_there = after in self.timeline.rank and self.plan[after] != NONE and after not in self._lifted
            if is_there and not self._respects(after):
                yield after

    def upstream(self, target: int) -> Ints:
        """An activity and all it follows that may move, in the order of the links."""
        arrays, found, queue = self.arrays, {target}, [target]
        for a in queue:
            for before in arrays.pred[arrays.pred_at[a] : arrays.pred_at[a + 1]]:
                if before not in found and self.may_move(before):
                    found.add(before)
                    queue.append(before)
        rank = self.timeline.rank
        return sorted((a for a in found if self.may_move(a)), key=rank.__getitem__)

    def may_move(self, a: int) -> bool:
        """Whether an activity has a place, and one that is not fixed."""
        is_free = a not in self.timeline.fixed or a in self.placed or a in self.done
        return is_free and a in self.timeline.rank and self.plan[a] != NONE

    def bounds(self, a: int) -> tuple[int, int]:
        """Earliest start and earliest end that links, releases and `now` allow."""
        precedence_bounds(self.timeline.packed, self.plan, self._bounds, a)
        release = self.release.get(a, self.arrays.release[a])
        return max(self._bounds[MIN_START], release, 0), self._bounds[MIN_END]

    def sooner(self, a: int, changes: Sequence[Relaxation] = ()) -> Position | None:
        """Where one activity alone could end earlier, its resources relaxed further; None if it cannot."""
        units, masks = self.units, self.open
        self._leave(a)
        self.units = {**units, a: set(units.get(a, ()))}
        self.open = {**masks, a: dict(masks.get(a, {}))}
        for change in changes:
            self._ease_resource(change)
        found = self._insertion(a)
        self.units, self.open = units, masks
        self._take(a)
        return None if found is None else Position(*found[1:])

    def duration(self, a: int) -> int:
        """Slots still to work."""
        return 0 if a in self.done else self.arrays.duration[a]

    def _shifted(self, a: int) -> bool:
        """Move one activity earlier if it can end earlier; whether it did."""
        n, plan = self.arrays.n, self.plan
        if not self.duration(a):
            moment = max(self.bounds(a))
            is_earlier = moment < plan[n + a]
            if is_earlier:
                self._write(a, Position(moment, moment, plan[2 * n + a], plan[3 * n + a]))
            return is_earlier
        self._leave(a)
        found = self._insertion(a)
        if found is not None:
            self._write(a, Position(*found[1:]))
        self._take(a)
        return found is not None

    def _write(self, a: int, place: Position) -> None:
        n = self.arrays.n
        self._touched.add(a)
        self.plan[a], self.plan[n + a], self.plan[2 * n + a], self.plan[3 * n + a] = place

    def _is_free(self, a: int) -> bool:
        """Whether nothing else takes what an activity needs where it stands."""
        return not any(self.timetable.busy[who] & slots for who, slots in self._slots(a))

    def _successors(self, a: int) -> Iterator[int]:
        arrays = self.arrays
        yield from arrays.succ[arrays.succ_at[a] : arrays.succ_at[a + 1]]

    def _holds(self, a: int) -> bool:
        """Whether an activity respects its links; a fixed one is not asked to."""
        return not self.may_move(a) or self._respects(a)

    def _respects(self, a: int) -> bool:
        start, end = self.bounds(a)
        return start <= self.plan[a] and end <= self.plan[self.arrays.n + a]

    def _insertion(self, a: int) -> Insertion | None:
        """The earliest place of an activity that ends earlier than it does and starts no later; nothing is taken."""
        start, end = self.bounds(a)
        last = self.plan[self.arrays.n + a] - 1
        if max(start + self.duration(a), end) > last:
            return None
        timetable = self.timetable
        busy = {who: timetable.busy[who] for who in self.units.get(a, ())}
        for who in busy:
            timetable.busy[who] = 0
        found = timetable.best_insertion(a, TimeWindow(start, end, last, self.duration(a)), self._choices(a))
        for who, slots in busy.items():
            timetable.busy[who] = slots
        return found if found is not None and found.start <= self.plan[a] else None

    def _choices(self, a: int) -> Choices | None:
        """The people and rooms of an activity with the slots opened to it; None where none is."""
        more = self.open.get(a)
        if not more:
            return None
        slots = self.timeline.availability.calendars[self.arrays.calendar[a]]
        people, rooms = self.timeline.scheme.choices(a)
        return (
            [(row, who, mask | more.get(who, 0) & slots) for row, who, mask in people],
            [(row, room, mask | more.get(room, 0)) for row, room, mask in rooms],
        )

    def _leave(self, a: int) -> None:
        for who, slots in self._slots(a):
            self.timetable.busy[who] &= ~slots

    def _take(self, a: int) -> None:
        for who, slots in self._slots(a):
            self.timetable.busy[who] |= slots

    def _slots(self, a: int) -> Iterator[tuple[int, int]]:
        """What an activity takes of each resource that is not an extra unit."""
        start, end, person, room = self.place(a)
        if self.duration(a):
            for who in (person, room):
                if who >= 0 and who not in self.units.get(a, ()):
                    yield who, self.timeline.scheme.kept(a, start, end)

    def _ease(self, change: Relaxation) -> None:
        a, kind = change.activity, change.kind
        if change.resource is not None:
            self._leave(a)
            self._ease_resource(change)
            self._take(a)
        elif kind is RelaxationKind.RELEASE:
            self.release[a] = max(change.moment or 0, self.timeline.problem.now)
        elif kind is RelaxationKind.PLACE:
            self.placed.add(a)
        else:
            self._leave(a)
            self.done.add(a)

    def _ease_resource(self, change: Relaxation) -> None:
        a, resource = change.activity, change.resource
        assert resource is not None
        if change.kind is RelaxationKind.UNIT:
            self.units.setdefault(a, set()).add(resource)
        elif change.moment is not None:
            masks = self.open.setdefault(a, {})
            masks[resource] = masks.get(resource, 0) | opened(self.timeline.problem, resource, change.moment)
