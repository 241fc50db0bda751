"""Priority rules: the orders in which a first schedule is built."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from postprod_xl.engines.schedule.kernels import GRAIN, NONE
from postprod_xl.engines.schedule.repair import repairs, unmoved
from postprod_xl.engines.schedule.serial import Keys
from postprod_xl.engines.schedule.setup import Setup, built, new_keys
from postprod_xl.engines.schedule.tables import Ints, Tables

_RANK = GRAIN // 4  # of an order key, between one rank of hold and the next


def first_keys(setup: Setup) -> Iterator[tuple[str, Keys]]:
    """Keys of the first schedules, most promising first, with the name of their rule.

    When a plan is in force, it is first repaired (see `repair`).
    """
    tables = setup.tables
    if any(tables.move_price):
        order = latest_start(tables)
        yield from repairs(setup, order, built(setup, unmoved(setup, order)))
    yield from fresh_keys(tables)


def fresh_keys(tables: Tables) -> Iterator[tuple[str, Keys]]:
    """The same as if no plan were in force."""
    latest = latest_ends(tables)
    by_start = latest_start(tables)
    by_end = _firmest_first(tables, _shortest_first(tables, _in_order(tables, latest)))
    yield "latest end", by_end
    yield "latest start", by_start
    if any(tables.people_fee) or any(tables.rooms_fee):
        yield "preferred people", _preferring(tables, by_start)
        yield "preferred people, latest end", _preferring(tables, by_end)
    ranks = _ranks(tables)
    if any(ranks):
        last = max(by_start.order) - min(by_start.order) + GRAIN
        order = [key + last * rank for key, rank in zip(by_start.order, ranks, strict=True)]
        yield "firmest first", by_start._replace(order=order)


def hastened(setup: Setup, keys: Keys, plan: Ints) -> Keys:
    """The keys of a plan, each project moved up by its dearest lateness; the same when nothing is late."""
    n, late = setup.tables.n, dict[int, int]()
    lightest = max(min((activity.weight for activity in setup.problem.activities), default=1), 1)
    for a, activity in enumerate(setup.problem.activities):
        end = plan[n + a]
        if activity.due is not None and end != NONE and a not in setup.places:
            slots = max(end - activity.due, 0) * activity.weight // lightest
            late[activity.group] = max(slots, late.get(activity.group, 0))
    groups = (activity.group for activity in setup.problem.activities)
    order = [key - GRAIN * late.get(group, 0) for key, group in zip(keys.order, groups, strict=True)]
    return keys._replace(order=order)


def latest_start(tables: Tables) -> Keys:
    """The keys of the rule that places first what must begin first."""
    latest = latest_ends(tables)
    return _firmest_first(
        tables, _in_order(tables, [end - length for end, length in zip(latest, tables.duration, strict=True)])
    )


def latest_ends(tables: Tables) -> Ints:
    """Latest end of each activity for the dues behind it, resources and calendars ignored.

    What leads to no due is counted from the end of the longest path.
    """
    order = in_link_order(tables)
    early = [0] * tables.n
    for a in order:
        for row in range(tables.pred_at[a], tables.pred_at[a + 1]):
            early[a] = max(early[a], early[tables.pred[row]] + tables.pred_lag[row])
        early[a] = max(early[a], tables.release[a]) + tables.duration[a]
    last = max(early, default=0)
    latest = [last if due == NONE else due for due in tables.due]
    for a in reversed(order):
        for row in range(tables.pred_at[a], tables.pred_at[a + 1]):
            before, kind = tables.pred[row], tables.pred_kind[row]
            moment = latest[a] - tables.pred_lag[row]
            moment -= tables.duration[a] if kind < 2 else 0
            moment += tables.duration[before] if kind in (1, 3) else 0
            latest[before] = min(latest[before], moment)
    return latest


def in_link_order(tables: Tables) -> Ints:
    """The activities to place, predecessors first; those in or behind a cycle are left out."""
    waits = list(tables.waits)
    order = [a for a in range(tables.n) if not tables.fixed[a] and not waits[a]]
    for a in order:
        for row in range(tables.succ_at[a], tables.succ_at[a + 1]):
            b = tables.succ[row]
            waits[b] -= 1
            if not waits[b]:
                order.append(b)
    return order


def _in_order(tables: Tables, moments: Ints) -> Keys:
    return new_keys(tables)._replace(order=[moment * GRAIN for moment in moments])


def _shortest_first(tables: Tables, keys: Keys) -> Keys:
    """The same, the shorter of two that are level going first."""
    order = [key + min(length, GRAIN - 1) for key, length in zip(keys.order, tables.duration, strict=True)]
    return keys._replace(order=order)


def _firmest_first(tables: Tables, keys: Keys) -> Keys:
    """The same, the firmer of two that are level going first."""
    ranks = _ranks(tables)
    if not any(ranks):
        return keys
    order = [
        key - key % GRAIN + rank * _RANK + min(key % GRAIN, _RANK - 1)
        for key, rank in zip(keys.order, ranks, strict=True)
    ]
    return keys._replace(order=order)


def _ranks(tables: Tables) -> Ints:
    """0 for the firmest activities to place, 1 for those that yield to them, and so on."""
    prices = sorted({price for price, fixed in zip(tables.end_price, tables.fixed, strict=True) if not fixed})
    ranks = {price: len(prices) - 1 - place for place, price in enumerate(prices)}
    return [ranks.get(price, 0) for price in tables.end_price]


def _preferring(tables: Tables, keys: Keys) -> Keys:
    """The same, each rank of preference worth a day."""
    return keys._replace(
        person_fee=_rank_fees(tables.people_at, tables.people_fee),
        room_fee=_rank_fees(tables.rooms_at, tables.rooms_fee),
    )


def _rank_fees(offsets: Ints, fees: Ints) -> Ints:
    ranks: Ints = []
    for first, last in pairwise(offsets):
        row = sorted(set(fees[first:last]))
        ranks += [2 * row.index(fee) for fee in fees[first:last]]
    return ranks
