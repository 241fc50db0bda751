"""Tasks that have half of their person's days: every morning, or every afternoon when the mornings are taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from postprod_xl.domain.planning.problem.axis import AFTERNOON, HALVES_PER_DAY, MORNING, WHOLE_DAY, Axis
from postprod_xl.domain.planning.tasks.in_force import Kept
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task


class _Held(NamedTuple):
    """One half of the days of some people and rooms, from a slot to a moment; from None, on any day."""

    codes: frozenset[str]
    half: int
    start: int | None
    end: int

    def meets(self, other: _Held) -> bool:
        """Whether both want the same half of the days of somebody or of a room."""
        if self.half != other.half or self.codes.isdisjoint(other.codes):
            return False
        return (
            self.start is None
            or other.start is None
            or max(self.start, other.start) < min(self.end, other.end)
        )


def halves_of(
    tasks: Sequence[Task], kept: Mapping[str, Kept], starts: Mapping[int, int], axis: Axis
) -> dict[int, int]:
    """The half of the day that each half-time task works, by place.

    That of the plan in force, else the morning; the other one when a half-time task of the same person or room has
    it on the same days.

    Parameters
    ----------
    tasks, kept
        The tasks, the plan in force.
    starts
        The slots of the tasks whose day is imposed, by place.
    """
    found: dict[int, int] = {}
    held: list[_Held] = []
    wanted = [
        (_start(task, kept.get(task.code), starts.get(place), axis), place)
        for place, task in enumerate(tasks)
        if task.half_time and task.progress is not Progress.DONE
    ]

    def rank(item: tuple[int | None, int]) -> tuple[bool, int, int]:
        start, place = item
        had = kept.get(tasks[place].code)
        # What stays where it is keeps its half before what comes onto its days.
        stays = had is not None and had.half is not None and start is not None and axis.day(start) == had.day
        return not stays, axis.horizon if start is None else start, place

    for start, place in sorted(wanted, key=rank):
        task, had = tasks[place], kept.get(tasks[place].code)
        first = AFTERNOON if had is not None and had.half == AFTERNOON else MORNING
        end = (start or 0) + HALVES_PER_DAY * task.remaining
        asked = [_Held(_codes(task, had), half, start, end) for half in (first, MORNING + AFTERNOON - first)]
        chosen = min(asked, key=lambda one: sum(one.meets(other) for other in held))
        held.append(chosen)
        found[place] = chosen.half
    return found


def half_mask(axis: Axis, half: int) -> int:
    """One half of every day of an axis (bit set)."""
    return ((1 << axis.horizon) - 1) // WHOLE_DAY << half


def _start(task: Task, kept: Kept | None, imposed: int | None, axis: Axis) -> int | None:
    """Where a task begins as far as one knows before the plan is made."""
    if imposed is not None:
        return imposed
    return None if kept is None else axis.at(kept.day)


def _codes(task: Task, kept: Kept | None) -> frozenset[str]:
    people = task.technician or (kept.person if kept else ""), task.room or (kept.room if kept else "")
    return frozenset(filter(None, people))
