"""Bookings that a plan changed for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.planning.problem.presence import ResourceKind
from postprod_xl.domain.planning.tasks.to_plan import Progress
from postprod_xl.engines.schedule import LinkKind, Problem, verify
from postprod_xl.schema.vocabulary import DayPart, TaskState
from tests.benchmarks.better_plan import Place, as_result, moment_after
from tests.benchmarks.daily_truth.day import Booking, Day, end_of


class Change(NamedTuple):
    """A booking changed without gain: what of it could have been put back."""

    task: str
    what: str
    before: Booking
    after: Place


def changes_without_gain(day: Day) -> list[Change]:
    """The bookings of the day that changed though what was in force could have stayed."""
    in_force = bookings_in_force(day)
    changed = {}
    for index, now in day.places.items():
        if index >= len(day.tasks) or index in day.held or day.tasks[index].progress is not Progress.TO_DO:
            continue
        before = in_force.get(day.tasks[index].code)
        if before is not None and before != (now.start, now.person, now.room):
            changed[index] = before
    found = {}
    for name, group in _groups(day, changed):
        if _may_stay(day, group):
            found |= {index: name for index in group if index not in found}
    for index, before in changed.items():
        for name, booking in _parts(before, day.places[index]):
            if index not in found and _may_stay(day, {index: booking}):
                found[index] = name
    return [
        Change(day.tasks[index].code, name, changed[index], day.places[index])
        for index, name in sorted(found.items())
    ]


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


def _groups(day: Day, changed: Mapping[int, Booking]) -> Iterator[tuple[str, dict[int, Booking]]]:
    """What is put back together: each changed booking, those of each project, all of them."""
    yield from (("booking", {index: before}) for index, before in changed.items())
    for project in dict.fromkeys(day.owners[index] for index in changed):
        yield "project", {index: before for index, before in changed.items() if day.owners[index] == project}
    yield "plan", dict(changed)


def _parts(before: Booking, now: Place) -> Iterator[tuple[str, Booking]]:
    """Each part of a booking that changed, put back in that of the day."""
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


def _may_stay(day: Day, bookings: Mapping[int, Booking]) -> bool:
    """Whether the plan of the day with some bookings put back is legal, and nothing promised is later for it."""
    problem, places = day.problem, dict(day.places)
    for index, booking in bookings.items():
        end = end_of(problem, problem.activities[index], booking)
        if end is None:
            return False
        places[index] = Place(booking.slot, end, booking.person, booking.room)
    if any(_is_taken(day, places, index) for index in bookings):
        return False
    _move_milestones(problem, places)
    result = day.made.plan.result
    made = as_result(problem, result, places)
    if any(late > before for late, before in zip(made.tardiness, result.tardiness, strict=True)):
        return False
    return not verify(problem, made)


def _is_taken(day: Day, places: Mapping[int, Place], index: int) -> bool:
    """Whether somebody or a room of a task has another at the same time: seen before the whole plan is verified."""
    here = places[index]
    return any(
        places[other].start < here.end and here.start < places[other].end
        for who in (here.person, here.room)
        if who is not None and day.problem.resources[who].capacity == 1
        for other in day.users[who]
        if other != index and who in (places[other].person, places[other].room)
        if not (day.problem.activities[index].yields or day.problem.activities[other].yields)
    )


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
