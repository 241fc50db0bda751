"""What each task of a plan asks of a person and of a room, half-day by half-day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.problem.axis import HALVES_PER_DAY, WHOLE_DAY
from postprod_xl.domain.planning.problem.presence import ResourceKind


class Piece(NamedTuple):
    """Part of one day: its ordinal and the halves taken (bit 0: the morning)."""

    day: int
    halves: int = WHOLE_DAY

    @property
    def half_days(self) -> int:
        return self.halves.bit_count()


class Claim(NamedTuple):
    """One task that takes a person, a room or both; `pieces` in order, at least one.

    `stays` tells a date that is kept even over an absence.
    """

    row: int
    task: str
    project: str
    state: str
    technician: str
    room: str
    pieces: list[Piece]
    stays: bool = False

    def code(self, resource: ResourceKind) -> str:
        return self.technician if resource is ResourceKind.PERSON else self.room


def claims_of(plan: Plan) -> list[Claim]:
    """The claims of the tasks not finished that have a person or a room, in the order of `Planning`."""
    claims = []
    for place, task in enumerate(plan.model.listed.tasks):
        at = plan.placements[place]
        if at is None or not plan.books(place):
            continue
        stays = plan.model.problem.activities[place].is_fixed
        slots = _held_slots(plan, place) if stays else plan.worked_slots(place)
        pieces = list(pieces_of(plan, slots))
        claims.append(
            Claim(task.row, task.code, task.project.code, task.state, at.person, at.room, pieces, stays)
        )
    return claims


def _held_slots(plan: Plan, place: int) -> list[int]:
    """The half-days of a date that is kept: those it works, and those before them when nobody is there."""
    at = plan.placements[place]
    assert at is not None
    worked = plan.worked_slots(place)
    first = min(worked, default=at.end)
    return [*plan.open_slots(place, at.work_from, first), *worked]


def pieces_of(plan: Plan, slots: Iterable[int]) -> Iterator[Piece]:
    """Half-days of a plan, in order, as the parts of their days."""
    axis = plan.model.axis
    for position, group in groupby(slots, key=lambda slot: slot // HALVES_PER_DAY):
        halves = sum(1 << axis.half(slot) for slot in group)
        yield Piece(axis.day(position * HALVES_PER_DAY).toordinal(), halves)


def shared_pieces(one: Sequence[Piece], two: Sequence[Piece]) -> list[Piece]:
    """What two claims have in common."""
    by_day = {piece.day: piece for piece in one}
    found = []
    for piece in two:
        other = by_day.get(piece.day)
        if other is not None and piece.halves & other.halves:
            found.append(Piece(piece.day, piece.halves & other.halves))
    return found


def half_days_text(pieces: Sequence[Piece]) -> str:
    """`4 demi-journées`."""
    count = sum(piece.half_days for piece in pieces)
    return f"{count} demi-journée{'s' if count > 1 else ''}"
