"""The plan of one project as a copy draws it, from the rows of `Planning` that the copy shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from postprod_xl.documents.charts.gantt import GanttGroup, GanttRow, KeptDay, Look
from postprod_xl.documents.sharing.gantt import SharedGantt
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.charts.bars import Stretch, bars_of
from postprod_xl.domain.planning.charts.gantt import LONGEST_CHART
from postprod_xl.domain.planning.charts.time_axis import ChartAxis, day_axis, week_axis
from postprod_xl.domain.planning.tasks.absurd_dates import plausible
from postprod_xl.domain.planning.tasks.episodes import EpisodeKey, episodes_of
from postprod_xl.schema.kinds import typed
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.vocabulary import TaskState

LONGEST_DAY_CHART = 84
"""Days beyond which a column is a week: twelve weeks of days are read on one sheet of paper."""
BESIDE_THE_BARS = (
    *("label", "assigned_technician", "assigned_room", "state"),
    *("start_day", "end_day", "promised_day", "actual_day", "promise_gap_days"),
)
"""The columns of `Planning` that stand left of the bars, where the audience reads them."""
_FIRM = frozenset({TaskState.CONFIRMED, TaskState.UNDER_WAY})


def shared_gantt(office: Office, project: Row, planning: Rows, names: Collection[str]) -> SharedGantt:
    """Draw the tasks of a copy.

    A bar goes from the first to the last day of a task as the plan has them. It is grey once the task is done, and red
    after the day promised; where nothing was promised, what is late is red after its due day or the delivery. The rank
    of an option is not drawn.

    Parameters
    ----------
    office
        Read for the titles and the deliveries of the episodes.
    project
        Its row of `Projets`.
    planning
        The rows of `Planning` of the copy, its people and rooms by their names.
    names
        Code names of the columns that the audience reads: what it does not read is not drawn either.

    Returns
    -------
    SharedGantt
        Tasks by episode, then by first day; a column of time is a day, or a week beyond `LONGEST_DAY_CHART` days.
    """
    read = _as_read(planning, names)
    dated = sorted(
        (row for row in read if row.start_day is not None and row.end_day is not None),
        key=lambda row: (row.episode or 0, row.start_day, row.end_day),
    )
    kept = (KeptDay(row.promised_day, row.actual_day, row.promise_gap_days) for row in dated)
    looks = (_look(row, "state" in names) for row in dated)
    dues = (plausible(row.due_day, office.today) for row in dated)
    tasks = [_Task(*each) for each in zip(dated, kept, looks, dues, strict=True)]
    episodes = list(_episodes(office, project, tasks))
    axis = _axis(office.today, tasks, [episode.delivery for episode in episodes])
    calendar = WorkCalendar.of(project.department)
    groups = [episode.group(axis, calendar) for episode in episodes]
    columns = tuple(name for name in BESIDE_THE_BARS if name in names)
    return SharedGantt(axis.chart(office.today, groups, ()), columns, len(planning) - len(dated))


class _Task(NamedTuple):
    row: Row
    kept: KeptDay
    look: Look
    due: date | None

    def drawn(self, delivery: date | None, axis: ChartAxis, calendar: WorkCalendar) -> GanttRow:
        row, kept = self.row, self.kept
        term = kept.promised or (
            min(filter(None, (self.due, delivery)), default=None) if row.late_days else None
        )
        stretch = Stretch(row.start_day, row.end_day, self.look, None if self.look is Look.DONE else term)
        is_milestone = not row.duration_days and row.start_day == row.end_day
        return GanttRow(
            "",
            str(row.row),
            row.label,
            row.assigned_technician,
            row.assigned_room,
            row.state,
            row.start_day,
            row.end_day,
            None,
            () if is_milestone else bars_of(stretch, axis, calendar),
            axis.at(row.end_day) if is_milestone else None,
            kept=replace(
                kept,
                promised_mark=None if kept.promised is None else axis.at(kept.promised),
                actual_mark=None if kept.actual is None else axis.at(kept.actual),
            ),
        )


class _Episode(NamedTuple):
    """What is drawn under one heading: a film, or an episode by its number."""

    number: int
    title: str
    delivery: date | None
    tasks: Sequence[_Task]

    @property
    def is_late(self) -> bool:
        """Whether one of its tasks is late: what only comes after a delivery does not make it late."""
        return any(task.row.late_days for task in self.tasks)

    def group(self, axis: ChartAxis, calendar: WorkCalendar) -> GanttGroup:
        start = min(task.row.start_day for task in self.tasks)
        end = max(task.row.end_day for task in self.tasks)
        bars = bars_of(
            Stretch(start, end, Look.SUMMARY, self.delivery if self.is_late else None), axis, calendar
        )
        mark = None if self.delivery is None else axis.at(self.delivery)
        number = str(self.number or "")
        heading = GanttRow("", "", self.title, "", "", "", start, end, None, bars, mark, episode=number)
        return GanttGroup(0, heading, tuple(task.drawn(self.delivery, axis, calendar) for task in self.tasks))


def _as_read(planning: Rows, names: Collection[str]) -> Rows:
    """The rows as the audience reads them: empty where it does not; a duration only tells a milestone."""
    kinds = {name: column.kind for name, column in planning.table.by_name.items() if name not in names}
    hidden = {
        name: [typed(kind, None)] * len(planning) for name, kind in kinds.items() if name != "duration_days"
    }
    return planning.with_columns(hidden)


def _look(row: Row, has_state: bool) -> Look:
    """How a task is drawn; one whose state the audience does not read looks firm, and its legend says planned."""
    if row.state == TaskState.DONE or row.actual_day is not None:
        return Look.DONE
    return Look.FIRM if row.state in _FIRM or not has_state else Look.OPTION


def _episodes(office: Office, project: Row, tasks: Sequence[_Task]) -> Iterator[_Episode]:
    """One heading for a film; one an episode of what has several, the tasks of none first."""
    numbers = sorted({task.row.episode or 0 for task in tasks})
    delivery = plausible(project.delivery_day, office.today)
    if len(numbers) < 2:
        yield from [_Episode(0, project.title, delivery, tasks)] if tasks else []
        return
    known = episodes_of(office)
    for number in numbers:
        episode = known.get(EpisodeKey(project.code, number))
        own = [task for task in tasks if (task.row.episode or 0) == number]
        title = (episode.title if episode else "") if number else project.title
        yield _Episode(number, title, (episode.promised if episode else None) or delivery, own)


def _axis(today: date, tasks: Sequence[_Task], deliveries: Sequence[date | None]) -> ChartAxis:
    """From the first day drawn to the last, marks and deliveries included; that of today where nothing is."""
    days = [day for task in tasks for day in (task.row.start_day, task.row.end_day)]
    marks = [day for task in tasks for day in (task.kept.promised, task.kept.actual)]
    drawn = [day for day in (*days, *marks, *deliveries) if plausible(day, today) is not None] or [today]
    first, last = min(drawn), max(drawn)
    if (last - first).days <= LONGEST_DAY_CHART:
        return day_axis(first, last)
    return week_axis(first, min(last, first + timedelta(LONGEST_CHART)))
