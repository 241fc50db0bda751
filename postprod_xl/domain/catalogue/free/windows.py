"""The free part of an answer: for each medium, the territories and the days that no reason touches."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple

from postprod_xl.domain.catalogue.avails.records import RightsAnswer
from postprod_xl.domain.catalogue.cells.spans import DaySpan, united


class FreeWindow(NamedTuple):
    """Media and territories that are free on the same days, in all the languages and versions asked.

    Attributes
    ----------
    media, territories
        Masks of the axes of `Grounds`, never empty.
    spans
        The days, in order and apart.
    """

    media: int
    territories: int
    spans: tuple[DaySpan, ...]


def free_windows(answer: RightsAnswer) -> list[FreeWindow]:
    """What of a question is free, whether or not the whole of it is; a doubtful day is not free.

    Every medium, territory and day that is free is in one window exactly. Media with the same territories and days are
    together, in the order of their axis.
    """
    question = answer.question
    pieces = [
        piece for interval in answer.intervals for reason in interval.reasons for piece in reason.pieces
    ]
    touched = question.media & reduce(or_, (piece.media for piece in pieces), 0)
    media_of: dict[tuple[int, tuple[DaySpan, ...]], int] = {}
    if untouched := question.media & ~touched:
        media_of[question.territories, (question.block.span,)] = untouched
    for medium in leaves_of(touched):
        for territories, spans in _territories(answer, medium):
            media_of[territories, spans] = media_of.get((territories, spans), 0) | medium
    return [FreeWindow(media, territories, spans) for (territories, spans), media in media_of.items()]


def leaves_of(mask: int) -> Iterator[int]:
    """The leaves of a set, each as a set of one, in the order of the axis."""
    while mask:
        leaf = mask & -mask
        yield leaf
        mask ^= leaf


def _territories(answer: RightsAnswer, medium: int) -> Iterator[tuple[int, tuple[DaySpan, ...]]]:
    """Territories with the days on which a medium is free there; those of the same days together."""
    parts: dict[tuple[DaySpan, ...], int] = {(): answer.question.territories}
    for interval in answer.intervals:
        pieces = (piece for reason in interval.reasons for piece in reason.pieces if piece.media & medium)
        taken = reduce(or_, (piece.territories for piece in pieces), 0)
        following: dict[tuple[DaySpan, ...], int] = {}
        for spans, territories in parts.items():
            if rest := territories & taken:
                following[spans] = following.get(spans, 0) | rest
            if free := territories & ~taken:
                longer = united((*spans, interval.span))
                following[longer] = following.get(longer, 0) | free
        parts = following
    yield from ((territories, spans) for spans, territories in parts.items() if spans)
