"""Search for a schedule where what is late above its bound is less late, starting from the schedule it has."""

from __future__ import annotations

from postprod_xl.engines.schedule.generation.decoding import Instance
from postprod_xl.engines.schedule.generation.disjunctive_sgs import slots_between
from postprod_xl.engines.schedule.instance.arrays import Ints
from postprod_xl.engines.schedule.kernels.sgs import LEVELS, NONE, evaluate
from postprod_xl.engines.schedule.recovery.moves import Mutation, anchored, expediting
from postprod_xl.engines.schedule.recovery.rivals import Rivals, late_groups
from postprod_xl.engines.schedule.recovery.subset import Subset, subset_of

# Activity placements of one pass over what is late, and the fewest schedules tried for one project.
_PLACEMENTS, _FEWEST = 6_000, 6


def recovered(instance: Instance, plan: Ints, soonest: Ints) -> Ints:
    """A schedule less late, or the same one.

    Project by project, heaviest lateness first: its activities and those of the projects that compete with it
    for people and rooms are placed again in many orders. What is found depends on the schedule alone, not on the
    baseline: a schedule that could not be bettered is not bettered the next time either.

    Parameters
    ----------
    soonest
        Lower bounds of the ends (`bounds.earliest_ends`).
    """
    late = late_groups(instance, plan, soonest)
    for group in late:
        plan = _spared(instance, plan, group, soonest, _PLACEMENTS // len(late))
    return plan


def _spared(instance: Instance, plan: Ints, group: int, soonest: Ints, placements: int) -> Ints:
    free = Rivals(instance, plan, soonest).free_with(group)
    if not free:
        return plan
    part = subset_of(instance, plan, _busy_slots(instance, plan), free)
    search = _Search(instance, part, soonest)
    found = search.best_of(max(placements // part.free, _FEWEST))
    if found is None:
        return plan
    better = part.written_into(plan, found)
    evaluate(instance.packed, better)
    return better


def _busy_slots(instance: Instance, plan: Ints) -> Ints:
    """The slots that fixed work and a schedule take of each resource."""
    arrays, busy = instance.arrays, list(instance.availability.busy)
    n = arrays.n
    for a in range(n):
        if not arrays.fixed[a] and plan[a] != NONE:
            for who in (plan[2 * n + a], plan[3 * n + a]):
                if who >= 0:
                    busy[who] |= slots_between(plan[a], plan[n + a], arrays.horizon)
    return busy


class _Search:
    """The schedules tried on one neighbourhood."""

    def __init__(self, instance: Instance, part: Subset, soonest: Ints) -> None:
        self.part, arrays = part, part.arrays
        self.groups = [instance.problem.activities[a].group for a in part.members]
        self.least = [
            max(due, soonest[a]) if due != NONE else arrays.horizon
            for due, a in zip(arrays.due, part.members, strict=True)
        ]

    def best_of(self, trials: int) -> Ints | None:
        """The best schedule of so many trials without progress; None when none is less late than the one there is."""
        arrays, part = self.part.arrays, self.part
        keys = anchored(arrays)
        plan = part.decoded(keys)
        best, reached = None, plan[-LEVELS:][:2]
        expedited = expediting(arrays, self.groups, self._late_groups, part.decoded)
        mutation = Mutation(arrays, self.groups, part.free)
        left = trials
        while left > 0:
            left -= 1
            tried = next(expedited, None) or mutation.of(keys, plan, self._late(plan))
            made = part.decoded(tried)
            if made[-LEVELS:][:3] <= plan[-LEVELS:][:3]:
                keys, plan = tried, made
            if made[-LEVELS:][:2] < reached:
                best, reached, left = made, made[-LEVELS:][:2], trials
                if not self._late(made):
                    break
        return best

    def _late(self, plan: Ints) -> Ints:
        """The activities late above their bound."""
        ends = plan[self.part.arrays.n :]
        return [a for a in range(self.part.free) if ends[a] > self.least[a]]

    def _late_groups(self, plan: Ints) -> dict[int, int]:
        ends, found = plan[self.part.arrays.n :], dict[int, int]()
        for a in self._late(plan):
            found[self.groups[a]] = max(ends[a] - self.least[a], found.get(self.groups[a], 0))
        return found
