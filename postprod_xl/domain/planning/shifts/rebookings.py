"""The confirmed tasks and bookings that a new plan changes: whom to call, what to release, what to hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import NamedTuple, TypeAlias

from postprod_xl.domain.planning.explain.alerts import pauses
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.plan.claims import Claim
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule
from postprod_xl.domain.planning.problem.axis import AFTERNOON, MORNING
from postprod_xl.domain.planning.shifts.chain import Push, is_confirmed
from postprod_xl.domain.planning.shifts.request import taken_text
from postprod_xl.domain.planning.tasks.to_plan import Task
from postprod_xl.domain.wording import counted_whole, from_to, in_sentence
from postprod_xl.schema.vocabulary import TaskState


class HalfDay(NamedTuple):
    """Half a day that somebody or a room is booked for."""

    day: date
    half: int


Stretch: TypeAlias = tuple[HalfDay, ...]
"""Half-days that follow each other in a booking, at least one."""


@dataclass(frozen=True)
class Rebooking:
    """A confirmed task whose days or people change.

    Parameters
    ----------
    task, project, state
        The task.
    before, after
        Its first and last days.
    people_before, people_after
        Its person and its room, empty where there is none.
    released, asked
        The half-days that are no longer booked, and those to be booked that were not.
    remarks
        What keeps it from ending sooner: a person awaited, an absence; in French.
    """

    task: str
    project: str
    state: str
    before: tuple[date, date]
    after: tuple[date, date]
    people_before: tuple[str, str]
    people_after: tuple[str, str]
    released: tuple[Stretch, ...]
    asked: tuple[Stretch, ...]
    remarks: tuple[str, ...] = ()

    @property
    def asking(self) -> str:
        """What is to be asked of the people it was promised to, in one French line."""
        start = f"{self._held} au {french(self.before[0])}"
        parts = [f"{start}, à renégocier {from_to(*self.after)} (projet {self.project})"]
        return f"{self.task} : {' ; '.join([*parts, *self._calls('option à prendre'), *self.remarks])}"

    @property
    def done(self) -> str:
        """What has changed, in one French line."""
        named = f"{self.task} ({self.state or 'sans état'}, {self.project})"
        parts = [from_to(*self.after)]
        if self.before != self.after:
            parts = [f"{from_to(*self.after)} au lieu {_of(self.before)}"]
        return f"{named} : {' ; '.join([*parts, *self._calls('à retenir'), *self.remarks])}"

    @property
    def _held(self) -> str:
        return "confirmée" if self.state == TaskState.CONFIRMED else "fixée"

    def _calls(self, hold: str) -> Iterator[str]:
        released, asked = (", ".join(map(_stretch_text, one)) for one in (self.released, self.asked))
        old, new = (" et ".join(filter(None, people)) for people in (self.people_before, self.people_after))
        if released and old:
            yield f"à libérer : {old} {released}"
        if asked and new:
            yield f"{hold} : {new} {asked}"


def rebookings(before: OfficeSchedule, after: OfficeSchedule, pushes: Mapping[int, Push]) -> list[Rebooking]:
    """The confirmed tasks whose days or people are no longer the same, in `Planning` order.

    Parameters
    ----------
    before, after
        Two plans of the same tasks.
    pushes
        Why the tasks of a chain moved, by place.
    """
    both = _Both(before, after)
    places = range(len(before.plan.model.listed.tasks))
    found = (both.rebooking(place, pushes.get(place)) for place in places if is_confirmed(before.plan, place))
    return [one for one in found if one is not None]


@dataclass(frozen=True)
class _Both:
    """Two plans of the same tasks, compared."""

    before: OfficeSchedule
    after: OfficeSchedule

    @cached_property
    def _claims(self) -> list[dict[str, Claim]]:
        return [{claim.task: claim for claim in made.claims} for made in (self.before, self.after)]

    @cached_property
    def _pauses(self) -> list[dict[int, str]]:
        return [pauses(made.plan) for made in (self.before, self.after)]

    @cached_property
    def _lateness(self) -> list[dict[int, int]]:
        return [late_by_row(made) for made in (self.before, self.after)]

    def rebooking(self, place: int, push: Push | None) -> Rebooking | None:
        """What changes of a task, None when nothing does or it has no date in one of the plans."""
        task = self.before.plan.model.listed.tasks[place]
        old, new = self.before.plan.placements[place], self.after.plan.placements[place]
        if old is None or new is None:
            return None
        days = (old.start_day, old.end_day), (new.start_day, new.end_day)
        people = (old.person, old.room), (new.person, new.room)
        held, asked = (_half_days(claims.get(task.code)) for claims in self._claims)
        if (days[0], people[0], held) == (days[1], people[1], asked):
            return None
        is_same = people[0] == people[1]
        released = _stretches(held, asked if is_same else ())
        taken = _stretches(asked, held if is_same else ())
        remarks = tuple(self._remarks(task, push))
        named = task.code, task.project.code, task.state
        return Rebooking(*named, *days, *people, released, taken, remarks)

    def _remarks(self, task: Task, push: Push | None) -> Iterator[str]:
        """What the task waits for, the absence that interrupts it where it now is, how late it comes."""
        if push is not None:
            yield from dict.fromkeys(taken_text(self.after.plan, wait) for wait in push.waits)
        before, after = (pauses.get(task.row, "") for pauses in self._pauses)
        if after and after != before:
            yield in_sentence(after)
        late_before, late_after = (late[task.row] for late in self._lateness)
        if task.due is not None and late_after > late_before:
            yield late_text(late_after, task.due)


def late_by_row(made: OfficeSchedule) -> dict[int, int]:
    """How many working days late each task is, by row of `Planning`."""
    return {
        row: int(late or 0)
        for row, late in zip(made.columns.numbers, made.columns.column("late_days"), strict=True)
    }


def late_text(days: int, due: date) -> str:
    """How late a task is on its own day."""
    return f"{counted_whole(days, 'jour ouvré')} après son échéance du {french(due)}"


def _half_days(claim: Claim | None) -> list[HalfDay]:
    pieces = claim.pieces if claim else ()
    return [
        HalfDay(date.fromordinal(piece.day), half)
        for piece in pieces
        for half in (MORNING, AFTERNOON)
        if piece.halves >> half & 1
    ]


def _of(days: tuple[date, date]) -> str:
    first, last = days
    return f"du {french(first)}" if first == last else f"du {french(first)} au {french(last)}"


def _stretches(halves: Sequence[HalfDay], others: Sequence[HalfDay]) -> tuple[Stretch, ...]:
    """The half-days of a booking that another one has not, by runs that nothing else of the booking parts."""
    left_out = set(others)
    runs = groupby(halves, key=lambda half: half in left_out)
    return tuple(tuple(run) for is_left_out, run in runs if not is_left_out)


def _stretch_text(stretch: Stretch) -> str:
    """A stretch in French.

    >>> thursday, friday = date(2026, 11, 5), date(2026, 11, 6)
    >>> _stretch_text((HalfDay(thursday, 1), HalfDay(friday, 0)))
    'du 05/11 après-midi au 06/11 matin'
    >>> _stretch_text((HalfDay(friday, 0), HalfDay(friday, 1)))
    'le 06/11'
    """
    (first, start), (last, end) = stretch[0], stretch[-1]
    from_part = " après-midi" if start == AFTERNOON else ""
    to_part = " matin" if end == MORNING else ""
    if first == last:
        return f"le {first:%d/%m}{from_part or to_part}"
    return f"du {first:%d/%m}{from_part} au {last:%d/%m}{to_part}"
