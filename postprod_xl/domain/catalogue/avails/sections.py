"""Cells cut along the days: the longest days on which they are the same, and the days of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from postprod_xl.domain.catalogue.avails.records import Interval, RightsReason
from postprod_xl.domain.catalogue.cells.blocks import RightsBlock
from postprod_xl.domain.catalogue.cells.joined import joined
from postprod_xl.domain.catalogue.cells.spans import DaySpan

Section = tuple[RightsBlock, ...]
"""Disjoint blocks of the same days."""
_ANY_DAY = DaySpan(1, 1)


def sections(blocks: Sequence[RightsBlock]) -> Iterator[Section]:
    """The cells of some blocks, one section for the longest days on which they are the same, in order.

    However the cells are cut into blocks, the sections are the same.
    """
    held: Section = ()
    days = DaySpan(0, 0)
    for span in _cut(block.span for block in blocks):
        found = joined(
            block._replace(span=_ANY_DAY)
            for block in blocks
            if block.span.first <= span.first <= block.span.last
        )
        if found == held:
            days = DaySpan(days.first, span.last)
            continue
        yield from _section(held, days)
        held, days = found, span
    yield from _section(held, days)


def _section(pieces: Section, days: DaySpan) -> Iterator[Section]:
    if pieces:
        yield tuple(piece._replace(span=days) for piece in pieces)


def _cut(spans: Iterable[DaySpan]) -> Iterator[DaySpan]:
    """All the days from the first to the last of some spans, cut where one begins or has ended."""
    starts = sorted({day for span in spans for day in (span.first, span.last + 1)})
    for first, following in pairwise(starts):
        yield DaySpan(first, following - 1)


def intervals(days: DaySpan, reasons: Sequence[RightsReason]) -> tuple[Interval, ...]:
    """The days of a question, cut where its reasons change; the reasons are of these days only."""
    ranked = sorted(reasons, key=lambda reason: reason.rank)
    return tuple(
        Interval(
            span,
            tuple(reason for reason in ranked if reason.span.first <= span.first <= reason.span.last),
        )
        for span in _cut([days, *(reason.span for reason in ranked)])
    )
