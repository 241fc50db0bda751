"""A schedule by project and by resource: what is late above its bound, and what competes with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from postprod_xl.engines.schedule.generation.decoding import Instance
from postprod_xl.engines.schedule.generation.disjunctive_sgs import slots_between
from postprod_xl.engines.schedule.instance.arrays import Ints
from postprod_xl.engines.schedule.kernels.sgs import NONE
from postprod_xl.engines.schedule.recovery.subset import Subset

_LARGEST = 140  # activities set free at once, about
_NEIGHBOURHOODS = 2


class Rivals:
    """A schedule whose projects compete for people and rooms.

    Parameters
    ----------
    instance, plan
        The problem and the schedule, which `replace` changes; its cost is not kept up to date.
    soonest
        Lower bounds of the ends (`bounds.earliest_ends`).
    """

    def __init__(self, instance: Instance, plan: Ints, soonest: Ints) -> None:
        self.instance, self.arrays, self.plan, self.soonest = instance, instance.arrays, list(plan), soonest
        self.groups = [activity.group for activity in instance.problem.activities]
        self.busy = list(instance.availability.busy)
        self.users: dict[int, set[int]] = {}
        self.members: dict[int, Ints] = {}
        for a in range(self.arrays.n):
            if not self.arrays.fixed[a] and plan[a] != NONE:
                self.members.setdefault(self.groups[a], []).append(a)
                self._reserve(a)

    def late_groups(self) -> Ints:
        """The projects late above their bound, heaviest first."""
        arrays, weights = self.arrays, dict[int, int]()
        for group, members in self.members.items():
            price = sum(self._spare_slots(a) * arrays.weight[a] for a in members)
            if price:
                weights[group] = price
        return sorted(weights, key=lambda group: (-weights[group], group))

    def is_late(self, group: int) -> bool:
        """Whether a project is late above its bound."""
        return any(map(self._spare_slots, self.members.get(group, ())))

    def neighbourhoods(self, group: int) -> Iterator[Ints]:
        """A project with its closest rivals, then with the closest of those that had no room beside these."""
        left = self._by_closeness(group)
        for _ in range(_NEIGHBOURHOODS):
            chosen, size = [group], len(self.members[group])
            for rival in left:
                if len(chosen) == 1 or size + len(self.members[rival]) <= _LARGEST:
                    chosen.append(rival)
                    size += len(self.members[rival])
            yield chosen
            left = [rival for rival in left if rival not in chosen]
            if not left:
                break

    def set_free(self, groups: Iterable[int]) -> Subset:
        """Projects, with all that follow them, as a problem of their own."""
        free = self._with_successors(a for group in groups for a in self.members[group])
        busy = list(self.busy)
        for a in free:
            for who, slots in self._slots(a):
                busy[who] &= ~slots
        return Subset(self.instance, self.plan, free, busy)

    def replace(self, part: Subset, found: Ints) -> None:
        """Give the free activities of a part the places that were found for them."""
        free = part.members[: part.free]
        for a in free:
            for who, slots in self._slots(a):
                self.busy[who] &= ~slots
                self.users[who].discard(a)
        self.plan = part.written_into(self.plan, found)
        for a in free:
            self._reserve(a)

    def _spare_slots(self, a: int) -> int:
        due = self.arrays.due[a]
        return 0 if due == NONE else max(self.plan[self.arrays.n + a] - max(due, self.soonest[a]), 0)

    def _by_closeness(self, group: int) -> Ints:
        """The other projects, those first that take most of what would let this one be earlier."""
        taken: dict[int, int] = {}
        for who, wanted in self._wanted(group).items():
            for a in self.users.get(who, ()):
                rival = self.groups[a]
                if rival != group:
                    slots = slots_between(self.plan[a], self.plan[self.arrays.n + a], self.arrays.horizon)
                    taken[rival] = taken.get(rival, 0) + (slots & wanted).bit_count()
        rivals = [rival for rival, count in taken.items() if count]
        return sorted(rivals, key=lambda rival: (-taken[rival], rival))

    def _wanted(self, group: int) -> dict[int, int]:
        """Slots of each resource that would let an activity of a project start earlier than it does."""
        arrays, wanted = self.arrays, dict[int, int]()
        for a in self.members[group]:
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

    def _reserve(self, a: int) -> None:
        for who, slots in self._slots(a):
            self.busy[who] |= slots
            self.users.setdefault(who, set()).add(a)

    def _slots(self, a: int) -> Iterator[tuple[int, int]]:
        """The person and the room of an activity, with the slots it takes of them."""
        n, plan = self.arrays.n, self.plan
        slots = self.instance.scheme.kept(a, plan[a], plan[n + a])
        for who in (plan[2 * n + a], plan[3 * n + a]):
            if who >= 0:
                yield who, slots
