"""The same cells in few blocks, always the same ones: how they were cut, and in which order, changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, permutations
from typing import TypeAlias

from postprod_xl.domain.catalogue.cells.blocks import DAYS, MASKS, RightsBlock
from postprod_xl.domain.catalogue.cells.spans import DaySpan, united

_AXES = (*MASKS, DAYS)
_TRIED = 3
"""Of so many axes, every order is tried; of more, each axis is first once."""

Part: TypeAlias = int | DaySpan
"""Some leaves of an axis, or some days."""
Product: TypeAlias = tuple[Part, ...]
"""A part of each of some axes, in an order."""


def joined(blocks: Iterable[RightsBlock]) -> tuple[RightsBlock, ...]:
    """The cells of some blocks as few disjoint blocks, in order of their days.

    It depends on the cells alone: the same cells cut otherwise give the same blocks. Leaves that have the same cells on
    the other axes stand together, axis after axis; of several orders of the axes, the one with the fewest blocks.
    """
    given = list(dict.fromkeys(blocks))
    if len(given) < 2:
        return tuple(given)
    best = _ordered(given, _varying(given))
    # Two blocks that no order makes one are the fewest.
    if len(best) > 2:
        orders = _orders(_varying(best))
        best = min((_ordered(best, order) for order in orders), key=len)
    return tuple(sorted(best, key=lambda block: (block.span, block)))


def _varying(blocks: Sequence[RightsBlock]) -> tuple[int, ...]:
    """The axes of which blocks do not all have the same part."""
    first = blocks[0]
    return tuple(axis for axis in _AXES if any(block[axis] != first[axis] for block in blocks))


def _orders(axes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    if len(axes) <= _TRIED:
        yield from permutations(axes)
        return
    for first in axes:
        yield (first, *(axis for axis in axes if axis != first))


def _ordered(blocks: Sequence[RightsBlock], order: Sequence[int]) -> list[RightsBlock]:
    """Disjoint blocks of the same cells, their axes told apart in an order; the other axes do not vary."""
    found = []
    for product in _nested([tuple(block[axis] for axis in order) for block in blocks]):
        parts: list[Part] = [*blocks[0]]
        for axis, part in zip(order, product, strict=True):
            parts[axis] = part
        found.append(RightsBlock._make(parts))
    return found


def _nested(products: Sequence[Product]) -> Sequence[Product]:
    """Disjoint products of the same cells: parts of the first axis whose cells on the others are the same are one."""
    if len(products) == 1 or not products[0]:
        return products[:1]
    sections: dict[tuple[Product, ...], list[Part]] = {}
    for part, held in _parts(products):
        rest = list(dict.fromkeys(product[1:] for product in held))
        sections.setdefault(tuple(sorted(_nested(rest))), []).append(part)
    return [
        (whole, *product)
        for section, parts in sections.items()
        for whole in _whole(parts)
        for product in section
    ]


def _parts(products: Sequence[Product]) -> Iterable[tuple[Part, Sequence[Product]]]:
    """The parts of the first axis that no product cuts, each with the products that have it."""
    if isinstance(products[0][0], DaySpan):
        return _days([(product[0], product) for product in products if isinstance(product[0], DaySpan)])
    return _leaves([(product[0], product) for product in products if isinstance(product[0], int)])


def _leaves(products: Iterable[tuple[int, Product]]) -> list[tuple[int, list[Product]]]:
    parts: list[tuple[int, list[Product]]] = []
    for rest, product in products:
        found: list[tuple[int, list[Product]]] = []
        for mask, held in parts:
            inside = mask & rest
            if inside:
                found.append((inside, [*held, product]))
                rest &= ~inside
            if mask & ~inside:
                found.append((mask & ~inside, held))
        parts = [*found, (rest, [product])] if rest else found
    return parts


def _days(products: Sequence[tuple[DaySpan, Product]]) -> Iterator[tuple[DaySpan, list[Product]]]:
    starts = sorted({day for span, _ in products for day in (span.first, span.last + 1)})
    for first, following in pairwise(starts):
        held = [product for span, product in products if span.first <= first <= span.last]
        if held:
            yield DaySpan(first, following - 1), held


def _whole(parts: Sequence[Part]) -> Sequence[Part]:
    """The parts of an axis that have the same cells: one mask, or the fewest spans."""
    masks = [part for part in parts if isinstance(part, int)]
    return [sum(masks)] if masks else united(part for part in parts if isinstance(part, DaySpan))
