"""Which row of a table is which in a later state of it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from postprod_xl.schema.kinds import is_empty

ENOUGH_CELLS = 3
"""Filled cells that two rows share at least to be one row under two keys: fewer are equal by chance."""


class KeyedCells(NamedTuple):
    """One row to pair: its cells, and its key as keys are compared; None when it has none."""

    cells: tuple[Any, ...]
    key: tuple[Any, ...] | None


Look = Callable[[KeyedCells], Hashable | None]
"""What two rows must have in common to be paired; None for a row that may not be."""


@dataclass(frozen=True)
class Pairing:
    """Positions of the rows of two states: the pairs, in the order of the second state, and the others."""

    pairs: Sequence[tuple[int, int]]
    removed: Sequence[int]
    added: Sequence[int]

    def moved(self) -> set[int]:
        """Positions, in the second state, of rows out of order: as few as explain it."""
        still = _longest_rising([before for before, _ in self.pairs])
        return {after for at, (_, after) in enumerate(self.pairs) if at not in still}


def paired_by_key(before: Sequence[KeyedCells], after: Sequence[KeyedCells]) -> Pairing:
    """The rows of two states of a table whose keys never change, those of documents."""
    return _matched(before, after, [_whole, _key])


def paired(before: Sequence[KeyedCells], after: Sequence[KeyedCells], key: Sequence[int]) -> Pairing:
    """The rows of two states of a table, paired.

    By key; where it leaves fewer cells different, rows that were renumbered are paired by all the rest first. Rows
    without key are paired by content: equal ones in their order, then those that one cell tells apart, then those of
    the same first cell.

    Parameters
    ----------
    before, after
        The rows, of the same columns.
    key
        Positions of the columns of the key among the cells; empty for a table without key.
    """
    renamed = [_without(at) for at in key]
    contents = _contents(before or after) if not key else []
    by_key = _matched(before, after, [_whole, _key, *renamed, *contents])
    if not key or not _cost(by_key, before, after):
        return by_key
    renumbered = _matched(before, after, [_whole, *renamed, _key, *contents])
    return min((by_key, renumbered), key=lambda pairing: _cost(pairing, before, after))


def _contents(records: Sequence[KeyedCells]) -> list[Look]:
    width = len(records[0].cells) if records else 0
    return [*(_without(at) for at in range(width)), _first_cell]


def _whole(record: KeyedCells) -> Hashable:
    return record.cells


def _key(record: KeyedCells) -> Hashable | None:
    return record.key


def _first_cell(record: KeyedCells) -> Hashable | None:
    return None if is_empty(record.cells[0]) else record.cells[0]


def _without(at: int) -> Look:
    """All the cells but one."""

    def rest(record: KeyedCells) -> Hashable | None:
        others = record.cells[:at] + record.cells[at + 1 :]
        return others if sum(not is_empty(cell) for cell in others) >= ENOUGH_CELLS else None

    return rest


def _matched(before: Sequence[KeyedCells], after: Sequence[KeyedCells], looks: Sequence[Look]) -> Pairing:
    """Rows paired by each look in turn, in their order, among those that are left."""
    left, right = [*range(len(before))], [*range(len(after))]
    pairs: dict[int, int] = {}
    for look in looks:
        if not left or not right:
            break
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for at in left:
            if (common := look(before[at])) is not None:
                waiting[common].append(at)
        for at in right:
            common = look(after[at])
            if common is not None and waiting.get(common):
                pairs[at] = waiting[common].popleft()
        taken = {*pairs.values()}
        left = [at for at in left if at not in taken]
        right = [at for at in right if at not in pairs]
    return Pairing([(pairs[at], at) for at in sorted(pairs)], left, right)


def _cost(pairing: Pairing, before: Sequence[KeyedCells], after: Sequence[KeyedCells]) -> int:
    """Cells that differ once rows are paired; those of a row without its like all do."""
    alone = [before[at] for at in pairing.removed] + [after[at] for at in pairing.added]
    differing = sum(
        was != now
        for first, second in pairing.pairs
        for was, now in zip(before[first].cells, after[second].cells, strict=True)
    )
    return differing + sum(len(record.cells) for record in alone)


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Positions of one of the longest increasing runs of a sequence, its items not necessarily side by side.

    >>> _longest_rising([0, 3, 1, 2])
    {0, 2, 3}
    """
    tails: list[int] = []
    at_tail: list[int] = []
    previous: list[int] = []
    for at, number in enumerate(numbers):
        place = bisect_left(tails, number)
        tails[place : place + 1] = [number]
        at_tail[place : place + 1] = [at]
        previous.append(at_tail[place - 1] if place else -1)
    held, at = set[int](), at_tail[-1] if at_tail else -1
    while at >= 0:
        held.add(at)
        at = previous[at]
    return held
