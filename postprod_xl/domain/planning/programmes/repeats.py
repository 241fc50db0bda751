"""The next issues of a recurrent programme: the tasks of one of its issues again, on the days of its rhythm."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.programmes.codes import of_issue
from postprod_xl.domain.planning.programmes.issue_days import Asked, IssueDays, NewIssue
from postprod_xl.domain.planning.programmes.issues import PlannedIssue, issues_of, pattern_of, rhythm_day
from postprod_xl.domain.planning.programmes.moved_days import MovedDays
from postprod_xl.domain.planning.programmes.refusal import (
    ProgrammeRefused,
    asked,
    check_new_codes,
    check_open,
    project_named,
)
from postprod_xl.domain.planning.programmes.steps import written
from postprod_xl.domain.planning.tasks.links import UnreadableLink, read_links
from postprod_xl.domain.planning.tasks.predecessors import TaskNames
from postprod_xl.domain.wording import counted, first_names
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.projects import EPISODES, PROJECTS
from postprod_xl.schema.vocabulary import TaskState, Unit

MOST_ISSUES = 300
"""Issues added at once: more than a year of a daily programme."""
_KEPT = ("project", "step", "label", "line", "duration_days", "skill", "technician", "room_type", "room")


class WantedIssues(NamedTuple):
    """What is asked.

    Parameters
    ----------
    project
        Code of the project.
    issues
        How many issues; None for those that its `Épisodes` says and that it does not have yet, or one.
    every
        The rhythm, as `read_rhythm` reads it.
    first
        The day of the first one; None for the day that follows the last issue in the rhythm.
    excepted
        Days without issue.
    pattern
        The number of the issue repeated; None for the last complete one.
    """

    project: str
    issues: int | None = None
    every: str = Unit.WEEK
    first: date | None = None
    excepted: Sequence[date] = ()
    pattern: int | None = None


@dataclass(frozen=True)
class Repeats:
    """The rows of the new issues.

    Parameters
    ----------
    tasks, episodes
        New rows of `Planning` and of `Episodes`, numbered after those they have; computed columns are empty.
    pattern
        Number of the issue repeated.
    issues
        The new ones, in order.
    undated
        Those that already have a row in `Episodes`, without a day: it is left as it is.
    rushes_from_start
        Whether the days of their rushes come from the first day of the pattern, which says no other.
    """

    tasks: Rows
    episodes: Rows
    pattern: int
    issues: Sequence[NewIssue]
    undated: Sequence[NewIssue]
    rushes_from_start: bool

    @property
    def lines(self) -> list[str]:
        """What there is to know of them, in French."""
        lines = [
            f"modèle : le numéro {self.pattern}, sans ce qui en a été fait ; tâches en {TaskState.OPTION_2}"
        ]
        moved = [f"{french(new.meant)} → {french(new.day)}" for new in self.issues if new.meant != new.day]
        if moved:
            lines.append(f"PAD avancés au jour ouvré d'avant : {first_names(moved)}")
        if self.undated:
            days = first_names([f"{new.number} le {french(new.day)}" for new in self.undated])
            heading = EPISODES.heading("delivery_day")
            lines.append(f"{heading} à taper dans {EPISODES.tab}, dont la ligne existe déjà : {days}")
        if self.rushes_from_start:
            heading = EPISODES.heading("rushes_day")
            lines.append(
                f"{heading} d'après le premier jour du numéro {self.pattern} : à vérifier dans {EPISODES.tab}"
            )
        return lines


def repeats(office: Office, wanted: WantedIssues) -> Repeats:
    """The tasks and the episodes of the next issues of a project.

    What a person asked of the pattern is taken: steps, durations, links, people and rooms named, quote lines, and the
    days not before and due, on the same day of the week. What was done or imposed is not: states (all are `Option 2`,
    cancelled tasks stay so), fixed days, progress, options. A link to a task of an earlier issue is one to the same
    task as many issues before, where there is one. On a day off, a promise or a due day is the working day before, a
    first day the working day after.

    Parameters
    ----------
    office
        Tables `Projets`, `Episodes`, `Planning` with its computed columns.
    wanted
        What is asked.

    Raises
    ------
    ProgrammeRefused
        Unknown project or one that is over, no issue to repeat, a rhythm, a day or a number that cannot be, codes
        that exist.
    """
    project = project_named(office, wanted.project)
    check_open(project)
    held = issues_of(office, project.code)
    pattern = _pattern(wanted, project, held)
    numbers = _numbers(wanted, project, max(held))
    calendar = WorkCalendar.of(project.department)
    rows = {row.number: row for row in office["Episodes"] if row.project == project.code}
    typed = {number: day for number, row in rows.items() if (day := row.delivery_day or row.due_day)}
    days = IssueDays(held, typed, calendar, office.today)
    new = days.found(numbers, Asked(wanted.every, wanted.first, wanted.excepted))
    origin = rhythm_day(pattern.day, held, calendar) if pattern.day else None
    copies = [_Copy(pattern, issue, MovedDays(origin or issue.meant, issue.meant, calendar)) for issue in new]
    codes = [copy.code(task) for copy in copies for task in pattern.tasks]
    check_new_codes(office, "Planning", "task", codes)
    links = _links(office, project.code, codes)
    tasks = [
        copy.task(task, links.text(task.predecessors, copy.new.number - pattern.number))
        for copy in copies
        for task in pattern.tasks
    ]
    added = [copy for copy in copies if copy.new.number not in rows]
    return Repeats(
        rows_of(PLANNING, tasks, office["Planning"].next_number),
        rows_of(EPISODES, [copy.episode for copy in added], office["Episodes"].next_number),
        pattern.number,
        new,
        [issue for issue in new if issue.number in rows and issue.number not in typed],
        any(copy.begins for copy in added),
    )


def _pattern(wanted: WantedIssues, project: Row, held: Mapping[int, PlannedIssue]) -> PlannedIssue:
    if not held:
        message = (
            f"{project.code} n'a aucun numéro à répéter : aucune de ses tâches ne dit son "
            f"{PLANNING.heading('episode')} dans {PLANNING.tab} ; planifiez-en un d'abord"
        )
        expected = "un projet dont un numéro est planifié"
        raise ProgrammeRefused(project.blocking("code", project.code, expected, message))
    if wanted.pattern is None:
        return pattern_of(held)
    if wanted.pattern not in held:
        known = first_names([str(number) for number in reversed(held)])
        message = f"{project.code} n'a pas de tâche du numéro {wanted.pattern} ; il a les numéros {known}"
        raise asked("--issue", str(wanted.pattern), "un numéro planifié", message)
    return held[wanted.pattern]


def _numbers(wanted: WantedIssues, project: Row, last: int) -> range:
    """The numbers of the new issues, after the last one that has tasks."""
    total = project.episodes
    count = wanted.issues or max((total or 0) - last, 1)
    if count > MOST_ISSUES:
        expected = f"{MOST_ISSUES} numéros au plus à la fois"
        raise asked("--issues", str(count), expected, f"trouvé « {count} », attendu : {expected}")
    if total and last + count > total:
        message = (
            f"{project.code} n'a que {counted(total, 'épisode')} dans {PROJECTS.tab}, le dernier planifié est le "
            f"{last} : pour {count} de plus, mettez-y {PROJECTS.heading('episodes')} à {last + count}"
        )
        raise ProgrammeRefused(project.blocking("episodes", str(total), f"{last + count} ou plus", message))
    return range(last + 1, last + 1 + count)


@dataclass(frozen=True)
class _Copy:
    """One new issue made from the pattern, and how its days move."""

    pattern: PlannedIssue
    new: NewIssue
    days: MovedDays

    def code(self, task: Row) -> str:
        return of_issue(task.task, task.project, self.pattern.number, self.new.number)

    def task(self, task: Row, predecessors: str) -> dict[str, Any]:
        """A task of the pattern in the new issue."""
        return {
            **{name: getattr(task, name) for name in _KEPT},
            "task": self.code(task),
            "episode": self.new.number,
            "predecessors": predecessors,
            "earliest_day": self.days.first(task.earliest_day),
            "due_day": self._due(task.due_day),
            "state": TaskState.CANCELLED if task.state == TaskState.CANCELLED else TaskState.OPTION_2,
        }

    @property
    def episode(self) -> dict[str, Any]:
        """The row of the new issue in `Episodes`: its day in the column that says the pattern's."""
        row, project = self.pattern.row, self.pattern.tasks[0].project
        promise = "due_day" if row and row.due_day and not row.delivery_day else "delivery_day"
        own = {
            "rushes_day": self.days.first(row.rushes_day if row and row.rushes_day else self.begins),
            "lock_day": self._due(row.lock_day if row else None),
            "due_day": self._due(row.due_day if row else None),
        }
        return {**own, "project": project, "number": self.new.number, promise: self.new.day}

    @cached_property
    def begins(self) -> date | None:
        """The first day of the pattern, when nothing says before which day it cannot begin."""
        if (self.pattern.row and self.pattern.row.rushes_day) or any(
            task.earliest_day for task in self.pattern.tasks
        ):
            return None
        return min((task.start_day for task in self.pattern.tasks if task.start_day), default=None)

    def _due(self, day: date | None) -> date | None:
        # What is due with the pattern is due with the new issue, whatever day off moved one of them.
        return self.new.day if day is not None and day == self.pattern.day else self.days.due(day)


@dataclass(frozen=True)
class _Links:
    """What carries links to other issues.

    `numbers` are the issues of the tasks of the project, by code; `known` the codes there are and those to come.
    """

    project: str
    names: TaskNames
    numbers: Mapping[str, int]
    known: Collection[str]

    def text(self, text: str, apart: int) -> str:
        """The predecessors of a task so many issues later."""
        try:
            links = read_links(text, self.names)
        except UnreadableLink:
            # Reported where the pattern has it.
            return text
        return "; ".join(written(link, self._carried(link.code, apart)) for link in links)

    def _carried(self, name: str, apart: int) -> str:
        code = self.names.code(name) or name
        number = self.numbers.get(code)
        later = code if number is None else of_issue(code, self.project, number, number + apart)
        return later if later in self.known else code


def _links(office: Office, project: str, added: Iterable[str]) -> _Links:
    tasks = office["Planning"]
    codes = tasks.column("task")
    numbers = {
        task: number
        for task, owner, number in tasks.select("task", "project", "episode")
        if owner == project and number
    }
    return _Links(project, TaskNames(codes, [False] * len(codes)), numbers, {*codes, *added})
