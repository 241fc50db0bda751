"""Search for a schedule where what is late above its bound is less late, starting from the schedule it has."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import NamedTuple

from postprod_xl.engines.schedule.generation.decoding import Instance
from postprod_xl.engines.schedule.generation.disjunctive_sgs import Keys
from postprod_xl.engines.schedule.instance.arrays import Ints
from postprod_xl.engines.schedule.kernels.sgs import NONE, evaluate
from postprod_xl.engines.schedule.recovery.moves import Mutation, anchored, expediting, justifying
from postprod_xl.engines.schedule.recovery.rivals import Rivals
from postprod_xl.engines.schedule.recovery.subset import Subset

# People and rooms tried for activities in one pass over what is late, and in all of them: some two seconds. Above so
# many activities they are fewer, by the square of how many times as many: everything else takes longer.
_PASS, _ALL, _USUAL = 100_000, 600_000, 500
# Where many schedules are compared, each is searched for less long.
FEW_TRIES = 60_000
# The fewest and most schedules tried for a project without progress.
_FEWEST, _MOST = 3, 150
_MILD = 3
_NO_COST = (1 << 60, 0, 0)


@dataclass
class Effort:
    """How many people and rooms may still be tried, and whether a search was given up for want of more."""

    left: int = _ALL
    ran_out: bool = False

    def spend(self, count: int) -> None:
        self.left -= count
        self.ran_out |= self.left <= 0

    def give_up(self) -> None:
        """Nothing more is tried."""
        self.left, self.ran_out = 0, True


def recovered(instance: Instance, plan: Ints, soonest: Ints, effort: Effort) -> Ints:
    """A schedule less late, or the same one.

    Project by project, heaviest lateness first, until none can be spared: its activities and those of the projects
    that compete with it for people and rooms are placed again in many orders. What is found depends on the
    schedule alone, not on the baseline: a schedule that could not be bettered is not bettered the next time either.

    Parameters
    ----------
    soonest
        Lower bounds of the ends (`bounds.earliest_ends`).
    effort
        What may be spent, and is.
    """
    rivals = Rivals(instance, plan, soonest)
    scale = max(sum(map(len, rivals.members.values())) / _USUAL, 1) ** 2
    is_better = False
    while late := rivals.late_groups():
        share = int(_PASS / scale) // len(late)
        found = []
        for group in late:
            if effort.left > 0 and rivals.is_late(group):
                tried = _spared(rivals, group, share)
                effort.spend(int(tried.effort * scale))
                found.append(tried.is_better)
        if not any(found):
            break
        is_better = True
    if not is_better:
        return plan
    evaluate(instance.packed, rivals.plan)
    return rivals.plan


class _Outcome(NamedTuple):
    """Whether a schedule was found where a project, or one of its rivals, is less late, and what it took."""

    is_better: bool
    effort: int


def _spared(rivals: Rivals, group: int, share: int) -> _Outcome:
    """Look for such a schedule, and take it."""
    effort = 0
    for groups in rivals.neighbourhoods(group):
        part = rivals.set_free(groups)
        search = _Search(rivals, part, group)
        found = search.best_of(min(max(share // part.effort, _FEWEST), _MOST))
        effort += search.count * part.effort
        if found is not None:
            rivals.replace(part, found)
            return _Outcome(True, effort)
    return _Outcome(False, effort)


class _Walk(NamedTuple):
    """The keys to change next, their schedule, and its cost: unplaced or hard, lateness, change."""

    keys: Keys
    plan: Ints
    cost: tuple[int, int, int]


class _Search:
    """The schedules tried on one neighbourhood.

    Attributes
    ----------
    walks
        Walks from schedule to schedule: by the objective, and by a milder one where a long lateness of a light
        project counts as much as a short one of a heavy project; a third one, by the milder objective too, starts
        from the schedules made backward, however late. What none reaches alone all do.
    best
        The best schedule tried, None while none is less late than the one there was.
    count
        How many were tried.
    """

    def __init__(self, rivals: Rivals, part: Subset, group: int) -> None:
        self.part, self.group, arrays = part, group, part.arrays
        self.groups = [rivals.groups[a] for a in part.members]
        self.least = [
            max(due, rivals.soonest[a]) if due != NONE else arrays.horizon
            for due, a in zip(arrays.due, part.members, strict=True)
        ]
        weights = sorted(set(arrays.weight))
        self._mild = [
            (a, least, _MILD ** weights.index(arrays.weight[a]))
            for a, least in enumerate(self.least)
            if arrays.due[a] != NONE
        ]
        keys = anchored(arrays)
        plan = part.placed(keys)
        self.walks = [
            _Walk(keys, plan, (*part.lateness(plan), 0)),
            _Walk(keys, plan, (*self._mildly(plan), 0)),
        ]
        self.best: Ints | None = None
        self.reached = part.lateness(plan)
        self.count = 1

    def best_of(self, trials: int) -> Ints | None:
        """The best schedule of so many trials without progress; None when none is less late."""
        moves = self._moves()
        tried, left = next(moves), trials
        while left > 0:
            left -= 1
            self.count += 1
            made = self.part.placed(tried)
            if self._takes(tried, made):
                self.best, left = made, trials
                if not self._late(made):
                    break
            tried = moves.send(made)
        return self.best

    def _moves(self) -> Generator[Keys, Ints, None]:
        by_rule = yield from expediting(self.part.arrays, self.groups, self.group, self._late_groups)
        self.walks.append(self.walks[1]._replace(cost=_NO_COST))
        yield from justifying(self.part.scheme, [self.walks[0].plan, *by_rule])
        mutation = Mutation(self.part.scheme, self.groups, self.part.free)
        while True:
            for walk in self.walks:
                yield mutation.of(walk.keys, walk.plan, self._late(walk.plan))

    def _takes(self, keys: Keys, made: Ints) -> bool:
        """Go on from a schedule that is no worse; whether it is less late than any before."""
        late = self.part.lateness(made)
        change = -1
        mild = self._mildly(made)
        for place, cost in enumerate((late, mild, mild)[: len(self.walks)]):
            held = self.walks[place].cost
            if cost <= held[:2]:
                change = self.part.change(made) if change < 0 else change
                if (*cost, change) <= held:
                    self.walks[place] = _Walk(keys, made, (*cost, change))
        is_better = late < self.reached
        self.reached = min(late, self.reached)
        return is_better

    def _mildly(self, plan: Ints) -> tuple[int, int]:
        """The milder lateness: what has no place, then slots above the bounds, each weight thrice the next."""
        ends = plan[self.part.arrays.n :]
        unplaced = ends[: self.part.free].count(NONE)
        return unplaced, sum((ends[a] - least) * weight for a, least, weight in self._mild if ends[a] > least)

    def _late(self, plan: Ints) -> Ints:
        """The activities late above their bound."""
        ends = plan[self.part.arrays.n :]
        return [a for a in range(self.part.free) if ends[a] > self.least[a]]

    def _late_groups(self, plan: Ints) -> dict[int, int]:
        ends, found = plan[self.part.arrays.n :], dict[int, int]()
        for a in self._late(plan):
            found[self.groups[a]] = max(ends[a] - self.least[a], found.get(self.groups[a], 0))
        return found
