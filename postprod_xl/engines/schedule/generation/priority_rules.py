"""Priority rules: keys of the first schedules."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from postprod_xl.engines.schedule.generation.decoding import Instance, decoded, new_keys
from postprod_xl.engines.schedule.generation.disjunctive_sgs import Keys
from postprod_xl.engines.schedule.generation.repair import baseline_keys, repair_keys
from postprod_xl.engines.schedule.instance.arrays import Arrays, Ints
from postprod_xl.engines.schedule.kernels.sgs import KEY_SCALE, NONE

_RANK = KEY_SCALE // 4  # of an order key, between one commitment rank and the next
_DAY, _WEEK = 2, 10  # slots that a rank of preference may be waited for


def initial_keys(instance: Instance) -> Iterator[tuple[str, Keys]]:
    """Keys of the first schedules, most promising first, with the name of their rule.

    With a baseline, its repairs come first (`repair`).
    """
    arrays = instance.arrays
    if any(arrays.move_price):
        order = latest_start_keys(arrays)
        yield from repair_keys(instance, order, decoded(instance, baseline_keys(instance, order)))
    yield from rule_keys(arrays)


def rule_keys(arrays: Arrays) -> Iterator[tuple[str, Keys]]:
    """The priority rules alone, as without a baseline."""
    latest = latest_ends(arrays)
    by_start = latest_start_keys(arrays)
    by_end = _firmest_first(arrays, _shortest_first(arrays, _in_order(arrays, latest)))
    yield "latest end", by_end
    yield "latest start", by_start
    if any(arrays.people_penalty) or any(arrays.rooms_penalty):
        yield "preferred people", _preferring(arrays, by_start, _DAY)
        yield "preferred people, latest end", _preferring(arrays, by_end, _WEEK)
    ranks = _ranks(arrays)
    if any(ranks):
        last = max(by_start.order) - min(by_start.order) + KEY_SCALE
        order = [key + last * rank for key, rank in zip(by_start.order, ranks, strict=True)]
        yield "firmest first", by_start._replace(order=order)


def expedited(instance: Instance, keys: Keys, plan: Ints) -> Keys:
    """The keys of a schedule, each project brought forward by its dearest tardiness; the same when nothing is late."""
    n, late = instance.arrays.n, dict[int, int]()
    lightest = max(min((activity.weight for activity in instance.problem.activities), default=1), 1)
    for a, activity in enumerate(instance.problem.activities):
        end = plan[n + a]
        if activity.due is not None and end != NONE and a not in instance.assignments:
            slots = max(end - activity.due, 0) * activity.weight // lightest
            late[activity.group] = max(slots, late.get(activity.group, 0))
    groups = (activity.group for activity in instance.problem.activities)
    order = [key - KEY_SCALE * late.get(group, 0) for key, group in zip(keys.order, groups, strict=True)]
    return keys._replace(order=order)


def latest_start_keys(arrays: Arrays) -> Keys:
    """Keys of the latest-start-time rule (minimum LST first)."""
    latest = latest_ends(arrays)
    return _firmest_first(
        arrays, _in_order(arrays, [end - length for end, length in zip(latest, arrays.duration, strict=True)])
    )


def latest_ends(arrays: Arrays) -> Ints:
    """Latest end of each activity for the due dates downstream, resources and calendars ignored.

    Activities with no due date downstream are counted from the end of the longest path.
    """
    order = topological_order(arrays)
    early = [0] * arrays.n
    for a in order:
        for row in range(arrays.pred_at[a], arrays.pred_at[a + 1]):
            early[a] = max(early[a], early[arrays.pred[row]] + arrays.pred_lag[row])
        early[a] = max(early[a], arrays.release[a]) + arrays.duration[a]
    last = max(early, default=0)
    latest = [last if due == NONE else due for due in arrays.due]
    for a in reversed(order):
        for row in range(arrays.pred_at[a], arrays.pred_at[a + 1]):
            before, kind = arrays.pred[row], arrays.pred_kind[row]
            moment = latest[a] - arrays.pred_lag[row]
            moment -= arrays.duration[a] if kind < 2 else 0
            moment += arrays.duration[before] if kind in (1, 3) else 0
            latest[before] = min(latest[before], moment)
    return latest


def topological_order(arrays: Arrays) -> Ints:
    """The activities to place, predecessors first; those in or behind a cycle are left out."""
    indegree = list(arrays.indegree)
    order = [a for a in range(arrays.n) if not arrays.fixed[a] and not indegree[a]]
    for a in order:
        for row in range(arrays.succ_at[a], arrays.succ_at[a + 1]):
            b = arrays.succ[row]
            indegree[b] -= 1
            if not indegree[b]:
                order.append(b)
    return order


def _in_order(arrays: Arrays, moments: Ints) -> Keys:
    return new_keys(arrays)._replace(order=[moment * KEY_SCALE for moment in moments])


def _shortest_first(arrays: Arrays, keys: Keys) -> Keys:
    """The same, ties broken by the shortest duration."""
    order = [
        key + min(length, KEY_SCALE - 1) for key, length in zip(keys.order, arrays.duration, strict=True)
    ]
    return keys._replace(order=order)


def _firmest_first(arrays: Arrays, keys: Keys) -> Keys:
    """The same, ties broken by the firmest commitment."""
    ranks = _ranks(arrays)
    if not any(ranks):
        return keys
    order = [
        key - key % KEY_SCALE + rank * _RANK + min(key % KEY_SCALE, _RANK - 1)
        for key, rank in zip(keys.order, ranks, strict=True)
    ]
    return keys._replace(order=order)


def _ranks(arrays: Arrays) -> Ints:
    """Commitment rank of each activity: 0 for the firmest to place, 1 for those that yield to them, and so on."""
    prices = sorted({price for price, fixed in zip(arrays.end_price, arrays.fixed, strict=True) if not fixed})
    ranks = {price: len(prices) - 1 - place for place, price in enumerate(prices)}
    return [ranks.get(price, 0) for price in arrays.end_price]


def _preferring(arrays: Arrays, keys: Keys, slots: int) -> Keys:
    """The same, each rank of preference worth a wait of some slots."""
    return keys._replace(
        person_bias=_rank_biases(arrays.people_at, arrays.people_penalty, slots),
        room_bias=_rank_biases(arrays.rooms_at, arrays.rooms_penalty, _DAY),
    )


def _rank_biases(offsets: Ints, biases: Ints, slots: int) -> Ints:
    ranks: Ints = []
    for first, last in pairwise(offsets):
        row = sorted(set(biases[first:last]))
        ranks += [slots * row.index(bias) for bias in biases[first:last]]
    return ranks
