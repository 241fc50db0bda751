"""What each task of a schedule asks of a person and of a room, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.columns import by_key
from postprod_xl.domain.office import Office
from postprod_xl.domain.scheduling.facts import DONE
from postprod_xl.domain.scheduling.links import QUARTERS_PER_DAY
from postprod_xl.domain.scheduling.result import Placement
from postprod_xl.domain.scheduling.schedule import Schedule

NOON = QUARTERS_PER_DAY // 2


class Resource(Enum):
    """What a task takes; the value is the column of `Planning` that asks for it."""

    PERSON = "technician"
    ROOM = "room"


class Piece(NamedTuple):
    """Part of one day: its ordinal, its first quarter and the quarter after its last one."""

    day: int
    first: int
    last: int

    @property
    def half_days(self) -> int:
        return (self.first < NOON) + (self.last > NOON)


class Claim(NamedTuple):
    """One task that takes a person, a room or both; `pieces` in order, at least one."""

    row: int
    task: str
    project: str
    state: str
    technician: str
    room: str
    pieces: list[Piece]

    def code(self, resource: Resource) -> str:
        return self.technician if resource is Resource.PERSON else self.room


def claims_of(office: Office, plan: Schedule) -> list[Claim]:
    """The claims of the tasks not finished that have a person or a room, in the order of `Planning`."""
    tasks = office["Planning"]
    departments = by_key(office["Projets"], "code", "department")
    names = ("task", "project", "state", "assigned_technician", "assigned_room")
    claims = []
    for row, task, project, *rest in zip(
        tasks.index.tolist(), *(tasks[name].tolist() for name in names), strict=True
    ):
        state, technician, room = rest
        placement = plan.placements.get(row)
        if placement is None or state == DONE or not (technician or room) or not plan.remaining[task]:
            continue
        pieces = list(_pieces(placement, WorkCalendar.of(departments[project])))
        claims.append(Claim(row, task, project, state, technician, room, pieces))
    return claims


def _pieces(placement: Placement, calendar: WorkCalendar) -> Iterator[Piece]:
    first, last = placement.work_from // QUARTERS_PER_DAY, (placement.end - 1) // QUARTERS_PER_DAY
    for position in range(first, last + 1):
        start = position * QUARTERS_PER_DAY
        day = calendar.day(position).toordinal()
        begins, ends = max(placement.work_from - start, 0), min(placement.end - start, QUARTERS_PER_DAY)
        yield Piece(day, begins, ends)


def shared_pieces(one: Sequence[Piece], two: Sequence[Piece]) -> list[Piece]:
    """What two claims have in common."""
    by_day = {piece.day: piece for piece in one}
    found = []
    for piece in two:
        other = by_day.get(piece.day)
        if other is not None and max(piece.first, other.first) < min(piece.last, other.last):
            found.append(Piece(piece.day, max(piece.first, other.first), min(piece.last, other.last)))
    return found


def half_days_text(pieces: Sequence[Piece]) -> str:
    """`4 demi-journées`."""
    count = sum(piece.half_days for piece in pieces)
    return f"{count} demi-journée{'s' if count > 1 else ''}"
