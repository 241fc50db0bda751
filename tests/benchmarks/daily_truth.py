"""What a plan of the day announces wrongly: false delays, false causes, bookings changed without gain.

These definitions are what `daily` counts and the gate asserts. A late delivery is a project not delivered yet whose
`Retard (j)` is at least one working day.

False delay
    A late delivery for which a legal plan is found, and checked, where it is at least one working day less late, with

    - no delivery and no due day of a project that goes before it, or beside it, later than in the plan of the day, or
      than its promise (projects signed go before those in Devis, then priority decides; none comes last);
    - nothing moved of what is under way, imposed (`Début fixé`), frozen, or confirmed with a booking in the plan in
      force of the day;
    - for a project in Devis, nothing moved of the projects signed.

    Bookings that may move (options, and whatever is not confirmed) move as the search likes.
False cause
    A late delivery whose named cause, relaxed alone, lets no plan be found where it is at least one working day less
    late, on the same terms.
Change without gain
    A task to do, neither imposed nor confirmed, whose booking in the plan in force (first half-day, person, room; of
    the half-days to come) is not that of the plan of the day, though putting back the whole of it, or its first
    half-day, or its person, or its room alone leaves a legal plan where no delivery and no due day is a half-day later
    past its promise. Milestones, which book nobody, follow; all other tasks stay.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.project_ends import delivery_columns
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule
from postprod_xl.domain.planning.problem.presence import ResourceKind
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.engines.schedule import Activity, Commitment, LinkKind, Problem, verify
from postprod_xl.schema.vocabulary import DayPart, ProjectStatus, TaskState
from tests.benchmarks.better_plan import (
    Answer,
    Place,
    Wanted,
    as_result,
    faults,
    moment_after,
    places_of,
    plan_within,
)

# The rank of a project without priority, behind every other.
_LAST = 10**6
# What the bound of a delivery alone may take of the time given to it.
_ALONE_SHARE = 0.25


class Booking(NamedTuple):
    """What the plan in force holds of a task from a day on: first half-day to come, person, room."""

    slot: int
    person: int | None
    room: int | None


class FalseDelay(NamedTuple):
    """A delivery announced late, and a checked plan where it is less late."""

    project: str
    late_days: int
    better_days: int
    places: Mapping[int, Place]


class Change(NamedTuple):
    """A booking changed without gain: what of it could have been put back."""

    task: str
    what: str
    before: Booking
    after: Place


@dataclass(frozen=True)
class Day:
    """The plan of one day, beside the office that it was made from (which holds the plan in force)."""

    office: Office
    made: OfficeSchedule

    @cached_property
    def late(self) -> dict[str, int]:
        """Working days late of each late delivery, by project, in the order of `Projets`."""
        planned = self.office.with_columns("Planning", self.made.columns)
        days = delivery_columns(planned).column("late_days")
        index = self.made.plan.model.deliveries
        result = self.made.plan.result
        return {
            row.code: int(late)
            for row, late in zip(self.office["Projets"], days, strict=True)
            if late and row.status not in DELIVERED_PROJECTS
            if row.code in index and result.ends[index[row.code]] is not None
        }

    @cached_property
    def places(self) -> dict[int, Place]:
        return places_of(self.made.plan.result)

    @cached_property
    def tasks(self) -> list[Task]:
        return self.made.plan.model.listed.tasks

    @cached_property
    def held(self) -> dict[int, Place]:
        """What no better plan may move."""
        return {index: self.places[index] for index in self.places if self._is_held(index)}

    def _is_held(self, index: int) -> bool:
        if index >= len(self.tasks):
            return False
        activity, task = self.made.plan.model.problem.activities[index], self.tasks[index]
        if activity.completed is not None or task.progress is not Progress.TO_DO:
            return True
        if not activity.is_fixed:
            return False
        return task.frozen or task.fixed is not None or task.code in self._confirmed

    @cached_property
    def _confirmed(self) -> set[str]:
        """The confirmed tasks that had a place in the plan in force."""
        rows = self.office["Planning"].select("task", "state", "start_day")
        return {task for task, state, start in rows if state == TaskState.CONFIRMED and start is not None}

    @cached_property
    def problem(self) -> Problem:
        """The problem of the day, where what is not held may move whatever the answer made of it."""
        problem = self.made.plan.model.problem
        activities = list(problem.activities)
        for index, activity in enumerate(activities):
            if activity.is_fixed and index not in self.held:
                activities[index] = replace(activity, commitment=Commitment.OPTION_1)
        return replace(problem, activities=tuple(activities))

    def rank(self, project: str) -> tuple[bool, int]:
        """The order of projects: the signed ones first, then by priority."""
        return self._ranks[project]

    @cached_property
    def _ranks(self) -> dict[str, tuple[bool, int]]:
        rows = self.office["Projets"].select("code", "status", "priority")
        return {
            code: (status == ProjectStatus.QUOTED, _LAST if priority is None else priority)
            for code, status, priority in rows
        }

    @cached_property
    def owners(self) -> dict[int, str]:
        """The project of each activity."""
        found = {index: task.project.code for index, task in enumerate(self.tasks)}
        return found | {index: code for code, index in self.made.plan.model.deliveries.items()}

    def late_days_at(self, project: str, moment: int) -> int:
        """Working days late of a delivery that would end at a moment."""
        index = self.made.plan.model.deliveries[project]
        owner = next(task.project for task in self.tasks if task.project.code == project)
        day = self.made.plan.day_before(index, moment)
        return owner.calendar.working_days_late(owner.delivery, day) if owner.delivery else 0

    def a_day_less(self, project: str) -> int:
        """The last moment at which a late delivery would be announced less late."""
        moment = self.places[self.made.plan.model.deliveries[project]].end
        late = self.late_days_at(project, moment)
        while moment > 0 and self.late_days_at(project, moment) >= late:
            moment -= 1
        return moment

    def wanted(self, project: str) -> Wanted:
        """What a plan must do for the delivery of a project to be announced falsely late."""
        delivery, rank = self.made.plan.model.deliveries[project], self.rank(project)
        latest = {delivery: self.a_day_less(project)}
        for index, activity in enumerate(self.problem.activities):
            goes_first = self.rank(self.owners[index]) <= rank
            if activity.due is not None and goes_first and index in self.places and index != delivery:
                latest[index] = max(activity.due, self.places[index].end)
        held = dict(self.held)
        if rank[0]:
            # A quote displaces nothing of what is signed.
            held |= {
                index: place
                for index, place in self.places.items()
                if not self.rank(self.owners[index])[0] and index < len(self.tasks)
            }
        return Wanted(latest, held)


def false_delay(day: Day, project: str, seconds: float) -> FalseDelay | None:
    """A better plan of a late delivery, on time if one is found so; None when none is found in that time.

    Raises
    ------
    AssertionError
        A plan was found that the checker refuses: the search itself is at fault.
    """
    started = time.perf_counter()
    delivery, wanted = day.made.plan.model.deliveries[project], day.wanted(project)
    found = better(day.problem, day.places, wanted, delivery, seconds)
    if found.places is None:
        return None
    left = seconds - (time.perf_counter() - started)
    due = day.problem.activities[delivery].due
    if due is not None and found.places[delivery].end > due and left > 0:
        on_time = replace(wanted, latest={**wanted.latest, delivery: due})
        again = better(day.problem, day.places, on_time, delivery, left)
        found, wanted = (found, wanted) if again.places is None else (again, on_time)
    assert found.places is not None
    refused = faults(day.problem, day.made.plan.result, wanted, found.places)
    assert not refused, (project, refused[:5])
    end = found.places[delivery].end
    return FalseDelay(project, day.late[project], day.late_days_at(project, end), found.places)


def better(
    problem: Problem, places: Mapping[int, Place], wanted: Wanted, delivery: int, seconds: float
) -> Answer:
    """A plan as wanted: first whether the delivery could be so early were it alone, then with all the others."""
    started = time.perf_counter()
    before = _upstream(problem, delivery)
    others = frozenset(index for index in places if index not in wanted.held and index not in before)
    alone = replace(
        wanted,
        left_out=others,
        latest={index: end for index, end in wanted.latest.items() if index not in others},
    )
    found = plan_within(problem, places, alone, max(seconds * _ALONE_SHARE, 0.1))
    if found.places is None and found.proven:
        return found
    left = seconds - (time.perf_counter() - started)
    return plan_within(problem, places, wanted, max(left, 0.1))


def _upstream(problem: Problem, delivery: int) -> set[int]:
    """An activity and all that it waits for, directly or not."""
    before: dict[int, list[int]] = {}
    for link in problem.links:
        before.setdefault(link.successor, []).append(link.predecessor)
    found, queue = {delivery}, [delivery]
    for index in queue:
        new = [other for other in before.get(index, ()) if other not in found]
        found.update(new)
        queue += new
    return found


def changes_without_gain(day: Day) -> list[Change]:
    """The bookings of the day that changed though what was in force could have stayed."""
    return [change for index in day.places if (change := _change_without_gain(day, index)) is not None]


def confirmed_moved(day: Day) -> list[str]:
    """The confirmed tasks to do whose booking to come is no longer that of the plan in force."""
    before, moved = bookings_in_force(day), []
    for index, task in enumerate(day.tasks):
        booked, now = before.get(task.code), day.places.get(index)
        if booked is None or now is None or task.state != TaskState.CONFIRMED or task.fixed is not None:
            continue
        if task.progress is Progress.TO_DO and booked != (now.start, now.person, now.room):
            moved.append(task.code)
    return moved


def _change_without_gain(day: Day, index: int) -> Change | None:
    if index >= len(day.tasks) or index in day.held:
        return None
    task, now = day.tasks[index], day.places[index]
    before = bookings_in_force(day).get(task.code)
    if task.progress is not Progress.TO_DO or before is None or before == (now.start, now.person, now.room):
        return None
    for what, booking in _reversions(before, now):
        if _may_stay(day, index, booking):
            return Change(task.code, what, before, now)
    return None


def _reversions(before: Booking, now: Place) -> Iterator[tuple[str, Booking]]:
    """The booking in force, then each part of it that changed, put back in the plan of the day."""
    yield "booking", before
    present = Booking(now.start, now.person, now.room)
    for part in Booking._fields:
        if getattr(before, part) != getattr(present, part):
            yield part, present._replace(**{part: getattr(before, part)})


def bookings_in_force(day: Day) -> dict[str, Booking]:
    """What `Reservations` holds from the day on, by task; nothing of who or what is no longer there to be booked."""
    roster, axis = day.made.plan.model.roster, day.made.plan.model.axis
    first: dict[str, tuple[date, int, str, str]] = {}
    for row in day.office["Reservations"]:
        if row.day < day.office.today:
            continue
        half = int(row.half_day == DayPart.AFTERNOON)
        told = (row.day, half, row.technician, row.room)
        if row.task not in first or told[:2] < first[row.task][:2]:
            first[row.task] = told
    found = {}
    for task, (on, half, person, room) in first.items():
        known = (
            roster.known(ResourceKind.PERSON, person) if person else None,
            roster.known(ResourceKind.ROOM, room) if room else None,
        )
        if (person and known[0] is None) or (room and known[1] is None) or axis.day(axis.at(on, half)) != on:
            continue
        found[task] = Booking(axis.at(on, half), *known)
    return found


def _may_stay(day: Day, index: int, booking: Booking) -> bool:
    """Whether the plan of the day with one booking put back is legal, and nothing promised is later for it."""
    problem = day.problem
    end = end_of(problem, problem.activities[index], booking)
    if end is None:
        return False
    places = {**day.places, index: Place(booking.slot, end, booking.person, booking.room)}
    _move_milestones(problem, places)
    result = day.made.plan.result
    made = as_result(problem, result, places)
    if any(late > before for late, before in zip(made.tardiness, result.tardiness, strict=True)):
        return False
    return not verify(problem, made)


def end_of(problem: Problem, activity: Activity, booking: Booking) -> int | None:
    """When an activity booked so ends; None when it cannot begin there."""
    masks = [problem.calendars[activity.calendar]]
    masks += [problem.resources[who].open for who in (booking.person, booking.room) if who is not None]
    left = activity.duration
    for slot in range(booking.slot, problem.horizon):
        is_open = all(mask is None or mask >> slot & 1 for mask in masks)
        if slot == booking.slot and not is_open:
            return None
        left -= is_open
        if not left:
            return slot + 1
    return None


def _move_milestones(problem: Problem, places: dict[int, Place]) -> None:
    """Put every milestone where the rest lets it stand, never earlier than its own release."""
    links = [link for link in problem.links if not problem.activities[link.successor].duration]
    loose = [
        index
        for index in places
        if not problem.activities[index].duration
        if problem.activities[index].completed is None and not problem.activities[index].is_fixed
    ]
    incoming = {index: [link for link in links if link.successor == index] for index in loose}
    for _ in loose:
        moved = False
        for index in loose:
            activity = problem.activities[index]
            moment = max(activity.release, problem.now)
            for link in incoming[index]:
                before = places.get(link.predecessor)
                if before is None:
                    continue
                from_end = link.kind in (LinkKind.END_START, LinkKind.END_END)
                begun = problem.activities[link.predecessor].actual_start
                leaves = before.end if from_end else before.start if begun is None else begun
                moment = max(moment, moment_after(problem, activity.calendar, leaves, link.lag))
            if moment != places[index].start:
                places[index] = Place(moment, moment, None, None)
                moved = True
        if not moved:
            return
