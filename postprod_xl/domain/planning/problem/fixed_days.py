"""Where a task starts when its day is imposed: that day, and for half a day of work which half of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from postprod_xl.domain.planning.problem.axis import HALVES_PER_DAY, Axis, lag_halves
from postprod_xl.domain.planning.problem.days_off import worked_days_off
from postprod_xl.domain.planning.problem.finished import Past, by_end
from postprod_xl.domain.planning.problem.outside import Busy
from postprod_xl.domain.planning.problem.presence import Presence, ResourceKind
from postprod_xl.domain.planning.tasks.in_force import Kept
from postprod_xl.domain.planning.tasks.links import TaskLink
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task, TaskList
from postprod_xl.schema.vocabulary import TaskState

_Span = tuple[int, int]


def imposed_starts(listed: TaskList, presence: Presence, axis: Axis, today: date) -> dict[int, int]:
    """The first slot of each task to do whose day is imposed, by place, in the morning and never before today.

    The day is `Début fixé`, else the earliest day of a frozen task; of a day off that nobody works, the next
    working day.
    """
    found = {}
    for place, task in enumerate(listed.tasks):
        day = task.fixed or (task.earliest if task.frozen else None)
        if day is not None and task.progress is Progress.TO_DO:
            calendar = task.project.calendar
            worked = day if worked_days_off(task, presence) else calendar.day(calendar.index(day))
            found[place] = max(axis.at(worked), axis.at(today))
    return found


@dataclass
class FixedHalves:
    """Looks for the halves, each task behind what it follows.

    Parameters
    ----------
    axis, presence
        The half-days, and when people and rooms are there.
    kept, past
        The plan in force by task code, what is over by place.
    starts
        What `imposed_starts` gives.
    now
        The slot of this morning.
    """

    axis: Axis
    presence: Presence
    kept: Mapping[str, Kept]
    past: Mapping[int, Past]
    starts: Mapping[int, int]
    now: int
    _taken: dict[str, Counter[int]] = field(default_factory=dict)
    _reserved: dict[str, int] = field(default_factory=dict)

    def found(self, listed: TaskList, outside: Iterable[Busy]) -> dict[int, int]:
        """The slot of each task of half a day whose day is imposed, by place.

        Its half in the plan in force, else the first of the day: one that neither its person nor its room has
        taken by something that stays, and not before what it follows; the morning when there is none.
        """
        halves = [
            place for place in listed.order if place in self.starts and listed.tasks[place].remaining == 1
        ]
        if not halves:
            return {}
        self._take_what_stays(listed, outside, set(halves))
        incoming, _ = by_end(listed.links)
        self._spans(listed, incoming, self._reserve)
        spans = self._spans(listed, incoming, self._half)
        return {place: spans[place][0] for place in halves}

    def _take_what_stays(self, listed: TaskList, outside: Iterable[Busy], halves: set[int]) -> None:
        """What no half-day may take: other imposed days, confirmed and frozen tasks, other productions."""
        for busy in outside:
            slots = (slot for span in busy.spans(self.axis) for slot in range(*span))
            self._taken.setdefault(busy.code, Counter()).update(slots)
        for place, task in enumerate(listed.tasks):
            start = self.starts.get(place, self._kept_slot(task))
            stays = place in self.starts or task.frozen or task.state == TaskState.CONFIRMED
            if stays and start is not None and place not in halves and place not in self.past:
                self._take(task, start)

    def _spans(
        self, listed: TaskList, incoming: Mapping[int, list[TaskLink]], half: Callable[[Task, int, int], int]
    ) -> dict[int, _Span]:
        """Where each task stands as far as one knows before the plan is made, `half` choosing the halves."""
        spans: dict[int, _Span] = {place: (past.start, past.end) for place, past in self.past.items()}
        for place in listed.order:
            if place in spans:
                continue
            task = listed.tasks[place]
            bound = max(_bounds(spans, incoming.get(place, ())), default=0)
            start = self.starts.get(place, self._kept_slot(task))
            if start is None:
                days = [day for day in (task.rushes, task.earliest) if day is not None]
                start = max([bound, self.now, *map(self.axis.at, days)])
            elif place in self.starts and task.remaining == 1:
                start = half(task, start, bound)
            spans[place] = start, start + task.remaining
        return spans

    def _reserve(self, task: Task, morning: int, bound: int) -> int:
        """The half of the plan in force, taken when it still can be; else the morning, left to the others."""
        slot = self._kept_slot(task)
        if slot is None or slot < bound or self.axis.day(slot) != self.axis.day(morning):
            return morning
        if not self._is_free(task, slot):
            return morning
        self._take(task, slot)
        self._reserved[task.code] = slot
        return slot

    def _half(self, task: Task, morning: int, bound: int) -> int:
        if task.code in self._reserved:
            return self._reserved[task.code]
        slots = range(max(morning, bound), self.axis.after(self.axis.day(morning)))
        found = next((slot for slot in slots if self._is_free(task, slot)), morning)
        self._take(task, found)
        return found

    def _is_free(self, task: Task, slot: int) -> bool:
        day, bit = self.axis.day(slot).toordinal(), 1 << self.axis.half(slot)
        for resource, code in zip(ResourceKind, self._served_by(task), strict=True):
            closed = self.presence.away(code, day) | self.presence.closed(resource, code, day)
            taken = self._taken[code][slot] if code in self._taken else 0
            if code and (taken >= self.presence.units(resource, code) or closed & bit):
                return False
        return True

    def _take(self, task: Task, start: int) -> None:
        for code in filter(None, self._served_by(task)):
            step = HALVES_PER_DAY if task.half_time else 1
            slots = range(start, start + step * task.remaining, step)
            self._taken.setdefault(code, Counter()).update(slots)

    def _served_by(self, task: Task) -> tuple[str, str]:
        """The person and the room a task names, else those of the plan in force."""
        kept = self.kept.get(task.code)
        return task.technician or (kept.person if kept else ""), task.room or (kept.room if kept else "")

    def _kept_slot(self, task: Task) -> int | None:
        kept = self.kept.get(task.code)
        return None if kept is None or kept.half is None else self.axis.at(kept.day, kept.half)


def _bounds(spans: Mapping[int, _Span], links: Iterable[TaskLink]) -> Iterator[int]:
    """The starts that the links from tasks already seen allow."""
    for link in links:
        if link.kind.holds_the_start and link.predecessor in spans:
            start, end = spans[link.predecessor]
            yield (end if link.kind.leaves_the_end else start) + lag_halves(link.lag)
