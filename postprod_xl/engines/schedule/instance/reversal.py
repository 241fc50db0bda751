"""The time-reversed problem, for backward scheduling: ends become starts."""

from __future__ import annotations

from postprod_xl.engines.schedule.instance.arrays import KINDS, NONE, Arrays, Ints, link_lists
from postprod_xl.engines.schedule.model import Link

# Starts become ends: FD and DF are unchanged, DD and FF swap.
_REVERSED_KIND = (0, 2, 1, 3)


def reversed_arrays(arrays: Arrays) -> Arrays:
    """The reversed arrays; lags keep their calendars, so that the result is valid for orders, not for dates."""
    horizon = arrays.horizon
    return reversed_links(arrays)._replace(
        open_=_reversed_rows(arrays.open_, len(arrays.always), horizon),
        profile=_reversed_profile(arrays),
    )


def reversed_links(arrays: Arrays) -> Arrays:
    """The same without the rows of slots, which the scheme on bit sets does not read."""
    links = [
        Link(after, arrays.pred[row], KINDS[_REVERSED_KIND[arrays.pred_kind[row]]], arrays.pred_lag[row])
        for after in range(arrays.n)
        for row in range(arrays.pred_at[after], arrays.pred_at[after + 1])
        if not arrays.fixed[after] and not arrays.fixed[arrays.pred[row]]
    ]
    indegree = [0] * arrays.n
    for link in links:
        indegree[link.successor] += 1
    horizon = arrays.horizon
    return arrays._replace(
        **link_lists(arrays.n, links),
        indegree=indegree,
        release=[min(release, 0) if release <= horizon else release for release in arrays.release],
        actual_start=[NONE] * arrays.n,
        due=[NONE] * arrays.n,
        move_price=[0] * arrays.n,
        fixed_start=[horizon - end for end in arrays.fixed_end],
        fixed_end=[horizon - start for start in arrays.fixed_start],
    )


def _reversed_rows(rows: Ints, count: int, horizon: int) -> Ints:
    flipped: Ints = []
    for row in range(count):
        flipped += rows[row * horizon : (row + 1) * horizon][::-1]
    return flipped


def _reversed_profile(arrays: Arrays) -> Ints:
    """Reversed profiles; a busy slot of a unary resource points to the next slot, which is enough to skip ahead."""
    flipped = _reversed_rows(arrays.profile, len(arrays.capacity), arrays.horizon)
    for resource, capacity in enumerate(arrays.capacity):
        if capacity == 1:
            base = resource * arrays.horizon
            for slot in range(arrays.horizon):
                flipped[base + slot] = slot + 1 if flipped[base + slot] else 0
    return flipped
