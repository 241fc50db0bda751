"""The plan of an office as it is drawn: a `postprod_xl.documents.gantt.Gantt` from its computed tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from postprod_xl.documents.gantt import Bar, Gantt, GanttProject, GanttRow, Grain, Look
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.charts.time_axis import ChartAxis, day_axis, week_axis
from postprod_xl.domain.planning.tasks.absurd_dates import plausible
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS, finished_rows
from postprod_xl.domain.planning.tasks.to_plan import rows_after_delivery
from postprod_xl.domain.wording import counted
from postprod_xl.schema.vocabulary import ProjectStatus, TaskState

DAYS_KEPT = 30
"""A finished task is drawn so many days after its end: practice of the house."""
LONGEST_DAY_CHART = 120
"""Days beyond which a column is a week."""
LONGEST_CHART = 730
MOST_TASKS = 1500
HUES = 8
"""How many colours tell projects apart."""


_LOOKS: dict[str, Look] = {
    TaskState.DONE: Look.DONE,
    TaskState.UNDER_WAY: Look.FIRM,
    TaskState.CONFIRMED: Look.FIRM,
    TaskState.OPTION_2: Look.SECOND,
}


class _DrawnTask(NamedTuple):
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
    follows_delivery: bool


class _DrawnProject(NamedTuple):
    code: str
    title: str
    director: str
    status: str
    delivery: date | None
    late_days: Decimal | None
    department: str
    hue: int


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
        ago. Beyond `MOST_TASKS` tasks, the last projects are left out whole. A column is a day, or a week when
        the chart is longer than `LONGEST_DAY_CHART` days.
    """
    projects = _projects(office)
    tasks, finished = _tasks(office, projects)
    drawn = _within_bounds([projects[code] for code in tasks], tasks)
    axis = _axis(office.today, [task for code in drawn for task in tasks[code]], projects)
    groups = tuple(_group(projects[code], tasks[code], axis) for code in drawn)
    left_out = len(tasks) - len(drawn)
    lines = (
        _scope_line(office.today, groups, axis.grain),
        *_left_out_lines(finished, left_out, axis, groups),
    )
    return Gantt(office.today, axis.grain, axis.slots, axis.at(office.today), groups, lines)


def _projects(office: Office) -> dict[str, _DrawnProject]:
    """Those that are drawn; a project keeps its colour whatever becomes of the others."""
    names = ("code", "title", "director", "status", "delivery_day", "late_days", "department")
    rows = office["Projets"].select(*names)
    found = (_DrawnProject._make((*row, place % HUES)) for place, row in enumerate(rows))
    return {
        project.code: project._replace(delivery=plausible(project.delivery, office.today))
        for project in found
        if project.status not in CLOSED_PROJECTS
    }


def _tasks(office: Office, projects: Mapping[str, _DrawnProject]) -> tuple[dict[str, list[_DrawnTask]], int]:
    """The tasks to draw by project, by start, and how many are left out because they were finished long ago."""
    names = ["project", "task", "label", "assigned_technician", "assigned_room", "state"]
    names += ["start_day", "end_day", "late_days", "due_day", "duration_days"]
    rows = zip(
        office["Planning"].select(*names), rows_after_delivery(office), finished_rows(office), strict=True
    )
    oldest = office.today - timedelta(DAYS_KEPT)
    found: dict[str, list[_DrawnTask]] = {}
    finished = 0
    for row, follows, is_finished in rows:
        task = _DrawnTask._make((*row, follows))
        if is_finished:
            task = task._replace(state=TaskState.DONE)
        if task.project not in projects or task.state == TaskState.CANCELLED or task.start is None:
            continue
        if task.state == TaskState.DONE and task.end < oldest:
            finished += 1
        else:
            due = plausible(task.due, office.today)
            found.setdefault(task.project, []).append(task._replace(due=due))
    for tasks in found.values():
        tasks.sort(key=lambda task: (task.start, task.end))
    return found, finished


def _within_bounds(projects: Sequence[_DrawnProject], tasks: Mapping[str, Sequence[_DrawnTask]]) -> list[str]:
    """Codes of the projects in the order drawn, as many as fit, the first one always."""

    def rank(project: _DrawnProject) -> tuple[bool, bool, date]:
        is_finished = all(task.state == TaskState.DONE for task in tasks[project.code])
        return is_finished, project.delivery is None, project.delivery or date.max

    drawn: list[str] = []
    count = 0
    for project in sorted(projects, key=rank):
        count += len(tasks[project.code])
        if count > MOST_TASKS and drawn:
            break
        drawn.append(project.code)
    return drawn


def _axis(today: date, tasks: Sequence[_DrawnTask], projects: Mapping[str, _DrawnProject]) -> ChartAxis:
    deliveries = (projects[task.project].delivery for task in tasks)
    first = max(min([today, *(task.start for task in tasks)]), today - timedelta(DAYS_KEPT))
    last = max([today, *(task.end for task in tasks), *(day for day in deliveries if day is not None)])
    if (last - first).days <= LONGEST_DAY_CHART:
        return day_axis(first, last)
    return week_axis(first, min(last, first + timedelta(LONGEST_CHART)))


def _group(project: _DrawnProject, tasks: Sequence[_DrawnTask], axis: ChartAxis) -> GanttProject:
    calendar = WorkCalendar.of(project.department)
    rows = tuple(_task_row(task, project, axis, calendar) for task in tasks)
    return GanttProject(project.hue, _heading(project, tasks, axis, calendar), rows)


def _heading(
    project: _DrawnProject, tasks: Sequence[_DrawnTask], axis: ChartAxis, calendar: WorkCalendar
) -> GanttRow:
    start, end = min(task.start for task in tasks), max(task.end for task in tasks)
    stretch = _Stretch(start, end, Look.SUMMARY, _promised(project, tasks))
    label = " — ".join(text for text in (project.title, project.director) if text)
    mark = None if project.delivery is None else axis.at(project.delivery)
    late = None if project.status == ProjectStatus.DELIVERED else project.late_days
    return GanttRow(
        project.code,
        "",
        label,
        "",
        "",
        project.status,
        start,
        end,
        late,
        _bars(stretch, axis, calendar),
        mark,
    )


def _promised(project: _DrawnProject, tasks: Sequence[_DrawnTask]) -> date | None:
    """The delivery to come of a project that something ends after; what only comes after it is not late."""
    last = max((task.end for task in tasks if not task.follows_delivery), default=None)
    is_late = project.delivery is not None and last is not None and last > project.delivery
    return project.delivery if is_late and project.status != ProjectStatus.DELIVERED else None


def _task_row(task: _DrawnTask, project: _DrawnProject, axis: ChartAxis, calendar: WorkCalendar) -> GanttRow:
    row = GanttRow(*task[:9], bars=(), mark=None)
    if not task.duration and task.start == task.end:
        return replace(row, mark=axis.at(task.end))
    return replace(row, bars=_bars(_stretch(task, project), axis, calendar))


class _Stretch(NamedTuple):
    start: date
    end: date
    look: Look
    promised: date | None


def _stretch(task: _DrawnTask, project: _DrawnProject) -> _Stretch:
    """What is done is no longer late; the rest is after its own term or after the delivery, the first of both."""
    look = _LOOKS.get(task.state, Look.OPTION)
    promises = (task.due,) if task.follows_delivery else (task.due, project.delivery)
    days = [] if look is Look.DONE else [day for day in promises if day is not None]
    return _Stretch(task.start, task.end, look, min(days, default=None))


def _bars(stretch: _Stretch, axis: ChartAxis, calendar: WorkCalendar) -> tuple[Bar, ...]:
    looks = list(_looks(stretch, axis, calendar))
    bars = []
    for look, columns in groupby(looks, key=lambda found: found[1]):
        places = [place for place, _ in columns]
        if look is not None:
            bars.append(Bar(places[0], places[-1], look))
    return tuple(bars)


def _looks(stretch: _Stretch, axis: ChartAxis, calendar: WorkCalendar) -> Iterator[tuple[int, Look | None]]:
    """The look of each column; None on a day off, unless the work begins or ends there."""
    for place in axis.between(stretch.start, stretch.end):
        slot = axis.slots[place]
        is_inside = stretch.start < slot.first and slot.last < stretch.end
        if axis.grain is Grain.DAY and is_inside and not calendar.is_working(slot.first):
            yield place, None
        elif stretch.promised is not None and min(stretch.end, slot.last) > stretch.promised:
            yield place, Look.LATE
        else:
            yield place, stretch.look


def _scope_line(today: date, groups: Sequence[GanttProject], grain: Grain) -> str:
    count = sum(len(group.tasks) for group in groups)
    if not count:
        return f"Situation au {today:%d/%m/%Y} : aucune tâche à dessiner."
    late = sum(group.heading.late_days is not None for group in groups)
    counts = [counted(len(groups), "projet"), counted(count, "tâche")]
    counts += [counted(late, "livraison en retard")] if late else []
    return f"Situation au {today:%d/%m/%Y} : {', '.join(counts)}. Une colonne par {grain}."


def _left_out_lines(
    finished: int, projects: int, axis: ChartAxis, groups: Sequence[GanttProject]
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
