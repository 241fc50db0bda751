"""The plan of one day, what no better plan may move, and what it must do for a delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.project_ends import delivery_columns
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.engines.schedule import Activity, Commitment, Problem
from postprod_xl.schema.vocabulary import ProjectStatus, TaskState
from tests.benchmarks.better_plan import Place, Wanted, places_of

# The rank of a project without priority, behind every other.
_LAST = 100


class Booking(NamedTuple):
    """What the plan in force holds of a task from a day on: first half-day to come, person, room."""

    slot: int
    person: int | None
    room: int | None


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
                for who in {*resources_of(activity), place.person, place.room} - {None}:
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


def resources_of(activity: Activity) -> set[int]:
    return {candidate.resource for candidate in (*activity.people, *activity.rooms)}


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
