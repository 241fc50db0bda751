"""The issues of a recurrent programme, or the episodes of a series, as `Planning` and `Episodes` hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import DAYS_PER_WEEK


class PlannedIssue(NamedTuple):
    """The tasks of one issue, and its row in `Episodes`, None when it has none."""

    number: int
    tasks: Sequence[Row]
    row: Row | None

    @property
    def day(self) -> date | None:
        """The day it is for: its `PAD`, else its `Échéance`, else the last day its tasks are due on, end or begin."""
        own = (self.row.delivery_day or self.row.due_day) if self.row else None
        for column in ("due_day", "end_day", "earliest_day"):
            days = [day for task in self.tasks if (day := getattr(task, column)) is not None]
            own = own or max(days, default=None)
        return own


def issues_of(office: Office, project: str) -> Mapping[int, PlannedIssue]:
    """The issues of a project that have tasks, by number, in order."""
    rows = {row.number: row for row in office["Episodes"] if row.project == project}
    tasks: dict[int, list[Row]] = {}
    for task in office["Planning"]:
        if task.project == project and task.episode:
            tasks.setdefault(task.episode, []).append(task)
    return {number: PlannedIssue(number, tasks[number], rows.get(number)) for number in sorted(tasks)}


def pattern_of(issues: Mapping[int, PlannedIssue]) -> PlannedIssue:
    """The last complete issue: it has as many tasks as most of them have, or more; the first ones may have had more."""
    counts = Counter(len(issue.tasks) for issue in issues.values())
    usual = max(counts, key=lambda size: (counts[size], size))
    return [issue for issue in issues.values() if len(issue.tasks) >= usual][-1]


def rhythm_day(day: date, issues: Mapping[int, PlannedIssue], calendar: WorkCalendar) -> date:
    """The day that an issue would have had if no day off had moved it.

    An issue due the working day before a day off, when most are due on that day of the week, was moved there.
    """
    weekdays = Counter(issue.day.weekday() for issue in issues.values() if issue.day is not None)
    usual = max(weekdays, key=lambda weekday: weekdays[weekday])
    meant = day + timedelta(days=(usual - day.weekday()) % DAYS_PER_WEEK)
    return meant if meant != day and calendar.last_working_day(meant) == day else day
