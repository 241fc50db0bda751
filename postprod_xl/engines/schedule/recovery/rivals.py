"""Which projects are late above their bound, and what is set free to spare one of them."""

from __future__ import annotations

from collections.abc import Iterable

from postprod_xl.engines.schedule.generation.decoding import Instance
from postprod_xl.engines.schedule.generation.disjunctive_sgs import slots_between
from postprod_xl.engines.schedule.instance.arrays import Ints
from postprod_xl.engines.schedule.kernels.sgs import NONE

_LARGEST = 140  # activities set free at once, about


def late_groups(instance: Instance, plan: Ints, soonest: Ints) -> Ints:
    """The projects late above their bound, heaviest first."""
    arrays, weights = instance.arrays, dict[int, int]()
    for a, activity in enumerate(instance.problem.activities):
        end = plan[arrays.n + a]
        if activity.due is not None and not arrays.fixed[a] and end > max(activity.due, soonest[a]):
            price = (end - max(activity.due, soonest[a])) * activity.weight
            weights[activity.group] = weights.get(activity.group, 0) + price
    return sorted(weights, key=lambda group: (-weights[group], group))


class Rivals:
    """The activities of a schedule by project, and how much they take of what a late project could use."""

    def __init__(self, instance: Instance, plan: Ints, soonest: Ints) -> None:
        self.arrays, self.plan, self.soonest = instance.arrays, plan, soonest
        self.groups = [activity.group for activity in instance.problem.activities]
        self.members: dict[int, Ints] = {}
        for a in range(self.arrays.n):
            if not self.arrays.fixed[a] and plan[a] != NONE:
                self.members.setdefault(self.groups[a], []).append(a)

    def free_with(self, group: int) -> set[int]:
        """The movable activities of a project and of its closest rivals, with all that follow them."""
        chosen, size = [group], len(self.members.get(group, ()))
        for rival in self._by_closeness(group):
            if len(chosen) == 1 or size + len(self.members[rival]) <= _LARGEST:
                chosen.append(rival)
                size += len(self.members[rival])
        return self._with_successors(a for one in chosen for a in self.members.get(one, ()))

    def _by_closeness(self, group: int) -> Ints:
        wanted, plan, n = self._wanted(group), self.plan, self.arrays.n
        taken: dict[int, int] = {}
        for rival, members in self.members.items():
            for a in members if rival != group else ():
                slots = slots_between(plan[a], plan[n + a], self.arrays.horizon)
                people = (who for who in (plan[2 * n + a], plan[3 * n + a]) if who >= 0)
                count = sum((wanted.get(who, 0) & slots).bit_count() for who in people)
                if count:
                    taken[rival] = taken.get(rival, 0) + count
        return sorted(taken, key=lambda rival: (-taken[rival], rival))

    def _wanted(self, group: int) -> dict[int, int]:
        """Slots of each resource that would let an activity of a project start earlier than it does."""
        arrays, wanted = self.arrays, dict[int, int]()
        for a in self.members.get(group, ()):
            end = self.plan[arrays.n + a]
            if not arrays.duration[a] or end <= self.soonest[a]:
                continue
            slots = slots_between(self.soonest[a] - arrays.duration[a], end, arrays.horizon)
            people = arrays.people[arrays.people_at[a] : arrays.people_at[a + 1]]
            rooms = arrays.rooms[arrays.rooms_at[a] : arrays.rooms_at[a + 1]]
            for who in (*people, *rooms):
                wanted[who] = wanted.get(who, 0) | slots
        return wanted

    def _with_successors(self, members: Iterable[int]) -> set[int]:
        arrays, found = self.arrays, set(members)
        queue = list(found)
        for a in queue:
            for after in arrays.succ[arrays.succ_at[a] : arrays.succ_at[a + 1]]:
                if after not in found and not arrays.fixed[after] and self.plan[after] != NONE:
                    found.add(after)
                    queue.append(after)
        return found
