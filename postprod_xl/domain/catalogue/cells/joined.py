"""The same cells in few blocks, always the same ones: how they were cut, and in which order, changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, permutations

from postprod_xl.domain.catalogue.cells.blocks import DAYS, MASKS, RightsBlock, with_part
from postprod_xl.domain.catalogue.cells.spans import DaySpan

_AXES = (*MASKS, DAYS)
_TRIED = 3
"""Of so many axes, every order is tried; of more, each axis is first once."""


def joined(blocks: Iterable[RightsBlock]) -> tuple[RightsBlock, ...]:
    """The cells of some blocks as few disjoint blocks, in order of their days.

    It depends on the cells alone: the same cells cut otherwise give the same blocks. Leaves that have the same cells on
    the other axes stand together, axis after axis; of several orders of the axes, the one with the fewest blocks.
    """
    given = list(dict.fromkeys(blocks))
    if len(given) < 2:
        return tuple(given)
    first = _nested(given, _AXES)
    varying = [axis for axis in _AXES if len({block[axis] for block in first}) > 1]
    same = tuple(axis for axis in _AXES if axis not in varying)
    best = min((_nested(first, (*same, *order)) for order in _orders(varying)), key=len, default=first)
    return tuple(sorted(best, key=lambda block: (block.span, *block)))


def _orders(axes: Sequence[int]) -> Iterable[tuple[int, ...]]:
    if len(axes) <= _TRIED:
        return permutations(axes)
    return [(axis, *(other for other in axes if other != axis)) for axis in axes]


def _nested(blocks: Sequence[RightsBlock], order: Sequence[int]) -> list[RightsBlock]:
    """Disjoint blocks of the same cells: parts of the first axis whose cells on the others are the same are one."""
    if len(blocks) == 1 or not order:
        return [blocks[0]]
    axis, *others = order
    sections: dict[tuple[RightsBlock, ...], list[int | DaySpan]] = {}
    for part, held in _parts(blocks, axis):
        section = _nested([with_part(block, axis, _ANYTHING[axis]) for block in held], others)
        sections.setdefault(tuple(sorted(section)), []).append(part)
    return [
        with_part(block, axis, whole)
        for section, parts in sections.items()
        for whole in _whole(parts)
        for block in section
    ]


_ANYTHING: tuple[int | DaySpan, ...] = (*(1 for _ in MASKS), DaySpan(1, 1))
"""In the place of the part of an axis that is being told apart."""


def _parts(blocks: Sequence[RightsBlock], axis: int) -> Iterable[tuple[int | DaySpan, Sequence[RightsBlock]]]:
    """The parts of an axis that no block cuts, each with the blocks that have it."""
    return _days(blocks) if axis == DAYS else _leaves(blocks, axis)


def _leaves(blocks: Sequence[RightsBlock], axis: int) -> Iterable[tuple[int, Sequence[RightsBlock]]]:
    parts: list[tuple[int, list[RightsBlock]]] = []
    for block in blocks:
        rest, found = block.masks[axis], list[tuple[int, list[RightsBlock]]]()
        for mask, held in parts:
            inside = mask & rest
            if inside:
                found.append((inside, [*held, block]))
                rest &= ~inside
            if mask & ~inside:
                found.append((mask & ~inside, held))
        parts = [*found, (rest, [block])] if rest else found
    return parts


def _days(blocks: Sequence[RightsBlock]) -> Iterable[tuple[DaySpan, Sequence[RightsBlock]]]:
    starts = sorted({day for block in blocks for day in (block.span.first, block.span.last + 1)})
    for first, following in pairwise(starts):
        held = [block for block in blocks if block.span.first <= first <= block.span.last]
        if held:
            yield DaySpan(first, following - 1), held


def _whole(parts: Sequence[int | DaySpan]) -> Sequence[int | DaySpan]:
    """The parts of an axis that have the same cells: one mask, or the fewest spans."""
    masks = [part for part in parts if isinstance(part, int)]
    if masks:
        return [sum(masks)]
    spans: list[DaySpan] = []
    for span in (part for part in parts if isinstance(part, DaySpan)):
        if spans and span.first == spans[-1].last + 1:
            spans[-1] = DaySpan(spans[-1].first, span.last)
        else:
            spans.append(span)
    return spans
