"""The plan of an office as it is drawn: a `postprod_xl.documents.charts.gantt.Gantt` from its computed tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

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
from postprod_xl.domain.planning.charts.time_axis import ChartAxis, day_axis, week_axis
from postprod_xl.domain.wording import counted
from postprod_xl.schema.vocabulary import TaskState

DAYS_KEPT = 30
"""A finished task is drawn so many days after its end: practice of the house."""
LONGEST_DAY_CHART = 120
"""Days beyond which a column is a week."""
LONGEST_CHART = 730


def gantt_of(office: Office) -> Gantt:
    """The plan of an office on its day.

    Parameters
    ----------
    office
        Tables `Planning` and `Projets` with their computed columns.

    Returns
    -------
    Gantt
        Projects with something left to do by promised delivery, those without one last, then the finished ones;
        neither settled nor cancelled projects, nor cancelled tasks, nor tasks finished more than `DAYS_KEPT` days
        ago. The tasks of a project are by episode, then by start. Beyond `MOST_TASKS` tasks, the last projects are
        left out whole. A column is a day, or a week when the chart is longer than `LONGEST_DAY_CHART` days.
    """
    projects = drawn_projects(office)
    tasks, finished = _tasks(office, projects)
    drawn = _within_bounds([projects[code] for code in tasks], tasks)
    axis = _axis(office.today, [task for code in drawn for task in tasks[code]], projects)
    episodes = DrawnEpisodes(office, projects)
    groups = tuple(_group(projects[code], tasks[code], (axis, episodes)) for code in drawn)
    left_out = len(tasks) - len(drawn)
    lines = (
        _scope_line(office.today, groups),
        *_left_out_lines(finished, left_out, axis, groups),
    )
    return axis.chart(office.today, groups, lines)


def _tasks(office: Office, projects: Mapping[str, DrawnProject]) -> tuple[dict[str, list[DrawnTask]], int]:
    """The tasks to draw by project, and how many are left out because they were finished long ago."""
    oldest = office.today - timedelta(DAYS_KEPT)
    found: dict[str, list[DrawnTask]] = {}
    finished = 0
    for task in drawn_tasks(office, projects):
        if task.state == TaskState.DONE and task.end < oldest:
            finished += 1
        else:
            found.setdefault(task.project, []).append(task)
    for tasks in found.values():
        tasks.sort(key=lambda task: (task.episode or 0, task.start, task.end))
    return found, finished


def _within_bounds(projects: Sequence[DrawnProject], tasks: Mapping[str, Sequence[DrawnTask]]) -> list[str]:
    """Codes of the projects in the order drawn, as many as fit, the first one always."""
    drawn: list[str] = []
    count = 0
    for project in sorted(projects, key=lambda project: in_order(project, tasks[project.code])):
        count += len(tasks[project.code])
        if count > MOST_TASKS and drawn:
            break
        drawn.append(project.code)
    return drawn


def _axis(today: date, tasks: Sequence[DrawnTask], projects: Mapping[str, DrawnProject]) -> ChartAxis:
    deliveries = (projects[task.project].delivery for task in tasks)
    first = max(min([today, *(task.start for task in tasks)]), today - timedelta(DAYS_KEPT))
    last = max([today, *(task.end for task in tasks), *(day for day in deliveries if day is not None)])
    if (last - first).days <= LONGEST_DAY_CHART:
        return day_axis(first, last)
    return week_axis(first, min(last, first + timedelta(LONGEST_CHART)))


def _group(
    project: DrawnProject, tasks: Sequence[DrawnTask], drawn: tuple[ChartAxis, DrawnEpisodes]
) -> GanttGroup:
    axis, episodes = drawn
    label = " — ".join(text for text in (project.title, project.director) if text)
    rows = tuple(task.row(episodes.of(project, task.episode), axis) for task in tasks)
    return GanttGroup(project.hue, heading_of(project, tasks, axis, label), rows)


def _scope_line(today: date, groups: Sequence[GanttGroup]) -> str:
    count = sum(len(group.tasks) for group in groups)
    if not count:
        return f"Situation au {today:%d/%m/%Y} : aucune tâche à dessiner."
    late = sum(group.heading.late_days is not None for group in groups)
    counts = [counted(len(groups), "projet"), counted(count, "tâche")]
    counts += [counted(late, "livraison en retard")] if late else []
    return f"Situation au {today:%d/%m/%Y} : {', '.join(counts)}."


def _left_out_lines(
    finished: int, projects: int, axis: ChartAxis, groups: Sequence[GanttGroup]
) -> Iterator[str]:
    if projects:
        yield (
            f"Au-delà de {MOST_TASKS} tâches, les projets aux livraisons les plus lointaines, puis les projets "
            f"finis, ne sont pas dessinés : il en manque {projects}."
        )
    last = axis.slots[-1].last
    if any(
        row.end is not None and row.end > last for group in groups for row in (group.heading, *group.tasks)
    ):
        yield f"Le dessin s'arrête au {last:%d/%m/%Y}."
    if finished:
        many = "s" if finished > 1 else ""
        yield (
            f"{counted(finished, 'tâche')} terminée{many} depuis plus de {DAYS_KEPT} jours "
            f"n'{'y sont' if many else 'y est'} plus."
        )
