"""How far the lines of a project are for a Situation: as typed in `Avancements`, else as measured by what is validated.

A measure counts what the client can be shown, up to the day of the invoice:

* a line of work, the hours of its validated sessions against those sold, change orders included; hours given free or
  billed on top of it are no progress of it. It is whole once its tasks are finished and no session of it waits;
* rooms and days of work, the same in days;
* a deliverable, the share of its tasks that are finished, by their days; one half done is not delivered;
* coordination and storage, the time elapsed of the project;
* of any other line nothing says how far it is: it is not known, and bills nothing until somebody types it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from postprod_xl.domain.money import RATE_DIGITS
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import finished_rows, remaining_days
from postprod_xl.domain.quotes.extra_hours import extra_hours
from postprod_xl.domain.quotes.follow_up.following import FollowedLine, elapsed_shares, followed_lines
from postprod_xl.domain.quotes.line_work import line_work, planned_minutes
from postprod_xl.domain.sessions.done import done
from postprod_xl.domain.wording import counted, listed
from postprod_xl.schema.vocabulary import FollowUp, TaskState

WHOLE = Decimal(1)
_NAMED = 12


@dataclass(frozen=True)
class MeasuredProgress:
    """How far one line is, from 0 to 1 to the hundredth of a percent; None where nothing says it.

    `reason` is what holds it, in French: sessions not validated, tasks not finished, or why it is not known.
    """

    rate: Decimal | None
    reason: str = ""


class _Task(NamedTuple):
    task: str
    days: Decimal
    is_finished: bool


def on_day(office: Office, day: date) -> Office:
    """The office on the day of an invoice, today at the latest."""
    return replace(office, today=min(day, office.today))


def validated_office(office: Office) -> Office:
    """The office as its validated sessions alone leave it, with the hours that these give its lines."""
    sessions = office["Seances"]
    # Its facts are its own: those of the office are asked for again after it.
    office = replace(office, facts=dict(office.facts))
    office = office.with_rows("Seances", sessions.where(sessions.column("validated")))
    work, planned = line_work(office).worked, planned_minutes(office)
    lines = office["Devis"].column("line")
    hours = {
        "planned_minutes": [planned[line] for line in lines],
        "worked_minutes": [work[line] for line in lines],
    }
    return office.with_columns("Devis", hours)


def line_progress(office: Office, validated: Office, project: str) -> dict[str, MeasuredProgress]:
    """How far each line of a project is, as its validated sessions, its tasks and time say.

    Parameters
    ----------
    office
        On the day of the invoice (`on_day`), with the computed columns of `Planning` and `Projets`.
    validated
        The same as its validated sessions alone leave it (`validated_office`).
    project
        Its code.
    """
    measured = _Measures(office, validated, project)
    lines = followed_lines(validated, remaining_days(validated))
    return {line.line: measured.of(line) for line in lines if line.project == project}


def waiting_sessions(office: Office, project: str) -> list[tuple[str, str, str]]:
    """The sessions of a project that are done and not validated: their number, task and room, in row order."""
    columns = office["Seances"].select("number", "task", "room", "project", "validated")
    return [
        (number, task, room)
        for (number, task, room, code, is_validated), is_done in zip(columns, done(office), strict=True)
        if is_done and code == project and not is_validated
    ]


def waiting_text(numbers: Sequence[str]) -> str:
    """Sessions that are not validated, by their numbers."""
    shown = list(numbers[:_NAMED])
    more = len(numbers) - len(shown)
    names = listed([*shown, counted(more, "autre")] if more else shown)
    return f"séance {names} non validée" if len(numbers) == 1 else f"séances {names} non validées"


class _Measures:
    """What measures the lines of one project."""

    def __init__(self, office: Office, validated: Office, project: str) -> None:
        self.project = project
        self.charged = line_work(validated).charged
        self.on_top = extra_hours(validated).on_top
        self.elapsed = elapsed_shares(validated)
        self.tasks = _tasks(validated)
        lines = office["Planning"].by_key("task", "line")
        self.in_rooms: list[str] = []
        self.waiting: defaultdict[str, list[str]] = defaultdict(list)
        for number, task, room in waiting_sessions(office, project):
            self.waiting[lines.get(task) or ""].append(number)
            if room:
                self.in_rooms.append(number)

    def of(self, line: FollowedLine) -> MeasuredProgress:
        follow_up, tasks = line.figures.follow_up, self.tasks[line.line]
        if follow_up is FollowUp.TIME:
            return MeasuredProgress(_rate(self.elapsed[self.project]), "le temps du projet n'a pas avancé")
        if follow_up is FollowUp.DELIVERABLES:
            return MeasuredProgress(_rate(_finished_share(tasks)), _open_text(tasks))
        waiting = self.in_rooms if follow_up is FollowUp.ROOM else self.waiting[line.line]
        if tasks and all(task.is_finished for task in tasks) and not waiting:
            return MeasuredProgress(WHOLE)
        if follow_up is FollowUp.NONE:
            return MeasuredProgress(None, f"avancement non connu, {line.figures.reason}")
        reason = waiting_text(waiting) if waiting else "aucune séance validée depuis"
        return MeasuredProgress(self._worked_share(line), reason)

    def _worked_share(self, line: FollowedLine) -> Decimal:
        if line.figures.follow_up is FollowUp.HOURS:
            return _share(self.charged[line.line] - self.on_top[line.line], line.hours.sold or 0)
        return _share(line.figures.worked or Decimal(0), line.figures.sold)


def _tasks(office: Office) -> defaultdict[str, list[_Task]]:
    """The tasks of each line, cancelled ones aside."""
    tasks: defaultdict[str, list[_Task]] = defaultdict(list)
    columns = office["Planning"].select("task", "line", "duration_days", "state")
    for (task, line, days, state), is_finished in zip(columns, finished_rows(office), strict=True):
        if line and state != TaskState.CANCELLED:
            tasks[line].append(_Task(task, days or Decimal(0), is_finished))
    return tasks


def _finished_share(tasks: Sequence[_Task]) -> Decimal:
    """The share of some tasks that are finished: by their days, by their number when none has any."""
    whole = sum(task.days for task in tasks)
    finished = [task for task in tasks if task.is_finished]
    return _share(sum(task.days for task in finished), whole) if whole else _share(len(finished), len(tasks))


def _open_text(tasks: Sequence[_Task]) -> str:
    names = [task.task for task in tasks if not task.is_finished]
    if not names:
        return ""
    return f"tâche {names[0]} pas finie" if len(names) == 1 else f"tâches {listed(names)} pas finies"


def _share(part: Decimal | int, whole: Decimal | int) -> Decimal:
    return _rate(Decimal(part) / whole) if whole > 0 else Decimal(0)


def _rate(share: Decimal) -> Decimal:
    """A share as it is printed: what a reader finds the amount again from, never above what is done."""
    return min(max(share, Decimal(0)), WHOLE).quantize(RATE_DIGITS, ROUND_DOWN)
