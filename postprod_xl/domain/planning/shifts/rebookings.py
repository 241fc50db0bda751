"""The confirmed tasks and bookings that a new plan changes: whom to call, what to release, what to hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple, TypeAlias

from postprod_xl.domain.planning.explain.alerts import pauses
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.plan.claims import Claim
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule
from postprod_xl.domain.planning.problem.axis import AFTERNOON, MORNING
from postprod_xl.domain.planning.shifts.chain import Push, is_confirmed
from postprod_xl.domain.planning.shifts.request import from_to, taken_text
from postprod_xl.domain.wording import counted_whole, in_sentence
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
    booked = [{claim.task: claim for claim in made.claims} for made in (before, after)]
    stops = pauses(before.plan), pauses(after.plan)
    lateness = late_by_row(before), late_by_row(after)
    found = []
    for place, task in enumerate(before.plan.model.listed.tasks):
        pair = before.plan.placements[place], after.plan.placements[place]
        claims = [claims.get(task.code) for claims in booked]
        if None in pair or not is_confirmed(before.plan, place):
            continue
        old, new = pair
        assert old is not None and new is not None
        days = (old.start_day, old.end_day), (new.start_day, new.end_day)
        people = (old.person, old.room), (new.person, new.room)
        halves = _half_days(claims[0]), _half_days(claims[1])
        if days[0] == days[1] and people[0] == people[1] and halves[0] == halves[1]:
            continue
        same_people = people[0] == people[1]
        remarks = [*_waits(after, pushes.get(place)), *_stop(stops, task.row)]
        if task.due is not None and lateness[1][task.row] > lateness[0][task.row]:
            remarks.append(late_text(lateness[1][task.row], task.due))
        found.append(
            Rebooking(
                task.code,
                task.project.code,
                task.state,
                *days,
                *people,
                _stretches(halves[0], halves[1] if same_people else ()),
                _stretches(halves[1], halves[0] if same_people else ()),
                tuple(remarks),
            )
        )
    return found


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


def _waits(made: OfficeSchedule, push: Push | None) -> list[str]:
    return list(dict.fromkeys(taken_text(made.plan, wait) for wait in push.waits)) if push else []


def _stop(stops: tuple[Mapping[int, str], Mapping[int, str]], row: int) -> list[str]:
    """The absence that interrupts a task where it now is."""
    before, after = (one.get(row, "") for one in stops)
    return [in_sentence(after)] if after and after != before else []


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
