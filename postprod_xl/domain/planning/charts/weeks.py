"""The next four weeks day by day, as they are drawn: by project and episode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from postprod_xl.documents.charts.gantt import Gantt, GanttGroup
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.charts.drawn_tasks import (
    MOST_TASKS,
    DrawnEpisodes,
    DrawnProject,
    DrawnTask,
    drawn_projects,
    drawn_tasks,
    heading_of,
    in_order,
)
from postprod_xl.domain.planning.charts.time_axis import ChartAxis, day_axis
from postprod_xl.domain.wording import counted

WEEKS = 4


def four_weeks(today: date) -> ChartAxis:
    """A column a day, from the Monday of this week on."""
    return day_axis(today, today + timedelta(weeks=WEEKS - 1))


def weeks_of(office: Office) -> Gantt:
    """What is worked from this week's Monday on, for four weeks.

    Parameters
    ----------
    office
        Tables `Planning` and `Projets` with their computed columns.

    Returns
    -------
    Gantt
        A group per project, or per episode of a project that has several, projects in the order of `gantt_of`; only
        the tasks that share a day with the weeks drawn. Beyond `MOST_TASKS` tasks, the last groups are left out.
    """
    axis = four_weeks(office.today)
    drawn = list(_within_bounds(_groups(office, axis)))
    groups = tuple(group.drawn(axis) for group in drawn)
    return axis.chart(office.today, groups, _lines(groups, axis, office))


class _Group(NamedTuple):
    project: DrawnProject
    episode: int | None
    tasks: Sequence[DrawnTask]
    inside: Sequence[DrawnTask]

    def drawn(self, axis: ChartAxis) -> GanttGroup:
        project = self.project
        parts = (f"épisode {self.episode}" if self.episode else "", project.title, project.director)
        heading = heading_of(project, self.tasks, axis, " — ".join(part for part in parts if part))
        rows = tuple(task.row(project, axis) for task in self.inside)
        return GanttGroup(project.hue, heading, rows)


def _groups(office: Office, axis: ChartAxis) -> Iterator[_Group]:
    """The groups with something to draw."""
    projects = drawn_projects(office)
    own = DrawnEpisodes(office, projects)
    by_project: dict[str, dict[int | None, list[DrawnTask]]] = {}
    for task in drawn_tasks(office, projects):
        by_project.setdefault(task.project, {}).setdefault(task.episode, []).append(task)
    every = {code: [task for tasks in parts.values() for task in tasks] for code, parts in by_project.items()}
    for project in sorted(
        (projects[code] for code in every), key=lambda found: in_order(found, every[found.code])
    ):
        for episode, tasks in _episodes(by_project[project.code]):
            inside = [task for task in tasks if _is_inside(task, axis)]
            if inside:
                inside.sort(key=lambda task: (task.start, task.end))
                yield _Group(own.of(project, episode), episode, tasks, inside)


def _episodes(
    parts: Mapping[int | None, list[DrawnTask]],
) -> Iterator[tuple[int | None, list[DrawnTask]]]:
    """The episodes in their order, what belongs to none first; a project of one episode is one group."""
    if len(parts) < 2:
        for tasks in parts.values():
            yield None, tasks
        return
    for episode in sorted(parts, key=lambda number: number or 0):
        yield episode, parts[episode]


def _is_inside(task: DrawnTask, axis: ChartAxis) -> bool:
    return task.start <= axis.slots[-1].last and task.end >= axis.slots[0].first


def _within_bounds(groups: Iterator[_Group]) -> Iterator[_Group]:
    count = 0
    for group in groups:
        count += len(group.inside)
        if count > MOST_TASKS and count > len(group.inside):
            return
        yield group


def _lines(groups: Sequence[GanttGroup], axis: ChartAxis, office: Office) -> Iterator[str]:
    until = f"{axis.slots[-1].last - timedelta(2):%d/%m/%Y}"
    count = sum(len(group.tasks) for group in groups)
    if not count:
        yield f"Situation au {office.today:%d/%m/%Y} : aucune tâche d'ici au {until}."
        return
    projects = len({group.heading.project for group in groups})
    told = f"{counted(projects, 'projet')}, {counted(count, 'tâche')}"
    yield f"Situation au {office.today:%d/%m/%Y}, jusqu'au {until} : {told}."
    if count >= MOST_TASKS:
        yield f"Au-delà de {MOST_TASKS} tâches, les derniers projets ne sont pas dessinés."
