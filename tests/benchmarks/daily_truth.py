"""What a plan of the day announces wrongly: false delays, false causes, bookings changed without gain.

These definitions are what `daily` counts and the gate asserts. A late delivery is a project not delivered yet whose
`Retard (j)` is at least one working day.

False delay
    A late delivery for which a legal plan is found, and checked, where it is at least one working day less late, with

    - no delivery and no due day of a project that goes before it, or beside it, later than in the plan of the day, or
      than its promise (projects signed go before those in Devis, then priority decides; none comes last);
    - nothing moved of what is imposed (`Début fixé`), frozen, or confirmed with a booking in the plan in force of the
      day, nor of what is under way and goes on at once; what is under way and has to wait may go on otherwise;
    - for a project in Devis, nothing moved of the projects signed.

    Bookings that may move (options, and whatever is not confirmed) move as the search likes.
False cause
    A late delivery whose named cause, relaxed alone, lets no plan be found where it is at least one working day less
    late, on the same terms. Causes named together are relaxed together; a cause named without its
    proof is false, and a delivery that could be earlier and for which none is established is counted apart.
Change without gain
    A task to do, neither imposed nor confirmed, whose booking in the plan in force (first half-day, person, room; of
    the half-days to come) is not that of the plan of the day, though a legal plan where no delivery and no due day is a
    half-day later past its promise is left by putting back the whole of it, or its first half-day, or its person, or
    its room alone, or all that changed in its project, or all that changed. Milestones, which book nobody, follow; all
    other tasks stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.proofs import Proofs, late_causes
from postprod_xl.domain.planning.plan.project_ends import delivery_columns
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule
from postprod_xl.domain.planning.problem.presence import ResourceKind
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.engines.schedule import (
    Activity,
    Candidate,
    Commitment,
    LinkKind,
    Problem,
    Relaxation,
    RelaxationKind,
    verify,
)
from postprod_xl.schema.vocabulary import DayPart, ProjectStatus, TaskState
from tests.benchmarks.better_plan import (
    Answer,
    Limit,
    Place,
    Wanted,
    as_result,
    faults,
    moment_after,
    places_of,
    plan_within,
)

# What the warning of a late delivery says before its cause.
_CAUSE = "à l'origine"
# The rank of a project without priority, behind every other.
_LAST = 100
# How many activities are free in the first searches, and what each of them may take of the time given.
_RINGS, _SHARE = (60, 150), 0.2


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

    def __repr__(self) -> str:
        return f"{self.project}: {self.late_days} j announced, {self.better_days} j possible"


class FalseCause(NamedTuple):
    """A late delivery, and causes without which nothing better was found."""

    project: str
    late_days: int
    causes: tuple[Relaxation, ...]


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
            if row.code in index and result.ends[index[row.code]] is not None and self.left[row.code]
        }

    @cached_property
    def left(self) -> dict[str, list[int]]:
        """What is left to do before each delivery: its tasks, and the milestone that waits for them."""
        found: dict[str, list[int]] = {code: [] for code in self.office["Projets"].column("code")}
        for index in self.places:
            task = self.tasks[index] if index < len(self.tasks) else None
            is_over = self.made.plan.model.problem.activities[index].completed is not None
            if not is_over and (task is None or not task.follows_delivery):
                found[self.owners[index]].append(index)
        return found

    def delivered(self, project: str) -> int:
        """The moment when a project is delivered: nothing is left to do of it but what follows."""
        return self.delivered_in(project, self.places)

    def delivered_in(self, project: str, places: Mapping[int, Place]) -> int:
        """The same moment in another plan of the day."""
        return max((places[index].end for index in self.left[project]), default=0)

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
        if activity.completed is not None or (not activity.duration and task.progress is not Progress.TO_DO):
            return True
        if task.progress is Progress.BEGUN and not task.frozen:
            return self._goes_on_at_once(index)
        if not activity.is_fixed:
            return False
        return task.frozen or task.fixed is not None or task.code in self._confirmed

    def _goes_on_at_once(self, index: int) -> bool:
        """Whether nothing but its calendars keeps what is under way from going on."""
        activity, place = self.made.plan.model.problem.activities[index], self.places[index]
        first = Booking(max(activity.release, self.made.plan.model.problem.now), place.person, place.room)
        while first.slot < place.start and end_of(self.made.plan.model.problem, activity, first) is None:
            first = first._replace(slot=first.slot + 1)
        return first.slot == place.start

    @cached_property
    def users(self) -> dict[int, list[int]]:
        """The tasks left to do that each person and room may serve, or does."""
        found: dict[int, list[int]] = {}
        for index, place in self.places.items():
            activity = self.problem.activities[index]
            if activity.duration and activity.completed is None:
                for who in {*_resources(activity), place.person, place.room} - {None}:
                    found.setdefault(who, []).append(index)
        return found

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
        moment = self.delivered(project)
        late = self.late_days_at(project, moment)
        while moment > 0 and self.late_days_at(project, moment) >= late:
            moment -= 1
        return moment

    def wanted(self, project: str) -> Wanted:
        """What a plan must do for the delivery of a project to be announced falsely late."""
        rank, latest = self.rank(project), dict.fromkeys(self.left[project], self.a_day_less(project))
        for other, index in self.made.plan.model.deliveries.items():
            due = self.problem.activities[index].due
            if other != project and self.rank(other) <= rank and due is not None and index in self.places:
                latest |= dict.fromkeys(self.left[other], max(due, self.delivered(other)))
        for index, activity in enumerate(self.problem.activities):
            is_task = index < len(self.tasks) and index in self.places
            if activity.due is not None and is_task and self.rank(self.owners[index]) <= rank:
                least = max(activity.due, self.places[index].end)
                latest[index] = min(latest.get(index, least), least)
        held = dict(self.held)
        if rank[0]:
            # A quote displaces nothing of what is signed.
            held |= {
                index: place
                for index, place in self.places.items()
                if not self.rank(self.owners[index])[0] and index < len(self.tasks)
            }
        return Wanted(latest, held)


def false_delay(day: Day, project: str, limit: Limit) -> FalseDelay | None:
    """A better plan of a late delivery, on time if one is found so; None when none is found within a limit.

    Raises
    ------
    AssertionError
        A plan was found that the checker refuses: the search itself is at fault.
    """
    wanted = day.wanted(project)
    found = better(day, wanted, project, limit)
    if found.places is None:
        return None
    due = day.problem.activities[day.made.plan.model.deliveries[project]].due
    if due is not None and day.delivered_in(project, found.places) > due:
        on_time = replace(
            wanted,
            latest={
                index: min(end, due) if index in day.left[project] else end
                for index, end in wanted.latest.items()
            },
        )
        again = better(day, on_time, project, limit)
        found, wanted = (found, wanted) if again.places is None else (again, on_time)
    assert found.places is not None
    refused = faults(day.problem, day.made.plan.result, wanted, found.places)
    assert not refused, (project, refused[:5])
    late = day.late_days_at(project, day.delivered_in(project, found.places))
    return FalseDelay(project, day.late[project], late, found.places)


def false_delays(day: Day, limit: Limit) -> list[FalseDelay]:
    """The better plans of the late deliveries of a day."""
    return [found for project in day.late if (found := false_delay(day, project, limit)) is not None]


def better(day: Day, wanted: Wanted, project: str, limit: Limit) -> Answer:
    """A plan as wanted, looked for wider and wider.

    First whether the delivery could be so early were it alone; then with its project and its rivals free, all others
    where they are in the plan of the day; then with everything free.
    """
    problem, places = day.problem, day.places
    before = _upstream(problem, day.left[project])
    movable = [index for index in places if index not in wanted.held]
    alone = replace(
        wanted,
        left_out=frozenset(index for index in movable if index not in before),
        latest={index: end for index, end in wanted.latest.items() if index in before},
    )
    found = plan_within(problem, places, alone, limit.part(_SHARE))
    if found.places is None and found.proven:
        return found
    for size in _RINGS:
        ring = _rivals(day, before, movable, size)
        if len(ring) == len(movable):
            break
        others = {index: places[index] for index in movable if index not in ring}
        found = plan_within(
            problem, places, replace(wanted, held={**wanted.held, **others}), limit.part(_SHARE)
        )
        if found.places is not None:
            return found
    return plan_within(problem, places, wanted, limit.part(1 - _SHARE))


def _rivals(day: Day, before: set[int], movable: Sequence[int], size: int) -> set[int]:
    """What a delivery waits for, and the projects that take most of its people and rooms before it, up to a size."""
    activities, places = day.problem.activities, day.places
    served = {who for index in before for who in _resources(activities[index])}
    end = max(places[index].end for index in before if index in places)
    taken: dict[str, int] = {}
    members: dict[str, list[int]] = {}
    for index in movable:
        project = day.owners[index]
        members.setdefault(project, []).append(index)
        place = places[index]
        if place.start < end and {place.person, place.room} & served:
            taken[project] = taken.get(project, 0) + min(place.end, end) - place.start
    own = {day.owners[index] for index in before}
    ring = {index for project in own for index in members.get(project, ())}
    for project in sorted(taken, key=lambda code: (-taken[code], code)):
        if len(ring) + len(members[project]) <= size:
            ring.update(members[project])
    return ring


def _resources(activity: Activity) -> set[int]:
    return {candidate.resource for candidate in (*activity.people, *activity.rooms)}


def _upstream(problem: Problem, activities: Iterable[int]) -> set[int]:
    """Some activities and all that they wait for, directly or not."""
    before: dict[int, list[int]] = {}
    for link in problem.links:
        before.setdefault(link.successor, []).append(link.predecessor)
    queue = list(activities)
    found = set(queue)
    for index in queue:
        new = [other for other in before.get(index, ()) if other not in found]
        found.update(new)
        queue += new
    return found


def false_causes(day: Day, limit: Limit) -> tuple[list[FalseCause], list[str]]:
    """The causes announced that are not true, and the late deliveries for which none is announced."""
    told = {cause.code: cause for cause in late_causes(day.made.plan)}
    false, without = [], []
    for project in day.late:
        proof = told[project].proof if project in told else None
        if proof is None:
            if day.a_day_less(project) <= day.problem.now:
                continue
            if _names_a_cause(day, project):
                false.append(FalseCause(project, day.late[project], ()))
            else:
                without.append(project)
        elif not is_true_cause(day, project, proof.relaxations, limit):
            false.append(FalseCause(project, day.late[project], proof.relaxations))
    return false, without


def false_displacements(day: Day) -> list[str]:
    """The late deliveries for which moving confirmed tasks is offered though their new places are no legal plan.

    Or a plan where the delivery does not end as told, where another promise is later, or where other confirmed tasks
    move too.
    """
    proofs, false = Proofs(day.made.plan), []
    for project in day.late:
        delivery = day.made.plan.model.deliveries[project]
        found = proofs.displacement(delivery)
        if found is None:
            continue
        causes = [Relaxation(RelaxationKind.PLACE, index) for index in found.bookings]
        problem, wanted = _without(day.problem, Wanted({}, day.held), causes)
        moved = {
            index: Place(at.start, at.end, *(None if who < 0 else who for who in (at.person, at.room)))
            for index, at in found.places.items()
        }
        latest = {
            index: max(activity.due, day.places[index].end)
            for index, activity in enumerate(problem.activities)
            if activity.due is not None and index in day.places
        }
        wanted = replace(wanted, latest={**latest, delivery: found.end})
        if faults(problem, day.made.plan.result, wanted, {**day.places, **moved}):
            false.append(project)
    return false


def _names_a_cause(day: Day, project: str) -> bool:
    """Whether the warning of a late delivery names what holds it."""
    messages = (problem.message for problem in day.made.problems)
    return any(text.startswith(f"{project} : livraison") and _CAUSE in text for text in messages)


def is_true_cause(day: Day, project: str, causes: Sequence[Relaxation], limit: Limit) -> bool:
    """Whether a late delivery is less late in some plan once its causes, and nothing else, are gone."""
    problem, wanted = _without(day.problem, day.wanted(project), causes)
    found = plan_within(problem, day.places, wanted, limit)
    if found.places is None:
        return False
    refused = faults(problem, day.made.plan.result, wanted, found.places)
    assert not refused, (project, refused[:5])
    return True


def _without(problem: Problem, wanted: Wanted, causes: Iterable[Relaxation]) -> tuple[Problem, Wanted]:
    """The problem where some causes are gone, written apart from `engines.schedule.explain`.

    One more person or room like that one, for the activity alone; the closed half-days around a moment open; an
    earlier release; no work left; a date that is held, free.
    """
    activities, resources = list(problem.activities), list(problem.resources)
    for cause in causes:
        activity = activities[cause.activity]
        if cause.kind is RelaxationKind.UNIT:
            one = Candidate(len(resources))
            resources.append(replace(resources[cause.resource], capacity=1))
            if any(candidate.resource == cause.resource for candidate in activity.people):
                activity = replace(activity, people=(*activity.people, one))
            else:
                activity = replace(activity, rooms=(*activity.rooms, one))
        elif cause.kind is RelaxationKind.PRESENCE:
            here = resources[cause.resource]
            resources[cause.resource] = replace(here, open=_opened(here.open, cause.moment, problem.horizon))
        elif cause.kind is RelaxationKind.RELEASE:
            activity = replace(activity, release=problem.now if cause.moment is None else cause.moment)
        elif cause.kind is RelaxationKind.WORK:
            activity = replace(activity, duration=0, people=(), rooms=(), demands=())
        activities[cause.activity] = replace(activity, commitment=Commitment.OPTION_1)
    held = {
        index: place for index, place in wanted.held.items() if all(index != one.activity for one in causes)
    }
    changed = replace(problem, activities=tuple(activities), resources=tuple(resources))
    return changed, replace(wanted, held=held)


def _opened(mask: int | None, slot: int, horizon: int) -> int | None:
    """A calendar with the closed slots around one of them open."""
    if mask is None:
        return None
    for step in (-1, 1):
        at = slot if step < 0 else slot + 1
        while 0 <= at < horizon and not mask >> at & 1:
            mask |= 1 << at
            at += step
    return mask


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
    )


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
