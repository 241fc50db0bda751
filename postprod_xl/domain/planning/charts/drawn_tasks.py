"""The tasks and the projects that charts draw, read from the computed tables of an office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.documents.charts.gantt import GanttRow, Look
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.charts.bars import Stretch, bars_of
from postprod_xl.domain.planning.charts.time_axis import ChartAxis
from postprod_xl.domain.planning.tasks.absurd_dates import plausible
from postprod_xl.domain.planning.tasks.episodes import EpisodeKey, episodes_of
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS, finished_rows
from postprod_xl.domain.planning.tasks.to_plan import rows_after_delivery
from postprod_xl.schema.vocabulary import ProjectStatus, TaskState

HUES = 8
"""How many colours tell projects apart."""
MOST_TASKS = 1500
"""Tasks beyond which a chart leaves the last groups out."""

_LOOKS: dict[str, Look] = {
    TaskState.DONE: Look.DONE,
    TaskState.UNDER_WAY: Look.FIRM,
    TaskState.CONFIRMED: Look.FIRM,
    TaskState.OPTION_2: Look.SECOND,
}


def look_of(state: str) -> Look:
    """How firmly a task is held."""
    return _LOOKS.get(state, Look.OPTION)


class DrawnProject(NamedTuple):
    """A project as a chart needs it; `delivery` is left out when no plan can hold it."""

    code: str
    title: str
    director: str
    status: str
    delivery: date | None
    late_days: Decimal | None
    department: str
    hue: int

    @property
    def calendar(self) -> WorkCalendar:
        return WorkCalendar.of(self.department)

    @property
    def shown_late_days(self) -> Decimal | None:
        """Its lateness; none once it is delivered."""
        return None if self.status == ProjectStatus.DELIVERED else self.late_days


class DrawnTask(NamedTuple):
    """A task with its dates."""

    project: str
    task: str
    label: str
    technician: str
    room: str
    state: str
    start: date
    end: date
    late_days: Decimal | None
    due: date | None
    duration: Decimal | None
    episode: int | None
    reason: str
    follows_delivery: bool

    @property
    def is_milestone(self) -> bool:
        return not self.duration and self.start == self.end

    def stretch(self, project: DrawnProject) -> Stretch:
        """What is done is no longer late; the rest is after its own term or after the delivery, the first of both."""
        look = look_of(self.state)
        promises = (self.due,) if self.follows_delivery else (self.due, project.delivery)
        days = [] if look is Look.DONE else [day for day in promises if day is not None]
        return Stretch(self.start, self.end, look, min(days, default=None))

    def row(self, project: DrawnProject, axis: ChartAxis) -> GanttRow:
        """The task on its own line."""
        row = GanttRow(*self[:9], bars=(), mark=None, episode=str(self.episode or ""), reason=self.reason)
        if self.is_milestone:
            return replace(row, mark=axis.at(self.end))
        return replace(row, bars=bars_of(self.stretch(project), axis, project.calendar))


def drawn_projects(office: Office) -> dict[str, DrawnProject]:
    """Those neither settled nor cancelled; a project keeps its colour whatever becomes of the others."""
    names = ("code", "title", "director", "status", "delivery_day", "late_days", "department")
    rows = office["Projets"].select(*names)
    found = (DrawnProject._make((*row, place % HUES)) for place, row in enumerate(rows))
    return {
        project.code: project._replace(delivery=plausible(project.delivery, office.today))
        for project in found
        if project.status not in CLOSED_PROJECTS
    }


class DrawnEpisodes:
    """The projects as their episodes see them: those that have dates of their own have their director and promise too.

    Parameters
    ----------
    office
        Table `Episodes` with its computed columns.
    projects
        As `drawn_projects` gives them.
    """

    def __init__(self, office: Office, projects: Mapping[str, DrawnProject]) -> None:
        late = {
            EpisodeKey(*row[:2]): row[2]
            for row in office["Episodes"].select("project", "number", "late_days")
        }
        self._known = {
            key: projects[key.project]._replace(
                title=episode.title or projects[key.project].title,
                director=episode.director or projects[key.project].director,
                delivery=episode.promised or projects[key.project].delivery,
                late_days=late[key],
            )
            for key, episode in episodes_of(office).items()
            if key.project in projects
        }

    def of(self, project: DrawnProject, episode: int | None) -> DrawnProject:
        """The project, with what is the episode's own."""
        return self._known.get(EpisodeKey(project.code, episode or 0), project)


def drawn_tasks(office: Office, projects: Iterable[str]) -> Iterator[DrawnTask]:
    """The tasks of these projects that have dates and are not cancelled, in the order of `Planning`."""
    names = ["project", "task", "label", "assigned_technician", "assigned_room", "state"]
    names += ["start_day", "end_day", "late_days", "due_day", "duration_days", "episode", "reason"]
    rows = zip(
        office["Planning"].select(*names), rows_after_delivery(office), finished_rows(office), strict=True
    )
    known = set(projects)
    for row, follows, is_finished in rows:
        task = DrawnTask._make((*row, follows))
        if is_finished:
            task = task._replace(state=TaskState.DONE)
        if task.project in known and task.state != TaskState.CANCELLED and task.start is not None:
            yield task._replace(due=plausible(task.due, office.today))


def in_order(project: DrawnProject, tasks: Sequence[DrawnTask]) -> tuple[bool, bool, date]:
    """The key of the order of projects: by promised delivery, those without one after, the finished ones last."""
    is_finished = all(task.state == TaskState.DONE for task in tasks)
    return is_finished, project.delivery is None, project.delivery or date.max


def heading_of(project: DrawnProject, tasks: Sequence[DrawnTask], axis: ChartAxis, label: str) -> GanttRow:
    """The line above the tasks of a project, or of one of its episodes: from the first to the last of them."""
    start, end = min(task.start for task in tasks), max(task.end for task in tasks)
    stretch = Stretch(start, end, Look.SUMMARY, _promised(project, tasks))
    return GanttRow(
        project.code,
        "",
        label,
        "",
        "",
        project.status,
        start,
        end,
        project.shown_late_days,
        bars_of(stretch, axis, project.calendar),
        None if project.delivery is None else axis.at(project.delivery),
    )


def _promised(project: DrawnProject, tasks: Sequence[DrawnTask]) -> date | None:
    """The delivery to come of a project that something ends after; what only comes after it is not late."""
    last = max((task.end for task in tasks if not task.follows_delivery), default=None)
    is_late = project.delivery is not None and last is not None and last > project.delivery
    return project.delivery if is_late and project.status != ProjectStatus.DELIVERED else None
