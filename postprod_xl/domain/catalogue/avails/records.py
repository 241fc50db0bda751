"""A question about the rights of a work, and its answer: its days, in order, each free or not and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import or_

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock
from postprod_xl.domain.catalogue.cells.spans import DaySpan, span_of
from postprod_xl.schema.catalogue_vocabulary import Freedom, HoleReason

GRAVITY = (Freedom.TAKEN, Freedom.UNKNOWN, Freedom.DOUBTFUL, Freedom.FREE)
"""What days are, the gravest of their reasons first."""
_KINDS = tuple(HoleReason)


def gravest(freedoms: Iterable[Freedom]) -> Freedom:
    """The gravest of some answers, free when there is none.

    >>> gravest([Freedom.DOUBTFUL, Freedom.TAKEN]).value, gravest([]).value
    ('Non libre', 'Libre')
    """
    return min(freedoms, key=GRAVITY.index, default=Freedom.FREE)


@dataclass(frozen=True)
class RightsQuestion:
    """What is asked: whether everything of it may be sold, each day from the first to the last, both included.

    Parameters
    ----------
    work
        Code of the work.
    media, territories, languages
        Masks of the axes of `Grounds`, none of them empty: all are asked together.
    versions
        A mask of the versions of the work.
    first, last
        The days.
    exclusive
        Whether nobody else may have any of it.
    """

    work: str
    media: int
    territories: int
    languages: int
    versions: int
    first: date
    last: date
    exclusive: bool = False

    @cached_property
    def block(self) -> RightsBlock:
        """Every cell that is asked."""
        return RightsBlock(
            self.media, self.territories, self.languages, self.versions, span_of(self.first, self.last)
        )


@dataclass(frozen=True)
class RightsReason:
    """Why some cells of a question are not free on some days.

    Parameters
    ----------
    kind
        What stands in the way.
    freedom
        What it makes of these days: taken, doubtful or unknown.
    contract
        The contract, the sale or the holdback it comes from; empty where there is none.
    pieces
        The cells of the question that it touches, on all the days of `span`.
    span
        The days of the question on which it touches just these cells.
    note
        In French, what it is and until when.
    """

    kind: HoleReason
    freedom: Freedom
    contract: str
    pieces: tuple[RightsBlock, ...]
    span: DaySpan
    note: str = ""

    @property
    def media(self) -> int:
        """The media that it touches."""
        return reduce(or_, (piece.media for piece in self.pieces), 0)

    @property
    def territories(self) -> int:
        """The territories that it touches."""
        return reduce(or_, (piece.territories for piece in self.pieces), 0)

    @property
    def languages(self) -> int:
        """The languages that it touches."""
        return reduce(or_, (piece.languages for piece in self.pieces), 0)

    @property
    def versions(self) -> int:
        """The versions that it touches."""
        return reduce(or_, (piece.versions for piece in self.pieces), 0)

    @property
    def rank(self) -> tuple[int, int, str, tuple[int, ...]]:
        """Where it stands among others of a day: the gravest first, those of one contract by what they touch."""
        masks = tuple(mask for piece in self.pieces for mask in piece.masks)
        return GRAVITY.index(self.freedom), _KINDS.index(self.kind), self.contract, masks


@dataclass(frozen=True)
class Interval:
    """Days alike: the same answer for the same reasons.

    Parameters
    ----------
    span
        The days.
    reasons
        Every reason, the gravest first; none when the days are free.
    """

    span: DaySpan
    reasons: tuple[RightsReason, ...] = ()

    @cached_property
    def freedom(self) -> Freedom:
        """What these days are: free only when every cell of the question is."""
        return gravest(reason.freedom for reason in self.reasons)


@dataclass(frozen=True)
class Instead:
    """What of a question is free on all of its days, when the whole is not.

    Parameters
    ----------
    grounds
        Media with the territories where they are free in all the languages and versions asked; media of the same
        territories together.
    languages
        The languages that are free for all the media, territories and versions asked.
    """

    grounds: tuple[tuple[int, int], ...] = ()
    languages: int = 0


@dataclass(frozen=True)
class RightsAnswer:
    """The days of a question, in order and without a gap, and what is free instead.

    Parameters
    ----------
    question
        What was asked.
    intervals
        They make up the days of the question exactly.
    instead
        What is free on the whole period.
    """

    question: RightsQuestion
    intervals: tuple[Interval, ...]
    instead: Instead = Instead()

    @property
    def freedom(self) -> Freedom:
        """What the whole period is: its gravest interval."""
        return gravest(interval.freedom for interval in self.intervals)

    @property
    def free(self) -> tuple[DaySpan, ...]:
        """The days on which all that is asked may be sold."""
        return tuple(interval.span for interval in self.intervals if interval.freedom is Freedom.FREE)
