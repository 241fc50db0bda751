"""From the tasks of an office to a problem of the engine, on one axis of half-days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import NamedTuple

from postprod_xl.domain.planning.problem.axis import HALVES_PER_DAY, Axis, lag_halves
from postprod_xl.domain.planning.problem.days_off import worked_masks
from postprod_xl.domain.planning.problem.finished import Past, begun_on, finished
from postprod_xl.domain.planning.problem.fixed_days import FixedHalves, imposed_starts
from postprod_xl.domain.planning.problem.half_time import half_mask, halves_of
from postprod_xl.domain.planning.problem.interruptions import with_interruptions
from postprod_xl.domain.planning.problem.outside import Busy
from postprod_xl.domain.planning.problem.places import with_places
from postprod_xl.domain.planning.problem.presence import ResourceKind
from postprod_xl.domain.planning.problem.priorities import lateness_weights
from postprod_xl.domain.planning.problem.roster import House, Roster, only
from postprod_xl.domain.planning.problem.span import axis_for
from postprod_xl.domain.planning.tasks.episodes import EpisodeKey
from postprod_xl.domain.planning.tasks.in_force import Kept
from postprod_xl.domain.planning.tasks.links import TaskLink
from postprod_xl.domain.planning.tasks.to_plan import Progress, Project, Task, TaskList
from postprod_xl.engines.schedule import (
    Activity,
    Baseline,
    Commitment,
    Link,
    Occupation,
    Problem,
)
from postprod_xl.engines.schedule.calendars import first_open
from postprod_xl.schema.vocabulary import TaskState

_OPTIONS: dict[str, Commitment] = {
    TaskState.OPTION_1: Commitment.OPTION_1,
    TaskState.OPTION_2: Commitment.OPTION_2,
    TaskState.CONFIRMED: Commitment.OPTION_1,
}


class Wishes(NamedTuple):
    """What a plan starts from: the day, the plan in force by task code, what other workbooks hold.

    `answered` says which problem the plan in force answers, when its search was given up; see `Plan.answered`.
    """

    today: date
    kept: Mapping[str, Kept]
    outside: Sequence[Busy] = ()
    answered: str = ""


@dataclass(frozen=True)
class OfficeProblem:
    """A problem of the engine and what its numbers stand for.

    The activities are the tasks in their order, then one delivery milestone per project (`deliveries`: its
    activity by project code), which waits for every task of the project but those that only come after it and those
    of episodes promised later, then one per episode that has a promise of its own (`episodes`). `bases` are the
    calendars of whole days of the half-time tasks.
    """

    listed: TaskList
    axis: Axis
    roster: Roster
    past: Mapping[int, Past]
    deliveries: Mapping[str, int]
    episodes: Mapping[EpisodeKey, int]
    problem: Problem
    today: date
    bases: Mapping[int, int]

    def counted_in_days(self) -> Problem:
        """The problem with the calendars of whole days of its half-time tasks: to count the half-days of a slack."""
        activities = list(self.problem.activities)
        for place, calendar in self.bases.items():
            activities[place] = replace(activities[place], calendar=calendar, yields=False)
        return replace(self.problem, activities=tuple(activities))

    def lag(self, link: Link) -> int:
        """The lag of a link in half-days; those before a half-time task count its own halves."""
        return link.lag * (HALVES_PER_DAY if link.successor in self.bases else 1)


def model_of(listed: TaskList, house: House, wishes: Wishes, stretch: int = 1) -> OfficeProblem:
    """The problem of an office.

    Parameters
    ----------
    listed, house, wishes
        The tasks, the people and rooms, the plan in force.
    stretch
        How many times the usual length the axis goes into the future.
    """
    axis = axis_for(listed, house, wishes.today, stretch)
    roster = Roster(house, axis)
    past = finished(listed, axis, wishes.today)
    calendars = list({id(task.project.calendar): task.project.calendar for task in listed.tasks}.values())
    masks = [axis.mask_of(calendar) for calendar in calendars]
    starts = imposed_starts(listed, house.presence, axis, wishes.today)
    codes = dict.fromkeys(task.project.code for task in listed.tasks)
    groups = {code: group for group, code in enumerate(codes)}
    numbers = {id(calendar): number for number, calendar in enumerate(calendars)}
    seeker = FixedHalves(axis, house.presence, wishes.kept, past, starts, axis.at(wishes.today))
    starts = {**starts, **seeker.found(listed, wishes.outside)}
    fixed = {listed.tasks[place].code: start for place, start in starts.items()}
    projects = list({task.project.code: task.project for task in listed.tasks}.values())
    builder = _Builder(axis, roster, past, wishes, numbers, groups, fixed, lateness_weights(projects))
    activities = [builder.activity(place, task) for place, task in enumerate(listed.tasks)]
    for place, mask in worked_masks(listed, house.presence, axis).items():
        activities[place] = replace(activities[place], calendar=len(masks))
        masks.append(masks[numbers[id(listed.tasks[place].project.calendar)]] | mask)
    deliveries, milestones, ties = builder.deliveries(listed, activities)
    episodes, ends, tails = builder.episodes(listed, len(listed.tasks) + len(milestones))
    halves = halves_of(listed.tasks, wishes.kept, starts, axis)
    bases = {place: activities[place].calendar for place in halves}
    for place, half in halves.items():
        mask = masks[bases[place]] & half_mask(axis, half)
        activities[place] = _half_time(activities[place], len(masks), mask)
        masks.append(mask)
    links = [
        Link(link.predecessor, link.successor, link.kind, _lag(link, listed.tasks)) for link in listed.links
    ]
    problem = Problem(
        horizon=axis.horizon,
        activities=(*activities, *milestones, *ends),
        links=(*links, *ties, *tails),
        resources=tuple(roster.resources),
        calendars=tuple(masks) or (None,),
        occupations=tuple(_occupations(wishes.outside, axis, roster)),
        now=axis.at(wishes.today),
    )
    problem = with_interruptions(with_places(problem, roster), listed.tasks)
    return OfficeProblem(listed, axis, roster, past, deliveries, episodes, problem, wishes.today, bases)


def without_promises(model: OfficeProblem, ends: Sequence[int | None]) -> Problem:
    """The same problem, each project without delivery date due at the end it has: for its slack."""
    problem = model.counted_in_days()
    activities = list(problem.activities)
    for index in model.deliveries.values():
        if activities[index].due is None:
            activities[index] = replace(activities[index], due=ends[index])
    return replace(problem, activities=tuple(activities))


def only_imposed(model: OfficeProblem) -> Problem:
    """The same problem, confirmed tasks being free to move: only what a person has fixed stays."""
    activities = list(model.problem.activities)
    for place, task in enumerate(model.listed.tasks):
        if activities[place].commitment is Commitment.FIRM and task.fixed is None:
            activities[place] = replace(activities[place], commitment=Commitment.OPTION_1)
    return replace(model.problem, activities=tuple(activities))


def _half_time(activity: Activity, calendar: int, mask: int) -> Activity:
    """An activity that works the slots of a calendar and leaves the others; the plan in force has it there too."""
    baseline = activity.baseline
    if baseline is not None:
        start = first_open(mask, baseline.start)
        baseline = baseline if start is None else baseline._replace(start=start)
    return replace(activity, calendar=calendar, yields=True, baseline=baseline)


def _lag(link: TaskLink, tasks: Sequence[Task]) -> int:
    """The lag of a link in slots of the successor's calendar: a half-time task has one a day."""
    lag = lag_halves(link.lag)
    return -(-lag // HALVES_PER_DAY) if _works_halves(tasks[link.successor]) else lag


def _works_halves(task: Task) -> bool:
    return task.half_time and task.progress is not Progress.DONE


@dataclass(frozen=True)
class _Builder:
    axis: Axis
    roster: Roster
    past: Mapping[int, Past]
    wishes: Wishes
    calendars: Mapping[int, int]
    groups: Mapping[str, int]
    imposed: Mapping[str, int]
    weights: Mapping[str, int]

    @cached_property
    def now(self) -> int:
        return self.axis.at(self.wishes.today)

    def activity(self, place: int, task: Task) -> Activity:
        duration = 0 if task.progress is Progress.DONE else task.remaining
        calendar, group = self.calendars[id(task.project.calendar)], self.groups[task.project.code]
        weight, provisional = self.weights[task.project.code], task.project.quoted
        own = partial(Activity, duration, calendar, weight=weight, group=group, provisional=provisional)
        if place in self.past:
            return own(completed=(self.past[place].start, self.past[place].end))
        due = None if task.due is None else self.axis.after(task.due)
        if task.never and task.progress is Progress.TO_DO:
            return own(release=self.axis.horizon + 1, due=due)
        people, rooms = (self.roster.people(task), self.roster.rooms(task)) if duration else ((), ())
        common = own(release=self._release(task), due=due, people=people, rooms=rooms)
        if task.progress is Progress.BEGUN:
            return self._begun(task, common)
        return self._to_do(task, common)

    def _release(self, task: Task) -> int:
        if task.progress is Progress.BEGUN:
            worked_today = task.facts is not None and task.facts.last_day >= self.wishes.today
            return self.axis.after(self.wishes.today) if worked_today else self.now
        days = [day for day in (task.rushes, task.earliest) if day is not None]
        return max([self.now, *(self.axis.at(day) for day in days)])

    def _begun(self, task: Task, common: Activity) -> Activity:
        facts = task.facts
        begun = self.axis.at(facts.first_day if facts else begun_on(task, self.wishes.today))
        kept = self.wishes.kept.get(task.code)
        start = max(self._slot(kept) or 0, common.release)
        person = kept.person if kept and kept.person else facts.technician if facts else ""
        room = kept.room if kept and kept.room else facts.room if facts else ""
        return replace(
            common,
            actual_start=min(begun, self.now),
            commitment=Commitment.FROZEN if task.frozen else Commitment.OPTION_1,
            baseline=self._planned(common, start, person, room) if common.duration else None,
        )

    def _to_do(self, task: Task, common: Activity) -> Activity:
        kept = self.wishes.kept.get(task.code)
        fixed = self._fixed(task, kept if common.duration else None)
        if fixed is not None:
            hold = Commitment.FROZEN if task.frozen else Commitment.FIRM
            return replace(common, commitment=hold, baseline=self._planned(common, fixed, *_who(kept)))
        hold = _OPTIONS.get(task.state, Commitment.FREE)
        slot = self._slot(kept) if common.people or common.rooms else None
        if slot is None:
            # Nobody is booked: a confirmed task keeps its day at least, the half is free.
            held = kept is not None and task.state == TaskState.CONFIRMED
            release = max(common.release, self.axis.at(kept.day)) if kept and held else common.release
            return replace(
                common,
                release=release,
                commitment=Commitment.FIRM if task.state == TaskState.CONFIRMED else hold,
            )
        if task.state == TaskState.CONFIRMED and slot >= self.now:
            return replace(
                common, commitment=Commitment.FIRM, baseline=self._planned(common, slot, *_who(kept))
            )
        return replace(
            common, commitment=hold, baseline=self._planned(common, max(slot, self.now), *_who(kept))
        )

    def _fixed(self, task: Task, kept: Kept | None) -> int | None:
        """The start a task must keep: its `Début fixé`; if frozen, where it is, else its earliest day."""
        if task.fixed is None and task.frozen:
            slot = self._slot(kept)
            if slot is not None and slot >= self.now:
                return slot
        return self.imposed.get(task.code)

    def _slot(self, kept: Kept | None) -> int | None:
        if kept is None or kept.half is None:
            return None
        return self.axis.at(kept.day, kept.half)

    def _planned(self, activity: Activity, start: int, person: str, room: str) -> Baseline:
        return Baseline(
            start,
            only(activity.people, self.roster.known(ResourceKind.PERSON, person)),
            only(activity.rooms, self.roster.known(ResourceKind.ROOM, room)),
        )

    def deliveries(
        self, listed: TaskList, activities: Sequence[Activity]
    ) -> tuple[dict[str, int], list[Activity], list[Link]]:
        """One milestone per project, due on the delivery promised, behind all that it waits for.

        A task that another follows is left out, for that one ends later; not where it is fixed, begun or finished, and
        so may stand before what it follows.
        """
        waiting = {
            place
            for place, item in enumerate(activities)
            if not item.is_fixed and item.actual_start is None and item.completed is None
        }
        followed = {
            link.predecessor
            for link in listed.links
            if link.kind.leaves_the_end and link.lag >= 0 and link.kind.holds_the_start
            and listed.tasks[link.predecessor].project is listed.tasks[link.successor].project
            and link.successor in waiting and listed.tasks[link.successor].is_awaited
        }  # fmt: skip
        places: dict[str, int] = {}
        milestones: list[Activity] = []
        ties = []
        for place in sorted(listed.order):
            if not listed.tasks[place].is_awaited:
                continue
            project = listed.tasks[place].project
            if project.code not in places:
                places[project.code] = len(listed.tasks) + len(milestones)
                milestones.append(self._delivery(project, project.delivery))
            if place not in followed:
                ties.append(Link(place, places[project.code]))
        return places, milestones, ties

    def episodes(
        self, listed: TaskList, first: int
    ) -> tuple[dict[EpisodeKey, int], list[Activity], list[Link]]:
        """One milestone per episode left to deliver with a promise of its own, from `first` on, behind its tasks."""
        held: dict[EpisodeKey, list[int]] = {}
        for place in sorted(listed.order):
            task = listed.tasks[place]
            if task.episode is not None and task.episode.promised is not None and not task.follows_delivery:
                held.setdefault(task.episode.key, []).append(place)
        places: dict[EpisodeKey, int] = {}
        milestones: list[Activity] = []
        ties = []
        for key, members in held.items():
            tasks = [listed.tasks[place] for place in members]
            if any(task.progress is not Progress.DONE for task in tasks):
                places[key] = first + len(milestones)
                milestones.append(self._delivery(tasks[0].project, tasks[0].delivery))
                ties += [Link(place, places[key]) for place in members]
        return places, milestones, ties

    def _delivery(self, project: Project, day: date | None) -> Activity:
        promised = None if project.delivered else day
        return Activity(
            duration=0,
            calendar=self.calendars[id(project.calendar)],
            due=None if promised is None else self.axis.after(promised),
            weight=self.weights[project.code],
            group=self.groups[project.code],
            provisional=project.quoted,
        )


def _who(kept: Kept | None) -> tuple[str, str]:
    return (kept.person, kept.room) if kept else ("", "")


def _occupations(outside: Iterable[Busy], axis: Axis, roster: Roster) -> Iterable[Occupation]:
    for busy in outside:
        if axis.at(busy.day) == axis.after(busy.day):
            continue
        for resource in ResourceKind:
            index = roster.known(resource, busy.code)
            if index is not None:
                for start, end in busy.spans(axis):
                    yield Occupation(index, start, end)
