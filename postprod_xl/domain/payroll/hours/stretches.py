"""The unbroken stretches of work of a person: sessions of one contract that follow each other are one.

Splitting a session in two at any minute therefore changes nothing of its pay. Sessions of one person at the same time
are measured once: the minutes already worked in an earlier session are no part of a later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.sessions.done import Session
from postprod_xl.domain.sessions.worked_time import moments_of


class Measured(NamedTuple):
    """What a session adds to the work of its person, in minutes of UTC."""

    session: Session
    start: int
    until: int

    @property
    def pause(self) -> int:
        """The minutes of its pause, never more than what it adds."""
        return min(self.session.pause_minutes or 0, self.until - self.start)


class WorkStretch(NamedTuple):
    """Sessions of one task that follow each other, and the day when the work that goes on with them began.

    The pauses of a stretch are placed in the whole of it. Work that goes on under the same contract for another task
    is another stretch, of the same day: its pauses stay in its own hours.
    """

    began: date
    held: list[Measured]

    @property
    def until(self) -> int:
        """Its end, in minutes of UTC."""
        return self.held[-1].until


def stretches(sessions: Iterable[Session]) -> Iterator[WorkStretch]:
    """The stretches of the sessions of one person.

    Parameters
    ----------
    sessions
        Those of one person which have a start and an end, in the order worked.
    """
    current: WorkStretch | None = None
    for session in sessions:
        first, until = moments_of(session.day, session.start or 0, session.end or 0)
        start = max(first, current.until) if current else first
        if start >= until:
            continue
        piece = Measured(session, start, until)
        if current is None or not _goes_on(current.held[-1], piece):
            began = session.day
        elif _is_one_task(current.held[-1].session, session):
            current.held.append(piece)
            continue
        else:
            began = current.began
        if current:
            yield current
        current = WorkStretch(began, [piece])
    if current:
        yield current


def _goes_on(last: Measured, piece: Measured) -> bool:
    """Whether a session follows another one at once, under the same contract."""
    return piece.start == last.until and piece.session.contract == last.session.contract


def _is_one_task(one: Session, other: Session) -> bool:
    return (one.project, one.task) == (other.project, other.task)
