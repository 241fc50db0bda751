"""A problem read from the end of its axis: what was early is late, what ended starts."""

from __future__ import annotations

from postprod_xl.engines.schedule.model import Link
from postprod_xl.engines.schedule.tables import KINDS, NONE, Ints, Tables, link_lists

# Starts become ends: FD and DF stay themselves, DD and FF change places.
_MIRRORED_KIND = (0, 2, 1, 3)


def mirrored(tables: Tables) -> Tables:
    """The mirrored tables; lags keep the calendars they had, so that it is good for orders, not for dates."""
    links = [
        Link(after, tables.pred[row], KINDS[_MIRRORED_KIND[tables.pred_kind[row]]], tables.pred_lag[row])
        for after in range(tables.n)
        for row in range(tables.pred_at[after], tables.pred_at[after + 1])
        if not tables.fixed[after] and not tables.fixed[tables.pred[row]]
    ]
    waits = [0] * tables.n
    for link in links:
        waits[link.after] += 1
    horizon = tables.horizon
    return tables._replace(
        **link_lists(tables.n, links),
        waits=waits,
        release=[min(release, 0) if release <= horizon else release for release in tables.release],
        begun=[NONE] * tables.n,
        due=[NONE] * tables.n,
        move_price=[0] * tables.n,
        fixed_start=[horizon - end for end in tables.fixed_end],
        fixed_end=[horizon - start for start in tables.fixed_start],
        open_=_reversed_rows(tables.open_, len(tables.always), horizon),
        load=_reversed_load(tables),
    )


def _reversed_rows(rows: Ints, count: int, horizon: int) -> Ints:
    flipped: Ints = []
    for row in range(count):
        flipped += rows[row * horizon : (row + 1) * horizon][::-1]
    return flipped


def _reversed_load(tables: Tables) -> Ints:
    """Loads read backwards; a slot of a resource of capacity 1 leads to the next, which is enough to jump."""
    flipped = _reversed_rows(tables.load, len(tables.capacity), tables.horizon)
    for resource, capacity in enumerate(tables.capacity):
        if capacity == 1:
            base = resource * tables.horizon
            for slot in range(tables.horizon):
                flipped[base + slot] = slot + 1 if flipped[base + slot] else 0
    return flipped
