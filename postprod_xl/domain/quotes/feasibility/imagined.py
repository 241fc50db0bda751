"""A version of a quote as the plan would have it: the days that technicians ask for, among the other projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.project_ends import PromisedDelivery, deliveries, episode_columns
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule, schedule
from postprod_xl.domain.planning.programmes.sold import SoldLine, shared_days, sold_lines
from postprod_xl.domain.planning.programmes.steps import usual_skills
from postprod_xl.domain.planning.programmes.tasks import ProgrammeTasks, programme_tasks
from postprod_xl.domain.planning.tasks.episodes import EpisodeKey, episodes_of
from postprod_xl.domain.planning.tasks.facts import cancelled_rows, finished_rows, remaining_days
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.units import QUARTER, half_up
from postprod_xl.schema.vocabulary import QuoteStatus


class LateEpisode(NamedTuple):
    """An episode that does not keep its own promise: the day promised, its end, the working days missing."""

    number: int
    promised: date
    expected: date
    missing_days: int


@dataclass(frozen=True)
class Imagined:
    """An office where a version is the quote of its project, and is planned.

    Parameters
    ----------
    office
        With the tasks of the project in `Planning`.
    project
        Its code.
    tasks
        Those of its programme, None when the project is planned already.
    afresh
        Codes of the projects whose plan in force need not stand.
    tries
        How long its plan is searched for, as `schedule` takes it.
    """

    office: Office
    project: str
    tasks: ProgrammeTasks | None
    afresh: Collection[str] = ()
    tries: int | None = None

    @cached_property
    def made(self) -> OfficeSchedule:
        """Its plan."""
        return schedule(self.office, afresh=self.afresh, tries=self.tries)

    @cached_property
    def planned(self) -> Office:
        """The office with its plan."""
        return self.office.with_columns("Planning", self.made.columns)

    @cached_property
    def deliveries(self) -> dict[str, PromisedDelivery]:
        """When each project delivers."""
        return deliveries(self.planned)

    @property
    def delivery(self) -> PromisedDelivery:
        """When the project delivers."""
        return self.deliveries[self.project]

    @cached_property
    def late_episodes(self) -> dict[int, date]:
        """The episodes of the project that have a promise of their own and do not keep it: their end, by number."""
        columns = episode_columns(self.planned).select("expected_day", "late_days")
        keys = self.office["Episodes"].select("project", "number")
        return {
            number: end
            for (project, number), (end, late) in zip(keys, columns, strict=True)
            if project == self.project and late
        }

    @property
    def missing_days(self) -> int | None:
        """Working days missing for everything promised of the project, 0 when it holds; None when not known."""
        episodes = episodes_of(self.office)
        is_promised = self.delivery.promised is not None or any(
            episode.promised for key, episode in episodes.items() if key.project == self.project
        )
        if self.expected is None or not is_promised:
            return None
        return max([self.delivery.late_days or 0, *(one.missing_days for one in self._late_promises)])

    @property
    def late_episode(self) -> LateEpisode | None:
        """The episode that misses the most days, more than the delivery of the project does; None without any."""
        late = max(self._late_promises, key=attrgetter("missing_days"), default=None)
        return late if late and late.missing_days > (self.delivery.late_days or 0) else None

    @property
    def _late_promises(self) -> Iterator[LateEpisode]:
        episodes = episodes_of(self.office)
        for number, end in self.late_episodes.items():
            if day := episodes[EpisodeKey(self.project, number)].promised:
                yield LateEpisode(number, day, end, self.calendar.working_days_late(day, end))

    @property
    def unstaffed(self) -> dict[str, list[str]]:
        """The tasks of the project that nobody is there for, by the skill that they ask for."""
        found: dict[str, list[str]] = {}
        tasks = self.planned["Planning"].select("project", "task", "skill", "assigned_technician")
        closed = zip(finished_rows(self.office), cancelled_rows(self.office), strict=True)
        for (project, task, skill, person), is_closed in zip(tasks, map(any, closed), strict=True):
            if project == self.project and skill and not person and not is_closed:
                found.setdefault(skill, []).append(task)
        return found

    @property
    def calendar(self) -> WorkCalendar:
        return self.delivery.calendar

    @property
    def spare_days(self) -> int:
        """Working days between the end that is expected and the day promised."""
        end, promised = self.delivery.expected, self.delivery.promised
        if end is None or promised is None or promised <= end:
            return 0
        return self.calendar.working_days_late(end, promised)

    @property
    def expected(self) -> date | None:
        """The day that the project would deliver on."""
        return self.delivery.expected


class Resold(NamedTuple):
    """Days that a line sells in the version that its tasks stand on, and in the one looked at."""

    before: Decimal
    now: Decimal


class NeededWork(NamedTuple):
    """What a version needs.

    Parameters
    ----------
    lines
        Its lines, for the days that technicians ask for where they said them, else for what is sold.
    asked
        The days that technicians ask for, by line.
    resold
        The days sold of each line, where the version that the tasks of the project stand on sells others.
    """

    lines: Sequence[SoldLine]
    asked: Mapping[str, Decimal]
    resold: Mapping[str, Resold] = MappingProxyType({})


def imagined(office: Office, project: str, needs: NeededWork) -> Imagined:
    """An office where a version of a project is planned.

    A project without tasks has those of its type of programme, as `programme_tasks` gives them. One that has tasks
    keeps them: where a line is asked more days than its tasks have, or the version sells more or fewer of it, those
    that are not finished share the difference. `uncounted` says what has no such task.

    Parameters
    ----------
    office
        As `with_version` gives it.

    Raises
    ------
    ProgrammeRefused
        Nothing can be planned: no type of programme, no date, a project that is over.
    """
    planning = office["Planning"]
    if project in planning.column("project"):
        rows = _resized(office, needs)
        return Imagined(office.with_rows("Planning", rows), project, None)
    added = programme_tasks(office, project, sold=needs.lines)
    return Imagined(office.with_rows("Planning", planning.followed_by(added.rows)), project, added)


def with_version(office: Office, project: str, version: int) -> Office:
    """The office where a version of a project is the accepted one."""
    statuses = [
        held if code != project else QuoteStatus.ACCEPTED if number == version else QuoteStatus.REPLACED
        for code, number, held in office["Versions"].select("project", "version", "status")
    ]
    return office.with_columns("Versions", {"status": statuses})


def needs_of(office: Office, project: str, version: int) -> NeededWork:
    """What a version needs.

    Parameters
    ----------
    office
        As `with_version` gives it.
    """
    rows = office["Devis"].select("project", "version", "line", "needed_days")
    asked = {
        line: days
        for code, number, line, days in rows
        if (code, number) == (project, version) and days is not None
    }
    return NeededWork([_needing(line, asked.get(line.line)) for line in sold_lines(office, project)], asked)


def resold(before: Sequence[SoldLine], lines: Sequence[SoldLine]) -> dict[str, Resold]:
    """The days that each line sells before and in the lines looked at, where they differ; none is 0."""
    held, sold = ({line.line: line.days or Decimal(0) for line in each} for each in (before, lines))
    none = Decimal(0)
    pairs = {line: Resold(held.get(line, none), sold.get(line, none)) for line in held | sold}
    return {line: days for line, days in pairs.items() if days.before != days.now}


def uncounted(office: Office, resized: Office, needs: NeededWork) -> dict[str, Decimal]:
    """The days that a version needs in more and that no task takes, by line: none is left, or its rest is announced.

    Parameters
    ----------
    office, resized
        As given to `imagined`, and with the tasks that it lengthened.
    """
    before, after = _days_left(office), _days_left(resized)
    changes, paying = _changes(office, needs), usual_skills().keys()
    left_out = {
        line.line: changes[line.line] - (after[line.line] - before[line.line])
        for line in needs.lines
        if line.item in paying and changes.get(line.line, 0) > 0
    }
    return {line: days for line, days in left_out.items() if days > 0}


def _days_left(office: Office) -> defaultdict[str, Decimal]:
    """The days still to be done of the tasks of each line."""
    left, remaining = defaultdict[str, Decimal](Decimal), remaining_days(office)
    for task, line in office["Planning"].select("task", "line"):
        left[line] += remaining[task]
    return left


def _changes(office: Office, needs: NeededWork) -> dict[str, Decimal]:
    """The days to add to the tasks of each line, below zero those to take.

    What is planned beyond a sale stays, and what is sold less is not taken from a plan that already has no more.
    """
    planned = defaultdict[str, Decimal](Decimal)
    tasks = zip(office["Planning"].select("line", "duration_days"), cancelled_rows(office), strict=True)
    for (line, days), is_cancelled in tasks:
        planned[line] += Decimal(0) if is_cancelled else days or Decimal(0)
    none = Decimal(0)
    changes = {}
    for line, (before, now) in needs.resold.items():
        gap = now - planned[line]
        changes[line] = max(now - before, min(gap, none)) if now < before else max(gap, none)
    return changes | {line: max(days - planned[line], none) for line, days in needs.asked.items()}


def _needing(line: SoldLine, days: Decimal | None) -> SoldLine:
    return line if days is None else line._replace(minutes=half_up(days * line.day_minutes), is_timed=True)


def _resized(office: Office, needs: NeededWork) -> Rows:
    """`Planning` where the tasks left of each line share what is needed in more, or sold in less, as they are long."""
    planning, changes = office["Planning"], _changes(office, needs)
    days, places = planning.column("duration_days").copy(), defaultdict(list)
    closed = zip(finished_rows(office), cancelled_rows(office), strict=True)
    for place, (line, is_closed) in enumerate(zip(planning.column("line"), map(any, closed), strict=True)):
        if line in changes and days[place] and not is_closed:
            places[line].append(place)
    for line, left in places.items():
        held = [days[place] for place in left]
        total = max(int((sum(held) + changes[line]) / QUARTER), 0)
        if changes[line]:
            for place, share in zip(left, shared_days(total, [QUARTER] * len(left), held), strict=True):
                days[place] = share
    return planning.with_columns({"duration_days": days})
