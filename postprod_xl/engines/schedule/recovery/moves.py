"""Keys tried on a neighbourhood: those of the schedule it has, those that expedite the late, random changes of keys."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from postprod_xl.engines.schedule.generation.backward import Backward
from postprod_xl.engines.schedule.generation.disjunctive_sgs import Keys, Scheme
from postprod_xl.engines.schedule.generation.priority_rules import latest_ends, rule_keys
from postprod_xl.engines.schedule.instance.arrays import Arrays, Ints
from postprod_xl.engines.schedule.kernels.genetic import random_below, random_offset
from postprod_xl.engines.schedule.kernels.local_search import LARGEST_BIAS
from postprod_xl.engines.schedule.kernels.sgs import KEY_SCALE, NONE

# Slots that another person, or another room, must save to what keeps its place.
_PERSON, _ROOM = 40, 10
_EXPEDITED, _ROUNDS, _PASSES = 6, 6, 3
_KINDS = 20  # ten random changes, and as many times that an activity overtakes another
_LONGEST = 30  # activities of a chain that take over from another

LateIn = Callable[[Ints], dict[int, int]]


def anchored(arrays: Arrays) -> Keys:
    """The keys that decode the baseline of the arrays, nothing starting earlier."""
    n = arrays.n
    people = [
        _PERSON * (arrays.people[row] != arrays.baseline_person[a])
        for a in range(n)
        for row in range(arrays.people_at[a], arrays.people_at[a + 1])
    ]
    rooms = [
        _ROOM * (arrays.rooms[row] != arrays.baseline_room[a])
        for a in range(n)
        for row in range(arrays.rooms_at[a], arrays.rooms_at[a + 1])
    ]
    starts = arrays.baseline_start
    return Keys([start * KEY_SCALE for start in starts], list(starts), [-1] * n, [-1] * n, people, rooms)


def expediting(
    arrays: Arrays, groups: Sequence[int], target: int, late: LateIn
) -> Generator[Keys, Ints, list[Ints]]:
    """Keys that put what is late first: the target alone, then all that is late, then everything by weight or by rule.

    The schedule of the keys it gave is sent to it; it returns those of the priority rules.

    Parameters
    ----------
    groups
        Project of each activity.
    target
        The project to spare.
    late
        The slots of lateness that could be spared in a schedule, by project.
    """
    start = anchored(arrays)
    latest = [end - length for end, length in zip(latest_ends(arrays), arrays.duration, strict=True)]
    weights: dict[int, int] = {}
    for group, weight in zip(groups, arrays.weight, strict=True):
        weights[group] = max(weight, weights.get(group, 0))
    released = {target}
    for _ in range(_ROUNDS):
        ranked = sorted(released, key=lambda group: (-weights[group], group != target, group))
        blocks = {group: place for place, group in enumerate(ranked)}
        keys = _placed_first(arrays, start, [blocks.get(group) for group in groups], latest)
        found = set(late((yield keys)))
        if found <= released:
            break
        released |= found
    by_weight = sorted(set(weights.values()), reverse=True)
    ranks = {group: 2 * by_weight.index(weight) + (group != target) for group, weight in weights.items()}
    yield _placed_first(arrays, start, [ranks[group] for group in groups], latest)
    by_rule: list[Ints] = []
    for _, keys in rule_keys(arrays):
        by_rule.append((yield keys))
        slots = late(by_rule[-1])
        for _ in range(_EXPEDITED):
            if not slots:
                break
            # What weighs most comes forward by all its lateness, each lighter weight by a third of that.
            heaviest = min(by_weight.index(weights[group]) for group in slots)
            steps = {
                group: KEY_SCALE * late // 3 ** (by_weight.index(weights[group]) - heaviest)
                for group, late in slots.items()
            }
            order = [key - steps.get(group, 0) for key, group in zip(keys.order, groups, strict=True)]
            keys = keys._replace(order=order)
            slots = late((yield keys))
    return by_rule


def justifying(scheme: Scheme, starts: Sequence[Ints]) -> Generator[Keys, Ints, None]:
    """Keys of backward passes from some schedules, each time until it repeats.

    A backward pass also takes the heaviest projects first. The schedule of the keys it gave is sent to it.
    """
    arrays, backward, n = scheme.arrays, Backward(scheme), scheme.arrays.n
    weights = sorted(set(arrays.weight))
    span = arrays.horizon + 1
    heaviest = [span * weights.index(weight) for weight in arrays.weight]
    known: set[tuple[int, ...]] = set()
    orders = ([0] * n, heaviest) if len(weights) > 1 else ([0] * n,)
    for start in starts:
        for first in orders:
            made = start
            for _ in range(_PASSES):
                keys = backward.keys([end + more for end, more in zip(made[n : 2 * n], first, strict=True)])
                order = tuple(keys.order)
                if order in known:
                    break
                known.add(order)
                made = yield keys


def _placed_first(arrays: Arrays, keys: Keys, blocks: Sequence[int | None], latest: Ints) -> Keys:
    """The same keys, some activities before all others, block by block, by anybody anywhere.

    Within a block they are in the order of their latest starts.
    """
    order, min_start = list(keys.order), list(keys.min_start)
    people, rooms = list(keys.person_bias), list(keys.room_bias)
    span = max(latest, default=0) - min(latest, default=0) + 1
    last = max((block for block in blocks if block is not None), default=0) + 1
    before = min(order, default=0) - last * span * KEY_SCALE
    for a, block in enumerate(blocks):
        if block is not None:
            order[a] = before + (block * span + latest[a] - min(latest)) * KEY_SCALE
            min_start[a] = 0
            for offsets, biases in ((arrays.people_at, people), (arrays.rooms_at, rooms)):
                biases[offsets[a] : offsets[a + 1]] = [0] * (offsets[a + 1] - offsets[a])
    return keys._replace(order=order, min_start=min_start, person_bias=people, room_bias=rooms)


class Mutation:
    """Random changes of keys, the same for the same sequence of calls."""

    def __init__(self, scheme: Scheme, groups: Sequence[int], count: int) -> None:
        self.arrays, self.groups, self.count = scheme.arrays, groups, count
        self.predecessors = scheme.predecessors
        self.start = anchored(self.arrays)
        self.rng = [1, 0]
        self.late: Ints = []

    def of(self, keys: Keys, plan: Ints, late: Ints) -> Keys:
        """Keys changed in one way; what is late in their schedule is changed more often."""
        self.late = late
        keys = Keys(*(list(row) for row in keys))
        kind = random_below(self.rng, _KINDS)
        if kind >= 10:
            self._overtake(keys, plan)
        elif kind < 3:
            self._release(keys)
        elif kind < 5:
            self._shift_activities(keys)
        elif kind < 7:
            self._shift_groups(keys)
        elif kind < 9:
            self._bias(keys)
        else:
            self._reorder(keys, plan)
        return keys

    def _any(self) -> int:
        if self.late and random_below(self.rng, 2):
            return self.late[random_below(self.rng, len(self.late))]
        return random_below(self.rng, self.count)

    def _group(self) -> Ints:
        group = self.groups[self._any()]
        return [a for a in range(self.count) if self.groups[a] == group]

    def _release(self, keys: Keys) -> None:
        """Let a project, or a few activities, start before the place they have; or no longer."""
        if random_below(self.rng, 3):
            some = [self._any() for _ in range(1 + random_below(self.rng, 8))]
        else:
            some = self._group()
        back = not random_below(self.rng, 3)
        for a in some:
            keys.min_start[a] = self.start.min_start[a] if back else 0

    def _shift_activities(self, keys: Keys) -> None:
        for _ in range(1 + random_below(self.rng, 12)):
            step = random_offset(self.rng, KEY_SCALE * (1 + random_below(self.rng, 25)))
            keys.order[self._any()] += step

    def _shift_groups(self, keys: Keys) -> None:
        for _ in range(1 + random_below(self.rng, 2)):
            members = self._group()
            step = random_offset(self.rng, KEY_SCALE * (2 + random_below(self.rng, 20)))
            for a in members:
                keys.order[a] += step

    def _bias(self, keys: Keys) -> None:
        arrays = self.arrays
        for _ in range(1 + random_below(self.rng, 4)):
            a = self._any()
            for offsets, biases in (
                (arrays.people_at, keys.person_bias),
                (arrays.rooms_at, keys.room_bias),
            ):
                first, last = offsets[a], offsets[a + 1]
                if last > first + 1:
                    bias = random_below(self.rng, LARGEST_BIAS) if random_below(self.rng, 2) else 0
                    biases[first + random_below(self.rng, last - first)] = bias

    def _overtake(self, keys: Keys, plan: Ints) -> None:
        """Place an activity of a late chain, and all it waits for, before the one whose place it takes over."""
        pairs = self._taken_over(self.late[random_below(self.rng, len(self.late))], plan) if self.late else []
        if not pairs:
            return self._shift_activities(keys)
        before, after = pairs[random_below(self.rng, len(pairs))]
        queue = [after]
        for a in queue:
            keys.order[a] = min(keys.order[a], keys.order[before] - 1)
            keys.min_start[a] = 0
            queue += [b for b, _, _ in self.predecessors[a] if b < self.count and b not in queue]
        return None

    def _taken_over(self, a: int, plan: Ints) -> list[tuple[int, int]]:
        """The activities of the chain that ends with one, each after the one that leaves it its person or its room."""
        size, pairs = self.arrays.n, list[tuple[int, int]]()
        while len(pairs) < _LONGEST:
            linked = max(self.predecessors[a], key=lambda link: plan[size + link[0]], default=None)
            people = [who for who in (plan[2 * size + a], plan[3 * size + a]) if who >= 0]
            sharing = (
                b
                for b in range(self.count)
                if plan[size + b] <= plan[a] and b != a
                if plan[2 * size + b] in people or plan[3 * size + b] in people
            )
            shared = max(sharing, key=lambda b: plan[size + b], default=None) if people else None
            if shared is not None and (linked is None or plan[size + shared] > plan[size + linked[0]]):
                pairs.append((shared, a))
                a = shared
            elif linked is not None and linked[0] < self.count:
                a = linked[0]
            else:
                break
        return pairs

    def _reorder(self, keys: Keys, plan: Ints) -> None:
        """The order of the starts, perturbed."""
        spread = 1 + random_below(self.rng, 4 * KEY_SCALE)
        for a in range(self.count):
            if plan[a] != NONE:
                keys.order[a] = plan[a] * KEY_SCALE + random_offset(self.rng, spread)
