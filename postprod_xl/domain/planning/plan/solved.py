"""A solved plan read back in days, people and rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.planning.problem.build import OfficeProblem, only_imposed, without_promises
from postprod_xl.domain.planning.tasks.in_force import Kept
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.engines.schedule import (
    Cause,
    ConflictKind,
    Reason,
    Result,
    causes,
    slack,
)


class Placement(NamedTuple):
    """Where one task stands.

    Parameters
    ----------
    start, end, work_from
        Moments of the axis: the real start and the end, the first slot still to work.
    start_day, end_day
        As people read them: the days of the sessions where there are some.
    person, room
        Codes of who serves, empty when nobody is needed.
    """

    start: int
    end: int
    work_from: int
    start_day: date
    end_day: date
    person: str = ""
    room: str = ""


@dataclass(frozen=True)
class Plan:
    """The answer of the engine to the problem of an office.

    `answered` tells the problem from others when the search was given up before its end: the same problem, asked
    again, has this answer again without being searched.
    """

    model: OfficeProblem
    result: Result
    answered: str = ""

    @cached_property
    def causes(self) -> Sequence[Cause | None]:
        """What binds each activity; of a confirmed task, what held it when its date was computed."""
        return causes(only_imposed(self.model), self.result)

    @cached_property
    def slack(self) -> Sequence[int | None]:
        """Half-days each activity may slip, people and rooms taken into account, before a promise suffers."""
        return slack(without_promises(self.model, self.result.ends), self.result)

    @cached_property
    def placements(self) -> list[Placement | None]:
        """Where each task stands, None for those of a cycle or behind one."""
        return [self._placement(place, task) for place, task in enumerate(self.model.listed.tasks)]

    @cached_property
    def unplaced(self) -> list[int]:
        """The tasks that find no place though all they wait for has one: those behind them follow."""
        without = {
            conflict.activity for conflict in self.result.conflicts if conflict.kind is ConflictKind.NO_PLACE
        }
        held_up = {link.successor for link in self.model.problem.links if link.predecessor in without}
        return sorted(place for place in without - held_up if place < len(self.model.listed.tasks))

    @cached_property
    def kept(self) -> dict[str, Kept]:
        """What the next plan finds in force, by task code."""
        found = {}
        for place, task in enumerate(self.model.listed.tasks):
            at = self.placements[place]
            if at is None or task.progress is Progress.DONE:
                continue
            slot = at.work_from
            if self.books(place):
                found[task.code] = Kept(
                    self.model.axis.day(slot), self.model.axis.half(slot), at.person, at.room
                )
            else:
                found[task.code] = Kept(at.start_day, None)
        return found

    def books(self, place: int) -> bool:
        """Whether a task still takes somebody or a room."""
        at = self.placements[place]
        activity = self.model.problem.activities[place]
        if at is None or activity.completed is not None or not activity.duration:
            return False
        return bool(at.person or at.room)

    def day_before(self, activity: int, moment: int) -> date:
        """The last day an activity's project works before a moment."""
        return self._day_closed(activity, moment)

    def _placement(self, place: int, task: Task) -> Placement | None:
        start, end = self.result.starts[place], self.result.ends[place]
        work_from = self.result.work_from[place]
        if start is None or end is None or work_from is None:
            return None
        past = self.model.past.get(place)
        if past is not None:
            return Placement(start, end, end, past.start_day, past.end_day, *self._last_people(task))
        days = self._days(place, start, end)
        if task.facts is not None:
            days = task.facts.first_day, max(task.facts.last_day, days[1])
        return Placement(start, end, work_from, *days, *self._people(place, task))

    def _people(self, place: int, task: Task) -> tuple[str, str]:
        person, room = self.result.person[place], self.result.room[place]
        if not self.model.problem.activities[place].duration:
            return task.technician, task.room
        return self.model.roster.code(person), self.model.roster.code(room)

    def _last_people(self, task: Task) -> tuple[str, str]:
        """Of a task that is over: those asked for, else those of its last session."""
        facts = task.facts
        return task.technician or (facts.technician if facts else ""), task.room or (
            facts.room if facts else ""
        )

    def _days(self, place: int, start: int, end: int) -> tuple[date, date]:
        axis = self.model.axis
        if end > start:
            return axis.day(start), axis.day(end - 1)
        day = self._day_closed(place, end) if self.closes(place) else self._day_opened(place, start)
        return day, day

    def closes(self, place: int) -> bool:
        """Whether a milestone stands at the end of a day, behind what it waits for."""
        seen = set()
        while place not in seen:
            seen.add(place)
            if place in self.model.past:
                past = self.model.past[place]
                return past.end > past.start or past.closes
            if self.result.starts[place] != self.result.ends[place]:
                return True
            cause = self.causes[place]
            if cause is None or cause.reason is not Reason.LINK or cause.link is None:
                return False
            if cause.moment <= self.model.problem.now:
                return False
            before = self.result.ends[cause.link.predecessor] != self.result.starts[cause.link.predecessor]
            if before:
                return cause.link.kind.leaves_the_end
            place = cause.link.predecessor
        return False

    def _day_closed(self, place: int, moment: int) -> date:
        slots = self._calendar(place) & ((1 << max(moment, 0)) - 1)
        return self.model.axis.day(slots.bit_length() - 1 if slots else moment - 1)

    def _day_opened(self, place: int, moment: int) -> date:
        slots = self._calendar(place) >> max(moment, 0)
        return self.model.axis.day(moment + ((slots & -slots).bit_length() - 1 if slots else 0))

    def _calendar(self, place: int) -> int:
        problem = self.model.problem
        mask = problem.calendars[problem.activities[place].calendar]
        return (1 << problem.horizon) - 1 if mask is None else mask

    def open_slots(self, place: int, first: int, last: int, *resources: int | None) -> list[int]:
        """The half-days from `first` to before `last` that the project and some people and rooms work."""
        slots = self._calendar(place)
        for index in resources:
            mask = None if index is None else self.model.problem.resources[index].open
            slots = slots if mask is None else slots & mask
        return [slot for slot in range(first, last) if slots >> slot & 1]

    def worked_slots(self, place: int) -> list[int]:
        """The half-days still to work, those of the pauses left out."""
        at = self.placements[place]
        if at is None:
            return []
        return self.open_slots(
            place, at.work_from, at.end, self.result.person[place], self.result.room[place]
        )
