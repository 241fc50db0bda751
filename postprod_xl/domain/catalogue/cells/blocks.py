"""Blocks of rights: some media × territories × languages × versions × days, and what of one is in another.

A cell is one leaf of each axis on one day. Cells are never enumerated: a block is four bit masks and a span of days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from postprod_xl.domain.catalogue.cells.spans import DaySpan, common_span


class RightsBlock(NamedTuple):
    """The cells of some leaves of each axis, on some days; no mask of it is empty.

    Attributes
    ----------
    media, territories, languages
        Masks of the axes of `Grounds`.
    versions
        A mask of the versions of the work.
    span
        The days.
    """

    media: int
    territories: int
    languages: int
    versions: int
    span: DaySpan

    @property
    def masks(self) -> tuple[int, int, int, int]:
        """Its four masks, in order."""
        return self[:4]

    def overlap(self, other: RightsBlock) -> RightsBlock | None:
        """The cells of both blocks; None when one of the five intersections is empty.

        Two periods whose dates follow each other have no day in common: a licence that ends on 11/09 leaves 12/09
        to the next.
        """
        media = self.media & other.media
        territories = self.territories & other.territories
        languages = self.languages & other.languages
        versions = self.versions & other.versions
        if not (media and territories and languages and versions):
            return None
        span = common_span(self.span, other.span)
        return None if span is None else RightsBlock(media, territories, languages, versions, span)

    def without(self, other: RightsBlock) -> tuple[RightsBlock, ...]:
        """The cells that another block has not, as six disjoint blocks at most."""
        shared = self.overlap(other)
        if shared is None:
            return (self,)
        left: list[RightsBlock] = []
        rest = self
        for axis in MASKS:
            outside = rest.masks[axis] & ~shared.masks[axis]
            if outside:
                left.append(with_part(rest, axis, outside))
                rest = with_part(rest, axis, shared[axis])
        if rest.span.first < shared.span.first:
            left.append(rest._replace(span=DaySpan(rest.span.first, shared.span.first - 1)))
        if rest.span.last > shared.span.last:
            left.append(rest._replace(span=DaySpan(shared.span.last + 1, rest.span.last)))
        return tuple(left)


MASKS = range(4)
"""The places of the masks of a block."""
DAYS = 4
"""The place of its days."""


def with_part(block: RightsBlock, axis: int, part: int | DaySpan) -> RightsBlock:
    """A block with another mask, or other days, at one of its places."""
    parts = list(block)
    parts[axis] = part
    return RightsBlock._make(parts)


def overlaps(blocks: Iterable[RightsBlock], others: Sequence[RightsBlock]) -> list[RightsBlock]:
    """The cells of some blocks that others have too; as many blocks as pairs that meet."""
    shared = (block.overlap(other) for block in blocks for other in others)
    return [block for block in shared if block is not None]


def uncovered(blocks: Iterable[RightsBlock], others: Iterable[RightsBlock]) -> list[RightsBlock]:
    """The cells of some blocks that no other covers, all of these taken together.

    Disjoint when the blocks are; `joined` gives the same cells in the fewest lines.
    """
    left = list(blocks)
    for other in others:
        if not left:
            break
        left = [part for block in left for part in block.without(other)]
    return left
