"""What is late goes earlier: the chains before it are moved up into the places that are free, all else staying."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.engines.schedule.kernels import CEILING, FLOOR, NONE, QUEUE, appraise, better, linked
from postprod_xl.engines.schedule.repair import kept_where_planned
from postprod_xl.engines.schedule.rules import in_link_order, latest_start
from postprod_xl.engines.schedule.serial import Bench, Found, Keys, Span, slots_between
from postprod_xl.engines.schedule.setup import Setup, built, new_keys, read_plan
from postprod_xl.engines.schedule.tables import Ints

_PASSES = 3


def recovered(setup: Setup, plan: Ints) -> Ints:
    """A plan where what is late ends earlier, each project moved up only where that is better by the aims.

    Each keeps its people and rooms if it can, and changes them where it is late all the same. What is not
    before something late stays. The same plan when nothing late can be earlier.
    """
    if not setup.is_serial:
        return plan
    late = _late_by_group(setup, plan)
    if not late:
        return plan
    advance = _Advance(setup, plan)
    for _ in range(_PASSES):
        before = advance.plan
        for keys in (advance.with_the_same, advance.with_anybody):
            advance.bench.keys = keys()
            for members in late:
                advance.move_up(members)
            late = _late_by_group(setup, advance.plan)
        if advance.plan is before:
            break
    return plan if advance.plan is plan else _settled(setup, advance.plan)


def _late_by_group(setup: Setup, plan: Ints) -> list[list[int]]:
    """The late activities of each project that has some, the heaviest lateness first."""
    found: dict[int, list[int]] = {}
    weights: dict[int, int] = {}
    for a, activity in enumerate(setup.problem.activities):
        end = plan[setup.tables.n + a]
        if activity.due is None or end == NONE or end <= activity.due or a in setup.places:
            continue
        found.setdefault(activity.group, []).append(a)
        weights[activity.group] = weights.get(activity.group, 0) + (end - activity.due) * activity.weight
    return [found[group] for group in sorted(found, key=lambda group: (-weights[group], group))]


def _settled(setup: Setup, plan: Ints) -> Ints:
    """The plan built again as the next refresh will find it: what nobody is booked for follows at once."""
    tables = setup.tables
    n = tables.n
    kept = tables._replace(
        planned_start=plan[:n], planned_person=plan[2 * n : 3 * n], planned_room=plan[3 * n : 4 * n]
    )
    again = built(setup, kept_where_planned(kept, latest_start(tables)))
    return again if better(again, plan) >= 0 else plan


class _Advance:
    """Moves up what comes before late activities, in the places a plan leaves free."""

    def __init__(self, setup: Setup, plan: Ints) -> None:
        self.setup, self.plan, self.tables = setup, plan, setup.tables
        self.bench = Bench(self.tables, setup.ground, new_keys(self.tables))
        self.bounds = [0] * QUEUE
        self.order = in_link_order(self.tables)
        for a in self.order:
            if plan[a] != NONE:
                self._take(a)

    def with_the_same(self) -> Keys:
        """Keys that leave each its person and its room."""
        _, _, people, rooms = read_plan(self.plan)
        return new_keys(self.tables)._replace(person=people, room=rooms)

    def with_anybody(self) -> Keys:
        """Keys where another person saves a slot at least, another room next to nothing."""
        tables, people = self.tables, read_plan(self.plan).person
        fees = [
            int(tables.people[row] != people[a])
            for a in range(tables.n)
            for row in range(tables.people_at[a], tables.people_at[a + 1])
        ]
        return new_keys(tables)._replace(person_fee=fees)

    def move_up(self, members: list[int]) -> None:
        """Move up what comes before some late activities, and themselves, where that makes a better plan."""
        n, before, taken = self.tables.n, self.plan, list(self.bench.taken)
        self.plan = list(before)
        upstream = self._upstream(members)
        moved = [a for a in upstream if self._moved_up(a)]
        if any(self.plan[n + a] < before[n + a] for a in members):
            for a in reversed(moved):
                if a not in members:
                    self._put_back(a, before)
            appraise(self.setup.flat, self.plan)
            if better(self.plan, before) > 0:
                return
        self.plan, self.bench.taken = before, taken

    def _upstream(self, members: list[int]) -> Ints:
        """Some activities and all that comes before them, predecessors first."""
        tables, found, queue = self.tables, set(members), list(members)
        for a in queue:
            for before in tables.pred[tables.pred_at[a] : tables.pred_at[a + 1]]:
                if before not in found and not tables.fixed[before]:
                    found.add(before)
                    queue.append(before)
        return [a for a in self.order if a in found and self.plan[a] != NONE]

    def _moved_up(self, a: int) -> bool:
        """Whether an activity could end earlier, which it then does."""
        tables, plan, n = self.tables, self.plan, self.tables.n
        linked(self.setup.flat, plan, self.bounds, a)
        floor = max(self.bounds[FLOOR], tables.release[a], 0)
        least, end, duration = self.bounds[CEILING], plan[n + a], tables.duration[a]
        if max(floor + duration, least) >= end:
            return False
        if not duration:
            plan[a] = plan[n + a] = max(floor, least)
            return True
        self._free(a)
        found = self.bench.chosen(a, Span(floor, least, end - 1, duration))
        is_earlier = found is not None and found.start <= plan[a]
        if found is not None and is_earlier:
            self._write(a, found)
        self._take(a)
        return is_earlier

    def _put_back(self, a: int, before: Ints) -> None:
        """Put an activity back where it was, if that keeps nothing later."""
        n, plan = self.tables.n, self.plan
        here = Found(0, plan[a], plan[n + a], plan[2 * n + a], plan[3 * n + a])
        there = Found(0, before[a], before[n + a], before[2 * n + a], before[3 * n + a])
        self._free(a)
        slots = slots_between(there.start, there.end, self.tables.horizon)
        if not any(self.bench.taken[who] & slots for who in (there.person, there.room) if who >= 0):
            self._write(a, there)
            if not all(self._holds(b) for b in self._followers(a)):
                self._write(a, here)
        self._take(a)

    def _followers(self, a: int) -> Iterator[int]:
        tables = self.tables
        yield from tables.succ[tables.succ_at[a] : tables.succ_at[a + 1]]

    def _holds(self, a: int) -> bool:
        """Whether an activity is where its links allow."""
        if self.plan[a] == NONE:
            return True
        linked(self.setup.flat, self.plan, self.bounds, a)
        return self.bounds[FLOOR] <= self.plan[a] and self.bounds[CEILING] <= self.plan[self.tables.n + a]

    def _write(self, a: int, place: Found) -> None:
        n = self.tables.n
        self.plan[a], self.plan[n + a] = place.start, place.end
        self.plan[2 * n + a], self.plan[3 * n + a] = place.person, place.room

    def _slots(self, a: int) -> Iterator[tuple[int, int]]:
        n, plan = self.tables.n, self.plan
        slots = slots_between(plan[a], plan[n + a], self.tables.horizon)
        for who in (plan[2 * n + a], plan[3 * n + a]):
            if who >= 0:
                yield who, slots

    def _take(self, a: int) -> None:
        for who, slots in self._slots(a):
            self.bench.taken[who] |= slots

    def _free(self, a: int) -> None:
        for who, slots in self._slots(a):
            self.bench.taken[who] &= ~slots
